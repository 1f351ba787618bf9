//! Offering a place: its seats are held until the person answers, or until the offer runs out.

use jiff::ToSpan;
use model::admissions::Standing;
use model::catalogue::Publication;
use model::schedule::Fold;
use model::{EditionId, Instant, PersonId, Refusal, Zone};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use super::enrolling::is_known;
use super::enrolment::{self, of_application};
use super::ladder::{self, By, Next};
use super::{admission_rule, application, edition_lock, offer_rule, seat_pool, waiting_list};
use crate::accounts::person;
use crate::catalogue::edition;
use crate::outbox::Letter;
use crate::{Db, Result, Tx, clock};

/// The hours of a person's own clock in which no offer of theirs runs out: from ten in the evening to eight.
const EVENING: i8 = 22;
const MORNING: i8 = 8;

/// Until when an offer is open that is made now for so many hours.
///
/// Where that is in the person's night, until the morning after. Never longer than until `edge`, when the edition
/// begins (or is over); where the edge lies in their night, until the evening before it, if that is still to come.
#[must_use]
pub fn open_until(now: Instant, hours: i32, zone: &Zone, edge: Instant) -> Instant {
    let by_day = by_day(now.plus_minutes(i64::from(hours) * 60), zone);
    if by_day <= edge {
        return by_day;
    }
    let evening = evening_before(edge, zone);
    if evening > now { evening } else { edge }
}

/// The same moment, or the morning after where it lies in the night.
fn by_day(at: Instant, zone: &Zone) -> Instant {
    let wall = clock::wall_of(at, zone);
    let morning = if wall.hour() < MORNING {
        wall.date()
    } else if wall.hour() >= EVENING {
        wall.date().saturating_add(1.day())
    } else {
        return at;
    };
    at_hour(morning, MORNING, zone).max(at)
}

/// The same moment, or the evening before where it lies in the night.
fn evening_before(at: Instant, zone: &Zone) -> Instant {
    let wall = clock::wall_of(at, zone);
    let evening = if wall.hour() < MORNING {
        wall.date().saturating_sub(1.day())
    } else if wall.hour() >= EVENING {
        wall.date()
    } else {
        return at;
    };
    at_hour(evening, EVENING, zone).min(at)
}

fn at_hour(day: jiff::civil::Date, hour: i8, zone: &Zone) -> Instant {
    // Where the clock skips the hour, so many hours after the day began.
    clock::instant_of(day.at(hour, 0, 0, 0), zone, Some(Fold::Earlier))
        .unwrap_or_else(|_| clock::day_begins(day, zone).plus_minutes(i64::from(hour) * 60))
}

/// No offer of an edition is open longer: it begins or, where it has begun, it is over.
#[must_use]
pub fn edge(edition: &edition::Model, now: Instant) -> Instant {
    if now < edition.starts_at {
        edition.starts_at
    } else {
        edition.ends_at
    }
}

/// The letter of an offer: posted by whoever makes offers, many at once.
pub(super) struct Made {
    pub letter: Letter,
    pub cause: String,
}

/// Offers a place whose seats were taken. What pools looked at is frozen: the place will say the same.
pub(super) async fn offer(
    tx: &Tx,
    edition: &edition::Model,
    hours: i32,
    application: &mut application::Model,
    person: &person::Model,
    by: By<'_>,
    now: Instant,
) -> Result<Made> {
    use application::Column;
    let from_waiting_list = application.standing == Standing::Waiting;
    let until = open_until(now, hours, &person.zone, edge(edition, now));
    ladder::step(tx, application, Next::Offer { until }, by, now).await?;
    let organisation = application.organisation_of(person).to_owned();
    let (rank, sex) = (application.rank_of(person), application.sex_of(person));
    application::Entity::update_many()
        .col_expr(Column::Organisation, Expr::value(organisation.clone()))
        .col_expr(Column::Rank, Expr::value(rank))
        .col_expr(Column::Sex, Expr::value(sex))
        .filter(Column::Id.eq(application.id))
        .exec(tx)
        .await?;
    application.organisation = Some(organisation);
    application.rank = Some(rank);
    application.sex = Some(sex);
    let letter = Letter::PlaceOffered {
        edition: edition.id,
        until,
        from_waiting_list,
    };
    Ok(Made {
        letter,
        cause: enrolment::cause(application),
    })
}

