//! Watching: what counts as a play, a view, a unique viewer, a watched minute; recordings and who may see them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::*;
use domain::Db;
use domain::attendance::{evidence, verdict};
use domain::media::{
    Counting, Gatherer, Heard, KeyOf, Place, Screen, Ticket, VisitorKey, Whereabouts, audience,
    edition_viewer, engaged_viewer, ledger, play, recording, view_session, visitor_salt,
    watched_presence, whereabouts,
};
use domain::schedule::session;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::Expr;
use domain::statistics::{concurrent_bin, engaged_bin, roll_up, session_reach, view_bin};
use model::attendance::EvidenceSource;
use model::media::Beat;
use model::role::Scope;
use model::schedule::{Audience, SessionKind, SessionState};
use model::{EditionId, Instant, PlayId, Reason, RecordingId, Refusal, Role, SessionId};

on_both!(
    ten_seconds_make_a_view_and_nine_do_not,
    a_three_hour_sitting_is_one_view_and_coming_back_an_hour_later_another,
    watching_again_does_not_make_minutes,
    a_jump_does_not_count_as_watched,
    faster_playback_counts_what_was_played,
    beats_that_arrive_late_and_together_count_whole,
    beats_that_overtake_each_other_count_once_each,
    beats_that_arrive_late_are_presence_when_it_was,
    a_glance_before_watching_does_not_cost_the_view,
    a_bots_play_makes_nobody_known,
    nothing_is_watched_behind_the_recordings_end,
    engaged_viewers_are_settled_though_nobody_watched_lately,
    an_edition_that_was_shortened_or_lengthened_takes_its_salt_along,
    nothing_leads_from_a_key_to_a_person_once_its_salt_is_gone,
    replays_change_nothing,
    a_bot_is_in_the_funnel_and_nowhere_else,
    a_visitor_is_unique_once_a_session_and_once_an_edition,
    a_browser_without_cookies_is_a_view_and_not_a_unique_viewer,
    a_viewer_counts_where_first_seen,
    anonymisers_are_counted_under_a_code_of_their_own,
    most_at_once_is_counted_by_the_minute,
    forged_and_expired_tokens_count_nothing,
    hundreds_of_callers_are_summed_exactly,
    two_servers_write_the_same_rows,
    engaged_viewers_are_settled_when_the_session_is_over,
    watching_ones_own_session_becomes_evidence_once,
    salts_are_an_editions_own_and_are_destroyed,
    a_cookie_or_a_person_keeps_their_key_within_an_edition,
    who_may_watch_is_the_sessions_audience,
    a_session_has_one_recording_and_its_staff_set_it,
);

struct Scene {
    edition: EditionId,
    lecture: SessionId,
    second: SessionId,
}

async fn scene(db: &Db) -> Scene {
    let programme = programme(db, "marine").await;
    let edition = edition(db, programme, "2026").await;
    let lecture = online(db, edition, 1).await;
    let second = online(db, edition, 2).await;
    Scene {
        edition,
        lecture,
        second,
    }
}

async fn online(db: &Db, edition: EditionId, number: i32) -> SessionId {
    session(
        db,
        edition,
        None,
        number,
        SessionKind::Online,
        "2026-12-08T09:00",
        60,
    )
    .await
}

/// Somebody's player.
#[derive(Clone)]
struct Player {
    heard: Heard,
}

impl Player {
    fn of(scene: &Scene, visitor: u8) -> Self {
        Self {
            heard: Heard {
                play: PlayId::new(),
                session: scene.lecture,
                edition: scene.edition,
                visitor: VisitorKey([visitor; 16]),
                keyed: true,
                enrolment: None,
                country: Whereabouts::of_code("KE"),
                bot: false,
                sequence: 0,
                from_ms: 0,
                to_ms: 0,
                rate: 100,
                at: NOW,
            },
        }
    }

    fn from(mut self, code: &str) -> Self {
        self.heard.country = Whereabouts::of_code(code);
        self
    }

    fn at(mut self, at: Instant) -> Self {
        self.heard.at = at;
        self
    }

    /// The first beat.
    fn start(&mut self) -> Heard {
        self.tell(0, 0, 0)
    }

    /// A beat `seconds` later: what lies between `from` and `to` (in seconds) was watched.
    fn tell(&mut self, seconds: i64, from: i64, to: i64) -> Heard {
        self.heard.sequence += 1;
        self.heard.at = self.heard.at.plus_seconds(seconds);
        self.heard.from_ms = from * 1_000;
        self.heard.to_ms = to * 1_000;
        self.heard.clone()
    }
}

async fn hear(db: &Db, beats: &[Heard]) {
    for beat in beats {
        ledger::write(db, std::slice::from_ref(beat)).await.unwrap();
    }
}

async fn bins(db: &Db) -> Vec<view_bin::Model> {
    view_bin::Entity::find().all(db.read()).await.unwrap()
}

/// All bins together: plays, long enough, bots, views, unique in sessions, unique in editions, seconds.
async fn sums(db: &Db) -> [i64; 7] {
    bins(db).await.iter().fold([0; 7], |sums, bin| {
        [
            sums[0] + bin.plays,
            sums[1] + bin.long_enough,
            sums[2] + bin.bots,
            sums[3] + bin.views,
            sums[4] + bin.session_uniques,
            sums[5] + bin.edition_uniques,
            sums[6] + bin.watched_ms / 1_000,
        ]
    })
}

