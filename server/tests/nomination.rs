//! Focal points and their nominees, over HTTP and without scripting.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "../domain/tests/cast/admission_rows.rs"]
mod admission_rows;
mod house;

use admission_rows::{change_edition, latest_application};
use axum::http::StatusCode;
use domain::accounts::person as people;
use domain::outbox::{self, Letter};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::QueryOrder;
use domain::sea_orm::entity::prelude::*;
use house::{Answer, Browser, House, edition, grant, person, programme};
use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::role::Scope;
use model::{EditionId, PersonId, Role};

const PASSWORD: &str = "three egrets on a rock";

/// A house with an edition by nomination, and focal points of Kenya and Uganda.
struct Office {
    house: House,
    edition: EditionId,
    otieno: PersonId,
    nakato: PersonId,
}

async fn office() -> Office {
    let house = House::new().await;
    let programme = programme(&house.db, "marine-economy").await;
    let edition = edition(&house.db, programme, "2026").await;
    change_edition(&house.db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Nomination);
    })
    .await;
    let otieno = focal_point(&house, "Otieno", "KE", edition).await;
    let nakato = focal_point(&house, "Nakato", "UG", edition).await;
    Office {
        house,
        edition,
        otieno,
        nakato,
    }
}

async fn focal_point(house: &House, name: &str, of: &str, edition: EditionId) -> PersonId {
    let who = person(&house.db, name, of).await;
    let scope = Scope::CountryInEdition(house::country(of), edition);
    grant(&house.db, who, Role::FocalPoint, scope).await;
    who
}

impl Office {
    fn page(&self) -> String {
        format!("/focal-point/editions/{}", self.edition)
    }

    async fn nominate(&self, by: &mut Browser, name: &str, email: &str) -> Answer {
        let edition = self.edition.to_string();
        let fields = [
            ("edition", edition.as_str()),
            ("printed_name", name),
            ("email", email),
            ("organisation", "Ports Authority"),
            ("position", ""),
            ("rank", "officer"),
        ];
        by.post("/api/nominate", &self.page(), &fields).await
    }

    async fn link(&self, email: &str) -> String {
        let mail = outbox::Entity::find()
            .filter(outbox::Column::Recipient.eq(email))
            .order_by_desc(outbox::Column::Id)
            .one(self.house.db.read())
            .await
            .unwrap()
            .unwrap();
        match mail.letter().unwrap() {
            Letter::Nominated { secret, .. } => secret,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn from_the_focal_points_form_to_the_endorsement_without_scripting() {
    let office = office().await;
    let mut otieno = office.house.signed_in(office.otieno).await;
    assert!(
        otieno
            .get("/staff")
            .await
            .links()
            .contains(&"/focal-point".to_owned())
    );
    let own = otieno.get("/focal-point").await;
    assert!(own.links().contains(&office.page()), "{}", own.body);
    let done = office
        .nominate(&mut otieno, "Wanjiru", "wanjiru@example.org")
        .await;
    let shown = format!("{}?done=nominated", office.page());
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, &*shown)
    );
    assert!(otieno.get(&shown).await.shows("Has not completed yet"));

    let secret = office.link("wanjiru@example.org").await;
    let page = format!("/nominated/{secret}");
    let mut wanjiru = office.house.visitor();
    let opened = wanjiru.get(&page).await;
    assert!(opened.shows("Kenya has nominated you"), "{}", opened.body);
    let fields = |password| {
        [
            ("secret", secret.clone()),
            ("printed_name", "Wanjiru Kamau".to_owned()),
            ("password", password),
            ("country", "KE".to_owned()),
            ("zone", String::new()),
        ]
    };
    let short = fields("short".to_owned());
    let short: Vec<_> = short
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    let refused = wanjiru.post("/api/register_nominee", &page, &short).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        !refused.body.contains("value=\"short\""),
        "passwords are not echoed"
    );
    let good = fields(PASSWORD.to_owned());
    let good: Vec<_> = good.iter().map(|(name, value)| (*name, &**value)).collect();
    let done = wanjiru.post("/api/register_nominee", &page, &good).await;
    let complete = done.location().to_owned();
    assert!(
        complete.ends_with("/complete"),
        "{} {complete}",
        done.status
    );
    let spent = wanjiru.get(&page).await;
    assert_eq!(spent.status, StatusCode::NOT_FOUND);
    assert!(spent.shows("does not work any more"));

