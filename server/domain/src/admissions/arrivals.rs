//! Who comes and goes on a day, for who drives.

use jiff::civil::Date;
use model::dossier::Way;
use model::{EditionId, Instant, Language};

use super::dossier_list::{Listed, dossiers};
use super::journey;
use crate::accounts::Visitor;
use crate::catalogue::edition;
use crate::{Db, Result, clock};

/// One day's arrivals and departures.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// The edition.
    pub edition: edition::Model,
    /// Its title.
    pub title: String,
    /// Which day, at the edition's place; none where nobody has said when they come or go.
    pub day: Option<Date>,
    /// Every day on which somebody comes or goes, with how many.
    pub days: Vec<(Date, usize)>,
    /// By time.
    pub come: Vec<(journey::Model, Listed)>,
    /// By time.
    pub go: Vec<(journey::Model, Listed)>,
    /// Whether the visitor may note who is here.
    pub may_change: bool,
}

/// The arrivals and departures of `day`; of the next day that has some, where none is named.
pub async fn arrivals(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    day: Option<Date>,
    language: Language,
    now: Instant,
) -> Result<Arrivals> {
    let all = dossiers(db, visitor, edition, language).await?;
    let mut journeys = Vec::new();
    for one in &all.people {
        for journey in [&one.arrival, &one.departure].into_iter().flatten() {
            journeys.push((journey.clone(), one.clone()));
        }
    }
    journeys.sort_by(|(one, who), (other, whom)| {
        (one.at, &who.name, who.application).cmp(&(other.at, &whom.name, whom.application))
    });
    let days = days(&journeys);
    let today = clock::wall_of(now, &all.edition.zone).date();
    let next = days.iter().map(|(day, _)| *day).find(|day| *day >= today);
    let day = day.or(next).or(days.last().map(|(day, _)| *day));
    let (come, go) = journeys
        .into_iter()
        .filter(|(journey, _)| Some(day_of(journey)) == day)
        .partition(|(journey, _)| journey.way == Way::Arrival);
    Ok(Arrivals {
        edition: all.edition,
        title: all.title,
        day,
        days,
        come,
        go,
        may_change: all.may_change,
    })
}

fn days(journeys: &[(journey::Model, Listed)]) -> Vec<(Date, usize)> {
    let mut days: Vec<(Date, usize)> = Vec::new();
    for (journey, _) in journeys {
        let day = day_of(journey);
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, many)) => *many += 1,
            None => days.push((day, 1)),
        }
    }
    days.sort_unstable();
    days
}

/// By the clocks under which it was written.
fn day_of(journey: &journey::Model) -> Date {
    clock::wall_of(journey.at, &journey.zone).date()
}
