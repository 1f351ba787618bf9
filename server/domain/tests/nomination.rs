//! Nomination: focal points of one country, their nominees, personal links, and what nobody else may see.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "cast/admission_rows.rs"]
mod admission_rows;
mod cast;

use admission_rows::{change_edition, latest_application};
use cast::{NOW, administrator, country, edition, grant, insert, person, programme, visitor};
use domain::accounts::registration::{self, TypedRegistration};
use domain::accounts::sign_in::{self, From};
use domain::accounts::{Visitor, grant as grants, person as people};
use domain::admin::role;
use domain::admissions::endorsement::{self, Direction, SUBSTITUTED};
use domain::admissions::focal_point_desk::{self, Delegate};
use domain::admissions::nomination_completion::{self, TypedCompletion};
use domain::admissions::nomination_link::{self, TypedAccount, Way};
use domain::admissions::nominee::TypedNominee;
use domain::admissions::{application, application_step, nominating, nomination, withdraw};
use domain::outbox::{self, Letter};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::Expr;
use domain::sea_orm::{IntoActiveModel, QueryOrder};
use domain::{Db, Result};
use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::role::Scope;
use model::{ApplicationId, EditionId, Instant, Language, PersonId, Reason, Refusal, Role};

const PASSWORD: &str = "three egrets on a rock";
const EN: Language = Language::English;

on_both! {
    somebody_new_comes_in_by_the_link_completes_and_is_endorsed,
    who_has_an_account_signs_in_as_the_address,
    an_account_makes_no_difference_to_what_a_focal_point_sees,
    a_link_works_once_and_a_new_one_ends_it,
    a_link_is_not_for_somebody_else,
    a_link_ends_with_the_deadline_and_with_the_nomination,
    a_strangers_password_never_comes_into_force,
    only_after_completion_and_by_the_own_country_is_endorsed,
    nobody_nominates_endorses_or_orders_themselves,
    who_is_there_already_gets_a_neutral_answer,
    the_order_is_the_countrys_own,
    two_never_stand_in_one_place,
    a_substitute_takes_the_place_in_the_order,
    a_nomination_taken_back_tells_the_nominee_why,
    the_nominee_may_withdraw_at_every_step,
    lines_are_taken_all_or_none,
    deadlines_are_kept,
    another_country_another_edition_and_a_former_focal_point_see_nothing,
    a_declared_country_is_no_delegation,
    a_focal_point_has_one_country,
    a_former_focal_point_hears_nothing,
}

/// An edition by nomination, closing on 7 December in Shanghai, and Otieno, focal point of Kenya.
struct Office {
    edition: EditionId,
    otieno: PersonId,
}

async fn office(db: &Db) -> Office {
    let programme = programme(db, "marine-economy").await;
    let edition = edition(db, programme, "2026").await;
    by_nomination(db, edition).await;
    let otieno = focal_point(db, "Otieno", "KE", edition).await;
    Office { edition, otieno }
}

async fn by_nomination(db: &Db, edition: EditionId) {
    change_edition(db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Nomination);
    })
    .await;
}

async fn focal_point(db: &Db, name: &str, of: &str, edition: EditionId) -> PersonId {
    let who = person(db, name, of).await;
    let scope = Scope::CountryInEdition(country(of), edition);
    grant(db, who, Role::FocalPoint, scope).await;
    who
}

fn nominee(name: &str) -> TypedNominee {
    TypedNominee {
        printed_name: name.to_owned(),
        email: format!("{}@example.org", name.to_lowercase()),
        organisation: "Ports Authority".to_owned(),
        position: "Officer".to_owned(),
        rank: "officer".to_owned(),
    }
}

async fn name(db: &Db, by: PersonId, edition: EditionId, who: &str) -> Result<ApplicationId> {
    let by = visitor(db, by).await;
    nominating::nominate(db, &by, edition, &nominee(who), EN, NOW).await
}

/// The secret in the last mail with a link to an address.
async fn secret(db: &Db, email: &str) -> String {
    let mails = outbox::Entity::find()
        .filter(outbox::Column::Recipient.eq(email))
        .filter(outbox::Column::Kind.eq("nominated"))
        .order_by_desc(outbox::Column::Id)
        .all(db.read())
        .await
        .unwrap();
    match mails[0].letter().unwrap() {
        Letter::Nominated { secret, .. } => secret,
        other => panic!("{other:?}"),
    }
}

async fn letters(db: &Db, who: PersonId) -> Vec<String> {
    outbox::Entity::find()
        .filter(outbox::Column::Person.eq(who))
        .order_by_asc(outbox::Column::Id)
        .all(db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|mail| mail.kind)
        .collect()
}

