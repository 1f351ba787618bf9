//! Registering, confirming one's address, and setting a new password. Nothing tells whether an account exists.

use model::accounts::{LinkPurpose, Rank, Sex};
use model::refusal::FieldRefusal;
use model::{Instant, Language, PersonId, Reason, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{Visitor, attempt, mailed_link, password, person, sign_in};
use crate::outbox::{self, Letter};
use crate::typed::{self, Form};
use crate::{Db, Result, Tx, audit};

/// A registration as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedRegistration {
    pub email: String,
    pub password: String,
    pub printed_name: String,
    pub country: String,
    pub zone: String,
}

/// Registers somebody, who then confirms by mail.
///
/// An address that already has an account gets a mail that says so, and the page says the same as ever.
pub async fn register(
    db: &Db,
    form: &TypedRegistration,
    language: Language,
    now: Instant,
) -> Result<()> {
    let mut fields = Form::new();
    let email = fields.take("email", typed::email(&form.email));
    fields.take("password", password::check(&form.password));
    let printed_name = fields.text("printed_name", &form.printed_name, person::LONGEST_NAME);
    let country = fields.country("country", &form.country);
    let zone = fields.zone_in("zone", &form.zone, country);
    let (email, printed_name, country, zone) =
        fields.finish((|| Some((email?, printed_name?, country?, zone?)))())?;

    // Hashed whether or not the address is known: both take as long.
    let password_hash = password::hash(&form.password).await?;
    db.write(async |tx| {
        let key = format!("mail:{email}");
        let wait = attempt::wait_seconds(tx, &key, attempt::MAILS_PER_ACCOUNT, now).await?;
        attempt::note(tx, &key, now).await?;
        let known = person::find_by_email(tx, &email).await?;
        if wait > 0 {
            // Told to nobody: the mails already sent are enough, and a count would tell.
            return Ok(());
        }
        match known {
            Some(known) if known.email_confirmed_at.is_some() => {
                let cause = format!("already_registered:{}:{}", known.id, now.0);
                outbox::post(tx, &known, &Letter::AlreadyRegistered, cause, now).await
            }
            Some(known) => {
                // Never confirmed: nobody has shown that the address is theirs, so the last to register counts.
                let mut row = known.into_active_model();
                row.password_hash = Set(Some(password_hash));
                row.printed_name = Set(printed_name);
                row.country = Set(country);
                row.zone = Set(zone);
                row.language = Set(language);
                let known = row.update(tx).await?;
                send_confirmation(tx, &known, now).await
            }
            None => {
                let row = person::ActiveModel {
                    id: Set(PersonId::new()),
                    email: Set(Some(email)),
                    email_confirmed_at: Set(None),
                    password_hash: Set(Some(password_hash)),
                    printed_name: Set(printed_name),
                    native_name: Set(String::new()),
                    country: Set(country),
                    organisation: Set(String::new()),
                    position: Set(String::new()),
                    rank: Set(Rank::None),
                    sex: Set(Sex::Unknown),
                    birth_date: Set(None),
                    zone: Set(zone),
                    language: Set(language),
                    about: Set(String::new()),
                    created_at: Set(now),
                    deleted_at: Set(None),
                };
                let new = row.insert(tx).await?;
                audit::note(tx, Some(new.id), "register", "person", new.id.0, "", now).await?;
                send_confirmation(tx, &new, now).await
            }
        }
    })
    .await
}

async fn send_confirmation(tx: &Tx, to: &person::Model, now: Instant) -> Result<()> {
    let email = to.email.clone().unwrap_or_default();
    let secret = mailed_link::make(tx, to.id, &email, LinkPurpose::ConfirmEmail, now).await?;
    let letter = Letter::ConfirmEmail {
        secret: secret.text().to_owned(),
    };
    outbox::post(
        tx,
        to,
        &letter,
        format!("confirm_email:{}:{}", to.id, now.0),
        now,
    )
    .await
}

/// Confirms the address that the link was sent to.
pub async fn confirm_email(db: &Db, secret: &str, now: Instant) -> Result<PersonId> {
    db.write(async |tx| {
        let link = mailed_link::spend(tx, secret, LinkPurpose::ConfirmEmail, now).await?;
        let mut row = person::find(tx, link.person).await?.into_active_model();
        row.email_confirmed_at = Set(Some(now));
        row.update(tx).await?;
        audit::note(
            tx,
            Some(link.person),
            "confirm_email",
            "person",
            link.person.0,
            "",
            now,
        )
        .await?;
        Ok(link.person)
    })
    .await
}

