//! Uploads and files with ranges.
