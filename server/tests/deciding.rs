//! From an application to a decision, an offer and a place, over HTTP and without scripting.

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
use domain::admissions::applying::{TypedApplication, submit};
use domain::admissions::offering::expire;
use domain::sea_orm::Set;
use house::{Answer, Browser, House, NOW, edition, grant, person, programme, seats};
use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::role::Scope;
use model::{EditionId, PersonId, Role};

const ENROL: &str = "/programmes/ports/2026/enrol";

struct Office {
    house: House,
    edition: EditionId,
    staff: Browser,
}

/// An edition with one seat, and Chen who runs it.
async fn office() -> Office {
    let house = House::new().await;
    let programme = programme(&house.db, "ports").await;
    let edition = edition(&house.db, programme, "2026").await;
    change_edition(&house.db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Approval);
    })
    .await;
    seats(&house.db, edition, 1).await;
    let chen = person(&house.db, "Chen", "CN").await;
    grant(&house.db, chen, Role::Coordinator, Scope::Edition(edition)).await;
    let staff = house.signed_in(chen).await;
    Office {
        house,
        edition,
        staff,
    }
}

impl Office {
    async fn applied(&self, name: &str, from: &str) -> (PersonId, String) {
        let who = person(&self.house.db, name, from).await;
        let typed = TypedApplication {
            version: "1".to_owned(),
            delegation: from.to_owned(),
            ..TypedApplication::default()
        };
        let id = submit(&self.house.db, who, self.edition, &typed, NOW)
            .await
            .unwrap();
        (who, id.to_string())
    }

    fn page(&self, rest: &str) -> String {
        format!("/staff/editions/{}/{rest}", self.edition)
    }

    /// Looks at the preview and confirms what it shows.
    async fn confirm(&mut self, query: &str, note: &str) -> Answer {
        let address = self.page(&format!("decide?{query}"));
        let preview = self.staff.get(&address).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        self.confirm_seen(&address, &preview, note).await
    }

    async fn confirm_seen(&mut self, address: &str, preview: &Answer, note: &str) -> Answer {
        let hidden = |name: &str| {
            let field = format!("form[action='/api/decide'] input[name='{name}']");
            preview.attribute(&field, "value").unwrap_or_default()
        };
        let names = [
            "edition",
            "applications",
            "decision",
            "decline_reason",
            "seen",
        ];
        let values: Vec<(&str, String)> = names.map(|name| (name, hidden(name))).into();
        let mut fields: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        fields.push(("note", note));
        self.staff.post("/api/decide", address, &fields).await
    }
}

#[tokio::test]
async fn an_applicant_is_offered_a_place_and_takes_it() {
    let mut office = office().await;
    let (amina, hers) = office.applied("Amina", "KE").await;
    let list = office.staff.get(&office.page("review")).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.shows("Amina") && list.shows("Kenya"));
    assert!(
        list.links()
            .contains(&format!("/staff/applications/{hers}"))
    );
    assert!(list.shows("0 of 1 taken"));

    let done = office
        .confirm(&format!("decision=admit&chosen%5B%5D={hers}"), "Welcome.")
        .await;
    assert_eq!(
        done.location(),
        format!("/staff/applications/{hers}?done=decided")
    );
    let page = office.staff.get(done.location()).await;
    assert!(page.shows("Place offered") && page.shows("by Chen") && page.shows("Welcome."));
    let list = office
        .staff
        .get(&office.page("review?standing=offered"))
        .await;
    assert!(list.shows("1 of 1 taken") && list.shows("open until"));

    let mut browser = office.house.signed_in(amina).await;
    let own = browser.get("/applications").await;
    assert!(own.shows("Place offered") && own.shows("Please answer until"));
    let offer = browser.get(ENROL).await;
    // Where the edition is, and where she is.
    assert!(offer.shows("A place is offered to you"));
    assert!(
        offer.shows("Shanghai") && offer.shows("Nairobi"),
        "{}",
        offer.body
    );
    let id = office.edition.to_string();
    let fields = [("edition", id.as_str())];
    let taken = browser.post("/api/accept_offer", ENROL, &fields).await;
    assert_eq!(taken.location(), format!("{ENROL}?done=accepted"));
    let after = browser.get(taken.location()).await;
    assert!(after.shows("You have a place"));
    let row = latest_application(&office.house.db, amina).await;
    assert_eq!(row.standing, Standing::Accepted);
}

#[tokio::test]
async fn what_changed_between_the_preview_and_the_press_is_shown_anew_and_the_note_stays() {
    let mut office = office().await;
    let (_, hers) = office.applied("Amina", "KE").await;
    let (_, his) = office.applied("Bo", "SG").await;
    let address = office.page(&format!("decide?decision=admit&chosen%5B%5D={hers}"));
    let preview = office.staff.get(&address).await;
    assert!(preview.shows("one person is offered a place"));
    assert!(preview.shows("one mail is sent"));
    office
        .confirm(&format!("decision=admit&chosen%5B%5D={his}"), "")
        .await;
    let refused = office
        .confirm_seen(&address, &preview, "She speaks well of it.")
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.shows("She speaks well of it."));
    assert!(refused.shows("one person goes on the waiting list"));
    // What is shown now is done.
    let done = office.confirm_seen(&address, &refused, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = office.staff.get(done.location()).await;
    assert!(page.shows("Number 1 on the waiting list"));
}

