//! Everything the demonstration consists of, first as rows in memory, then in the database.

use domain::accounts::{grant, person};
use domain::admissions::course_place;
use domain::catalogue::{edition_text, host, portfolio, portfolio_text, venue};
use domain::media::recording;
use domain::sea_orm::sea_query::OnConflict;
use domain::sea_orm::{ActiveModelTrait, Condition, EntityTrait, IntoActiveModel};
use domain::statistics::{concurrent_bin, reported_view, roll_up};
use domain::{Result, Tx};
use model::Instant;

use super::attendance::{Attendance, Roll};
use super::cohorts::Cohorts;
use super::editions::Editions;
use super::nominations::Nominations;
use super::places::Places;
use super::rows::insert;
use super::sessions::Sessions;
use super::views::Views;
use super::when::When;
use super::{
    accounts, cohorts, editions, electives, nominations, people, places, plan, portfolios,
    recordings, reported_views, sessions, this_year, venues, views,
};

/// The rows, table by table.
pub struct Year {
    marker: person::Model,
    people: Vec<person::Model>,
    grants: Vec<grant::Model>,
    hosts: Vec<host::Model>,
    venues: Vec<venue::Model>,
    portfolios: Vec<portfolio::Model>,
    portfolio_texts: Vec<portfolio_text::Model>,
    editions: Editions,
    sessions: Sessions,
    places: Places,
    electives: Vec<course_place::Model>,
    nominations: Nominations,
    attendance: Attendance,
    views: Views,
    reported_views: Vec<reported_view::Model>,
    pub recordings: Vec<recording::Model>,
}

impl Year {
    /// Makes up everything as it is at `now`.
    pub async fn tell(now: Instant) -> Result<Self> {
        let when = When::at(now)?;
        let mut programmes = plan::programmes()?;
        this_year::keep_to_this_year(&mut programmes, &when)?;
        let since = when.begins(when.day("2023-01-02")?);
        let editions = editions::editions(&programmes, &when)?;
        let sessions = sessions::sessions(&programmes, &when)?;

        let mut cohorts = cohorts::cohorts(&programmes, &when)?;
        accounts::join(&mut cohorts, &when)?;
        let mut trainers = people::trainers(&when.zone, since)?;
        let mut others = accounts::open(&mut cohorts, &mut trainers, &when).await?;
        let marker = others.remove(0);

        let places = places::places(
            &programmes,
            &editions.editions,
            &cohorts.asking,
            marker.id,
            now,
        );
        let electives = electives::choices(&editions.courses, &places.enrolments);
        let attendance = rolls(&editions, &sessions, &places, &cohorts, now);
        let recordings = recordings::recordings(&programmes, &sessions.sessions, marker.id, now);
        let views = views::views(&sessions.sessions, &recordings, &places.enrolments, now);
        let reported_views = reported_views::reported_views(&sessions.sessions, marker.id, &when);

        let (portfolios, portfolio_texts) = portfolios::portfolios(&when)?;
        let mut everybody = others;
        everybody.extend(trainers);
        everybody.extend(cohorts.people.into_values());
        Ok(Self {
            grants: accounts::grants(&when)?,
            hosts: venues::hosts(since)?,
            venues: venues::venues(&when.zone, since)?,
            people: everybody,
            marker,
            portfolios,
            portfolio_texts,
            editions,
            sessions,
            places,
            electives,
            nominations: nominations::nominations(&when)?,
            attendance,
            views,
            reported_views,
            recordings,
        })
    }

    /// Writes the row by which the demonstration is known. Not when it is there: of two who load at once, one waits here and then leaves off.
    pub async fn begin(&self, tx: &Tx) -> Result<bool> {
        let row = self.marker.clone().into_active_model().reset_all();
        let written = person::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        Ok(written > 0)
    }

    /// Writes all others.
    pub async fn write(self, tx: &Tx, say: &impl Fn(&str, usize)) -> Result<()> {
        say("people", insert(tx, self.people).await?);
        insert(tx, self.grants).await?;
        insert(tx, self.hosts).await?;
        say("venues", insert(tx, self.venues).await?);
        insert(tx, self.portfolios).await?;
        insert(tx, self.portfolio_texts).await?;
        write_editions(tx, self.editions, say).await?;
        say("sessions", insert(tx, self.sessions.sessions).await?);
        insert(tx, self.sessions.texts).await?;
        insert(tx, self.sessions.trainers).await?;
        write_places(tx, self.places, say).await?;
        insert(tx, self.electives).await?;
        write_nominations(tx, self.nominations, say).await?;
        say("roll marks", insert(tx, self.attendance.marks).await?);
        insert(tx, self.attendance.verdicts).await?;
        say("recordings", insert(tx, self.recordings).await?);
        say("reported views", insert(tx, self.reported_views).await?);
        say("view sessions", insert(tx, self.views.view_sessions).await?);
        insert(tx, self.views.edition_viewers).await?;
        roll_up::add(tx, &self.views.bins).await?;
        concurrent_bin::add(tx, self.views.minutes).await
    }
}

/// Every roll that was taken by now: by whoever runs the session, else by the coordinator.
fn rolls(
    editions: &Editions,
    sessions: &Sessions,
    places: &Places,
    cohorts: &Cohorts,
    now: Instant,
) -> Attendance {
    let roll = Roll {
        editions: &editions.editions,
        sessions: &sessions.sessions,
        enrolments: &places.enrolments,
        asking: &cohorts.asking,
        now,
    };
    roll.take(|session| {
        sessions
            .trainer_of(session.id)
            .or(Some(accounts::coordinator()))
    })
}

async fn write_editions(tx: &Tx, rows: Editions, say: &impl Fn(&str, usize)) -> Result<()> {
    insert(tx, rows.programmes).await?;
    insert(tx, rows.programme_texts).await?;
    say("editions", insert(tx, rows.editions).await?);
    insert(tx, rows.edition_texts).await?;
    insert(tx, rows.edition_languages).await?;
    insert(tx, rows.edition_hosts).await?;
    say("courses", insert(tx, rows.courses).await?);
    insert(tx, rows.course_texts).await?;
    insert(tx, rows.course_trainers).await?;
    edition_text::fold_all(tx, Condition::all()).await?;
    Ok(())
}

async fn write_nominations(tx: &Tx, rows: Nominations, say: &impl Fn(&str, usize)) -> Result<()> {
    insert(tx, rows.people).await?;
    insert(tx, rows.grants).await?;
    insert(tx, rows.applications).await?;
    insert(tx, rows.steps).await?;
    say("nominations", insert(tx, rows.nominations).await?);
    Ok(())
}

async fn write_places(tx: &Tx, rows: Places, say: &impl Fn(&str, usize)) -> Result<()> {
    insert(tx, rows.pools).await?;
    insert(tx, rows.counters).await?;
    say("applications", insert(tx, rows.applications).await?);
    insert(tx, rows.steps).await?;
    say("enrolments", insert(tx, rows.enrolments).await?);
    insert(tx, rows.claims).await?;
    Ok(())
}
