//! Who can load what: drafts are for staff of their scope, everything else for everybody.

use model::catalogue::Publication;
use model::{EditionId, Refusal};
use sea_orm::entity::prelude::*;

use super::{edition, programme};
use crate::Result;
use crate::accounts::Visitor;

/// What lists, counts, search and the sitemap hold: `e` is the edition, `p` its programme.
pub(super) const LISTED: &str =
    "e.publication IN ('published', 'cancelled') AND p.publication IN ('published', 'cancelled')";

/// What everybody can load who has its address.
pub(super) const PUBLIC: &str = "e.publication <> 'draft' AND p.publication <> 'draft'";

/// A draft, or an edition of a draft programme: nobody but its staff may learn of it.
#[must_use]
pub fn is_hidden(edition: Publication, programme: Publication) -> bool {
    edition == Publication::Draft || programme == Publication::Draft
}

/// Programmes that strangers may know of, as a condition on `edition`.
#[must_use]
pub fn in_a_known_programme() -> sea_orm::sea_query::SimpleExpr {
    use sea_orm::{QuerySelect, QueryTrait};
    let known = programme::Entity::find()
        .select_only()
        .column(programme::Column::Id)
        .filter(programme::Column::Publication.ne(Publication::Draft))
        .into_query();
    edition::Column::Programme.in_subquery(known)
}

/// What somebody without a right over an edition is told: no more than that it is not for them, if they may know it at all.
pub async fn turned_away(db: &impl ConnectionTrait, edition: &edition::Model) -> Result<Refusal> {
    let programme = programme::find(db, edition.programme).await?;
    Ok(if is_hidden(edition.publication, programme.publication) {
        Refusal::NotFound
    } else {
        Refusal::NotAllowed
    })
}

/// Whether somebody may load an edition of a programme.
#[must_use]
pub fn may_load_edition(
    visitor: &Visitor,
    edition: EditionId,
    publication: Publication,
    programme: Publication,
) -> bool {
    !is_hidden(publication, programme) || visitor.may_see_figures_of(edition)
}

/// Whether somebody may load a programme; one that is a draft is for administrators and auditors.
#[must_use]
pub fn may_load_programme(visitor: &Visitor, publication: Publication) -> bool {
    publication != Publication::Draft || visitor.is_administrator() || visitor.is_auditor()
}
