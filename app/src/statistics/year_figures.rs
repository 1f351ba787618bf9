//! All figures of a year, for staff.

use std::collections::HashMap;

use domain::statistics::by_day::{self, Bars, Period};
use domain::statistics::{names, year};
use leptos::prelude::*;
use model::{EditionId, Reason, Refusal};

use super::layers::Layers;
use super::sheet::{Scope, Sheet};
use super::{basis, countries, days, editions_table, funnel, groups, months, period, tiles};
use crate::Words;
use crate::frame::{PageTitle, asking, page, param, site, words};

/// `/staff/figures/:year`
#[component]
pub fn YearFiguresPage() -> impl IntoView {
    let (asking, words, site) = (asking(), words(), site());
    let (asked_year, layers, typed) = (param("year"), Layers::chosen(), period::asked());
    page(async move {
        let year: i16 = asked_year.parse().map_err(|_| Refusal::NotFound)?;
        let (db, zone) = (&asking.db, &site.zone);
        let gathered = year::figures(db, &asking.visitor, year, zone, asking.now).await?;
        let asked = typed.unwrap_or_default();
        // A year has months enough; days are read when somebody chooses some.
        let watched = if period::is_chosen(asked) {
            Some(by_day::bars(db, &gathered.ground, zone, asked, days::MOST_BARS).await?)
        } else {
            None
        };
        let editions = gathered.ground.editions.iter().map(|edition| edition.id);
        let titles = names::editions(db, editions, words.language).await?;
        let sheet = Sheet {
            words,
            scope: Scope::Year(year),
            is_public: false,
            days_zone: zone.clone(),
            centre_zone: zone.clone(),
            rank: site.high_ranking_from,
            base: format!("/staff/figures/{year}"),
            layers,
            period: asked,
            figures: gathered.in_all(site.high_ranking_from),
            gathered,
        };
        let title = words.figures_of_year(year.to_string());
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title"><h1>{title}</h1></div>
                {years(words, year)}
            </div>
            {body(&sheet, year, typed, watched.as_ref(), &titles)}
        })
    })
}

fn years(words: Words, here: i16) -> AnyView {
    let chips = [here.saturating_sub(1), here, here.saturating_add(1)]
        .into_iter()
        .map(|year| {
            let current = (year == here).then_some("page");
            view! { <a class="chip" href=format!("/staff/figures/{year}") aria-current=current>{year.to_string()}</a> }
        })
        .collect_view();
    view! {
        <nav class="chips on-screen" aria-label=words.year_other_years()>
            {chips}
            <a class="chip" href="/staff/reported-views">{words.reports_title()}</a>
        </nav>
    }
    .into_any()
}

fn body(
    sheet: &Sheet,
    year: i16,
    typed: Result<Period, Reason>,
    watched: Option<&Bars>,
    titles: &HashMap<EditionId, String>,
) -> AnyView {
    let words = sheet.words;
    if sheet.gathered.is_empty() {
        return tiles::none(words);
    }
    view! {
        <div class="wrap">
            {basis::basis(sheet)}
            {tiles::in_all(sheet, &[])}
        </div>
        {countries::participants(sheet)}
        {countries::views(sheet)}
        {groups::section(sheet)}
        {months::section(sheet, year)}
        {days::section(sheet, typed, watched)}
        {sheet.layers.measured().then(|| funnel::funnel(sheet, &sheet.figures.measured))}
        {editions_table::section(sheet, titles)}
    }
    .into_any()
}
