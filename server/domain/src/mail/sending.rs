//! Sending: a server claims a mail for some minutes, tries, and notes what came of it.
//!
//! At least once, and never twice while servers and clocks behave: a claim is a conditional update that one server wins,
//! and it outlasts the longest try.

use model::{Instant, MailId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect};

use crate::outbox::{Column, Entity, Letter, Model};
use crate::{Db, Result};

/// How long a claim holds; a server that died in between lets go of its mail by then.
pub const CLAIM_MINUTES: i64 = 40;
/// A mail that the mail server put off so often is given up: about five days (RFC 5321, 4.5.4.1).
pub const MOST_ATTEMPTS: i32 = 36;
/// A mail that the mail server may have taken again and again without ever saying so is given up after so long.
pub const UNANSWERED_DAYS: i64 = 5;
/// Minutes until the next try after the first, second, third … one; after the last, as after the last but one.
const PAUSES: [i64; 5] = [1, 5, 15, 60, 240];
/// The longest pause while the mail server cannot be reached: what waits should leave soon after it is back.
const LONGEST_PAUSE_WHILE_DOWN: i64 = 60;
/// How many rows are looked at when somebody else wins the first ones.
const CANDIDATES: u64 = 16;

/// Minutes to wait after so many tries.
#[must_use]
pub fn pause_minutes(attempts: i32) -> i64 {
    let place = usize::try_from(attempts.saturating_sub(1)).unwrap_or(0);
    PAUSES[Ord::min(place, PAUSES.len() - 1)]
}

fn is_open() -> Condition {
    Condition::all()
        .add(Column::SentAt.is_null())
        .add(Column::GivenUpAt.is_null())
}

fn is_due(now: Instant) -> Condition {
    is_open().add(Column::DueAt.lte(now)).add(
        Condition::any()
            .add(Column::ClaimedUntil.is_null())
            .add(Column::ClaimedUntil.lte(now)),
    )
}

fn waited_for() -> SimpleExpr {
    let with_a_link = Column::Kind.is_in(Letter::KINDS_WITH_A_SECRET);
    Expr::case(with_a_link, 0).finally(1).into()
}

/// Claims the mail that has been due longest, those with a link that somebody waits for before all others, and counts
/// the try. None when nothing is due.
pub async fn claim(db: &Db, now: Instant) -> Result<Option<Model>> {
    let candidates: Vec<MailId> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(is_due(now))
        .order_by_asc(waited_for())
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(CANDIDATES)
        .into_tuple()
        .all(db.read())
        .await?;
    if candidates.is_empty() {
        return Ok(None);
    }
    db.write(async |tx| {
        for mail in candidates {
            let claimed = Entity::update_many()
                .col_expr(
                    Column::ClaimedUntil,
                    Expr::value(now.plus_minutes(CLAIM_MINUTES)),
                )
                .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
                .filter(Column::Id.eq(mail))
                .filter(is_due(now))
                .exec(tx)
                .await?;
            if claimed.rows_affected == 1 {
                return Ok(Entity::find_by_id(mail).one(tx).await?);
            }
        }
        Ok(None)
    })
    .await
}

/// Notes that a mail was sent, and forgets the secret of its link.
pub async fn sent(db: &Db, mail: &Model, answer: &str, now: Instant) -> Result<()> {
    let content = mail.content_without_secret()?;
    db.write(async |tx| {
        Entity::update_many()
            .col_expr(Column::SentAt, Expr::value(now))
            .col_expr(Column::ClaimedUntil, Expr::value(None::<Instant>))
            .col_expr(Column::Content, Expr::value(content))
            .col_expr(Column::LastAnswer, Expr::value(shortened(answer)))
            .filter(Column::Id.eq(mail.id))
            .filter(Column::SentAt.is_null())
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Notes that the mail server put a mail off: it is tried again later, or given up after many tries.
pub async fn put_off(db: &Db, mail: &Model, answer: &str, now: Instant) -> Result<()> {
    if mail.attempts >= MOST_ATTEMPTS {
        return give_up(db, mail, answer, now).await;
    }
    again_at(
        db,
        mail,
        now.plus_minutes(pause_minutes(mail.attempts)),
        answer,
    )
    .await
}

/// Notes that the mail server could not be reached, or broke off: that is no fault of the mail, which waits as long as it takes.
pub async fn not_reached(db: &Db, mail: &Model, answer: &str, now: Instant) -> Result<()> {
    let pause = Ord::min(pause_minutes(mail.attempts), LONGEST_PAUSE_WHILE_DOWN);
    again_at(db, mail, now.plus_minutes(pause), answer).await?;
    // Such tries do not use up those that the mail has when the server is back.
    let counted = i32::try_from(PAUSES.len()).unwrap_or(i32::MAX);
    db.write(async |tx| {
        Entity::update_many()
            .col_expr(Column::Attempts, Expr::value(counted))
            .filter(Column::Id.eq(mail.id))
            .filter(Column::Attempts.gt(counted))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Notes that the mail server may have the mail and did not say so: it is tried less and less often, and not for ever,
/// because each try may be one more mail in somebody's box.
pub async fn unanswered(db: &Db, mail: &Model, answer: &str, now: Instant) -> Result<()> {
    if now.since(mail.created_at) >= UNANSWERED_DAYS * 24 * 3_600_000 {
        return give_up(db, mail, answer, now).await;
    }
    let pause = pause_minutes(mail.attempts);
    again_at(db, mail, now.plus_minutes(pause), answer).await
}

async fn again_at(db: &Db, mail: &Model, due_at: Instant, answer: &str) -> Result<()> {
    db.write(async |tx| {
        Entity::update_many()
            .col_expr(Column::DueAt, Expr::value(due_at))
            .col_expr(Column::ClaimedUntil, Expr::value(None::<Instant>))
            .col_expr(Column::LastAnswer, Expr::value(shortened(answer)))
            .filter(Column::Id.eq(mail.id))
            .filter(is_open())
            // Only while the claim is still ours.
            .filter(Column::ClaimedUntil.eq(mail.claimed_until))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Gives a mail up: it was refused for good, or it came too late. An administrator can send it again.
pub async fn give_up(db: &Db, mail: &Model, answer: &str, now: Instant) -> Result<()> {
    db.write(async |tx| {
        Entity::update_many()
            .col_expr(Column::GivenUpAt, Expr::value(now))
            .col_expr(Column::ClaimedUntil, Expr::value(None::<Instant>))
            .col_expr(Column::LastAnswer, Expr::value(shortened(answer)))
            .filter(Column::Id.eq(mail.id))
            .filter(is_open())
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
}

/// Forgets the secrets of given-up mails whose links have run out; gives how many.
pub async fn forget_stale_secrets(db: &Db, now: Instant) -> Result<u64> {
    let stale: Vec<Model> = Entity::find()
        .filter(Column::GivenUpAt.is_not_null())
        .filter(Column::Kind.is_in(Letter::KINDS_WITH_A_SECRET))
        .filter(Column::CreatedAt.lt(now.plus_days(-3)))
        .filter(Column::Content.not_like("%\"secret\":\"\"%"))
        .all(db.read())
        .await?;
    if stale.is_empty() {
        return Ok(0);
    }
    db.write(async |tx| {
        for mail in &stale {
            Entity::update_many()
                .col_expr(Column::Content, Expr::value(mail.content_without_secret()?))
                .filter(Column::Id.eq(mail.id))
                .exec(tx)
                .await?;
        }
        Ok(stale.len() as u64)
    })
    .await
}

/// Mail servers can be talkative.
fn shortened(answer: &str) -> String {
    answer.chars().take(500).collect()
}
