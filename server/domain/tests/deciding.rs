//! Deciding on applications, offers, and the review list.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "cast/admission_rows.rs"]
mod admission_rows;
mod cast;
#[path = "cast/nomination_rows.rs"]
mod nomination_rows;

/// The cast under the name that rows shared with the router's tests know it by.
mod house {
    pub use crate::cast::{NOW, insert};
}

use admission_rows::{change_edition, place_of};
use cast::{NOW, administrator, country, edition, grant, insert, person, programme, visitor};
use domain::accounts::person as people;
use domain::admissions::deciding::{Decided, Decision, Effect, decide, preview};
use domain::admissions::invariants::invariants;
use domain::admissions::nomination;
use domain::admissions::offering::{accept, expire};
use domain::admissions::review::{Filter, Order, Review, found, review};
use domain::admissions::{
    application, application_step, offer_rule, set_total, withdraw, withdraw_somebody,
};
use domain::catalogue::edition::{self as editions, TypedEdition};
use domain::outbox;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::{Expr, ExprTrait};
use domain::sea_orm::{QueryOrder, Set};
use domain::{Db, Error};
use futures::future::join_all;
use model::accounts::{Rank, Sex};
use model::admissions::{DeclineReason, Standing};
use model::catalogue::{AdmissionWay, Publication};
use model::role::Scope;
use model::{ApplicationId, EditionId, Instant, Language, PersonId, Reason, Refusal, Role};

on_both! {
    a_place_is_offered_and_its_seat_is_held,
    without_a_seat_they_wait_and_the_next_free_seat_is_offered,
    an_offer_is_accepted_once_however_often_one_presses,
    an_offer_that_ran_out_is_ended_and_its_seat_goes_on,
    an_offer_can_be_refused_by_the_person_and_taken_back_by_the_centre,
    an_offer_waits_for_the_morning_and_for_as_long_as_the_edition_says,
    nothing_is_decided_that_was_not_shown,
    who_is_declined_reads_why,
    nobody_decides_on_themselves,
    a_nominee_is_decided_on_once_endorsed,
    a_countrys_turns_go_to_its_people_in_its_own_order,
    only_who_runs_the_edition_decides,
    a_draft_is_not_there_to_be_decided_on,
    what_is_over_stays_over,
    what_pools_looked_at_stays_as_it_was_offered,
    an_offer_outlives_an_edition_that_was_called_off_and_takes_place_after_all,
    an_edit_leaves_offers_as_they_are_but_none_open_once_the_edition_begins,
    the_way_in_stays_while_anybody_has_applied_or_begun_to,
    nothing_is_offered_by_itself_once_the_edition_has_begun,
    nobody_is_admitted_to_what_is_called_off_or_open_to_all,
    the_schema_holds_against_a_handwritten_statement,
    three_hundred_applicants_and_forty_seats,
    the_review_list_finds_and_sums,
    the_review_list_masks_and_hides,
}

const LANGUAGE: Language = Language::English;

fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// An edition with approval and so many seats.
async fn by_approval(db: &Db, seats: i32) -> (EditionId, PersonId) {
    let programme = programme(db, "ports").await;
    let edition = edition(db, programme, "2026").await;
    change_edition(db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Approval);
    })
    .await;
    cast::seats(db, edition, seats).await;
    (edition, administrator(db).await)
}

/// Somebody whose application was sent.
async fn applied(db: &Db, edition: EditionId, name: &str, from: &str) -> (PersonId, ApplicationId) {
    let who = person(db, name, from).await;
    (who, asks(db, edition, who, from, Standing::Submitted).await)
}

async fn asks(
    db: &Db,
    edition: EditionId,
    who: PersonId,
    from: &str,
    standing: Standing,
) -> ApplicationId {
    let id = ApplicationId::new();
    let row = application::ActiveModel {
        id: Set(id),
        edition: Set(edition),
        person: Set(who),
        standing: Set(standing),
        delegation: Set(country(from)),
        queue_number: Set(None),
        created_at: Set(NOW),
        ..Default::default()
    };
    insert(db, vec![row]).await;
    id
}

async fn row(db: &Db, id: ApplicationId) -> application::Model {
    let row = application::Entity::find_by_id(id).one(db.read()).await;
    row.unwrap().unwrap()
}

async fn standing(db: &Db, id: ApplicationId) -> Standing {
    row(db, id).await.standing
}

/// Looks at what a decision would cause, and does just that.
async fn decided(
    db: &Db,
    who: PersonId,
    edition: EditionId,
    these: &[ApplicationId],
    decision: Decision,
    now: Instant,
) -> Result<Vec<Decided>, Error> {
    let who = visitor(db, who).await;
    let shown = preview(db, &who, edition, these, decision, LANGUAGE, now).await?;
    decide(db, &who, edition, these, decision, "", &shown.seen, now).await
}