async fn of_application(db: &Db, id: ApplicationId) -> application::Model {
    let found = application::Entity::find_by_id(id).one(db.read()).await;
    found.unwrap().unwrap()
}

async fn register(db: &Db, secret: &str, now: Instant) -> Result<ApplicationId> {
    let typed = TypedAccount {
        printed_name: "Wanjiru Kamau".to_owned(),
        password: PASSWORD.to_owned(),
        country: "KE".to_owned(),
        zone: String::new(),
    };
    let anybody = Visitor::anybody();
    let from = From::default();
    let (id, _) = nomination_link::register(db, &anybody, secret, &typed, EN, from, now).await?;
    Ok(id)
}

fn completion() -> TypedCompletion {
    TypedCompletion {
        printed_name: "Wanjiru Kamau".to_owned(),
        native_name: String::new(),
        organisation: "Ports Authority of Kenya".to_owned(),
        position: "Head of planning".to_owned(),
        rank: "division".to_owned(),
    }
}

async fn complete(db: &Db, id: ApplicationId, now: Instant) -> Result<()> {
    let who = of_application(db, id).await.person;
    nomination_completion::complete(db, who, id, &completion(), now).await
}

async fn list(db: &Db, by: PersonId, edition: EditionId) -> Result<Vec<Delegate>> {
    let by = visitor(db, by).await;
    let (_, delegates) = focal_point_desk::delegation(db, &by, edition, EN, NOW).await?;
    Ok(delegates)
}

async fn names(db: &Db, by: PersonId, edition: EditionId) -> Vec<String> {
    let list = list(db, by, edition).await.unwrap();
    let in_order = list.into_iter().filter(|one| one.place.is_some());
    in_order.map(|one| one.printed_name).collect()
}

fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    result.unwrap_err().refusal().unwrap().clone()
}

async fn somebody_new_comes_in_by_the_link_completes_and_is_endorsed(db: Db) {
    let office = office(&db).await;
    let id = name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    let secret = secret(&db, "wanjiru@example.org").await;
    let anybody = Visitor::anybody();
    let opened = nomination_link::open(&db, &anybody, &secret, EN, NOW).await;
    let opened = opened.unwrap().unwrap();
    assert_eq!((opened.way, opened.country), (Way::Register, country("KE")));
    assert_eq!(opened.email, "wanjiru@example.org");

    assert_eq!(register(&db, &secret, NOW).await.unwrap(), id);
    let who = of_application(&db, id).await.person;
    let known = people::find(db.read(), who).await.unwrap();
    assert!(known.can_sign_in(), "the link confirmed the address");
    let signed_in = sign_in::sign_in(&db, "wanjiru@example.org", PASSWORD, From::default(), NOW);
    signed_in.await.unwrap();

    complete(&db, id, NOW).await.unwrap();
    assert_eq!(of_application(&db, id).await.standing, Standing::Submitted);
    let seen = list(&db, office.otieno, office.edition).await.unwrap();
    assert_eq!(seen[0].position, "Head of planning", "as they confirmed it");
    let otieno = visitor(&db, office.otieno).await;
    endorsement::endorse(&db, &otieno, id, NOW).await.unwrap();
    let found = of_application(&db, id).await;
    assert_eq!(found.standing, Standing::Endorsed);
    assert_eq!(found.delegation, country("KE"));
    assert_eq!(letters(&db, office.otieno).await, ["nomination_completed"]);
    assert_eq!(
        letters(&db, who).await,
        ["nominated", "nomination_endorsed"]
    );
    let steps = application_step::Entity::find()
        .filter(application_step::Column::Application.eq(id))
        .order_by_asc(application_step::Column::Id)
        .all(db.read())
        .await
        .unwrap();
    let steps: Vec<_> = steps
        .iter()
        .map(|step| (step.went_to, step.actor))
        .collect();
    assert_eq!(
        steps,
        [
            (Standing::Nominated, Some(office.otieno)),
            (Standing::Submitted, Some(who)),
            (Standing::Endorsed, Some(office.otieno)),
        ]
    );
}

