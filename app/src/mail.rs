//! Mails in words.