async fn effect(
    db: &Db,
    who: PersonId,
    edition: EditionId,
    one: ApplicationId,
    decision: Decision,
) -> Effect {
    let all = decided(db, who, edition, &[one], decision, NOW).await;
    all.unwrap()[0].effect
}

async fn letters(db: &Db, to: PersonId) -> Vec<String> {
    outbox::Entity::find()
        .filter(outbox::Column::Person.eq(to))
        .order_by_asc(outbox::Column::Id)
        .all(db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|mail| mail.kind)
        .collect()
}

async fn is_sound(db: &Db, now: Instant) {
    assert_eq!(invariants(db, now).await.unwrap(), []);
}

async fn a_place_is_offered_and_its_seat_is_held(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let got = effect(&db, grace, edition, hers, Decision::Admit).await;
    let Effect::Offered { until } = got else {
        panic!("{got:?}");
    };
    let row = row(&db, hers).await;
    assert_eq!(row.standing, Standing::Offered);
    assert_eq!(row.offer_expires_at, Some(until));
    assert_eq!(letters(&db, amina).await, ["place_offered"]);
    assert!(place_of(&db, edition, amina).await.is_none());
    is_sound(&db, NOW).await;
    // The one seat is held.
    let (_, his) = applied(&db, edition, "Bo", "CN").await;
    let got = effect(&db, grace, edition, his, Decision::Admit).await;
    assert_eq!(got, Effect::Waits { position: 1 });
    let steps = application_step::Entity::find()
        .filter(application_step::Column::Application.eq(hers))
        .all(db.read())
        .await
        .unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].actor, Some(grace));
    is_sound(&db, NOW).await;
}

async fn without_a_seat_they_wait_and_the_next_free_seat_is_offered(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let (bo, his) = applied(&db, edition, "Bo", "CN").await;
    decided(&db, grace, edition, &[hers, his], Decision::Admit, NOW)
        .await
        .unwrap();
    assert_eq!(standing(&db, his).await, Standing::Waiting);
    assert_eq!(letters(&db, bo).await, ["on_waiting_list"]);
    accept(&db, amina, edition, NOW).await.unwrap();
    withdraw(&db, amina, edition, NOW).await.unwrap();
    assert_eq!(standing(&db, his).await, Standing::Offered);
    assert_eq!(letters(&db, bo).await, ["on_waiting_list", "place_offered"]);
    assert!(place_of(&db, edition, bo).await.is_none());
    is_sound(&db, NOW).await;
}

async fn an_offer_is_accepted_once_however_often_one_presses(db: Db) {
    let (edition, grace) = by_approval(&db, 2).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    assert_eq!(
        refusal(accept(&db, amina, edition, NOW).await),
        Refusal::NoOffer
    );
    effect(&db, grace, edition, hers, Decision::Admit).await;
    let presses = (0..20).map(|_| accept(&db, amina, edition, NOW));
    for answer in join_all(presses).await {
        answer.unwrap();
    }
    assert_eq!(standing(&db, hers).await, Standing::Accepted);
    assert!(place_of(&db, edition, amina).await.is_some());
    assert_eq!(letters(&db, amina).await, ["place_offered", "place_given"]);
    is_sound(&db, NOW).await;
}

async fn an_offer_that_ran_out_is_ended_and_its_seat_goes_on(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let (bo, his) = applied(&db, edition, "Bo", "CN").await;
    decided(&db, grace, edition, &[hers, his], Decision::Admit, NOW)
        .await
        .unwrap();
    let until = row(&db, hers).await.offer_expires_at.unwrap();
    let before = until.plus_ms(-1);
    assert_eq!(expire(&db, before).await.unwrap(), 0);
    // Nobody accepts at the last moment and a moment later.
    assert_eq!(
        refusal(accept(&db, amina, edition, until).await),
        Refusal::OfferOver { expired_at: until }
    );
    // Two servers look at once.
    let both = join_all([expire(&db, until), expire(&db, until)]).await;
    let ended: u64 = both.into_iter().map(Result::unwrap).sum();
    assert_eq!(ended, 1);
    assert_eq!(standing(&db, hers).await, Standing::Expired);
    assert_eq!(standing(&db, his).await, Standing::Offered);
    assert_eq!(
        letters(&db, amina).await,
        ["place_offered", "offer_expired"]
    );
    assert_eq!(letters(&db, bo).await, ["on_waiting_list", "place_offered"]);
    assert_eq!(
        refusal(accept(&db, amina, edition, until).await),
        Refusal::NoOffer
    );
    is_sound(&db, until).await;
}

