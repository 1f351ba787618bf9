//! The catalogue over HTTP: what people see, what machines read, what staff write.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "../domain/tests/cast/catalogue_rows.rs"]
mod catalogue_rows;
mod house;

use axum::http::StatusCode;
use catalogue_rows::{days, hosted_by, printed_trainer, publication, taught_in, words};
use domain::Db;
use domain::accounts::person as people;
use domain::catalogue::{
    course as courses, edition as editions, edition_host, programme as programmes,
};
use domain::schedule::session as sessions;
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::IntoActiveModel;
use domain::sea_orm::entity::prelude::*;
use house::{House, NOW, administrator, course, edition, grant, person, programme, seats, session};
use model::catalogue::{AdmissionWay, Mode, Publication};
use model::role::Scope;
use model::schedule::SessionKind;
use model::{Language, PersonId, Role};

const SCRIPT: &str =
    "Ports</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

/// A programme `sea` with an edition `may`, its course `ports`, a trainer, a session and 50 seats.
async fn sea(
    house: &House,
) -> (
    model::ProgrammeId,
    model::EditionId,
    model::CourseId,
    PersonId,
) {
    let db = &house.db;
    let sea = programme(db, "sea").await;
    let may = edition(db, sea, "may").await;
    seats(db, may, 50).await;
    let ports = course(db, may, "ports").await;
    let tariq = person(db, "Tariq", "EG").await;
    printed_trainer(db, ports, tariq).await;
    session(
        db,
        may,
        Some(ports),
        1,
        SessionKind::Lecture,
        "2026-12-08T09:00",
        90,
    )
    .await;
    (sea, may, ports, tariq)
}

#[tokio::test]
async fn home_leads_to_what_is_open() {
    let house = House::new().await;
    let home = house.visitor().get("/").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.shows("Nothing is open for enrolment just now"));
    sea(&house).await;
    let home = house.visitor().get("/").await;
    assert_eq!(home.text(".row h3"), "Course ports");
    assert_eq!(
        home.attribute(".row h3 a", "href").as_deref(),
        Some("/programmes/sea/may")
    );
    assert!(home.shows("50 of 50 seats left"));
    assert!(home.shows("Enrol by Mon 7 Dec 2026, 00:00 (Shanghai, UTC+8)"));
    assert!(!home.shows("in Nairobi"), "nobody is signed in");
}

#[tokio::test]
async fn home_shows_what_runs_now_and_the_year_in_figures() {
    let house = House::new().await;
    let (sea, may, ports, _) = sea(&house).await;
    let browser = house.visitor();
    let home = browser.get("/").await;
    let headings = |page: &house::Answer| page.texts("main h2");
    assert!(
        !headings(&home)
            .iter()
            .any(|heading| heading == "Running now")
    );
    assert!(home.texts(".figures").is_empty());

    let lecture = SessionKind::Lecture;
    let start = "2025-05-08T09:00";
    session(&house.db, may, Some(ports), 9, lecture, start, 60).await;
    for number in 0..6 {
        let id = edition(&house.db, sea, &format!("now{number}")).await;
        days(&house.db, id, "2026-11-20", "2026-12-01").await;
    }
    let home = browser.get("/").await;
    assert!(
        headings(&home)
            .iter()
            .any(|heading| heading == "Running now")
    );
    assert!(home.text(".figures").contains("2025"));
    let today = "/programmes?from=2026-11-24&until=2026-11-24";
    for more in ["/programmes?open=true", today] {
        let link = format!("main p a[href='{more}']");
        assert!(home.texts(&link).contains(&"More".to_owned()), "{more}");
    }
    assert_eq!(browser.get(today).await.texts(".row").len(), 6);
}

#[tokio::test]
async fn chips_narrow_the_list_and_the_form_keeps_them() {
    let house = House::new().await;
    let (sea, may, ..) = sea(&house).await;
    let over = edition(&house.db, sea, "over").await;
    days(&house.db, over, "2026-11-01", "2026-11-02").await;
    let online = edition(&house.db, sea, "online").await;
    catalogue_rows::change_edition(&house.db, online, async |row| {
        row.mode = Set(Mode::Online);
    })
    .await;
    let browser = house.visitor();
    let list = browser.get("/programmes").await;
    let chip = |page: &house::Answer, said: &str| {
        let links = page.texts(".chips a");
        let at = links.iter().position(|link| link == said).unwrap();
        let link = format!(".chips a:nth-of-type({})", at + 1);
        page.attribute(&link, "href").unwrap()
    };
    let online = browser.get(&chip(&list, "Online")).await;
    assert_eq!(online.texts(".row h3"), ["Edition online"]);
    let open = browser.get(&chip(&list, "Open now")).await;
    assert_eq!(open.texts(".row h3").len(), 2);
    let both = browser.get(&chip(&open, "Online")).await;
    assert_eq!(both.texts(".row h3"), ["Edition online"]);
    for (name, value) in [("mode", "online"), ("open", "true")] {
        let field = format!(".filters input[name={name}]");
        assert_eq!(both.attribute(&field, "value").as_deref(), Some(value));
    }
    assert_eq!(
        browser.get(&chip(&both, "All")).await.texts(".row").len(),
        2
    );

    let amina = person(&house.db, "Amina", "KE").await;
    house::enrolment(&house.db, may, amina).await;
    let hers = house.signed_in(amina).await;
    let list = hers.get("/programmes").await;
    let open = hers.get(&chip(&list, "Open for me")).await;
    assert_eq!(open.texts(".row h3"), ["Edition online"]);
}

