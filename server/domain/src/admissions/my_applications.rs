//! What somebody has applied for, with where it stands and how it came there.

use std::collections::HashMap;

use model::admissions::{DeclineReason, Standing};
use model::{ApplicationId, Country, EditionId, Instant, Language, PersonId, Slug};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query};

use super::edition_title::titles;
use super::{application, application_step};
use crate::catalogue::{edition, programme};
use crate::{Db, Result};

/// One application of a person.
#[derive(Clone, Debug)]
pub struct MyApplication {
    /// Which.
    pub id: ApplicationId,
    /// Its edition.
    pub edition: edition::Model,
    /// The edition's programme.
    pub programme: Slug,
    /// The edition's title.
    pub title: String,
    /// Where it stands.
    pub standing: Standing,
    /// The country given when applying.
    pub delegation: Country,
    /// On the waiting list, from 1; exactly while waiting.
    pub position: Option<u64>,
    /// Until when an offer can be accepted; exactly while offered.
    pub offer_expires_at: Option<Instant>,
    /// Why it was declined; only where it was.
    pub decline_reason: Option<DeclineReason>,
    /// How it came there, first step first.
    pub steps: Vec<application_step::Model>,
}

/// All applications of a person, newest first.
pub async fn my_applications(
    db: &Db,
    person: PersonId,
    language: Language,
) -> Result<Vec<MyApplication>> {
    let db = db.read();
    let applications = application::Entity::find()
        .filter(application::Column::Person.eq(person))
        .order_by_desc(application::Column::CreatedAt)
        .order_by_desc(application::Column::Id)
        .all(db)
        .await?;
    if applications.is_empty() {
        return Ok(Vec::new());
    }
    let of: Vec<EditionId> = applications.iter().map(|one| one.edition).collect();
    let editions: HashMap<_, _> = edition::Entity::find()
        .filter(edition::Column::Id.is_in(of.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|edition| (edition.id, edition))
        .collect();
    let programmes: HashMap<_, _> = programme::Entity::find()
        .filter(programme::Column::Id.is_in(editions.values().map(|edition| edition.programme)))
        .all(db)
        .await?
        .into_iter()
        .map(|programme| (programme.id, programme.slug))
        .collect();
    let titles = titles(db, of, language).await?;
    let positions = positions(db, person).await?;
    let mut steps = steps(db, &applications).await?;
    Ok(applications
        .into_iter()
        .filter_map(|application| {
            let edition = editions.get(&application.edition)?.clone();
            Some(MyApplication {
                id: application.id,
                programme: programmes.get(&edition.programme)?.clone(),
                title: titles.get(&edition.id).cloned().unwrap_or_default(),
                edition,
                standing: application.standing,
                delegation: application.delegation,
                offer_expires_at: application.offer_expires_at,
                decline_reason: application.decline_reason,
                position: positions.get(&application.id).copied(),
                steps: steps.remove(&application.id).unwrap_or_default(),
            })
        })
        .collect())
}

async fn steps(
    db: &impl ConnectionTrait,
    of: &[application::Model],
) -> Result<HashMap<ApplicationId, Vec<application_step::Model>>> {
    let rows = application_step::Entity::find()
        .filter(application_step::Column::Application.is_in(of.iter().map(|one| one.id)))
        .order_by_asc(application_step::Column::At)
        .order_by_asc(application_step::Column::Id)
        .all(db)
        .await?;
    let mut steps: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        steps.entry(row.application).or_default().push(row);
    }
    Ok(steps)
}

/// A person's positions on waiting lists: how many of each list stand no further back than they.
async fn positions(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<HashMap<ApplicationId, u64>> {
    use application::Column;
    let (mine, ahead) = (Alias::new("mine"), Alias::new("ahead"));
    let query = Query::select()
        .column((mine.clone(), Column::Id))
        .expr_as(Expr::col((ahead.clone(), Column::Id)).count(), "position")
        .from_as(application::Entity, mine.clone())
        .join_as(
            JoinType::InnerJoin,
            application::Entity,
            ahead.clone(),
            Expr::col((ahead.clone(), Column::Edition))
                .eq(Expr::col((mine.clone(), Column::Edition)))
                .and(
                    Expr::col((ahead, Column::QueueNumber))
                        .lte(Expr::col((mine.clone(), Column::QueueNumber))),
                ),
        )
        .and_where(Expr::col((mine.clone(), Column::Person)).eq(person))
        .group_by_col((mine, Column::Id))
        .to_owned();
    let mut positions = HashMap::new();
    for row in db.query_all(&query).await? {
        let position: i64 = row.try_get("", "position")?;
        positions.insert(row.try_get("", "id")?, position.unsigned_abs());
    }
    Ok(positions)
}