async fn with_password(db: &Db, who: PersonId) {
    let hash = domain::accounts::password::hash(PASSWORD).await.unwrap();
    let mut row = people::find(db.read(), who)
        .await
        .unwrap()
        .into_active_model();
    row.password_hash = Set(Some(hash));
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

async fn who_has_an_account_signs_in_as_the_address(db: Db) {
    let office = office(&db).await;
    let amina = person(&db, "Amina", "UG").await;
    with_password(&db, amina).await;
    let id = name(&db, office.otieno, office.edition, "Amina")
        .await
        .unwrap();
    assert_eq!(of_application(&db, id).await.person, amina);
    let secret = secret(&db, "amina@example.org").await;
    let anybody = Visitor::anybody();
    let opened = nomination_link::open(&db, &anybody, &secret, EN, NOW).await;
    assert_eq!(opened.unwrap().unwrap().way, Way::SignIn);
    let from = From::default();
    let wrong = nomination_link::sign_in(&db, &anybody, &secret, "not hers", from, NOW).await;
    let wrong = wrong.map(|_| ());
    assert_eq!(
        refusal(wrong),
        Refusal::field("password", Reason::WrongPassword)
    );
    assert_eq!(
        refusal(register(&db, &secret, NOW).await),
        Refusal::ChangedMeanwhile,
        "an account is never opened anew"
    );
    let done = nomination_link::sign_in(&db, &anybody, &secret, PASSWORD, from, NOW).await;
    assert_eq!(
        done.unwrap().0,
        id,
        "a wrong password left the link as it was"
    );
    let known = people::find(db.read(), amina).await.unwrap();
    assert_eq!(
        (known.printed_name.as_str(), known.country),
        ("Amina", country("UG")),
        "what was typed is not written over what she says of herself"
    );
}

async fn an_account_makes_no_difference_to_what_a_focal_point_sees(db: Db) {
    let office = office(&db).await;
    // Everything here could leak.
    let amina = person(&db, "Amina", "UG").await;
    with_password(&db, amina).await;
    for (mail, said) in [
        ("amina@example.org", "A. One"),
        ("nobody@example.org", "B. Two"),
    ] {
        let typed = TypedNominee {
            email: mail.to_owned(),
            printed_name: said.to_owned(),
            ..nominee("x")
        };
        let otieno = visitor(&db, office.otieno).await;
        nominating::nominate(&db, &otieno, office.edition, &typed, EN, NOW)
            .await
            .unwrap();
    }
    let seen = list(&db, office.otieno, office.edition).await.unwrap();
    let [known, new] = seen.as_slice() else {
        panic!("{seen:?}");
    };
    assert_eq!(known.printed_name, "A. One", "not what her account says");
    let plain = Delegate {
        application: new.application,
        place: new.place,
        printed_name: new.printed_name.clone(),
        email: new.email.clone(),
        ..known.clone()
    };
    assert_eq!(&plain, new);
}

async fn a_link_works_once_and_a_new_one_ends_it(db: Db) {
    let office = office(&db).await;
    let id = name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    let first = secret(&db, "wanjiru@example.org").await;
    let otieno = visitor(&db, office.otieno).await;
    nomination_link::renew(&db, &otieno, id, NOW).await.unwrap();
    let second = secret(&db, "wanjiru@example.org").await;
    assert_ne!(first, second);
    assert_eq!(
        refusal(register(&db, &first, NOW).await),
        Refusal::LinkSpent
    );
    register(&db, &second, NOW).await.unwrap();
    assert_eq!(
        refusal(register(&db, &second, NOW).await),
        Refusal::LinkSpent
    );
    let who = of_application(&db, id).await.person;
    let wanjiru = visitor(&db, who).await;
    let again = nomination_link::take_up(&db, &wanjiru, &second, NOW).await;
    assert_eq!(refusal(again), Refusal::LinkSpent);
    let opened = nomination_link::open(&db, &wanjiru, &second, EN, NOW).await;
    assert!(opened.unwrap().is_none());
    let kept = nomination::Entity::find_by_id(id).one(db.read()).await;
    let kept = kept.unwrap().unwrap().link_hash.unwrap();
    assert_ne!(kept, second.as_bytes(), "only its hash is kept");
    for _ in 0..4 {
        nomination_link::renew(&db, &otieno, id, NOW).await.unwrap();
    }
    let many = refusal(nomination_link::renew(&db, &otieno, id, NOW).await);
    assert!(matches!(many, Refusal::TooManyTries { .. }), "{many:?}");
}

async fn a_link_is_not_for_somebody_else(db: Db) {
    let office = office(&db).await;
    name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    let secret = secret(&db, "wanjiru@example.org").await;
    let eve = person(&db, "Eve", "KE").await;
    let eve = visitor(&db, eve).await;
    let opened = nomination_link::open(&db, &eve, &secret, EN, NOW).await;
    assert_eq!(opened.unwrap().unwrap().way, Way::Another);
    let taken = nomination_link::take_up(&db, &eve, &secret, NOW).await;
    assert_eq!(refusal(taken), Refusal::LinkOfAnother);
    let typed = TypedAccount::default();
    let from = From::default();
    let registered = nomination_link::register(&db, &eve, &secret, &typed, EN, from, NOW).await;
    assert_eq!(refusal(registered.map(|_| ())), Refusal::LinkOfAnother);
    let signed_in = nomination_link::sign_in(&db, &eve, &secret, PASSWORD, from, NOW).await;
    assert_eq!(refusal(signed_in.map(|_| ())), Refusal::LinkOfAnother);
    register(&db, &secret, NOW)
        .await
        .expect("it was not used up");
}

async fn a_link_ends_with_the_deadline_and_with_the_nomination(db: Db) {
    let office = office(&db).await;
    name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    let wanjirus = secret(&db, "wanjiru@example.org").await;
    let id = name(&db, office.otieno, office.edition, "Kibet")
        .await
        .unwrap();
    let kibets = secret(&db, "kibet@example.org").await;
    let otieno = visitor(&db, office.otieno).await;
    endorsement::take_back(&db, &otieno, id, "Cannot travel", NOW)
        .await
        .unwrap();
    assert_eq!(
        refusal(register(&db, &kibets, NOW).await),
        Refusal::LinkSpent
    );
    let edition = domain::catalogue::edition::Entity::find_by_id(office.edition)
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    let deadline = edition.admission_closes_at.unwrap();
    assert_eq!(
        refusal(register(&db, &wanjirus, deadline).await),
        Refusal::LinkSpent
    );
    register(&db, &wanjirus, deadline.plus_ms(-1))
        .await
        .unwrap();
}

async fn a_strangers_password_never_comes_into_force(db: Db) {
    let office = office(&db).await;
    let stranger = TypedRegistration {
        email: "wanjiru@example.org".to_owned(),
        password: "the stranger's own".to_owned(),
        printed_name: "Stranger".to_owned(),
        country: "FR".to_owned(),
        zone: "Europe/Paris".to_owned(),
    };
    registration::register(&db, &stranger, EN, "192.0.2.1", NOW)
        .await
        .unwrap();
    name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    registration::register(&db, &stranger, EN, "192.0.2.1", NOW)
        .await
        .unwrap();
    let theirs: Vec<String> = outbox::Entity::find()
        .filter(outbox::Column::Kind.eq("confirm_email"))
        .all(db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|mail| match mail.letter().unwrap() {
            Letter::ConfirmEmail { secret } => secret,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(theirs.len(), 2);
    let secret = secret(&db, "wanjiru@example.org").await;
    register(&db, &secret, NOW).await.unwrap();
    let email = "wanjiru@example.org";
    let tried = sign_in::sign_in(&db, email, &stranger.password, From::default(), NOW).await;
    assert_eq!(refusal(tried.map(|_| ())), Refusal::WrongPassword);
    for link in theirs {
        let from = From::default();
        let tried = registration::confirm_email(&db, &link, &stranger.password, from, NOW).await;
        assert_eq!(refusal(tried.map(|_| ())), Refusal::LinkSpent);
    }
    sign_in::sign_in(&db, email, PASSWORD, From::default(), NOW)
        .await
        .unwrap();
}

async fn only_after_completion_and_by_the_own_country_is_endorsed(db: Db) {
    let office = office(&db).await;
    let nakato = focal_point(&db, "Nakato", "UG", office.edition).await;
    let id = name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    let otieno = visitor(&db, office.otieno).await;
    let early = endorsement::endorse(&db, &otieno, id, NOW).await;
    assert_eq!(refusal(early), Refusal::NoSuchStep);
    let eve = person(&db, "Eve", "KE").await;
    let others = nomination_completion::complete(&db, eve, id, &completion(), NOW).await;
    assert_eq!(refusal(others), Refusal::NotFound);
    let who = of_application(&db, id).await.person;
    let empty = TypedCompletion::default();
    let empty = nomination_completion::complete(&db, who, id, &empty, NOW).await;
    assert!(matches!(refusal(empty), Refusal::Fields(fields) if fields.len() == 4));
    complete(&db, id, NOW).await.unwrap();
    assert_eq!(refusal(complete(&db, id, NOW).await), Refusal::NoSuchStep);
    let nakato = visitor(&db, nakato).await;
    let foreign = endorsement::endorse(&db, &nakato, id, NOW).await;
    assert_eq!(refusal(foreign), Refusal::NotFound);
    endorsement::endorse(&db, &otieno, id, NOW).await.unwrap();
    let twice = endorsement::endorse(&db, &otieno, id, NOW).await;
    assert_eq!(refusal(twice), Refusal::NoSuchStep);
}

async fn nobody_nominates_endorses_or_orders_themselves(db: Db) {
    let office = office(&db).await;
    let own = name(&db, office.otieno, office.edition, "Otieno").await;
    assert_eq!(refusal(own), Refusal::field("email", Reason::NotYourself));
    let jeptoo = focal_point(&db, "Jeptoo", "KE", office.edition).await;
    let other = name(&db, jeptoo, office.edition, "Kibet").await.unwrap();
    let id = name(&db, jeptoo, office.edition, "Otieno").await.unwrap();
    complete(&db, id, NOW).await.unwrap();
    let otieno = visitor(&db, office.otieno).await;
    let tried = [
        endorsement::endorse(&db, &otieno, id, NOW).await,
        endorsement::put(&db, &otieno, id, Direction::Up, NOW).await,
        endorsement::put(&db, &otieno, other, Direction::Down, NOW).await,
        endorsement::take_back(&db, &otieno, id, "why", NOW).await,
        endorsement::substitute(&db, &otieno, id, &nominee("Kip"), EN, NOW).await,
    ];
    for one in tried {
        assert_eq!(refusal(one), Refusal::NotOneself);
    }
    let jeptoo = visitor(&db, jeptoo).await;
    endorsement::endorse(&db, &jeptoo, id, NOW).await.unwrap();
}

async fn who_is_there_already_gets_a_neutral_answer(db: Db) {
    let office = office(&db).await;
    let nakato = focal_point(&db, "Nakato", "UG", office.edition).await;
    name(&db, nakato, office.edition, "Amina").await.unwrap();
    let gone = person(&db, "Gone", "KE").await;
    let mut row = people::find(db.read(), gone)
        .await
        .unwrap()
        .into_active_model();
    row.deleted_at = Set(Some(NOW));
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
    let drafting = person(&db, "Drafting", "KE").await;
    apply(&db, office.edition, drafting, "KE", Standing::Draft).await;
    for who in ["Amina", "Gone", "Drafting"] {
        let tried = name(&db, office.otieno, office.edition, who).await;
        let neutral = Refusal::field("email", Reason::CannotBeNominated);
        assert_eq!(refusal(tried), neutral, "{who}");
    }
    name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    let again = name(&db, office.otieno, office.edition, "Wanjiru").await;
    assert_eq!(refusal(again), Refusal::field("email", Reason::OnYourList));
    let seen = list(&db, office.otieno, office.edition).await.unwrap();
    assert_eq!(seen.len(), 1, "{seen:?}");
}

async fn apply(db: &Db, edition: EditionId, who: PersonId, from: &str, standing: Standing) {
    let row = application::ActiveModel {
        id: Set(ApplicationId::new()),
        edition: Set(edition),
        person: Set(who),
        standing: Set(standing),
        delegation: Set(country(from)),
        queue_number: Set(None),
        created_at: Set(NOW),
        ..Default::default()
    };
    insert(db, vec![row]).await;
}

async fn the_order_is_the_countrys_own(db: Db) {
    let office = office(&db).await;
    let nakato = focal_point(&db, "Nakato", "UG", office.edition).await;
    let a = name(&db, office.otieno, office.edition, "A").await.unwrap();
    name(&db, nakato, office.edition, "U").await.unwrap();
    let b = name(&db, office.otieno, office.edition, "B").await.unwrap();
    let c = name(&db, office.otieno, office.edition, "C").await.unwrap();
    let otieno = visitor(&db, office.otieno).await;
    let put = async |id, direction| {
        endorsement::put(&db, &otieno, id, direction, NOW)
            .await
            .unwrap();
        names(&db, office.otieno, office.edition).await.concat()
    };
    assert_eq!(put(c, Direction::Up).await, "ACB");
    assert_eq!(put(a, Direction::Up).await, "ACB", "the first stays");
    assert_eq!(put(b, Direction::Down).await, "ACB", "the last stays");
    assert_eq!(put(a, Direction::Down).await, "CAB");
    endorsement::take_back(&db, &otieno, a, "Cannot travel", NOW)
        .await
        .unwrap();
    assert_eq!(put(b, Direction::Up).await, "BC", "past who is out");
    let out = endorsement::put(&db, &otieno, a, Direction::Up, NOW).await;
    assert_eq!(refusal(out), Refusal::NoSuchStep);
    assert_eq!(names(&db, nakato, office.edition).await, ["U"]);
}

async fn two_never_stand_in_one_place(db: Db) {
    let office = office(&db).await;
    name(&db, office.otieno, office.edition, "A").await.unwrap();
    name(&db, office.otieno, office.edition, "B").await.unwrap();
    let by_hand = db
        .write(async |tx| {
            nomination::Entity::update_many()
                .col_expr(nomination::Column::CountryOrder, Expr::value(1))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await;
    assert!(by_hand.is_err(), "not even by a statement written by hand");
    let otieno = visitor(&db, office.otieno).await;
    let (edition, otieno, db) = (office.edition, &otieno, &db);
    let several = (0..8).map(|turn| async move {
        let typed = nominee(&format!("N{turn}"));
        nominating::nominate(db, otieno, edition, &typed, EN, NOW).await
    });
    for one in futures::future::join_all(several).await {
        one.unwrap();
    }
    assert_eq!(names(db, office.otieno, edition).await.len(), 10);
}

async fn a_substitute_takes_the_place_in_the_order(db: Db) {
    let office = office(&db).await;
    let a = name(&db, office.otieno, office.edition, "A").await.unwrap();
    name(&db, office.otieno, office.edition, "B").await.unwrap();
    let was = secret(&db, "a@example.org").await;
    let otieno = visitor(&db, office.otieno).await;
    for (who, reason) in [
        ("B", Reason::OnYourList),
        ("A", Reason::OnYourList),
        ("Otieno", Reason::NotYourself),
    ] {
        let tried = endorsement::substitute(&db, &otieno, a, &nominee(who), EN, NOW).await;
        assert_eq!(refusal(tried), Refusal::field("email", reason));
    }
    assert_eq!(
        names(&db, office.otieno, office.edition).await,
        ["A", "B"],
        "both or neither"
    );
    endorsement::substitute(&db, &otieno, a, &nominee("S"), EN, NOW)
        .await
        .unwrap();
    assert_eq!(names(&db, office.otieno, office.edition).await, ["S", "B"]);
    let old = of_application(&db, a).await;
    assert_eq!(old.standing, Standing::Withdrawn);
    let step = application_step::Entity::find()
        .filter(application_step::Column::Application.eq(a))
        .filter(application_step::Column::WentTo.eq(Standing::Withdrawn))
        .one(db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (step.reason.as_str(), step.actor),
        (SUBSTITUTED, Some(office.otieno))
    );
    assert_eq!(
        letters(&db, old.person).await,
        ["nominated", "nomination_substituted"]
    );
    assert_eq!(refusal(register(&db, &was, NOW).await), Refusal::LinkSpent);
    let again = endorsement::substitute(&db, &otieno, a, &nominee("T"), EN, NOW).await;
    assert_eq!(refusal(again), Refusal::NoSuchStep);
}

async fn the_nominee_may_withdraw_at_every_step(db: Db) {
    let office = office(&db).await;
    let otieno = visitor(&db, office.otieno).await;
    for standing in [Standing::Nominated, Standing::Submitted, Standing::Endorsed] {
        let who = standing.as_str();
        let id = name(&db, office.otieno, office.edition, who).await.unwrap();
        let link = secret(&db, &format!("{who}@example.org")).await;
        if standing != Standing::Nominated {
            complete(&db, id, NOW).await.unwrap();
        }
        if standing == Standing::Endorsed {
            endorsement::endorse(&db, &otieno, id, NOW).await.unwrap();
        }
        let found = of_application(&db, id).await;
        assert_eq!(found.standing, standing);
        withdraw(&db, found.person, office.edition, NOW)
            .await
            .unwrap();
        assert_eq!(of_application(&db, id).await.standing, Standing::Withdrawn);
        assert_eq!(refusal(register(&db, &link, NOW).await), Refusal::LinkSpent);
        let late = complete(&db, id, NOW).await;
        assert_eq!(refusal(late), Refusal::NoSuchStep);
    }
}

async fn a_nomination_taken_back_tells_the_nominee_why(db: Db) {
    let office = office(&db).await;
    let id = name(&db, office.otieno, office.edition, "A").await.unwrap();
    let otieno = visitor(&db, office.otieno).await;
    let silent = endorsement::take_back(&db, &otieno, id, " ", NOW).await;
    assert_eq!(refusal(silent), Refusal::field("reason", Reason::Missing));
    endorsement::take_back(&db, &otieno, id, "Cannot travel", NOW)
        .await
        .unwrap();
    let who = of_application(&db, id).await.person;
    assert_eq!(
        letters(&db, who).await,
        ["nominated", "nomination_withdrawn"]
    );
    let twice = endorsement::take_back(&db, &otieno, id, "Cannot travel", NOW).await;
    assert_eq!(refusal(twice), Refusal::NoSuchStep);
    name(&db, office.otieno, office.edition, "A")
        .await
        .expect("again, later");
    assert_eq!(
        latest_application(&db, who).await.standing,
        Standing::Nominated
    );
    // A place is not theirs to take.
    let placed = person(&db, "Placed", "KE").await;
    let place = cast::enrolment(&db, office.edition, placed).await;
    let of_place = admission_rows::application_of(&db, place).await;
    let tried = endorsement::take_back(&db, &otieno, of_place, "why", NOW).await;
    assert_eq!(refusal(tried), Refusal::NotAllowed, "who was not nominated");
}

async fn lines_are_taken_all_or_none(db: Db) {
    let office = office(&db).await;
    let otieno = visitor(&db, office.otieno).await;
    let take = async |lines: &str| {
        nominating::nominate_lines(&db, &otieno, office.edition, lines, EN, NOW).await
    };
    name(&db, office.otieno, office.edition, "Z").await.unwrap();
    for (lines, reason) in [
        (
            "A;a@example.org\nB",
            Reason::LineNotNameAndAddress { line: 2 },
        ),
        ("A;a@example.org\nB;b", Reason::LineNotAnAddress { line: 2 }),
        (
            "A;a@example.org\nZ;z@example.org",
            Reason::LineOnYourList { line: 2 },
        ),
        (
            "O;otieno@example.org",
            Reason::LineCannotBeNominated { line: 1 },
        ),
    ] {
        assert_eq!(refusal(take(lines).await), Refusal::field("lines", reason));
    }
    assert_eq!(names(&db, office.otieno, office.edition).await, ["Z"]);
    let lines = "A;a@example.org\n\nB;b@example.org;Ports;Clerk";
    assert_eq!(take(lines).await.unwrap(), 2);
    assert_eq!(
        names(&db, office.otieno, office.edition).await,
        ["Z", "A", "B"]
    );
}

async fn deadlines_are_kept(db: Db) {
    let office = office(&db).await;
    let otieno = visitor(&db, office.otieno).await;
    let nominate = async |who: &str, now| {
        nominating::nominate(&db, &otieno, office.edition, &nominee(who), EN, now).await
    };
    let row = async || {
        let found = domain::catalogue::edition::Entity::find_by_id(office.edition);
        found.one(db.read()).await.unwrap().unwrap()
    };
    let closes = row().await.starts_at.plus_days(-2);
    change_edition(&db, office.edition, |row| {
        row.admission_closes_at = Set(Some(closes));
    })
    .await;
    let opens = row().await.admission_opens_at.unwrap();
    assert!(matches!(
        refusal(nominate("A", opens.plus_ms(-1)).await),
        Refusal::NotOpenYet { opens_at: Some(at) } if at == opens
    ));
    let a = nominate("A", opens).await.unwrap();
    let b = nominate("B", closes.plus_ms(-1)).await.unwrap();
    let closed = Refusal::Closed {
        closed_at: Some(closes),
    };
    assert_eq!(refusal(nominate("C", closes).await), closed);
    complete(&db, a, closes.plus_ms(-1)).await.unwrap();
    assert_eq!(refusal(complete(&db, b, closes).await), closed);
    let late = nomination_link::renew(&db, &otieno, b, closes).await;
    assert_eq!(refusal(late), closed);
    let begins = row().await.starts_at;
    let late = endorsement::endorse(&db, &otieno, a, begins).await;
    assert!(matches!(refusal(late), Refusal::Closed { .. }));
    endorsement::endorse(&db, &otieno, a, begins.plus_ms(-1))
        .await
        .unwrap();
    change_edition(&db, office.edition, |row| {
        row.admission_way = Set(AdmissionWay::Approval);
    })
    .await;
    assert_eq!(refusal(nominate("D", NOW).await), Refusal::AnotherWayIn);
}

async fn another_country_another_edition_and_a_former_focal_point_see_nothing(db: Db) {
    let office = office(&db).await;
    let programme = programme(&db, "ports").await;
    let other = edition(&db, programme, "2026").await;
    by_nomination(&db, other).await;
    let nakato = focal_point(&db, "Nakato", "UG", office.edition).await;
    let elsewhere = focal_point(&db, "Jeptoo", "KE", other).await;
    let former = person(&db, "Former", "KE").await;
    let scope = Scope::CountryInEdition(country("KE"), office.edition);
    db.write(async |tx| {
        let until = Some(NOW.plus_days(1));
        grants::write(tx, None, former, Role::FocalPoint, scope, until, NOW).await
    })
    .await
    .unwrap();
    let later = NOW.plus_days(1);
    let former = Visitor::of_person(&db, former, later).await.unwrap();
    let grace = administrator(&db).await;
    let id = name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    assert!(list(&db, nakato, office.edition).await.unwrap().is_empty());
    let nakato = visitor(&db, nakato).await;
    let editions = focal_point_desk::editions(&db, &nakato, EN, NOW)
        .await
        .unwrap();
    assert!(editions[0].counts.is_empty(), "nor are they counted");
    let elsewhere = visitor(&db, elsewhere).await;
    let grace = visitor(&db, grace).await;
    for (who, stranger) in [
        ("another country", &nakato),
        ("another edition", &elsewhere),
        ("former", &former),
        ("an administrator", &grace),
    ] {
        for id in [id, ApplicationId::new()] {
            let tried = [
                endorsement::endorse(&db, stranger, id, later).await,
                endorsement::put(&db, stranger, id, Direction::Up, later).await,
                endorsement::take_back(&db, stranger, id, "why", later).await,
                endorsement::substitute(&db, stranger, id, &nominee("S"), EN, later).await,
                nomination_link::renew(&db, stranger, id, later).await,
            ];
            for one in tried {
                assert_eq!(refusal(one), Refusal::NotFound, "{who}");
            }
            let page = focal_point_desk::delegate(&db, stranger, id, EN, later).await;
            assert_eq!(refusal(page.map(|_| ())), Refusal::NotFound, "{who}");
        }
    }
    for stranger in [&elsewhere, &former, &grace] {
        for edition in [office.edition, EditionId::new()] {
            let page = focal_point_desk::delegation(&db, stranger, edition, EN, later).await;
            assert_eq!(refusal(page.map(|_| ())), Refusal::NotFound);
            let named =
                nominating::nominate(&db, stranger, edition, &nominee("S"), EN, later).await;
            assert_eq!(refusal(named), Refusal::NotFound);
        }
    }
    let ended = focal_point_desk::editions(&db, &former, EN, later).await;
    assert_eq!(refusal(ended.map(|_| ())), Refusal::NotAllowed);
}

async fn a_declared_country_is_no_delegation(db: Db) {
    let office = office(&db).await;
    let declares = person(&db, "Declares", "KE").await;
    apply(&db, office.edition, declares, "UG", Standing::Submitted).await;
    let applied = person(&db, "Applied", "UG").await;
    apply(&db, office.edition, applied, "KE", Standing::Submitted).await;
    let drafting = person(&db, "Drafting", "KE").await;
    apply(&db, office.edition, drafting, "KE", Standing::Draft).await;
    let seen = list(&db, office.otieno, office.edition).await.unwrap();
    let seen: Vec<_> = seen.iter().map(|one| one.printed_name.as_str()).collect();
    assert_eq!(seen, ["Applied"]);
    let otieno = visitor(&db, office.otieno).await;
    for hidden in [declares, drafting] {
        let id = latest_application(&db, hidden).await.id;
        let tried = endorsement::endorse(&db, &otieno, id, NOW).await;
        assert_eq!(refusal(tried), Refusal::NotFound);
    }
    let id = latest_application(&db, applied).await.id;
    let taken = endorsement::take_back(&db, &otieno, id, "why", NOW).await;
    assert_eq!(
        refusal(taken),
        Refusal::NotAllowed,
        "they applied by themselves"
    );
    endorsement::endorse(&db, &otieno, id, NOW).await.unwrap();
}

async fn a_focal_point_has_one_country(db: Db) {
    let office = office(&db).await;
    let grace = administrator(&db).await;
    let grace = visitor(&db, grace).await;
    let term = grants::Term {
        from: NOW,
        until: None,
    };
    let give = async |code: &str, now| {
        let scope = Scope::CountryInEdition(country(code), office.edition);
        role::give(
            &db,
            &grace,
            office.otieno,
            Role::FocalPoint,
            scope,
            term,
            now,
        )
        .await
    };
    give("KE", NOW).await.unwrap();
    let second = give("UG", NOW).await;
    assert_eq!(
        refusal(second),
        Refusal::field("country", Reason::FocalPointOfAnother)
    );
}

async fn a_former_focal_point_hears_nothing(db: Db) {
    let office = office(&db).await;
    let id = name(&db, office.otieno, office.edition, "Wanjiru")
        .await
        .unwrap();
    let jeptoo = focal_point(&db, "Jeptoo", "KE", office.edition).await;
    db.write(async |tx| {
        grants::Entity::update_many()
            .col_expr(grants::Column::EndsAt, Expr::value(NOW.plus_days(1)))
            .filter(grants::Column::Person.eq(office.otieno))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    complete(&db, id, NOW.plus_days(1)).await.unwrap();
    assert!(letters(&db, office.otieno).await.is_empty());
    assert_eq!(letters(&db, jeptoo).await, ["nomination_completed"]);
}
