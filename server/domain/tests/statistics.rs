//! What figures count, what they leave out, and who sees them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;
#[path = "cast/statistics_rows.rs"]
mod statistics_rows;

use std::collections::BTreeMap;

use cast::*;
use domain::accounts::Visitor;
use domain::catalogue::edition as editions;
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::{ConnectionTrait, IntoActiveModel};
use domain::statistics::by_day::{self, Day, Period, Step};
use domain::statistics::reported_view::{self, TypedReport, TypedTable};
use domain::statistics::{
    Gathered, Glance, by_session, concurrent_bin, edition as of_edition, engaged_bin,
    figures::Figures, programme as of_programme, roll_up, session_reach, view_bin, view_span,
    view_total, year,
};
use domain::{Db, Error, audit, clock};
use jiff::civil::Date;
use migrations::MigratorTrait;
use model::accounts::{Rank, Sex};
use model::catalogue::{Mode, Publication};
use model::role::Scope;
use model::schedule::SessionKind::{Exchange, Lecture, Online, Visit};
use model::*;
use statistics_rows::*;

on_both! {
    a_participant_is_enrolled_not_withdrawn_and_was_there,
    somebody_in_two_editions_counts_once_in_all,
    delegation_and_declared_country_stay_apart,
    officials_count_by_the_rank_that_was_frozen,
    a_session_is_held_when_it_ended_and_was_not_cancelled,
    a_session_belongs_to_the_year_of_its_start_in_the_centre_s_zone,
    courses_count_when_they_were_taught,
    attendance_leaves_out_the_excused,
    who_was_not_recorded_has_not_attended,
    figures_say_what_they_leave_out,
    measured_views_are_sums_of_bins_by_detected_country,
    views_through_an_anonymiser_are_a_row_of_their_own_and_no_country,
    bins_and_totals_always_agree,
    sums_are_made_of_the_bins_that_are_there,
    days_and_months_are_the_sums_of_bins_in_every_zone,
    a_period_is_cut_to_the_days_on_which_somebody_watched,
    a_hundred_times_the_bins_are_no_more_rows_to_read,
    reported_views_are_a_layer_of_their_own,
    a_glance_counts_what_the_figures_count,
    days_are_exact_in_every_zone,
    engaged_viewers_watched_at_least_half,
    figures_by_portfolio_and_mode,
    drafts_and_cancelled_editions_are_left_out_of_wider_figures,
    completed_years_are_those_with_sessions,
    a_coordinator_sees_only_their_editions,
    a_trainer_sees_only_their_sessions,
    nobody_else_sees_figures,
    a_report_is_recorded_once_and_can_be_withdrawn,
    nothing_is_reported_twice,
    a_table_of_countries_is_recorded_whole_or_not_at_all,
    reports_come_in_pages,
    a_long_list_of_reports_is_whole,
    a_report_that_does_not_do_names_its_fields,
    only_who_runs_the_edition_writes_reports,
}

const FROM: Rank = Rank::Director;
/// NOW lies in 2026; the year that the tests tell of is over.
const YEAR: i16 = 2025;

/// An edition of 2025 with a lecture, a visit and an online session, each an hour long.
struct Case {
    programme: ProgrammeId,
    edition: EditionId,
    course: CourseId,
    lecture: SessionId,
    visit: SessionId,
    online: SessionId,
}

async fn case(db: &Db, name: &str) -> Case {
    let programme = programme(db, name).await;
    let edition = edition(db, programme, "2025").await;
    let course = course(db, edition, "ports").await;
    Case {
        programme,
        edition,
        course,
        lecture: session(
            db,
            edition,
            Some(course),
            1,
            Lecture,
            "2025-05-05T09:00",
            60,
        )
        .await,
        visit: session(db, edition, None, 2, Visit, "2025-05-06T09:00", 60).await,
        online: session(db, edition, None, 3, Online, "2025-05-07T09:00", 60).await,
    }
}

async fn in_2025(db: &Db) -> Gathered {
    let zone = "Asia/Shanghai".parse().unwrap();
    year::of_all(db, YEAR, &zone, NOW).await.unwrap()
}

async fn figures(db: &Db) -> Figures {
    in_2025(db).await.in_all(FROM)
}

