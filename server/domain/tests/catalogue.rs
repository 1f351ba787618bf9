//! What is offered, who sees it, and who may write it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;
#[path = "cast/catalogue_rows.rs"]
mod catalogue_rows;

use cast::{
    NOW, administrator, course, edition, enrolment, grant, person, programme, seats, session,
    visitor,
};
use catalogue_rows::{
    change_edition, days, hosted_by, printed_trainer, programme_publication, publication,
    taught_in, words,
};
use domain::accounts::Visitor;
use domain::admissions::{Admission, WayIn, admission};
use domain::attendance::roll;
use domain::catalogue::card::{open_now, running_now};
use domain::catalogue::edition_page::{course_page, edition_page};
use domain::catalogue::history::{history, of_thing};
use domain::catalogue::host::TypedHost;
use domain::catalogue::programme_page::programme_page;
use domain::catalogue::search::{Found, TypedSearch};
use domain::catalogue::trainer_page::trainer_page;
use domain::catalogue::wording::{self, Thing, Wording};
use domain::catalogue::{
    course as courses, course_trainer, desk, edition as editions, edition_host, edition_language,
    edition_text, host, portfolio, programme as programmes, sitemap, venue,
};
use domain::mail::reminder;
use domain::schedule::plan::TypedSession;
use domain::schedule::{addition, cancellation, session as sessions};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;
use domain::{Db, Error, audit, clock, statistics};
use model::catalogue::{AdmissionWay, Mode, Publication};
use model::role::Scope;
use model::schedule::{SessionKind, SessionState};
use model::{EditionId, Instant, Language, Reason, Refusal, Role, Zone};

on_both! {
    the_catalogue_shows_what_comes_next_first_and_fifty_a_page,
    search_knows_no_accents_and_takes_signs_as_they_are,
    filters_narrow_the_catalogue,
    a_filter_that_makes_no_sense_is_named_and_left_out,
    open_for_me_leaves_out_what_i_have_and_what_needs_a_nomination,
    home_shows_what_is_open_and_what_runs,
    drafts_are_nowhere_for_those_they_do_not_concern,
    a_draft_programme_hides_its_editions,
    archived_editions_are_kept_but_not_listed,
    words_come_in_the_readers_language_then_english_then_any,
    an_edition_page_has_everything_once_and_no_link_of_a_session,
    an_edition_is_made_written_and_remembered,
    every_field_of_an_edition_that_does_not_do_is_named,
    a_deadline_that_the_clock_shows_twice_is_asked_about,
    two_editors_notice_each_other,
    another_zone_moves_the_first_and_the_last_instant,
    a_place_that_changes_is_found_by_search,
    publication_goes_its_way_and_never_back_to_draft,
    the_last_words_stay,
    an_edition_begins_with_its_seats,
    a_country_group_is_as_it_is_today,
    an_edition_is_cancelled_for_a_reason,
    histories_tell_who_changed_what,
    the_sitemap_holds_what_may_be_found,
    search_looks_in_what_stands_around_an_edition,
    what_cannot_be_seen_is_neither_searched_for_nor_an_address,
    a_date_lies_in_a_year_that_calendars_know,
    two_who_write_the_same_words_at_once_are_both_heard,
    two_who_want_the_same_address_at_once_do_not_both_get_it,
    open_for_admission_is_the_same_everywhere,
    a_deadline_lies_within_the_edition,
    a_programme_with_editions_to_come_stays_on_offer,
    a_published_edition_of_a_draft_programme_is_unknown_to_strangers,
    archived_editions_are_listed_for_staff_only,
    a_trainer_gets_the_grant_with_the_course_and_loses_it_with_it,
    only_those_who_may_write_the_catalogue_do,
    an_address_is_taken_once,
    hosts_and_venues_are_added_by_coordinators_and_changed_by_administrators,
    a_trainers_page_is_for_those_who_teach_in_public,
    the_desk_holds_ones_own_editions_and_sessions,
    auditors_read_the_history_without_names,
}

fn centre() -> Zone {
    "Asia/Shanghai".parse().unwrap()
}

async fn search(db: &Db, visitor: &Visitor, typed: TypedSearch) -> Found {
    let (search, refused) = typed.parse();
    assert!(refused.is_empty(), "{refused:?}");
    search
        .find(db.read(), visitor, Language::English, &centre(), NOW)
        .await
        .unwrap()
}

/// The titles that a search finds, for somebody not signed in.
async fn titles(db: &Db, typed: TypedSearch) -> Vec<String> {
    let found = search(db, &Visitor::anybody(), typed).await;
    found.cards.into_iter().map(|card| card.title).collect()
}

fn q(words: &str) -> TypedSearch {
    TypedSearch {
        q: words.to_owned(),
        ..TypedSearch::default()
    }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    result.unwrap_err().refusal().expect("a refusal").clone()
}

fn typed_edition(slug: &str) -> editions::TypedEdition {
    editions::TypedEdition {
        slug: slug.to_owned(),
        kind: "seminar".to_owned(),
        mode: "in_person".to_owned(),
        starts_on: "2027-05-06".to_owned(),
        ends_on: "2027-05-26".to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        place: "Xiamen".to_owned(),
        admission_way: "open".to_owned(),
        admission_opens: String::new(),
        admission_closes: "2027-03-14T18:00".to_owned(),
        attendance_threshold: "80".to_owned(),
        languages: "fr, en".to_owned(),
        ..editions::TypedEdition::default()
    }
}

fn beginning(title: &str, language: &str) -> editions::TypedBeginning {
    editions::TypedBeginning {
        title: title.to_owned(),
        language: language.to_owned(),
        seats: String::new(),
    }
}

async fn the_catalogue_shows_what_comes_next_first_and_fifty_a_page(db: Db) {
    let sea = programme(&db, "sea").await;
    for number in 0..60 {
        edition(&db, sea, &format!("e{number:02}")).await;
    }
    let soon = edition(&db, sea, "soon").await;
    days(&db, soon, "2026-11-25", "2026-11-26").await;
    let over = edition(&db, sea, "over").await;
    days(&db, over, "2026-11-01", "2026-11-02").await;
    let long_over = edition(&db, sea, "long-over").await;
    days(&db, long_over, "2020-11-01", "2020-11-02").await;

    let anybody = Visitor::anybody();
    let first = search(&db, &anybody, TypedSearch::default()).await;
    assert_eq!((first.total, first.pages, first.cards.len()), (63, 2, 50));
    assert_eq!(first.cards[0].id, soon);
    let second = search(
        &db,
        &anybody,
        TypedSearch {
            page: "2".to_owned(),
            ..TypedSearch::default()
        },
    )
    .await;
    assert_eq!(second.cards.len(), 13);
    let last: Vec<EditionId> = second
        .cards
        .iter()
        .rev()
        .take(2)
        .map(|card| card.id)
        .collect();
    assert_eq!(last, [long_over, over]);
}

async fn search_knows_no_accents_and_takes_signs_as_they_are(db: Db) {
    let sea = programme(&db, "sea").await;
    let one = edition(&db, sea, "one").await;
    words(&db, one, Language::English, "Économie de la MER 100%", "").await;
    words(&db, one, Language::Chinese, "海洋经济研修班", "").await;
    let other = edition(&db, sea, "other").await;
    words(&db, other, Language::English, "Ports and mere harbours", "").await;

    assert_eq!(
        titles(&db, q("economie mer")).await,
        ["Économie de la MER 100%"]
    );
    assert_eq!(titles(&db, q("海洋")).await, ["Économie de la MER 100%"]);
    assert_eq!(titles(&db, q("100%")).await.len(), 1);
    assert_eq!(titles(&db, q("0_%")).await.len(), 0, "no wildcards");
    assert_eq!(titles(&db, q("%")).await.len(), 1);
    assert_eq!(
        titles(&db, q("XIAMEN")).await.len(),
        2,
        "the place is searched"
    );
    assert_eq!(titles(&db, q("' OR 1=1 --")).await.len(), 0);
    assert_eq!(titles(&db, q("  ")).await.len(), 2);
}