async fn an_offer_can_be_refused_by_the_person_and_taken_back_by_the_centre(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let mut all = Vec::new();
    for (name, from) in [("Amina", "KE"), ("Bo", "CN"), ("Chen", "SG")] {
        all.push(applied(&db, edition, name, from).await);
    }
    let these: Vec<_> = all.iter().map(|(_, id)| *id).collect();
    decided(&db, grace, edition, &these, Decision::Admit, NOW)
        .await
        .unwrap();
    withdraw(&db, all[0].0, edition, NOW).await.unwrap();
    assert_eq!(standing(&db, these[1]).await, Standing::Offered);
    let grace = visitor(&db, grace).await;
    withdraw_somebody(&db, &grace, these[1], "No visa.", NOW)
        .await
        .unwrap();
    assert_eq!(standing(&db, these[2]).await, Standing::Offered);
    is_sound(&db, NOW).await;
}

async fn an_offer_waits_for_the_morning_and_for_as_long_as_the_edition_says(db: Db) {
    let (edition, grace) = by_approval(&db, 5).await;
    let administrator = visitor(&db, grace).await;
    for bad in ["0", "721", "soon", ""] {
        let answer = offer_rule::set_hours(&db, &administrator, edition, bad, NOW).await;
        assert!(matches!(refusal(answer), Refusal::Fields(_)), "{bad}");
    }
    offer_rule::set_hours(&db, &administrator, edition, "24", NOW)
        .await
        .unwrap();
    offer_rule::set_hours(&db, &administrator, edition, "1", NOW)
        .await
        .unwrap();
    let (_, hers) = applied(&db, edition, "Amina", "KE").await;
    // 21:30 in Nairobi.
    let evening = NOW.plus_minutes(9 * 60 + 30);
    decided(&db, grace, edition, &[hers], Decision::Admit, evening)
        .await
        .unwrap();
    let until = row(&db, hers).await.offer_expires_at.unwrap();
    // Eight in the morning.
    assert_eq!(until.since(evening), (10 * 60 + 30) * 60_000);
}

async fn nothing_is_decided_that_was_not_shown(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (_, hers) = applied(&db, edition, "Amina", "KE").await;
    let (_, his) = applied(&db, edition, "Bo", "CN").await;
    let grace = visitor(&db, grace).await;
    let admit = Decision::Admit;
    let shown = preview(&db, &grace, edition, &[hers], admit, LANGUAGE, NOW).await;
    let seen = shown.unwrap().seen;
    // Meanwhile the seat goes to somebody else.
    let other = preview(&db, &grace, edition, &[his], admit, LANGUAGE, NOW).await;
    let other = other.unwrap().seen;
    decide(&db, &grace, edition, &[his], admit, "", &other, NOW)
        .await
        .unwrap();
    let answer = decide(&db, &grace, edition, &[hers], admit, "", &seen, NOW).await;
    assert_eq!(refusal(answer), Refusal::ChangedMeanwhile);
    assert_eq!(standing(&db, hers).await, Standing::Submitted);
    // Nor is one decision taken for another, or other people decided on.
    let decline = Decision::Decline(DeclineReason::Late);
    let answer = decide(&db, &grace, edition, &[hers], decline, "", &seen, NOW).await;
    assert_eq!(refusal(answer), Refusal::ChangedMeanwhile);
    let answer = decide(&db, &grace, edition, &[hers, his], admit, "", &seen, NOW).await;
    assert_eq!(refusal(answer), Refusal::ChangedMeanwhile);
    // An hour later the same offer runs out an hour later: that is no other decision.
    let (_, third) = applied(&db, edition, "Chen", "SG").await;
    let shown = preview(&db, &grace, edition, &[third], admit, LANGUAGE, NOW).await;
    let seen = shown.unwrap().seen;
    let later = NOW.plus_minutes(60);
    decide(&db, &grace, edition, &[third], admit, "", &seen, later)
        .await
        .unwrap();
}

async fn who_is_declined_reads_why(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let decision = Decision::parse("decline", "language").unwrap();
    assert!(matches!(
        Decision::parse("decline", ""),
        Err(Refusal::Fields(_))
    ));
    assert_eq!(
        effect(&db, grace, edition, hers, decision).await,
        Effect::Declined(DeclineReason::Language)
    );
    let declined = row(&db, hers).await;
    assert_eq!(declined.standing, Standing::Declined);
    assert_eq!(declined.decline_reason, Some(DeclineReason::Language));
    let mail = outbox::Entity::find()
        .filter(outbox::Column::Person.eq(amina))
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        mail.letter().unwrap(),
        outbox::Letter::Declined {
            edition,
            reason: DeclineReason::Language
        }
    );
    // It is over: she may apply again, and stands there anew.
    asks(&db, edition, amina, "KE", Standing::Submitted).await;
}

