//! Figures, over HTTP: what everybody reads, what staff see, and what leaves as a file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

mod house;
#[path = "../domain/tests/cast/statistics_rows.rs"]
mod statistics_rows;

use axum::http::StatusCode;
use domain::sea_orm::ConnectionTrait;
use domain::statistics::year;
use house::*;
use model::accounts::Rank;
use model::role::Scope;
use model::schedule::SessionKind::{Lecture, Online, Visit};
use model::*;
use server::command::figures::{as_json, as_text};
use statistics_rows::*;

/// A house in 2026 with an edition of 2025: two participants, a visit, views measured and reported.
struct Case {
    house: House,
    programme: ProgrammeId,
    edition: EditionId,
    lecture: SessionId,
    online: SessionId,
    course: CourseId,
}

async fn case() -> Case {
    let house = House::new().await;
    let db = &house.db;
    let programme = programme(db, "marine").await;
    let edition = edition(db, programme, "2025").await;
    let course = course(db, edition, "ports").await;
    let lecture = session(
        db,
        edition,
        Some(course),
        1,
        Lecture,
        "2025-05-05T09:00",
        60,
    )
    .await;
    session(db, edition, None, 2, Visit, "2025-05-06T09:00", 60).await;
    let online = session(db, edition, None, 3, Online, "2025-05-07T09:00", 60).await;
    for (name, from) in [("Amina", "KE"), ("Sione", "WS")] {
        let who = person(db, name, from).await;
        let place = enrolment(db, edition, who).await;
        verdict(db, lecture, place, 60).await;
    }
    watch(
        db,
        vec![
            bin(online, NOW, "BR", 4_321),
            bin(online, NOW.plus_days(1), "", 12),
        ],
    )
    .await;
    report(db, online, "IN", "YouTube", 98_765).await;
    viewer(db, edition, online, 1, 60).await;
    settle(db).await;
    Case {
        house,
        programme,
        edition,
        lecture,
        online,
        course,
    }
}

impl Case {
    async fn in_role(&self, name: &str, role: Role, scope: Scope) -> Browser {
        let who = person(&self.house.db, name, "CN").await;
        grant(&self.house.db, who, role, scope).await;
        self.house.signed_in(who).await
    }

    async fn administrator(&self) -> Browser {
        self.in_role("Grace", Role::Administrator, Scope::All).await
    }

    fn pages(&self) -> [String; 4] {
        [
            format!("/staff/editions/{}/figures", self.edition),
            format!("/staff/programmes/{}/figures", self.programme),
            "/staff/figures/2025".to_owned(),
            "/staff/reported-views".to_owned(),
        ]
    }
}

#[tokio::test]
async fn everybody_reads_the_year_totals_and_countries_by_name_but_no_counts_of_them() {
    let case = case().await;
    let visitor = case.house.visitor();
    let page = visitor.get("/year/2025").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.text("h1"), "The year 2025 in figures");
    let tiles = page.texts(".stat-grid > div");
    let shows = |figure: &str, name: &str| {
        tiles
            .iter()
            .any(|tile| tile.starts_with(&format!("{figure}{name}")))
    };
    for (figure, name) in [
        ("fewer than 5", "participants"),
        ("2", "countries of delegations"),
        ("1", "courses"),
        ("3", "sessions held"),
        ("1", "on-site sessions"),
        ("4,333", "views, measured here"),
        ("98,765", "views, reported by other platforms"),
    ] {
        assert!(shows(figure, name), "{figure} {name} in {tiles:#?}");
    }
    assert!(!page.shows("103,098"), "the two are never added");
    let countries = page.text(".countries");
    for name in ["Kenya", "Samoa", "Brazil", "India"] {
        assert!(countries.contains(name), "{name}");
    }
    assert!(!page.body.contains("4,321") && !page.body.contains("4321"));
    for personal in ["Amina", "Sione", "Ministry"] {
        assert!(!page.body.contains(personal), "{personal}");
    }
    assert!(page.texts("details.definition").len() > 5);
    assert!(
        !page.body.contains("excused,"),
        "one excused person is somebody"
    );
    assert_eq!(page.texts(".funnel li").len(), 5);
    assert!(page.shows("Left out: 0 cancelled, 0 not over yet."));
    assert!(page.shows("Groups of 1 to 4 people are not counted out."));
    let home = visitor.get("/").await;
    assert!(
        home.shows("fewer than 5")
            && home.shows("Counted by rule 2, in the time of Asia/Shanghai.")
    );
}

