//! The nominee completes: says that what is known of them is right, and so applies.

use model::accounts::Rank;
use model::admissions::Standing;
use model::{ApplicationId, Country, Instant, Language, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::edition_title::titles;
use super::ladder::{self, By};
use super::{application, edition_lock, focal_point, nomination, nomination_window};
use crate::accounts::person::{self, LONGEST_NAME};
use crate::catalogue::edition;
use crate::outbox::Letter;
use crate::typed::Form;
use crate::{Db, Result, audit};

/// What a nominee confirms, as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedCompletion {
    pub printed_name: String,
    pub native_name: String,
    pub organisation: String,
    pub position: String,
    pub rank: String,
}

/// What a nominee is shown before they complete.
#[derive(Clone, Debug)]
pub struct ToComplete {
    pub edition: edition::Model,
    /// The edition's title.
    pub title: String,
    pub country: Country,
    pub deadline: Instant,
    /// Where it stands: completed before, or over.
    pub standing: Standing,
    /// Why it cannot be completed now.
    pub refusal: Option<Refusal>,
    pub printed_name: String,
    pub native_name: String,
    pub organisation: String,
    pub position: String,
    pub rank: Rank,
}

/// One's own nomination. To everybody else there is no such thing.
pub async fn to_complete(
    db: &Db,
    who: PersonId,
    application: ApplicationId,
    language: Language,
    now: Instant,
) -> Result<ToComplete> {
    let found = own(db.read(), who, application).await?;
    let nomination = nomination::find(db.read(), application).await?;
    let (edition, _) = focal_point::edition_of(db.read(), found.edition).await?;
    let person = person::find(db.read(), who).await?;
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    // What the person says of themselves comes first; what the focal point typed fills what is empty.
    let or = |own: String, typed: String| if own.is_empty() { typed } else { own };
    Ok(ToComplete {
        title: titles.remove(&edition.id).unwrap_or_default(),
        country: found.delegation,
        deadline: nomination_window::deadline(&edition),
        standing: found.standing,
        refusal: nomination_window::may_complete(&edition, now).err(),
        printed_name: person.printed_name,
        native_name: person.native_name,
        organisation: or(person.organisation, nomination.organisation),
        position: or(person.position, nomination.position),
        rank: if person.rank == Rank::None {
            nomination.rank
        } else {
            person.rank
        },
        edition,
    })
}

/// Completes one's own nomination: it is an application from now on, and the focal points of the country are told.
pub async fn complete(
    db: &Db,
    who: PersonId,
    application: ApplicationId,
    typed: &TypedCompletion,
    now: Instant,
) -> Result<()> {
    let known = own(db.read(), who, application).await?;
    let mut form = Form::new();
    let printed_name = form.text("printed_name", &typed.printed_name, LONGEST_NAME);
    let native_name = form.optional_text("native_name", &typed.native_name, LONGEST_NAME);
    let organisation = form.text("organisation", &typed.organisation, LONGEST_NAME);
    let position = form.text("position", &typed.position, LONGEST_NAME);
    let rank = form.choice::<Rank>("rank", &typed.rank);
    let all = (|| Some((printed_name?, native_name?, organisation?, position?, rank?)))();
    let (printed_name, native_name, organisation, position, rank) = form.finish(all)?;
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, known.edition).await?;
        let mut found = own(tx, who, application).await?;
        let nomination = nomination::find(tx, application).await?;
        nomination_window::may_complete(&edition, now)?;
        if found.standing != Standing::Nominated {
            return Err(Refusal::NoSuchStep.into());
        }
        ladder::step(tx, &mut found, Standing::Submitted, By::person(who), now).await?;
        let mut row = person::locked(tx, who).await?.into_active_model();
        row.printed_name = Set(printed_name.clone());
        row.native_name = Set(native_name);
        row.organisation = Set(organisation.clone());
        row.position = Set(position.clone());
        row.rank = Set(rank);
        row.update(tx).await?;
        let mut shown = nomination.clone().into_active_model();
        shown.printed_name = Set(printed_name.clone());
        shown.organisation = Set(organisation);
        shown.position = Set(position);
        shown.rank = Set(rank);
        shown.link_hash = Set(None);
        shown.link_made_at = Set(None);
        shown.update(tx).await?;
        let letter = Letter::NominationCompleted {
            edition: edition.id,
            name: printed_name,
        };
        let cause = format!("nomination_completed:{application}");
        focal_point::tell(tx, &nomination, &letter, &cause, now).await?;
        let subject = application.0;
        audit::note(
            tx,
            Some(who),
            "complete_nomination",
            "application",
            subject,
            "",
            now,
        )
        .await
    })
    .await
}

async fn own(
    db: &impl ConnectionTrait,
    who: PersonId,
    application: ApplicationId,
) -> Result<application::Model> {
    let found = application::find(db, application).await?;
    if found.person == who {
        Ok(found)
    } else {
        Err(Refusal::NotFound.into())
    }
}