async fn ten_seconds_make_a_view_and_nine_do_not(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    hear(&db, &[player.start(), player.tell(9, 0, 9)]).await;
    assert_eq!(sums(&db).await, [1, 0, 0, 0, 0, 0, 9]);
    hear(&db, &[player.tell(1, 9, 10)]).await;
    assert_eq!(sums(&db).await, [1, 1, 0, 1, 1, 1, 10]);
    hear(&db, &[player.tell(30, 10, 40)]).await;
    assert_eq!(sums(&db).await, [1, 1, 0, 1, 1, 1, 40]);
}

async fn a_three_hour_sitting_is_one_view_and_coming_back_an_hour_later_another(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    let mut beats = vec![player.start()];
    for half in 0..360 {
        beats.push(player.tell(30, half * 30, half * 30 + 30));
    }
    // The page is loaded again in the middle of it: the sitting goes on.
    let mut reloaded = Player::of(&scene, 1).at(player.heard.at.plus_minutes(59));
    beats.extend([reloaded.start(), reloaded.tell(30, 0, 30)]);
    ledger::write(&db, &beats).await.unwrap();
    let [plays, long_enough, _, views, ..] = sums(&db).await;
    assert_eq!((plays, long_enough, views), (2, 2, 1));

    let mut back = Player::of(&scene, 1).at(reloaded.heard.at.plus_minutes(60));
    hear(&db, &[back.start(), back.tell(30, 0, 30)]).await;
    let [plays, _, _, views, unique, ..] = sums(&db).await;
    assert_eq!((plays, views, unique), (3, 2, 1));
}

async fn watching_again_does_not_make_minutes(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    let beats = [
        player.start(),
        player.tell(60, 0, 60),
        player.tell(60, 0, 60),
        player.tell(40, 50, 90),
    ];
    hear(&db, &beats).await;
    let viewer = view_session::Entity::find()
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (viewer.watched_ms, viewer.stretches.as_str()),
        (90_000, "0-90000")
    );
    assert_eq!(sums(&db).await[6], 90);
    let play = play::Entity::find().one(db.read()).await.unwrap().unwrap();
    assert_eq!(
        play.watched_ms, 160_000,
        "the play was that long all the same"
    );
}

async fn a_jump_does_not_count_as_watched(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    hear(&db, &[player.start(), player.tell(5, 0, 3_000)]).await;
    let [_, long_enough, _, views, _, _, seconds] = sums(&db).await;
    assert_eq!((long_enough, views), (0, 0), "five seconds passed");
    assert_eq!(seconds, 7, "what passed, and the tolerance once");
    for _ in 0..10 {
        let beat = player.tell(1, 10_000, 90_000);
        hear(&db, &[beat]).await;
    }
    assert!(
        sums(&db).await[6] <= 17,
        "the tolerance is given once and not with every beat"
    );
}

async fn faster_playback_counts_what_was_played(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    player.heard.rate = 200;
    hear(&db, &[player.start(), player.tell(30, 0, 60)]).await;
    assert_eq!(sums(&db).await[6], 60);
    player.heard.rate = 10_000;
    hear(&db, &[player.tell(10, 60, 5_000)]).await;
    assert!(
        sums(&db).await[6] <= 60 + 4 * 12,
        "nothing plays faster than fourfold"
    );
    player.heard.rate = 0;
    hear(&db, &[player.tell(10, 6_000, 6_010)]).await;
    assert!(sums(&db).await[6] <= 60 + 4 * 12);
}

async fn beats_that_arrive_late_and_together_count_whole(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    hear(&db, &[player.start()]).await;
    // The line was down for ninety seconds; then three beats come at once.
    let beats = [
        player.tell(90, 0, 30),
        player.tell(0, 30, 60),
        player.tell(0, 60, 90),
    ];
    hear(&db, &beats).await;
    assert_eq!(sums(&db).await[6], 90);
}

async fn beats_that_overtake_each_other_count_once_each(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    let (first, second, third) = (
        player.start(),
        player.tell(30, 0, 30),
        player.tell(30, 30, 60),
    );
    let late = Heard {
        at: third.at,
        ..second
    };
    hear(&db, &[first, third.clone(), late.clone()]).await;
    assert_eq!(sums(&db).await, [1, 1, 0, 1, 1, 1, 60]);
    let again = [third, late].map(|beat| Heard {
        at: beat.at.plus_minutes(1),
        ..beat
    });
    hear(&db, &again).await;
    assert_eq!(sums(&db).await, [1, 1, 0, 1, 1, 1, 60]);
}

