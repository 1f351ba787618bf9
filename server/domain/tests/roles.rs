//! Who gives roles to whom, who reads the directory and the log.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod cast;

use cast::{
    NOW, administrator, country, course, edition, grant, insert, person, programme, session,
    visitor,
};
use domain::accounts::grant::Term;
use domain::accounts::shown_name::ShownName;
use domain::accounts::{Visitor, grant as grants, person as people};
use domain::admin::grant_form::{self, TypedGrant};
use domain::admin::role::{self as roles, Which};
use domain::admin::scope_name::ScopeName;
use domain::admin::{directory, log};
use domain::catalogue::course_trainer;
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::IntoActiveModel;
use domain::sea_orm::entity::prelude::*;
use domain::{Db, Error, audit};
use model::role::Scope;
use model::schedule::SessionKind;
use model::*;

on_both! {
    every_role_is_given_in_the_scope_that_fits_it,
    a_coordinator_gives_trainers_of_their_own_edition_only,
    a_grant_ends_with_its_last_day_where_the_centre_is,
    a_role_given_again_holds_until_the_new_end,
    a_role_form_names_every_field_that_does_not_do,
    those_who_give_no_roles_learn_nothing_of_addresses,
    a_role_taken_back_is_gone_on_the_next_request,
    the_last_two_administrators_do_not_take_each_other_away,
    an_administrator_for_a_time_is_not_the_one_who_stays,
    the_list_of_roles_is_scoped_by_who_asks,
    administrators_find_people_and_auditors_see_no_names,
    a_search_takes_signs_for_what_they_are,
    the_log_is_filtered_by_action_and_day,
    a_role_goes_to_confirmed_addresses_only,
    what_a_coordinator_gives_ends_with_their_own_role,
    a_role_can_begin_later_and_what_is_over_is_remembered,
}

struct Scene {
    edition: EditionId,
    course: CourseId,
    session: SessionId,
    other_course: CourseId,
    grace: Visitor,
    coordinator: Visitor,
    amina: PersonId,
}

async fn scene(db: &Db) -> Scene {
    let programme = programme(db, "ports").await;
    let first = edition(db, programme, "2026").await;
    let other = edition(db, programme, "2027").await;
    let course_of_first = course(db, first, "policy").await;
    let grace = administrator(db).await;
    let carlos = person(db, "Carlos", "PE").await;
    grant(db, carlos, Role::Coordinator, Scope::Edition(first)).await;
    Scene {
        edition: first,
        course: course_of_first,
        session: session(
            db,
            first,
            None,
            1,
            SessionKind::Visit,
            "2026-12-07T09:00",
            60,
        )
        .await,
        other_course: course(db, other, "ships").await,
        grace: visitor(db, grace).await,
        coordinator: visitor(db, carlos).await,
        amina: person(db, "Amina", "KE").await,
    }
}

const fn until(end: Option<Instant>) -> Term {
    Term {
        from: NOW,
        until: end,
    }
}

fn zone() -> Zone {
    "Asia/Shanghai".parse().unwrap()
}

