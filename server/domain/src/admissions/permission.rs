//! Who may change what is in an edition's admissions.

use model::admissions::Standing;
use model::{ApplicationId, EditionId, PersonId, Refusal};

use super::application;
use crate::accounts::Visitor;
use crate::{Db, Result};

/// Who runs an edition may change what is in it.
pub(super) fn may_change(visitor: &Visitor, edition: EditionId) -> Result<PersonId, Refusal> {
    let person = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if visitor.coordinates(edition) {
        Ok(person)
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// The application, for who may change it. That there is one at all is known to the edition's staff and auditors only.
pub(super) async fn changeable(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
) -> Result<(application::Model, PersonId)> {
    let person = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let found = application::find(db.read(), application).await?;
    if found.standing == Standing::Draft {
        // Nobody but whoever writes it knows of a draft.
        return Err(Refusal::NotFound.into());
    }
    if visitor.coordinates(found.edition) {
        Ok((found, person))
    } else if visitor.may_see_figures_of(found.edition) {
        Err(Refusal::NotAllowed.into())
    } else {
        Err(Refusal::NotFound.into())
    }
}
