//! Setting a new password: by a link, or knowing the present one.

use model::accounts::LinkPurpose;
use model::{Instant, PersonId, Reason, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{attempt, mailed_link, password, person, registration, sign_in};
use crate::outbox::{self, Letter};
use crate::typed::{self, Form};
use crate::{Db, Result, audit};

/// Sends a link that sets a new password, if the address has an account; says the same either way. `network` asks.
pub async fn ask_for_reset(db: &Db, typed_email: &str, network: &str, now: Instant) -> Result<()> {
    let email = typed::email(typed_email).map_err(|reason| Refusal::field("email", reason))?;
    let names = [(&*format!("mails:{network}"), attempt::MAILS_PER_NETWORK)];
    attempt::take(db, &names, now).await?;
    db.write(async |tx| {
        let Some(known) = person::find_by_email(tx, &email).await? else {
            return Ok(());
        };
        let key = format!("reset:{email}");
        let heard = attempt::take_one(tx, &key, attempt::MAILS_PER_ACCOUNT, now).await?;
        if heard.is_err() {
            // Told to nobody: a count would tell that there is an account. The last link that was sent still works.
            return Ok(());
        }
        let purpose = LinkPurpose::ResetPassword;
        let secret = mailed_link::make(tx, known.id, &email, purpose, now).await?;
        let letter = Letter::ResetPassword {
            secret: secret.text().to_owned(),
        };
        let cause = format!("reset:{}", Uuid::now_v7());
        outbox::post(tx, &known, &letter, cause, now).await
    })
    .await
}

/// Sets a new password by a link, ends every sign-in of the account, and confirms the address.
pub async fn by_link(db: &Db, secret: &str, new: &str, again: &str, now: Instant) -> Result<()> {
    check_new(new, again)?;
    // Looked at first: whoever has no link has no hash made.
    mailed_link::good(db.read(), secret, mailed_link::SETS_PASSWORD, now)
        .await?
        .ok_or(Refusal::LinkSpent)?;
    let hash = password::hash(new).await?;
    db.write(async |tx| {
        let (link, person) =
            mailed_link::spend(tx, secret, mailed_link::SETS_PASSWORD, now).await?;
        let confirmed_at = person.email_confirmed_at.unwrap_or(now);
        let mut row = person.into_active_model();
        row.password_hash = Set(Some(hash));
        row.email_confirmed_at = Set(Some(confirmed_at));
        let person = row.update(tx).await?;
        registration::void_others(tx, person.id).await?;
        for purpose in mailed_link::SETS_PASSWORD {
            mailed_link::forget(tx, person.id, *purpose).await?;
        }
        sign_in::end_all(tx, person.id, None).await?;
        attempt::forget(tx, &sign_in::account_key(&link.email)).await?;
        let (who, subject) = (Some(person.id), person.id.0);
        audit::note(tx, who, "reset_password", "person", subject, "", now).await?;
        let cause = format!("password_changed:{}:{}", person.id, now.0);
        outbox::post(tx, &person, &Letter::PasswordChanged, cause, now).await
    })
    .await
}

/// Changes one's own password; every other sign-in of the account ends.
pub async fn by_owner(
    db: &Db,
    who: PersonId,
    this_sign_in: &[u8],
    present: &str,
    new: &str,
    again: &str,
    now: Instant,
) -> Result<()> {
    check_new(new, again)?;
    let key = format!("password:{who}");
    attempt::take(db, &[(&key, attempt::PER_ACCOUNT)], now).await?;
    let kept = person::find(db.read(), who).await?.password_hash;
    if !password::fits(present, kept.as_deref()).await? {
        return Err(Refusal::field("present", Reason::WrongPassword).into());
    }
    let hash = password::hash(new).await?;
    db.write(async |tx| {
        let person = person::locked(tx, who).await?;
        // While it was looked at, another may have been set, perhaps because this sign-in is a stranger's.
        if person.password_hash != kept {
            return Err(Refusal::field("present", Reason::WrongPassword).into());
        }
        let mut row = person.into_active_model();
        row.password_hash = Set(Some(hash));
        let person = row.update(tx).await?;
        sign_in::end_all(tx, who, Some(this_sign_in)).await?;
        attempt::forget(tx, &key).await?;
        audit::note(tx, Some(who), "change_password", "person", who.0, "", now).await?;
        let cause = format!("password_changed:{who}:{}", now.0);
        outbox::post(tx, &person, &Letter::PasswordChanged, cause, now).await
    })
    .await
}

fn check_new(new: &str, again: &str) -> Result<(), Refusal> {
    let mut form = Form::new();
    let checked = form.take("password", password::check(new));
    if checked.is_some() && new != again {
        form.refuse("again", Reason::PasswordsDiffer);
    }
    form.finish(Some(()))
}
