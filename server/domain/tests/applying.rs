//! Application forms, drafts, and sending them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "cast/admission_rows.rs"]
mod admission_rows;
mod cast;

use admission_rows::{change_edition, latest_application};
use cast::{NOW, administrator, edition, grant, person, programme, visitor};
use domain::accounts::person as people_rows;
use domain::admissions::answers::answers_of;
use domain::admissions::applying::{Applying, TypedApplication, applying, save, submit};
use domain::admissions::form_setup::{self, TypedQuestion, TypedWords};
use domain::admissions::late_pass::{self, TypedPass};
use domain::admissions::people::{self, Filter};
use domain::admissions::{Admission, WayIn, application, application_step, enrol, withdraw};
use domain::catalogue::edition as editions;
use domain::outbox;
use domain::sea_orm::Set;
use domain::sea_orm::entity::prelude::*;
use domain::{Db, Error};
use futures::future::join_all;
use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::role::Scope;
use model::{EditionId, Instant, Language, PersonId, Reason, Refusal, Role};

on_both! {
    an_application_is_drafted_and_sent_once,
    a_draft_is_visible_to_nobody_else_and_leaves_no_trace,
    what_is_not_asked_is_not_required_and_not_kept,
    every_answer_that_does_not_do_is_named,
    old_answers_keep_their_question,
    a_form_that_changed_meanwhile_is_not_answered_blindly,
    who_applies_again_finds_what_they_answered,
    options_are_found_again_by_their_words,
    the_deadline_holds_to_the_millisecond,
    only_editions_with_approval_take_applications,
    twenty_presses_at_once_send_one_application,
    some_answers_are_for_administrators_alone,
    only_who_runs_the_edition_makes_its_form,
    a_question_that_another_hangs_on_stays_and_stays_above,
    a_list_keeps_its_length_in_every_language,
    who_is_let_in_late_may_apply_until_their_day,
    who_is_let_in_late_may_enrol,
    only_who_runs_the_edition_lets_in_late,
    an_application_came_when_it_was_sent,
    a_draft_is_discarded_also_when_the_edition_is_over,
    consent_is_given_anew_each_time,
    what_does_not_do_lets_nobody_in,
}

const LANGUAGE: Language = Language::English;

fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn by_approval(db: &Db) -> EditionId {
    let programme = programme(db, "ports").await;
    let edition = edition(db, programme, "2026").await;
    change_edition(db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Approval)
    })
    .await;
    edition
}

/// Grace, once.
async fn office(db: &Db) -> PersonId {
    let known = people_rows::Entity::find()
        .filter(people_rows::Column::PrintedName.eq("Grace"))
        .one(db.read())
        .await
        .unwrap();
    match known {
        Some(grace) => grace.id,
        None => administrator(db).await,
    }
}

async fn row(db: &Db, edition: EditionId) -> editions::Model {
    let row = editions::Entity::find_by_id(edition).one(db.read()).await;
    row.unwrap().unwrap()
}

fn question(label: &str, kind: &str, condition: &str, options: &str) -> TypedQuestion {
    TypedQuestion {
        kind: kind.to_owned(),
        required: true,
        readers: "coordinators".to_owned(),
        condition: condition.to_owned(),
        words: TypedWords {
            language: "en".to_owned(),
            label: label.to_owned(),
            help: String::new(),
            options: options.to_owned(),
        },
    }
}

async fn ask(db: &Db, edition: EditionId, question: TypedQuestion) {
    let grace = office(db).await;
    let grace = visitor(db, grace).await;
    form_setup::add(db, &grace, edition, &question, NOW)
        .await
        .unwrap();
}