async fn filters_narrow_the_catalogue(db: Db) {
    let sea = programme(&db, "sea").await;
    let here = edition(&db, sea, "here").await;
    taught_in(&db, here, "fr").await;
    taught_in(&db, here, "en").await;
    hosted_by(&db, here, "Port of Mombasa", "KE").await;
    let online = edition(&db, sea, "online").await;
    change_edition(&db, online, async |row| row.mode = Set(Mode::Online)).await;
    days(&db, online, "2027-03-01", "2027-03-02").await;
    hosted_by(&db, online, "Xiamen University", "CN").await;

    let by = |change: fn(&mut TypedSearch)| {
        let mut typed = TypedSearch::default();
        change(&mut typed);
        typed
    };
    let here = ["Edition here"];
    let online = ["Edition online"];
    assert_eq!(
        titles(&db, by(|typed| typed.mode = "online".into())).await,
        online
    );
    assert_eq!(
        titles(&db, by(|typed| typed.kind = "workshop".into()))
            .await
            .len(),
        0
    );
    assert_eq!(
        titles(&db, by(|typed| typed.kind = "seminar".into()))
            .await
            .len(),
        2
    );
    assert_eq!(
        titles(&db, by(|typed| typed.language = "fr".into())).await,
        here
    );
    assert_eq!(
        titles(&db, by(|typed| typed.group = "africa".into())).await,
        here
    );
    assert_eq!(
        titles(&db, by(|typed| typed.group = "brics".into())).await,
        online
    );
    assert_eq!(
        titles(&db, by(|typed| typed.from = "2026-12-18".into()))
            .await
            .len(),
        2
    );
    assert_eq!(
        titles(&db, by(|typed| typed.from = "2026-12-19".into())).await,
        online
    );
    assert_eq!(
        titles(&db, by(|typed| typed.until = "2027-02-28".into())).await,
        here
    );
    let draft = edition(&db, sea, "draft").await;
    publication(&db, draft, Publication::Draft).await;
    taught_in(&db, draft, "sw").await;
    let tongues = edition_language::known(db.read()).await.unwrap();
    assert_eq!(tongues, ["en", "fr"], "a draft's languages are not told");
    let cards = search(
        &db,
        &Visitor::anybody(),
        by(|typed| typed.language = "fr".into()),
    )
    .await;
    assert_eq!(cards.cards[0].languages(), ["en", "fr"]);
}

async fn a_filter_that_makes_no_sense_is_named_and_left_out(db: Db) {
    let sea = programme(&db, "sea").await;
    edition(&db, sea, "one").await;
    let typed = TypedSearch {
        kind: "party".to_owned(),
        group: "atlantis".to_owned(),
        from: "soon".to_owned(),
        page: "-3".to_owned(),
        ..TypedSearch::default()
    };
    let (search, refused) = typed.parse();
    let fields: Vec<&str> = refused.iter().map(|wish| wish.field.as_str()).collect();
    assert_eq!(fields, ["kind", "group", "from"]);
    let found = search
        .find(
            db.read(),
            &Visitor::anybody(),
            Language::English,
            &centre(),
            NOW,
        )
        .await
        .unwrap();
    assert_eq!((found.total, found.page), (1, 1));
}

async fn open_for_me_leaves_out_what_i_have_and_what_needs_a_nomination(db: Db) {
    let sea = programme(&db, "sea").await;
    let free = edition(&db, sea, "free").await;
    let mine = edition(&db, sea, "mine").await;
    let nominated = edition(&db, sea, "nominated").await;
    change_edition(&db, nominated, async |row| {
        row.admission_way = Set(AdmissionWay::Nomination);
    })
    .await;
    let later = edition(&db, sea, "later").await;
    change_edition(&db, later, async |row| {
        row.admission_opens_at = Set(Some(NOW.plus_days(1)));
    })
    .await;
    let closed = edition(&db, sea, "closed").await;
    change_edition(&db, closed, async |row| {
        row.admission_closes_at = Set(Some(NOW));
    })
    .await;
    let cancelled = edition(&db, sea, "cancelled").await;
    publication(&db, cancelled, Publication::Cancelled).await;
    let amina = person(&db, "Amina", "KE").await;
    enrolment(&db, mine, amina).await;

    let open = TypedSearch {
        open: "true".to_owned(),
        ..TypedSearch::default()
    };
    let for_amina = search(&db, &visitor(&db, amina).await, open.clone()).await;
    let ids: Vec<EditionId> = for_amina.cards.iter().map(|card| card.id).collect();
    assert_eq!((ids.as_slice(), for_amina.total), ([free].as_slice(), 1));
    let for_anybody = search(&db, &Visitor::anybody(), open).await;
    assert_eq!(for_anybody.total, 3);
}

async fn home_shows_what_is_open_and_what_runs(db: Db) {
    let sea = programme(&db, "sea").await;
    let open = edition(&db, sea, "open").await;
    seats(&db, open, 50).await;
    let runs = edition(&db, sea, "runs").await;
    days(&db, runs, "2026-11-20", "2026-11-24").await;
    change_edition(&db, runs, async |row| {
        row.admission_closes_at = Set(Some(NOW.plus_days(-9)));
    })
    .await;
    let draft = edition(&db, sea, "draft").await;
    publication(&db, draft, Publication::Draft).await;

    let found = open_now(db.read(), 6, Language::English, NOW)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].id, found[0].taken, found[0].size),
        (open, Some(0), Some(50))
    );
    let found = running_now(db.read(), 6, Language::English, NOW)
        .await
        .unwrap();
    let ids: Vec<EditionId> = found.iter().map(|card| card.id).collect();
    assert_eq!(ids, [runs]);
}

async fn drafts_are_nowhere_for_those_they_do_not_concern(db: Db) {
    let sea = programme(&db, "sea").await;
    let shown = edition(&db, sea, "shown").await;
    let draft = edition(&db, sea, "secret").await;
    publication(&db, draft, Publication::Draft).await;
    let grace = administrator(&db).await;
    let carla = person(&db, "Carla", "BR").await;
    grant(&db, carla, Role::Coordinator, Scope::Edition(draft)).await;
    let other = person(&db, "Otto", "DE").await;
    grant(&db, other, Role::Coordinator, Scope::Edition(shown)).await;
    let audit = person(&db, "Aude", "FR").await;
    grant(&db, audit, Role::Auditor, Scope::All).await;
    let amina = person(&db, "Amina", "KE").await;

    for who in [None, Some(amina), Some(other)] {
        let visitor = match who {
            Some(who) => visitor(&db, who).await,
            None => Visitor::anybody(),
        };
        let found = search(&db, &visitor, TypedSearch::default()).await;
        assert_eq!((found.total, found.cards.len()), (1, 1));
        assert_eq!(search(&db, &visitor, q("secret")).await.total, 0);
        let page = edition_page(&db, &visitor, "sea", "secret", Language::English).await;
        assert_eq!(refusal(page), Refusal::NotFound);
        let page = programme_page(&db, &visitor, "sea", Language::English)
            .await
            .unwrap();
        assert_eq!(page.editions.len(), 1);
    }
    for who in [grace, carla, audit] {
        let visitor = visitor(&db, who).await;
        let page = edition_page(&db, &visitor, "sea", "secret", Language::English)
            .await
            .unwrap();
        assert!(page.edition.is_hidden());
        let page = programme_page(&db, &visitor, "sea", Language::English)
            .await
            .unwrap();
        assert_eq!(page.editions.len(), 2);
        let found = search(&db, &visitor, TypedSearch::default()).await;
        assert_eq!(found.total, 1, "public lists are the same for everybody");
    }
    let addresses = sitemap::addresses(db.read()).await.unwrap();
    assert_eq!(addresses, ["/programmes/sea", "/programmes/sea/shown"]);
}

