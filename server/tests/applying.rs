//! Making a form, applying by it, and reading the answers, over HTTP and without scripting.

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
use domain::sea_orm::Set;
use house::{Browser, House, edition, grant, person, programme};
use model::admissions::Standing;
use model::catalogue::AdmissionWay;
use model::role::Scope;
use model::{EditionId, Role};

const APPLY: &str = "/programmes/marine-economy/2026/apply";

async fn by_approval() -> (House, EditionId, Browser) {
    let house = House::new().await;
    let programme = programme(&house.db, "marine-economy").await;
    let edition = edition(&house.db, programme, "2026").await;
    change_edition(&house.db, edition, |row| {
        row.admission_way = Set(AdmissionWay::Approval);
    })
    .await;
    let chen = person(&house.db, "Chen", "CN").await;
    grant(&house.db, chen, Role::Coordinator, Scope::Edition(edition)).await;
    let staff = house.signed_in(chen).await;
    (house, edition, staff)
}

async fn ask(staff: &mut Browser, edition: EditionId, more: &[(&str, &str)]) -> house::Answer {
    let (id, page) = (edition.to_string(), form_page(edition));
    let mut fields = vec![
        ("edition", id.as_str()),
        ("language", "en"),
        ("help", ""),
        ("readers", "coordinators"),
        ("required", "true"),
    ];
    fields.extend(more);
    staff.post("/api/add_question", &page, &fields).await
}

fn form_page(edition: EditionId) -> String {
    format!("/staff/editions/{edition}/form")
}

async fn press(
    browser: &mut Browser,
    edition: EditionId,
    what: &str,
    answers: &[(&str, &str)],
) -> house::Answer {
    let id = edition.to_string();
    let page = browser.get(APPLY).await;
    let version = page
        .attribute("input[name='version']", "value")
        .unwrap_or_default();
    let mut fields = vec![
        ("edition", id.as_str()),
        ("version", &version),
        ("delegation", "KE"),
        ("press", what),
    ];
    fields.extend(answers);
    browser.post("/api/apply", APPLY, &fields).await
}

#[tokio::test]
async fn a_refused_application_keeps_all_that_was_typed_with_the_reason_beside_each_question() {
    let (house, edition, mut staff) = by_approval().await;
    for more in [
        [
            ("label", "Years"),
            ("kind", "number"),
            ("options", ""),
            ("condition", ""),
        ],
        [
            ("label", "Topics"),
            ("kind", "several"),
            ("options", "Tides\nCranes\nShips"),
            ("condition", ""),
        ],
        [
            ("label", "Agree"),
            ("kind", "consent"),
            ("options", ""),
            ("condition", ""),
        ],
        [
            ("label", "Which ship"),
            ("kind", "short_text"),
            ("options", ""),
            ("condition", "topics=2"),
        ],
    ] {
        let added = ask(&mut staff, edition, &more).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    }
    let amina = person(&house.db, "Amina", "KE").await;
    let mut hers = house.signed_in(amina).await;
    let typed = [
        ("answers[motivation][]", "Because <of> ships"),
        ("answers[years][]", "many"),
        ("answers[topics][]", "0"),
        ("answers[topics][]", "2"),
    ];
    let refused = press(&mut hers, edition, "submit", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.text("textarea").trim(), "Because <of> ships");
    let years = refused.attribute("[id='answers[years][]']", "value");
    assert_eq!(years.as_deref(), Some("many"));
    let ticked = refused
        .texts("[id='answers[topics][]'] input[checked]")
        .len();
    assert_eq!(ticked, 2);
    assert_eq!(refused.texts("main .error").len(), 3, "{}", refused.body);
    assert!(hers.get(APPLY).await.texts("input[checked]").is_empty());

    let saved = press(&mut hers, edition, "save", &typed).await;
    assert_eq!(saved.location(), format!("{APPLY}?done=saved"));
    let again = hers.get(APPLY).await;
    assert_eq!(again.texts("input[checked]").len(), 2);
    let application = latest_application(&house.db, amina).await;
    let answers = format!("/staff/applications/{}/answers", application.id);
    assert_eq!(staff.get(&answers).await.status, StatusCode::NOT_FOUND);

    let right = [
        ("answers[motivation][]", "Ships"),
        ("answers[years][]", "7"),
        ("answers[topics][]", "1"),
        ("answers[agree][]", "true"),
        ("answers[which-ship][]", "left over"),
    ];
    let sent = press(&mut hers, edition, "submit", &right).await;
    assert_eq!(sent.location(), format!("{APPLY}?done=sent"));
    let application = latest_application(&house.db, amina).await;
    assert_eq!(application.standing, Standing::Submitted);
    let read = staff.get(&answers).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(read.shows("Cranes") && read.shows("Ships"));
    assert!(!read.shows("left over"));
    assert!(hers.get(APPLY).await.shows("Cranes"));
    assert_eq!(hers.get(&answers).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_edition_with_approval_leads_to_its_form_and_a_draft_can_be_discarded() {
    let (house, edition, _) = by_approval().await;
    let page = house.visitor().get("/programmes/marine-economy/2026").await;
    let way = page.attribute(".enrol-box a.btn", "href");
    assert_eq!(way.as_deref(), Some(APPLY));
    let anybody = house.visitor().get(APPLY).await;
    assert_eq!(anybody.status, StatusCode::UNAUTHORIZED);
    let amina = person(&house.db, "Amina", "KE").await;
    let mut hers = house.signed_in(amina).await;
    press(&mut hers, edition, "save", &[]).await;
    let page = hers.get("/programmes/marine-economy/2026").await;
    assert_eq!(page.text(".enrol-box a.btn"), "Go on with your application");
    let id = edition.to_string();
    let gone = hers
        .post(
            "/api/withdraw",
            "/programmes/marine-economy/2026/withdraw",
            &[("edition", id.as_str())],
        )
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let page = hers.get("/programmes/marine-economy/2026").await;
    assert_eq!(page.text(".enrol-box a.btn"), "Apply");
}

#[tokio::test]
async fn words_are_written_language_by_language() {
    let (house, edition, mut staff) = by_approval().await;
    let page = form_page(edition);
    let id = edition.to_string();
    let fields = [
        ("edition", id.as_str()),
        ("question", "motivation"),
        ("language", "zh"),
        ("label", "您为什么来？"),
        ("help", ""),
    ];
    let done = staff.post("/api/edit_question", &page, &fields).await;
    assert_eq!(done.location(), format!("{page}?done=form_changed"));
    let words = staff
        .get(&format!("{page}?question=motivation&language=zh"))
        .await;
    let label = words.attribute("#label", "value");
    assert_eq!(label.as_deref(), Some("您为什么来？"));
    let nothing = staff.get(&format!("{page}?question=nothing")).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    let bad = ask(
        &mut staff,
        edition,
        &[
            ("label", "Kept"),
            ("kind", "choice"),
            ("options", "One"),
            ("condition", ""),
        ],
    )
    .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let label = bad.attribute("#label", "value");
    assert_eq!(label.as_deref(), Some("Kept"));
    let brian = person(&house.db, "Brian", "KE").await;
    let his = house.signed_in(brian).await;
    assert_eq!(his.get(&page).await.status, StatusCode::FORBIDDEN);
}
