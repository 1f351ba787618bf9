//! A year in figures, for everybody: totals, and countries by name without counts.

use std::collections::{BTreeSet, HashMap};

use domain::Asking;
use domain::catalogue::fold::sounded;
use domain::clock;
use domain::statistics::by_day::Period;
use domain::statistics::figures::{Figures, Group};
use domain::statistics::{Gathered, RULE_VERSION, names, year};
use leptos::prelude::*;
use model::{Country, PortfolioId, Refusal};

use super::layers::Layers;
use super::sheet::{Scope, Sheet};
use super::{basis, funnel, tiles};
use crate::frame::{Empty, PageTitle, asking, page, param, site, words};
use crate::{Site, Words};

/// `/year`: the last year that is over and in which something was held.
#[component]
pub fn LatestYearPage() -> impl IntoView {
    let (asking, words, site) = (asking(), words(), site());
    page(async move {
        match year::latest(&asking.db, &site.zone, asking.now).await? {
            Some(year) => shown(asking, words, site, year).await,
            None => Ok(nothing_yet(words)),
        }
    })
}

/// `/year/:year`
#[component]
pub fn YearPage() -> impl IntoView {
    let (asking, words, site, asked) = (asking(), words(), site(), param("year"));
    page(async move {
        let year = asked.parse().map_err(|_| Refusal::NotFound)?;
        shown(asking, words, site, year).await
    })
}

fn nothing_yet(words: Words) -> AnyView {
    view! {
        <PageTitle text=words.year_in_figures()/>
        <div class="wrap">
            <div class="title"><h1>{words.year_in_figures()}</h1></div>
            <h2 class="spoken">{words.figures_title()}</h2>
            <Empty heading=words.year_no_figures() text=words.year_no_figures_help()/>
        </div>
    }
    .into_any()
}

async fn shown(asking: Asking, words: Words, site: Site, year: i16) -> domain::Result<AnyView> {
    let (gathered, years, portfolios) = load(&asking, words, &site, year).await?;
    let sheet = Sheet {
        words,
        scope: Scope::Year(year),
        is_public: true,
        days_zone: site.zone.clone(),
        centre_zone: site.zone.clone(),
        rank: site.high_ranking_from,
        base: format!("/year/{year}"),
        layers: Layers::Both,
        period: Period::default(),
        figures: gathered.in_all(site.high_ranking_from),
        gathered,
    };
    let today = clock::wall_of(asking.now, &site.zone).date();
    let staff = sees_all_figures(&asking).then(|| {
        view! { <a class="btn quiet" href=format!("/staff/figures/{year}")>{words.year_all_figures(year.to_string())}</a> }
    });
    let title = words.year_title(year.to_string());
    Ok(view! {
        <PageTitle text=title.clone()/>
        <div class="wrap">
            <div class="title">
                <h1>{title}</h1>
                <p class="lede">{words.year_lede()}</p>
            </div>
            {other_years(words, year, &years)}
            {body(&sheet, year, &portfolios)}
            <p class="soft">{words.year_footnote(words.date(today), i64::from(RULE_VERSION), sheet.centre_zone.name().to_owned())}</p>
            <p class="actions">{staff}</p>
        </div>
    }
    .into_any())
}

async fn load(
    asking: &Asking,
    words: Words,
    site: &Site,
    year: i16,
) -> domain::Result<(Gathered, Vec<i16>, HashMap<PortfolioId, String>)> {
    let gathered = year::published(&asking.db, year, &site.zone, asking.now).await?;
    let years = year::completed(&asking.db, &site.zone, asking.now).await?;
    let portfolios = names::portfolios(&asking.db, words.language).await?;
    Ok((gathered, years, portfolios))
}

fn sees_all_figures(asking: &Asking) -> bool {
    let visitor = &asking.visitor;
    visitor.is_administrator() || visitor.is_auditor() || !visitor.coordinated_editions().is_empty()
}

fn other_years(words: Words, here: i16, years: &[i16]) -> Option<AnyView> {
    if years.len() < 2 {
        return None;
    }
    let chips = years
        .iter()
        .map(|year| {
            let current = (*year == here).then_some("page");
            view! { <a class="chip" href=format!("/year/{year}") aria-current=current>{year.to_string()}</a> }
        })
        .collect_view();
    Some(view! { <nav class="chips" aria-label=words.year_other_years()>{chips}</nav> }.into_any())
}

fn body(sheet: &Sheet, year: i16, portfolios: &HashMap<PortfolioId, String>) -> AnyView {
    let words = sheet.words;
    if sheet.gathered.is_empty() {
        let heading = words.year_nothing_held(year.to_string());
        return view! {
            <h2 class="spoken">{words.figures_title()}</h2>
            <Empty heading text=words.year_nothing_held_help()/>
        }
        .into_any();
    }
    let groups = sheet.gathered.by_portfolio_and_mode(sheet.rank);
    let parts: Vec<&Figures> = groups.iter().map(|group| &group.figures).collect();
    let in_all = tiles::in_all(sheet, &parts);
    view! {
        <section>
            <h2>{words.year_in_all()}</h2>
            {basis::basis(sheet)}
            {in_all}
        </section>
        {funnel::section(sheet, &sheet.figures.measured)}
        {portfolio_sections(sheet, groups, portfolios)}
        {countries(sheet)}
    }
    .into_any()
}

/// A portfolio after the other, each with its modes.
fn portfolio_sections(
    sheet: &Sheet,
    groups: Vec<Group>,
    portfolios: &HashMap<PortfolioId, String>,
) -> AnyView {
    let mut sections = Vec::new();
    for of_portfolio in groups.chunk_by(|one, next| one.portfolio == next.portfolio) {
        let Some(first) = of_portfolio.first() else {
            continue;
        };
        let title = portfolios
            .get(&first.portfolio)
            .cloned()
            .unwrap_or_else(|| first.portfolio_slug.to_string());
        let modes = of_portfolio
            .iter()
            .map(|group| {
                view! {
                    <h3>{sheet.words.mode(group.mode)}</h3>
                    {tiles::of_part(sheet, &group.figures)}
                }
            })
            .collect_view();
        sections.push(view! { <section><h2>{title}</h2>{modes}</section> });
    }
    sections.into_any()
}

fn countries(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    let detected: BTreeSet<Country> = sheet
        .gathered
        .measured_by_country
        .iter()
        .filter(|(_, measured)| measured.views > 0)
        .filter_map(|(country, _)| country.country())
        .collect();
    let list = |heading: String, what: String, countries: &BTreeSet<Country>| {
        (!countries.is_empty()).then(|| {
            view! {
                <h3>{heading} " (" {countries.len()} ")"</h3>
                <p>{named(words, countries)}</p>
                <p class="soft">{what}</p>
            }
        })
    };
    let lists = [
        list(
            words.year_countries_delegation(),
            words.year_countries_delegation_what(),
            &sheet.figures.delegations,
        ),
        list(
            words.year_countries_detected(),
            words.year_countries_detected_what(),
            &detected,
        ),
        list(
            words.year_countries_reported(),
            words.year_countries_reported_what(),
            &sheet.figures.reported_countries,
        ),
    ];
    view! {
        <section class="countries">
            <h2>{words.year_countries()}</h2>
            {lists.into_iter().collect_view()}
        </section>
    }
    .into_any()
}

/// Names in alphabetical order: nothing about who was how many.
fn named(words: Words, countries: &BTreeSet<Country>) -> String {
    let mut names: Vec<String> = countries
        .iter()
        .map(|country| words.country(*country))
        .collect();
    names.sort_by_cached_key(|name| sounded(name));
    names.join(" · ")
}