/// Confirms an address in its owner's stead, for administrators who know the person: the way in where no mail server is set.
pub async fn vouch(db: &Db, visitor: &Visitor, who: PersonId, now: Instant) -> Result<()> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if !visitor.is_administrator() {
        return Err(Refusal::NotAllowed.into());
    }
    db.write(async |tx| {
        let person = person::Entity::find_by_id(who)
            .filter(person::Column::DeletedAt.is_null())
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?;
        if person.email.is_none() || person.email_confirmed_at.is_some() {
            return Err(Refusal::NotNow.into());
        }
        person::confirm(tx, who, now).await?;
        audit::note(tx, Some(actor), "vouch_for_email", "person", who.0, "", now).await
    })
    .await
}

/// Sends a link that sets a new password, if the address has an account; says the same either way.
pub async fn ask_for_reset(db: &Db, typed_email: &str, now: Instant) -> Result<()> {
    let email = typed::email(typed_email).map_err(|reason| Refusal::field("email", reason))?;
    db.write(async |tx| {
        let key = format!("mail:{email}");
        let wait = attempt::wait_seconds(tx, &key, attempt::MAILS_PER_ACCOUNT, now).await?;
        attempt::note(tx, &key, now).await?;
        match person::find_by_email(tx, &email).await? {
            Some(known) if wait == 0 => {
                let secret =
                    mailed_link::make(tx, known.id, &email, LinkPurpose::ResetPassword, now)
                        .await?;
                let letter = Letter::ResetPassword {
                    secret: secret.text().to_owned(),
                };
                outbox::post(
                    tx,
                    &known,
                    &letter,
                    format!("reset:{}:{}", known.id, now.0),
                    now,
                )
                .await
            }
            _ => Ok(()),
        }
    })
    .await
}

/// Sets a new password by a link, ends every sign-in of the account, and confirms the address.
pub async fn reset_password(
    db: &Db,
    secret: &str,
    new: &str,
    again: &str,
    now: Instant,
) -> Result<()> {
    let hash = new_password_hash(new, again).await?;
    db.write(async |tx| {
        let link = mailed_link::spend(tx, secret, LinkPurpose::ResetPassword, now).await?;
        let person = person::find(tx, link.person).await?;
        let confirmed_at = person.email_confirmed_at.unwrap_or(now);
        let mut row = person.into_active_model();
        row.password_hash = Set(Some(hash));
        row.email_confirmed_at = Set(Some(confirmed_at));
        let person = row.update(tx).await?;
        sign_in::end_all(tx, person.id, None).await?;
        attempt::forget(tx, &sign_in::account_key(&link.email)).await?;
        audit::note(
            tx,
            Some(person.id),
            "reset_password",
            "person",
            person.id.0,
            "",
            now,
        )
        .await?;
        let cause = format!("password_changed:{}:{}", person.id, now.0);
        outbox::post(tx, &person, &Letter::PasswordChanged, cause, now).await
    })
    .await
}

/// Changes one's own password; every other sign-in of the account ends.
pub async fn change_password(
    db: &Db,
    who: PersonId,
    this_sign_in: &[u8],
    present: &str,
    new: &str,
    again: &str,
    now: Instant,
) -> Result<()> {
    let kept = person::find(db.read(), who).await?.password_hash;
    if !password::fits(present, kept.as_deref()).await? {
        return Err(Refusal::field("present", Reason::WrongPassword).into());
    }
    let hash = new_password_hash(new, again).await?;
    db.write(async |tx| {
        let mut row = person::find(tx, who).await?.into_active_model();
        row.password_hash = Set(Some(hash));
        let person = row.update(tx).await?;
        sign_in::end_all(tx, who, Some(this_sign_in)).await?;
        audit::note(tx, Some(who), "change_password", "person", who.0, "", now).await?;
        let cause = format!("password_changed:{who}:{}", now.0);
        outbox::post(tx, &person, &Letter::PasswordChanged, cause, now).await
    })
    .await
}

async fn new_password_hash(new: &str, again: &str) -> Result<String> {
    let mut refused = Vec::new();
    if let Err(reason) = password::check(new) {
        refused.push(FieldRefusal {
            field: "password".to_owned(),
            reason,
        });
    } else if new != again {
        refused.push(FieldRefusal {
            field: "again".to_owned(),
            reason: Reason::PasswordsDiffer,
        });
    }
    if !refused.is_empty() {
        return Err(Refusal::Fields(refused).into());
    }
    password::hash(new).await
}
