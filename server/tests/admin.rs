//! People, roles and the log over HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;

use axum::http::StatusCode;
use house::{Browser, House, administrator, course, edition, grant, person, programme};
use model::role::Scope;
use model::*;

/// A house with Grace the administrator, Carlos who coordinates, Aisha who audits, and Amina.
struct Office {
    house: House,
    edition: EditionId,
    course: CourseId,
    grace: Browser,
    carlos: Browser,
    aisha: Browser,
    amina: PersonId,
}

impl Office {
    async fn new() -> Self {
        let house = House::new().await;
        let db = &house.db;
        let programme = programme(db, "ports").await;
        let edition = edition(db, programme, "2026").await;
        let course = course(db, edition, "policy").await;
        let grace = administrator(db).await;
        let carlos = person(db, "Carlos", "PE").await;
        grant(db, carlos, Role::Coordinator, Scope::Edition(edition)).await;
        let aisha = person(db, "Aisha", "NG").await;
        grant(db, aisha, Role::Auditor, Scope::All).await;
        let amina = person(db, "Amina", "KE").await;
        Self {
            edition,
            course,
            grace: house.signed_in(grace).await,
            carlos: house.signed_in(carlos).await,
            aisha: house.signed_in(aisha).await,
            amina,
            house,
        }
    }

    async fn statuses(&self, path: &str) -> [u16; 5] {
        let amina = self.house.signed_in(self.amina).await;
        let visitor = self.house.visitor();
        let mut statuses = [0; 5];
        let asked = [&self.grace, &self.aisha, &self.carlos, &amina, &visitor];
        for (status, browser) in statuses.iter_mut().zip(asked) {
            *status = browser.get(path).await.status.as_u16();
        }
        statuses
    }
}

#[tokio::test]
async fn administrators_and_auditors_read_everything_and_coordinators_their_roles() {
    let office = Office::new().await;
    assert_eq!(
        office.statuses("/staff/people").await,
        [200, 200, 403, 403, 401]
    );
    assert_eq!(
        office.statuses("/staff/roles").await,
        [200, 200, 200, 403, 401]
    );
    assert_eq!(
        office.statuses("/staff/log").await,
        [200, 200, 403, 403, 401]
    );
}

#[tokio::test]
async fn an_auditor_meets_no_personal_data_anywhere() {
    let office = Office::new().await;
    for path in [
        "/staff/people",
        "/staff/people?q=amina",
        "/staff/roles",
        "/staff/log",
    ] {
        let page = office.aisha.get(path).await;
        assert!(
            page.shows("Names and addresses are hidden from you."),
            "{path}"
        );
        for hidden in ["Amina", "Carlos", "Grace", "@example.org", "Ministry of"] {
            assert!(
                !page.texts("main").concat().contains(hidden),
                "{hidden} on {path}"
            );
        }
        assert_eq!(
            page.texts("main form[method=post]").len(),
            0,
            "nothing to change on {path}"
        );
    }
}

#[tokio::test]
async fn people_are_found_by_name_address_and_country() {
    let office = Office::new().await;
    let page = office.grace.get("/staff/people").await;
    assert_eq!(
        page.texts("tbody th"),
        ["Aisha", "Amina", "Carlos", "Grace"]
    );
    assert!(page.shows("4 people"));
    let page = office.grace.get("/staff/people?q=AMINA%40").await;
    assert_eq!(page.texts("tbody th"), ["Amina"]);
    assert_eq!(page.attribute("#q", "value").as_deref(), Some("AMINA@"));
    let page = office.grace.get("/staff/people?country=PE").await;
    assert_eq!(page.texts("tbody th"), ["Carlos"]);
    assert_eq!(page.texts("tbody .tag"), ["Coordinator"]);
    let page = office.grace.get("/staff/people?q=%3Cscript%3E").await;
    assert_eq!(page.text(".empty h2"), "Nobody found");
    assert!(!page.body.contains("<script>alert"));
    for number in 0..60 {
        person(&office.house.db, &format!("Many & {number}"), "GB").await;
    }
    let page = office.grace.get("/staff/people?q=many+%26&page=1").await;
    assert_eq!(page.texts("tbody tr").len(), 50);
    let next = page.attribute("a[rel=next]", "href").unwrap();
    let page = office.grace.get(&next).await;
    assert_eq!(page.texts("tbody tr").len(), 10, "{next}");
}