async fn a_draft_programme_hides_its_editions(db: Db) {
    let sea = programme(&db, "sea").await;
    edition(&db, sea, "shown").await;
    programme_publication(&db, sea, Publication::Draft).await;
    let anybody = Visitor::anybody();
    assert_eq!(search(&db, &anybody, TypedSearch::default()).await.total, 0);
    let page = edition_page(&db, &anybody, "sea", "shown", Language::English).await;
    assert_eq!(refusal(page), Refusal::NotFound);
    let page = programme_page(&db, &anybody, "sea", Language::English).await;
    assert_eq!(refusal(page), Refusal::NotFound);
    assert!(sitemap::addresses(db.read()).await.unwrap().is_empty());
    let open = open_now(db.read(), 6, Language::English, NOW)
        .await
        .unwrap();
    assert!(open.is_empty());
}

async fn archived_editions_are_kept_but_not_listed(db: Db) {
    let sea = programme(&db, "sea").await;
    let old = edition(&db, sea, "old").await;
    publication(&db, old, Publication::Archived).await;
    let anybody = Visitor::anybody();
    assert_eq!(search(&db, &anybody, TypedSearch::default()).await.total, 0);
    let page = edition_page(&db, &anybody, "sea", "old", Language::English)
        .await
        .unwrap();
    assert_eq!(page.edition.publication, Publication::Archived);
}