/// The form as its page sends it, filled in with these answers.
async fn filled(
    db: &Db,
    who: PersonId,
    edition: EditionId,
    answers: &[(&str, &str)],
) -> TypedApplication {
    let edition = row(db, edition).await;
    let Applying::Form { questions, .. } =
        applying(db, who, &edition, LANGUAGE, NOW).await.unwrap()
    else {
        panic!("no form");
    };
    let mut typed = TypedApplication {
        version: questions.version.to_string(),
        delegation: "KE".to_owned(),
        ..TypedApplication::default()
    };
    for (key, value) in answers {
        let values = typed.answers.entry((*key).to_owned()).or_default();
        values.push((*value).to_owned());
    }
    typed
}

async fn found(db: &Db, who: PersonId, edition: EditionId) -> Vec<(String, String)> {
    let edition = row(db, edition).await;
    let mut found: Vec<_> = match applying(db, who, &edition, LANGUAGE, NOW).await.unwrap() {
        Applying::Form { filled, .. } => filled
            .into_iter()
            .map(|(key, values)| (key, values.join(",")))
            .collect(),
        Applying::Sent(answers) => answers
            .into_iter()
            .filter(|one| !one.value.is_empty())
            .map(|one| (one.question.field.key, one.value))
            .collect(),
        Applying::Shut(refusal) => panic!("{refusal:?}"),
    };
    found.sort();
    found
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

async fn an_application_is_drafted_and_sent_once(db: Db) {
    let edition = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[("motivation", "Half a")]).await;
    save(&db, amina, edition, &typed, NOW).await.unwrap();
    assert_eq!(
        latest_application(&db, amina).await.standing,
        Standing::Draft
    );
    assert_eq!(outbox::Entity::find().count_all(&db).await, 0);
    let typed = filled(&db, amina, edition, &[("motivation", "A port")]).await;
    submit(&db, amina, edition, &typed, NOW).await.unwrap();
    assert_eq!(
        latest_application(&db, amina).await.standing,
        Standing::Submitted
    );
    assert_eq!(
        found(&db, amina, edition).await,
        [pair("motivation", "A port")]
    );
    assert_eq!(application_step::Entity::find().count_all(&db).await, 2);
    assert_eq!(outbox::Entity::find().count_all(&db).await, 1);
    let again = submit(&db, amina, edition, &typed, NOW).await;
    assert_eq!(refusal(again), Refusal::AlreadyApplied);
    let again = save(&db, amina, edition, &typed, NOW).await;
    assert_eq!(refusal(again), Refusal::AlreadyApplied);
}

/// How many rows a table has.
trait CountAll {
    async fn count_all(self, db: &Db) -> usize;
}

impl<E: EntityTrait> CountAll for domain::sea_orm::Select<E> {
    async fn count_all(self, db: &Db) -> usize {
        self.all(db.read()).await.unwrap().len()
    }
}

async fn a_draft_is_visible_to_nobody_else_and_leaves_no_trace(db: Db) {
    let edition = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[("motivation", "Secret")]).await;
    let id = save(&db, amina, edition, &typed, NOW).await.unwrap();
    let grace = office(&db).await;
    let grace = visitor(&db, grace).await;
    let filter = Filter {
        standing: Standing::Draft,
        country: None,
    };
    let seen = people::people(&db, &grace, edition, filter, 1, LANGUAGE)
        .await
        .unwrap();
    assert_eq!((seen.listed.len(), seen.found), (0, 0));
    assert!(seen.countries.is_empty());
    assert!(!seen.counts.contains_key(&Standing::Draft));
    let file = people::everybody(&db, &grace, edition, filter)
        .await
        .unwrap();
    assert!(file.is_empty());
    assert_eq!(
        refusal(answers_of(&db, &grace, id).await),
        Refusal::NotFound
    );
    let one = people::one(&db, &grace, id, LANGUAGE).await;
    assert_eq!(refusal(one), Refusal::NotFound);
    let brian = person(&db, "Brian", "KE").await;
    assert!(found(&db, brian, edition).await.is_empty());

    withdraw(&db, amina, edition, NOW).await.unwrap();
    assert_eq!(application::Entity::find().count_all(&db).await, 0);
    assert_eq!(outbox::Entity::find().count_all(&db).await, 0);
    assert!(found(&db, amina, edition).await.is_empty());
}

