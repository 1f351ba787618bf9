//! Sessions and timetables.