fn refused<T>(answer: domain::Result<T>) -> Result<T, Refusal> {
    match answer {
        Ok(done) => Ok(done),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

async fn give(db: &Db, who: &Visitor, typed: &TypedGrant) -> Result<GrantId, Refusal> {
    refused(grant_form::give(db, who, typed, &zone(), NOW).await)
}

fn to_amina(role: Role) -> TypedGrant {
    TypedGrant {
        email: "Amina@example.org ".to_owned(),
        role: role.to_string(),
        ..TypedGrant::default()
    }
}

fn trainer_of(course: CourseId) -> TypedGrant {
    TypedGrant {
        place: format!("course:{course}"),
        ..to_amina(Role::Trainer)
    }
}

async fn auditor(db: &Db) -> Visitor {
    let aisha = person(db, "Aisha", "NG").await;
    grant(db, aisha, Role::Auditor, Scope::All).await;
    visitor(db, aisha).await
}

async fn every_role_is_given_in_the_scope_that_fits_it(db: Db) {
    let scene = scene(&db).await;
    let edition = scene.edition.to_string();
    let forms = [
        to_amina(Role::Administrator),
        to_amina(Role::Auditor),
        TypedGrant {
            edition: edition.clone(),
            ..to_amina(Role::Coordinator)
        },
        TypedGrant {
            edition,
            country: "KE".to_owned(),
            ..to_amina(Role::FocalPoint)
        },
        trainer_of(scene.course),
        TypedGrant {
            place: format!("session:{}", scene.session),
            ..to_amina(Role::Trainer)
        },
    ];
    for form in &forms {
        give(&db, &scene.grace, form).await.unwrap();
    }
    let amina = visitor(&db, scene.amina).await;
    let mut scopes: Vec<Scope> = amina.grants().iter().map(grants::Model::scope).collect();
    scopes.sort_by_key(|scope| format!("{scope:?}"));
    let mut expected = vec![
        Scope::All,
        Scope::All,
        Scope::Edition(scene.edition),
        Scope::CountryInEdition(country("KE"), scene.edition),
        Scope::Course(scene.course),
        Scope::Session(scene.session),
    ];
    expected.sort_by_key(|scope| format!("{scope:?}"));
    assert_eq!(scopes, expected);

    let nonsense = roles::give(
        &db,
        &scene.grace,
        scene.amina,
        Role::Trainer,
        Scope::All,
        until(None),
        NOW,
    )
    .await;
    assert_eq!(refused(nonsense).unwrap_err(), Refusal::NotAllowed);
    let nowhere = Scope::Course(CourseId::new());
    let nowhere = roles::give(
        &db,
        &scene.grace,
        scene.amina,
        Role::Trainer,
        nowhere,
        until(None),
        NOW,
    )
    .await;
    assert_eq!(refused(nowhere).unwrap_err(), Refusal::NotFound);
}

async fn a_coordinator_gives_trainers_of_their_own_edition_only(db: Db) {
    let scene = scene(&db).await;
    let given = give(&db, &scene.coordinator, &trainer_of(scene.course))
        .await
        .unwrap();
    assert!(visitor(&db, scene.amina).await.trains_course(scene.course));
    for form in [
        trainer_of(scene.other_course),
        to_amina(Role::Auditor),
        to_amina(Role::Administrator),
        TypedGrant {
            edition: scene.edition.to_string(),
            ..to_amina(Role::Coordinator)
        },
    ] {
        assert_eq!(
            give(&db, &scene.coordinator, &form).await,
            Err(Refusal::NotAllowed)
        );
    }
    let elsewhere = give(&db, &scene.grace, &trainer_of(scene.other_course))
        .await
        .unwrap();
    let answer = roles::revoke(&db, &scene.coordinator, elsewhere, NOW).await;
    assert_eq!(refused(answer), Err(Refusal::NotAllowed));
    roles::revoke(&db, &scene.coordinator, given, NOW)
        .await
        .unwrap();
    let amina = visitor(&db, scene.amina).await;
    assert!(!amina.trains_course(scene.course) && amina.trains_course(scene.other_course));
}

async fn a_grant_ends_with_its_last_day_where_the_centre_is(db: Db) {
    let scene = scene(&db).await;
    // NOW is 17:00 on 24 November in Shanghai; the day after begins at 16:00 UTC.
    let form = TypedGrant {
        until: "2026-11-24".to_owned(),
        ..trainer_of(scene.course)
    };
    give(&db, &scene.grace, &form).await.unwrap();
    let trains = async |at: Instant| {
        let amina = Visitor::of_person(&db, scene.amina, at).await.unwrap();
        amina.trains_course(scene.course)
    };
    assert!(trains(NOW).await);
    assert!(trains(NOW.plus_minutes(7 * 60 - 1)).await);
    assert!(!trains(NOW.plus_minutes(7 * 60)).await);
    let over = TypedGrant {
        until: "2026-11-23".to_owned(),
        ..trainer_of(scene.course)
    };
    let refusal = give(&db, &scene.grace, &over).await.unwrap_err();
    assert_eq!(refusal.reason_for("until"), Some(Reason::EndsBeforeStart));
}

async fn a_role_given_again_holds_until_the_new_end(db: Db) {
    let scene = scene(&db).await;
    let first = give(&db, &scene.grace, &trainer_of(scene.course))
        .await
        .unwrap();
    let same = give(&db, &scene.grace, &trainer_of(scene.course))
        .await
        .unwrap();
    assert_eq!(first, same, "nothing to do");
    let form = TypedGrant {
        until: "2026-12-01".to_owned(),
        ..trainer_of(scene.course)
    };
    let shorter = give(&db, &scene.grace, &form).await.unwrap();
    let amina = visitor(&db, scene.amina).await;
    let held: Vec<GrantId> = amina.grants().iter().map(|grant| grant.id).collect();
    assert_eq!(held, [shorter]);
}

async fn a_role_form_names_every_field_that_does_not_do(db: Db) {
    let scene = scene(&db).await;
    let form = TypedGrant {
        email: "amina".to_owned(),
        country: "EU".to_owned(),
        until: "soon".to_owned(),
        ..to_amina(Role::FocalPoint)
    };
    let refusal = give(&db, &scene.grace, &form).await.unwrap_err();
    assert_eq!(refusal.reason_for("email"), Some(Reason::NotAnAddress));
    assert_eq!(refusal.reason_for("edition"), Some(Reason::Missing));
    assert_eq!(refusal.reason_for("country"), Some(Reason::NotAChoice));
    assert_eq!(refusal.reason_for("until"), Some(Reason::NotADate));
    let form = TypedGrant {
        place: "venue:7".to_owned(),
        ..to_amina(Role::Trainer)
    };
    let refusal = give(&db, &scene.grace, &form).await.unwrap_err();
    assert_eq!(refusal.reason_for("place"), Some(Reason::NotAChoice));
    let form = TypedGrant {
        email: "nobody@example.org".to_owned(),
        ..trainer_of(scene.course)
    };
    let refusal = give(&db, &scene.grace, &form).await.unwrap_err();
    assert_eq!(refusal.reason_for("email"), Some(Reason::NobodyKnown));
}

async fn those_who_give_no_roles_learn_nothing_of_addresses(db: Db) {
    let scene = scene(&db).await;
    let amina = visitor(&db, scene.amina).await;
    let auditor = auditor(&db).await;
    let unknown = TypedGrant {
        email: "nobody@example.org".to_owned(),
        ..trainer_of(scene.course)
    };
    for form in [unknown, trainer_of(scene.course)] {
        assert_eq!(give(&db, &amina, &form).await, Err(Refusal::NotAllowed));
        assert_eq!(give(&db, &auditor, &form).await, Err(Refusal::NotAllowed));
        assert_eq!(
            give(&db, &Visitor::anybody(), &form).await,
            Err(Refusal::SignInFirst)
        );
    }
}

async fn a_role_taken_back_is_gone_on_the_next_request(db: Db) {
    let scene = scene(&db).await;
    let given = give(&db, &scene.grace, &to_amina(Role::Auditor))
        .await
        .unwrap();
    assert!(visitor(&db, scene.amina).await.is_auditor());
    roles::revoke(&db, &scene.grace, given, NOW).await.unwrap();
    assert!(!visitor(&db, scene.amina).await.is_auditor());
    let again = roles::revoke(&db, &scene.grace, given, NOW).await;
    assert_eq!(refused(again), Err(Refusal::NotFound));
    let log = audit::history(db.read(), "person", scene.amina.0)
        .await
        .unwrap();
    let done: Vec<_> = log
        .iter()
        .rev()
        .map(|row| (row.action.as_str(), row.detail.as_str()))
        .collect();
    assert_eq!(done, [("give_role", "auditor"), ("revoke_role", "auditor")]);
}

async fn the_last_two_administrators_do_not_take_each_other_away(db: Db) {
    let scene = scene(&db).await;
    for _ in 0..10 {
        give(&db, &scene.grace, &to_amina(Role::Administrator))
            .await
            .unwrap();
        let amina = visitor(&db, scene.amina).await;
        let (hers, mine) = (amina.grants()[0].id, scene.grace.grants()[0].id);
        let (one, other) = tokio::join!(
            roles::revoke(&db, &scene.grace, hers, NOW),
            roles::revoke(&db, &amina, mine, NOW),
        );
        let done = [refused(one), refused(other)];
        assert!(
            done.contains(&Ok(())) && done.contains(&Err(Refusal::LastAdministrator)),
            "{done:?}"
        );
        if done[1].is_ok() {
            let grace = scene.grace.person_id().unwrap();
            roles::give(
                &db,
                &amina,
                grace,
                Role::Administrator,
                Scope::All,
                until(None),
                NOW,
            )
            .await
            .unwrap();
            return;
        }
    }
}

async fn an_administrator_for_a_time_is_not_the_one_who_stays(db: Db) {
    let scene = scene(&db).await;
    let form = TypedGrant {
        until: "2026-12-01".to_owned(),
        ..to_amina(Role::Administrator)
    };
    give(&db, &scene.grace, &form).await.unwrap();
    let only = scene.grace.grants()[0].id;
    let answer = roles::revoke(&db, &scene.grace, only, NOW).await;
    assert_eq!(refused(answer), Err(Refusal::LastAdministrator));
    let form = TypedGrant {
        email: "grace@example.org".to_owned(),
        ..form
    };
    assert_eq!(
        give(&db, &scene.grace, &form).await,
        Err(Refusal::LastAdministrator)
    );

    give(&db, &scene.grace, &to_amina(Role::Administrator))
        .await
        .unwrap();
    let row = people::Entity::find_by_id(scene.amina)
        .one(db.read())
        .await
        .unwrap();
    let mut row = row.unwrap().into_active_model();
    row.deleted_at = Set(Some(NOW));
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let answer = roles::revoke(&db, &scene.grace, only, NOW).await;
    assert_eq!(
        refused(answer),
        Err(Refusal::LastAdministrator),
        "a deleted one does not count"
    );
}

async fn the_list_of_roles_is_scoped_by_who_asks(db: Db) {
    let scene = scene(&db).await;
    give(&db, &scene.grace, &trainer_of(scene.course))
        .await
        .unwrap();
    give(&db, &scene.grace, &trainer_of(scene.other_course))
        .await
        .unwrap();
    let auditor = auditor(&db).await;
    let list = async |who: &Visitor| {
        refused(roles::list(&db, who, Which::Holding, Language::English, NOW).await)
    };

    let all = list(&scene.grace).await.unwrap();
    assert_eq!(all.len(), 5);
    assert!(
        all.iter()
            .any(|held| held.email.as_deref() == Some("amina@example.org"))
    );
    let seen = list(&scene.coordinator).await.unwrap();
    assert_eq!(seen.len(), 1, "of their own edition only");
    let place = ScopeName::Course {
        course: "Course policy".to_owned(),
        edition: "Edition 2026".to_owned(),
    };
    assert_eq!(seen[0].place, place);
    for held in list(&auditor).await.unwrap() {
        assert!(
            matches!(held.person, ShownName::Masked(_)) && held.email.is_none(),
            "{held:?}"
        );
        assert!(
            !matches!(held.granted_by, Some(ShownName::Printed(_))),
            "{held:?}"
        );
    }
    let amina = visitor(&db, scene.amina).await;
    assert_eq!(
        list(&amina).await.unwrap_err(),
        Refusal::NotAllowed,
        "a trainer"
    );
    assert_eq!(
        list(&Visitor::anybody()).await.unwrap_err(),
        Refusal::SignInFirst
    );

    let own = grant_form::editions(&db, &scene.coordinator, Language::English)
        .await
        .unwrap();
    assert_eq!(own, [(scene.edition, "Edition 2026".to_owned())]);
    let places =
        grant_form::places(&db, &scene.coordinator, scene.edition, Language::English).await;
    assert_eq!(places.unwrap().len(), 2, "a course and a session");
    let other = course_edition(&db, scene.other_course).await;
    let places = grant_form::places(&db, &scene.coordinator, other, Language::English).await;
    assert_eq!(refused(places).unwrap_err(), Refusal::NotFound);
}

async fn course_edition(db: &Db, course: CourseId) -> EditionId {
    use domain::catalogue::course as courses;
    let row = courses::Entity::find_by_id(course).one(db.read()).await;
    row.unwrap().unwrap().edition
}

async fn search(
    db: &Db,
    who: &Visitor,
    text: &str,
    page: u64,
) -> Result<directory::Directory, Refusal> {
    let wanted = directory::Wanted {
        text: text.to_owned(),
        country: None,
        page,
    };
    refused(directory::search(db, who, &wanted, NOW).await)
}

async fn administrators_find_people_and_auditors_see_no_names(db: Db) {
    let scene = scene(&db).await;
    let auditor = auditor(&db).await;
    give(&db, &scene.grace, &trainer_of(scene.course))
        .await
        .unwrap();
    give(&db, &scene.grace, &trainer_of(scene.other_course))
        .await
        .unwrap();
    let found = search(&db, &scene.grace, "AMINA", 1).await.unwrap();
    assert_eq!(found.found, 1);
    assert_eq!(found.people[0].email, "amina@example.org");
    assert_eq!(found.people[0].roles, [Role::Trainer]);
    assert_eq!(
        search(&db, &scene.grace, "@example.org", 1)
            .await
            .unwrap()
            .found,
        4
    );
    assert_eq!(
        search(&db, &scene.grace, "nobody", 1).await.unwrap().found,
        0
    );
    let wanted = directory::Wanted {
        country: Some(country("KE")),
        ..directory::Wanted::default()
    };
    let kenyans = directory::search(&db, &scene.grace, &wanted, NOW)
        .await
        .unwrap();
    assert_eq!(kenyans.found, 1);

    let seen = search(&db, &auditor, "amina", 1).await.unwrap();
    assert_eq!(seen.found, 4, "an auditor cannot look for a name");
    for entry in seen.people {
        assert!(matches!(entry.name, ShownName::Masked(_)));
        assert!(
            entry.email.is_empty() && entry.organisation.is_empty() && entry.native_name.is_empty()
        );
    }
    for who in [&scene.coordinator, &visitor(&db, scene.amina).await] {
        assert_eq!(
            search(&db, who, "", 1).await.unwrap_err(),
            Refusal::NotAllowed
        );
    }
    assert_eq!(
        search(&db, &Visitor::anybody(), "", 1).await.unwrap_err(),
        Refusal::SignInFirst
    );
}

async fn a_search_takes_signs_for_what_they_are(db: Db) {
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    for name in ["Percy 100%", "Under_Score", "Back\\Slash"] {
        person(&db, name, "GB").await;
    }
    for (text, expected) in [
        ("%", 1),
        ("_", 1),
        ("\\", 1),
        ("100%", 1),
        ("e_s", 0),
        ("r_s", 1),
    ] {
        assert_eq!(
            search(&db, &grace, text, 1).await.unwrap().found,
            expected,
            "{text}"
        );
    }
    for number in 0..60 {
        person(&db, &format!("Many {number}"), "GB").await;
    }
    let first = search(&db, &grace, "many", 1).await.unwrap();
    assert_eq!((first.people.len(), first.found, first.pages), (50, 60, 2));
    let beyond = search(&db, &grace, "many", 99).await.unwrap();
    assert_eq!(
        (beyond.people.len(), beyond.page),
        (10, 2),
        "the last page there is"
    );
}

async fn the_log_is_filtered_by_action_and_day(db: Db) {
    let scene = scene(&db).await;
    let auditor = auditor(&db).await;
    let rows = (0..120_i64).map(|day| audit::ActiveModel {
        id: Set(AuditId::new()),
        at: Set(NOW.plus_days(day)),
        actor: Set(Some(scene.amina)),
        action: Set("take_roll".to_owned()),
        subject_kind: Set("session".to_owned()),
        subject: Set(Some(scene.session.0)),
        detail: Set("1 marks".to_owned()),
    });
    insert(&db, rows.collect()).await;
    let read = async |who: &Visitor, wanted: log::Wanted| {
        refused(log::log(&db, who, &wanted, &zone()).await)
    };
    let rolls = log::Wanted {
        action: "take_roll".to_owned(),
        ..log::Wanted::default()
    };
    let first = read(&scene.grace, rolls.clone()).await.unwrap();
    assert_eq!(
        (first.entries.len(), first.found, first.pages),
        (100, 120, 2)
    );
    assert_eq!(first.entries[0].row.at, NOW.plus_days(119), "newest first");
    assert_eq!(
        first.entries[0].actor,
        Some(ShownName::Printed("Amina".to_owned()))
    );
    assert!(first.actions.contains(&"give_role".to_owned()));
    let last = read(
        &scene.grace,
        log::Wanted {
            page: 2,
            ..rolls.clone()
        },
    )
    .await
    .unwrap();
    assert_eq!(last.entries.len(), 20);
    let day = |text: &str| Some(text.parse().unwrap());
    let week = log::Wanted {
        from: day("2026-11-25"),
        until: day("2026-11-27"),
        ..rolls
    };
    assert_eq!(read(&scene.grace, week).await.unwrap().found, 3);

    let masked = read(&auditor, log::Wanted::default()).await.unwrap();
    assert!(masked.entries.iter().all(|entry| {
        !matches!(entry.actor, Some(ShownName::Printed(_)))
            && !matches!(entry.subject, Some(ShownName::Printed(_)))
    }));
    assert!(masked.entries.iter().any(|entry| entry.actor.is_some()));
    for who in [&scene.coordinator, &visitor(&db, scene.amina).await] {
        assert_eq!(
            read(who, log::Wanted::default()).await.unwrap_err(),
            Refusal::NotAllowed
        );
    }
    let nobody = read(&Visitor::anybody(), log::Wanted::default()).await;
    assert_eq!(nobody.unwrap_err(), Refusal::SignInFirst);
}

async fn a_role_goes_to_confirmed_addresses_only(db: Db) {
    let scene = scene(&db).await;
    let unconfirmed = person(&db, "Unconfirmed", "KE").await;
    let mut row = people::find(db.read(), unconfirmed)
        .await
        .unwrap()
        .into_active_model();
    row.email_confirmed_at = Set(None);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let email = "unconfirmed@example.org";
    let typed = TypedGrant {
        email: email.to_owned(),
        role: "auditor".to_owned(),
        ..TypedGrant::default()
    };
    let nobody = Refusal::field("email", Reason::NobodyKnown);
    assert_eq!(give(&db, &scene.grace, &typed).await, Err(nobody.clone()));
    let assigned = course_trainer::assign(&db, &scene.grace, scene.course, email, NOW).await;
    assert_eq!(assigned.unwrap_err().refusal(), Some(&nobody));
}

async fn what_a_coordinator_gives_ends_with_their_own_role(db: Db) {
    let scene = scene(&db).await;
    let end = NOW.plus_days(30);
    let zuri = person(&db, "Zuri", "TZ").await;
    roles::give(
        &db,
        &scene.grace,
        zuri,
        Role::Coordinator,
        Scope::Edition(scene.edition),
        until(Some(end)),
        NOW,
    )
    .await
    .unwrap();
    let zuri = visitor(&db, zuri).await;
    let (who, course) = (zuri.person_id().unwrap(), Scope::Course(scene.course));
    let ends = async |person: PersonId| {
        let held = grants::holding(db.read(), person, NOW).await.unwrap();
        let trainer = held.into_iter().find(|held| held.role == Role::Trainer);
        trainer.unwrap().ends_at
    };
    for (asked, given) in [
        (None, end),
        (Some(NOW.plus_days(300)), end),
        (Some(NOW.plus_days(3)), NOW.plus_days(3)),
    ] {
        roles::give(&db, &zuri, who, Role::Trainer, course, until(asked), NOW)
            .await
            .unwrap();
        assert_eq!(ends(who).await, Some(given), "{asked:?}");
    }
    course_trainer::assign(&db, &zuri, scene.course, "amina@example.org", NOW)
        .await
        .unwrap();
    assert_eq!(ends(scene.amina).await, Some(end), "by naming a trainer");
    let actor = scene.coordinator.person_id().unwrap();
    roles::give(
        &db,
        &scene.coordinator,
        actor,
        Role::Trainer,
        course,
        until(None),
        NOW,
    )
    .await
    .unwrap();
    assert_eq!(ends(actor).await, None, "theirs does not end");
}

async fn a_role_can_begin_later_and_what_is_over_is_remembered(db: Db) {
    let scene = scene(&db).await;
    let typed = TypedGrant {
        email: "amina@example.org".to_owned(),
        role: "auditor".to_owned(),
        from: "2026-12-01".to_owned(),
        until: "2026-12-31".to_owned(),
        ..TypedGrant::default()
    };
    let which = give(&db, &scene.grace, &typed).await.unwrap();
    assert!(!visitor(&db, scene.amina).await.is_auditor(), "not yet");
    let of = async |day: i64| {
        let then = NOW.plus_days(day);
        Visitor::of_person(&db, scene.amina, then).await.unwrap()
    };
    assert!(of(10).await.is_auditor());
    assert!(!of(40).await.is_auditor());
    let shown = async |which: Which, day: i64| {
        let (language, now) = (Language::English, NOW.plus_days(day));
        let held = roles::list(&db, &scene.grace, which, language, now).await;
        held.unwrap()
            .into_iter()
            .filter(|held| held.grant.role == Role::Auditor)
            .count()
    };
    assert_eq!(shown(Which::Coming, 0).await, 1);
    assert_eq!(shown(Which::Holding, 0).await, 0);
    assert_eq!(shown(Which::Holding, 10).await, 1);
    assert_eq!(shown(Which::Over, 10).await, 0);
    assert_eq!(shown(Which::Over, 40).await, 1);
    // Given for today as well, it takes the place of what was to come.
    let today = TypedGrant {
        from: String::new(),
        ..typed.clone()
    };
    let instead = give(&db, &scene.grace, &today).await.unwrap();
    assert_ne!(instead, which);
    assert_eq!(shown(Which::Coming, 0).await, 0);
    assert_eq!(shown(Which::Over, 0).await, 1);
    let backwards = TypedGrant {
        until: "2026-11-30".to_owned(),
        ..typed
    };
    let refused = give(&db, &scene.grace, &backwards).await;
    let reason = Refusal::field("until", Reason::EndsBeforeStart);
    assert_eq!(refused, Err(reason));
}
