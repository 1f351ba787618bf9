//! What other platforms report: listed, added, withdrawn.

use std::str::FromStr;

use domain::statistics::reported_view::{self, ReportLine, Reports, TypedReport};
use leptos::prelude::*;
use model::{EditionId, Refusal, ReportedViewId};
use server_fn::ServerFn;

use crate::Words;
use crate::accounts::country_choices;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Done, Empty, Field, Form, Hidden, PageTitle, Pager, Select, Submit, asking, page, query, words,
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

/// Takes a report out of all figures.
#[server(endpoint = "withdraw_reported_view")]
pub async fn withdraw_reported_view(report: String) -> Outcome {
    act(async |asking| {
        let id = ReportedViewId::from_str(&report).map_err(|_| Refusal::NotFound)?;
        reported_view::withdraw(&asking.db, &asking.visitor, id, asking.now).await?;
        Ok(To::page("/staff/reported-views?done=withdrawn"))
    })
    .await
}

/// Reports shown on a page.
const ON_A_PAGE: usize = 50;

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// `/staff/reported-views`
#[component]
pub fn ReportedViewsPage() -> impl IntoView {
    let (asking, words, chosen) = (asking(), words(), query("edition"));
    let number: usize = query("page").parse().unwrap_or(1).max(1);
    page(async move {
        let chosen = match chosen.as_str() {
            "" => None,
            id => Some(EditionId::from_str(id).map_err(|_| Refusal::NotFound)?),
        };
        let reports =
            reported_view::list(&asking.db, &asking.visitor, chosen, words.language).await?;
        Ok(view! {
            <PageTitle text=words.reports_title()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.reports_title()}</h1>
                    <p class="lede">{words.reports_lede()}</p>
                </div>
                <Done what="recorded" text=words.reports_done_recorded()/>
                <Done what="withdrawn" text=words.reports_done_withdrawn()/>
                {choice(words, &reports, chosen)}
                {list(words, &reports, chosen, number)}
                {adding(words, &reports, chosen)}
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

fn list(words: Words, reports: &Reports, chosen: Option<EditionId>, number: usize) -> AnyView {
    if reports.lines.is_empty() {
        return view! {
            <h2 class="spoken">{words.reports_listed()}</h2>
            <Empty heading=words.reports_none() text=words.reports_none_help()/>
        }
        .into_any();
    }
    let rows = reports
        .lines
        .iter()
        .skip((number - 1).saturating_mul(ON_A_PAGE))
        .take(ON_A_PAGE)
        .map(|line| row(words, line))
        .collect_view();
    let pages = count(reports.lines.len().div_ceil(ON_A_PAGE));
    let edition = chosen.map_or_else(String::new, |edition| edition.to_string());
    let address = move |page: u64| format!("/staff/reported-views?edition={edition}&page={page}");
    let csv = chosen.map_or_else(
        || "/staff/reported-views.csv".to_owned(),
        |edition| format!("/staff/reported-views.csv?edition={edition}"),
    );
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
                    <th scope="col"><span class="spoken">{words.reports_withdraw()}</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <Pager page=count(number) pages address/>
    }
    .into_any()
}

fn row(words: Words, line: &ReportLine) -> AnyView {
    let report = &line.report;
    let country = model::Country::parse(&report.country).map_or_else(
        || words.reports_country_none(),
        |country| words.country(country),
    );
    let proof = (!report.proof.is_empty()).then(|| {
        view! { " " <a href=report.proof.clone() rel="noopener noreferrer nofollow">{words.column_proof()}</a> }
    });
    let withdraw = line.can_withdraw.then(|| {
        let id = report.id.to_string();
        view! {
            <Form action=WithdrawReportedView::PATH class="" key=id.clone()>
                <Hidden name="report" value=id/>
                <button class="link danger">{words.reports_withdraw()}</button>
            </Form>
        }
    });
    view! {
        <tr>
            <th scope="row">
                {words.reports_session_name(i64::from(line.session_number), line.session_title.clone())}
                <small>{line.edition_title.clone()}</small>
            </th>
            <td data-label=words.column_country()>{country}</td>
            <td data-label=words.column_platform()>{report.platform.clone()}</td>
            <td data-label=words.column_period()>{words.stored_dates(&report.period_from, &report.period_until)}</td>
            <td class="n" data-label=words.column_views()>{grouped(report.views)}</td>
            <td data-label=words.column_definition()>{report.definition.clone()} {proof}</td>
            <td>{withdraw}</td>
        </tr>
    }
    .into_any()
}

/// The form for a new report, where an edition was chosen that the reader runs.
fn adding(words: Words, reports: &Reports, chosen: Option<EditionId>) -> Option<AnyView> {
    let runs_any = reports.lines.iter().any(|line| line.can_withdraw);
    let Some(_) = chosen else {
        let hint = view! { <p class="soft">{words.reports_choose_edition()}</p> };
        return (runs_any || reports.lines.is_empty()).then(|| hint.into_any());
    };
    if reports.sessions.is_empty() {
        return None;
    }
    let sessions = reports
        .sessions
        .iter()
        .map(|(session, title)| {
            let name = words.reports_session_name(i64::from(session.number), title.clone());
            (session.id.to_string(), name)
        })
        .collect();
    let mut countries = vec![(String::new(), words.reports_country_none())];
    countries.extend(country_choices(words));
    let form = view! {
        <section>
            <h2>{words.reports_add()}</h2>
            <Form action=RecordReportedView::PATH>
                <Select name="session" label=words.reports_session() choices=sessions/>
                <Field name="platform" label=words.reports_platform() hint=words.reports_platform_hint()/>
                <Select name="country" label=words.reports_country() hint=words.reports_country_hint() choices=countries optional=true/>
                <div class="fields">
                    <Field name="period_from" label=words.reports_from() kind="date"/>
                    <Field name="period_until" label=words.reports_until() kind="date"/>
                </div>
                <Field name="views" label=words.reports_views() kind="number" min="0"/>
                <Field name="definition" label=words.reports_definition() hint=words.reports_definition_hint()/>
                <Field name="proof" label=words.reports_proof() hint=words.reports_proof_hint() kind="url" optional=true/>
                <Submit text=words.reports_record()/>
            </Form>
        </section>
    };
    Some(form.into_any())
}
