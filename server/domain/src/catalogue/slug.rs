//! Slugs as typed, each taken once.

use model::{Reason, Refusal, Slug};
use sea_orm::{DbErr, SqlErr};

use crate::Error;
use crate::typed::Form;

/// The slug, or a noted refusal.
pub(super) fn slug(form: &mut Form, field: &str, typed: &str) -> Option<Slug> {
    let typed = typed.trim();
    let parsed = if typed.is_empty() {
        Err(Reason::Missing)
    } else {
        typed.parse().map_err(|_| Reason::NotASlug)
    };
    form.take(field, parsed)
}

/// An address that another has already adds no row.
pub(super) fn taken_if_none(added: u64) -> Result<(), Refusal> {
    if added == 0 {
        Err(Refusal::field("slug", Reason::Taken))
    } else {
        Ok(())
    }
}

/// What it means that a changed row could not be written: the schema lets an address be taken once, also by two at the same time.
/// The write ends with it.
pub(super) fn taken(error: DbErr) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Refusal::field("slug", Reason::Taken).into(),
        _ => error.into(),
    }
}