async fn words_come_in_the_readers_language_then_english_then_any(db: Db) {
    let sea = programme(&db, "sea").await;
    let both = edition(&db, sea, "both").await;
    words(&db, both, Language::Chinese, "海洋", "").await;
    let chinese = edition(&db, sea, "chinese").await;
    db.write(async |tx| {
        edition_text::Entity::delete_by_id((chinese, Language::English))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    words(&db, chinese, Language::Chinese, "只有中文", "").await;

    let anybody = Visitor::anybody();
    for (slug, language, title) in [
        ("both", Language::English, "Edition both"),
        ("both", Language::Chinese, "海洋"),
        ("both", Language::Mirrored, "Edition both"),
        ("chinese", Language::English, "只有中文"),
    ] {
        let page = edition_page(&db, &anybody, "sea", slug, language)
            .await
            .unwrap();
        assert_eq!(page.edition.title, title, "{slug} {language}");
    }
}

async fn an_edition_page_has_everything_once_and_no_link_of_a_session(db: Db) {
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    seats(&db, id, 50).await;
    let ports = course(&db, id, "ports").await;
    let trainer = person(&db, "Tariq", "EG").await;
    printed_trainer(&db, ports, trainer).await;
    session(
        &db,
        id,
        Some(ports),
        1,
        SessionKind::Lecture,
        "2026-12-08T09:00",
        90,
    )
    .await;
    session(
        &db,
        id,
        None,
        2,
        SessionKind::Visit,
        "2026-12-07T13:00",
        240,
    )
    .await;
    hosted_by(&db, id, "Port of Mombasa", "KE").await;

    let page = edition_page(&db, &Visitor::anybody(), "sea", "may", Language::English)
        .await
        .unwrap();
    assert_eq!(page.only_course().unwrap().id, ports);
    assert_eq!(page.everybody_who_teaches().len(), 1);
    let numbers: Vec<i32> = page.sessions.iter().map(|session| session.number).collect();
    assert_eq!(numbers, [2, 1], "in the order of time");
    assert_eq!(page.hosts[0].name, "Port of Mombasa");
    assert_eq!((page.edition.taken, page.edition.size), (Some(0), Some(50)));

    course(&db, id, "ships").await;
    let anybody = Visitor::anybody();
    let (page, shown) = course_page(&db, &anybody, "sea", "may", "ports", Language::English)
        .await
        .unwrap();
    assert!(page.only_course().is_none());
    assert_eq!(shown.id, ports);
    let none = course_page(&db, &anybody, "sea", "may", "planes", Language::English).await;
    assert_eq!(refusal(none), Refusal::NotFound);
}

async fn an_edition_is_made_written_and_remembered(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let typed = typed_edition("may");
    let id = editions::create(
        &db,
        &grace,
        sea,
        &typed,
        &beginning("Blue economy", "en"),
        NOW,
    )
    .await
    .unwrap();
    let row = editions::find(db.read(), id).await.unwrap();
    assert_eq!(row.publication, Publication::Draft);
    assert_eq!(
        row.starts_at,
        clock::day_begins("2027-05-06".parse().unwrap(), &centre())
    );
    assert_eq!(
        row.ends_at,
        clock::day_begins("2027-05-27".parse().unwrap(), &centre())
    );
    let deadline = clock::instant_of("2027-03-14T18:00".parse().unwrap(), &centre(), None);
    assert_eq!(row.admission_closes_at, deadline.ok());
    let texts = edition_text::of(db.read(), id).await.unwrap();
    assert_eq!(texts[0].folded, "blue economy programme sea xiamen");

    let chinese = Wording {
        title: "蓝色经济".to_owned(),
        summary: "港口".to_owned(),
        ..Wording::default()
    };
    wording::write(
        &db,
        &grace,
        Thing::Edition(id),
        Language::Chinese,
        &chinese,
        1,
        NOW,
    )
    .await
    .unwrap();
    let typed = editions::TypedEdition {
        ends_on: "2027-05-27".to_owned(),
        mode: "hybrid".to_owned(),
        ..typed_edition("may")
    };
    editions::edit(&db, &grace, id, 2, &typed, NOW)
        .await
        .unwrap();
    editions::edit(&db, &grace, id, 3, &typed, NOW)
        .await
        .unwrap();
    let changes = history(db.read(), &grace, id).await.unwrap();
    let changes: Vec<(&str, &str)> = changes
        .iter()
        .map(|change| (change.action.as_str(), change.detail.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            ("edit", "mode ends_on"),
            ("edit_words", "zh"),
            ("create", "")
        ],
        "an edit that changes nothing is none"
    );
    assert_eq!(titles(&db, q("港口")).await.len(), 0, "still a draft");
    editions::set_publication(&db, &grace, id, 3, Publication::Published, NOW)
        .await
        .unwrap();
    assert_eq!(titles(&db, q("港口")).await, ["Blue economy"]);
}

async fn every_field_of_an_edition_that_does_not_do_is_named(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let typed = editions::TypedEdition {
        slug: "May 2027".to_owned(),
        kind: String::new(),
        mode: "by_post".to_owned(),
        starts_on: "2027-05-06".to_owned(),
        ends_on: "2027-05-05".to_owned(),
        zone: "Mars/Base".to_owned(),
        place: "x".repeat(121),
        admission_way: "open".to_owned(),
        admission_opens: "tomorrow".to_owned(),
        admission_closes: String::new(),
        attendance_threshold: "0".to_owned(),
        languages: "french".to_owned(),
        ..editions::TypedEdition::default()
    };
    let refused =
        refusal(editions::create(&db, &grace, sea, &typed, &beginning(" ", "ar-XB"), NOW).await);
    for (field, reason) in [
        ("title", Reason::Missing),
        ("language", Reason::NotAChoice),
        ("slug", Reason::NotASlug),
        ("kind", Reason::Missing),
        ("mode", Reason::NotAChoice),
        ("ends_on", Reason::EndsBeforeStart),
        ("zone", Reason::UnknownZone),
        ("place", Reason::TooLong { most: 120 }),
        ("admission_opens", Reason::NotADate),
        (
            "attendance_threshold",
            Reason::NotANumber {
                least: 1,
                most: 100,
            },
        ),
        ("languages", Reason::NotAChoice),
    ] {
        assert_eq!(refused.reason_for(field), Some(reason), "{field}");
    }
    let skipped = editions::TypedEdition {
        zone: "Europe/Berlin".to_owned(),
        admission_closes: "2027-03-28T02:30".to_owned(),
        ..typed_edition("spring")
    };
    let refused =
        refusal(editions::create(&db, &grace, sea, &skipped, &beginning("A", "en"), NOW).await);
    assert_eq!(
        refused.reason_for("admission_closes"),
        Some(Reason::SkippedByTheClock)
    );
    assert_eq!(editions::Entity::find().count(db.read()).await.unwrap(), 0);
}

async fn a_deadline_that_the_clock_shows_twice_is_asked_about(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let autumn = |fold: &str| editions::TypedEdition {
        zone: "Europe/Berlin".to_owned(),
        starts_on: "2027-11-08".to_owned(),
        ends_on: "2027-11-19".to_owned(),
        admission_closes: "2027-10-31T02:30".to_owned(),
        admission_closes_fold: fold.to_owned(),
        ..typed_edition("autumn")
    };
    for (fold, reason) in [
        ("", Reason::ShownTwiceByTheClock),
        ("neither", Reason::NotAChoice),
    ] {
        let (typed, named) = (autumn(fold), beginning("A", "en"));
        let refused = refusal(editions::create(&db, &grace, sea, &typed, &named, NOW).await);
        assert_eq!(refused.reason_for("admission_closes_fold"), Some(reason));
        assert_eq!(refused.reason_for("admission_closes"), None);
    }
    let (typed, named) = (autumn("earlier"), beginning("A", "en"));
    let id = editions::create(&db, &grace, sea, &typed, &named, NOW)
        .await
        .unwrap();
    let closes = async || {
        let row = editions::find(db.read(), id).await.unwrap();
        row.admission_closes_at.unwrap()
    };
    let earlier = closes().await;
    editions::edit(&db, &grace, id, 1, &autumn("later"), NOW)
        .await
        .unwrap();
    assert_eq!(closes().await, earlier.plus_minutes(60));
}

async fn two_editors_notice_each_other(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    let typed = typed_edition("may");
    editions::edit(&db, &grace, id, 1, &typed, NOW)
        .await
        .unwrap();
    let late = editions::TypedEdition {
        place: "Lagos".to_owned(),
        ..typed_edition("may")
    };
    let refused = refusal(editions::edit(&db, &grace, id, 1, &late, NOW).await);
    assert_eq!(refused, Refusal::ChangedMeanwhile);
    let refused =
        refusal(editions::set_publication(&db, &grace, id, 1, Publication::Cancelled, NOW).await);
    assert_eq!(refused, Refusal::ChangedMeanwhile);
    let words = Wording {
        title: "Late".to_owned(),
        ..Wording::default()
    };
    let thing = Thing::Edition(id);
    let refused =
        refusal(wording::write(&db, &grace, thing, Language::English, &words, 1, NOW).await);
    assert_eq!(refused, Refusal::ChangedMeanwhile);
    assert_eq!(editions::find(db.read(), id).await.unwrap().place, "Xiamen");
}

async fn another_zone_moves_the_first_and_the_last_instant(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    let typed = editions::TypedEdition {
        zone: "America/Sao_Paulo".to_owned(),
        ..typed_edition("may")
    };
    editions::edit(&db, &grace, id, 1, &typed, NOW)
        .await
        .unwrap();
    let row = editions::find(db.read(), id).await.unwrap();
    let zone = "America/Sao_Paulo".parse().unwrap();
    assert_eq!(
        row.starts_at,
        clock::day_begins("2027-05-06".parse().unwrap(), &zone)
    );
    assert_eq!(
        row.ends_at,
        clock::day_begins("2027-05-27".parse().unwrap(), &zone)
    );
}

async fn a_place_that_changes_is_found_by_search(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    words(&db, id, Language::Chinese, "海洋", "").await;
    let typed = editions::TypedEdition {
        place: "São Tomé".to_owned(),
        ..typed_edition("may")
    };
    editions::edit(&db, &grace, id, 1, &typed, NOW)
        .await
        .unwrap();
    assert_eq!(titles(&db, q("sao tome")).await.len(), 1);
    assert_eq!(titles(&db, q("海洋 tome")).await.len(), 1);
    assert_eq!(titles(&db, q("xiamen")).await.len(), 0);
}

async fn publication_goes_its_way_and_never_back_to_draft(db: Db) {
    let carla = person(&db, "Carla", "BR").await;
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    publication(&db, id, Publication::Draft).await;
    grant(&db, carla, Role::Coordinator, Scope::Edition(id)).await;
    let carla = visitor(&db, carla).await;
    let mut version = 1;
    for next in [
        Publication::Published,
        Publication::Cancelled,
        Publication::Published,
        Publication::Archived,
    ] {
        match next {
            Publication::Cancelled => {
                editions::cancel(&db, &carla, id, version, "A storm", NOW).await
            }
            _ => editions::set_publication(&db, &carla, id, version, next, NOW).await,
        }
        .unwrap();
        version += 1;
    }
    let back = editions::set_publication(&db, &carla, id, version, Publication::Draft, NOW).await;
    assert_eq!(refusal(back), Refusal::NotNow);
    let notes = audit::history(db.read(), "edition", id.0).await.unwrap();
    assert_eq!(notes.len(), 4);
}

async fn open_for_admission_is_the_same_everywhere(db: Db) {
    let sea = programme(&db, "sea").await;
    let amina = visitor(&db, person(&db, "Amina", "KE").await).await;
    let around = [-1, 0, 1].map(|ms| NOW.plus_ms(ms));
    let with_none = || around.iter().copied().map(Some).chain([None]);
    let mut number = 0;
    for ends in around {
        for opens in with_none() {
            for closes in with_none() {
                number += 1;
                let id = edition(&db, sea, &format!("e{number}")).await;
                change_edition(&db, id, async |row| {
                    row.ends_at = Set(ends);
                    row.admission_opens_at = Set(opens);
                    row.admission_closes_at = Set(closes);
                })
                .await;
                let case = format!("{:?}", (ends, opens, closes));
                let expected = ends > NOW
                    && opens.is_none_or(|opens| opens <= NOW)
                    && closes.is_none_or(|closes| closes > NOW);
                let open = TypedSearch {
                    open: "true".to_owned(),
                    ..TypedSearch::default()
                };
                for visitor in [&Visitor::anybody(), &amina] {
                    let found = search(&db, visitor, open.clone()).await.cards;
                    let listed = found.iter().any(|card| card.id == id);
                    assert_eq!(listed, expected, "{case}");
                    assert!(found.iter().all(|card| card.admission(NOW).is_open()));
                }
                let home = open_now(db.read(), 100, Language::English, NOW)
                    .await
                    .unwrap();
                assert_eq!(home.iter().any(|card| card.id == id), expected, "{case}");
                let row = editions::find(db.read(), id).await.unwrap();
                assert_eq!(row.admission(NOW).is_open(), expected, "{case}");
                let door = Admission::of(&db, &amina, id, Language::English, NOW).await;
                assert_eq!(door.unwrap().way == WayIn::Open, expected, "{case}");
            }
        }
    }
}

async fn a_deadline_lies_within_the_edition(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let sea = programme(&db, "sea").await;
    let mut typed = typed_edition("may");
    typed.admission_closes = "2027-05-27T00:01".to_owned();
    let late = editions::create(&db, &grace, sea, &typed, &beginning("May", "en"), NOW).await;
    assert_eq!(
        refusal(late).reason_for("admission_closes"),
        Some(Reason::OutsideTheEdition)
    );
    typed.admission_closes = "2027-05-27T00:00".to_owned();
    editions::create(&db, &grace, sea, &typed, &beginning("May", "en"), NOW)
        .await
        .unwrap();
}

async fn a_programme_with_editions_to_come_stays_on_offer(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let sea = programme(&db, "sea").await;
    let may = edition(&db, sea, "may").await;
    let past = edition(&db, sea, "past").await;
    days(&db, past, "2026-11-01", "2026-11-02").await;
    for next in [Publication::Cancelled, Publication::Archived] {
        let refused = programmes::set_publication(&db, &grace, sea, next, NOW).await;
        assert_eq!(refusal(refused), Refusal::EditionsToCome);
    }
    editions::cancel(&db, &grace, may, 1, "A storm", NOW)
        .await
        .unwrap();
    programmes::set_publication(&db, &grace, sea, Publication::Cancelled, NOW)
        .await
        .unwrap();

    let again = editions::set_publication(&db, &grace, may, 2, Publication::Published, NOW).await;
    assert_eq!(refusal(again), Refusal::ProgrammeNotOnOffer);
    let moved = editions::edit(&db, &grace, past, 1, &typed_edition("past"), NOW).await;
    assert_eq!(refusal(moved), Refusal::ProgrammeNotOnOffer);
    programmes::set_publication(&db, &grace, sea, Publication::Published, NOW)
        .await
        .unwrap();
    editions::set_publication(&db, &grace, may, 2, Publication::Published, NOW)
        .await
        .unwrap();
}

async fn a_published_edition_of_a_draft_programme_is_unknown_to_strangers(db: Db) {
    let sea = programme(&db, "sea").await;
    let may = edition(&db, sea, "may").await;
    let ports = course(&db, may, "ports").await;
    // It begins within a day, at an hour at which people are reminded.
    let opening = session(
        &db,
        may,
        Some(ports),
        1,
        SessionKind::Lecture,
        "2026-11-25T15:00",
        60,
    )
    .await;
    let amina = person(&db, "Amina", "KE").await;
    enrolment(&db, may, amina).await;
    let other = edition(&db, programme(&db, "land").await, "other").await;
    let otto = person(&db, "Otto", "DE").await;
    grant(&db, otto, Role::Coordinator, Scope::Edition(other)).await;
    let tariq = person(&db, "Tariq", "EG").await;
    printed_trainer(&db, ports, tariq).await;
    let carla = person(&db, "Carla", "BR").await;
    grant(&db, carla, Role::Coordinator, Scope::Edition(may)).await;
    let audit = person(&db, "Aude", "FR").await;
    grant(&db, audit, Role::Auditor, Scope::All).await;
    programme_publication(&db, sea, Publication::Draft).await;

    for who in [amina, otto] {
        let stranger = visitor(&db, who).await;
        let edited = editions::edit(&db, &stranger, may, 1, &typed_edition("may"), NOW).await;
        assert_eq!(refusal(edited), Refusal::NotFound);
        let roll = roll::roll(&db, &stranger, opening, Language::English, NOW).await;
        assert_eq!(refusal(roll.map(|_| ())), Refusal::NotFound);
        let figures = statistics::edition::figures(&db, &stranger, may, NOW).await;
        assert_eq!(refusal(figures.map(|_| ())), Refusal::NotFound);
        let figures = statistics::programme::figures(&db, &stranger, sea, NOW).await;
        assert_eq!(refusal(figures.map(|_| ())), Refusal::NotFound);
        let page = programme_page(&db, &stranger, "sea", Language::English).await;
        assert_eq!(refusal(page), Refusal::NotFound);
        let page = trainer_page(db.read(), &stranger, tariq, Language::English).await;
        assert_eq!(refusal(page), Refusal::NotFound);
    }
    for who in [administrator(&db).await, carla, audit] {
        let staff = visitor(&db, who).await;
        let page = programme_page(&db, &staff, "sea", Language::English).await;
        assert_eq!(page.unwrap().editions.len(), 1);
        trainer_page(db.read(), &staff, tariq, Language::English)
            .await
            .unwrap();
    }
    assert_eq!(reminder::remind(&db, NOW).await.unwrap(), 0);
    let years = statistics::year::completed(&db, &centre(), NOW.plus_days(60)).await;
    assert!(years.unwrap().is_empty());

    programme_publication(&db, sea, Publication::Published).await;
    assert_eq!(reminder::remind(&db, NOW).await.unwrap(), 1);
    let years = statistics::year::completed(&db, &centre(), NOW.plus_days(60)).await;
    assert_eq!(years.unwrap(), [2026]);
    let stranger = visitor(&db, amina).await;
    let edited = editions::edit(&db, &stranger, may, 1, &typed_edition("may"), NOW).await;
    assert_eq!(refusal(edited), Refusal::NotAllowed);
}

async fn archived_editions_are_listed_for_staff_only(db: Db) {
    let sea = programme(&db, "sea").await;
    edition(&db, sea, "may").await;
    let old = edition(&db, sea, "old").await;
    publication(&db, old, Publication::Archived).await;
    let grace = visitor(&db, administrator(&db).await).await;
    for (visitor, listed) in [(&Visitor::anybody(), 1), (&grace, 2)] {
        let page = programme_page(&db, visitor, "sea", Language::English).await;
        assert_eq!(page.unwrap().editions.len(), listed);
    }
}

async fn search_looks_in_what_stands_around_an_edition(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let sea = programme(&db, "sea").await;
    let typed = typed_edition("may");
    let may = editions::create(&db, &grace, sea, &typed, &beginning("May", "en"), NOW)
        .await
        .unwrap();
    publication(&db, may, Publication::Published).await;
    let finds = async |words: &str| titles(&db, q(words)).await.len();
    assert_eq!(finds("xiamen may programme").await, 1);

    let typed_course = courses::TypedCourse {
        slug: "ports".to_owned(),
        required: "true".to_owned(),
        place: "1".to_owned(),
    };
    let ports = courses::add(&db, &grace, may, &typed_course, "Harbours", "en", NOW)
        .await
        .unwrap();
    assert_eq!(finds("harbours").await, 1);
    let words = |title: &str| Wording {
        title: title.to_owned(),
        ..Wording::default()
    };
    let thing = Thing::Course(ports);
    for (language, title, version) in [
        (Language::English, "Port reform", 1),
        (Language::Chinese, "港口", 2),
    ] {
        wording::write(&db, &grace, thing, language, &words(title), version, NOW)
            .await
            .unwrap();
    }
    assert_eq!(finds("harbours").await, 0);
    assert_eq!(finds("reform 港口").await, 1);

    let thing = Thing::Programme(sea);
    let ocean = words("Ocean economy");
    wording::write(&db, &grace, thing, Language::English, &ocean, 0, NOW)
        .await
        .unwrap();
    let about = Wording {
        title: "May".to_owned(),
        summary: "Ships".to_owned(),
        description: "Of **cranes**".to_owned(),
        audience: "Pilots".to_owned(),
    };
    let thing = Thing::Edition(may);
    wording::write(&db, &grace, thing, Language::English, &about, 3, NOW)
        .await
        .unwrap();
    let shipyard = TypedHost {
        name: "Shipyard".to_owned(),
        country: "CN".to_owned(),
        ..TypedHost::default()
    };
    let host = host::add(&db, &grace, &shipyard, NOW).await.unwrap();
    edition_host::add(&db, &grace, may, &host.to_string(), NOW)
        .await
        .unwrap();
    assert_eq!(finds("shipyard ocean reform cranes pilots ships").await, 1);
    let renamed = TypedHost {
        name: "Dockyard".to_owned(),
        ..shipyard
    };
    host::edit(&db, &grace, host, &renamed, NOW).await.unwrap();
    assert_eq!((finds("shipyard").await, finds("dockyard").await), (0, 1));
    edition_host::remove(&db, &grace, may, host, NOW)
        .await
        .unwrap();
    assert_eq!(finds("dockyard").await, 0);
}

async fn what_cannot_be_seen_is_neither_searched_for_nor_an_address(db: Db) {
    let sea = programme(&db, "sea").await;
    edition(&db, sea, "may").await;
    let anybody = Visitor::anybody();
    assert_eq!(titles(&db, q("ma\0y\u{1b}")).await, ["Edition may"]);
    for odd in ["ma\0y", "\0", "May", "%00"] {
        let page = edition_page(&db, &anybody, "sea", odd, Language::English).await;
        assert_eq!(refusal(page), Refusal::NotFound);
        let page = edition_page(&db, &anybody, odd, "may", Language::English).await;
        assert_eq!(refusal(page), Refusal::NotFound);
        let page = course_page(&db, &anybody, "sea", "may", odd, Language::English).await;
        assert_eq!(refusal(page), Refusal::NotFound);
        let page = programme_page(&db, &anybody, odd, Language::English).await;
        assert_eq!(refusal(page), Refusal::NotFound);
    }
}

async fn a_date_lies_in_a_year_that_calendars_know(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let sea = programme(&db, "sea").await;
    for odd in ["-002027-05-06", "1899-12-31", "9999-12-31", "0001-01-01"] {
        let mut typed = typed_edition("may");
        typed.starts_on = odd.to_owned();
        typed.admission_closes = format!("{odd}T10:00");
        let refused =
            editions::create(&db, &grace, sea, &typed, &beginning("May", "en"), NOW).await;
        let refused = refusal(refused);
        for field in ["starts_on", "admission_closes"] {
            assert_eq!(refused.reason_for(field), Some(Reason::NotADate), "{odd}");
        }
        let (_, refused) = TypedSearch {
            from: odd.to_owned(),
            ..TypedSearch::default()
        }
        .parse();
        assert_eq!(refused.len(), 1, "{odd}");
    }
}

async fn two_who_write_the_same_words_at_once_are_both_heard(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let sea = programme(&db, "sea").await;
    let may = edition(&db, sea, "may").await;
    let portfolio = programmes::find(db.read(), sea).await.unwrap().portfolio;
    for thing in [Thing::Programme(sea), Thing::Portfolio(portfolio)] {
        let writes = (0..8).map(|number| {
            let (db, grace) = (db.clone(), grace.clone());
            tokio::spawn(async move {
                let words = Wording {
                    title: format!("Title {number}"),
                    ..Wording::default()
                };
                wording::write(&db, &grace, thing, Language::Chinese, &words, 0, NOW).await
            })
        });
        for write in writes.collect::<Vec<_>>() {
            write.await.unwrap().unwrap();
        }
        assert_eq!(wording::all(db.read(), thing).await.unwrap().len(), 2);
    }
    assert_eq!(edition_text::of(db.read(), may).await.unwrap().len(), 1);
}

async fn two_who_want_the_same_address_at_once_do_not_both_get_it(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let sea = programme(&db, "sea").await;
    let portfolio = programmes::find(db.read(), sea).await.unwrap().portfolio;
    let mut all = vec![sea];
    for number in 0..7 {
        all.push(programme(&db, &format!("p{number}")).await);
    }
    let edits = all.iter().map(|id| {
        let (db, grace, id) = (db.clone(), grace.clone(), *id);
        let typed = programmes::TypedProgramme {
            portfolio: portfolio.to_string(),
            slug: "wanted".to_owned(),
        };
        tokio::spawn(async move { programmes::edit(&db, &grace, id, &typed, NOW).await })
    });
    let mut got = 0;
    for edit in edits.collect::<Vec<_>>() {
        match edit.await.unwrap() {
            Ok(()) => got += 1,
            refused => assert_eq!(refusal(refused).reason_for("slug"), Some(Reason::Taken)),
        }
    }
    assert_eq!(got, 1);
}

async fn the_sitemap_holds_what_may_be_found(db: Db) {
    let sea = programme(&db, "sea").await;
    let may = edition(&db, sea, "may").await;
    let ports = course(&db, may, "ports").await;
    let (tariq, lin) = (
        person(&db, "Tariq", "EG").await,
        person(&db, "Lin", "CN").await,
    );
    printed_trainer(&db, ports, tariq).await;
    let called_off = edition(&db, sea, "off").await;
    publication(&db, called_off, Publication::Cancelled).await;
    let ships = course(&db, called_off, "ships").await;
    printed_trainer(&db, ships, lin).await;
    let lecture = SessionKind::Lecture;
    for (number, of) in [(1, may), (2, may), (1, called_off)] {
        let id = session(&db, of, None, number, lecture, "2026-12-08T09:00", 60).await;
        if number == 2 {
            let row = sessions::ActiveModel {
                id: Set(id),
                state: Set(SessionState::Cancelled),
                ..Default::default()
            };
            db.write(async |tx| Ok(row.update(tx).await?))
                .await
                .unwrap();
        }
    }
    let addresses = sitemap::addresses(db.read()).await.unwrap();
    let trainer = format!("/trainers/{tariq}");
    assert_eq!(
        addresses,
        [
            "/programmes/sea",
            "/programmes/sea/may",
            "/programmes/sea/may/sessions/1",
            trainer.as_str(),
        ]
    );
    course(&db, may, "ships").await;
    let addresses = sitemap::addresses(db.read()).await.unwrap();
    assert!(addresses.contains(&"/programmes/sea/may/courses/ports".to_owned()));
}

async fn an_edition_is_cancelled_for_a_reason(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let sea = programme(&db, "sea").await;
    let may = edition(&db, sea, "may").await;
    let cancelled = Publication::Cancelled;
    let without = editions::set_publication(&db, &grace, may, 1, cancelled, NOW).await;
    assert_eq!(refusal(without).reason_for("reason"), Some(Reason::Missing));
    for (reason, why) in [
        (" ", Reason::Missing),
        (&"x".repeat(501), Reason::TooLong { most: 500 }),
    ] {
        let refused = editions::cancel(&db, &grace, may, 1, reason, NOW).await;
        assert_eq!(refusal(refused).reason_for("reason"), Some(why));
    }
    editions::cancel(&db, &grace, may, 1, "A storm", NOW)
        .await
        .unwrap();
    let changes = history(db.read(), &grace, may).await.unwrap();
    assert_eq!(
        (changes[0].action.as_str(), changes[0].detail.as_str()),
        ("cancel", "A storm")
    );
}

async fn histories_tell_who_changed_what(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let carla = person(&db, "Carla", "BR").await;
    let sea = programme(&db, "sea").await;
    let may = edition(&db, sea, "may").await;
    grant(&db, carla, Role::Coordinator, Scope::Edition(may)).await;
    let carla = visitor(&db, carla).await;
    let typed = TypedSession {
        title_en: "Ports".to_owned(),
        kind: "lecture".to_owned(),
        audience: "enrolled".to_owned(),
        date: "2026-12-08".to_owned(),
        time: "09:00".to_owned(),
        minutes: "60".to_owned(),
        zone: "Asia/Shanghai".to_owned(),
        ..TypedSession::default()
    };
    let added = addition::add(&db, &carla, may, &typed, NOW).await.unwrap();
    cancellation::cancel(&db, &carla, added[0], 1, "A storm.", NOW)
        .await
        .unwrap();
    let changes = history(db.read(), &carla, may).await.unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|change| (change.action.as_str(), change.session))
        .collect();
    assert_eq!(
        told,
        [("cancel_session", Some(1)), ("add_session", Some(1))]
    );
    assert_eq!(changes[0].who.as_deref(), Some("Carla"));

    let shipyard = TypedHost {
        name: "Shipyard".to_owned(),
        country: "CN".to_owned(),
        ..TypedHost::default()
    };
    let host = host::add(&db, &carla, &shipyard, NOW).await.unwrap();
    host::edit(&db, &grace, host, &shipyard, NOW).await.unwrap();
    let changes = of_thing(db.read(), &grace, "host", host.0).await.unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|change| (change.action.as_str(), change.who.as_deref()))
        .collect();
    assert_eq!(told, [("edit", Some("Grace")), ("create", Some("Carla"))]);
    let refused = of_thing(db.read(), &carla, "host", host.0).await;
    assert_eq!(refusal(refused), Refusal::NotAllowed);
}

