//! Warnings: a trainer, a venue or everybody whom a session needs is busy elsewhere at that time. Nothing is refused for it.

use std::collections::HashSet;

use model::schedule::SessionState;
use model::{Language, VenueId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::entry::{Entry, compose};
use super::{session, session_trainer};
use crate::accounts::Visitor;
use crate::attendance::expected::Expected;
use crate::{Db, Result};

/// Who or what is busy at the time of a session.
#[derive(Clone, Debug)]
pub struct Clash {
    pub busy: Busy,
    /// The other session, where the reader may know of it.
    pub with: Option<Entry>,
    /// The other session, for its time.
    pub other: session::Model,
}

/// Who or what cannot be in two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Busy {
    /// By name.
    Trainer(String),
    /// By name.
    Venue(String),
    /// Both sessions are required of everybody in the edition.
    Everybody,
}

/// The clashes of a session, in order of time.
pub async fn of(db: &Db, visitor: &Visitor, entry: &Entry, reader: Language) -> Result<Vec<Clash>> {
    let this = &entry.session;
    if entry.is_cancelled() {
        return Ok(Vec::new());
    }
    let team: HashSet<_> = entry.trainers.iter().map(|(person, _)| *person).collect();
    let expected = Expected::in_editions(db.read(), [this.edition]).await?;
    let for_all = |session: &session::Model| {
        session.edition == this.edition && session.required && expected.is_for_everybody(session)
    };
    let others = at_the_same_time(db, this, &team, for_all(this)).await?;
    let shared = session_trainer::Entity::find()
        .filter(session_trainer::Column::Session.is_in(others.iter().map(|other| other.id)))
        .filter(session_trainer::Column::Person.is_in(team))
        .all(db.read())
        .await?;
    let known = compose(db, visitor, others.clone(), reader).await?;
    let mut clashes = Vec::new();
    for other in others {
        let with = known.iter().find(|entry| entry.session.id == other.id);
        if with.is_some_and(Entry::is_cancelled) {
            continue;
        }
        let mut note = |busy| {
            clashes.push(Clash {
                busy,
                with: with.cloned(),
                other: other.clone(),
            });
        };
        if for_all(this) && for_all(&other) {
            note(Busy::Everybody);
        }
        if let Some(venue) = &entry.venue
            && shares(this.venue, other.venue)
        {
            note(Busy::Venue(venue.name.clone()));
        }
        for (person, name) in &entry.trainers {
            if shared
                .iter()
                .any(|row| row.session == other.id && row.person == *person)
            {
                note(Busy::Trainer(name.clone()));
            }
        }
    }
    Ok(clashes)
}

fn shares(one: Option<VenueId>, other: Option<VenueId>) -> bool {
    one.is_some() && one == other
}

async fn at_the_same_time(
    db: &Db,
    this: &session::Model,
    team: &HashSet<model::PersonId>,
    needs_everybody: bool,
) -> Result<Vec<session::Model>> {
    use sea_orm::QueryOrder;
    let theirs = session_trainer::Entity::find()
        .select_only()
        .column(session_trainer::Column::Session)
        .filter(session_trainer::Column::Person.is_in(team.iter().copied()));
    let mut needs = Condition::any().add(session::Column::Id.in_subquery(theirs.into_query()));
    if needs_everybody {
        needs = needs.add(session::Column::Edition.eq(this.edition));
    }
    if let Some(venue) = this.venue {
        needs = needs.add(session::Column::Venue.eq(venue));
    }
    Ok(session::Entity::find()
        .filter(session::Column::Id.ne(this.id))
        .filter(session::Column::State.eq(SessionState::Planned))
        .filter(session::Column::StartsAt.lt(this.ends_at))
        .filter(session::Column::EndsAt.gt(this.starts_at))
        .filter(needs)
        .order_by_asc(session::Column::StartsAt)
        .all(db.read())
        .await?)
}
