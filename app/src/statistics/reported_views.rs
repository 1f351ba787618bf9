//! What other platforms report: listed, added, withdrawn.

use std::str::FromStr;

use domain::clock;
use domain::statistics::reported_view::{self, ReportLine, Reports, TypedReport, TypedTable};
use leptos::prelude::*;
use model::{Country, EditionId, Refusal, ReportedViewId, Zone};
use server_fn::ServerFn;

use crate::Words;
use crate::accounts::country_choices;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Done, Empty, Field, Form, Hidden, PageTitle, Pager, Select, Submit, TextArea, asking, page,
    query, site, words,
};
use crate::words::grouped;

/// Writes a report down.
#[server(endpoint = "record_reported_view")]
pub async fn record_reported_view(
    session: String,
    country: String,
    platform: String,
    period_from: String,
    period_until: String,
    views: String,
    definition: String,
    proof: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedReport {
            session,
            country,
            platform,
            period_from,
            period_until,
            views,
            definition,
            proof,
        };
        let edition =
            reported_view::record(&asking.db, &asking.visitor, &typed, asking.now).await?;
        Ok(To::page(format!(
            "/staff/reported-views?edition={edition}&done=recorded"
        )))
    })
    .await
}

/// Writes a platform's table of countries down: all of it or nothing.
#[server(endpoint = "record_reported_table")]
pub async fn record_reported_table(
    session: String,
    platform: String,
    period_from: String,
    period_until: String,
    definition: String,
    proof: String,
    table: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedTable {
            session,
            platform,
            period_from,
            period_until,
            definition,
            proof,
            table,
        };
        let edition =
            reported_view::record_table(&asking.db, &asking.visitor, &typed, asking.now).await?;
        Ok(To::page(format!(
            "/staff/reported-views?edition={edition}&done=recorded"
        )))
    })
    .await
}

/// Takes a report out of all figures, and says why.
#[server(endpoint = "withdraw_reported_view")]
pub async fn withdraw_reported_view(report: String, because: String) -> Outcome {
    act(async |asking| {
        let id = ReportedViewId::from_str(&report).map_err(|_| Refusal::NotFound)?;
        reported_view::withdraw(&asking.db, &asking.visitor, id, &because, asking.now).await?;
        Ok(To::page("/staff/reported-views?done=withdrawn"))
    })
    .await
}

/// Where on the page somebody is.
struct Place {
    /// The edition that was chosen.
    chosen: Option<EditionId>,
    /// Counted from 1.
    page: u64,
    /// Whether the form for a table is shown, not the one for a single report.
    as_table: bool,
    /// The report that is to be withdrawn.
    withdrawing: String,
    zone: Zone,
}

fn address(chosen: Option<EditionId>, page: u64) -> String {
    let edition = chosen.map_or_else(String::new, |edition| edition.to_string());
    format!("/staff/reported-views?edition={edition}&page={page}")
}

/// `/staff/reported-views`
#[component]
pub fn ReportedViewsPage() -> impl IntoView {
    let (asking, words, chosen, zone) = (asking(), words(), query("edition"), site().zone.clone());
    let (page_asked, form, withdrawing) = (query("page"), query("form"), query("withdraw"));
    page(async move {
        let place = Place {
            chosen: match chosen.as_str() {
                "" => None,
                id => Some(EditionId::from_str(id).map_err(|_| Refusal::NotFound)?),
            },
            page: page_asked.parse().unwrap_or(1).max(1),
            as_table: form == "table",
            withdrawing,
            zone,
        };
        let (db, visitor) = (&asking.db, &asking.visitor);
        let reports =
            reported_view::page(db, visitor, place.chosen, place.page, words.language).await?;
        Ok(view! {
            <PageTitle text=words.reports_title()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.reports_title()}</h1>
                    <p class="lede">{words.reports_lede()}</p>
                </div>
                <Done what="recorded" text=words.reports_done_recorded()/>
                <Done what="withdrawn" text=words.reports_done_withdrawn()/>
                {choice(words, &reports, place.chosen)}
                {withdrawing_form(words, &reports, &place)}
                {list(words, &reports, &place)}
                {adding(words, &reports, &place)}
            </div>
        })
    })
}