    let who = people::find_by_email(office.house.db.read(), "wanjiru@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let id = latest_application(&office.house.db, who)
        .await
        .id
        .to_string();
    assert!(
        wanjiru
            .get("/applications")
            .await
            .links()
            .contains(&complete)
    );
    let empty = wanjiru.get(&complete).await;
    assert_eq!(
        empty.attribute("#organisation", "value").as_deref(),
        Some("Ports Authority"),
        "what was typed helps"
    );
    let mut fields = vec![
        ("application", id.as_str()),
        ("printed_name", "Wanjiru Kamau"),
        ("native_name", ""),
        ("organisation", "Ports Authority of Kenya"),
        ("position", ""),
        ("rank", "division"),
    ];
    let refused = wanjiru
        .post("/api/complete_nomination", &complete, &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.texts("#position-error").len(), 1);
    fields[4].1 = "Head of planning";
    let done = wanjiru
        .post("/api/complete_nomination", &complete, &fields)
        .await;
    assert!(
        done.location().ends_with("?done=completed"),
        "{}",
        done.body
    );

    let list = otieno.get(&office.page()).await;
    assert!(list.shows("Head of planning"));
    let fields = [("application", id.as_str())];
    let done = otieno.post("/api/endorse", &office.page(), &fields).await;
    assert!(done.location().ends_with("?done=endorsed"), "{}", done.body);
    let standing = latest_application(&office.house.db, who).await.standing;
    assert_eq!(standing, Standing::Endorsed);
    let again = otieno.post("/api/endorse", &office.page(), &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text(".errors").contains("moved on in the meantime"),
        "though its form is not on the page any more"
    );
}

#[tokio::test]
async fn whoever_is_signed_in_as_another_is_told_so() {
    let office = office().await;
    let mut otieno = office.house.signed_in(office.otieno).await;
    office
        .nominate(&mut otieno, "Wanjiru", "wanjiru@example.org")
        .await;
    let secret = office.link("wanjiru@example.org").await;
    let page = format!("/nominated/{secret}");
    let eve = person(&office.house.db, "Eve", "KE").await;
    let mut eve = office.house.signed_in(eve).await;
    let told = eve.get(&page).await;
    assert!(told.shows("not for the account you are signed in with"));
    assert!(
        !told.body.contains("wanjiru@example.org"),
        "nor whose it is"
    );
    let fields = [("secret", secret.as_str())];
    let tried = eve.post("/api/take_up_nomination", &page, &fields).await;
    assert_eq!(tried.status, StatusCode::FORBIDDEN);
    let opened = office.house.visitor().get(&page).await;
    assert!(opened.shows("Choose a password"), "it was not used up");
}

#[tokio::test]
async fn an_address_with_an_account_gets_the_same_words_as_one_without() {
    let office = office().await;
    person(&office.house.db, "Amina", "UG").await;
    let mut otieno = office.house.signed_in(office.otieno).await;
    let known = office
        .nominate(&mut otieno, "Somebody", "amina@example.org")
        .await;
    let new = office
        .nominate(&mut otieno, "Somebody", "new@example.org")
        .await;
    assert_eq!(
        (known.status, known.location()),
        (new.status, new.location())
    );
    assert_eq!(known.body, new.body);
    let list = otieno.get(&office.page()).await;
    assert!(!list.shows("Ministry of Amina"), "{}", list.body);
    assert!(!list.shows("Amina"));
}

#[tokio::test]
async fn one_countrys_list_tells_nothing_of_another_in_pages_files_and_refusals() {
    let office = office().await;
    let mut otieno = office.house.signed_in(office.otieno).await;
    let mut nakato = office.house.signed_in(office.nakato).await;
    office
        .nominate(&mut otieno, "=Wanjiru", "wanjiru@example.org")
        .await;
    office
        .nominate(&mut nakato, "Mukasa", "mukasa@example.org")
        .await;
    let csv = format!("{}/nominees.csv", office.page());
    let file = otieno.get(&csv).await;
    assert!(
        file.body.contains("'=Wanjiru"),
        "safe to open: {}",
        file.body
    );
    for address in [office.page(), csv.clone(), "/focal-point".to_owned()] {
        let seen = otieno.get(&address).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(!seen.body.to_lowercase().contains("mukasa"), "{address}");
    }
    let refused = office
        .nominate(&mut otieno, "M", "mukasa@example.org")
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("cannot be nominated for this edition"));
    assert!(!refused.shows("Uganda") && !refused.shows("Mukasa"));
    let who = people::find_by_email(office.house.db.read(), "mukasa@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let theirs = latest_application(&office.house.db, who).await.id;
    let foreign = otieno
        .get(&format!("/focal-point/nominations/{theirs}"))
        .await;
    let none = "/focal-point/nominations/00000000-0000-7000-8000-000000000000";
    let none = otieno.get(none).await;
    assert_eq!(
        (foreign.status, none.status),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
    assert_eq!(foreign.text("main"), none.text("main"), "the same words");
}

#[tokio::test]
async fn a_line_that_does_not_do_is_named_and_what_was_typed_stays() {
    let office = office().await;
    let mut otieno = office.house.signed_in(office.otieno).await;
    let edition = office.edition.to_string();
    let fields = [
        ("edition", edition.as_str()),
        ("lines", "A;a@example.org\nB;nowhere"),
    ];
    let refused = otieno
        .post("/api/nominate_lines", &office.page(), &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text("#lines-error").starts_with("Line 2"));
    assert!(refused.text("#lines").contains("B;nowhere"));
}

#[tokio::test]
async fn whoever_is_only_nominated_can_withdraw() {
    let office = office().await;
    let wanjiru = person(&office.house.db, "Wanjiru", "KE").await;
    let mut otieno = office.house.signed_in(office.otieno).await;
    office
        .nominate(&mut otieno, "Wanjiru", "wanjiru@example.org")
        .await;
    let mut browser = office.house.signed_in(wanjiru).await;
    let page = "/programmes/marine-economy/2026/withdraw";
    let own = browser.get("/applications").await;
    assert!(own.links().contains(&page.to_owned()), "{}", own.body);
    let asked = browser.get(page).await;
    assert!(
        asked.shows("Your application ends at once"),
        "{}",
        asked.body
    );
    let edition = office.edition.to_string();
    let fields = [("edition", edition.as_str())];
    let done = browser.post("/api/withdraw", page, &fields).await;
    assert!(
        done.location().ends_with("?done=withdrawn"),
        "{}",
        done.body
    );
    assert!(
        browser
            .get(done.location())
            .await
            .shows("You have withdrawn")
    );
    let standing = latest_application(&office.house.db, wanjiru).await.standing;
    assert_eq!(standing, Standing::Withdrawn);
    assert!(browser.get(page).await.shows("nothing to withdraw"));
    let list = otieno.get(&office.page()).await;
    assert!(list.shows("Wanjiru"), "the country sees what became of it");
}
