//! Programmes, editions, courses: what is offered.