async fn what_is_not_asked_is_not_required_and_not_kept(db: Db) {
    let edition = by_approval(&db).await;
    ask(&db, edition, question("Visa", "choice", "", "Yes\nNo")).await;
    ask(&db, edition, question("Which", "short_text", "visa=0", "")).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[("visa", "0")]).await;
    assert_eq!(
        refusal(submit(&db, amina, edition, &typed, NOW).await),
        Refusal::field("which", Reason::Missing)
    );
    let typed = filled(
        &db,
        amina,
        edition,
        &[("visa", "1"), ("which", "left over")],
    )
    .await;
    submit(&db, amina, edition, &typed, NOW).await.unwrap();
    assert_eq!(found(&db, amina, edition).await, [pair("visa", "1")]);
}

async fn every_answer_that_does_not_do_is_named(db: Db) {
    let edition = by_approval(&db).await;
    for (label, kind, options) in [
        ("years", "number", ""),
        ("born", "date", ""),
        ("topics", "several", "Tides\nCranes"),
        ("home", "country", ""),
        ("agree", "consent", ""),
    ] {
        ask(&db, edition, question(label, kind, "", options)).await;
    }
    let amina = person(&db, "Amina", "KE").await;
    let wrong = [
        ("years", "many"),
        ("born", "yesterday"),
        ("topics", "7"),
        ("home", "XX"),
    ];
    let typed = filled(&db, amina, edition, &wrong).await;
    let refused = refusal(submit(&db, amina, edition, &typed, NOW).await);
    for key in ["years", "born", "topics", "home", "agree"] {
        assert!(refused.reason_for(key).is_some(), "{key}: {refused:?}");
    }
    assert_eq!(application::Entity::find().count_all(&db).await, 0);
    let right = [
        ("years", "12"),
        ("born", "1990-02-28"),
        ("topics", "1"),
        ("topics", "0"),
        ("home", "KE"),
        ("agree", "true"),
    ];
    let typed = filled(&db, amina, edition, &right).await;
    submit(&db, amina, edition, &typed, NOW).await.unwrap();
    assert!(
        found(&db, amina, edition)
            .await
            .contains(&pair("topics", "0,1"))
    );
}

async fn old_answers_keep_their_question(db: Db) {
    let edition = by_approval(&db).await;
    ask(&db, edition, question("Years", "number", "", "")).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[("years", "3")]).await;
    let id = submit(&db, amina, edition, &typed, NOW).await.unwrap();
    let grace = office(&db).await;
    let grace = visitor(&db, grace).await;
    let words = TypedWords {
        label: "Months".to_owned(),
        ..question("", "number", "", "").words
    };
    form_setup::reword(&db, &grace, edition, "years", true, &words, NOW)
        .await
        .unwrap();
    form_setup::remove(&db, &grace, edition, "motivation", NOW)
        .await
        .unwrap();
    let answers = answers_of(&db, &grace, id).await.unwrap();
    let labels: Vec<_> = answers
        .list
        .iter()
        .map(|one| (&*one.question.field.key, &*one.value))
        .collect();
    assert_eq!(labels, [("motivation", ""), ("years", "3")]);
    let said = answers.list[1].question.words(LANGUAGE).unwrap();
    assert_eq!(said.label, "Years");
    let (now, _) = form_setup::form(&db, &grace, edition, LANGUAGE)
        .await
        .unwrap();
    assert_eq!(now.list.len(), 1);
    assert_eq!(now.list[0].words(LANGUAGE).unwrap().label, "Months");
}

async fn a_form_that_changed_meanwhile_is_not_answered_blindly(db: Db) {
    let edition = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[]).await;
    ask(&db, edition, question("Years", "number", "", "")).await;
    assert_eq!(
        refusal(submit(&db, amina, edition, &typed, NOW).await),
        Refusal::ChangedMeanwhile
    );
}

