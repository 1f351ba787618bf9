//! Figures of an edition; for trainers, of their sessions.

use std::collections::HashMap;

use domain::statistics::by_session::SessionLine;
use domain::statistics::{by_day, by_session, edition, names};
use leptos::prelude::*;
use model::{EditionId, Refusal};

use super::layers::Layers;
use super::sheet::{Scope, Sheet};
use super::tiles::Tile;
use super::{basis, countries, days, funnel, groups, period, sessions_table, tiles};
use crate::Words;
use crate::frame::{Crumbs, Notice, PageTitle, asking, page, param, site, words};

/// `/staff/editions/:id/figures`
#[component]
pub fn EditionFiguresPage() -> impl IntoView {
    let (asking, words, site) = (asking(), words(), site());
    let (id, layers, typed) = (param("id"), Layers::chosen(), period::asked());
    page(async move {
        let id: EditionId = id.parse().map_err(|_| Refusal::NotFound)?;
        let gathered = edition::figures(&asking.db, &asking.visitor, id, asking.now).await?;
        let line = gathered.edition(id).cloned().ok_or(Refusal::NotFound)?;
        let asked = typed.unwrap_or_default();
        let (db, ground, most) = (&asking.db, &gathered.ground, days::MOST_BARS);
        let watched = by_day::bars(db, ground, &line.zone, asked, most).await?;
        let lines = by_session::sessions(&asking.db, &gathered, words.language, asking.now).await?;
        let titles = names::editions(&asking.db, [id], words.language).await?;
        let scope = if gathered.ground.sessions.is_some() {
            Scope::Sessions
        } else {
            Scope::Edition
        };
        let sheet = Sheet {
            words,
            scope,
            is_public: false,
            days_zone: line.zone,
            centre_zone: site.zone.clone(),
            rank: site.high_ranking_from,
            base: format!("/staff/editions/{id}/figures"),
            layers,
            period: asked,
            figures: gathered.in_all(site.high_ranking_from),
            gathered,
        };
        let title = title(words, id, &titles);
        let above = vec![(format!("/staff/editions/{id}"), title.clone())];
        let body = if sheet.gathered.is_empty() {
            tiles::none(words)
        } else {
            body(&sheet, lines, days::section(&sheet, typed, Some(&watched)))
        };
        Ok(view! {
            <PageTitle text=format!("{} · {title}", words.figures_title())/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.figures_title()/>
                    <h1>{words.figures_title()} ": " {title}</h1>
                </div>
                {(sheet.scope == Scope::Sessions).then(|| view! { <Notice><p>{words.figures_partial_sessions()}</p></Notice> })}
            </div>
            {body}
        })
    })
}

fn title(words: Words, id: EditionId, titles: &HashMap<EditionId, String>) -> String {
    titles
        .get(&id)
        .cloned()
        .unwrap_or_else(|| words.column_edition())
}

fn body(sheet: &Sheet, lines: Vec<SessionLine>, by_day: AnyView) -> AnyView {
    view! {
        <div class="wrap">
            {basis::basis(sheet)}
            {tiles::in_all(sheet, &[])}
            {viewers(sheet.words, &lines)}
        </div>
        {countries::participants(sheet)}
        {countries::views(sheet)}
        {groups::section(sheet)}
        {by_day}
        {sheet.layers.measured().then(|| funnel::funnel(sheet, &sheet.figures.measured))}
        {sessions_table::section(sheet, lines)}
    }
    .into_any()
}

/// Engaged viewers, and the most at once; nothing where nobody watched.
fn viewers(words: Words, lines: &[SessionLine]) -> Option<AnyView> {
    let engaged: i64 = lines.iter().map(|line| line.engaged).sum();
    let peak = lines.iter().map(|line| line.peak).max().unwrap_or(0);
    if engaged + peak == 0 {
        return None;
    }
    let tiles = [
        Tile::new(engaged, words.figure_engaged(), words.figure_engaged_what()),
        Tile::new(peak, words.figure_peak(), words.figure_peak_what()),
    ];
    let tiles = tiles.into_iter().map(Tile::shown).collect_view();
    Some(view! { <div class="stat-grid">{tiles}</div> }.into_any())
}