fn choice(words: Words, reports: &Reports, chosen: Option<EditionId>) -> AnyView {
    let options = reports
        .editions
        .iter()
        .map(|(edition, title)| {
            let selected = Some(edition.id) == chosen;
            view! { <option value=edition.id.to_string() selected=selected>{title.clone()}</option> }
        })
        .collect_view();
    view! {
        <form class="filters" method="get" action="/staff/reported-views">
            <div class="field">
                <label for="edition">{words.reports_edition()}</label>
                <select id="edition" name="edition">
                    <option value="" selected=chosen.is_none()>{words.reports_all_editions()}</option>
                    {options}
                </select>
            </div>
            <button class="btn">{words.reports_show()}</button>
        </form>
    }
    .into_any()
}

/// Asks why, where a report is to be withdrawn.
fn withdrawing_form(words: Words, reports: &Reports, place: &Place) -> Option<AnyView> {
    let line = reports
        .lines
        .iter()
        .find(|line| line.can_withdraw && line.report.id.to_string() == place.withdrawing)?;
    let report = &line.report;
    let about = format!(
        "{} · {} · {} · {} · {}",
        line.session_title,
        report.platform,
        country(words, report),
        words.stored_dates(&report.period_from, &report.period_until),
        grouped(report.views)
    );
    let id = report.id.to_string();
    let form = view! {
        <section>
            <h2>{words.reports_withdraw_title()}</h2>
            <p>{about}</p>
            <p class="soft">{words.reports_withdraw_lede()}</p>
            <Form action=WithdrawReportedView::PATH>
                <Hidden name="report" value=id/>
                <Field name="because" label=words.reports_because() hint=words.reports_because_hint()/>
                <Submit text=words.reports_withdraw() class="btn danger"/>
            </Form>
        </section>
    };
    Some(form.into_any())
}

fn country(words: Words, report: &reported_view::Model) -> String {
    Country::parse(&report.country).map_or_else(
        || words.reports_country_none(),
        |country| words.country(country),
    )
}

