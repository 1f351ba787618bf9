//! The nominee's personal link: locked to the address it was mailed to, used once, good until the nomination deadline.
//!
//! Whoever opens it reads that address's mail, so it confirms the address by itself. The password is chosen in the same
//! step by the same person: nothing that a stranger typed before can come into force.

use model::admissions::Standing;
use model::{ApplicationId, Country, EditionId, Instant, Language, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::edition_title::titles;
use super::{application, edition_lock, focal_point, nomination, nomination_window};
use crate::accounts::registration::void_others;
use crate::accounts::sign_in::{self, From};
use crate::accounts::{Visitor, attempt, password, person};
use crate::catalogue::edition;
use crate::outbox::{self, Letter};
use crate::secret::{Secret, hash_of};
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// Makes a link and mails it; the one before it is worth nothing from now on.
pub(super) async fn mail(
    tx: &Tx,
    application: ApplicationId,
    to: &person::Model,
    edition: EditionId,
    now: Instant,
) -> Result<()> {
    let secret = Secret::new()?;
    nomination::Entity::update_many()
        .col_expr(
            nomination::Column::LinkHash,
            Expr::value(Some(secret.hash())),
        )
        .col_expr(nomination::Column::LinkMadeAt, Expr::value(Some(now)))
        .col_expr(nomination::Column::LinkUsedAt, Expr::value(None::<Instant>))
        .filter(nomination::Column::Application.eq(application))
        .exec(tx)
        .await?;
    let letter = Letter::Nominated {
        edition,
        secret: secret.text().to_owned(),
    };
    let cause = format!("nominated:{}", Uuid::now_v7());
    outbox::post(tx, to, &letter, cause, now).await
}

/// Sends a new link to somebody who has not completed yet.
pub async fn renew(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    now: Instant,
) -> Result<EditionId> {
    let focal = focal_point::theirs(db, visitor, application).await?;
    db.write(async |tx| {
        let edition = focal_point::locked(tx, &focal).await?;
        let (found, _) = focal_point::nominee(tx, &focal, application).await?;
        nomination_window::may_complete(&edition, now)?;
        if found.standing != Standing::Nominated {
            return Err(Refusal::NoSuchStep.into());
        }
        let key = format!("nomination:{application}");
        attempt::take_one(tx, &key, attempt::MAILS_PER_ACCOUNT, now).await??;
        let to = person::find(tx, found.person).await?;
        mail(tx, application, &to, edition.id, now).await?;
        let (actor, subject) = (Some(focal.person), application.0);
        audit::note(
            tx,
            actor,
            "renew_nomination_link",
            "application",
            subject,
            "",
            now,
        )
        .await?;
        Ok(edition.id)
    })
    .await
}

/// What a good link leads to.
#[derive(Clone, Debug)]
pub struct Opened {
    pub application: ApplicationId,
    pub edition: edition::Model,
    /// The edition's title.
    pub title: String,
    pub country: Country,
    /// The address that the link is locked to.
    pub email: String,
    /// The name that the focal point typed.
    pub printed_name: String,
    pub way: Way,
}

/// How somebody goes on from the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// They are signed in as the nominee.
    Straight,
    /// They are signed in as somebody else.
    Another,
    /// The address has an account: sign in.
    SignIn,
    /// It has none: choose a password.
    Register,
}

/// What a link leads to; nothing where it is spent, ran out, or never was. Opening uses nothing up: mail scanners open links.
pub async fn open(
    db: &Db,
    visitor: &Visitor,
    secret: &str,
    language: Language,
    now: Instant,
) -> Result<Option<Opened>> {
    let Some(good) = good(db.read(), secret, now).await? else {
        return Ok(None);
    };
    let mut titles = titles(db.read(), vec![good.edition.id], language).await?;
    let way = match visitor.person_id() {
        Some(signed_in) if signed_in == good.person.id => Way::Straight,
        Some(_) => Way::Another,
        None if good.person.can_sign_in() => Way::SignIn,
        None => Way::Register,
    };
    Ok(Some(Opened {
        application: good.nomination.application,
        title: titles.remove(&good.edition.id).unwrap_or_default(),
        edition: good.edition,
        country: good.nomination.country,
        email: good.nomination.email,
        printed_name: good.nomination.printed_name,
        way,
    }))
}

/// Uses a link up for whoever is signed in as its nominee.
pub async fn take_up(
    db: &Db,
    visitor: &Visitor,
    secret: &str,
    now: Instant,
) -> Result<ApplicationId> {
    let who = visitor.signed_in()?;
    db.write(async |tx| {
        let good = good(tx, secret, now).await?.ok_or(Refusal::LinkSpent)?;
        if good.person.id != who {
            return Err(Refusal::LinkOfAnother.into());
        }
        spend(tx, &good, secret, now).await
    })
    .await
}

/// Signs somebody in as the address of the link and uses it up. A wrong password leaves the link as it was.
pub async fn sign_in(
    db: &Db,
    visitor: &Visitor,
    secret: &str,
    typed_password: &str,
    from: From<'_>,
    now: Instant,
) -> Result<(ApplicationId, Secret)> {
    let known = good(db.read(), secret, now)
        .await?
        .ok_or(Refusal::LinkSpent)?;
    for_nobody_else(visitor, &known)?;
    let email = &known.nomination.email;
    let cookie = sign_in::sign_in(db, email, typed_password, from, now)
        .await
        .map_err(beside_the_password)?;
    let application = db
        .write(async |tx| {
            let good = good(tx, secret, now).await?.ok_or(Refusal::LinkSpent)?;
            spend(tx, &good, secret, now).await
        })
        .await?;
    Ok((application, cookie))
}

