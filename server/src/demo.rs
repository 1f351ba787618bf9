//! The demonstration: a training centre's year 2023 with its true totals and made-up people, and editions around today.
//!
//! Ids follow from names and everything is written in one transaction, so that loading it again changes nothing.

mod accounts;
mod attendance;
mod cohorts;
mod dice;
mod editions;
mod electives;
mod name;
mod nominations;
mod people;
mod places;
mod plan;
mod portfolios;
mod recordings;
mod reported_views;
mod rows;
mod sessions;
mod share;
mod this_year;
mod venues;
mod views;
mod when;
mod year;

use std::path::Path;

use domain::accounts::person;
use domain::catalogue::portfolio;
use domain::media::engaged_viewer;
use domain::sea_orm::{EntityTrait, PaginatorTrait};
use domain::{Db, Result, audit};
use model::Instant;
use year::Year;

pub use accounts::{ACCOUNTS, PASSWORD, sign_ins};

/// How loading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// It is there now.
    Now,
    /// It was there already, since then; nothing was changed.
    Before(Instant),
    /// The database holds something else and was left alone.
    NotEmpty,
}

/// Loads the demonstration into an empty database, and its recordings into `media`. `say` is told how far it is.
pub async fn load(
    db: &Db,
    media: &Path,
    now: Instant,
    say: impl Fn(&str, usize),
) -> Result<Loaded> {
    if let Some(known) = known(db).await? {
        return Ok(known);
    }
    let year = Year::tell(now).await?;
    recordings::write_files(media, &year.recordings)?;
    let loaded = db
        .write(async |tx| {
            if !year.begin(tx).await? {
                return Ok(Loaded::Before(now));
            }
            year.write(tx, &say).await?;
            audit::note(
                tx,
                None,
                "load_demonstration",
                "person",
                accounts::administrator().0,
                "",
                now,
            )
            .await?;
            Ok(Loaded::Now)
        })
        .await?;
    if loaded == Loaded::Now {
        engaged_viewer::settle_watched_since(db, Instant(0), now).await?;
    }
    Ok(loaded)
}

/// What the database holds, if it holds anything.
async fn known(db: &Db) -> Result<Option<Loaded>> {
    if let Some(at) = accounts::loaded_at(db.read()).await? {
        return Ok(Some(Loaded::Before(at)));
    }
    let people = person::Entity::find().count(db.read()).await?;
    let portfolios = portfolio::Entity::find().count(db.read()).await?;
    Ok((people + portfolios > 0).then_some(Loaded::NotEmpty))
}
