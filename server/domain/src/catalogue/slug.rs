//! Slugs as typed.

use model::{Reason, Slug};

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
