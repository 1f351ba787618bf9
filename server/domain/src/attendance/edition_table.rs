//! An edition's attendance: people by sessions.

use model::{Country, EditionId, Language, Refusal};
use sea_orm::entity::prelude::*;

use super::completion::{Completion, Demands, Standings};
use super::enrolled::enrolled;
use super::{session_title, verdict};
use crate::accounts::Visitor;
use crate::accounts::shown_name::ShownName;
use crate::admissions::enrolment;
use crate::catalogue::edition;
use crate::schedule::session;
use crate::{Db, Result};

/// The whole table, people by name.
#[derive(Clone, Debug)]
pub struct EditionTable {
    pub edition: edition::Model,
    pub title: String,
    /// In time order, with their titles.
    pub sessions: Vec<(session::Model, String)>,
    pub people: Vec<Row>,
}

/// One person's row.
#[derive(Clone, Debug)]
pub struct Row {
    pub name: ShownName,
    /// Their delegation.
    pub country: Country,
    /// One cell a session, in the order of the sessions.
    pub cells: Vec<Cell>,
    pub completion: Completion,
}

/// What is known of a person in a session.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Whether the session is for them.
    pub is_for_them: bool,
    pub verdict: Option<verdict::Model>,
}

/// The table, for coordinators of the edition and administrators; auditors read it without names.
pub async fn edition_table(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
) -> Result<EditionTable> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if !visitor.may_see_figures_of(edition) {
        return Err(Refusal::NotAllowed.into());
    }
    let masked = !visitor.coordinates(edition);
    let db = db.read();
    let found = edition::Entity::find_by_id(edition)
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let demands = Demands::of(db, edition).await?;
    let standings = Standings::of(db, edition).await?;
    let mut people: Vec<Row> = enrolled(db, edition)
        .await?
        .into_iter()
        .map(|(enrolment, person)| Row {
            name: ShownName::of(&person, masked),
            country: enrolment.delegation,
            cells: cells(&demands, &standings, &enrolment),
            completion: demands.completion(enrolment.id, standings.verdicts(enrolment.id)),
        })
        .collect();
    people.sort_by_cached_key(|row| row.name.key());
    let mut titles = session_title::of_edition(db, edition, language).await?;
    let sessions = demands
        .sessions
        .into_iter()
        .map(|session| {
            let title = titles.remove(&session.id).unwrap_or_default();
            (session, title)
        })
        .collect();
    Ok(EditionTable {
        title: session_title::edition_title(db, edition, language).await?,
        edition: found,
        sessions,
        people,
    })
}

fn cells(demands: &Demands, standings: &Standings, enrolment: &enrolment::Model) -> Vec<Cell> {
    let verdicts = standings.verdicts(enrolment.id);
    let sessions = demands.sessions.iter();
    sessions
        .map(|session| Cell {
            is_for_them: demands.is_for(session, enrolment.id),
            verdict: verdicts.get(&session.id).cloned(),
        })
        .collect()
}