async fn nobody_decides_on_themselves(db: Db) {
    let (edition, grace) = by_approval(&db, 2).await;
    let own = asks(&db, edition, grace, "CN", Standing::Submitted).await;
    for decision in [
        Decision::Read,
        Decision::Admit,
        Decision::Decline(DeclineReason::Other),
    ] {
        let got = effect(&db, grace, edition, own, decision).await;
        assert_eq!(got, Effect::Oneself);
    }
    assert_eq!(standing(&db, own).await, Standing::Submitted);
    assert_eq!(letters(&db, grace).await, Vec::<String>::new());
}

async fn a_nominee_is_decided_on_once_endorsed(db: Db) {
    let (edition, grace) = by_approval(&db, 2).await;
    change_edition(&db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Nomination);
    })
    .await;
    let amina = person(&db, "Amina", "KE").await;
    let focal = person(&db, "Fatou", "KE").await;
    let hers = nomination_rows::nomination(&db, edition, amina, "KE", focal).await;
    let got = effect(&db, grace, edition, hers, Decision::Admit).await;
    assert_eq!(got, Effect::NotEndorsed);
    let got = effect(&db, grace, edition, hers, Decision::Read).await;
    assert_eq!(got, Effect::NotEndorsed);
    // Whom nobody endorses can be told no.
    let bo = person(&db, "Bo", "CN").await;
    let his = nomination_rows::nomination(&db, edition, bo, "CN", focal).await;
    let late = Decision::Decline(DeclineReason::Late);
    let got = effect(&db, grace, edition, his, late).await;
    assert_eq!(got, Effect::Declined(DeclineReason::Late));
    application::Entity::update_many()
        .col_expr(
            application::Column::Standing,
            Expr::value(Standing::Endorsed),
        )
        .filter(application::Column::Id.eq(hers))
        .exec(db.migrating())
        .await
        .unwrap();
    assert_eq!(
        effect(&db, grace, edition, hers, Decision::Read).await,
        Effect::Read
    );
    assert_eq!(letters(&db, amina).await, Vec::<String>::new());
    let got = effect(&db, grace, edition, hers, Decision::Admit).await;
    assert!(matches!(got, Effect::Offered { .. }));
    is_sound(&db, NOW).await;
}

async fn a_countrys_turns_go_to_its_people_in_its_own_order(db: Db) {
    let (edition, grace) = by_approval(&db, 0).await;
    change_edition(&db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Nomination);
    })
    .await;
    let focal = person(&db, "Fatou", "KE").await;
    let mut ids = Vec::new();
    // Each is put before those who were named earlier.
    for (name, from) in [
        ("Amina", "KE"),
        ("Bo", "CN"),
        ("Otieno", "KE"),
        ("Wanjiru", "KE"),
    ] {
        nomination::Entity::update_many()
            .col_expr(
                nomination::Column::CountryOrder,
                Expr::col(nomination::Column::CountryOrder).add(10),
            )
            .filter(nomination::Column::Country.eq(country(from)))
            .exec(db.migrating())
            .await
            .unwrap();
        let who = person(&db, name, from).await;
        ids.push(nomination_rows::nomination(&db, edition, who, from, focal).await);
    }
    application::Entity::update_many()
        .col_expr(
            application::Column::Standing,
            Expr::value(Standing::Endorsed),
        )
        .exec(db.migrating())
        .await
        .unwrap();
    // One after the other: the list is first Amina, Bo, Otieno, Wanjiru.
    for id in &ids {
        effect(&db, grace, edition, *id, Decision::Admit).await;
    }
    let who = visitor(&db, grace).await;
    for (seats, next) in [(1, 3), (2, 1), (3, 2), (4, 0)] {
        set_total(&db, &who, edition, Some(seats), NOW)
            .await
            .unwrap();
        assert_eq!(standing(&db, ids[next]).await, Standing::Offered, "{seats}");
    }
    is_sound(&db, NOW).await;
}

