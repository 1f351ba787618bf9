//! What the measured server holds: 500 editions, people who will enrol, and a year with a million view sessions.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::accounts::{person, sign_in};
use domain::catalogue::{edition, edition_text};
use domain::media::token::{KeyOf, Ticket};
use domain::media::{Counting, VisitorKey, Whereabouts, edition_viewer, view_session};
use domain::sea_orm::ActiveValue::Set;
use domain::secret::hash_of;
use domain::statistics::roll_up::{self, Bins, Key};
use domain::statistics::{Measured, concurrent_bin};
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
pub mod rows;

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
    pub programme: ProgrammeId,
    pub watched: EditionId,
    /// With 5,000 applications and 60 pools.
    pub crowded: EditionId,
    edition: EditionId,
    limited: EditionId,
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
        let watched = watched(&db, programme).await;
        administrator(&db).await;
        let limited = limited(&db, programme).await;
        let crowded = crowded(&db, programme).await;
        let beats = beats(&db, full).await;
        db.close().await.unwrap();
        Self {
            folder,
            edition_path: "/programmes/measured/full".to_owned(),
            programme,
            watched,
            crowded,
            edition: full,
            limited,
            beats,
        }
    }

    /// Every player's first beat, then every player's second, and so on: as they come when thousands watch.
    pub fn beats(&self) -> Vec<Call> {
        self.beats.clone()
    }

    /// A page as the administrator asks for it.
    pub fn as_administrator(path: &str) -> Call {
        Call {
            cookie: Some(format!("egret={ADMINISTRATOR}")),
            ..Call::get(path)
        }
    }

    /// One enrolment a person.
    pub fn enrolments(&self) -> Vec<Call> {
        enrolments(self.edition)
    }

    /// One enrolment a person, in an edition with four pools beside the total.
    pub fn limited_enrolments(&self) -> Vec<Call> {
        enrolments(self.limited)
    }
}

fn enrolments(edition: EditionId) -> Vec<Call> {
    (0..PEOPLE)
        .map(|number| {
            let form = format!("_page=/&edition={edition}&delegation=KE");
            Call::post(
                "/api/enrol",
                form,
                Some(format!("egret={}", secret(number))),
            )
        })
        .collect()
}

fn secret(number: usize) -> String {
    format!("bench-{number}")
}

/// An edition whose total and four overlapping pools have a seat for everybody.
async fn limited(db: &Db, programme: ProgrammeId) -> EditionId {
    let edition = rows::edition(db, programme, "limited").await;
    rows::seats(db, edition, 1_000_000).await;
    let pools = super::crowd::FOUR_POOLS;
    super::crowd::add_pools(db, edition, pools).await;
    edition
}

/// An edition of 500 seats with 60 pools, for which 5,000 people applied.
async fn crowded(db: &Db, programme: ProgrammeId) -> EditionId {
    let edition = rows::edition(db, programme, "crowded").await;
    rows::seats(db, edition, 500).await;
    super::crowd::apply(db, edition, 5_000).await;
    super::crowd::add_sixty_pools(db, edition).await;
    edition
}

/// Beats of half a minute each, with tokens as pages give them.
async fn beats(db: &Db, edition: EditionId) -> Vec<Call> {
    let number = 13;
    let wall = "2026-12-20T09:00";
    let session = rows::session(db, edition, None, number, SessionKind::Online, wall, 90).await;
    let counting = Counting::start(db.clone(), |_| Whereabouts::Unknown, |_| false);
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
            country: Whereabouts::of_code("KE"),
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

/// A year 2025 with eight online sessions and a million view sessions, from 61 countries and over the 365 days after each.
async fn watched(db: &Db, programme: ProgrammeId) -> EditionId {
    let edition = rows::edition(db, programme, "watched").await;
    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    for number in 1..=8 {
        let wall = format!("2025-0{number}-10T20:00");
        let kind = SessionKind::Online;
        let session = rows::session(db, edition, None, number, kind, &wall, 60).await;
        let starts = clock::instant_of(wall.parse().unwrap(), &zone, None).unwrap();
        let viewers: Vec<Viewer> = (0..VIEW_SESSIONS / 8)
            .map(|of_session| Viewer::of(of_session * 8 + usize::try_from(number).unwrap(), starts))
            .collect();
        for some in viewers.chunks(CHUNK) {
            let rows = some.iter().map(|viewer| viewer.view_session(session));
            rows::insert(db, rows.collect()).await;
            let rows = some.iter().map(|viewer| viewer.edition_viewer(edition));
            rows::insert(db, rows.collect()).await;
        }
        roll_up_views(db, session, &viewers).await;
    }
    edition
}

/// Adds them as beats do: the product's own bins, totals, spans and peaks.
async fn roll_up_views(db: &Db, session: SessionId, viewers: &[Viewer]) {
    let (mut bins, mut minutes) = (Bins::new(), BTreeMap::new());
    for viewer in viewers {
        let key = Key {
            session,
            bin: roll_up::bin_of(viewer.at),
            country: viewer.country.to_owned(),
        };
        bins.entry(key).or_default().add(&Measured {
            plays: 1,
            long_enough: 1,
            bots: 0,
            views: 1,
            session_uniques: 1,
            edition_uniques: 1,
            watched_ms: WATCHED_MS,
        });
        *minutes.entry((session, viewer.at.0 / 60_000)).or_default() += 1;
    }
    db.write(async |tx| {
        roll_up::add(tx, &bins).await?;
        concurrent_bin::add(tx, minutes).await
    })
    .await
    .unwrap();
}

/// How long each of them watches.
const WATCHED_MS: i64 = 600_000;

struct Viewer {
    key: Vec<u8>,
    country: &'static str,
    at: Instant,
}

impl Viewer {
    /// Spread by a step that is prime to the minutes of a year.
    fn of(number: usize, starts: Instant) -> Self {
        let countries: Vec<Country> = Country::all().take(61).collect();
        let minute = number * 7_919 % (365 * 24 * 60);
        Self {
            key: number.to_be_bytes().to_vec(),
            country: countries[number % countries.len()].code(),
            at: starts.plus_minutes(minute.try_into().unwrap()),
        }
    }

    fn view_session(&self, session: SessionId) -> view_session::ActiveModel {
        view_session::ActiveModel {
            session: Set(session),
            visitor_key: Set(self.key.clone()),
            country: Set(self.country.to_owned()),
            first_seen_at: Set(self.at),
            last_beat_at: Set(self.at.plus_ms(WATCHED_MS)),
            counted_beat_at: Set(Some(self.at.plus_ms(WATCHED_MS))),
            plays: Set(1),
            views: Set(1),
            watched_ms: Set(WATCHED_MS),
            stretches: Set(format!("0-{WATCHED_MS}")),
        }
    }

    fn edition_viewer(&self, edition: EditionId) -> edition_viewer::ActiveModel {
        edition_viewer::ActiveModel {
            edition: Set(edition),
            visitor_key: Set(self.key.clone()),
            country: Set(self.country.to_owned()),
            first_seen_at: Set(self.at),
        }
    }
}

/// An administrator who is signed in.
async fn administrator(db: &Db) {
    let who = rows::administrator(db).await;
    let now = clock::now();
    let row = sign_in::ActiveModel {
        token_hash: Set(hash_of(ADMINISTRATOR)),
        person: Set(who),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now.plus_days(1)),
        device: Set(String::new()),
    };
    rows::insert(db, vec![row]).await;
}

/// The secret in the administrator's cookie.
const ADMINISTRATOR: &str = "bench-administrator";
