//! Views that other platforms reported: 1,215,000 of the eight online sessions of 2023, from 61 countries.

use domain::schedule::session;
use domain::statistics::reported_view;
use model::schedule::SessionKind;
use model::{Instant, PersonId, ReportedViewId};

use super::editions::edition_id;
use super::name::id_of;
use super::share::share_out;
use super::when::When;

/// How many views the eight sessions had in all.
const TOTAL: i64 = 1_215_000;
/// How many views each session of the autumn had on other platforms.
const AUTUMN: i64 = 38_000;

/// The 61 countries and how their views compare.
const COUNTRIES: [(&str, i64); 61] = [
    ("BR", 612),
    ("ZA", 490),
    ("IN", 471),
    ("RU", 395),
    ("ID", 301),
    ("EG", 284),
    ("NG", 266),
    ("KE", 241),
    ("PK", 222),
    ("VN", 214),
    ("TH", 197),
    ("MY", 181),
    ("PH", 176),
    ("SA", 161),
    ("AE", 158),
    ("MX", 149),
    ("TR", 141),
    ("KZ", 132),
    ("ET", 121),
    ("BD", 118),
    ("AR", 112),
    ("MA", 97),
    ("TZ", 92),
    ("GH", 88),
    ("LK", 81),
    ("CL", 77),
    ("PE", 71),
    ("UZ", 66),
    ("NP", 61),
    ("DZ", 58),
    ("UG", 55),
    ("CO", 52),
    ("IR", 49),
    ("MM", 44),
    ("KH", 41),
    ("LA", 37),
    ("ZM", 34),
    ("SN", 32),
    ("CM", 30),
    ("MZ", 27),
    ("RW", 25),
    ("TN", 24),
    ("BY", 22),
    ("MN", 20),
    ("CU", 18),
    ("AO", 16),
    ("NA", 14),
    ("MG", 12),
    ("ZW", 11),
    ("BO", 10),
    ("PG", 9),
    ("FJ", 8),
    ("MU", 7),
    ("MV", 6),
    ("CV", 5),
    ("BB", 5),
    ("WS", 4),
    ("SC", 4),
    ("VU", 3),
    ("TO", 3),
    ("DJ", 2),
];

/// A platform: its name, its address, its share, how many of the countries it names, and what it counts.
const PLATFORMS: [(&str, &str, i64, usize, &str); 3] = [
    (
        "Platform A (video)",
        "https://platform-a.example.org",
        54,
        61,
        "A view is counted when playback starts and lasts 3 seconds; repeats count again.",
    ),
    (
        "Platform B (live)",
        "https://platform-b.example.org",
        31,
        48,
        "A view is counted for each entry into the live room, and for each replay.",
    ),
    (
        "Platform C (social)",
        "https://platform-c.example.org",
        15,
        33,
        "A view is counted when half of the player is visible for 2 seconds.",
    ),
];

/// Rows of reported views; `recorder` typed them in.
#[must_use]
pub fn reported_views(
    sessions: &[session::Model],
    recorder: PersonId,
    when: &When,
) -> Vec<reported_view::Model> {
    let mut rows = Vec::new();
    let of = |programme: &str, edition: &str| {
        let edition = edition_id(programme, edition);
        sessions
            .iter()
            .filter(move |session| session.edition == edition && session.is_held(when.now))
            .filter(|session| session.kind == SessionKind::Online)
    };
    let online: Vec<_> = of("entering-the-chinese-market", "2023")
        .chain(of("cross-border-digital-marketing", "2023"))
        .collect();
    // The first evenings drew more people than the later ones.
    let weights: Vec<i64> = (0..).take(online.len()).map(|turn| 20 - turn).collect();
    for (session, views) in online.into_iter().zip(share_out(TOTAL, &weights)) {
        report(&mut rows, session, views, "2023-12-31", recorder, when.now);
    }
    for session in of("entering-the-chinese-market", "fourth") {
        let until = when.today.to_string();
        report(&mut rows, session, AUTUMN, &until, recorder, when.now);
    }
    withdraw_a_duplicate(&mut rows, when.now);
    rows
}

/// Shares a session's views out to platforms and countries.
fn report(
    rows: &mut Vec<reported_view::Model>,
    session: &session::Model,
    views: i64,
    until: &str,
    recorder: PersonId,
    now: Instant,
) {
    let from: String = session.wall_start.chars().take(10).collect();
    let shares = PLATFORMS.map(|(_, _, share, ..)| share);
    for ((platform, site, _, named, definition), views) in
        PLATFORMS.iter().zip(share_out(views, &shares))
    {
        let countries = &COUNTRIES[..*named];
        let weights: Vec<i64> = countries.iter().map(|(_, weight)| *weight).collect();
        for ((country, _), views) in countries.iter().zip(share_out(views, &weights)) {
            let name = format!("{}/{country}/{platform}", session.id);
            rows.push(reported_view::Model {
                id: ReportedViewId(id_of("reported view", &name)),
                session: session.id,
                country: (*country).to_owned(),
                platform: (*platform).to_owned(),
                period_from: from.clone(),
                period_until: until.to_owned(),
                views,
                definition: (*definition).to_owned(),
                proof: format!("{site}/exports/{until}"),
                recorded_by: Some(recorder),
                recorded_at: session.ends_at.plus_days(30).min(now),
                withdrawn_at: None,
                withdrawn_by: None,
                withdrawn_because: String::new(),
            });
        }
    }
}

/// A line that was typed in twice for one session and taken back: it must not count.
fn withdraw_a_duplicate(rows: &mut Vec<reported_view::Model>, now: Instant) {
    let Some(first) = rows.first().cloned() else {
        return;
    };
    rows.push(reported_view::Model {
        id: ReportedViewId(id_of("reported view", "duplicate")),
        country: "JP".to_owned(),
        proof: String::new(),
        withdrawn_at: Some(first.recorded_at.plus_days(1).min(now)),
        withdrawn_by: first.recorded_by,
        withdrawn_because: "Typed in twice, the second time under the wrong country.".to_owned(),
        ..first
    });
}