async fn only_who_runs_the_edition_decides(db: Db) {
    let (edition, _) = by_approval(&db, 2).await;
    let other = cast::edition(&db, programme(&db, "other").await, "2027").await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let coordinator = person(&db, "Kofi", "GH").await;
    grant(&db, coordinator, Role::Coordinator, Scope::Edition(other)).await;
    let auditor = person(&db, "Olga", "KZ").await;
    grant(&db, auditor, Role::Auditor, Scope::All).await;
    let focal = person(&db, "Fatou", "KE").await;
    let scope = Scope::CountryInEdition(country("KE"), edition);
    grant(&db, focal, Role::FocalPoint, scope).await;
    for who in [amina, coordinator, auditor, focal] {
        let who = visitor(&db, who).await;
        let answer = decide(&db, &who, edition, &[hers], Decision::Admit, "", "", NOW).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
        let answer = preview(&db, &who, edition, &[hers], Decision::Read, LANGUAGE, NOW).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
        let answer = offer_rule::set_hours(&db, &who, edition, "24", NOW).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
    }
    // A coordinator of another edition does not reach hers through their own.
    let kofi = visitor(&db, coordinator).await;
    let shown = preview(&db, &kofi, other, &[hers], Decision::Read, LANGUAGE, NOW).await;
    assert!(shown.unwrap().decided.is_empty());
    assert_eq!(standing(&db, hers).await, Standing::Submitted);
}

async fn a_draft_is_not_there_to_be_decided_on(db: Db) {
    let (edition, grace) = by_approval(&db, 2).await;
    let amina = person(&db, "Amina", "KE").await;
    let draft = asks(&db, edition, amina, "KE", Standing::Draft).await;
    let all = decided(&db, grace, edition, &[draft], Decision::Admit, NOW).await;
    assert!(all.unwrap().is_empty());
    assert_eq!(standing(&db, draft).await, Standing::Draft);
}

async fn what_is_over_stays_over(db: Db) {
    let (edition, grace) = by_approval(&db, 2).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    withdraw(&db, amina, edition, NOW).await.unwrap();
    let got = effect(&db, grace, edition, hers, Decision::Admit).await;
    assert_eq!(got, Effect::StaysAs(Standing::Withdrawn));
    let (bo, his) = applied(&db, edition, "Bo", "CN").await;
    effect(&db, grace, edition, his, Decision::Admit).await;
    accept(&db, bo, edition, NOW).await.unwrap();
    let no = Decision::Decline(DeclineReason::Seats);
    let got = effect(&db, grace, edition, his, no).await;
    assert_eq!(got, Effect::StaysAs(Standing::Accepted));
    is_sound(&db, NOW).await;
}

async fn what_pools_looked_at_stays_as_it_was_offered(db: Db) {
    let (edition, grace) = by_approval(&db, 2).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    effect(&db, grace, edition, hers, Decision::Admit).await;
    people::Entity::update_many()
        .col_expr(people::Column::Sex, Expr::value(Sex::Female))
        .col_expr(people::Column::Organisation, Expr::value("Elsewhere"))
        .filter(people::Column::Id.eq(amina))
        .exec(db.migrating())
        .await
        .unwrap();
    accept(&db, amina, edition, NOW).await.unwrap();
    let place = place_of(&db, edition, amina).await.unwrap();
    assert_eq!(place.sex, Sex::Unknown);
    assert_eq!(place.organisation, "Ministry of Amina");
}

async fn an_offer_outlives_an_edition_that_was_called_off_and_takes_place_after_all(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    effect(&db, grace, edition, hers, Decision::Admit).await;
    let grace = visitor(&db, grace).await;
    editions::cancel(&db, &grace, edition, 1, "No hall.", NOW)
        .await
        .unwrap();
    assert_eq!(
        refusal(accept(&db, amina, edition, NOW).await),
        Refusal::NotNow
    );
    let later = NOW.plus_days(4);
    assert_eq!(expire(&db, later).await.unwrap(), 0);
    assert_eq!(standing(&db, hers).await, Standing::Offered);
    is_sound(&db, later).await;
    editions::set_publication(&db, &grace, edition, 2, Publication::Published, later)
        .await
        .unwrap();
    assert_eq!(expire(&db, later).await.unwrap(), 0);
    accept(&db, amina, edition, later).await.unwrap();
    is_sound(&db, later).await;
}

/// The edition as its form shows it.
async fn facts(db: &Db, edition: EditionId) -> TypedEdition {
    let row = editions::find(db.read(), edition).await.unwrap();
    TypedEdition {
        slug: row.slug.to_string(),
        kind: row.kind.to_string(),
        mode: row.mode.to_string(),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        zone: row.zone.to_string(),
        place: row.place,
        admission_way: row.admission_way.to_string(),
        attendance_threshold: row.attendance_threshold.to_string(),
        ..TypedEdition::default()
    }
}

