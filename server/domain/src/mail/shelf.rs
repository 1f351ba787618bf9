//! What administrators see of the outbox. Links that let somebody in are never shown.

use model::{Instant, MailId, Refusal};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, PaginatorTrait, QueryOrder, QuerySelect};

use super::Facts;
use crate::accounts::Visitor;
use crate::outbox::{Column, Entity, Letter, Model};
use crate::{Db, Result, audit};

/// Mails on one page.
pub const ON_A_PAGE: u64 = 50;
/// Mails that are sent again with one press of a button.
const AT_ONCE: u64 = 1_000;

/// Where a mail stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shelf {
    /// To be sent.
    #[default]
    Waiting,
    /// Taken by the mail server.
    Sent,
    /// Refused for good, or too late.
    GivenUp,
}

impl Shelf {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Waiting, Self::Sent, Self::GivenUp];

    /// The shelf's name in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::GivenUp => "given-up",
        }
    }

    /// The shelf of a name in an address; what names none is the first.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|shelf| shelf.as_str() == name)
            .unwrap_or_default()
    }

    /// Where a mail stands.
    #[must_use]
    pub const fn of(mail: &Model) -> Self {
        match (mail.sent_at, mail.given_up_at) {
            (Some(_), _) => Self::Sent,
            (_, Some(_)) => Self::GivenUp,
            _ => Self::Waiting,
        }
    }

    fn rows(self) -> Condition {
        let all = Condition::all();
        match self {
            Self::Waiting => all
                .add(Column::SentAt.is_null())
                .add(Column::GivenUpAt.is_null()),
            Self::Sent => all.add(Column::SentAt.is_not_null()),
            Self::GivenUp => all
                .add(Column::SentAt.is_null())
                .add(Column::GivenUpAt.is_not_null()),
        }
    }
}

/// One page of a shelf.
#[derive(Clone, Debug)]
pub struct Mails {
    pub mails: Vec<Model>,
    pub pages: u64,
}

fn only_administrators(visitor: &Visitor) -> Result<()> {
    if visitor.is_administrator() {
        return Ok(());
    }
    match visitor.person_id() {
        Some(_) => Err(Refusal::NotAllowed.into()),
        None => Err(Refusal::SignInFirst.into()),
    }
}

/// A page of a shelf, counted from 1: what waits in the order in which it goes out, the rest newest first.
pub async fn list(db: &Db, visitor: &Visitor, shelf: Shelf, page: u64) -> Result<Mails> {
    only_administrators(visitor)?;
    let many = Entity::find().filter(shelf.rows()).count(db.read()).await?;
    let found = Entity::find().filter(shelf.rows());
    let found = match shelf {
        Shelf::Waiting => found.order_by_asc(Column::DueAt).order_by_asc(Column::Id),
        Shelf::Sent | Shelf::GivenUp => found
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id),
    };
    let mails = found
        .offset(page.saturating_sub(1).saturating_mul(ON_A_PAGE))
        .limit(ON_A_PAGE)
        .all(db.read())
        .await?;
    Ok(Mails {
        mails,
        pages: many.div_ceil(ON_A_PAGE).max(1),
    })
}

/// One mail as staff may read it: what it says without its secret, and what it is about (none: that no longer exists).
pub async fn read(
    db: &Db,
    visitor: &Visitor,
    mail: MailId,
) -> Result<(Model, Letter, Option<Facts>)> {
    only_administrators(visitor)?;
    let mail = Entity::find_by_id(mail)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let letter = mail.letter()?.without_secret();
    let facts = match Facts::of(db.read(), &mail).await {
        Ok(facts) => Some(facts),
        Err(error) if error.refusal().is_some() => None,
        Err(error) => return Err(error),
    };
    Ok((mail, letter, facts))
}

/// Sends a mail now that waits or was given up. What was sent stays sent; what is being sent is left alone.
pub async fn send_again(db: &Db, visitor: &Visitor, mail: MailId, now: Instant) -> Result<()> {
    only_administrators(visitor)?;
    db.write(async |tx| {
        let renewed = Entity::update_many()
            .col_expr(Column::GivenUpAt, Expr::value(None::<Instant>))
            .col_expr(Column::ClaimedUntil, Expr::value(None::<Instant>))
            .col_expr(Column::DueAt, Expr::value(now))
            .col_expr(Column::Attempts, Expr::value(0))
            .filter(Column::Id.eq(mail))
            .filter(Column::SentAt.is_null())
            .filter(
                Condition::any()
                    .add(Column::ClaimedUntil.is_null())
                    .add(Column::ClaimedUntil.lte(now)),
            )
            .exec(tx)
            .await?;
        if renewed.rows_affected == 0 {
            let exists = Entity::find_by_id(mail).one(tx).await?.is_some();
            let refusal = if exists {
                Refusal::NotNow
            } else {
                Refusal::NotFound
            };
            return Err(refusal.into());
        }
        audit::note(
            tx,
            visitor.person_id(),
            "send_mail_again",
            "mail",
            mail.0,
            "",
            now,
        )
        .await
    })
    .await
}

/// Sends given-up mails now, the oldest first, after whatever stood against them was put right; gives how many. What
/// came too late meanwhile is given up again.
pub async fn send_all_again(db: &Db, visitor: &Visitor, now: Instant) -> Result<u64> {
    only_administrators(visitor)?;
    db.write(async |tx| {
        let mails: Vec<MailId> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Shelf::GivenUp.rows())
            .order_by_asc(Column::Id)
            .limit(AT_ONCE)
            .into_tuple()
            .all(tx)
            .await?;
        let renewed = Entity::update_many()
            .col_expr(Column::GivenUpAt, Expr::value(None::<Instant>))
            .col_expr(Column::DueAt, Expr::value(now))
            .col_expr(Column::Attempts, Expr::value(0))
            .filter(Column::Id.is_in(mails.iter().copied()))
            .filter(Shelf::GivenUp.rows())
            .exec(tx)
            .await?;
        let by = visitor.person_id();
        for mail in mails {
            audit::note(tx, by, "send_mail_again", "mail", mail.0, "", now).await?;
        }
        Ok(renewed.rows_affected)
    })
    .await
}

/// How much waits, and since when the oldest of it is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    pub waiting: u64,
    pub oldest_due: Option<Instant>,
    /// given up since a week ago
    pub given_up: u64,
}

/// The state of the queue at `now`, for whoever runs the machine.
pub async fn queue(db: &impl ConnectionTrait, now: Instant) -> Result<Queue> {
    let due = Entity::find()
        .filter(Shelf::Waiting.rows())
        .filter(Column::DueAt.lte(now));
    let oldest = due
        .clone()
        .order_by_asc(Column::DueAt)
        .one(db)
        .await?
        .map(|mail| mail.due_at);
    Ok(Queue {
        waiting: due.count(db).await?,
        oldest_due: oldest,
        given_up: Entity::find()
            .filter(Shelf::GivenUp.rows())
            .filter(Column::GivenUpAt.gte(now.plus_days(-7)))
            .count(db)
            .await?,
    })
}