#[tokio::test]
async fn groups_of_five_and_more_are_counted_out_in_public() {
    let case = case().await;
    for name in ["Bongani", "Chen", "Dina"] {
        let who = person(&case.house.db, name, "ZA").await;
        let place = enrolment(&case.house.db, case.edition, who).await;
        verdict(&case.house.db, case.lecture, place, 60).await;
    }
    let page = case.house.visitor().get("/year/2025").await;
    let tiles = page.texts(".stat-grid > div");
    assert!(
        tiles.iter().any(|tile| tile.starts_with("5participants")),
        "{tiles:#?}"
    );
}

#[tokio::test]
async fn figures_say_whom_they_leave_out_and_which_zone_is_whose() {
    let case = case().await;
    let db = &case.house.db;
    let never = person(db, "Never", "KE").await;
    enrolment(db, case.edition, never).await;
    let gone = person(db, "Gone", "KE").await;
    let place = enrolment(db, case.edition, gone).await;
    change_place(db, place, |row| {
        row.withdrawn_at = domain::sea_orm::ActiveValue::Set(Some(NOW));
    })
    .await;
    change_edition_zone(db, case.edition, "Africa/Nairobi").await;
    let grace = case.administrator().await;
    let page = grace.get(&case.pages()[0]).await;
    assert!(page.shows("Left out: 1 enrolled who never came, 1 who withdrew."));
    assert!(page.shows("67 %"), "two of three");
    assert!(page.shows("Not recorded: 1;"));
    assert!(
        page.shows("67 % (not recorded: 1)"),
        "in the table of sessions too"
    );
    assert!(page.shows("years in the time of Asia/Shanghai, days in the time of Africa/Nairobi"));
    assert!(page.shows("Anonymisers: not measured."));
    assert!(page.shows("Minutes watched") && !page.shows("Minutes each"));
    assert!(page.shows("What the columns count"));
    let groups = page.texts("table.data tbody tr");
    assert!(
        groups.contains(&"BRICS04,32198,765".to_owned())
            && groups.contains(&"Small island developing States100".to_owned()),
        "{groups:#?}"
    );
}

#[tokio::test]
async fn views_through_an_anonymiser_stand_in_a_row_of_their_own() {
    let case = case().await;
    watch(&case.house.db, vec![bin(case.online, NOW, "A1", 3)]).await;
    settle(&case.house.db).await;
    let grace = case.administrator().await;
    let page = grace.get(&case.pages()[0]).await;
    let named = page.texts("table.data tbody th");
    assert!(named.contains(&"Anonymisers".to_owned()), "{named:#?}");
    assert!(
        page.shows("Unknown country, not on the map: 12 measured"),
        "what no list knows is something else"
    );
}