async fn an_edition_begins_with_its_seats(db: Db) {
    let grace = visitor(&db, administrator(&db).await).await;
    let sea = programme(&db, "sea").await;
    let make = async |slug: &str, seats: &str| {
        let start = editions::TypedBeginning {
            seats: seats.to_owned(),
            ..beginning("A", "en")
        };
        editions::create(&db, &grace, sea, &typed_edition(slug), &start, NOW).await
    };
    for odd in ["-1", "many", "1.5"] {
        let refused = refusal(make("odd", odd).await);
        assert!(matches!(
            refused.reason_for("seats"),
            Some(Reason::NotANumber { .. })
        ));
    }
    for (slug, typed, size) in [("none", " ", None), ("forty", "40", Some(40))] {
        let id = make(slug, typed).await.unwrap();
        let seats = admission::seats(&db, &grace, id).await.unwrap();
        assert_eq!((seats.taken, seats.size), (0, size));
        let noted = audit::history(db.read(), "edition", id.0).await.unwrap();
        let told = noted.iter().any(|note| note.action == "set_seats");
        assert_eq!(told, size.is_some());
    }
}

async fn a_country_group_is_as_it_is_today(db: Db) {
    let sea = programme(&db, "sea").await;
    let may = edition(&db, sea, "may").await;
    hosted_by(&db, may, "Port of Alexandria", "EG").await;
    let (brics, _) = TypedSearch {
        group: "brics".to_owned(),
        ..TypedSearch::default()
    }
    .parse();
    for (day, found) in [("2023-06-01", 0), ("2024-06-01", 1)] {
        let at = clock::day_begins(day.parse().unwrap(), &centre());
        let anybody = Visitor::anybody();
        let page = brics
            .find(db.read(), &anybody, Language::English, &centre(), at)
            .await
            .unwrap();
        assert_eq!(page.total, found, "Egypt joined on 1 January 2024: {day}");
    }
}