async fn who_applies_again_finds_what_they_answered(db: Db) {
    let first = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, first, &[("motivation", "A port")]).await;
    submit(&db, amina, first, &typed, NOW).await.unwrap();
    let next = edition(&db, row(&db, first).await.programme, "2027").await;
    change_edition(&db, next, |row| {
        row.admission_way = Set(AdmissionWay::Approval)
    })
    .await;
    assert_eq!(
        found(&db, amina, next).await,
        [pair("motivation", "A port")]
    );
    let brian = person(&db, "Brian", "KE").await;
    assert!(found(&db, brian, next).await.is_empty());
}

async fn options_are_found_again_by_their_words(db: Db) {
    let first = by_approval(&db).await;
    ask(&db, first, question("Topic", "choice", "", "Tides\nCranes")).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, first, &[("topic", "0")]).await;
    submit(&db, amina, first, &typed, NOW).await.unwrap();
    let next = edition(&db, row(&db, first).await.programme, "2027").await;
    change_edition(&db, next, |row| {
        row.admission_way = Set(AdmissionWay::Approval)
    })
    .await;
    ask(&db, next, question("Topic", "choice", "", "Cranes\nTides")).await;
    assert_eq!(found(&db, amina, next).await, [pair("topic", "1")]);
}

async fn the_deadline_holds_to_the_millisecond(db: Db) {
    let edition = by_approval(&db).await;
    let deadline = NOW.plus_ms(60_000);
    change_edition(&db, edition, |row| {
        row.admission_closes_at = Set(Some(deadline));
    })
    .await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[]).await;
    let closed = Refusal::Closed {
        closed_at: Some(deadline),
    };
    let late = submit(&db, amina, edition, &typed, deadline).await;
    assert_eq!(refusal(late), closed);
    let late = save(&db, amina, edition, &typed, deadline).await;
    assert_eq!(refusal(late), closed);
    let just: Instant = deadline.plus_ms(-1);
    submit(&db, amina, edition, &typed, just).await.unwrap();
}

async fn only_editions_with_approval_take_applications(db: Db) {
    let edition = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[]).await;
    let outsider = visitor(&db, amina).await;
    let met = Admission::of(&db, &outsider, edition, LANGUAGE, NOW).await;
    assert_eq!(met.unwrap().way, WayIn::Apply);
    save(&db, amina, edition, &typed, NOW).await.unwrap();
    let met = Admission::of(&db, &outsider, edition, LANGUAGE, NOW).await;
    assert_eq!(met.unwrap().way, WayIn::Draft);
    for way in [AdmissionWay::Open, AdmissionWay::Nomination] {
        change_edition(&db, edition, |row| row.admission_way = Set(way)).await;
        let refused = refusal(submit(&db, amina, edition, &typed, NOW).await);
        assert_eq!(refused, Refusal::AnotherWayIn);
    }
}

async fn twenty_presses_at_once_send_one_application(db: Db) {
    let edition = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[("motivation", "A port")]).await;
    let presses = (0..20).map(|_| submit(&db, amina, edition, &typed, NOW));
    let done = join_all(presses).await;
    assert_eq!(done.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(application::Entity::find().count_all(&db).await, 1);
    assert_eq!(outbox::Entity::find().count_all(&db).await, 1);
}

