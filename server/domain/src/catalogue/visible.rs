//! Who can load what: drafts are for staff of their scope, everything else for everybody.

use model::EditionId;
use model::catalogue::Publication;

use crate::accounts::Visitor;

/// What lists, counts, search and the sitemap hold: `e` is the edition, `p` its programme.
pub(super) const LISTED: &str =
    "e.publication IN ('published', 'cancelled') AND p.publication IN ('published', 'cancelled')";

/// What everybody can load who has its address.
pub(super) const PUBLIC: &str = "e.publication <> 'draft' AND p.publication <> 'draft'";

/// Whether somebody may load an edition of a programme.
#[must_use]
pub fn may_load_edition(
    visitor: &Visitor,
    edition: EditionId,
    publication: Publication,
    programme: Publication,
) -> bool {
    let public = publication != Publication::Draft && programme != Publication::Draft;
    public || visitor.may_see_figures_of(edition)
}

/// Whether somebody may load a programme; one that is a draft is for administrators and auditors.
#[must_use]
pub fn may_load_programme(visitor: &Visitor, publication: Publication) -> bool {
    publication != Publication::Draft || visitor.is_administrator() || visitor.is_auditor()
}