async fn an_edit_leaves_offers_as_they_are_but_none_open_once_the_edition_begins(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (_, hers) = applied(&db, edition, "Amina", "KE").await;
    let who = visitor(&db, grace).await;
    offer_rule::set_hours(&db, &who, edition, "200", NOW)
        .await
        .unwrap();
    effect(&db, grace, edition, hers, Decision::Admit).await;
    let until = row(&db, hers).await.offer_expires_at;
    let mut typed = facts(&db, edition).await;
    typed.place = "Fuzhou".to_owned();
    let later = NOW.plus_days(1);
    editions::edit(&db, &who, edition, 1, &typed, later)
        .await
        .unwrap();
    assert_eq!(row(&db, hers).await.offer_expires_at, until);
    typed.starts_on = "2026-11-28".to_owned();
    editions::edit(&db, &who, edition, 2, &typed, later)
        .await
        .unwrap();
    let begins = editions::find(db.read(), edition).await.unwrap().starts_at;
    assert_eq!(row(&db, hers).await.offer_expires_at, Some(begins));
}

async fn the_way_in_stays_while_anybody_has_applied_or_begun_to(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let amina = person(&db, "Amina", "KE").await;
    asks(&db, edition, amina, "KE", Standing::Draft).await;
    let who = visitor(&db, grace).await;
    let mut typed = facts(&db, edition).await;
    typed.admission_way = "open".to_owned();
    let refused = refusal(editions::edit(&db, &who, edition, 1, &typed, NOW).await);
    assert_eq!(
        refused.reason_for("admission_way"),
        Some(Reason::PeopleHaveApplied)
    );
    // Discarded, it is in nobody's way.
    withdraw(&db, amina, edition, NOW).await.unwrap();
    editions::edit(&db, &who, edition, 1, &typed, NOW)
        .await
        .unwrap();
}

async fn nothing_is_offered_by_itself_once_the_edition_has_begun(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let (_, his) = applied(&db, edition, "Bo", "CN").await;
    decided(&db, grace, edition, &[hers, his], Decision::Admit, NOW)
        .await
        .unwrap();
    accept(&db, amina, edition, NOW).await.unwrap();
    let running = NOW.plus_days(14);
    withdraw(&db, amina, edition, running).await.unwrap();
    assert_eq!(standing(&db, his).await, Standing::Waiting);
    let administrator = visitor(&db, grace).await;
    set_total(&db, &administrator, edition, Some(9), running)
        .await
        .unwrap();
    assert_eq!(standing(&db, his).await, Standing::Waiting);
    is_sound(&db, running).await;
    // The centre may still admit whoever waits, until the edition is over; without a seat nobody is put on a list that
    // no longer moves.
    let got = decided(&db, grace, edition, &[his], Decision::Admit, running).await;
    assert!(matches!(got.unwrap()[0].effect, Effect::Offered { .. }));
    let (_, third) = applied(&db, edition, "Dawit", "ET").await;
    set_total(&db, &administrator, edition, Some(1), running)
        .await
        .unwrap();
    let got = decided(&db, grace, edition, &[third], Decision::Admit, running).await;
    assert_eq!(got.unwrap()[0].effect, Effect::NoSeat);
    assert_eq!(standing(&db, third).await, Standing::Submitted);
    set_total(&db, &administrator, edition, Some(9), running)
        .await
        .unwrap();
    let (_, late) = applied(&db, edition, "Chen", "SG").await;
    let got = decided(&db, grace, edition, &[late], Decision::Admit, running).await;
    assert!(matches!(got.unwrap()[0].effect, Effect::Offered { .. }));
}

async fn nobody_is_admitted_to_what_is_called_off_or_open_to_all(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let over = NOW.plus_days(40);
    let answer = decided(&db, grace, edition, &[hers], Decision::Admit, over).await;
    assert!(matches!(refusal(answer), Refusal::Closed { .. }));
    effect(&db, grace, edition, hers, Decision::Admit).await;
    change_edition(&db, edition, |row| {
        row.publication = Set(Publication::Cancelled);
    })
    .await;
    let (_, his) = applied(&db, edition, "Bo", "CN").await;
    let answer = decided(&db, grace, edition, &[his], Decision::Admit, NOW).await;
    assert_eq!(refusal(answer), Refusal::NotNow);
    assert_eq!(
        refusal(accept(&db, amina, edition, NOW).await),
        Refusal::NotNow
    );
    change_edition(&db, edition, |row| {
        row.publication = Set(Publication::Published);
        row.admission_way = Set(AdmissionWay::Open);
    })
    .await;
    let answer = decided(&db, grace, edition, &[his], Decision::Admit, NOW).await;
    assert_eq!(refusal(answer), Refusal::AnotherWayIn);
}

