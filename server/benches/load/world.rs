//! What the measured server holds: 500 editions, people who will enrol, and a year with a million view sessions.

use std::path::PathBuf;

use domain::accounts::{person, sign_in};
use domain::catalogue::{edition, edition_text};
use domain::media::token::{KeyOf, Ticket};
use domain::media::{Counting, VisitorKey, edition_viewer, view_session};
use domain::sea_orm::ActiveValue::Set;
use domain::secret::hash_of;
use domain::statistics::{roll_up, view_bin};
use domain::{Db, clock};
use model::accounts::{Rank, Sex};
use model::catalogue::{AdmissionWay, EditionKind, Mode, Publication};
use model::schedule::SessionKind;
use model::*;

use super::client::Call;

#[path = "../../domain/tests/cast/rows.rs"]
#[allow(
    dead_code,
    reason = "the tests' rows, of which a measurement uses some"
)]
mod rows;

/// People who enrol while it is measured.
const PEOPLE: usize = 40_000;
/// Players that send beats while it is measured, and the beats of each.
const PLAYERS: u32 = 2_000;
const BEATS: u32 = 100;
/// View sessions of the measured year.
const VIEW_SESSIONS: usize = 1_000_000;
/// Rows a statement.
const CHUNK: usize = 500;

/// A folder with a database.
pub struct World {
    pub folder: PathBuf,
    pub edition_path: String,
    edition: EditionId,
    beats: Vec<Call>,
}

impl World {
    /// Builds it; takes about a minute, and is built anew each time.
    pub async fn load() -> Self {
        let folder = std::env::temp_dir().join("egret-bench");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.join("egret.db").display()))
            .await
            .unwrap();
        server::migrate::migrate(&db).await.unwrap();

        let programme = rows::programme(&db, "measured").await;
        let full = rows::edition(&db, programme, "full").await;
        rows::seats(&db, full, 1_000_000).await;
        for number in 1..=12 {
            let day = 6 + number;
            rows::session(
                &db,
                full,
                None,
                number,
                SessionKind::Lecture,
                &format!("2026-12-{day:02}T09:00"),
                90,
            )
            .await;
        }
        editions(&db, programme, 500).await;
        people(&db).await;
        watched(&db, programme).await;
        let beats = beats(&db, full).await;
        db.close().await.unwrap();
        Self {
            folder,
            edition_path: "/programmes/measured/full".to_owned(),
            edition: full,
            beats,
        }
    }

    /// Every player's first beat, then every player's second, and so on: as they come when thousands watch.
    pub fn beats(&self) -> Vec<Call> {
        self.beats.clone()
    }

    /// One enrolment a person.
    pub fn enrolments(&self) -> Vec<Call> {
        (0..PEOPLE)
            .map(|number| {
                let form = format!("_page=/&edition={}&delegation=KE", self.edition);
                Call::post(
                    "/api/enrol",
                    form,
                    Some(format!("egret={}", secret(number))),
                )
            })
            .collect()
    }
}

fn secret(number: usize) -> String {
    format!("bench-{number}")
}

/// Beats of half a minute each, with tokens as pages give them.
async fn beats(db: &Db, edition: EditionId) -> Vec<Call> {
    let number = 13;
    let wall = "2026-12-20T09:00";
    let session = rows::session(db, edition, None, number, SessionKind::Online, wall, 90).await;
    let counting = Counting::start(db.clone(), |_| None, |_| false);
    let now = clock::now();
    let mut tokens = Vec::new();
    for player in 0..PLAYERS {
        let mut visitor = [0; 16];
        visitor[..4].copy_from_slice(&player.to_be_bytes());
        let ticket = Ticket {
            play: PlayId::new(),
            session,
            edition,
            visitor: VisitorKey(visitor),
            key_of: KeyOf::Person,
            enrolment: None,
            country: Country::parse("KE"),
            bot: false,
            expires_at: now.plus_days(1),
        };
        tokens.push(counting.sign(&ticket, now).await.unwrap());
    }
    (1..=BEATS)
        .flat_map(|sequence| tokens.iter().map(move |token| (sequence, token)))
        .map(|(sequence, token)| {
            let (from, to) = ((sequence - 1) * 30_000, sequence * 30_000);
            let form =
                format!("token={token}&sequence={sequence}&from_ms={from}&to_ms={to}&rate=100");
            Call::script("/api/beat", form)
        })
        .collect()
}

