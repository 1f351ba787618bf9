//! Mail leaves here.