async fn the_schema_holds_against_a_handwritten_statement(db: Db) {
    let (edition, grace) = by_approval(&db, 1).await;
    let (_, hers) = applied(&db, edition, "Amina", "KE").await;
    let set = async |column: application::Column, value: domain::sea_orm::Value| {
        application::Entity::update_many()
            .col_expr(column, Expr::value(value))
            .filter(application::Column::Id.eq(hers))
            .exec(db.migrating())
            .await
    };
    use application::Column;
    assert!(
        set(Column::Standing, Standing::Offered.into())
            .await
            .is_err()
    );
    assert!(set(Column::OfferExpiresAt, NOW.into()).await.is_err());
    assert!(
        set(Column::DeclineReason, DeclineReason::Late.into())
            .await
            .is_err()
    );
    effect(&db, grace, edition, hers, Decision::Admit).await;
    let none: Option<Instant> = None;
    assert!(set(Column::OfferExpiresAt, none.into()).await.is_err());
    assert!(
        set(Column::Standing, Standing::Accepted.into())
            .await
            .is_err()
    );
    for hours in [0, 721] {
        let row = offer_rule::ActiveModel {
            edition: Set(edition),
            hours: Set(hours),
        };
        let answer = offer_rule::Entity::insert(row)
            .exec_without_returning(db.migrating())
            .await;
        assert!(answer.is_err(), "{hours}");
    }
}

/// Four readers decide on everybody at once; whoever is offered a place accepts it, refuses it or forgets it, while
/// offers run out in between.
async fn three_hundred_applicants_and_forty_seats(db: Db) {
    let (edition, grace) = by_approval(&db, 40).await;
    cast::two_per_country(&db, edition).await;
    let codes = [
        "KE", "CN", "SG", "BR", "IN", "GH", "KZ", "RW", "TN", "DJ", "UY", "CO",
    ];
    let mut all = Vec::new();
    for number in 0..300 {
        let from = codes[number % codes.len()];
        all.push(applied(&db, edition, &format!("Applicant {number}"), from).await);
    }
    let these: Vec<ApplicationId> = all.iter().map(|(_, id)| *id).collect();
    let readers = these.chunks(75).map(|some| async {
        for few in some.chunks(5) {
            // What was shown may have changed when it is done: then one looks again.
            loop {
                match decided(&db, grace, edition, few, Decision::Admit, NOW).await {
                    Err(Error::Refused(Refusal::ChangedMeanwhile)) => {}
                    answer => {
                        answer.unwrap();
                        break;
                    }
                }
            }
        }
    });
    join_all(readers).await;
    is_sound(&db, NOW).await;
    let mut now = NOW;
    for _ in 0..6 {
        let answers = all.iter().enumerate().map(|(number, (who, _))| {
            let db = &db;
            async move {
                match number / 12 % 3 {
                    0 => accept(db, *who, edition, now).await,
                    1 => withdraw(db, *who, edition, now).await,
                    _ => Ok(()),
                }
            }
        });
        let (answers, expired) = futures::join!(join_all(answers), expire(&db, now));
        expired.unwrap();
        for answer in answers {
            match answer {
                Ok(())
                | Err(Error::Refused(
                    Refusal::NoOffer | Refusal::NothingToWithdraw | Refusal::OfferOver { .. },
                )) => {}
                other => panic!("{other:?}"),
            }
        }
        is_sound(&db, now).await;
        now = now.plus_days(3);
        expire(&db, now).await.unwrap();
        is_sound(&db, now).await;
    }
    let places = domain::admissions::enrolment::Entity::find()
        .filter(domain::admissions::enrolment::Column::WithdrawnAt.is_null())
        .count(db.read())
        .await
        .unwrap();
    assert!((1..=24).contains(&places), "{places}");
}

async fn the_review(db: &Db, who: PersonId, edition: EditionId, filter: &Filter) -> Review {
    let who = visitor(db, who).await;
    review(db, &who, edition, filter, 1, LANGUAGE)
        .await
        .unwrap()
}

fn names(review: &Review) -> Vec<&str> {
    review
        .lines
        .iter()
        .map(|line| line.identity.as_ref().map_or("", |who| &*who.name))
        .collect()
}