/// Editions open now.
async fn editions(db: &Db, programme: ProgrammeId, how_many: usize) {
    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    let now = clock::now();
    let (mut editions, mut texts) = (Vec::new(), Vec::new());
    for number in 0..how_many {
        let id = EditionId::new();
        let name = format!("edition-{number}");
        editions.push(edition::ActiveModel {
            id: Set(id),
            programme: Set(programme),
            slug: Set(name.parse().unwrap()),
            kind: Set(EditionKind::Seminar),
            mode: Set(Mode::InPerson),
            publication: Set(Publication::Published),
            starts_on: Set("2027-05-06".to_owned()),
            ends_on: Set("2027-05-26".to_owned()),
            starts_at: Set(now.plus_days(150)),
            ends_at: Set(now.plus_days(170)),
            zone: Set(zone.clone()),
            place: Set("Xiamen".to_owned()),
            admission_way: Set(AdmissionWay::Open),
            admission_opens_at: Set(Some(now.plus_days(-10))),
            admission_closes_at: Set(Some(now.plus_days(100))),
            attendance_threshold: Set(80),
            rule_version: Set(1),
            version: Set(1),
            created_at: Set(now),
        });
        texts.push(edition_text::ActiveModel {
            edition: Set(id),
            language: Set(Language::English),
            title: Set(format!("Seminar on High-quality Development, No. {number}")),
            summary: Set(
                "Ports, aquaculture and ocean energy, with eight company visits.".to_owned(),
            ),
            description: Set(String::new()),
            audience: Set("Officials of ministries responsible for the sea".to_owned()),
            folded: Set(format!(
                "seminar on high-quality development, no. {number} xiamen"
            )),
        });
    }
    rows::insert(db, editions).await;
    rows::insert(db, texts).await;
}

async fn people(db: &Db) {
    let now = clock::now();
    let zone: Zone = "Africa/Nairobi".parse().unwrap();
    for chunk in (0..PEOPLE).collect::<Vec<_>>().chunks(CHUNK) {
        let (mut people, mut sign_ins) = (Vec::new(), Vec::new());
        for number in chunk {
            let id = PersonId::new();
            people.push(person::ActiveModel {
                id: Set(id),
                email: Set(Some(format!("{number}@example.org"))),
                email_confirmed_at: Set(Some(now)),
                password_hash: Set(None),
                printed_name: Set(format!("Participant {number}")),
                native_name: Set(String::new()),
                country: Set(Country::parse("KE").unwrap()),
                organisation: Set(String::new()),
                position: Set(String::new()),
                rank: Set(Rank::None),
                sex: Set(Sex::Unknown),
                birth_date: Set(None),
                zone: Set(zone.clone()),
                language: Set(Language::English),
                about: Set(String::new()),
                created_at: Set(now),
                deleted_at: Set(None),
            });
            sign_ins.push(sign_in::ActiveModel {
                token_hash: Set(hash_of(&secret(*number))),
                person: Set(id),
                created_at: Set(now),
                last_seen_at: Set(now),
                expires_at: Set(now.plus_days(1)),
                device: Set(String::new()),
            });
        }
        rows::insert(db, people).await;
        rows::insert(db, sign_ins).await;
    }
}

/// A year 2025 with eight online sessions and a million view sessions from 61 countries.
async fn watched(db: &Db, programme: ProgrammeId) {
    let edition = rows::edition(db, programme, "watched").await;
    let countries: Vec<&str> = Country::all().map(Country::code).take(61).collect();
    let mut sessions = Vec::new();
    for number in 1..=8 {
        let wall = format!("2025-0{number}-10T20:00");
        sessions
            .push(rows::session(db, edition, None, number, SessionKind::Online, &wall, 60).await);
    }
    let starts = |place: usize| {
        let wall = format!("2025-0{}-10T20:00", place + 1);
        clock::instant_of(
            wall.parse().unwrap(),
            &"Asia/Shanghai".parse().unwrap(),
            None,
        )
        .unwrap()
    };
    for chunk in (0..VIEW_SESSIONS).collect::<Vec<_>>().chunks(CHUNK) {
        let (mut views, mut viewers) = (Vec::new(), Vec::new());
        for number in chunk {
            let place = number % sessions.len();
            let key = number.to_be_bytes().to_vec();
            let at = starts(place).plus_seconds((number % 3_600).try_into().unwrap());
            views.push(view_session::ActiveModel {
                session: Set(sessions[place]),
                visitor_key: Set(key.clone()),
                enrolment: Set(None),
                country: Set(countries[number % countries.len()].to_owned()),
                first_seen_at: Set(at),
                last_beat_at: Set(at.plus_minutes(20)),
                plays: Set(1),
                views: Set(1),
                watched_ms: Set(1_200_000),
                stretches: Set("0-1200000".to_owned()),
            });
            viewers.push(edition_viewer::ActiveModel {
                edition: Set(edition),
                visitor_key: Set(key),
                country: Set(countries[number % countries.len()].to_owned()),
                first_seen_at: Set(at),
            });
        }
        rows::insert(db, views).await;
        rows::insert(db, viewers).await;
    }
    let mut bins = Vec::new();
    for (place, session) in sessions.iter().enumerate() {
        for quarter in 0..4 {
            for country in &countries {
                let each =
                    i64::try_from(VIEW_SESSIONS / sessions.len() / 4 / countries.len()).unwrap();
                bins.push(view_bin::ActiveModel {
                    session: Set(*session),
                    bin: Set(starts(place).0 / 900_000 + quarter),
                    country: Set((*country).to_owned()),
                    plays: Set(each),
                    long_enough: Set(each),
                    bots: Set(0),
                    views: Set(each),
                    session_uniques: Set(each),
                    edition_uniques: Set(each),
                    watched_ms: Set(each * 1_200_000),
                });
            }
        }
    }
    rows::insert(db, bins).await;
    db.write(async |tx| roll_up::rebuild(tx).await)
        .await
        .unwrap();
}