async fn change_edition(db: &Db, id: EditionId, change: impl FnOnce(&mut editions::ActiveModel)) {
    let row = editions::Entity::find_by_id(id)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let mut row = row.into_active_model();
    change(&mut row);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn a_participant_is_enrolled_not_withdrawn_and_was_there(db: Db) {
    let case = case(&db, "marine").await;
    let amina = person(&db, "Amina", "KE").await;
    let absent = person(&db, "Absent", "UG").await;
    let gone = person(&db, "Gone", "TZ").await;
    let brief = person(&db, "Brief", "RW").await;
    let place = enrolment(&db, case.edition, amina).await;
    verdict(&db, case.lecture, place, 60).await;
    let away = enrolment(&db, case.edition, absent).await;
    verdict(&db, case.lecture, away, 0).await;
    let left = enrolment(&db, case.edition, gone).await;
    verdict(&db, case.lecture, left, 60).await;
    change_place(&db, left, |row| row.withdrawn_at = Set(Some(NOW))).await;
    let short = enrolment(&db, case.edition, brief).await;
    verdict(&db, case.visit, short, 5).await;

    let counted = figures(&db).await;
    assert_eq!(counted.participants, 2);
    assert_eq!(
        counted.delegations,
        [country("KE"), country("RW")].into(),
        "five minutes are presence too"
    );

    cancel_session(&db, case.visit).await;
    assert_eq!(
        figures(&db).await.participants,
        1,
        "nobody was present in what was cancelled"
    );
}

async fn somebody_in_two_editions_counts_once_in_all(db: Db) {
    let (marine, rural) = (case(&db, "marine").await, case(&db, "rural").await);
    let amina = person(&db, "Amina", "KE").await;
    for (edition, session) in [
        (marine.edition, marine.lecture),
        (rural.edition, rural.lecture),
    ] {
        let place = enrolment(&db, edition, amina).await;
        verdict(&db, session, place, 60).await;
    }
    let gathered = in_2025(&db).await;
    assert_eq!(gathered.in_all(FROM).participants, 1);
    let groups = gathered.by_portfolio_and_mode(FROM);
    let each: Vec<i64> = groups
        .iter()
        .map(|group| group.figures.participants)
        .collect();
    assert_eq!(each, [1, 1]);
    assert_eq!(gathered.participants_by_country()[0].1.delegation, 1);
}

async fn delegation_and_declared_country_stay_apart(db: Db) {
    let case = case(&db, "marine").await;
    let amina = person(&db, "Amina", "KE").await;
    let place = enrolment(&db, case.edition, amina).await;
    verdict(&db, case.lecture, place, 60).await;
    change_place(&db, place, |row| row.declared = Set(country("GB"))).await;
    watch(&db, vec![bin(case.online, NOW, "FR", 3)]).await;

    let gathered = in_2025(&db).await;
    let counted = gathered.in_all(FROM);
    assert_eq!(counted.delegations, [country("KE")].into());
    assert_eq!(counted.declared, [country("GB")].into());
    let rows: Vec<_> = gathered
        .participants_by_country()
        .into_iter()
        .map(|(country, row)| (country.code(), row.delegation, row.declared))
        .collect();
    assert_eq!(rows, [("KE", 1, 0), ("GB", 0, 1)]);
    let detected: Vec<_> = gathered
        .views_by_country()
        .into_iter()
        .map(|(country, _)| country.country().map(Country::code))
        .collect();
    assert_eq!(detected, [Some("FR")]);
}

async fn officials_count_by_the_rank_that_was_frozen(db: Db) {
    let case = case(&db, "marine").await;
    for (name, rank) in [
        ("Minister", Rank::Minister),
        ("Director", Rank::Director),
        ("Head", Rank::Division),
    ] {
        let who = person(&db, name, "KE").await;
        let place = enrolment(&db, case.edition, who).await;
        verdict(&db, case.lecture, place, 60).await;
        change_place(&db, place, |row| row.rank = Set(rank)).await;
    }
    for (name, sex) in [
        ("Amina", Sex::Female),
        ("Bo", Sex::Male),
        ("Chi", Sex::Female),
    ] {
        let who = person(&db, name, "KE").await;
        let place = enrolment(&db, case.edition, who).await;
        verdict(&db, case.lecture, place, 60).await;
        change_place(&db, place, |row| {
            row.sex = Set(sex);
            row.rank = Set(Rank::None);
        })
        .await;
    }
    let gathered = in_2025(&db).await;
    let counted = gathered.in_all(Rank::Director);
    assert_eq!((counted.women, counted.men), (2, 1));
    assert_eq!(counted.high_ranking, 2);
    assert_eq!(gathered.in_all(Rank::ViceMinister).high_ranking, 1);
    assert_eq!(gathered.in_all(Rank::None).high_ranking, 6);
}

async fn a_session_is_held_when_it_ended_and_was_not_cancelled(db: Db) {
    let case = case(&db, "marine").await;
    let counted = figures(&db).await;
    assert_eq!(counted.sessions(), 3);
    assert_eq!(counted.on_site_sessions(), 1);
    assert_eq!(counted.online_sessions(), 1);

    session(&db, case.edition, None, 4, Exchange, "2025-05-08T09:00", 60).await;
    assert_eq!(figures(&db).await.on_site_sessions(), 2);
    cancel_session(&db, case.visit).await;
    assert_eq!(figures(&db).await.on_site_sessions(), 1);

    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    let while_it_runs =
        clock::instant_of("2025-05-07T09:30".parse().unwrap(), &zone, None).unwrap();
    let early = year::of_all(&db, YEAR, &zone, while_it_runs).await.unwrap();
    assert_eq!(early.in_all(FROM).online_sessions(), 0, "not over yet");
}

async fn a_session_belongs_to_the_year_of_its_start_in_the_centre_s_zone(db: Db) {
    let case = case(&db, "marine").await;
    // 31 December 2024, 23:30 UTC is 1 January 2025 in Shanghai.
    session(&db, case.edition, None, 4, Visit, "2025-01-01T07:30", 60).await;
    // 31 December 2025, 23:30 in Shanghai.
    session(&db, case.edition, None, 5, Visit, "2025-12-31T23:30", 60).await;
    // 1 January 2026, 07:30 in Shanghai: 2025 still in UTC.
    session(&db, case.edition, None, 6, Visit, "2026-01-01T07:30", 60).await;
    let held_in = async |zone: &str, year: i16| {
        year::of_all(&db, year, &zone.parse().unwrap(), NOW)
            .await
            .unwrap()
            .in_all(FROM)
            .on_site_sessions()
    };
    assert_eq!(held_in("Asia/Shanghai", 2025).await, 3);
    assert_eq!(held_in("Asia/Shanghai", 2026).await, 1);
    assert_eq!(held_in("UTC", 2024).await, 1);
    assert_eq!(held_in("UTC", 2025).await, 3);
    assert_eq!(held_in("UTC", 2026).await, 0);
}

async fn courses_count_when_they_were_taught(db: Db) {
    let case = case(&db, "marine").await;
    course(&db, case.edition, "never-taught").await;
    assert_eq!(figures(&db).await.courses, 1);
    session(
        &db,
        case.edition,
        Some(case.course),
        4,
        Lecture,
        "2025-05-09T09:00",
        60,
    )
    .await;
    assert_eq!(figures(&db).await.courses, 1, "one course, two sessions");
    cancel_session(&db, case.lecture).await;
    assert_eq!(figures(&db).await.courses, 1);
}

async fn attendance_leaves_out_the_excused(db: Db) {
    let case = case(&db, "marine").await;
    for (name, minutes) in [("Amina", 60), ("Brief", 20), ("Absent", 0)] {
        let who = person(&db, name, "KE").await;
        let place = enrolment(&db, case.edition, who).await;
        verdict(&db, case.lecture, place, minutes).await;
    }
    let who = person(&db, "Excused", "KE").await;
    let place = enrolment(&db, case.edition, who).await;
    excuse(&db, case.lecture, place).await;
    let counted = figures(&db).await;
    assert_eq!(
        (counted.verdicts, counted.attended, counted.excused),
        (4, 1, 1)
    );
    assert_eq!(counted.attendance_per_cent(), Some(33));
    assert_eq!(counted.participants, 2, "the excused was not there");
}

async fn who_was_not_recorded_has_not_attended(db: Db) {
    let case = case(&db, "marine").await;
    let mut places = Vec::new();
    for name in ["Amina", "Bongani", "Chen", "Dina", "Gone"] {
        let who = person(&db, name, "KE").await;
        places.push(enrolment(&db, case.edition, who).await);
    }
    verdict(&db, case.lecture, places[0], 60).await;
    excuse(&db, case.lecture, places[1]).await;
    change_place(&db, places[4], |row| row.withdrawn_at = Set(Some(NOW))).await;
    let counted = figures(&db).await;
    assert_eq!(
        (counted.attended, counted.due(), counted.unrecorded),
        (1, 3, 2)
    );
    assert_eq!(counted.attendance_per_cent(), Some(33), "and not 100");
    assert_eq!(
        counted.left_out.sessions_without_roll, 2,
        "nobody was recorded in the visit and online"
    );

    // An elective is for those who chose it, and what is not required asks nobody.
    change_course(&db, case.course, |row| row.required = Set(false)).await;
    assert_eq!(figures(&db).await.unrecorded, 0, "nobody chose it");
    choose(&db, places[2], case.course).await;
    assert_eq!(figures(&db).await.unrecorded, 1);
    change_session(&db, case.lecture, |row| row.required = Set(false)).await;
    assert_eq!(figures(&db).await.unrecorded, 0);
}

async fn figures_say_what_they_leave_out(db: Db) {
    let (case, other) = (case(&db, "marine").await, case(&db, "rural").await);
    let mut places = Vec::new();
    for name in ["Amina", "Never", "Gone", "Elsewhere"] {
        let who = person(&db, name, "KE").await;
        places.push(enrolment(&db, case.edition, who).await);
        if name == "Elsewhere" {
            let place = enrolment(&db, other.edition, who).await;
            verdict(&db, other.lecture, place, 60).await;
        }
    }
    verdict(&db, case.lecture, places[0], 60).await;
    for gone in [places[2], places[3]] {
        change_place(&db, gone, |row| row.withdrawn_at = Set(Some(NOW))).await;
    }
    cancel_session(&db, case.visit).await;
    course(&db, case.edition, "never-taught").await;
    let off = course(&db, case.edition, "called-off").await;
    change_course(&db, off, |row| row.cancelled_at = Set(Some(NOW))).await;
    let grace = visitor(&db, administrator(&db).await).await;
    let taken_back = report(&db, case.online, "KE", "YouTube", 9).await;
    reported_view::withdraw(&db, &grace, taken_back, "not ours", NOW)
        .await
        .unwrap();

    let all = in_2025(&db).await;
    let left = all.in_all(FROM).left_out;
    assert_eq!((left.never_came, left.withdrew), (1, 1));
    assert_eq!((left.cancelled_sessions, left.sessions_not_over), (1, 0));
    assert_eq!((left.cancelled_courses, left.courses_not_taught), (1, 1));
    assert_eq!(left.withdrawn_reports, 1);
    let own = all.of_edition(case.edition, FROM).left_out;
    assert_eq!(own.withdrew, 2, "in this edition both withdrew");
    assert_eq!(
        all.of_edition(other.edition, FROM)
            .left_out
            .withdrawn_reports,
        0
    );

    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    let while_it_runs =
        clock::instant_of("2025-05-07T09:30".parse().unwrap(), &zone, None).unwrap();
    let early = year::of_all(&db, YEAR, &zone, while_it_runs).await.unwrap();
    assert_eq!(early.in_all(FROM).left_out.sessions_not_over, 2);

    change_edition(&db, other.edition, |row| {
        row.publication = Set(Publication::Draft);
    })
    .await;
    let staff = year::figures(&db, &grace, YEAR, &zone, NOW).await.unwrap();
    let left = staff.in_all(FROM).left_out;
    assert_eq!((left.drafts, left.cancelled_editions), (1, 0));
    let public = year::published(&db, YEAR, &zone, NOW).await.unwrap();
    assert_eq!(
        public.in_all(FROM).left_out.drafts,
        0,
        "nobody is told of drafts"
    );
}

async fn measured_views_are_sums_of_bins_by_detected_country(db: Db) {
    let case = case(&db, "marine").await;
    let other = NOW.plus_minutes(30);
    watch(
        &db,
        vec![
            bin(case.online, NOW, "KE", 4),
            bin(case.online, other, "KE", 1),
            bin(case.online, NOW, "", 2),
            bin(case.online, NOW, "EU", 1),
        ],
    )
    .await;
    let gathered = in_2025(&db).await;
    let measured = gathered.in_all(FROM).measured;
    assert_eq!(measured.views, 8);
    assert_eq!(measured.plays, 20);
    assert_eq!(measured.too_short(), 4);
    assert_eq!(measured.bots, 4);
    assert_eq!(measured.continued(), 4);
    assert_eq!(measured.edition_uniques, 8);
    assert_eq!(measured.minutes(), 80);
    let rows: Vec<_> = gathered
        .views_by_country()
        .into_iter()
        .map(|(country, row)| (country.country().map(Country::code), row.measured.views))
        .collect();
    assert_eq!(rows, [(Some("KE"), 5), (None, 3)], "EU is no country");
}

async fn views_through_an_anonymiser_are_a_row_of_their_own_and_no_country(db: Db) {
    let case = case(&db, "marine").await;
    watch(
        &db,
        vec![
            bin(case.online, NOW, "KE", 1),
            bin(case.online, NOW, "A1", 4),
            bin(case.online, NOW, "", 2),
        ],
    )
    .await;
    let gathered = in_2025(&db).await;
    let rows: Vec<_> = gathered
        .views_by_country()
        .into_iter()
        .map(|(from, row)| (from.code(), row.measured.views))
        .collect();
    assert_eq!(rows, [("KE", 1), ("A1", 4), ("", 2)]);
    let figures = gathered.in_all(FROM);
    assert_eq!(figures.measured.views, 7);
}

async fn bins_and_totals_always_agree(db: Db) {
    let case = case(&db, "marine").await;
    let written_twice = || {
        vec![
            bin(case.online, NOW, "KE", 4),
            bin(case.online, NOW, "KE", 1),
        ]
    };
    watch(&db, written_twice()).await;
    watch(&db, written_twice()).await;
    let bins = view_bin::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(bins.len(), 1);
    let totals = view_total::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(totals.len(), 1);
    assert_eq!((bins[0].views, totals[0].views), (10, 10));
    assert_eq!((bins[0].plays, totals[0].plays), (22, 22));

    at_once(&db, case.online, 100, 3).await;
    at_once(&db, case.online, 101, 2).await;
    let engaged = [((case.online, 100, "KE".to_owned()), 4)].into();
    db.write(async |tx| engaged_bin::add(tx, engaged).await)
        .await
        .unwrap();
    let (spans, reached) = (spans(&db).await, reached(&db).await);
    assert_eq!((reached[0].engaged, reached[0].peak), (4, 3));
    assert_eq!(
        spans.len(),
        6,
        "three lengths of the session and of its edition"
    );
    assert!(spans.iter().all(|span| span.views == 10));
    db.write(async |tx| roll_up::rebuild(tx).await)
        .await
        .unwrap();
    let rebuilt = view_total::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(rebuilt, totals);
    assert_eq!(self::spans(&db).await, spans);
    assert_eq!(self::reached(&db).await, reached);
}

/// Bins written before there were sums by day.
async fn sums_are_made_of_the_bins_that_are_there(db: Db) {
    let case = case(&db, "marine").await;
    watch_for_days(&db, &[case.lecture, case.online], NOW, 3, &["KE", "BR"]).await;
    at_once(&db, case.online, 100, 3).await;
    let (spans, reached) = (spans(&db).await, reached(&db).await);
    db.write(async |tx| {
        tx.execute_unprepared(
            "DROP TABLE view_span; DROP TABLE session_reach;
             DELETE FROM seaql_migrations WHERE version = 'm2026_11_25_view_span'",
        )
        .await?;
        Ok(())
    })
    .await
    .unwrap();
    migrations::Migrator::up(db.migrating(), None)
        .await
        .unwrap();
    assert_eq!(self::spans(&db).await, spans);
    assert_eq!(self::reached(&db).await, reached);
}

async fn spans(db: &Db) -> Vec<view_span::Model> {
    use domain::sea_orm::QueryOrder;
    view_span::Entity::find()
        .order_by_asc(view_span::Column::Scope)
        .order_by_asc(view_span::Column::Bins)
        .order_by_asc(view_span::Column::Begins)
        .all(db.read())
        .await
        .unwrap()
}

async fn reached(db: &Db) -> Vec<session_reach::Model> {
    session_reach::Entity::find().all(db.read()).await.unwrap()
}

/// Zones on the hour, the half and the quarter, with clocks that change by an hour and by half of one.
const ZONES: [&str; 8] = [
    "UTC",
    "Asia/Shanghai",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
];

/// So many views in every third bin of `days` days from `from` on, in each of these countries.
async fn watch_for_days(
    db: &Db,
    sessions: &[SessionId],
    from: Instant,
    days: i64,
    from_where: &[&str],
) {
    let bins = sessions.iter().flat_map(|session| {
        (0..days * 96).step_by(3).flat_map(move |number| {
            from_where.iter().map(move |country| {
                bin(
                    *session,
                    from.plus_minutes(number * 15),
                    country,
                    number % 7,
                )
            })
        })
    });
    watch(db, bins.collect()).await;
}

/// The days by the definition: each bin on the day that the zone's calendar shows when it begins.
async fn by_the_bins(db: &Db, of: &[SessionId], zone: &Zone) -> BTreeMap<Date, Day> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for bin in view_bin::Entity::find()
        .filter(view_bin::Column::Session.is_in(of.iter().copied()))
        .all(db.read())
        .await
        .unwrap()
    {
        let begins = Instant(bin.bin * roll_up::BIN_MS);
        let day = days.entry(clock::wall_of(begins, zone).date()).or_default();
        day.views += bin.views;
        day.new_viewers += bin.edition_uniques;
        day.watched_ms += bin.watched_ms;
    }
    days
}