async fn the_last_words_stay(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    words(&db, id, Language::Chinese, "海洋", "").await;
    let thing = Thing::Edition(id);
    let none = Wording::default();
    wording::write(&db, &grace, thing, Language::Chinese, &none, 1, NOW)
        .await
        .unwrap();
    let refused =
        refusal(wording::write(&db, &grace, thing, Language::English, &none, 2, NOW).await);
    assert_eq!(refused.reason_for("title"), Some(Reason::Missing));
    let untitled = Wording {
        summary: "words".to_owned(),
        ..Wording::default()
    };
    let refused =
        refusal(wording::write(&db, &grace, thing, Language::English, &untitled, 2, NOW).await);
    assert_eq!(refused.reason_for("title"), Some(Reason::Missing));
    let pseudo =
        refusal(wording::write(&db, &grace, thing, Language::Mirrored, &untitled, 2, NOW).await);
    assert_eq!(pseudo, Refusal::NotFound);
}

async fn a_trainer_gets_the_grant_with_the_course_and_loses_it_with_it(db: Db) {
    let carla = person(&db, "Carla", "BR").await;
    let tariq = person(&db, "Tariq", "EG").await;
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    let ports = course(&db, id, "ports").await;
    let ships = course(&db, id, "ships").await;
    grant(&db, carla, Role::Coordinator, Scope::Edition(id)).await;
    let carla = visitor(&db, carla).await;

    let unknown = course_trainer::assign(&db, &carla, ports, "nobody@example.org", NOW).await;
    assert_eq!(
        refusal(unknown).reason_for("email"),
        Some(Reason::NobodyKnown)
    );
    for course in [ports, ships] {
        course_trainer::assign(&db, &carla, course, " Tariq@Example.org ", NOW)
            .await
            .unwrap();
    }
    let twice = course_trainer::assign(&db, &carla, ports, "tariq@example.org", NOW).await;
    assert_eq!(refusal(twice).reason_for("email"), Some(Reason::Taken));
    assert!(visitor(&db, tariq).await.trains_course(ports));
    assert_eq!(visitor(&db, tariq).await.grants().len(), 2);

    course_trainer::remove(&db, &carla, ports, tariq, NOW)
        .await
        .unwrap();
    let left = visitor(&db, tariq).await;
    assert!(!left.trains_course(ports) && left.trains_course(ships));
    let again = course_trainer::remove(&db, &carla, ports, tariq, NOW).await;
    assert_eq!(refusal(again), Refusal::NotFound);
}

