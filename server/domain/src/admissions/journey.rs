//! A flight or train to an edition's place, and the one home.

use jiff::civil::DateTime;
use model::dossier::Way;
use model::schedule::Fold;
use model::{ApplicationId, EnrolmentId, Instant, PersonId, Reason, Refusal, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::dossier;
use crate::typed::Form;
use crate::{Db, Result, Tx, clock};

/// A row of `journey`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journey")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment: EnrolmentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub way: Way,
    /// Of the flight or train.
    pub number: String,
    /// Where from on arrival, where to on departure.
    pub place: String,
    /// As the clocks at the edition's place show it, `2026-12-06T18:40`.
    pub wall: String,
    /// The edition's.
    pub zone: Zone,
    pub at: Instant,
    pub changed_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A journey as typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub number: String,
    pub place: String,
    pub date: String,
    pub time: String,
}

impl Typed {
    fn is_empty(&self) -> bool {
        [&self.number, &self.place, &self.date, &self.time]
            .into_iter()
            .all(|typed| typed.trim().is_empty())
    }
}

/// The person says when they come or go, by the clocks at the edition's place; a form left empty takes it back.
pub async fn save(
    db: &Db,
    who: PersonId,
    application: ApplicationId,
    way: Way,
    typed: &Typed,
    now: Instant,
) -> Result<()> {
    db.write(async |tx| {
        let (place, edition) = dossier::own(tx, who, application, now).await?;
        if typed.is_empty() {
            Entity::delete_by_id((place.id, way)).exec(tx).await?;
            return Ok(());
        }
        let row = parse(typed, place.id, way, &edition.zone, now)?;
        comes_before_it_goes(tx, &row).await?;
        let again = OnConflict::columns([Column::Enrolment, Column::Way])
            .update_columns([
                Column::Number,
                Column::Place,
                Column::Wall,
                Column::Zone,
                Column::At,
                Column::ChangedAt,
            ])
            .to_owned();
        Entity::insert(ActiveModel {
            enrolment: Set(row.enrolment),
            way: Set(row.way),
            number: Set(row.number),
            place: Set(row.place),
            wall: Set(row.wall),
            zone: Set(row.zone),
            at: Set(row.at),
            changed_at: Set(row.changed_at),
        })
        .on_conflict(again)
        .exec_without_returning(tx)
        .await?;
        Ok(())
    })
    .await
}

fn parse(
    typed: &Typed,
    place: EnrolmentId,
    way: Way,
    zone: &Zone,
    now: Instant,
) -> Result<Model, Refusal> {
    let mut form = Form::new();
    let number = form.text("number", &typed.number, 40);
    let town = form.text("place", &typed.place, 100);
    let date = form.date("date", &typed.date);
    let time = form.time("time", &typed.time);
    let wall = date.zip(time).map(|(date, time)| {
        DateTime::from_parts(date, time)
            .with()
            .second(0)
            .subsec_nanosecond(0)
            .build()
            .unwrap_or(DateTime::from_parts(date, time))
    });
    // In the hour that the clock shows twice, the car had better come for the first.
    let at =
        wall.and_then(|wall| form.take("time", clock::instant_of(wall, zone, Some(Fold::Earlier))));
    let all = number.zip(town).zip(wall).zip(at);
    let (((number, town), wall), at) = form.finish(all)?;
    Ok(Model {
        enrolment: place,
        way,
        number,
        place: town,
        wall: wall.strftime("%Y-%m-%dT%H:%M").to_string(),
        zone: zone.clone(),
        at,
        changed_at: now,
    })
}

async fn comes_before_it_goes(tx: &Tx, row: &Model) -> Result<()> {
    let other = match row.way {
        Way::Arrival => Way::Departure,
        Way::Departure => Way::Arrival,
    };
    let Some(other) = Entity::find_by_id((row.enrolment, other)).one(tx).await? else {
        return Ok(());
    };
    let in_order = match row.way {
        Way::Arrival => row.at < other.at,
        Way::Departure => other.at < row.at,
    };
    if in_order {
        Ok(())
    } else {
        Err(Refusal::field("date", Reason::EndsBeforeStart).into())
    }
}