async fn some_answers_are_for_administrators_alone(db: Db) {
    let edition = by_approval(&db).await;
    let mut passport = question("Passport", "short_text", "", "");
    passport.readers = "administrators".to_owned();
    ask(&db, edition, passport).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[("passport", "A123")]).await;
    let id = submit(&db, amina, edition, &typed, NOW).await.unwrap();
    let keys = async |who: PersonId| {
        let who = visitor(&db, who).await;
        let answers = answers_of(&db, &who, id).await?;
        let keys = answers.list.into_iter().map(|one| one.question.field.key);
        Ok::<Vec<String>, Error>(keys.collect())
    };
    let mary = person(&db, "Mary", "CN").await;
    grant(&db, mary, Role::Coordinator, Scope::Edition(edition)).await;
    assert_eq!(keys(mary).await.unwrap(), ["motivation"]);
    let grace = office(&db).await;
    assert_eq!(keys(grace).await.unwrap(), ["motivation", "passport"]);
    let outsider = person(&db, "Brian", "KE").await;
    assert_eq!(refusal(keys(outsider).await), Refusal::NotFound);
    assert_eq!(refusal(keys(amina).await), Refusal::NotFound);
    assert_eq!(found(&db, amina, edition).await.len(), 1);
}

async fn only_who_runs_the_edition_makes_its_form(db: Db) {
    let edition = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let outsider = visitor(&db, amina).await;
    let typed = question("Years", "number", "", "");
    let refused = [
        refusal(form_setup::form(&db, &outsider, edition, LANGUAGE).await),
        refusal(form_setup::add(&db, &outsider, edition, &typed, NOW).await),
        refusal(form_setup::remove(&db, &outsider, edition, "motivation", NOW).await),
        refusal(form_setup::move_up(&db, &outsider, edition, "motivation", NOW).await),
    ];
    assert!(refused.iter().all(|one| *one == Refusal::NotAllowed));
    let words = &typed.words;
    let answer = form_setup::reword(&db, &outsider, edition, "motivation", false, words, NOW).await;
    assert_eq!(refusal(answer), Refusal::NotAllowed);
}

async fn a_question_that_another_hangs_on_stays_and_stays_above(db: Db) {
    let edition = by_approval(&db).await;
    ask(&db, edition, question("Visa", "choice", "", "Yes\nNo")).await;
    ask(&db, edition, question("Which", "short_text", "visa=0", "")).await;
    let grace = office(&db).await;
    let grace = visitor(&db, grace).await;
    let answer = form_setup::remove(&db, &grace, edition, "visa", NOW).await;
    assert_eq!(refusal(answer), Refusal::QuestionHangsTogether);
    let answer = form_setup::move_up(&db, &grace, edition, "which", NOW).await;
    assert_eq!(refusal(answer), Refusal::QuestionHangsTogether);
    form_setup::move_up(&db, &grace, edition, "visa", NOW)
        .await
        .unwrap();
    let (form, _) = form_setup::form(&db, &grace, edition, LANGUAGE)
        .await
        .unwrap();
    let keys: Vec<_> = form.list.iter().map(|one| &*one.field.key).collect();
    assert_eq!(keys, ["visa", "motivation", "which"]);
    for wrong in ["visa=2", "nothing=0", "motivation=0", "visa"] {
        let typed = question("More", "short_text", wrong, "");
        let answer = form_setup::add(&db, &grace, edition, &typed, NOW).await;
        let reason = refusal(answer).reason_for("condition");
        assert_eq!(reason, Some(Reason::NotAChoice), "{wrong}");
    }
}

async fn a_list_keeps_its_length_in_every_language(db: Db) {
    let edition = by_approval(&db).await;
    ask(
        &db,
        edition,
        question("Topic", "choice", "", "Tides\nCranes"),
    )
    .await;
    let grace = office(&db).await;
    let grace = visitor(&db, grace).await;
    let mut words = TypedWords {
        language: "zh".to_owned(),
        label: "主题".to_owned(),
        help: String::new(),
        options: "潮汐\n起重机\n船舶".to_owned(),
    };
    let answer = form_setup::reword(&db, &grace, edition, "topic", true, &words, NOW).await;
    assert!(refusal(answer).reason_for("options").is_some());
    "潮汐\n起重机".clone_into(&mut words.options);
    form_setup::reword(&db, &grace, edition, "topic", true, &words, NOW)
        .await
        .unwrap();
    let (form, _) = form_setup::form(&db, &grace, edition, LANGUAGE)
        .await
        .unwrap();
    let topic = &form.list[1];
    assert_eq!(topic.options(Language::Chinese), ["潮汐", "起重机"]);
    assert_eq!(topic.options(Language::English), ["Tides", "Cranes"]);
}