#[tokio::test]
async fn how_admission_works_is_said_for_each_way() {
    let house = House::new().await;
    let (_, may, ..) = sea(&house).await;
    let browser = house.visitor();
    for (way, said) in [
        (AdmissionWay::Open, "Whoever enrols while seats last"),
        (AdmissionWay::Approval, "You apply, the centre reads"),
        (
            AdmissionWay::Nomination,
            "Countries nominate their participants",
        ),
    ] {
        catalogue_rows::change_edition(&house.db, may, async |row| {
            row.admission_way = Set(way);
        })
        .await;
        let page = browser.get("/programmes/sea/may").await;
        assert!(page.shows(said), "{way}");
        let enrols = page.texts("a[href='/programmes/sea/may/enrol']");
        assert_eq!(enrols.is_empty(), way != AdmissionWay::Open, "{way}");
    }
}

#[tokio::test]
async fn the_readers_own_time_stands_beside_the_editions() {
    let house = House::new().await;
    sea(&house).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let page = house
        .signed_in(amina)
        .await
        .get("/programmes/sea/may")
        .await;
    assert!(
        page.texts(".yours")
            .contains(&"Sun 6 Dec 2026, 19:00 in Nairobi".to_owned())
    );
    assert!(
        page.texts(".yours")
            .contains(&"04:00 in Nairobi".to_owned())
    );
}