async fn change_edition_zone(db: &domain::Db, id: EditionId, zone: &str) {
    let zone = zone.to_owned();
    db.write(async |tx| {
        tx.execute_unprepared(&format!("UPDATE edition SET zone = '{zone}'"))
            .await?;
        Ok(id)
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_year_page_is_the_last_one_that_is_over() {
    let case = case().await;
    let visitor = case.house.visitor();
    assert_eq!(
        visitor.get("/year").await.text("h1"),
        "The year 2025 in figures"
    );
    for not_published in ["/year/2026", "/year/2027", "/year/x", "/year/99999"] {
        assert_eq!(
            visitor.get(not_published).await.status,
            StatusCode::NOT_FOUND,
            "{not_published}"
        );
    }
    assert!(
        visitor
            .get("/year/2024")
            .await
            .shows("Nothing was held in 2024")
    );
    let empty = House::new().await;
    assert!(empty.visitor().get("/year").await.shows("No figures yet"));
}

#[tokio::test]
async fn the_year_reads_in_chinese() {
    let case = case().await;
    let mut visitor = case.house.visitor();
    visitor.language = "zh-CN".to_owned();
    let page = visitor.get("/year/2025").await;
    assert_eq!(page.text("h1"), "2025 年度数据");
    assert!(page.shows("肯尼亚") && page.shows("98,765"));
}

#[tokio::test]
async fn an_administrator_sees_maps_tables_charts_and_what_was_left_out() {
    let case = case().await;
    let grace = case.administrator().await;
    let page = grace.get(&case.pages()[0]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.texts("svg.map").len(), 2);
    assert_eq!(
        page.texts("svg.map circle.reported title"),
        ["India: 98,765 views reported"]
    );
    assert!(page.shows("Brazil: 4,321 views measured"));
    assert!(
        page.attribute("svg.map use", "href")
            .unwrap()
            .ends_with("#land")
    );
    let rows = page.texts("table.data tbody tr");
    assert!(
        rows.contains(&"Brazil4,3214,32143,2100".to_owned()),
        "{rows:#?}"
    );
    assert!(rows.contains(&"Unknown12121200".to_owned()));
    assert!(rows.contains(&"Kenya11".to_owned()));
    assert_eq!(page.texts("svg.chart rect").len(), 2, "two days");
    assert_eq!(page.texts(".funnel li").len(), 5);
    assert!(page.shows("engaged viewers"));
    assert!(!page.body.contains(" style="));
    assert!(!page.body.contains("Amina"), "figures name nobody");

    let measured = grace
        .get(&format!("{}?show=measured", case.pages()[0]))
        .await;
    assert!(measured.texts("svg.map circle.reported").is_empty());
    assert!(!measured.shows("India: 98,765"));

    let one_day = grace
        .get(&format!(
            "{}?from=2026-11-25&until=2026-11-25",
            case.pages()[0]
        ))
        .await;
    assert_eq!(one_day.texts("svg.chart rect").len(), 1);
    let from_then_on = grace
        .get(&format!("{}?from=2026-11-25", case.pages()[0]))
        .await;
    assert_eq!(from_then_on.texts("svg.chart rect").len(), 1);
    assert!(from_then_on.shows("Only the days from 25 Nov 2026 on"));
    assert!(
        from_then_on.body.contains("/days.csv?from=2026-11-25\"")
            && from_then_on
                .body
                .contains("?show=measured&amp;from=2026-11-25#views"),
        "files and other views keep the one day"
    );
    let of_year = grace.get("/staff/figures/2025?from=2026-11-25").await;
    assert!(of_year.shows("Only the days from 25 Nov 2026 on"));
    assert_eq!(
        of_year.texts("svg.chart rect").len(),
        3,
        "two layers and a day"
    );
    let unreadable = grace
        .get(&format!("{}?from=yesterday", case.pages()[0]))
        .await;
    assert!(unreadable.shows("Please enter a date"));
    for wider in &case.pages()[1..3] {
        let page = grace.get(wider).await;
        assert_eq!(page.status, StatusCode::OK, "{wider}");
        assert!(page.shows("4,333") && page.shows("Edition 2025"), "{wider}");
    }
    let year = grace.get("/staff/figures/2025").await;
    assert_eq!(
        year.texts("svg.chart rect title"),
        [
            "May 2025: 4,333 views measured",
            "May 2025: 98,765 views reported"
        ]
    );
}

#[tokio::test]
async fn staff_pages_and_files_are_for_those_who_may_see_them() {
    let case = case().await;
    let files = [
        format!("{}/views.csv", case.pages()[0]),
        format!("{}/editions.csv", case.pages()[1]),
        format!("{}/months.csv", case.pages()[2]),
        "/staff/reported-views.csv".to_owned(),
    ];
    let elsewhere = edition(&case.house.db, case.programme, "2024").await;
    let amina = house::person(&case.house.db, "Zara", "EG").await;
    let browsers = [
        (case.house.visitor(), [401; 4]),
        (case.house.signed_in(amina).await, [403; 4]),
        (
            case.in_role(
                "Felix",
                Role::FocalPoint,
                Scope::CountryInEdition(country("KE"), case.edition),
            )
            .await,
            [403; 4],
        ),
        (
            case.in_role("Tomas", Role::Trainer, Scope::Course(case.course))
                .await,
            [200, 403, 403, 403],
        ),
        (
            case.in_role("Carlos", Role::Coordinator, Scope::Edition(case.edition))
                .await,
            [200; 4],
        ),
        (
            case.in_role("Ada", Role::Auditor, Scope::All).await,
            [200; 4],
        ),
        (case.administrator().await, [200; 4]),
    ];
    for (browser, expected) in &browsers {
        for ((page, file), status) in case.pages().iter().zip(&files).zip(expected) {
            assert_eq!(browser.get(page).await.status, *status, "{page}");
            assert_eq!(browser.get(file).await.status, *status, "{file}");
        }
    }
    let other = case
        .in_role("Olga", Role::Coordinator, Scope::Edition(elsewhere))
        .await;
    let theirs = other.get(&case.pages()[0]).await;
    assert_eq!(theirs.status, StatusCode::FORBIDDEN);
    let year = other.get("/staff/figures/2025").await;
    assert_eq!(year.status, StatusCode::OK);
    assert!(!year.shows("4,333"), "nothing of another edition");
    let grace = &browsers[6].0;
    for unknown in ["/staff/editions/x/figures", "/staff/figures/2025/x.csv"] {
        assert_eq!(
            grace.get(unknown).await.status,
            StatusCode::NOT_FOUND,
            "{unknown}"
        );
    }
}

#[tokio::test]
async fn a_trainer_sees_no_more_than_their_sessions() {
    let case = case().await;
    let tomas = case
        .in_role("Tomas", Role::Trainer, Scope::Course(case.course))
        .await;
    let page = tomas.get(&case.pages()[0]).await;
    assert!(page.shows("You see the sessions that you train"));
    assert!(!page.shows("4,333") && !page.shows("98,765") && !page.shows("Session 3"));
    let sessions = tomas
        .get(&format!("{}/sessions.csv", case.pages()[0]))
        .await;
    assert_eq!(sessions.body.lines().count(), 2);
    assert!(case.lecture != case.online);
}

#[tokio::test]
async fn files_are_utf_8_name_their_definitions_and_never_run_as_formulas() {
    let case = case().await;
    let grace = case.administrator().await;
    let file = grace.get(&format!("{}/views.csv", case.pages()[0])).await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let lines: Vec<&str> = file.body.lines().collect();
    assert!(lines[0].starts_with("\u{feff}Code,"), "{}", lines[0]);
    assert!(lines[0].contains("at least 10 s") && lines[0].contains("rule 2"));
    assert_eq!(
        lines[1..],
        [
            "BR,Brazil,4321,4321,43210,0",
            "IN,India,0,0,0,98765",
            ",Unknown,12,12,120,0"
        ]
    );
    report(&case.house.db, case.online, "KE", "=HYPERLINK(1)", 5).await;
    let reports = grace.get("/staff/reported-views.csv").await;
    assert!(
        reports.body.contains(",'=HYPERLINK(1),"),
        "{}",
        reports.body
    );
    let days = grace.get("/staff/figures/2025/days.csv").await;
    assert!(days.body.contains("Day (time of Asia/Shanghai)"));
    assert!(days.body.contains("2026-11-24,4321,4321,43210"));
    let one_end = grace
        .get("/staff/figures/2025/days.csv?from=2026-11-25")
        .await;
    assert_eq!(one_end.body.lines().count(), 2, "{}", one_end.body);
    let backwards = grace
        .get("/staff/figures/2025/days.csv?from=2026-11-25&until=2026-11-24")
        .await;
    assert_eq!(backwards.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        days.headers["content-disposition"],
        "attachment; filename=\"egret-2025-days.csv\""
    );
    let totals = grace.get(&format!("{}/totals.csv", case.pages()[0])).await;
    assert_eq!(
        totals.headers["content-disposition"],
        "attachment; filename=\"egret-marine-2025-totals.csv\""
    );
    let lines: Vec<&str> = totals.body.lines().collect();
    assert_eq!(
        lines[0],
        "\u{feff}Figure,Value,Definition,Left out,Rule,Time zone of years,Time zone of days,\"What was counted, and what was left out\""
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("\"views, measured here\",4333,")),
        "{lines:#?}"
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("From plays to unique viewers: plays,4339,")),
        "{lines:#?}"
    );
    let groups = grace.get("/staff/figures/2025/groups.csv").await;
    assert!(
        groups.body.contains("brics,BRICS,2025-12-31,0,4321,98765"),
        "{}",
        groups.body
    );
}

#[tokio::test]
async fn a_platform_s_table_is_pasted_and_comes_back_with_its_faults() {
    let case = case().await;
    let mut carlos = case
        .in_role("Carlos", Role::Coordinator, Scope::Edition(case.edition))
        .await;
    let page = format!("/staff/reported-views?edition={}&form=table", case.edition);
    let online = case.online.to_string();
    let mut fields = vec![
        ("session", online.as_str()),
        ("platform", "Bilibili"),
        ("period_from", "2025-05-07"),
        ("period_until", "2025-05-31"),
        ("definition", "started"),
        ("proof", ""),
        ("table", "KE,100\nAtlantis,5\nBR,many"),
    ];
    let refused = carlos
        .post("/api/record_reported_table", &page, &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("Line 2: no country has this code or name."));
    assert!(refused.shows("Line 3: the views are not a whole number"));
    assert!(refused.text("#table").contains("Atlantis,5"));
    fields[6].1 = "KE,100\nBR,23";
    let done = carlos
        .post("/api/record_reported_table", &page, &fields)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let file = carlos.get("/staff/reported-views.csv").await;
    assert!(
        file.body
            .contains(",KE,Kenya,Bilibili,2025-05-07,2025-05-31,100,started,,,")
    );
    assert!(
        file.body
            .contains(",BR,Brazil,Bilibili,2025-05-07,2025-05-31,23,started,,,")
    );
}

#[tokio::test]
async fn a_report_is_added_and_withdrawn_by_form() {
    let case = case().await;
    let mut carlos = case
        .in_role("Carlos", Role::Coordinator, Scope::Edition(case.edition))
        .await;
    let page = format!("/staff/reported-views?edition={}", case.edition);
    let empty = carlos.get(&page).await;
    assert_eq!(
        empty.texts("#session option").len(),
        4,
        "three and the choice"
    );
    let online = case.online.to_string();
    let mut fields = vec![
        ("session", online.as_str()),
        ("country", "KE"),
        ("platform", "Bilibili"),
        ("period_from", "2025-05-07"),
        ("period_until", "2025-05-01"),
        ("views", "many"),
        ("definition", "started"),
        ("proof", ""),
    ];
    let refused = carlos
        .post("/api/record_reported_view", &page, &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        refused.attribute("#platform", "value").as_deref(),
        Some("Bilibili")
    );
    assert_eq!(
        refused.text("#period_until-error"),
        "The end lies before the start."
    );
    fields[4].1 = "2025-05-31";
    fields[5].1 = "7777";
    case.house.set_clock(NOW.plus_minutes(1));
    let done = carlos
        .post("/api/record_reported_view", &page, &fields)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let shown = carlos.get(done.location()).await;
    assert!(shown.shows("The report was added.") && shown.shows("7,777"));
    let way = shown.attribute("table a.danger", "href").unwrap();
    let asked = carlos.get(&way).await;
    let report = asked.attribute("input[name=report]", "value").unwrap();
    let mut why = [("report", report.as_str()), ("because", " ")];
    let refused = carlos.post("/api/withdraw_reported_view", &way, &why).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.text("#because-error").is_empty());
    why[1].1 = "counted twice";
    let withdrawn = carlos.post("/api/withdraw_reported_view", &way, &why).await;
    assert_eq!(withdrawn.location(), "/staff/reported-views?done=withdrawn");
    let list = carlos.get("/staff/reported-views").await;
    assert_eq!(list.texts("table del"), ["7,777"]);
    assert!(list.shows("24 Nov 2026: counted twice"));
    let file = carlos.get("/staff/reported-views.csv").await;
    assert!(
        file.body.contains(",2026-11-24,counted twice"),
        "{}",
        file.body
    );

    let mut tomas = case
        .in_role("Tomas", Role::Trainer, Scope::Session(case.online))
        .await;
    let not_theirs = tomas
        .post("/api/record_reported_view", "/year", &fields)
        .await;
    assert_eq!(not_theirs.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_command_prints_what_the_pages_show() {
    let case = case().await;
    let config = &case.house.config;
    let gathered = year::of_all(&case.house.db, 2025, &config.centre_zone, NOW)
        .await
        .unwrap();
    let in_all = gathered.in_all(Rank::Director);
    let groups = gathered.by_portfolio_and_mode(Rank::Director);
    let text = as_text(config, 2025, &in_all, &groups);
    assert!(text.contains("portfolio-marine, in_person"), "{text}");
    assert!(text.lines().any(|line| {
        line.split_whitespace().collect::<Vec<_>>() == ["reported", "views", "98,765"]
    }));
    let json = as_json(config, 2025, &in_all, &groups);
    assert_eq!(json["groups"][0]["participants"], 2);
    assert_eq!(json["groups"][0]["mode"], "in_person");
    assert_eq!(json["in_all"]["measured_views"], 4_333);
    assert_eq!(json["in_all"]["platforms"]["YouTube"], 98_765);
}
