//! Figures of a programme: sums over its editions.

use domain::statistics::{by_day, names, programme};
use leptos::prelude::*;
use model::{ProgrammeId, Refusal};

use super::layers::Layers;
use super::sheet::{Scope, Sheet};
use super::{basis, countries, days, editions_table, funnel, groups, period, tiles};
use crate::frame::{Crumbs, PageTitle, asking, page, param, site, words};

/// `/staff/programmes/:id/figures`
#[component]
pub fn ProgrammeFiguresPage() -> impl IntoView {
    let (asking, words, site) = (asking(), words(), site());
    let (id, layers, typed) = (param("id"), Layers::chosen(), period::asked());
    page(async move {
        let id: ProgrammeId = id.parse().map_err(|_| Refusal::NotFound)?;
        let gathered = programme::figures(&asking.db, &asking.visitor, id, asking.now).await?;
        let asked = typed.unwrap_or_default();
        let (db, ground, most) = (&asking.db, &gathered.ground, days::MOST_BARS);
        let watched = by_day::bars(db, ground, &site.zone, asked, most).await?;
        let title = names::programme(&asking.db, id, words.language).await?;
        let editions = gathered.ground.editions.iter().map(|edition| edition.id);
        let titles = names::editions(&asking.db, editions, words.language).await?;
        let sheet = Sheet {
            words,
            scope: Scope::Programme,
            is_public: false,
            days_zone: site.zone.clone(),
            centre_zone: site.zone.clone(),
            rank: site.high_ranking_from,
            base: format!("/staff/programmes/{id}/figures"),
            layers,
            period: asked,
            figures: gathered.in_all(site.high_ranking_from),
            gathered,
        };
        let above = vec![(format!("/staff/programmes/{id}"), title.clone())];
        let body = if sheet.gathered.is_empty() {
            tiles::none(words)
        } else {
            view! {
                <div class="wrap">
                    {basis::basis(&sheet)}
                    {tiles::in_all(&sheet, &[])}
                </div>
                {countries::participants(&sheet)}
                {countries::views(&sheet)}
                {groups::section(&sheet)}
                {days::section(&sheet, typed, Some(&watched))}
                {sheet.layers.measured().then(|| funnel::funnel(&sheet, &sheet.figures.measured))}
                {editions_table::section(&sheet, &titles)}
            }
            .into_any()
        };
        Ok(view! {
            <PageTitle text=format!("{} · {title}", words.figures_title())/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.figures_title()/>
                    <h1>{words.figures_title()} ": " {title}</h1>
                </div>
            </div>
            {body}
        })
    })
}