async fn the_review_list_finds_and_sums(db: Db) {
    let (edition, grace) = by_approval(&db, 2).await;
    let each_country = cast::two_per_country(&db, edition).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let (bo, _) = applied(&db, edition, "Bo", "CN").await;
    let (chen, his) = applied(&db, edition, "Chen Élan", "SG").await;
    let dawit = person(&db, "Dawit", "ET").await;
    asks(&db, edition, dawit, "ET", Standing::Draft).await;
    for (who, sex, rank) in [
        (amina, Sex::Female, Rank::Minister),
        (bo, Sex::Male, Rank::Division),
    ] {
        people::Entity::update_many()
            .col_expr(people::Column::Sex, Expr::value(sex))
            .col_expr(people::Column::Rank, Expr::value(rank))
            .filter(people::Column::Id.eq(who))
            .exec(db.migrating())
            .await
            .unwrap();
    }
    effect(&db, grace, edition, hers, Decision::Admit).await;
    effect(&db, grace, edition, his, Decision::Admit).await;
    accept(&db, chen, edition, NOW).await.unwrap();

    let all = the_review(&db, grace, edition, &Filter::default()).await;
    assert_eq!(names(&all), ["Amina", "Bo", "Chen Élan"]);
    assert_eq!(all.counts.get(&Standing::Offered), Some(&1));
    assert_eq!(all.counts.get(&Standing::Draft), None);
    let china = all.countries.iter().find(|(one, _)| *one == country("CN"));
    assert_eq!(china.unwrap().1.open, 1);
    assert_eq!(all.pools.len(), 2);
    assert!(all.pools[0].pool.is_total());
    assert_eq!((all.pools[0].taken, all.pools[0].cap), (2, 2));
    assert_eq!((all.pools[0].sum.inside, all.pools[0].sum.open), (2, 1));
    assert_eq!(all.pools[1].pool.id, each_country);

    let find = async |filter: Filter| {
        let found = the_review(&db, grace, edition, &filter).await;
        names(&found)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let nothing = Filter::default;
    assert_eq!(
        find(Filter {
            standing: Some(Standing::Submitted),
            ..nothing()
        })
        .await,
        ["Bo"]
    );
    assert_eq!(
        find(Filter {
            country: Some(country("SG")),
            ..nothing()
        })
        .await,
        ["Chen Élan"]
    );
    let africa = model::CountryGroup::parse("africa");
    assert_eq!(
        find(Filter {
            group: africa,
            ..nothing()
        })
        .await,
        ["Amina"]
    );
    assert_eq!(
        find(Filter {
            sex: Some(Sex::Male),
            ..nothing()
        })
        .await,
        ["Bo"]
    );
    assert_eq!(
        find(Filter {
            rank: Some(Rank::Director),
            ..nothing()
        })
        .await,
        ["Amina"]
    );
    assert_eq!(
        find(Filter {
            words: "CHEN elan".to_owned(),
            ..nothing()
        })
        .await,
        ["Chen Élan"]
    );
    assert_eq!(
        find(Filter {
            words: "ministry of b".to_owned(),
            ..nothing()
        })
        .await,
        ["Bo"]
    );
    assert_eq!(
        find(Filter {
            pool: Some(each_country),
            ..nothing()
        })
        .await
        .len(),
        3
    );
    // Who has a place stands as frozen in it, whatever their profile says since.
    people::Entity::update_many()
        .col_expr(people::Column::Rank, Expr::value(Rank::Minister))
        .filter(people::Column::Id.eq(chen))
        .exec(db.migrating())
        .await
        .unwrap();
    let by_rank = Filter {
        order: Order::Rank,
        ..nothing()
    };
    assert_eq!(find(by_rank).await[..2], ["Amina", "Bo"]);
    let by_country = Filter {
        order: Order::Delegation,
        ..nothing()
    };
    assert_eq!(find(by_country).await, ["Bo", "Amina", "Chen Élan"]);
}

async fn the_review_list_masks_and_hides(db: Db) {
    let (edition, grace) = by_approval(&db, 2).await;
    let (amina, hers) = applied(&db, edition, "Amina", "KE").await;
    let auditor = person(&db, "Olga", "KZ").await;
    grant(&db, auditor, Role::Auditor, Scope::All).await;
    let masked = the_review(&db, auditor, edition, &Filter::default()).await;
    assert_eq!(masked.lines.len(), 1);
    assert!(masked.lines[0].identity.is_none());
    assert!(!masked.may_change);
    // What is masked is not found by its words either.
    let by_name = Filter {
        words: "amina".to_owned(),
        ..Filter::default()
    };
    assert_eq!(the_review(&db, auditor, edition, &by_name).await.found, 0);
    assert_eq!(the_review(&db, grace, edition, &by_name).await.found, 1);
    let hers_to_see = visitor(&db, amina).await;
    let answer = review(&db, &hers_to_see, edition, &by_name, 1, LANGUAGE).await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
    let answer = found(&db, &visitor(&db, auditor).await, edition, &by_name).await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
    let grace = visitor(&db, grace).await;
    assert_eq!(found(&db, &grace, edition, &by_name).await.unwrap(), [hers]);
}