#[tokio::test]
async fn the_catalogue_is_searched_and_filtered_by_links_and_a_form() {
    let house = House::new().await;
    let (sea, may, ..) = sea(&house).await;
    taught_in(&house.db, may, "fr").await;
    hosted_by(&house.db, may, "Port of Mombasa", "KE").await;
    for number in 0..55 {
        let id = edition(&house.db, sea, &format!("e{number}")).await;
        days(&house.db, id, "2027-03-01", "2027-03-02").await;
    }
    let browser = house.visitor();
    let all = browser.get("/programmes").await;
    assert_eq!(all.texts(".row").len(), 50);
    assert!(all.shows("56 editions"));
    assert_eq!(
        all.attribute(".pager a[rel=next]", "href").as_deref(),
        Some("/programmes?page=2")
    );
    assert_eq!(
        browser.get("/programmes?page=2").await.texts(".row").len(),
        6
    );

    let found = browser
        .get("/programmes?q=MAY&kind=&mode=&language=fr&group=africa&from=&until=2026-12-31")
        .await;
    assert_eq!(found.text(".row h3"), "Course ports");
    assert_eq!(found.attribute("#q", "value").as_deref(), Some("MAY"));
    assert_eq!(
        found
            .attribute("#group option[selected]", "value")
            .as_deref(),
        Some("africa")
    );
    assert_eq!(
        found.attribute("meta[name=robots]", "content").as_deref(),
        Some("noindex")
    );
    let none = browser
        .get("/programmes?q=%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    assert!(none.shows("No edition fits"));
    assert!(!none.body.contains("<script>alert"));
    for nothing in [
        "/programmes?q=may%00",
        "/programmes?q=%00%1b&kind=%00&from=-2026-01-01",
        "/programmes?until=-009999-01-01&page=%00",
        "/programmes?open=false",
    ] {
        let page = browser.get(nothing).await;
        assert_eq!(page.status, StatusCode::OK, "{nothing}");
        assert!(!page.texts(".row").is_empty(), "{nothing}");
    }
    let closed = browser.get("/programmes?open=false").await;
    assert!(closed.shows("56 editions"));
    assert!(
        closed
            .attribute(".filters input[name=open]", "value")
            .is_none()
    );
    let odd = browser.get("/programmes?from=soon&kind=party").await;
    assert_eq!(odd.status, StatusCode::OK);
    assert_eq!(odd.texts(".notice li").len(), 2);
}

#[tokio::test]
async fn an_edition_with_one_course_reads_as_that_course() {
    let house = House::new().await;
    let (_, may, ports, tariq) = sea(&house).await;
    let browser = house.visitor();
    let page = browser.get("/programmes/sea/may").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.text("h1"), "Course ports");
    assert_eq!(page.text(".title .soft"), "Edition may");
    assert_eq!(page.text("title"), "Course ports · Edition may · Egret");
    assert_eq!(
        page.attribute("meta[property='og:title']", "content")
            .as_deref(),
        Some("Course ports")
    );
    assert!(page.shows("How to enrol in this course"));
    assert!(page.texts("h2").iter().all(|heading| heading != "Courses"));
    assert!(page.shows("Tariq") && page.shows("Session 1"));
    let trainer = format!("a[href='/trainers/{tariq}']");
    assert_eq!(page.text(&trainer), "Tariq");

    let lists = ["/", "/programmes", "/programmes?q=may", "/programmes/sea"];
    for list in lists {
        let page = browser.get(list).await;
        assert_eq!(page.text(".row h3"), "Course ports", "{list}");
        assert_eq!(page.text(".row .soft"), "Edition may", "{list}");
    }
    let moved = browser.get("/programmes/sea/may/courses/ports").await;
    assert_eq!(moved.status, StatusCode::FOUND);
    assert_eq!(moved.location(), "/programmes/sea/may");
    let page = browser.get(&format!("/trainers/{tariq}")).await;
    assert_eq!(
        page.attribute(".row h3 a", "href").as_deref(),
        Some("/programmes/sea/may")
    );

    change_course(&house.db, ports, async |row| {
        row.cancelled_at = Set(Some(NOW));
    })
    .await;
    let page = browser.get("/programmes/sea/may").await;
    assert!(page.shows("This course was cancelled and does not take place."));
    for list in lists {
        let page = browser.get(list).await;
        assert!(
            page.texts(".tag.bad").contains(&"Cancelled".to_owned()),
            "{list}"
        );
    }

    course(&house.db, may, "ships").await;
    let page = browser.get("/programmes/sea/may").await;
    assert!(!page.shows("How to enrol in this course"));
    assert!(page.texts("h2").iter().any(|heading| heading == "Courses"));
    let page = browser.get("/programmes/sea/may/courses/ports").await;
    assert_eq!(page.text("h1"), "Course ports");
    assert!(page.shows("Session 1"));
    let page = browser.get("/programmes/sea/may/courses/planes").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn machines_read_what_people_read() {
    let house = House::new().await;
    let (.., tariq) = sea(&house).await;
    let page = house.visitor().get("/programmes/sea/may").await;
    let json = page.text("script[type='application/ld+json']");
    let data: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(data["@type"], "Course");
    assert_eq!(data["name"], "Course ports");
    let instance = &data["hasCourseInstance"];
    assert_eq!(instance["startDate"], "2026-12-07");
    assert_eq!(instance["courseMode"], "onsite");
    assert_eq!(
        instance["instructor"][0]["url"],
        format!("http://127.0.0.1:3000/trainers/{tariq}")
    );
    assert_eq!(instance["subEvent"][0]["startDate"], "2026-12-08T01:00:00Z");
    assert_eq!(
        page.attribute("link[rel=canonical]", "href").as_deref(),
        Some("http://127.0.0.1:3000/programmes/sea/may")
    );
    assert_eq!(
        page.attribute("meta[property='og:title']", "content")
            .as_deref(),
        Some("Course ports")
    );
    let robots = house.visitor().get("/robots.txt").await;
    assert!(
        robots
            .body
            .contains("Sitemap: http://127.0.0.1:3000/sitemap.xml")
    );
    let map = house.visitor().get("/sitemap.xml").await;
    assert_eq!(
        map.headers["content-type"],
        "application/xml; charset=utf-8"
    );
    assert!(
        map.body
            .contains("<loc>http://127.0.0.1:3000/programmes/sea/may</loc>")
    );
}

/// Lets somebody read Chinese.
async fn reads_chinese(db: &Db, who: PersonId) {
    let row = people::find(db.read(), who).await.unwrap();
    let mut row = row.into_active_model();
    row.language = Set(Language::Chinese);
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

/// Changes a course's row.
async fn change_course(
    db: &Db,
    id: model::CourseId,
    change: impl AsyncFnOnce(&mut courses::ActiveModel),
) {
    let mut row = courses::find(db.read(), id)
        .await
        .unwrap()
        .into_active_model();
    change(&mut row).await;
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

/// Lets a session meet at a host's.
async fn visits(db: &Db, id: model::SessionId, host: model::HostId) {
    let row = sessions::Entity::find_by_id(id)
        .one(db.read())
        .await
        .unwrap();
    let mut row = row.unwrap().into_active_model();
    row.host = Set(Some(host));
    db.write(async |tx| Ok(row.update(tx).await?))
        .await
        .unwrap();
}

/// What the edition's page says to machines.
async fn machine_readable(house: &House) -> serde_json::Value {
    let page = house.visitor().get("/programmes/sea/may").await;
    serde_json::from_str(&page.text("script[type='application/ld+json']")).unwrap()
}

#[tokio::test]
async fn every_public_page_can_be_shared() {
    let house = House::new().await;
    let (_, may, _, tariq) = sea(&house).await;
    course(&house.db, may, "ships").await;
    let mut browser = house.visitor();
    let trainer = format!("/trainers/{tariq}");
    for (path, title, whole) in [
        (
            "/",
            "Egret",
            "Training that crosses borders, and can show how far it reached",
        ),
        ("/programmes", "Programmes", "Programmes"),
        ("/programmes?page=2", "Programmes", "Programmes"),
        ("/programmes/sea", "Programme sea", "Programme sea"),
        ("/programmes/sea/may", "Edition may", "Edition may"),
        (
            "/programmes/sea/may/courses/ports",
            "Course ports",
            "Course ports · Edition may",
        ),
        (
            "/programmes/sea/may/sessions/1",
            "Session 1",
            "Session 1 · Edition may",
        ),
        (&trainer, "Tariq", "Tariq"),
    ] {
        let page = browser.get(path).await;
        let meta = |selector: &str| page.attribute(selector, "content");
        let full = format!("http://127.0.0.1:3000{path}");
        assert_eq!(page.text("title"), format!("{whole} · Egret"), "{path}");
        assert_eq!(
            page.attribute("link[rel=canonical]", "href"),
            Some(full.clone())
        );
        assert_eq!(meta("meta[property='og:url']"), Some(full), "{path}");
        assert_eq!(
            meta("meta[property='og:title']").as_deref(),
            Some(title),
            "{path}"
        );
        assert_eq!(
            meta("meta[property='og:locale']").as_deref(),
            Some("en_GB"),
            "{path}"
        );
        assert_eq!(
            meta("meta[name='twitter:card']").as_deref(),
            Some("summary_large_image"),
            "{path}"
        );
        let image = meta("meta[property='og:image']").unwrap();
        let image = image.strip_prefix("http://127.0.0.1:3000").unwrap();
        assert_eq!(browser.get(image).await.status, StatusCode::OK, "{path}");
        assert_eq!(meta("meta[name=robots]"), None, "{path}");
    }
    browser.language = "zh".to_owned();
    let page = browser.get("/programmes/sea/may/sessions/1").await;
    assert_eq!(
        page.attribute("meta[property='og:locale']", "content")
            .as_deref(),
        Some("zh_CN")
    );
}

#[tokio::test]
async fn what_is_only_for_some_is_not_for_search_engines() {
    let house = House::new().await;
    let (_, may, ..) = sea(&house).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let browser = house.signed_in(amina).await;
    let robots = async |path: &str| {
        let page = browser.get(path).await;
        page.attribute("meta[name=robots]", "content")
    };
    for path in [
        "/programmes/sea/may/enrol",
        "/programmes/sea/may/withdraw",
        "/programmes?open=true",
    ] {
        assert_eq!(robots(path).await.as_deref(), Some("noindex"), "{path}");
    }
    let session = "/programmes/sea/may/sessions/1";
    assert_eq!(robots(session).await, None);
    publication(&house.db, may, Publication::Cancelled).await;
    for path in [session, "/programmes/sea/may"] {
        assert_eq!(robots(path).await.as_deref(), Some("noindex"), "{path}");
    }
}

#[tokio::test]
async fn machines_are_told_where_each_session_is_and_nothing_empty() {
    let house = House::new().await;
    let (_, may, ports, _) = sea(&house).await;
    let db = &house.db;
    let start = "2026-12-08T12:00";
    session(db, may, Some(ports), 2, SessionKind::Online, start, 60).await;
    let start = "2026-12-08T13:00";
    let visit = session(db, may, Some(ports), 3, SessionKind::Visit, start, 60).await;
    let shipyard = catalogue_rows::host(db, "Shipyard", "CN").await;
    visits(db, visit, shipyard).await;
    let data = machine_readable(&house).await;
    let instance = &data["hasCourseInstance"];
    assert_eq!(instance["location"]["@type"], "Place");
    let events = instance["subEvent"].as_array().unwrap();
    let locations: Vec<_> = events.iter().map(|event| &event["location"]).collect();
    assert_eq!(locations[0], &instance["location"]);
    assert_eq!(
        *locations[1],
        serde_json::json!({ "@type": "VirtualLocation", "url": "http://127.0.0.1:3000/programmes/sea/may/sessions/2" })
    );
    assert_eq!(locations[2]["name"], "Shipyard");

    catalogue_rows::change_edition(db, may, async |row| row.place = Set(String::new())).await;
    let data = machine_readable(&house).await;
    let instance = &data["hasCourseInstance"];
    assert!(instance.get("location").is_none() && instance.get("organizer").is_none());
    assert!(
        !data.to_string().contains("\"\""),
        "nothing is empty: {data}"
    );
}

#[tokio::test]
async fn machines_are_told_what_does_not_take_place() {
    let house = House::new().await;
    let (_, may, ports, _) = sea(&house).await;
    let db = &house.db;
    session(
        db,
        may,
        None,
        2,
        SessionKind::Exchange,
        "2026-12-08T15:00",
        60,
    )
    .await;
    course(db, may, "ships").await;
    let statuses = async || {
        let data = machine_readable(&house).await;
        let instance = &data["hasCourseInstance"];
        [
            &instance["eventStatus"],
            &instance["subEvent"][0]["eventStatus"],
            &instance["subEvent"][1]["eventStatus"],
        ]
        .map(|status| {
            status
                .as_str()
                .unwrap()
                .replace("https://schema.org/Event", "")
        })
    };
    assert_eq!(statuses().await, ["Scheduled"; 3]);
    change_course(db, ports, async |row| row.cancelled_at = Set(Some(NOW))).await;
    assert_eq!(statuses().await, ["Scheduled", "Cancelled", "Scheduled"]);
    publication(db, may, Publication::Cancelled).await;
    assert_eq!(statuses().await, ["Cancelled"; 3]);
}

#[tokio::test]
async fn no_script_in_words_runs_anywhere() {
    let house = House::new().await;
    let (sea, may, ports, tariq) = sea(&house).await;
    let db = &house.db;
    let description = format!("{SCRIPT} [here](javascript:alert(1)) <b onclick=alert(1)>b</b>");
    words(db, may, Language::English, SCRIPT, &description).await;
    db.write(async |tx| {
        use domain::catalogue::{course_text, host, programme_text};
        use domain::schedule::session_text;
        let script = || Expr::value(SCRIPT);
        programme_text::Entity::update_many()
            .col_expr(programme_text::Column::Title, script())
            .col_expr(programme_text::Column::Summary, script())
            .col_expr(programme_text::Column::Description, script())
            .filter(programme_text::Column::Programme.eq(sea))
            .exec(tx)
            .await?;
        course_text::Entity::update_many()
            .col_expr(course_text::Column::Title, script())
            .col_expr(course_text::Column::Description, script())
            .filter(course_text::Column::Course.eq(ports))
            .exec(tx)
            .await?;
        session_text::Entity::update_many()
            .col_expr(session_text::Column::Title, script())
            .exec(tx)
            .await?;
        host::Entity::update_many()
            .col_expr(host::Column::Name, script())
            .exec(tx)
            .await?;
        let mut trainer = people::find(tx, tariq).await?.into_active_model();
        trainer.printed_name = Set(SCRIPT.to_owned());
        trainer.about = Set(description.clone());
        trainer.update(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
    hosted_by(db, may, SCRIPT, "KE").await;
    course(db, may, "ships").await;
    let grace = administrator(db).await;
    let browser = house.signed_in(grace).await;
    for path in [
        "/".to_owned(),
        "/programmes".to_owned(),
        "/programmes/sea".to_owned(),
        "/programmes/sea/may".to_owned(),
        "/programmes/sea/may/courses/ports".to_owned(),
        format!("/trainers/{tariq}"),
        "/staff".to_owned(),
        "/staff/catalogue".to_owned(),
        "/staff/hosts".to_owned(),
        format!("/staff/programmes/{sea}"),
        format!("/staff/editions/{may}"),
        format!("/staff/courses/{ports}"),
        format!("/staff/editions/{may}/words/en"),
        format!("/staff/editions/{may}/words/zh"),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("<script>alert"), "{path}");
        assert!(!page.body.contains("<img"), "{path}");
        assert!(
            page.attribute("[onclick], [onerror]", "class").is_none(),
            "{path}"
        );
        assert!(
            page.attribute("a[href^='javascript:']", "href").is_none(),
            "{path}"
        );
        assert_eq!(page.texts("title").len(), 1, "{path}");
        for json in page.texts("script[type='application/ld+json']") {
            serde_json::from_str::<serde_json::Value>(&json).unwrap();
        }
    }
    let page = browser.get("/programmes/sea/may").await;
    assert!(page.text("title").starts_with("Ports</title></script>"));
    assert_eq!(
        page.attribute("meta[property='og:title']", "content")
            .as_deref(),
        Some(SCRIPT)
    );
}

#[tokio::test]
async fn drafts_are_not_there_for_strangers() {
    let house = House::new().await;
    let (sea, may, ports, tariq) = sea(&house).await;
    publication(&house.db, may, Publication::Draft).await;
    let shown = edition(&house.db, sea, "shown").await;
    let amina = person(&house.db, "Amina", "KE").await;
    let otto = person(&house.db, "Otto", "DE").await;
    grant(&house.db, otto, Role::Coordinator, Scope::Edition(shown)).await;
    for browser in [
        house.visitor(),
        house.signed_in(amina).await,
        house.signed_in(otto).await,
    ] {
        for path in [
            "/",
            "/programmes",
            "/programmes?q=may",
            "/programmes/sea",
            "/sitemap.xml",
        ] {
            let page = browser.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.body.contains("/sea/may"), "{path}");
        }
        for path in [
            "/programmes/sea/may".to_owned(),
            "/programmes/sea/may/courses/ports".to_owned(),
            format!("/trainers/{tariq}"),
        ] {
            assert_eq!(
                browser.get(&path).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        for path in [
            format!("/staff/editions/{may}"),
            format!("/staff/courses/{ports}"),
            format!("/staff/editions/{may}/words/en"),
            format!("/staff/editions/{may}/courses/new"),
        ] {
            let status = browser.get(&path).await.status;
            let expected = if browser.cookie.is_none() {
                StatusCode::UNAUTHORIZED
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(status, expected, "{path}");
        }
    }
    let carla = person(&house.db, "Carla", "BR").await;
    grant(&house.db, carla, Role::Coordinator, Scope::Edition(may)).await;
    let page = house
        .signed_in(carla)
        .await
        .get("/programmes/sea/may")
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.shows("This is a draft. Only its staff can see it."));
}

#[tokio::test]
async fn what_is_cancelled_says_so_everywhere() {
    let house = House::new().await;
    let (_, may, ..) = sea(&house).await;
    publication(&house.db, may, Publication::Cancelled).await;
    let browser = house.visitor();
    let list = browser.get("/programmes").await;
    assert!(list.texts(".tag.bad").contains(&"Cancelled".to_owned()));
    assert!(!list.shows("seats left"));
    let page = browser.get("/programmes/sea/may").await;
    assert!(page.shows("This was cancelled and does not take place."));
    assert!(!page.shows("How to enrol in this course"));
    assert!(page.body.contains("schema.org/EventCancelled"));
    assert!(browser.get("/").await.texts(".row").is_empty());
}

#[tokio::test]
async fn calling_an_edition_off_says_first_how_many_are_told_and_asks_why() {
    let house = House::new().await;
    let (_, may, ..) = sea(&house).await;
    let amina = person(&house.db, "Amina", "KE").await;
    house::enrolment(&house.db, may, amina).await;
    let carla = person(&house.db, "Carla", "BR").await;
    grant(&house.db, carla, Role::Coordinator, Scope::Edition(may)).await;
    let mut browser = house.signed_in(carla).await;
    let (page, asks) = (
        format!("/staff/editions/{may}"),
        format!("/staff/editions/{may}/cancel"),
    );
    let edition = browser.get(&page).await;
    assert_eq!(
        edition.attribute(".actions a.danger", "href").as_deref(),
        Some(asks.as_str())
    );
    let asked = browser.get(&asks).await;
    assert!(asked.shows("2 people get a mail about it at once"));
    let id = may.to_string();
    let fields = |reason| {
        [
            ("edition", id.as_str()),
            ("version", "1"),
            ("reason", reason),
        ]
    };
    let refused = browser
        .post("/api/cancel_edition", &asks, &fields(""))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = browser
        .post("/api/cancel_edition", &asks, &fields("A storm"))
        .await;
    assert_eq!(done.location(), format!("{page}?done=cancelled"));
    assert!(browser.get(&page).await.shows("cancelled it: A storm"));
    assert_eq!(
        browser.get(&asks).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    reads_chinese(&house.db, carla).await;
    assert!(browser.get(&page).await.shows("取消了，原因：A storm"));

    let hers = house.signed_in(amina).await;
    let applications = hers.get("/applications").await;
    assert_eq!(
        applications.text(".standing.bad b"),
        "This edition was cancelled"
    );
    assert!(!applications.shows("You have a place"));
    for page in ["enrol", "withdraw"] {
        let page = hers.get(&format!("/programmes/sea/may/{page}")).await;
        assert_eq!(page.text(".standing.bad b"), "This edition was cancelled");
    }
}

#[tokio::test]
async fn what_is_over_is_not_given_back() {
    let house = House::new().await;
    let (_, may, ..) = sea(&house).await;
    let amina = person(&house.db, "Amina", "KE").await;
    house::enrolment(&house.db, may, amina).await;
    let browser = house.signed_in(amina).await;
    let way_back = "a[href='/programmes/sea/may/withdraw']";
    let page = browser.get("/applications").await;
    assert_eq!(page.texts(way_back).len(), 1);
    days(&house.db, may, "2026-11-01", "2026-11-02").await;
    let page = browser.get("/applications").await;
    assert!(page.texts(way_back).is_empty());
}

#[tokio::test]
async fn histories_are_read_in_ones_own_language() {
    let house = House::new().await;
    let (sea, may, ..) = sea(&house).await;
    let grace = administrator(&house.db).await;
    let mut browser = house.signed_in(grace).await;
    let people = format!("/staff/editions/{may}/people");
    let seats = [("edition", may.to_string()), ("size", "40".to_owned())];
    let seats: Vec<_> = seats
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser.post("/api/set_seats", &people, &seats).await;
    let page = browser.get(&format!("/staff/editions/{may}")).await;
    assert!(page.shows("set the seats to 40"), "{}", page.body);
    let host = hosted_by(&house.db, may, "Port", "KE").await;
    let programme = programmes::find(house.db.read(), sea).await.unwrap();
    for path in [
        format!("/staff/programmes/{sea}"),
        format!("/staff/portfolios/{}", programme.portfolio),
        format!("/staff/hosts/{host}"),
    ] {
        let page = browser.get(&path).await;
        assert!(
            page.texts("h2").contains(&"Who changed what".to_owned()),
            "{path}"
        );
    }
    reads_chinese(&house.db, grace).await;
    let page = browser.get(&format!("/staff/editions/{may}")).await;
    assert!(page.shows("将名额设为 40") && !page.shows("set seats"));
}

#[tokio::test]
async fn a_trainers_page_gives_no_address_away() {
    let house = House::new().await;
    let (.., tariq) = sea(&house).await;
    let amina = person(&house.db, "Amina", "KE").await;
    let page = house.visitor().get(&format!("/trainers/{tariq}")).await;
    assert_eq!(page.text("h1"), "Tariq");
    assert!(page.shows("Ministry of Tariq · Egypt") && page.shows("Course ports"));
    assert!(!page.body.contains("@example.org"));
    for nobody in [format!("/trainers/{amina}"), "/trainers/x".to_owned()] {
        let page = house.visitor().get(&nobody).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn from_an_empty_house_to_a_published_edition() {
    let house = House::new().await;
    let grace = administrator(&house.db).await;
    person(&house.db, "Tariq", "EG").await;
    let mut browser = house.signed_in(grace).await;
    let page = browser.get("/staff/programmes/new").await;
    assert!(page.shows("No portfolio yet"));
    let made = browser
        .post(
            "/api/create_portfolio",
            "/staff/portfolios/new",
            &[
                ("title", "Training base"),
                ("language", "en"),
                ("slug", "base"),
                ("place", "1"),
            ],
        )
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let page = browser.get("/staff/programmes/new").await;
    let portfolio = page
        .attribute("#portfolio option:not([value=''])", "value")
        .unwrap();
    let made = browser
        .post(
            "/api/create_programme",
            "/staff/programmes/new",
            &[
                ("portfolio", &portfolio),
                ("title", "Marine Economy"),
                ("language", "en"),
                ("slug", "marine"),
            ],
        )
        .await;
    let programme_page = made.location().split('?').next().unwrap().to_owned();
    let programme = programme_page.rsplit('/').next().unwrap().to_owned();
    let new = format!("{programme_page}/editions/new");
    let mut fields = vec![
        ("programme", programme.as_str()),
        ("title", "Marine Economy 2027"),
        ("language", "en"),
        ("slug", "2027"),
        ("kind", "seminar"),
        ("mode", "in_person"),
        ("starts_on", "2027-05-06"),
        ("ends_on", "2027-05-05"),
        ("zone", "Asia/Shanghai"),
        ("place", "Xiamen"),
        ("admission_way", "open"),
    ];
    let refused = browser.post("/api/create_edition", &new, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.text("#ends_on-error"),
        "The end lies before the start."
    );
    assert_eq!(
        refused.attribute("#title", "value").as_deref(),
        Some("Marine Economy 2027")
    );
    fields[7] = ("ends_on", "2027-05-26");
    let made = browser.post("/api/create_edition", &new, &fields).await;
    let edition_page = made.location().split('?').next().unwrap().to_owned();
    let edition = edition_page.rsplit('/').next().unwrap().to_owned();
    let draft = browser.get(made.location()).await;
    assert!(draft.shows("The draft is there."));
    assert!(draft.shows("There is no limit to its seats"));

    let made = browser
        .post(
            "/api/add_course",
            &format!("{edition_page}/courses/new"),
            &[
                ("edition", &edition),
                ("title", "Ports"),
                ("language", "en"),
                ("slug", "ports"),
                ("place", "1"),
                ("required", "true"),
            ],
        )
        .await;
    let course_page = made.location().split('?').next().unwrap().to_owned();
    let course = course_page.rsplit('/').next().unwrap().to_owned();
    let refused = browser
        .post(
            "/api/assign_trainer",
            &course_page,
            &[("course", &course), ("email", "nobody@example.org")],
        )
        .await;
    assert_eq!(
        refused.text("#email-error"),
        "Nobody with this address has an account."
    );
    let named = browser
        .post(
            "/api/assign_trainer",
            &course_page,
            &[("course", &course), ("email", "tariq@example.org")],
        )
        .await;
    assert_eq!(named.status, StatusCode::SEE_OTHER);
    assert!(!browser.get(&course_page).await.body.contains("tariq@"));

    let words = format!("{edition_page}/words/zh");
    let version = browser
        .get(&words)
        .await
        .attribute("input[name=version]", "value")
        .unwrap();
    let written = browser
        .post(
            "/api/edit_words",
            &words,
            &[
                ("thing", "editions"),
                ("id", &edition),
                ("language", "zh"),
                ("version", &version),
                ("title", "海洋经济"),
                ("summary", ""),
                ("description", "**港口**"),
                ("audience", ""),
            ],
        )
        .await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    let public = "/programmes/marine/2027";
    assert_eq!(
        house.visitor().get(public).await.status,
        StatusCode::NOT_FOUND
    );
    let version = browser
        .get(&edition_page)
        .await
        .attribute("input[name=version]", "value")
        .unwrap();
    let published = browser
        .post(
            "/api/publish_edition",
            &edition_page,
            &[
                ("_key", "published"),
                ("edition", &edition),
                ("version", &version),
                ("publication", "published"),
            ],
        )
        .await;
    assert_eq!(
        published.location(),
        format!("{edition_page}?done=published")
    );
    assert_eq!(
        house.visitor().get(public).await.status,
        StatusCode::NOT_FOUND,
        "the programme is still a draft"
    );
    browser
        .post(
            "/api/publish_programme",
            &programme_page,
            &[
                ("_key", "published"),
                ("programme", &programme),
                ("publication", "published"),
            ],
        )
        .await;
    let mut reader = house.visitor();
    let page = reader.get(public).await;
    assert_eq!(
        (page.text("h1"), page.text(".title .soft")),
        ("Ports".to_owned(), "Marine Economy 2027".to_owned())
    );
    reader.language = "zh".to_owned();
    let chinese = reader.get(public).await;
    assert_eq!(
        (chinese.text(".title .soft"), chinese.text(".prose strong")),
        ("海洋经济".to_owned(), "港口".to_owned())
    );
    let page = browser.get(&edition_page).await;
    let history = page.texts(".history p");
    assert_eq!(
        history,
        [
            "Grace: published it",
            "Grace: wrote the words: 中文",
            "Grace: named a trainer of ports",
            "Grace: added the course ports",
            "Grace: made it as a draft",
        ]
    );
}

#[tokio::test]
async fn a_form_that_came_too_late_is_answered_with_what_was_typed() {
    let house = House::new().await;
    let (_, may, ..) = sea(&house).await;
    let grace = administrator(&house.db).await;
    let mut browser = house.signed_in(grace).await;
    let page = format!("/staff/editions/{may}");
    let id = may.to_string();
    let fields = |place: &'static str| {
        vec![
            ("edition", id.clone()),
            ("version", "1".to_owned()),
            ("slug", "may".to_owned()),
            ("kind", "seminar".to_owned()),
            ("mode", "in_person".to_owned()),
            ("starts_on", "2026-12-07".to_owned()),
            ("ends_on", "2026-12-18".to_owned()),
            ("zone", "Asia/Shanghai".to_owned()),
            ("place", place.to_owned()),
            ("admission_way", "open".to_owned()),
            ("admission_opens", "2026-11-01T00:00".to_owned()),
            ("admission_closes", "2026-12-07T00:00".to_owned()),
            ("attendance_threshold", "80".to_owned()),
            ("languages", "en".to_owned()),
        ]
    };
    let borrowed =
        |fields: &[(&'static str, String)]| -> Vec<(&'static str, String)> { fields.to_vec() };
    for (place, expected) in [
        ("Lagos", StatusCode::SEE_OTHER),
        ("Nairobi", StatusCode::CONFLICT),
    ] {
        let fields = borrowed(&fields(place));
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let answer = browser.post("/api/edit_edition", &page, &fields).await;
        assert_eq!(answer.status, expected);
        if expected == StatusCode::CONFLICT {
            assert_eq!(
                answer.attribute("#place", "value").as_deref(),
                Some("Nairobi")
            );
            assert!(answer.shows("Somebody else changed this while you were writing."));
        }
    }
    assert_eq!(
        editions::find(house.db.read(), may).await.unwrap().place,
        "Lagos"
    );
}

#[tokio::test]
async fn a_deadline_shown_twice_by_the_clock_asks_which_and_keeps_the_answer() {
    let house = House::new().await;
    let (_, may, ..) = sea(&house).await;
    let grace = administrator(&house.db).await;
    let mut browser = house.signed_in(grace).await;
    let (page, id) = (format!("/staff/editions/{may}"), may.to_string());
    let mut fields = vec![
        ("edition", id.as_str()),
        ("version", "1"),
        ("slug", "may"),
        ("kind", "seminar"),
        ("mode", "in_person"),
        ("starts_on", "2027-11-08"),
        ("ends_on", "2027-11-19"),
        ("zone", "Europe/Berlin"),
        ("place", "Hamburg"),
        ("admission_way", "open"),
        ("admission_closes", "2027-10-31T02:30"),
        ("attendance_threshold", "80"),
    ];
    let before = browser.get(&page).await;
    assert_eq!(before.attribute("#admission_closes_fold", "name"), None);
    let asked = browser.post("/api/edit_edition", &page, &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text("#admission_closes_fold-error").contains("twice"));
    assert_eq!(asked.attribute("#admission_opens_fold", "name"), None);
    assert_eq!(
        asked.attribute("#admission_closes", "value").as_deref(),
        Some("2027-10-31T02:30")
    );
    fields.push(("admission_closes_fold", "later"));
    let saved = browser.post("/api/edit_edition", &page, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let again = browser.get(&page).await;
    let chosen = "#admission_closes_fold option[selected]";
    assert_eq!(again.attribute(chosen, "value").as_deref(), Some("later"));
}

type Fields<'a> = Vec<(&'a str, &'a str)>;

/// Every staff page and action of the catalogue × who asks, with what they get.
#[tokio::test]
async fn each_role_gets_what_it_is_granted() {
    let house = House::new().await;
    let (sea, may, ports, tariq) = sea(&house).await;
    let db = &house.db;
    let host = hosted_by(db, may, "Port", "KE").await;
    let portfolio = programmes::find(db.read(), sea).await.unwrap().portfolio;
    grant(db, tariq, Role::Trainer, Scope::Course(ports)).await;
    let grace = administrator(db).await;
    let aude = person(db, "Aude", "FR").await;
    grant(db, aude, Role::Auditor, Scope::All).await;
    let carla = person(db, "Carla", "BR").await;
    grant(db, carla, Role::Coordinator, Scope::Edition(may)).await;
    let other = edition(db, sea, "other").await;
    let otto = person(db, "Otto", "DE").await;
    grant(db, otto, Role::Coordinator, Scope::Edition(other)).await;
    let amina = person(db, "Amina", "KE").await;

    // visitor, participant, trainer, coordinator of another edition, coordinator, auditor, administrator
    let pages: [(String, [u16; 7]); 16] = [
        ("/staff".to_owned(), [401, 403, 200, 200, 200, 200, 200]),
        (
            "/staff/catalogue".to_owned(),
            [401, 403, 403, 200, 200, 200, 200],
        ),
        (
            "/staff/portfolios/new".to_owned(),
            [401, 403, 403, 403, 403, 403, 200],
        ),
        (
            format!("/staff/portfolios/{portfolio}"),
            [401, 403, 403, 403, 403, 403, 200],
        ),
        (
            format!("/staff/portfolios/{portfolio}/words/en"),
            [401, 403, 403, 403, 403, 403, 200],
        ),
        (
            "/staff/programmes/new".to_owned(),
            [401, 403, 403, 403, 403, 403, 200],
        ),
        (
            format!("/staff/programmes/{sea}"),
            [401, 403, 403, 403, 403, 403, 200],
        ),
        (
            format!("/staff/programmes/{sea}/editions/new"),
            [401, 403, 403, 403, 403, 403, 200],
        ),
        (
            format!("/staff/editions/{may}"),
            [401, 404, 404, 404, 200, 200, 200],
        ),
        (
            format!("/staff/editions/{may}/courses/new"),
            [401, 404, 404, 404, 200, 403, 200],
        ),
        (
            format!("/staff/editions/{may}/words/en"),
            [401, 404, 404, 404, 200, 403, 200],
        ),
        (
            format!("/staff/courses/{ports}"),
            [401, 404, 404, 404, 200, 403, 200],
        ),
        (
            "/staff/hosts".to_owned(),
            [401, 403, 403, 200, 200, 200, 200],
        ),
        (
            "/staff/hosts/new".to_owned(),
            [401, 403, 403, 200, 200, 403, 200],
        ),
        (
            format!("/staff/hosts/{host}"),
            [401, 403, 403, 403, 403, 403, 200],
        ),
        (
            "/staff/venues/new".to_owned(),
            [401, 403, 403, 200, 200, 403, 200],
        ),
    ];
    let who = [
        None,
        Some(amina),
        Some(tariq),
        Some(otto),
        Some(carla),
        Some(aude),
        Some(grace),
    ];
    for (column, who) in who.into_iter().enumerate() {
        let browser = match who {
            Some(who) => house.signed_in(who).await,
            None => house.visitor(),
        };
        for (path, expected) in &pages {
            let status = browser.get(path).await.status.as_u16();
            assert_eq!(status, expected[column], "{path} for {column}");
        }
    }
    let gone = house.signed_in(grace).await;
    for path in [
        format!("/staff/editions/{}", model::EditionId::new()),
        "/staff/editions/x".to_owned(),
        "/staff/nothing/x/words/en".to_owned(),
        format!("/staff/editions/{may}/words/fr"),
        format!("/staff/programmes/{}", model::ProgrammeId::new()),
    ] {
        assert_eq!(
            gone.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }

    let (may_id, ports_id, sea_id) = (may.to_string(), ports.to_string(), sea.to_string());
    let (host_id, tariq_id) = (host.to_string(), tariq.to_string());
    let port = [
        ("name", "Port"),
        ("city", ""),
        ("country", "KE"),
        ("website", ""),
    ];
    let actions: [(&str, Fields<'_>, [u16; 7]); 7] = [
        (
            "publish_edition",
            vec![
                ("edition", &may_id),
                ("version", "0"),
                ("publication", "cancelled"),
            ],
            [303, 403, 403, 403, 409, 403, 409],
        ),
        (
            "publish_programme",
            vec![("programme", &sea_id), ("publication", "draft")],
            [303, 403, 403, 403, 403, 403, 422],
        ),
        (
            "cancel_course",
            vec![("course", &ports_id)],
            [303, 403, 403, 403, 303, 403, 303],
        ),
        (
            "assign_trainer",
            vec![("course", &ports_id), ("email", "x")],
            [303, 403, 403, 403, 422, 403, 422],
        ),
        (
            "add_edition_host",
            vec![("edition", &may_id), ("host", "")],
            [303, 403, 403, 403, 422, 403, 422],
        ),
        (
            "edit_host",
            [vec![("host", host_id.as_str())], port.to_vec()].concat(),
            [303, 403, 403, 403, 403, 403, 303],
        ),
        (
            "add_host",
            port.to_vec(),
            [303, 403, 403, 303, 303, 403, 303],
        ),
    ];
    for (column, who) in who.into_iter().enumerate() {
        let mut browser = match who {
            Some(who) => house.signed_in(who).await,
            None => house.visitor(),
        };
        for (action, fields, expected) in &actions {
            let path = format!("/api/{action}");
            let answer = browser.post(&path, "/programmes", fields).await;
            if who.is_none() {
                assert!(answer.sign_in_way().starts_with("/sign-in"), "{action}");
                continue;
            }
            assert_eq!(
                answer.status.as_u16(),
                expected[column],
                "{action} for {column}"
            );
        }
    }
    let mut otto = house.signed_in(otto).await;
    let refused = otto
        .post(
            "/api/remove_trainer",
            "/programmes",
            &[("course", &ports_id), ("person", &tariq_id)],
        )
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let hosts = edition_host::Entity::find().count(db.read()).await.unwrap();
    assert_eq!(hosts, 1);
}

#[tokio::test]
async fn the_pages_about_the_centre_are_there_in_both_languages() {
    let house = House::new().await;
    let mut browser = house.visitor();
    for (path, english, chinese) in [
        ("/definitions", "Definitions", "定义"),
        ("/privacy", "Privacy", "隐私"),
        ("/accessibility", "Accessibility", "无障碍"),
    ] {
        for (language, heading) in [("en", english), ("zh", chinese)] {
            browser.language = language.to_owned();
            let page = browser.get(path).await;
            assert_eq!(
                (page.status, page.text("h1")),
                (StatusCode::OK, heading.to_owned())
            );
            assert!(page.texts("section h2").len() >= 3, "{path}");
            let text = page.text("main");
            assert!(
                !text.contains("__") && !text.contains("**"),
                "{path}: {text}"
            );
        }
        browser.language = "ar-XB".to_owned();
        assert_eq!(browser.get(path).await.status, StatusCode::OK);
    }
}