#[tokio::test]
async fn a_role_is_given_in_two_steps_and_taken_back() {
    let mut office = Office::new().await;
    let which = office.carlos.get("/staff/roles").await;
    assert_eq!(which.texts("#which-role option"), ["Trainer"]);
    assert_eq!(
        which.texts("form.form").len(),
        0,
        "the second step comes after the first"
    );
    let second = format!("/staff/roles?role=trainer&edition={}", office.edition);
    let page = office.carlos.get(&second).await;
    assert_eq!(page.texts("#place option"), ["Choose …", "Course policy"]);
    let place = format!("course:{}", office.course);
    let edition = office.edition.to_string();
    let mut fields = vec![
        ("role", "trainer"),
        ("edition", edition.as_str()),
        ("email", "nobody@example.org"),
        ("place", place.as_str()),
        ("until", "2026-12-18"),
    ];
    let refused = office.carlos.post("/api/give_role", &second, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.text("#email-error"),
        "Nobody with this address has an account."
    );
    assert_eq!(
        refused.attribute("#until", "value").as_deref(),
        Some("2026-12-18")
    );
    assert_eq!(
        refused.attribute("#place option[selected]", "value"),
        Some(place.clone())
    );

    fields[2] = ("email", "amina@example.org");
    let given = office.carlos.post("/api/give_role", &second, &fields).await;
    assert_eq!(
        (given.status, given.location()),
        (StatusCode::SEE_OTHER, "/staff/roles?done=given")
    );
    let page = office.carlos.get(given.location()).await;
    assert!(page.shows("The role is given."));
    assert_eq!(
        page.texts("tbody tr").len(),
        1,
        "others' roles are not listed"
    );
    assert!(page.shows("Course policy (Edition 2026)") && page.shows("18 Dec 2026"));
    let amina = office.house.signed_in(office.amina).await;
    assert!(amina.get("/").await.body.contains("href=\"/staff\""));

    let id = page.attribute("tbody input[name=grant]", "value").unwrap();
    let fields = [("grant", id.as_str()), ("_key", id.as_str())];
    let taken = office
        .carlos
        .post("/api/take_role_back", "/staff/roles", &fields)
        .await;
    assert_eq!(taken.location(), "/staff/roles?done=taken");
    let page = office.carlos.get(taken.location()).await;
    assert_eq!(page.text(".empty h2"), "No roles yet");
}

#[tokio::test]
async fn a_role_needs_an_edition_before_a_person() {
    let office = Office::new().await;
    let page = office
        .grace
        .get("/staff/roles?role=focal_point&edition=")
        .await;
    assert!(page.shows("This role is given in an edition."));
    assert_eq!(page.texts("form.form").len(), 0);
    let page = office.grace.get("/staff/roles?role=auditor&edition=").await;
    assert_eq!(page.texts("form.form #email").len(), 1);
    assert_eq!(page.texts("form.form #place, form.form #country").len(), 0);
    let path = format!("/staff/roles?role=focal_point&edition={}", office.edition);
    let page = office.grace.get(&path).await;
    assert_eq!(page.texts("form.form #country option").len(), 250);
}

#[tokio::test]
async fn roles_are_not_given_or_taken_by_others() {
    let mut office = Office::new().await;
    let page = office.grace.get("/staff/roles").await;
    let grants = page.texts("tbody tr").len();
    let id = page.attribute("tbody input[name=grant]", "value").unwrap();
    let give = [("role", "administrator"), ("email", "amina@example.org")];
    let take = [("grant", id.as_str())];
    let mut amina = office.house.signed_in(office.amina).await;
    for browser in [&mut office.carlos, &mut office.aisha, &mut amina] {
        for (action, fields) in [
            ("/api/give_role", &give[..]),
            ("/api/take_role_back", &take[..]),
        ] {
            let answer = browser.post(action, "/staff/roles", fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{action}");
        }
    }
    let mut visitor = office.house.visitor();
    let answer = visitor.post("/api/give_role", "/staff/roles", &give).await;
    assert_eq!(answer.sign_in_way(), "/sign-in?next=/staff/roles");
    let page = office.grace.get("/staff/roles").await;
    assert_eq!(page.texts("tbody tr").len(), grants);
    let unknown = [("grant", "nonsense")];
    let answer = office
        .grace
        .post("/api/take_role_back", "/staff/roles", &unknown)
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_administrator_is_told_so() {
    let mut office = Office::new().await;
    let page = office.grace.get("/staff/roles").await;
    let own = page
        .attribute("tbody tr:last-child input[name=grant]", "value")
        .unwrap();
    let fields = [("grant", own.as_str()), ("_key", own.as_str())];
    let refused = office
        .grace
        .post("/api/take_role_back", "/staff/roles", &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.texts(".errors p"),
        ["This is the last administrator; name another first."],
        "at the one form that was refused"
    );
}

#[tokio::test]
async fn the_log_says_who_did_what() {
    let office = Office::new().await;
    let page = office.grace.get("/staff/log").await;
    assert_eq!(page.texts("tbody tr").len(), 3, "three roles were given");
    assert!(page.shows("gave a role") && !page.body.contains("<code>give_role"));
    assert!(page.shows("Egret itself") && page.shows("Aisha"));
    assert!(page.shows("Times in Shanghai, UTC+8") || page.shows("Times in UTC"));
    let page = office
        .grace
        .get("/staff/log?action=give_role&from=2026-11-24&until=2026-11-24")
        .await;
    assert_eq!(page.texts("tbody tr").len(), 3);
    assert_eq!(
        page.attribute("#from", "value").as_deref(),
        Some("2026-11-24")
    );
    for nothing in ["?action=take_roll", "?until=2026-11-23", "?from=2026-11-25"] {
        let page = office.grace.get(&format!("/staff/log{nothing}")).await;
        assert_eq!(page.text(".empty h2"), "Nothing found", "{nothing}");
    }
}