fn list(words: Words, reports: &Reports, place: &Place) -> AnyView {
    if reports.pages == 0 {
        return view! {
            <h2 class="spoken">{words.reports_listed()}</h2>
            <Empty heading=words.reports_none() text=words.reports_none_help()/>
        }
        .into_any();
    }
    let rows = reports
        .lines
        .iter()
        .map(|line| row(words, line, place))
        .collect_view();
    let csv = place.chosen.map_or_else(
        || "/staff/reported-views.csv".to_owned(),
        |edition| format!("/staff/reported-views.csv?edition={edition}"),
    );
    let chosen = place.chosen;
    view! {
        <table class="data stack">
            <caption>{words.reports_listed()} " " <a class="on-screen" href=csv>{words.table_csv()}</a></caption>
            <thead>
                <tr>
                    <th scope="col">{words.column_session()}</th>
                    <th scope="col">{words.column_country()}</th>
                    <th scope="col">{words.column_platform()}</th>
                    <th scope="col">{words.column_period()}</th>
                    <th scope="col" class="n">{words.column_views()}</th>
                    <th scope="col">{words.column_definition()}</th>
                    <th scope="col">{words.column_withdrawn()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <Pager page=place.page pages=reports.pages address=move |page| address(chosen, page)/>
    }
    .into_any()
}

fn row(words: Words, line: &ReportLine, place: &Place) -> AnyView {
    let report = &line.report;
    let proof = (!report.proof.is_empty()).then(|| {
        view! { " " <a href=report.proof.clone() rel="noopener noreferrer nofollow">{words.column_proof()}</a> }
    });
    let views = grouped(report.views);
    let views = match report.withdrawn_at {
        None => views.into_any(),
        Some(_) => view! { <del>{views}</del> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                {words.reports_session_name(i64::from(line.session_number), line.session_title.clone())}
                <small>{line.edition_title.clone()}</small>
            </th>
            <td data-label=words.column_country()>{country(words, report)}</td>
            <td data-label=words.column_platform()>{report.platform.clone()}</td>
            <td data-label=words.column_period()>{words.stored_dates(&report.period_from, &report.period_until)}</td>
            <td class="n" data-label=words.column_views()>{views}</td>
            <td data-label=words.column_definition()>{report.definition.clone()} {proof}</td>
            <td data-label=words.column_withdrawn()>{withdrawal(words, line, place)}</td>
        </tr>
    }
    .into_any()
}

/// When and why a report was withdrawn, or the way to withdraw it.
fn withdrawal(words: Words, line: &ReportLine, place: &Place) -> Option<AnyView> {
    let report = &line.report;
    if let Some(at) = report.withdrawn_at {
        let day = words.date(clock::wall_of(at, &place.zone).date());
        let because = match report.withdrawn_because.as_str() {
            "" => words.reports_no_reason(),
            because => because.to_owned(),
        };
        return Some(words.reports_withdrawn(because, day).into_any());
    }
    let address = format!(
        "{}&withdraw={}",
        address(place.chosen, place.page),
        report.id
    );
    line.can_withdraw
        .then(|| view! { <a class="danger" href=address>{words.reports_withdraw()}</a> }.into_any())
}

/// The forms for new reports, where an edition was chosen that the reader runs.
fn adding(words: Words, reports: &Reports, place: &Place) -> Option<AnyView> {
    let runs_any = reports.lines.iter().any(|line| line.can_withdraw);
    let Some(edition) = place.chosen else {
        let hint = view! { <p class="soft">{words.reports_choose_edition()}</p> };
        return (runs_any || reports.lines.is_empty()).then(|| hint.into_any());
    };
    if reports.sessions.is_empty() {
        return None;
    }
    let chip = |as_table: bool, form: &str, text: String| {
        let here = (place.as_table == as_table).then_some("true");
        let address = format!("/staff/reported-views?edition={edition}&form={form}#add");
        view! { <a class="chip" href=address aria-current=here>{text}</a> }
    };
    let form = if place.as_table {
        table_form(words, reports)
    } else {
        report_form(words, reports)
    };
    let shown = view! {
        <section>
            <h2 id="add">{words.reports_add()}</h2>
            <nav class="chips" aria-label=words.reports_add()>
                {chip(false, "one", words.reports_as_one())}
                {chip(true, "table", words.reports_as_table())}
            </nav>
            {form}
        </section>
    };
    Some(shown.into_any())
}

/// Value and words of each session.
fn session_choices(words: Words, reports: &Reports) -> Vec<(String, String)> {
    reports
        .sessions
        .iter()
        .map(|(session, title)| {
            let name = words.reports_session_name(i64::from(session.number), title.clone());
            (session.id.to_string(), name)
        })
        .collect()
}

/// Which session, platform and days; the same in both forms.
fn source(words: Words, sessions: Vec<(String, String)>) -> impl IntoView {
    view! {
        <Select name="session" label=words.reports_session() choices=sessions/>
        <Field name="platform" label=words.reports_platform() hint=words.reports_platform_hint()/>
        <div class="fields">
            <Field name="period_from" label=words.reports_from() kind="date"/>
            <Field name="period_until" label=words.reports_until() kind="date"/>
        </div>
    }
}

/// What the platform counts, and where it says so.
fn meaning(words: Words) -> impl IntoView {
    view! {
        <Field name="definition" label=words.reports_definition() hint=words.reports_definition_hint()/>
        <Field name="proof" label=words.reports_proof() hint=words.reports_proof_hint() kind="url" optional=true/>
    }
}

fn report_form(words: Words, reports: &Reports) -> AnyView {
    let mut countries = vec![(String::new(), words.reports_country_none())];
    countries.extend(country_choices(words));
    let sessions = session_choices(words, reports);
    view! {
        <Form action=RecordReportedView::PATH>
            {source(words, sessions)}
            <Select name="country" label=words.reports_country() hint=words.reports_country_hint() choices=countries optional=true/>
            <Field name="views" label=words.reports_views() kind="number" min="0"/>
            {meaning(words)}
            <Submit text=words.reports_record()/>
        </Form>
    }
    .into_any()
}

fn table_form(words: Words, reports: &Reports) -> AnyView {
    let sessions = session_choices(words, reports);
    view! {
        <Form action=RecordReportedTable::PATH>
            {source(words, sessions)}
            <TextArea name="table" label=words.reports_table() hint=words.reports_table_hint() rows=12/>
            {meaning(words)}
            <Submit text=words.reports_record_table()/>
        </Form>
    }
    .into_any()
}