fn by_month(days: &BTreeMap<Date, Day>) -> BTreeMap<Date, Day> {
    let mut months: BTreeMap<Date, Day> = BTreeMap::new();
    for (day, counts) in days {
        let month = months.entry(day.first_of_month()).or_default();
        month.views += counts.views;
        month.new_viewers += counts.new_viewers;
        month.watched_ms += counts.watched_ms;
    }
    months
}

async fn days_and_months_are_the_sums_of_bins_in_every_zone(db: Db) {
    let case = case(&db, "marine").await;
    let at = |text: &str| Instant(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
    // New York's clocks go forward on 9 March 2025; Lord Howe's and Chatham's go back on 6 April.
    let sessions = [case.lecture, case.online];
    watch_for_days(
        &db,
        &sessions,
        at("2025-03-04T07:30:00Z"),
        36,
        &["KE", "BR"],
    )
    .await;
    let grace = visitor(&db, administrator(&db).await).await;
    let whole = of_edition::ground(&db, &grace, case.edition).await.unwrap();
    let mut trained = whole.clone();
    trained.sessions = Some(vec![case.online]);
    let mut of_year = whole.clone();
    of_year.between = Some(clock::year_bounds(2025, &"UTC".parse().unwrap()));
    for zone in ZONES {
        let zone: Zone = zone.parse().unwrap();
        for (ground, of) in [
            (&whole, &sessions[..]),
            (&of_year, &sessions[..]),
            (&trained, &[case.online][..]),
        ] {
            let expected = by_the_bins(&db, of, &zone).await;
            let days = by_day::days(&db, ground, &zone, Period::default())
                .await
                .unwrap();
            assert_eq!(days, expected, "{zone}");
            let bars = by_day::bars(&db, ground, &zone, Period::default(), 92)
                .await
                .unwrap();
            assert_eq!(
                (bars.step, bars.bars),
                (Step::Day, expected.clone()),
                "{zone}"
            );
            let bars = by_day::bars(&db, ground, &zone, Period::default(), 30)
                .await
                .unwrap();
            assert_eq!(
                (bars.step, bars.bars),
                (Step::Month, by_month(&expected)),
                "{zone}"
            );
        }
    }
    // A session that began in another year stays outside of the year, though its edition has others in it.
    let outside = session(&db, case.edition, None, 9, Online, "2024-12-30T09:00", 60).await;
    watch_for_days(&db, &[outside], at("2025-03-04T07:30:00Z"), 3, &["IN"]).await;
    let zone: Zone = "Asia/Kathmandu".parse().unwrap();
    let days = by_day::days(&db, &of_year, &zone, Period::default())
        .await
        .unwrap();
    assert_eq!(days, by_the_bins(&db, &sessions, &zone).await);
    let days = by_day::days(&db, &whole, &zone, Period::default())
        .await
        .unwrap();
    let all = [case.lecture, case.online, outside];
    assert_eq!(days, by_the_bins(&db, &all, &zone).await);
}

async fn a_period_is_cut_to_the_days_on_which_somebody_watched(db: Db) {
    let case = case(&db, "marine").await;
    let at = |text: &str| Instant(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
    watch_for_days(&db, &[case.online], at("2025-05-07T12:00:00Z"), 5, &["KE"]).await;
    watch(
        &db,
        vec![bin(case.online, at("2025-08-01T00:00:00Z"), "KE", 1)],
    )
    .await;
    let grace = visitor(&db, administrator(&db).await).await;
    let ground = of_edition::ground(&db, &grace, case.edition).await.unwrap();
    let bars = async |from: &str, until: &str| {
        let period = Period {
            from: Some(from.parse().unwrap()),
            until: Some(until.parse().unwrap()),
        };
        let zone = "Asia/Kolkata".parse().unwrap();
        let bars = by_day::bars(&db, &ground, &zone, period, 92).await.unwrap();
        let (first, last) = (bars.bars.first_key_value(), bars.bars.last_key_value());
        let name =
            |bar: Option<(&Date, &Day)>| bar.map(|(day, _)| day.to_string()).unwrap_or_default();
        (bars.step, bars.bars.len(), name(first), name(last))
    };
    let day = |text: &str| text.to_owned();
    assert_eq!(
        bars("0001-01-01", "9999-12-31").await,
        (Step::Day, 87, day("2025-05-07"), day("2025-08-01")),
        "the days between are bars too"
    );
    assert_eq!(
        bars("2025-05-09", "2025-05-10").await,
        (Step::Day, 2, day("2025-05-09"), day("2025-05-10"))
    );
    assert_eq!(
        bars("2025-05-12", "2025-09-01").await,
        (Step::Day, 82, day("2025-05-12"), day("2025-08-01"))
    );
    assert_eq!(bars("2025-06-01", "2025-07-31").await.1, 0);
}

/// Figures cost the same however much was watched: they never read a bin, and a day is at most 24 hours of UTC.
async fn a_hundred_times_the_bins_are_no_more_rows_to_read(db: Db) {
    let case = case(&db, "marine").await;
    let from = clock::instant_of(
        "2025-05-01T00:00".parse().unwrap(),
        &"Asia/Shanghai".parse().unwrap(),
        None,
    )
    .unwrap();
    watch_for_days(&db, &[case.online], from, 30, &["KE"]).await;
    let before = spans(&db).await.len();
    let codes: Vec<&str> = Country::all().map(Country::code).take(34).collect();
    watch_for_days(&db, &[case.online], from, 30, &codes).await;
    for minutes in [15, 30] {
        watch_for_days(&db, &[case.online], from.plus_minutes(minutes), 30, &codes).await;
    }
    let bins = view_bin::Entity::find().count(db.read()).await.unwrap();
    assert!(bins > 100 * 30 * 96 / 3, "{bins}");
    let grown = spans(&db).await.len();
    assert!(
        grown <= 2 * 31 * (96 + 24 + 1) && grown <= 3 * before,
        "{before} {grown}"
    );

    let shanghai: Zone = "Asia/Shanghai".parse().unwrap();
    let expected = by_the_bins(&db, &[case.online], &shanghai).await;
    let grace = visitor(&db, administrator(&db).await).await;
    let ground = of_edition::ground(&db, &grace, case.edition).await.unwrap();
    let gathered = Gathered::on(db.read(), ground.clone(), NOW).await.unwrap();
    let (figures, countries) = (gathered.in_all(FROM), gathered.views_by_country());
    viewer(&db, case.edition, case.online, 1, 60).await;
    settle(&db).await;
    at_once(&db, case.online, 100, 3).await;

    // What no figure reads may as well be gone: the bins, and the quarters where days begin on the hour.
    db.write(async |tx| {
        view_bin::Entity::delete_many().exec(tx).await?;
        engaged_bin::Entity::delete_many().exec(tx).await?;
        concurrent_bin::Entity::delete_many().exec(tx).await?;
        view_span::Entity::delete_many()
            .filter(view_span::Column::Scope.ne(case.edition.0))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    let gathered = Gathered::on(db.read(), ground.clone(), NOW).await.unwrap();
    assert_eq!(gathered.in_all(FROM), figures);
    assert_eq!(gathered.views_by_country(), countries);
    let lines = by_session::sessions(&db, &gathered, Language::English, NOW)
        .await
        .unwrap();
    assert_eq!((lines[2].engaged, lines[2].peak), (1, 3));
    let kathmandu = "Asia/Kathmandu".parse().unwrap();
    let in_quarters = by_day::days(&db, &ground, &kathmandu, Period::default())
        .await
        .unwrap();
    let sum = |days: &BTreeMap<Date, Day>| days.values().map(|day| day.views).sum::<i64>();
    assert_eq!(sum(&in_quarters), sum(&expected));

    // The first and the last quarter tell on which day somebody watched first and last.
    let last = from.plus_minutes(30 * 24 * 60 - 15);
    db.write(async |tx| {
        view_span::Entity::delete_many()
            .filter(view_span::Column::Bins.eq(1))
            .filter(view_span::Column::Begins.is_not_in([from, last].map(roll_up::bin_of)))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    let days = by_day::days(&db, &ground, &shanghai, Period::default())
        .await
        .unwrap();
    assert_eq!(days, expected);
    let left = view_span::Entity::find().count(db.read()).await.unwrap();
    assert!(left <= 31 * 25 + 2, "{left}");

    // Months read whole days inside, and hours only where a month begins or the stretch ends.
    let edges = ["2025-04-30", "2025-05-30"].map(|day| {
        let midnight = clock::day_begins(day.parse().unwrap(), &"UTC".parse().unwrap());
        roll_up::bin_of(midnight)
    });
    db.write(async |tx| {
        view_span::Entity::delete_many()
            .filter(view_span::Column::Bins.eq(4))
            .filter(view_span::Column::Begins.not_between(edges[0], edges[0] + 95))
            .filter(view_span::Column::Begins.not_between(edges[1], edges[1] + 95))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    let bars = by_day::bars(&db, &ground, &shanghai, Period::default(), 29)
        .await
        .unwrap();
    assert_eq!(bars.bars, by_month(&expected));
}

async fn reported_views_are_a_layer_of_their_own(db: Db) {
    let case = case(&db, "marine").await;
    watch(&db, vec![bin(case.online, NOW, "KE", 7)]).await;
    report(&db, case.online, "KE", "YouTube", 1_000).await;
    report(&db, case.online, "BR", "Weibo", 500).await;
    report(&db, case.online, "", "YouTube", 200).await;
    report(&db, case.online, "FR", "YouTube", 0).await;
    let taken_back = report(&db, case.online, "IN", "YouTube", 9_000).await;
    let grace = visitor(&db, administrator(&db).await).await;
    reported_view::withdraw(&db, &grace, taken_back, "not ours", NOW)
        .await
        .unwrap();

    let gathered = in_2025(&db).await;
    let counted = gathered.in_all(FROM);
    assert_eq!(counted.measured.views, 7, "nothing was added");
    assert_eq!(counted.reported_views, 1_700);
    assert_eq!(
        counted.reported_countries,
        [country("KE"), country("BR")].into(),
        "no views are no country"
    );
    assert_eq!(counted.platforms["YouTube"], 1_200);
    let rows: Vec<_> = gathered
        .views_by_country()
        .into_iter()
        .map(|(country, row)| {
            (
                country.country().map(Country::code),
                row.measured.views,
                row.reported,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (Some("KE"), 7, 1_000),
            (Some("BR"), 0, 500),
            (Some("FR"), 0, 0),
            (None, 0, 200)
        ]
    );
}

async fn a_glance_counts_what_the_figures_count(db: Db) {
    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    let same = async || {
        let glance = year::glance(&db, YEAR, &zone, NOW).await.unwrap();
        let figures = year::published(&db, YEAR, &zone, NOW)
            .await
            .unwrap()
            .in_all(FROM);
        let length = |countries: usize| i64::try_from(countries).unwrap();
        assert_eq!(
            glance,
            Glance {
                participants: figures.participants,
                delegations: length(figures.delegations.len()),
                sessions: figures.sessions(),
                measured_views: figures.measured.views,
                reported_views: figures.reported_views,
                reported_countries: length(figures.reported_countries.len()),
            }
        );
        glance
    };
    assert_eq!(same().await, Glance::default(), "an empty year");
    let (marine, rural) = (case(&db, "marine").await, case(&db, "rural").await);
    let amina = person(&db, "Amina", "KE").await;
    let joao = person(&db, "João", "BR").await;
    for (who, edition, session) in [
        (amina, marine.edition, marine.lecture),
        (amina, rural.edition, rural.lecture),
        (joao, rural.edition, rural.lecture),
    ] {
        let place = enrolment(&db, edition, who).await;
        verdict(&db, session, place, 60).await;
    }
    cancel_session(&db, rural.visit).await;
    watch(
        &db,
        vec![
            bin(marine.online, NOW, "KE", 7),
            bin(rural.online, NOW, "EU", 2),
        ],
    )
    .await;
    report(&db, marine.online, "KE", "YouTube", 1_000).await;
    report(&db, rural.online, "KE", "YouTube", 10).await;
    report(&db, marine.online, "", "YouTube", 200).await;
    report(&db, marine.online, "FR", "YouTube", 0).await;
    let taken_back = report(&db, marine.online, "IN", "YouTube", 9_000).await;
    let grace = visitor(&db, administrator(&db).await).await;
    reported_view::withdraw(&db, &grace, taken_back, "Counted twice.", NOW)
        .await
        .unwrap();
    let expected = Glance {
        participants: 2,
        delegations: 2,
        sessions: 5,
        measured_views: 9,
        reported_views: 1_210,
        reported_countries: 1,
    };
    assert_eq!(same().await, expected);
    let refused = year::glance(&db, 2026, &zone, NOW).await;
    assert_eq!(refusal(refused), Refusal::NotFound, "it is not over");
}

async fn days_are_exact_in_every_zone(db: Db) {
    let case = case(&db, "marine").await;
    let at = |text: &str| Instant(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
    watch(
        &db,
        vec![
            bin(case.online, at("2025-05-07T15:59:00Z"), "KE", 1),
            bin(case.online, at("2025-05-07T16:00:00Z"), "KE", 2),
            // Kathmandu is 5:45 ahead: its midnight lies on a quarter.
            bin(case.online, at("2025-05-07T18:14:00Z"), "KE", 4),
            bin(case.online, at("2025-05-07T18:15:00Z"), "KE", 8),
        ],
    )
    .await;
    let grace = visitor(&db, administrator(&db).await).await;
    let ground = of_edition::ground(&db, &grace, case.edition).await.unwrap();
    let views = async |zone: &str, period: Period| {
        by_day::days(&db, &ground, &zone.parse().unwrap(), period)
            .await
            .unwrap()
            .into_iter()
            .map(|(day, counts)| (day.to_string(), counts.views))
            .collect::<Vec<_>>()
    };
    let day = |text: &str| text.to_owned();
    let always = Period::default();
    assert_eq!(
        views("Asia/Shanghai", always).await,
        [(day("2025-05-07"), 1), (day("2025-05-08"), 14)]
    );
    assert_eq!(
        views("Asia/Kathmandu", always).await,
        [(day("2025-05-07"), 7), (day("2025-05-08"), 8)]
    );
    assert_eq!(views("UTC", always).await, [(day("2025-05-07"), 15)]);
    let one_day = Period {
        from: Some("2025-05-08".parse().unwrap()),
        until: Some("2025-05-08".parse().unwrap()),
    };
    assert_eq!(
        views("Asia/Shanghai", one_day).await,
        [(day("2025-05-08"), 14)]
    );
}

async fn engaged_viewers_watched_at_least_half(db: Db) {
    let case = case(&db, "marine").await;
    viewer(&db, case.edition, case.online, 1, 29).await;
    viewer(&db, case.edition, case.online, 2, 30).await;
    viewer(&db, case.edition, case.online, 3, 60).await;
    watch(&db, vec![bin(case.online, NOW, "KE", 3)]).await;
    settle(&db).await;
    at_once(&db, case.online, 100, 2).await;
    at_once(&db, case.online, 101, 3).await;
    let grace = visitor(&db, administrator(&db).await).await;
    let ground = of_edition::ground(&db, &grace, case.edition).await.unwrap();
    let reached = session_reach::of_ground(&db, &ground).await.unwrap();
    assert_eq!((reached[0].session, reached[0].engaged), (case.online, 2));
    let gathered = Gathered::on(db.read(), ground, NOW).await.unwrap();
    let lines = by_session::sessions(&db, &gathered, Language::English, NOW)
        .await
        .unwrap();
    let shown: Vec<_> = lines
        .iter()
        .map(|line| (line.title.as_str(), line.engaged, line.peak))
        .collect();
    assert_eq!(
        shown,
        [
            ("Session 1", 0, 0),
            ("Session 2", 0, 0),
            ("Session 3", 2, 3)
        ]
    );
}

async fn figures_by_portfolio_and_mode(db: Db) {
    let (marine, market) = (case(&db, "marine").await, case(&db, "market").await);
    change_edition(&db, market.edition, |row| row.mode = Set(Mode::Online)).await;
    report(&db, market.online, "KE", "YouTube", 10).await;
    let groups = in_2025(&db).await.by_portfolio_and_mode(FROM);
    let shown: Vec<_> = groups
        .iter()
        .map(|group| {
            (
                group.portfolio_slug.as_str(),
                group.mode,
                group.figures.sessions(),
                group.figures.reported_views,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("portfolio-marine", Mode::InPerson, 3, 0),
            ("portfolio-market", Mode::Online, 3, 10)
        ]
    );
    cancel_session(&db, marine.lecture).await;
    assert_eq!(figures(&db).await.sessions(), 5);
}

async fn drafts_and_cancelled_editions_are_left_out_of_wider_figures(db: Db) {
    let case = case(&db, "marine").await;
    let grace = visitor(&db, administrator(&db).await).await;
    for (publication, sessions) in [
        (Publication::Draft, 0),
        (Publication::Cancelled, 0),
        (Publication::Archived, 3),
    ] {
        change_edition(&db, case.edition, |row| row.publication = Set(publication)).await;
        assert_eq!(figures(&db).await.sessions(), sessions, "{publication}");
        let own = of_edition::figures(&db, &grace, case.edition, NOW)
            .await
            .unwrap();
        assert_eq!(own.in_all(FROM).sessions(), 3, "its own page shows it");
        let all = of_programme::figures(&db, &grace, case.programme, NOW)
            .await
            .unwrap();
        assert_eq!(all.in_all(FROM).sessions(), sessions);
    }
}

async fn completed_years_are_those_with_sessions(db: Db) {
    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    assert_eq!(year::latest(&db, &zone, NOW).await.unwrap(), None);
    let case = case(&db, "marine").await;
    session(&db, case.edition, None, 4, Visit, "2023-05-08T09:00", 60).await;
    session(&db, case.edition, None, 5, Visit, "2026-05-08T09:00", 60).await;
    assert_eq!(year::latest(&db, &zone, NOW).await.unwrap(), Some(2025));
    assert_eq!(
        year::completed(&db, &zone, NOW).await.unwrap(),
        [2025, 2023]
    );
    assert_eq!(
        refusal(year::published(&db, 2026, &zone, NOW).await),
        Refusal::NotFound,
        "this year is not over"
    );
    assert!(year::published(&db, 2025, &zone, NOW).await.is_ok());
}

async fn a_coordinator_sees_only_their_editions(db: Db) {
    let (marine, rural) = (case(&db, "marine").await, case(&db, "rural").await);
    let carlos = person(&db, "Carlos", "BR").await;
    grant(
        &db,
        carlos,
        Role::Coordinator,
        Scope::Edition(marine.edition),
    )
    .await;
    watch(
        &db,
        vec![
            bin(marine.online, NOW, "KE", 1),
            bin(rural.online, NOW, "KE", 100),
        ],
    )
    .await;
    let carlos = visitor(&db, carlos).await;
    let zone = "Asia/Shanghai".parse().unwrap();
    let own = of_edition::figures(&db, &carlos, marine.edition, NOW)
        .await
        .unwrap();
    assert_eq!(own.in_all(FROM).measured.views, 1);
    let year = year::figures(&db, &carlos, YEAR, &zone, NOW).await.unwrap();
    assert_eq!(year.in_all(FROM).measured.views, 1);
    assert!(year.ground.partial);
    assert_eq!(
        refusal(of_edition::figures(&db, &carlos, rural.edition, NOW).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(of_programme::figures(&db, &carlos, rural.programme, NOW).await),
        Refusal::NotAllowed
    );
}

async fn a_trainer_sees_only_their_sessions(db: Db) {
    let case = case(&db, "marine").await;
    let tomas = person(&db, "Tomas", "DE").await;
    grant(&db, tomas, Role::Trainer, Scope::Course(case.course)).await;
    watch(
        &db,
        vec![
            bin(case.lecture, NOW, "KE", 1),
            bin(case.online, NOW, "BR", 100),
        ],
    )
    .await;
    let tomas = visitor(&db, tomas).await;
    let own = of_edition::figures(&db, &tomas, case.edition, NOW)
        .await
        .unwrap();
    assert_eq!(own.in_all(FROM).measured.views, 1);
    assert_eq!(own.in_all(FROM).sessions(), 1);
    assert_eq!(own.views_by_country().len(), 1);
    let zone = "Asia/Shanghai".parse().unwrap();
    assert_eq!(
        refusal(year::figures(&db, &tomas, YEAR, &zone, NOW).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(of_programme::figures(&db, &tomas, case.programme, NOW).await),
        Refusal::NotAllowed
    );
}

async fn nobody_else_sees_figures(db: Db) {
    let case = case(&db, "marine").await;
    let amina = person(&db, "Amina", "KE").await;
    enrolment(&db, case.edition, amina).await;
    let felix = person(&db, "Felix", "KE").await;
    grant(
        &db,
        felix,
        Role::FocalPoint,
        Scope::CountryInEdition(country("KE"), case.edition),
    )
    .await;
    let zone = "Asia/Shanghai".parse().unwrap();
    for who in [amina, felix] {
        let who = visitor(&db, who).await;
        assert_eq!(
            refusal(of_edition::figures(&db, &who, case.edition, NOW).await),
            Refusal::NotAllowed
        );
        assert_eq!(
            refusal(year::figures(&db, &who, YEAR, &zone, NOW).await),
            Refusal::NotAllowed
        );
        assert_eq!(
            refusal(reported_view::list(&db, &who, None, Language::English).await),
            Refusal::NotAllowed
        );
    }
    let anybody = Visitor::anybody();
    assert_eq!(
        refusal(of_edition::figures(&db, &anybody, case.edition, NOW).await),
        Refusal::SignInFirst
    );
    change_edition(&db, case.edition, |row| {
        row.publication = Set(Publication::Draft);
    })
    .await;
    let amina = visitor(&db, amina).await;
    assert_eq!(
        refusal(of_edition::figures(&db, &amina, case.edition, NOW).await),
        Refusal::NotFound,
        "nobody is told of drafts"
    );
    let ada = person(&db, "Ada", "AT").await;
    grant(&db, ada, Role::Auditor, Scope::All).await;
    let ada = visitor(&db, ada).await;
    assert!(
        of_edition::figures(&db, &ada, case.edition, NOW)
            .await
            .is_ok()
    );
    assert!(year::figures(&db, &ada, YEAR, &zone, NOW).await.is_ok());
}

fn typed(session: SessionId) -> TypedReport {
    TypedReport {
        session: session.to_string(),
        country: "KE".to_owned(),
        platform: " YouTube ".to_owned(),
        period_from: "2025-05-07".to_owned(),
        period_until: "2025-05-31".to_owned(),
        views: "1200".to_owned(),
        definition: "30 s watched".to_owned(),
        proof: "https://example.org/report.png".to_owned(),
    }
}

async fn a_long_list_of_reports_is_whole(db: Db) {
    let case = case(&db, "marine").await;
    let grace = visitor(&db, administrator(&db).await).await;
    let list = async || {
        reported_view::list(&db, &grace, Some(case.edition), Language::English)
            .await
            .unwrap()
            .lines
            .len()
    };
    let before = list().await;
    for number in 0..600 {
        report(&db, case.online, "KE", &format!("Platform {number}"), 1).await;
    }
    assert_eq!(list().await, before + 600);
}

async fn a_report_is_recorded_once_and_can_be_withdrawn(db: Db) {
    let case = case(&db, "marine").await;
    let grace = visitor(&db, administrator(&db).await).await;
    let again = async || reported_view::record(&db, &grace, &typed(case.online), NOW).await;
    assert_eq!(again().await.unwrap(), case.edition);
    assert_eq!(
        refusal(again().await),
        Refusal::field("platform", Reason::Taken)
    );
    assert_eq!(figures(&db).await.reported_views, 1_200);

    let listed = reported_view::list(&db, &grace, Some(case.edition), Language::English)
        .await
        .unwrap();
    let line = &listed.lines[0];
    assert_eq!(line.report.platform, "YouTube");
    assert_eq!(
        (line.edition_title.as_str(), line.session_title.as_str()),
        ("Edition 2025", "Session 3")
    );
    assert_eq!(listed.sessions.len(), 3);
    let id = line.report.id;
    assert_eq!(
        refusal(reported_view::withdraw(&db, &grace, id, "  ", NOW).await),
        Refusal::field("because", Reason::Missing)
    );
    let withdraw = async || reported_view::withdraw(&db, &grace, id, "a slip", NOW).await;
    assert_eq!(withdraw().await.unwrap(), case.edition);
    assert_eq!(refusal(withdraw().await), Refusal::NotFound);
    assert_eq!(figures(&db).await.reported_views, 0);

    let mended = TypedReport {
        views: "1300".to_owned(),
        ..typed(case.online)
    };
    reported_view::record(&db, &grace, &mended, NOW)
        .await
        .unwrap();
    assert_eq!(figures(&db).await.reported_views, 1_300);
    let history = audit::history(db.read(), "session", case.online.0)
        .await
        .unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions.len(), 3, "each step is noted: {actions:?}");
    let details: Vec<_> = history.iter().map(|row| row.detail.as_str()).collect();
    assert!(
        details.contains(&"YouTube 2025-05-07–2025-05-31: KE 1200")
            && details.contains(&"YouTube 2025-05-07–2025-05-31: KE 1300"),
        "{details:?}"
    );
    let rows = reported_view::Entity::find().all(db.read()).await.unwrap();
    let kept = rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!(rows.len(), 2, "what was withdrawn stays as it was");
    assert_eq!(
        (
            kept.views,
            kept.withdrawn_because.as_str(),
            kept.withdrawn_by
        ),
        (1_200, "a slip", grace.person_id())
    );
    assert_eq!(figures(&db).await.left_out.withdrawn_reports, 1);
}

async fn nothing_is_reported_twice(db: Db) {
    let case = case(&db, "marine").await;
    let grace = visitor(&db, administrator(&db).await).await;
    let record = async |typed: TypedReport| reported_view::record(&db, &grace, &typed, NOW).await;
    record(typed(case.online)).await.unwrap();
    let overlapping = TypedReport {
        period_from: "2025-05-31".to_owned(),
        period_until: "2025-06-30".to_owned(),
        ..typed(case.online)
    };
    assert_eq!(
        refusal(record(overlapping.clone()).await),
        Refusal::field("period_from", Reason::DaysReported)
    );
    let spelt_otherwise = TypedReport {
        platform: "youtube".to_owned(),
        ..typed(case.online)
    };
    assert_eq!(
        refusal(record(spelt_otherwise).await),
        Refusal::field("platform", Reason::Taken)
    );
    let total = TypedReport {
        country: String::new(),
        ..typed(case.online)
    };
    assert_eq!(
        refusal(record(total.clone()).await),
        Refusal::field("country", Reason::TotalBesideCountries)
    );
    assert_eq!(figures(&db).await.reported_views, 1_200);

    let later = TypedReport {
        platform: "YOUTUBE".to_owned(),
        period_from: "2025-06-01".to_owned(),
        ..overlapping
    };
    record(later).await.unwrap();
    let elsewhere = TypedReport {
        platform: "Weibo".to_owned(),
        ..total
    };
    record(elsewhere.clone()).await.unwrap();
    let beside_a_total = TypedReport {
        country: "BR".to_owned(),
        ..elsewhere
    };
    assert_eq!(
        refusal(record(beside_a_total).await),
        Refusal::field("country", Reason::TotalBesideCountries)
    );
    let counted = figures(&db).await;
    assert_eq!(counted.reported_views, 3_600);
    assert_eq!(counted.platforms["YouTube"], 2_400, "one spelling");
}

async fn a_table_of_countries_is_recorded_whole_or_not_at_all(db: Db) {
    let case = case(&db, "marine").await;
    let grace = visitor(&db, administrator(&db).await).await;
    let table = |lines: &str| TypedTable {
        session: case.online.to_string(),
        platform: "YouTube".to_owned(),
        period_from: "2025-05-07".to_owned(),
        period_until: "2025-05-31".to_owned(),
        definition: "30 s watched".to_owned(),
        proof: String::new(),
        table: lines.to_owned(),
    };
    let record =
        async |lines: &str| reported_view::record_table(&db, &grace, &table(lines), NOW).await;
    let bad = "country,views\nKE,100\nAtlantis,5\nBR,many\nke,7\nFR\n=1+1,5\n,3";
    let Refusal::Fields(why) = refusal(record(bad).await) else {
        panic!("not by its lines")
    };
    let why: Vec<_> = why.into_iter().map(|field| field.reason).collect();
    assert_eq!(
        why,
        [
            Reason::LineNotACountry { line: 3 },
            Reason::LineNotANumber { line: 4 },
            Reason::LineTwice { line: 5 },
            Reason::LineNotTwoCells { line: 6 },
            Reason::LineNotACountry { line: 7 },
            Reason::LineTotalBesideCountries { line: 8 },
        ]
    );
    assert_eq!(figures(&db).await.reported_views, 0);
    assert_eq!(
        refusal(record("  \n").await),
        Refusal::field("table", Reason::Missing)
    );

    let good = "国家;观看量\r\nKE;100\r\n\"Taiwan, China\",5\r\n巴西\t20\r\n";
    record(good).await.unwrap();
    let counted = figures(&db).await;
    assert_eq!(counted.reported_views, 125);
    assert_eq!(
        counted.reported_countries,
        [country("KE"), country("TW"), country("BR")].into()
    );
    assert_eq!(
        refusal(record("FR,1\nKE,1").await),
        Refusal::field("table", Reason::LineDaysReported { line: 2 })
    );
    assert_eq!(figures(&db).await.reported_views, 125, "nothing of it");
    let history = audit::history(db.read(), "session", case.online.0)
        .await
        .unwrap();
    assert_eq!(
        history[0].detail,
        "YouTube 2025-05-07–2025-05-31: KE 100, TW 5, BR 20"
    );
}

async fn reports_come_in_pages(db: Db) {
    let case = case(&db, "marine").await;
    let grace = visitor(&db, administrator(&db).await).await;
    for number in 0..101 {
        report(&db, case.online, "KE", &format!("Platform {number}"), 1).await;
    }
    let page = async |number| {
        let shown = reported_view::page(&db, &grace, None, number, Language::English)
            .await
            .unwrap();
        (shown.lines.len(), shown.pages)
    };
    assert_eq!(page(1).await, (50, 3));
    assert_eq!(page(3).await, (1, 3));
    assert_eq!(page(4).await, (0, 3));
    assert_eq!(page(u64::MAX).await, (0, 3));
}

async fn a_report_that_does_not_do_names_its_fields(db: Db) {
    let case = case(&db, "marine").await;
    let grace = visitor(&db, administrator(&db).await).await;
    let bad = TypedReport {
        country: "EU".to_owned(),
        platform: "  ".to_owned(),
        period_from: "2025-05-31".to_owned(),
        period_until: "2025-05-01".to_owned(),
        views: "-1".to_owned(),
        definition: String::new(),
        proof: "javascript:alert(1)".to_owned(),
        ..typed(case.online)
    };
    let why = refusal(reported_view::record(&db, &grace, &bad, NOW).await);
    assert_eq!(why.reason_for("country"), Some(Reason::NotAChoice));
    assert_eq!(why.reason_for("platform"), Some(Reason::Missing));
    assert_eq!(
        why.reason_for("period_until"),
        Some(Reason::EndsBeforeStart)
    );
    assert!(matches!(
        why.reason_for("views"),
        Some(Reason::NotANumber { .. })
    ));
    assert_eq!(why.reason_for("definition"), Some(Reason::Missing));
    assert_eq!(why.reason_for("proof"), Some(Reason::NotALink));
    assert_eq!(
        reported_view::Entity::find()
            .count(db.read())
            .await
            .unwrap(),
        0
    );
}

async fn only_who_runs_the_edition_writes_reports(db: Db) {
    let (marine, rural) = (case(&db, "marine").await, case(&db, "rural").await);
    let carlos = person(&db, "Carlos", "BR").await;
    grant(
        &db,
        carlos,
        Role::Coordinator,
        Scope::Edition(marine.edition),
    )
    .await;
    let ada = person(&db, "Ada", "AT").await;
    grant(&db, ada, Role::Auditor, Scope::All).await;
    let tomas = person(&db, "Tomas", "DE").await;
    grant(&db, tomas, Role::Trainer, Scope::Session(marine.online)).await;
    let [carlos, ada, tomas] = [
        visitor(&db, carlos).await,
        visitor(&db, ada).await,
        visitor(&db, tomas).await,
    ];
    reported_view::record(&db, &carlos, &typed(marine.online), NOW)
        .await
        .unwrap();
    let theirs = report(&db, rural.online, "KE", "YouTube", 5).await;
    for who in [&carlos, &ada, &tomas] {
        assert_eq!(
            refusal(reported_view::record(&db, who, &typed(rural.online), NOW).await),
            Refusal::NotFound
        );
        assert_eq!(
            refusal(reported_view::withdraw(&db, who, theirs, "not ours", NOW).await),
            Refusal::NotFound
        );
    }
    assert_eq!(
        refusal(reported_view::record(&db, &Visitor::anybody(), &typed(marine.online), NOW).await),
        Refusal::SignInFirst
    );
    let seen = reported_view::list(&db, &carlos, None, Language::English)
        .await
        .unwrap();
    assert_eq!(seen.lines.len(), 1, "only their edition's");
    let read_only = reported_view::list(&db, &ada, Some(marine.edition), Language::English)
        .await
        .unwrap();
    assert!(read_only.sessions.is_empty() && !read_only.lines[0].can_withdraw);
    assert_eq!(
        refusal(reported_view::list(&db, &carlos, Some(rural.edition), Language::English).await),
        Refusal::NotFound
    );
    assert_eq!(
        refusal(reported_view::list(&db, &tomas, None, Language::English).await),
        Refusal::NotAllowed
    );
}