#[tokio::test]
async fn all_that_a_filter_finds_are_declined_with_a_reason_that_they_read() {
    let mut office = office().await;
    let (amina, _) = office.applied("Amina", "KE").await;
    let (bo, _) = office.applied("Bo", "SG").await;
    // Without a reason nobody is declined.
    let refused = office
        .staff
        .get(&office.page("decide?decision=decline&scope=found"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("Choose why they are declined"));
    let query = "decision=decline&decline_reason=country_share&scope=found&country=KE";
    let done = office.confirm(query, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let row = latest_application(&office.house.db, bo).await;
    assert_eq!(row.standing, Standing::Submitted);
    let own = office
        .house
        .signed_in(amina)
        .await
        .get("/applications")
        .await;
    assert!(own.shows("The seats that we can give to your country are taken."));
    // Nobody is left whom it finds: nothing can be confirmed.
    let address = office.page(&format!("decide?{}", query.replace("KE", "FR")));
    let nobody = office.staff.get(&address).await;
    assert!(nobody.shows("Nobody is chosen."));
    assert_eq!(
        nobody.attribute("form[action='/api/decide']", "method"),
        None
    );
}

#[tokio::test]
async fn an_offer_that_ran_out_is_refused_and_says_so() {
    let mut office = office().await;
    let (amina, hers) = office.applied("Amina", "KE").await;
    office
        .confirm(&format!("decision=admit&chosen%5B%5D={hers}"), "")
        .await;
    let later = NOW.plus_days(4);
    office.house.set_clock(later);
    let id = office.edition.to_string();
    let fields = [("edition", id.as_str())];
    let mut browser = office.house.signed_in(amina).await;
    let late = browser.post("/api/accept_offer", ENROL, &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.shows("The offer ran out on"), "{}", late.body);
    expire(&office.house.db, later).await.unwrap();
    let own = browser.get("/applications").await;
    assert!(own.shows("Expired"));
    let gone = browser.post("/api/accept_offer", ENROL, &fields).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_may_not_decide_sees_no_name_of_those_who_apply() {
    let office = office().await;
    let (amina, hers) = office.applied("Amina", "KE").await;
    let auditor = person(&office.house.db, "Olga", "KZ").await;
    grant(&office.house.db, auditor, Role::Auditor, Scope::All).await;
    let auditor = office.house.signed_in(auditor).await;
    let list = auditor.get(&office.page("review")).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(!list.shows("Amina") && list.shows("Kenya"));
    assert!(!list.body.contains("chosen[]"));
    let found = auditor.get(&office.page("review?q=Amina")).await;
    assert!(
        found.shows("0 applications") || found.shows("Nobody"),
        "{}",
        found.body
    );
    let other = person(&office.house.db, "Kofi", "GH").await;
    let other = office.house.signed_in(other).await;
    for (browser, status) in [
        (&auditor, StatusCode::FORBIDDEN),
        (&other, StatusCode::NOT_FOUND),
    ] {
        let page = browser.get(&format!("/staff/applications/{hers}")).await;
        assert_eq!(page.status, status);
        assert!(!page.shows("Amina"));
    }
    let row = latest_application(&office.house.db, amina).await;
    assert_eq!(row.standing, Standing::Submitted);
}

#[tokio::test]
async fn the_list_leaves_as_its_page_shows_it_in_both_kinds_of_files() {
    let office = office().await;
    office.applied("=Amina", "KE").await;
    office.applied("Bo", "SG").await;
    let list = office.staff.get(&office.page("review?country=KE")).await;
    let ways = list.links();
    for end in ["csv", "xlsx"] {
        let way = office.page(&format!("applications.{end}?country=KE"));
        assert!(ways.contains(&way), "{ways:?}");
    }
    let table = office
        .staff
        .get(&office.page("applications.csv?country=KE"))
        .await;
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    let mut lines = table.body.lines();
    assert!(lines.next().unwrap().contains("E-mail"));
    let only = lines.next().unwrap();
    assert!(only.starts_with("Submitted,,'=Amina,"), "{only}");
    assert_eq!(lines.next(), None);
    let book = office
        .staff
        .get(&office.page("applications.xlsx?country=KE"))
        .await;
    assert_eq!(book.status, StatusCode::OK);
    let kind = book.headers["content-type"].to_str().unwrap();
    assert!(kind.ends_with("spreadsheetml.sheet"), "{kind}");
    let saved = book.headers["content-disposition"].to_str().unwrap();
    assert_eq!(saved, "attachment; filename=\"applications.xlsx\"");
    assert!(book.body.starts_with("PK"));
}

#[tokio::test]
async fn who_is_let_in_late_finds_the_way_open_and_others_do_not() {
    let mut office = office().await;
    let late = NOW.plus_days(16);
    office.house.set_clock(late);
    let amina = person(&office.house.db, "Amina", "KE").await;
    let bo = person(&office.house.db, "Bo", "SG").await;
    let page = office.page("late");
    let edition = office.edition.to_string();
    let mut fields = vec![
        ("edition", edition.as_str()),
        ("email", "amina"),
        ("until", "2026-12-12"),
        ("reason", "The post was slow."),
    ];
    let refused = office.staff.post("/api/let_in_late", &page, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("The post was slow."));
    fields[1].1 = "amina@example.org";
    let done = office.staff.post("/api/let_in_late", &page, &fields).await;
    assert_eq!(
        done.location(),
        format!("{page}?done=given"),
        "{}",
        done.body
    );
    let list = office.staff.get(&page).await;
    assert!(list.shows("amina@example.org") && list.shows("The post was slow."));
    let hers = office.house.signed_in(amina).await;
    let his = office.house.signed_in(bo).await;
    let apply = "/programmes/ports/2026/apply";
    assert!(hers.get(apply).await.shows("Send the application"));
    let shut = his.get(apply).await;
    assert!(
        !shut.shows("Send the application") && shut.shows("closed on"),
        "{}",
        shut.body
    );
}
