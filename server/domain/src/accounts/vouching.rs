//! Letting somebody in without a mail, for those who know the person: the way in where no mail server is set.

use model::accounts::LinkPurpose;
use model::{Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{Visitor, mailed_link, person, registration};
use crate::secret::Secret;
use crate::{Db, Result, Tx, audit};

/// Confirms an address in its owner's stead and gives a link to hand to them, by which they choose their password.
///
/// Whatever was typed with the address counts no more: who typed it is not known.
pub async fn vouch(db: &Db, visitor: &Visitor, who: PersonId, now: Instant) -> Result<Secret> {
    let actor = visitor.signed_in()?;
    if !visitor.is_administrator() {
        return Err(Refusal::NotAllowed.into());
    }
    db.write(async |tx| {
        let person = person::locked(tx, who).await?;
        if person.email.is_none() || person.can_sign_in() {
            return Err(Refusal::NotNow.into());
        }
        audit::note(tx, Some(actor), "vouch_for_email", "person", who.0, "", now).await?;
        let_in(tx, person, now).await
    })
    .await
}

/// A link by which a person chooses a password; their address counts as confirmed. A password of a confirmed person holds until then.
pub async fn let_in(tx: &Tx, person: person::Model, now: Instant) -> Result<Secret> {
    let who = person.id;
    let email = person.email.clone().ok_or(Refusal::NotNow)?;
    if person.email_confirmed_at.is_none() {
        let mut row = person.into_active_model();
        row.email_confirmed_at = Set(Some(now));
        row.password_hash = Set(None);
        row.update(tx).await?;
        registration::void_others(tx, who).await?;
    }
    mailed_link::make(tx, who, &email, LinkPurpose::SetPassword, now).await
}