/// Accepts the offer of a place that somebody has. Whoever accepts again has it already.
pub async fn accept(db: &Db, who: PersonId, edition: EditionId, now: Instant) -> Result<()> {
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        let Some(mut application) = application::active(tx, edition.id, who).await? else {
            is_known(tx, &edition).await?;
            return Err(Refusal::NoOffer.into());
        };
        if of_application(tx, application.id).await?.is_some() {
            return Ok(());
        }
        let Some(until) = application.offer_expires_at else {
            return Err(Refusal::NoOffer.into());
        };
        if now >= until {
            return Err(Refusal::OfferOver { expired_at: until }.into());
        }
        if edition.publication != Publication::Published {
            return Err(Refusal::NotNow.into());
        }
        if now >= edition.ends_at {
            return Err(Refusal::Closed {
                closed_at: Some(edition.ends_at),
            }
            .into());
        }
        let person = person::find(tx, who).await?;
        let by = By::person(who);
        let given = enrolment::place(tx, &mut application, &person, by, now).await?;
        enrolment::post(tx, &application, &person, &given.letter, now).await
    })
    .await
}

/// Ends the offers that have run out and gives their seats to whom they fit; says how many ended.
pub async fn expire(db: &Db, now: Instant) -> Result<u64> {
    let editions: Vec<EditionId> = run_out(now)
        .select_only()
        .column(application::Column::Edition)
        .distinct()
        .into_tuple()
        .all(db.read())
        .await?;
    let (mut ended, mut failed) = (0, None);
    for edition in editions {
        match db.write(async |tx| expire_in(tx, edition, now).await).await {
            Ok(more) => ended += more,
            // What is wrong with one edition holds no other's seats.
            Err(error) => {
                tracing::error!(%edition, %error, "offers could not be ended");
                failed = Some(error);
            }
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(ended),
    }
}

/// Opens the offers of an edition anew that takes place after all: each as if it were made now, for nobody could answer.
pub(crate) async fn renew(tx: &Tx, edition: &edition::Model, now: Instant) -> Result<()> {
    let hours = offer_rule::hours(tx, edition.id).await?;
    let offered = application::Entity::find()
        .filter(application::Column::Edition.eq(edition.id))
        .filter(application::Column::OfferExpiresAt.is_not_null())
        .all(tx)
        .await?;
    for application in offered {
        let person = person::find(tx, application.person).await?;
        let until = open_until(now, hours, &person.zone, edge(edition, now));
        application::Entity::update_many()
            .col_expr(application::Column::OfferExpiresAt, Expr::value(until))
            .filter(application::Column::Id.eq(application.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Shortens the offers of an edition whose days were moved, so that none is open once it begins.
pub(crate) async fn shorten(tx: &Tx, edition: &edition::Model, now: Instant) -> Result<()> {
    let edge = edge(edition, now);
    application::Entity::update_many()
        .col_expr(application::Column::OfferExpiresAt, Expr::value(edge))
        .filter(application::Column::Edition.eq(edition.id))
        .filter(application::Column::OfferExpiresAt.gt(edge))
        .exec(tx)
        .await?;
    Ok(())
}

fn run_out(now: Instant) -> sea_orm::Select<application::Entity> {
    application::Entity::find().filter(application::Column::OfferExpiresAt.lte(now))
}

async fn expire_in(tx: &Tx, edition: EditionId, now: Instant) -> Result<u64> {
    let edition = edition_lock::lock(tx, edition).await?;
    // Nobody can answer while it is called off; should it take place after all, offers are open anew.
    if edition.publication == Publication::Cancelled {
        return Ok(0);
    }
    let over = run_out(now)
        .filter(application::Column::Edition.eq(edition.id))
        .all(tx)
        .await?;
    let mut ended = 0;
    for mut application in over {
        let by = By::rule();
        ladder::step(tx, &mut application, Standing::Expired, by, now).await?;
        seat_pool::give_back(tx, application.id).await?;
        let person = person::Entity::find_by_id(application.person)
            .one(tx)
            .await?;
        if let Some(person) = person.filter(|person| person.deleted_at.is_none()) {
            let letter = Letter::OfferExpired {
                edition: edition.id,
            };
            enrolment::post(tx, &application, &person, &letter, now).await?;
        }
        ended += 1;
    }
    if ended > 0 && admission_rule::gives_places(&edition, now) {
        waiting_list::promote(tx, &edition, now).await?;
    }
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        let at: jiff::Timestamp = text.parse().unwrap();
        Instant(at.as_millisecond())
    }

    fn until(now: &str, hours: i32, zone: &str, edge: &str) -> String {
        let until = open_until(at(now), hours, &zone.parse().unwrap(), at(edge));
        jiff::Timestamp::from_millisecond(until.0)
            .unwrap()
            .to_string()
    }

    const FAR: &str = "2027-01-01T00:00:00Z";

    #[test]
    fn by_day_an_offer_runs_out_to_the_minute() {
        let until = until("2026-11-02T09:30:00Z", 48, "Africa/Nairobi", FAR);
        assert_eq!(until, "2026-11-04T09:30:00Z");
    }

    #[test]
    fn by_night_it_waits_for_the_morning() {
        // 23:30 in Nairobi, and 02:00.
        let late = until("2026-11-02T20:30:00Z", 48, "Africa/Nairobi", FAR);
        assert_eq!(late, "2026-11-05T05:00:00Z");
        let early = until("2026-11-02T23:00:00Z", 48, "Africa/Nairobi", FAR);
        assert_eq!(early, "2026-11-05T05:00:00Z");
        // Ten in the evening is night, eight in the morning is day.
        assert_eq!(
            until("2026-11-02T19:00:00Z", 48, "Africa/Nairobi", FAR),
            "2026-11-05T05:00:00Z"
        );
        assert_eq!(
            until("2026-11-02T05:00:00Z", 48, "Africa/Nairobi", FAR),
            "2026-11-04T05:00:00Z"
        );
    }

    #[test]
    fn the_clock_change_in_between_moves_the_morning_with_it() {
        // Berlin goes back to winter time on 25 October 2026: eight is 07:00 UTC afterwards.
        let until = until("2026-10-23T21:30:00Z", 48, "Europe/Berlin", FAR);
        assert_eq!(until, "2026-10-26T07:00:00Z");
    }

    #[test]
    fn no_offer_is_open_once_the_edition_begins() {
        // It begins at midnight in Beijing, when it is 19:00 in Nairobi.
        let by_day = until(
            "2026-12-05T09:00:00Z",
            48,
            "Africa/Nairobi",
            "2026-12-06T16:00:00Z",
        );
        assert_eq!(by_day, "2026-12-06T16:00:00Z");
        // For somebody in Beijing that is night: the evening before.
        let by_night = until(
            "2026-12-05T09:00:00Z",
            48,
            "Asia/Shanghai",
            "2026-12-06T16:00:00Z",
        );
        assert_eq!(by_night, "2026-12-06T14:00:00Z");
        // That evening is over: until it begins.
        let late = until(
            "2026-12-06T15:00:00Z",
            48,
            "Asia/Shanghai",
            "2026-12-06T16:00:00Z",
        );
        assert_eq!(late, "2026-12-06T16:00:00Z");
    }
}