fn beside_the_password(error: crate::Error) -> crate::Error {
    match error.refusal() {
        Some(Refusal::WrongPassword) => {
            Refusal::field("password", model::Reason::WrongPassword).into()
        }
        _ => error,
    }
}

/// An account as typed by a nominee; the address is the link's.
#[derive(Clone, Debug, Default)]
pub struct TypedAccount {
    pub printed_name: String,
    pub password: String,
    pub country: String,
    pub zone: String,
}

/// Opens the account of the link's address with a password of the nominee's own, and signs them in.
///
/// Registrations that others began with the address are void from here on.
pub async fn register(
    db: &Db,
    visitor: &Visitor,
    secret: &str,
    typed: &TypedAccount,
    language: Language,
    from: From<'_>,
    now: Instant,
) -> Result<(ApplicationId, Secret)> {
    let known = good(db.read(), secret, now)
        .await?
        .ok_or(Refusal::LinkSpent)?;
    for_nobody_else(visitor, &known)?;
    let mut form = Form::new();
    let printed_name = form.text("printed_name", &typed.printed_name, person::LONGEST_NAME);
    let checked = form.take("password", password::check(&typed.password));
    let country = form.country("country", &typed.country);
    let zone = form.zone_in("zone", &typed.zone, country);
    let all = (|| {
        checked?;
        Some((printed_name?, country?, zone?))
    })();
    let (printed_name, country, zone) = form.finish(all)?;
    let hash = password::hash(&typed.password).await?;
    db.write(async |tx| {
        let good = good(tx, secret, now).await?.ok_or(Refusal::LinkSpent)?;
        // The edition before the person, as everywhere: two who lock in different orders wait for each other for ever.
        edition_lock::lock(tx, good.edition.id).await?;
        let person = person::locked(tx, good.person.id).await?;
        // Opened by then in another way: with the password that its owner chose there.
        if person.can_sign_in() {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let application = spend(tx, &good, secret, now).await?;
        let who = person.id;
        let mut row = person.into_active_model();
        row.email_confirmed_at = Set(Some(now));
        row.password_hash = Set(Some(hash));
        row.printed_name = Set(printed_name);
        row.country = Set(country);
        row.zone = Set(zone);
        row.language = Set(language);
        row.update(tx).await?;
        void_others(tx, who).await?;
        audit::note(tx, Some(who), "confirm_email", "person", who.0, "", now).await?;
        let cookie = sign_in::begin_instead(tx, who, from, now).await?;
        Ok((application, cookie))
    })
    .await
}

/// Whoever is signed in as another is told so, and not signed in over it.
fn for_nobody_else(visitor: &Visitor, good: &Good) -> Result<(), Refusal> {
    match visitor.person_id() {
        Some(who) if who != good.person.id => Err(Refusal::LinkOfAnother),
        _ => Ok(()),
    }
}

/// A link that would still be taken.
struct Good {
    nomination: nomination::Model,
    edition: edition::Model,
    person: person::Model,
}

async fn good(db: &impl ConnectionTrait, secret: &str, now: Instant) -> Result<Option<Good>> {
    let nomination = nomination::Entity::find()
        .filter(nomination::Column::LinkHash.eq(hash_of(secret)))
        .filter(nomination::Column::LinkUsedAt.is_null())
        .one(db)
        .await?;
    let Some(nomination) = nomination else {
        return Ok(None);
    };
    let application = application::find(db, nomination.application).await?;
    let edition = edition::Entity::find_by_id(nomination.edition)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let person = person::Entity::find_by_id(application.person)
        .filter(person::Column::DeletedAt.is_null())
        .one(db)
        .await?;
    // Locked to the address: whoever changed theirs since gets a new link there.
    let person = person.filter(|person| person.email.as_ref() == Some(&nomination.email));
    let holds = application.standing == Standing::Nominated
        && nomination_window::may_complete(&edition, now).is_ok();
    Ok(person.filter(|_| holds).map(|person| Good {
        nomination,
        edition,
        person,
    }))
}

/// Uses a link up: of several who use it at once, one.
async fn spend(tx: &Tx, good: &Good, secret: &str, now: Instant) -> Result<ApplicationId> {
    // Somebody may withdraw or substitute the nominee at this moment.
    edition_lock::lock(tx, good.edition.id).await?;
    let used = nomination::Entity::update_many()
        .col_expr(nomination::Column::LinkUsedAt, Expr::value(Some(now)))
        .filter(nomination::Column::LinkHash.eq(hash_of(secret)))
        .filter(nomination::Column::LinkUsedAt.is_null())
        .exec(tx)
        .await?;
    let application = application::find(tx, good.nomination.application).await?;
    if used.rows_affected == 0 || application.standing != Standing::Nominated {
        return Err(Refusal::LinkSpent.into());
    }
    Ok(application.id)
}