async fn only_those_who_may_write_the_catalogue_do(db: Db) {
    let sea = programme(&db, "sea").await;
    let mine = edition(&db, sea, "mine").await;
    let other = edition(&db, sea, "other").await;
    let draft = edition(&db, sea, "draft").await;
    publication(&db, draft, Publication::Draft).await;
    let ports = course(&db, other, "ports").await;
    let carla = person(&db, "Carla", "BR").await;
    grant(&db, carla, Role::Coordinator, Scope::Edition(mine)).await;
    let tariq = person(&db, "Tariq", "EG").await;
    grant(&db, tariq, Role::Trainer, Scope::Course(ports)).await;
    let aude = person(&db, "Aude", "FR").await;
    grant(&db, aude, Role::Auditor, Scope::All).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = typed_edition("x");

    for who in [carla, tariq, aude, amina] {
        let visitor = visitor(&db, who).await;
        let made = editions::create(&db, &visitor, sea, &typed, &beginning("A", "en"), NOW).await;
        assert_eq!(refusal(made), Refusal::NotAllowed);
        let changed = editions::edit(&db, &visitor, other, 1, &typed, NOW).await;
        assert_eq!(refusal(changed), Refusal::NotAllowed);
        let expected = if who == aude {
            Refusal::NotAllowed
        } else {
            Refusal::NotFound
        };
        let hidden = editions::edit(&db, &visitor, draft, 1, &typed, NOW).await;
        assert_eq!(refusal(hidden), expected);
        let named = course_trainer::assign(&db, &visitor, ports, "amina@example.org", NOW).await;
        assert_eq!(refusal(named), Refusal::NotAllowed);
        let cancelled = courses::cancel(&db, &visitor, ports, NOW).await;
        assert_eq!(refusal(cancelled), Refusal::NotAllowed);
        let hosted = edition_host::add(&db, &visitor, other, "x", NOW).await;
        assert_eq!(refusal(hosted), Refusal::NotAllowed);
        let published =
            programmes::set_publication(&db, &visitor, sea, Publication::Archived, NOW).await;
        assert_eq!(refusal(published), Refusal::NotAllowed);
        let grouped = portfolio::create(
            &db,
            &visitor,
            &portfolio::TypedPortfolio::default(),
            "A",
            "en",
            NOW,
        )
        .await;
        assert_eq!(refusal(grouped), Refusal::NotAllowed);
    }
    let anybody = Visitor::anybody();
    let changed = editions::edit(&db, &anybody, other, 1, &typed, NOW).await;
    assert_eq!(refusal(changed), Refusal::SignInFirst);
    let carla = visitor(&db, carla).await;
    editions::edit(&db, &carla, mine, 1, &typed, NOW)
        .await
        .unwrap();
    let notes = audit::history(db.read(), "edition", other.0).await.unwrap();
    assert!(notes.is_empty());
}

async fn an_address_is_taken_once(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let may = edition(&db, sea, "may").await;
    edition(&db, sea, "june").await;
    let ports = course(&db, may, "ports").await;
    course(&db, may, "ships").await;
    let taken = |refused: Refusal| assert_eq!(refused.reason_for("slug"), Some(Reason::Taken));

    let typed = typed_edition("june");
    taken(refusal(
        editions::create(&db, &grace, sea, &typed, &beginning("A", "en"), NOW).await,
    ));
    taken(refusal(
        editions::edit(&db, &grace, may, 1, &typed, NOW).await,
    ));
    let typed = courses::TypedCourse {
        slug: "ships".to_owned(),
        required: "true".to_owned(),
        place: "1".to_owned(),
    };
    taken(refusal(
        courses::add(&db, &grace, may, &typed, "A", "en", NOW).await,
    ));
    taken(refusal(
        courses::edit(&db, &grace, ports, 1, &typed, NOW).await,
    ));
    let row = programmes::find(db.read(), sea).await.unwrap();
    let typed = programmes::TypedProgramme {
        portfolio: row.portfolio.to_string(),
        slug: "sea".to_owned(),
    };
    taken(refusal(
        programmes::create(&db, &grace, &typed, "A", "en", NOW).await,
    ));
    programmes::edit(&db, &grace, sea, &typed, NOW)
        .await
        .unwrap();
    let typed = portfolio::TypedPortfolio {
        slug: "portfolio-sea".to_owned(),
        place: "1".to_owned(),
    };
    taken(refusal(
        portfolio::create(&db, &grace, &typed, "A", "en", NOW).await,
    ));
    portfolio::edit(&db, &grace, row.portfolio, &typed, NOW)
        .await
        .unwrap();
}