async fn beats_that_arrive_late_are_presence_when_it_was(db: Db) {
    let scene = scene(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let place = enrolment(&db, scene.edition, amina).await;
    let mut player = Player::of(&scene, 1);
    player.heard.enrolment = Some(place);
    hear(&db, &[player.start(), player.tell(30, 0, 30)]).await;
    // Ten minutes without a line; then all of it comes at once, but for the last minute, in which nobody watched.
    let mut late = vec![player.tell(600, 30, 60)];
    for half in 2..19 {
        late.push(player.tell(0, half * 30, half * 30 + 30));
    }
    hear(&db, &late).await;
    watched_presence::record_evidence(&db, player.heard.at.plus_minutes(5))
        .await
        .unwrap();
    let pieces = evidence::Entity::find().all(db.read()).await.unwrap();
    let mut times: Vec<_> = pieces
        .iter()
        .map(|piece| (piece.starts_at.since(NOW), piece.ends_at.since(NOW)))
        .collect();
    times.sort_unstable();
    assert_eq!(times, [(0, 30_000), (90_000, 630_000)]);
    let kept = watched_presence::Entity::find().count(db.read());
    assert_eq!(kept.await.unwrap(), 0);
}

async fn a_glance_before_watching_does_not_cost_the_view(db: Db) {
    let scene = scene(&db).await;
    let mut glance = Player::of(&scene, 1);
    hear(&db, &[glance.start(), glance.tell(2, 0, 2)]).await;
    let mut whole = Player::of(&scene, 1).at(NOW.plus_minutes(5));
    hear(&db, &[whole.start(), whole.tell(30, 0, 30)]).await;
    let mut reloaded = Player::of(&scene, 1).at(NOW.plus_minutes(50));
    hear(&db, &[reloaded.start(), reloaded.tell(30, 30, 60)]).await;
    let [plays, long_enough, _, views, unique, ..] = sums(&db).await;
    assert_eq!((plays, long_enough, views, unique), (3, 2, 1, 1));
    // Another glance long after; it is neither a view nor a reason against one.
    let mut glance = Player::of(&scene, 1).at(NOW.plus_minutes(150));
    hear(&db, &[glance.start(), glance.tell(2, 0, 2)]).await;
    let mut again = Player::of(&scene, 1).at(NOW.plus_minutes(151));
    hear(&db, &[again.start(), again.tell(30, 0, 30)]).await;
    let [_, _, _, views, unique, ..] = sums(&db).await;
    assert_eq!((views, unique), (2, 1));
}

async fn a_bots_play_makes_nobody_known(db: Db) {
    let scene = scene(&db).await;
    let mut program = Player::of(&scene, 1);
    program.heard.bot = true;
    hear(&db, &[program.start(), program.tell(30, 0, 30)]).await;
    let mut person = Player::of(&scene, 1).at(NOW.plus_minutes(1));
    hear(&db, &[person.start(), person.tell(30, 0, 30)]).await;
    assert_eq!(sums(&db).await, [2, 2, 1, 1, 1, 1, 30]);
}

async fn nothing_is_watched_behind_the_recordings_end(db: Db) {
    let scene = scene(&db).await;
    let grace = administrator(&db).await;
    let staff = visitor(&db, grace).await;
    let file = recording::StoredFile {
        id: RecordingId::new(),
        key: "recordings/short.mp4".to_owned(),
        bytes: 9,
        duration_ms: Some(20_000),
    };
    recording::set_file(&db, &staff, scene.lecture, file, NOW)
        .await
        .unwrap();
    let mut player = Player::of(&scene, 1);
    hear(
        &db,
        &[
            player.start(),
            player.tell(60, 10, 60),
            player.tell(60, 60, 120),
        ],
    )
    .await;
    assert_eq!(sums(&db).await[6], 10);
}

async fn replays_change_nothing(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    let beats = [
        player.start(),
        player.tell(30, 0, 30),
        player.tell(30, 30, 60),
    ];
    hear(&db, &beats).await;
    let before = (
        bins(&db).await,
        play::Entity::find().all(db.read()).await.unwrap(),
    );
    let later: Vec<Heard> = beats
        .iter()
        .map(|beat| Heard {
            at: beat.at.plus_minutes(1),
            ..beat.clone()
        })
        .collect();
    hear(&db, &later).await;
    ledger::write(&db, &[later, beats.to_vec()].concat())
        .await
        .unwrap();
    let after = (
        bins(&db).await,
        play::Entity::find().all(db.read()).await.unwrap(),
    );
    assert_eq!(before, after);
}

async fn a_bot_is_in_the_funnel_and_nowhere_else(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    player.heard.bot = true;
    hear(&db, &[player.start(), player.tell(30, 0, 30)]).await;
    assert_eq!(sums(&db).await, [1, 1, 1, 0, 0, 0, 0]);
    assert_eq!(
        view_session::Entity::find().count(db.read()).await.unwrap(),
        0
    );
    assert_eq!(
        edition_viewer::Entity::find()
            .count(db.read())
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        concurrent_bin::Entity::find()
            .count(db.read())
            .await
            .unwrap(),
        0
    );
}

async fn a_visitor_is_unique_once_a_session_and_once_an_edition(db: Db) {
    let scene = scene(&db).await;
    let mut first = Player::of(&scene, 1);
    let mut again = Player::of(&scene, 1).at(NOW.plus_minutes(200));
    let mut elsewhere = Player::of(&scene, 1).at(NOW.plus_minutes(300));
    elsewhere.heard.session = scene.second;
    let mut other = Player::of(&scene, 2);
    for player in [&mut first, &mut again, &mut elsewhere, &mut other] {
        hear(&db, &[player.start(), player.tell(30, 0, 30)]).await;
    }
    let [_, _, _, views, in_sessions, in_editions, _] = sums(&db).await;
    assert_eq!((views, in_sessions, in_editions), (4, 3, 2));
}

async fn a_browser_without_cookies_is_a_view_and_not_a_unique_viewer(db: Db) {
    let scene = scene(&db).await;
    let mut player = Player::of(&scene, 1);
    player.heard.keyed = false;
    hear(&db, &[player.start(), player.tell(30, 0, 30)]).await;
    assert_eq!(sums(&db).await, [1, 1, 0, 1, 0, 0, 30]);
    assert_eq!(
        edition_viewer::Entity::find()
            .count(db.read())
            .await
            .unwrap(),
        0
    );
}

async fn a_viewer_counts_where_first_seen(db: Db) {
    let scene = scene(&db).await;
    let mut home = Player::of(&scene, 1).from("KE");
    let mut travelling = Player::of(&scene, 1).from("CN").at(NOW.plus_days(1));
    hear(&db, &[home.start(), home.tell(5, 0, 5)]).await;
    hear(&db, &[travelling.start(), travelling.tell(30, 0, 30)]).await;
    let unique: Vec<(String, i64)> = bins(&db)
        .await
        .into_iter()
        .filter(|bin| bin.session_uniques > 0)
        .map(|bin| (bin.country, bin.bin))
        .collect();
    assert_eq!(unique, [("KE".to_owned(), roll_up::bin_of(NOW))]);
    let viewed: Vec<String> = bins(&db)
        .await
        .into_iter()
        .filter(|bin| bin.views > 0)
        .map(|bin| bin.country)
        .collect();
    assert_eq!(viewed, ["CN"]);
}

async fn anonymisers_are_counted_under_a_code_of_their_own(db: Db) {
    let scene = scene(&db).await;
    let mut hidden = Player::of(&scene, 1).from("A1");
    assert_eq!(hidden.heard.country, Whereabouts::Anonymiser);
    hear(&db, &[hidden.start(), hidden.tell(30, 0, 30)]).await;
    let codes: Vec<_> = bins(&db)
        .await
        .into_iter()
        .map(|bin| (bin.country, bin.views))
        .collect();
    assert_eq!(codes, [(whereabouts::ANONYMISER.to_owned(), 1)]);
    for unknown in ["", "EU", "AP", "??"] {
        assert_eq!(Whereabouts::of_code(unknown), Whereabouts::Unknown);
    }
}

async fn most_at_once_is_counted_by_the_minute(db: Db) {
    let scene = scene(&db).await;
    for visitor in 1..=3 {
        let mut player = Player::of(&scene, visitor);
        hear(
            &db,
            &[
                player.start(),
                player.tell(20, 0, 20),
                player.tell(60, 20, 80),
            ],
        )
        .await;
    }
    let mut late = Player::of(&scene, 9).at(NOW.plus_seconds(70));
    hear(&db, &[late.start()]).await;
    let mut minutes = concurrent_bin::Entity::find().all(db.read()).await.unwrap();
    minutes.sort_by_key(|bin| bin.minute);
    let viewers: Vec<i64> = minutes.into_iter().map(|bin| bin.viewers).collect();
    assert_eq!(viewers, [3, 4]);
    let reached = session_reach::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(reached[0].peak, 4);
}

async fn forged_and_expired_tokens_count_nothing(db: Db) {
    let scene = scene(&db).await;
    let counting = Counting::start(db.clone(), |_| Whereabouts::Unknown, |_| false);
    let ticket = Ticket {
        play: PlayId::new(),
        session: scene.lecture,
        edition: scene.edition,
        visitor: VisitorKey([1; 16]),
        key_of: KeyOf::Person,
        enrolment: None,
        country: Whereabouts::Unknown,
        bot: false,
        expires_at: NOW.plus_minutes(60),
    };
    let beat = |token: String| Beat {
        token,
        sequence: 1,
        from_ms: 0,
        to_ms: 0,
        rate: 100,
    };
    let ours = counting.sign(&ticket, NOW).await.unwrap();
    let refused = [
        (beat(ticket.sign(b"guessed").unwrap()), NOW),
        (beat(ours.replace('A', "B")), NOW),
        (beat(String::new()), NOW),
        (beat(ours.clone()), NOW.plus_minutes(60)),
    ];
    for (beat, at) in refused {
        let error = counting.hear(&beat, true, at).await.unwrap_err();
        assert_eq!(error.refusal(), Some(&Refusal::NotAllowed));
    }
    assert_eq!(play::Entity::find().count(db.read()).await.unwrap(), 0);

    // Another server of the cluster reads the same secret.
    let elsewhere = Counting::start(db.clone(), |_| Whereabouts::Unknown, |_| false);
    elsewhere.hear(&beat(ours), true, NOW).await.unwrap();
    assert_eq!(sums(&db).await[0], 1);
}

async fn hundreds_of_callers_are_summed_exactly(db: Db) {
    let scene = scene(&db).await;
    let gatherer = Gatherer::start(db.clone());
    let mut callers = Vec::new();
    for visitor in 0..300_u16 {
        let mut player = Player::of(&scene, 0).from(["KE", "CN", "BR"][usize::from(visitor % 3)]);
        // Fifty visitors with six plays each.
        player.heard.visitor.0[..2].copy_from_slice(&(visitor % 50).to_be_bytes());
        let gatherer = gatherer.clone();
        callers.push(tokio::spawn(async move {
            let beats = [
                player.start(),
                player.tell(30, 0, 30),
                player.tell(30, 30, 60),
            ];
            for beat in beats {
                gatherer.beat(beat.clone()).await.unwrap();
                gatherer.beat(beat).await.unwrap();
            }
        }));
    }
    for caller in callers {
        caller.await.unwrap();
    }
    assert_eq!(sums(&db).await, [300, 300, 0, 50, 50, 50, 50 * 60]);
    let viewers = view_session::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(viewers.len(), 50);
    assert!(
        viewers
            .iter()
            .all(|viewer| viewer.plays == 6 && viewer.watched_ms == 60_000)
    );
    assert_eq!(play::Entity::find().count(db.read()).await.unwrap(), 300);
}

async fn two_servers_write_the_same_rows(db: Db) {
    let scene = scene(&db).await;
    let servers = [Gatherer::start(db.clone()), Gatherer::start(db.clone())];
    let mut callers = Vec::new();
    for caller in 0..200_usize {
        let mut player = Player::of(&scene, u8::try_from(caller % 10).unwrap());
        if caller % 2 == 1 {
            player.heard.session = scene.second;
        }
        let servers = servers.clone();
        callers.push(tokio::spawn(async move {
            for (turn, beat) in [
                player.start(),
                player.tell(30, 0, 30),
                player.tell(30, 30, 60),
            ]
            .into_iter()
            .enumerate()
            {
                let server = &servers[(caller + turn) % 2];
                let other = &servers[(caller + turn + 1) % 2];
                let (one, two) = tokio::join!(server.beat(beat.clone()), other.beat(beat));
                one.unwrap();
                two.unwrap();
            }
        }));
    }
    for caller in callers {
        caller.await.unwrap();
    }
    // Ten visitors, each in one of the two sessions.
    assert_eq!(sums(&db).await, [200, 200, 0, 10, 10, 10, 600]);
}

async fn engaged_viewers_are_settled_when_the_session_is_over(db: Db) {
    let scene = scene(&db).await;
    let row = session::Entity::find_by_id(scene.lecture)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let (start, end) = (row.starts_at, row.ends_at);
    let minutes = [(1, 29), (2, 30), (3, 50), (4, 60)];
    for (visitor, watched) in minutes {
        let mut player = Player::of(&scene, visitor).at(start);
        player.heard.keyed = visitor != 4;
        let beats = [player.start(), player.tell(watched * 60, 0, watched * 60)];
        hear(&db, &beats).await;
    }
    assert_eq!(
        engaged_viewer::settle(&db, end.plus_ms(-1)).await.unwrap(),
        0,
        "it runs"
    );
    assert_eq!(
        engaged_viewer::settle(&db, end.plus_minutes(45))
            .await
            .unwrap(),
        1,
        "the one who stayed longer may come back"
    );
    assert_eq!(
        engaged_viewer::settle(&db, end.plus_minutes(60))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        engaged_viewer::settle(&db, end.plus_minutes(61))
            .await
            .unwrap(),
        0
    );
    let bins = engaged_bin::Entity::find().all(db.read()).await.unwrap();
    let viewers: Vec<_> = bins
        .iter()
        .map(|bin| (bin.bin, bin.country.as_str(), bin.viewers))
        .collect();
    assert_eq!(viewers, [(roll_up::bin_of(start), "KE", 2)]);
    let reached = session_reach::Entity::find().all(db.read()).await.unwrap();
    assert_eq!(reached[0].engaged, 2);
}

async fn engaged_viewers_are_settled_though_nobody_watched_lately(db: Db) {
    let scene = scene(&db).await;
    let row = session::Entity::find_by_id(scene.lecture);
    let end = row.one(db.read()).await.unwrap().unwrap().ends_at;
    // They watched a recording of it long before it was over.
    let mut player = Player::of(&scene, 1).at(end.plus_days(-10));
    hear(&db, &[player.start(), player.tell(3_000, 0, 3_000)]).await;
    let settle = async |now| engaged_viewer::settle(&db, now).await.unwrap();
    assert_eq!(settle(end.plus_ms(-1)).await, 0);
    // The server stood still for three days.
    assert_eq!(settle(end.plus_days(3)).await, 1);
    assert_eq!(settle(end.plus_days(3)).await, 0);
}

async fn ends(db: &Db, edition: EditionId, at: Instant) -> domain::catalogue::edition::Model {
    use domain::catalogue::edition::{Column, Entity};
    db.write(async |tx| {
        Entity::update_many()
            .col_expr(Column::EndsAt, Expr::value(at))
            .filter(Column::Id.eq(edition))
            .exec(tx)
            .await?;
        Ok(Entity::find_by_id(edition).one(tx).await?.unwrap())
    })
    .await
    .unwrap()
}

async fn an_edition_that_was_shortened_or_lengthened_takes_its_salt_along(db: Db) {
    let scene = scene(&db).await;
    let destroy = async |now| visitor_salt::destroy_salts(&db, now).await.unwrap();
    let planned = ends(&db, scene.edition, NOW.plus_days(10)).await;
    let salt = visitor_salt::of_edition(&db, &planned, NOW).await.unwrap();

    let longer = ends(&db, scene.edition, NOW.plus_days(20)).await;
    assert_eq!(destroy(NOW.plus_days(41)).await, 0, "though nobody came by");
    let now = NOW.plus_days(49);
    let same = visitor_salt::of_edition(&db, &longer, now).await.unwrap();
    assert_eq!(same, salt);

    ends(&db, scene.edition, NOW.plus_days(5)).await;
    assert_eq!(destroy(NOW.plus_days(35).plus_ms(-1)).await, 0);
    assert_eq!(destroy(NOW.plus_days(35)).await, 1);
}

async fn nothing_leads_from_a_key_to_a_person_once_its_salt_is_gone(db: Db) {
    let scene = scene(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let place = enrolment(&db, scene.edition, amina).await;
    let edition = ends(&db, scene.edition, NOW.plus_days(1)).await;
    visitor_salt::of_edition(&db, &edition, NOW).await.unwrap();
    let began = NOW.plus_seconds(7);
    let mut player = Player::of(&scene, 1).at(began);
    player.heard.enrolment = Some(place);
    hear(&db, &[player.start(), player.tell(60, 0, 60)]).await;
    watched_presence::record_evidence(&db, NOW.plus_minutes(9))
        .await
        .unwrap();
    let piece = evidence::Entity::find().one(db.read()).await;
    let piece = piece.unwrap().unwrap();
    assert_eq!((piece.enrolment, piece.starts_at), (place, began));
    let id = player.heard.play.to_string();
    assert!(!piece.idempotency_key.contains(&id));

    let play = async || play::Entity::find().one(db.read()).await.unwrap().unwrap();
    assert_eq!(
        (play().await.enrolment, play().await.started_at),
        (Some(place), began)
    );
    let over = NOW.plus_days(31);
    assert_eq!(visitor_salt::destroy_salts(&db, over).await.unwrap(), 1);
    let (bin, play) = (roll_up::bin_of(began), play().await);
    let viewer = view_session::Entity::find().one(db.read()).await;
    let viewer = viewer.unwrap().unwrap();
    let of_edition = edition_viewer::Entity::find().one(db.read()).await;
    assert_eq!(play.enrolment, None);
    for at in [
        play.started_at,
        play.last_beat_at,
        viewer.first_seen_at,
        viewer.last_beat_at,
        viewer.counted_beat_at.unwrap(),
        of_edition.unwrap().unwrap().first_seen_at,
    ] {
        assert_eq!(at, Instant(bin * 15 * 60_000));
    }
    // Their counts stay.
    assert_eq!(sums(&db).await, [1, 1, 0, 1, 1, 1, 60]);

    // Who watches so late is no longer known as the one who has a place.
    open_to(&db, scene.lecture, Audience::Public).await;
    let grace = administrator(&db).await;
    let staff = visitor(&db, grace).await;
    let address = "https://stream.example/live.m3u8";
    recording::set_address(&db, &staff, scene.lecture, "hls", address, NOW)
        .await
        .unwrap();
    let counting = Counting::start(db.clone(), |_| Whereabouts::Unknown, |_| false);
    let secret = visitor_salt::of_tokens(&db, NOW).await.unwrap();
    let amina = visitor(&db, amina).await;
    let nowhere = Place::default();
    for (now, expected) in [(over.plus_ms(-1), Some(place)), (over, None)] {
        let screen = Screen::open(&db, &counting, &amina, scene.lecture, &nowhere, now);
        let token = screen.await.unwrap().token.unwrap();
        assert_eq!(
            Ticket::read(&token, &secret, now).unwrap().enrolment,
            expected
        );
    }
}

async fn watching_ones_own_session_becomes_evidence_once(db: Db) {
    let scene = scene(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let place = enrolment(&db, scene.edition, amina).await;
    let mut player = Player::of(&scene, 1);
    player.heard.enrolment = Some(place);
    let mut stranger = Player::of(&scene, 2);
    // Two minutes, a pause of ten, then six more minutes.
    let mut beats = vec![player.start(), stranger.start(), stranger.tell(30, 0, 30)];
    for half in 0..4 {
        beats.push(player.tell(30, half * 30, half * 30 + 30));
    }
    beats.push(player.tell(600, 120, 120));
    for half in 4..16 {
        beats.push(player.tell(30, half * 30, half * 30 + 30));
    }
    // A session that is gone by then needs no evidence and is in nobody's way.
    let mut gone = Player::of(&scene, 3);
    gone.heard.session = SessionId::new();
    gone.heard.enrolment = Some(place);
    beats.extend([gone.start(), gone.tell(30, 0, 30)]);
    hear(&db, &beats).await;
    let last = player.heard.at;
    watched_presence::record_evidence(&db, last).await.unwrap();
    watched_presence::record_evidence(&db, last.plus_minutes(5))
        .await
        .unwrap();
    // A beat told again afterwards is no new evidence.
    hear(&db, &beats[5..]).await;
    watched_presence::record_evidence(&db, last.plus_minutes(9))
        .await
        .unwrap();
    let mut pieces = evidence::Entity::find().all(db.read()).await.unwrap();
    pieces.sort_by_key(|piece| piece.starts_at);
    assert!(
        pieces
            .iter()
            .all(|piece| piece.source == EvidenceSource::Watching
                && piece.enrolment == place
                && piece.session == scene.lecture)
    );
    let times: Vec<_> = pieces
        .iter()
        .map(|piece| {
            (
                piece.starts_at.since(NOW) / 1_000,
                piece.ends_at.since(NOW) / 1_000,
            )
        })
        .collect();
    assert_eq!(times, [(0, 120), (720, 1_080)]);
    let reached = verdict::Entity::find().count(db.read()).await.unwrap();
    assert_eq!(reached, 1, "the verdict hears of it");
}

async fn salts_are_an_editions_own_and_are_destroyed(db: Db) {
    let scene = scene(&db).await;
    let edition = |id: EditionId| {
        let db = db.clone();
        async move {
            domain::catalogue::edition::Entity::find_by_id(id)
                .one(db.read())
                .await
                .unwrap()
                .unwrap()
        }
    };
    let this = edition(scene.edition).await;
    let programme = programme(&db, "other").await;
    let other = edition(cast::edition(&db, programme, "2026").await).await;
    let salt = visitor_salt::of_edition(&db, &this, NOW).await.unwrap();
    assert_eq!(
        visitor_salt::of_edition(&db, &this, NOW.plus_days(9))
            .await
            .unwrap(),
        salt
    );
    assert_ne!(
        visitor_salt::of_edition(&db, &other, NOW).await.unwrap(),
        salt
    );

    let over = this.ends_at.plus_days(30);
    visitor_salt::destroy_salts(&db, over.plus_ms(-1))
        .await
        .unwrap();
    assert_eq!(
        visitor_salt::Entity::find().count(db.read()).await.unwrap(),
        2
    );
    let monthly = visitor_salt::of_edition(&db, &this, over).await.unwrap();
    assert_ne!(monthly, salt);
    let secret = visitor_salt::of_tokens(&db, over).await.unwrap();
    assert_eq!(visitor_salt::destroy_salts(&db, over).await.unwrap(), 2);
    assert_eq!(
        visitor_salt::of_edition(&db, &other, over).await.unwrap(),
        monthly,
        "this month"
    );
    let next = over.plus_days(31);
    assert_eq!(visitor_salt::destroy_salts(&db, next).await.unwrap(), 1);
    assert_ne!(
        visitor_salt::of_edition(&db, &this, next).await.unwrap(),
        monthly
    );
    assert_eq!(
        visitor_salt::of_tokens(&db, next).await.unwrap(),
        secret,
        "tokens go on"
    );
}

async fn a_cookie_or_a_person_keeps_their_key_within_an_edition(db: Db) {
    let scene = scene(&db).await;
    let grace = administrator(&db).await;
    let staff = visitor(&db, grace).await;
    let address = ("link", "https://stream.example/live.m3u8");
    for session in [scene.lecture, scene.second] {
        recording::set_address(&db, &staff, session, "hls", address.1, NOW)
            .await
            .unwrap();
        open_to(&db, session, Audience::Public).await;
    }
    let counting = Counting::start(
        db.clone(),
        |address| Whereabouts::of_code(if address.is_loopback() { "KE" } else { "CN" }),
        |device| device.contains("bot"),
    );
    let anybody = domain::accounts::Visitor::anybody();
    let place = Place {
        network: "127.0.0.1".to_owned(),
        ..Place::default()
    };
    let secret = visitor_salt::of_tokens(&db, NOW).await.unwrap();
    let read =
        |screen: &Screen| Ticket::read(screen.token.as_ref().unwrap(), &secret, NOW).unwrap();

    let first = Screen::open(&db, &counting, &anybody, scene.lecture, &place, NOW)
        .await
        .unwrap();
    let cookie = first.new_cookie.clone().unwrap();
    let kept = Place {
        cookie: Some(cookie),
        device: "examplebot/1.0".to_owned(),
        ..place.clone()
    };
    let next = Screen::open(&db, &counting, &anybody, scene.second, &kept, NOW)
        .await
        .unwrap();
    assert_eq!(next.new_cookie, None);
    let (first, next) = (read(&first), read(&next));
    assert_eq!(first.visitor, next.visitor);
    assert_ne!(first.play, next.play);
    assert_eq!(
        (first.country, first.bot, next.bot),
        (Whereabouts::of_code("KE"), false, true)
    );
    assert_eq!(first.counted_as(true).unwrap(), (first.visitor, true));
    let without = first.counted_as(false).unwrap();
    assert!(without.0 != first.visitor && !without.1);

    let theirs = Screen::open(&db, &counting, &staff, scene.lecture, &kept, NOW)
        .await
        .unwrap();
    assert_eq!(read(&theirs).key_of, KeyOf::Person);
    let forged = Place {
        cookie: Some("x; Path=/".to_owned()),
        ..place
    };
    let forged = Screen::open(&db, &counting, &anybody, scene.lecture, &forged, NOW)
        .await
        .unwrap();
    assert!(
        forged.new_cookie.is_some(),
        "only ids that we gave are kept"
    );
}

async fn open_to(db: &Db, session: SessionId, to: Audience) {
    set(db, session, session::Column::Audience, Expr::value(to)).await;
}

async fn set(db: &Db, session: SessionId, column: session::Column, value: Expr) {
    db.write(async |tx| {
        session::Entity::update_many()
            .col_expr(column, value)
            .filter(session::Column::Id.eq(session))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
}

async fn who_may_watch_is_the_sessions_audience(db: Db) {
    let scene = scene(&db).await;
    let (amina, otto, tara) = (
        person(&db, "Amina", "KE").await,
        person(&db, "Otto", "DE").await,
        person(&db, "Tara", "IN").await,
    );
    let place = enrolment(&db, scene.edition, amina).await;
    grant(&db, tara, Role::Trainer, Scope::Session(scene.lecture)).await;
    let nobody = domain::accounts::Visitor::anybody();
    let (amina, otto, tara) = (
        visitor(&db, amina).await,
        visitor(&db, otto).await,
        visitor(&db, tara).await,
    );
    let asks = async |visitor: &domain::accounts::Visitor, session: SessionId| {
        audience::admit(&db, visitor, session)
            .await
            .map(|admitted| admitted.enrolment)
            .map_err(|error| error.refusal().cloned().unwrap())
    };
    let lecture = scene.lecture;
    assert_eq!(asks(&nobody, lecture).await, Err(Refusal::SignInFirst));
    assert_eq!(asks(&otto, lecture).await, Err(Refusal::NotAllowed));
    assert_eq!(asks(&amina, lecture).await, Ok(Some(place)));
    assert_eq!(asks(&tara, lecture).await, Ok(None));
    assert_eq!(
        asks(&tara, scene.second).await,
        Err(Refusal::NotAllowed),
        "not hers"
    );

    open_to(&db, lecture, Audience::SignedIn).await;
    assert_eq!(asks(&nobody, lecture).await, Err(Refusal::SignInFirst));
    assert_eq!(asks(&otto, lecture).await, Ok(None));
    open_to(&db, lecture, Audience::Public).await;
    assert_eq!(asks(&nobody, lecture).await, Ok(None));

    let state = Expr::value(SessionState::Cancelled);
    set(&db, lecture, session::Column::State, state).await;
    assert_eq!(asks(&amina, lecture).await, Err(Refusal::NotFound));
    assert_eq!(asks(&tara, lecture).await, Ok(None));
    let state = Expr::value(SessionState::Planned);
    set(&db, lecture, session::Column::State, state).await;

    hide(&db, scene.edition).await;
    assert_eq!(asks(&nobody, lecture).await, Err(Refusal::NotFound));
    assert_eq!(asks(&amina, lecture).await, Err(Refusal::NotFound));
    assert_eq!(asks(&tara, lecture).await, Ok(None));
    assert_eq!(asks(&otto, SessionId::new()).await, Err(Refusal::NotFound));
}

async fn hide(db: &Db, edition: EditionId) {
    use domain::catalogue::edition::{Column, Entity};
    db.write(async |tx| {
        Entity::update_many()
            .col_expr(
                Column::Publication,
                Expr::value(model::catalogue::Publication::Draft),
            )
            .filter(Column::Id.eq(edition))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
}

async fn a_session_has_one_recording_and_its_staff_set_it(db: Db) {
    let scene = scene(&db).await;
    let (otto, tara) = (
        person(&db, "Otto", "DE").await,
        person(&db, "Tara", "IN").await,
    );
    grant(&db, tara, Role::Trainer, Scope::Session(scene.lecture)).await;
    let (otto, tara) = (visitor(&db, otto).await, visitor(&db, tara).await);
    let nobody = domain::accounts::Visitor::anybody();
    let good = "https://stream.example/live.m3u8";
    let refusal = async |who: &domain::accounts::Visitor, session, kind: &str, address: &str| {
        let set = recording::set_address(&db, who, session, kind, address, NOW).await;
        set.unwrap_err().refusal().cloned().unwrap()
    };
    let field = |field: &str, reason| Refusal::field(field, reason);
    assert_eq!(
        refusal(&nobody, scene.lecture, "hls", good).await,
        Refusal::SignInFirst
    );
    assert_eq!(
        refusal(&otto, scene.lecture, "hls", good).await,
        Refusal::NotFound
    );
    assert_eq!(
        refusal(&tara, scene.second, "hls", good).await,
        Refusal::NotFound
    );
    assert_eq!(
        refusal(&tara, scene.lecture, "file", good).await,
        field("kind", Reason::NotAChoice)
    );
    for address in [
        "javascript:alert(1)",
        "http://stream.example/live.m3u8",
        "live.m3u8",
    ] {
        assert_eq!(
            refusal(&tara, scene.lecture, "hls", address).await,
            field("address", Reason::NotALink),
            "{address}"
        );
    }
    assert_eq!(recording::Entity::find().count(db.read()).await.unwrap(), 0);

    let file = recording::StoredFile {
        id: RecordingId::new(),
        key: "recordings/one.mp4".to_owned(),
        bytes: 9,
        duration_ms: Some(1_000),
    };
    recording::set_file(&db, &tara, scene.lecture, file.clone(), NOW)
        .await
        .unwrap();
    let watchable = async |who| recording::watchable(&db, who, file.id).await;
    assert!(watchable(&tara).await.is_ok());
    let refused = watchable(&otto).await.unwrap_err();
    assert_eq!(refused.refusal(), Some(&Refusal::NotAllowed));

    recording::set_address(&db, &tara, scene.lecture, "link", good, NOW)
        .await
        .unwrap();
    let now = recording::current(db.read(), scene.lecture)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(now.address, good);
    assert!(
        watchable(&tara).await.is_err(),
        "a recording that was replaced is not served"
    );
    let left = recording::left_files(db.read()).await.unwrap();
    assert_eq!(left.len(), 1);
    recording::forget_file(&db, left[0].id).await.unwrap();
    assert!(recording::left_files(db.read()).await.unwrap().is_empty());

    assert!(
        recording::remove(&db, &otto, scene.lecture, NOW)
            .await
            .is_err()
    );
    recording::remove(&db, &tara, scene.lecture, NOW)
        .await
        .unwrap();
    assert_eq!(
        recording::current(db.read(), scene.lecture).await.unwrap(),
        None
    );
    assert!(
        recording::remove(&db, &tara, scene.lecture, NOW)
            .await
            .is_err()
    );
    let history = domain::audit::history(db.read(), "session", scene.lecture.0)
        .await
        .unwrap();
    let actions: Vec<_> = history
        .iter()
        .rev()
        .map(|row| row.action.as_str())
        .collect();
    assert_eq!(
        actions,
        ["set_recording", "set_recording", "remove_recording"]
    );
}