/// 10 December: after the deadline, while the edition runs.
const LATE: Instant = NOW.plus_days(16);

fn pass(email: &str) -> TypedPass {
    TypedPass {
        email: email.to_owned(),
        until: "2026-12-12".to_owned(),
        reason: "The post was slow.".to_owned(),
    }
}

async fn who_is_let_in_late_may_apply_until_their_day(db: Db) {
    let edition = by_approval(&db).await;
    let grace = office(&db).await;
    let grace = visitor(&db, grace).await;
    let amina = person(&db, "Amina", "KE").await;
    let bo = person(&db, "Bo", "CN").await;
    let typed = filled(&db, amina, edition, &[]).await;
    let closed = |answer| matches!(refusal(answer), Refusal::Closed { .. });
    assert!(closed(submit(&db, amina, edition, &typed, LATE).await));
    late_pass::give(&db, &grace, edition, &pass(" AMINA@example.org"), LATE)
        .await
        .unwrap();
    // Nobody else comes in with her.
    assert!(closed(submit(&db, bo, edition, &typed, LATE).await));
    let met = Admission::of(&db, &visitor(&db, amina).await, edition, LANGUAGE, LATE).await;
    let met = met.unwrap();
    assert_eq!(met.way, WayIn::Apply);
    // The day ends at midnight in Shanghai.
    let until = met.closes_at.unwrap();
    assert_eq!(until.since(NOW), (18 * 24 + 7) * 3_600_000);
    assert!(closed(submit(&db, amina, edition, &typed, until).await));
    submit(&db, amina, edition, &typed, until.plus_ms(-1))
        .await
        .unwrap();
    let told = outbox::Entity::find()
        .filter(outbox::Column::Kind.eq("let_in_late"))
        .count(db.read())
        .await
        .unwrap();
    assert_eq!(told, 1);
    // Taken back, it lets nobody in; what was sent stays.
    let then = LATE.plus_minutes(5);
    late_pass::take_back(&db, &grace, edition, "amina@example.org", then)
        .await
        .unwrap();
    let again = late_pass::take_back(&db, &grace, edition, "amina@example.org", then).await;
    assert_eq!(refusal(again), Refusal::NotFound);
    let kept = late_pass::passes(&db, &grace, edition, LANGUAGE)
        .await
        .unwrap();
    assert_eq!(
        (kept.list[0].until, &*kept.list[0].reason),
        (then, "The post was slow.")
    );
    assert_eq!(
        latest_application(&db, amina).await.standing,
        Standing::Submitted
    );
}

async fn who_is_let_in_late_may_enrol(db: Db) {
    let programme = programme(&db, "ports").await;
    let edition = edition(&db, programme, "2026").await;
    let grace = office(&db).await;
    let grace = visitor(&db, grace).await;
    let amina = person(&db, "Amina", "KE").await;
    let kenya = cast::country("KE");
    let answer = enrol(&db, amina, edition, kenya, LATE).await;
    assert!(matches!(refusal(answer), Refusal::Closed { .. }));
    late_pass::give(&db, &grace, edition, &pass("amina@example.org"), LATE)
        .await
        .unwrap();
    enrol(&db, amina, edition, kenya, LATE).await.unwrap();
}

async fn only_who_runs_the_edition_lets_in_late(db: Db) {
    let edition = by_approval(&db).await;
    let other = cast::edition(&db, programme(&db, "other").await, "2027").await;
    let kofi = person(&db, "Kofi", "GH").await;
    grant(&db, kofi, Role::Coordinator, Scope::Edition(other)).await;
    let auditor = person(&db, "Olga", "KZ").await;
    grant(&db, auditor, Role::Auditor, Scope::All).await;
    for who in [kofi, auditor] {
        let who = visitor(&db, who).await;
        let typed = pass("amina@example.org");
        let answer = late_pass::give(&db, &who, edition, &typed, LATE).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
        let answer = late_pass::take_back(&db, &who, edition, &typed.email, LATE).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
        let answer = late_pass::passes(&db, &who, edition, LANGUAGE).await;
        assert_eq!(refusal(answer), Refusal::NotAllowed);
    }
}