async fn hosts_and_venues_are_added_by_coordinators_and_changed_by_administrators(db: Db) {
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let carla = person(&db, "Carla", "BR").await;
    grant(&db, carla, Role::Coordinator, Scope::Edition(id)).await;
    let carla = visitor(&db, carla).await;
    let amina = person(&db, "Amina", "KE").await;
    let amina = visitor(&db, amina).await;
    let port = host::TypedHost {
        name: "Port of Mombasa".to_owned(),
        city: "Mombasa".to_owned(),
        country: "KE".to_owned(),
        website: "https://port.example".to_owned(),
    };
    let refused = host::TypedHost {
        website: "javascript:alert(1)".to_owned(),
        ..port.clone()
    };
    let bad = refusal(host::add(&db, &carla, &refused, NOW).await);
    assert_eq!(bad.reason_for("website"), Some(Reason::NotALink));
    assert_eq!(
        refusal(host::add(&db, &amina, &port, NOW).await),
        Refusal::NotAllowed
    );
    assert_eq!(
        refusal(host::list(db.read(), &amina).await),
        Refusal::NotAllowed
    );
    let host = host::add(&db, &carla, &port, NOW).await.unwrap();
    assert_eq!(
        refusal(host::edit(&db, &carla, host, &port, NOW).await),
        Refusal::NotAllowed
    );
    let renamed = host::TypedHost {
        name: "Kenya Ports".to_owned(),
        ..port
    };
    host::edit(&db, &grace, host, &renamed, NOW).await.unwrap();

    let hall = venue::TypedVenue {
        host: host.to_string(),
        name: "Hall B".to_owned(),
        country: "KE".to_owned(),
        zone: "Africa/Nairobi".to_owned(),
        ..venue::TypedVenue::default()
    };
    let hall_id = venue::add(&db, &carla, &hall, NOW).await.unwrap();
    venue::edit(&db, &grace, hall_id, &hall, NOW).await.unwrap();
    let nowhere = venue::TypedVenue {
        host: model::HostId::new().to_string(),
        ..hall
    };
    let bad = refusal(venue::add(&db, &grace, &nowhere, NOW).await);
    assert_eq!(bad.reason_for("host"), Some(Reason::NotAChoice));

    edition_host::add(&db, &carla, id, &host.to_string(), NOW)
        .await
        .unwrap();
    let twice = edition_host::add(&db, &carla, id, &host.to_string(), NOW).await;
    assert_eq!(refusal(twice).reason_for("host"), Some(Reason::Taken));
    edition_host::remove(&db, &carla, id, host, NOW)
        .await
        .unwrap();
    let notes = audit::history(db.read(), "edition", id.0).await.unwrap();
    let details: Vec<&str> = notes.iter().map(|note| note.detail.as_str()).collect();
    assert_eq!(details, ["Kenya Ports", "Kenya Ports"]);
}

async fn a_trainers_page_is_for_those_who_teach_in_public(db: Db) {
    let sea = programme(&db, "sea").await;
    let shown = edition(&db, sea, "shown").await;
    let hidden = edition(&db, sea, "hidden").await;
    let ports = course(&db, shown, "ports").await;
    let plans = course(&db, hidden, "plans").await;
    publication(&db, hidden, Publication::Draft).await;
    let tariq = person(&db, "Tariq", "EG").await;
    printed_trainer(&db, ports, tariq).await;
    printed_trainer(&db, plans, tariq).await;
    let future = person(&db, "Fatou", "SN").await;
    printed_trainer(&db, plans, future).await;
    let amina = person(&db, "Amina", "KE").await;
    enrolment(&db, shown, amina).await;

    let page = trainer_page(db.read(), &Visitor::anybody(), tariq, Language::English)
        .await
        .unwrap();
    assert_eq!(page.name, "Tariq");
    let taught: Vec<&str> = page
        .taught
        .iter()
        .filter_map(|taught| taught.course_title.as_deref())
        .collect();
    assert_eq!(taught, ["Course ports"]);
    for nobody in [future, amina, model::PersonId::new()] {
        let page = trainer_page(db.read(), &Visitor::anybody(), nobody, Language::English).await;
        assert_eq!(refusal(page), Refusal::NotFound);
    }
}

async fn the_desk_holds_ones_own_editions_and_sessions(db: Db) {
    let sea = programme(&db, "sea").await;
    let mine = edition(&db, sea, "mine").await;
    let other = edition(&db, sea, "other").await;
    publication(&db, mine, Publication::Draft).await;
    let ports = course(&db, other, "ports").await;
    let wall = "2026-12-08T09:00";
    session(&db, mine, None, 1, SessionKind::Visit, wall, 60).await;
    let lecture = session(&db, other, Some(ports), 1, SessionKind::Lecture, wall, 60).await;
    session(&db, other, None, 2, SessionKind::Visit, wall, 60).await;
    let carla = person(&db, "Carla", "BR").await;
    grant(&db, carla, Role::Coordinator, Scope::Edition(mine)).await;
    let carla = visitor(&db, carla).await;
    let tariq = person(&db, "Tariq", "EG").await;
    grant(&db, tariq, Role::Trainer, Scope::Course(ports)).await;
    let tariq = visitor(&db, tariq).await;
    let amina = person(&db, "Amina", "KE").await;
    let amina = visitor(&db, amina).await;

    let english = Language::English;
    let desk_of = desk::my_editions(db.read(), &carla, english, NOW)
        .await
        .unwrap();
    assert_eq!(
        desk_of.iter().map(|card| card.id).collect::<Vec<_>>(),
        [mine]
    );
    let next = desk::my_next_sessions(db.read(), &carla, english, NOW)
        .await
        .unwrap();
    assert_eq!(
        (next.len(), next[0].edition_title.as_str()),
        (1, "Edition mine")
    );
    let desk_of = desk::my_editions(db.read(), &tariq, english, NOW)
        .await
        .unwrap();
    let editions: Vec<_> = desk_of.iter().map(|card| card.id).collect();
    assert_eq!(editions, [other], "the edition of a course they train");
    let next = desk::my_next_sessions(db.read(), &tariq, english, NOW)
        .await
        .unwrap();
    assert_eq!(
        next.iter().map(|session| session.id).collect::<Vec<_>>(),
        [lecture]
    );
    let lines = desk::staff_catalogue(db.read(), &carla, english)
        .await
        .unwrap();
    assert_eq!(
        lines
            .iter()
            .filter_map(|line| line.edition)
            .collect::<Vec<_>>(),
        [mine]
    );
    let refused = desk::staff_catalogue(db.read(), &tariq, english).await;
    assert_eq!(refusal(refused), Refusal::NotAllowed);
    let refused = desk::my_editions(db.read(), &amina, english, NOW).await;
    assert_eq!(refusal(refused), Refusal::NotAllowed);
    let later = Instant(NOW.0 + 40 * 86_400_000);
    let desk_of = desk::my_editions(db.read(), &carla, english, later)
        .await
        .unwrap();
    assert!(desk_of.is_empty());
}

async fn auditors_read_the_history_without_names(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let sea = programme(&db, "sea").await;
    let id = edition(&db, sea, "may").await;
    editions::cancel(&db, &grace, id, 1, "A storm", NOW)
        .await
        .unwrap();
    let aude = person(&db, "Aude", "FR").await;
    grant(&db, aude, Role::Auditor, Scope::All).await;
    let aude = visitor(&db, aude).await;
    let amina = person(&db, "Amina", "KE").await;
    let amina = visitor(&db, amina).await;
    let seen = history(db.read(), &grace, id).await.unwrap();
    assert_eq!(seen[0].who.as_deref(), Some("Grace"));
    let seen = history(db.read(), &aude, id).await.unwrap();
    assert_eq!((seen.len(), seen[0].who.clone()), (1, None));
    assert_eq!(
        refusal(history(db.read(), &amina, id).await),
        Refusal::NotFound
    );
}