async fn what_does_not_do_lets_nobody_in(db: Db) {
    let edition = by_approval(&db).await;
    let grace = office(&db).await;
    let grace = visitor(&db, grace).await;
    let bad = TypedPass {
        email: "amina".to_owned(),
        until: "2026-12-09".to_owned(),
        reason: " ".to_owned(),
    };
    let answer = late_pass::give(&db, &grace, edition, &bad, LATE).await;
    let refused = refusal(answer);
    assert_eq!(refused.reason_for("email"), Some(Reason::NotAnAddress));
    assert_eq!(refused.reason_for("until"), Some(Reason::NotAhead));
    assert_eq!(refused.reason_for("reason"), Some(Reason::Missing));
    let own = pass("grace@example.org");
    let answer = late_pass::give(&db, &grace, edition, &own, LATE).await;
    assert_eq!(refusal(answer), Refusal::NotOneself);
    let after_the_end = TypedPass {
        until: "2026-12-19".to_owned(),
        ..pass("amina@example.org")
    };
    let answer = late_pass::give(&db, &grace, edition, &after_the_end, LATE).await;
    assert_eq!(refusal(answer).reason_for("until"), Some(Reason::NotAhead));
    // Where countries nominate, nobody applies by themselves, late or not.
    change_edition(&db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Nomination)
    })
    .await;
    let answer = late_pass::give(&db, &grace, edition, &pass("a@example.org"), LATE).await;
    assert_eq!(refusal(answer), Refusal::AnotherWayIn);
    change_edition(&db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Approval)
    })
    .await;
    let over = NOW.plus_days(40);
    let answer = late_pass::give(&db, &grace, edition, &pass("a@example.org"), over).await;
    assert!(matches!(refusal(answer), Refusal::Closed { .. }));
}

async fn an_application_came_when_it_was_sent(db: Db) {
    let edition = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[]).await;
    save(&db, amina, edition, &typed, NOW).await.unwrap();
    let later = NOW.plus_days(2);
    submit(&db, amina, edition, &typed, later).await.unwrap();
    assert_eq!(latest_application(&db, amina).await.created_at, later);
}

async fn a_draft_is_discarded_also_when_the_edition_is_over(db: Db) {
    let edition = by_approval(&db).await;
    let amina = person(&db, "Amina", "KE").await;
    let typed = filled(&db, amina, edition, &[]).await;
    save(&db, amina, edition, &typed, NOW).await.unwrap();
    withdraw(&db, amina, edition, NOW.plus_days(40))
        .await
        .unwrap();
    let left = application::Entity::find().count(db.read()).await.unwrap();
    assert_eq!(left, 0);
}

async fn consent_is_given_anew_each_time(db: Db) {
    let amina = person(&db, "Amina", "KE").await;
    let first = by_approval(&db).await;
    let second = cast::edition(&db, programme(&db, "other").await, "2027").await;
    change_edition(&db, second, |row| {
        row.admission_way = Set(AdmissionWay::Approval)
    })
    .await;
    for edition in [first, second] {
        ask(&db, edition, question("Photographs", "consent", "", "")).await;
        ask(&db, edition, question("Ship", "short_text", "", "")).await;
    }
    let answers = [("photographs", "true"), ("ship", "Beagle")];
    let typed = filled(&db, amina, first, &answers).await;
    submit(&db, amina, first, &typed, NOW).await.unwrap();
    let again = found(&db, amina, second).await;
    assert_eq!(again, [("ship".to_owned(), "Beagle".to_owned())]);
}
