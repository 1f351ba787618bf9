//! Three figures of the last completed year, for the start page.

use domain::Asking;
use domain::statistics::{Glance, RULE_VERSION, year};
use leptos::prelude::*;
use model::Zone;

use super::few;
use crate::frame::{asking, site, words};
use crate::words::grouped;
use crate::{Site, Words};

/// Participants, sessions and views of the last year that is over; nothing where there is no such year.
#[component]
pub fn YearInFigures() -> impl IntoView {
    let (asking, words, site) = (asking(), words(), site());
    Suspend::new(async move {
        match load(&asking, &site).await {
            Ok(Some((year, figures))) => shown(words, &site.zone, year, &figures).into_any(),
            Ok(None) => ().into_any(),
            Err(error) => {
                tracing::error!(%error, "the year in figures could not be loaded");
                ().into_any()
            }
        }
    })
}

async fn load(asking: &Asking, site: &Site) -> domain::Result<Option<(i16, Glance)>> {
    let Some(year) = year::latest(&asking.db, &site.zone, asking.now).await? else {
        return Ok(None);
    };
    let figures = year::glance(&asking.db, year, &site.zone, asking.now).await?;
    Ok(Some((year, figures)))
}

fn shown(words: Words, zone: &Zone, year: i16, figures: &Glance) -> impl IntoView + use<> {
    let page = format!("/year/{year}");
    let year = year.to_string();
    let participants = few::in_public(words, figures.participants);
    let basis = words.year_home_basis(i64::from(RULE_VERSION), zone.name().to_owned());
    view! {
        <div class="figures">
            <div>
                <b>{participants}</b>
                <span>{words.year_home_participants(figures.delegations, year.clone())}</span>
            </div>
            <div>
                <b>{grouped(figures.sessions)}</b>
                <span>{words.year_home_sessions(year)}</span>
            </div>
            {views(words, figures)}
        </div>
        <p class="soft">
            {basis} " " <a href=page>{words.year_home_more()}</a> " · "
            <a href="/definitions">{words.footer_definitions()}</a>
        </p>
    }
}

/// The larger of the two layers, named; they are never added.
fn views(words: Words, figures: &Glance) -> impl IntoView {
    let (views, name) = if figures.reported_views > figures.measured_views {
        (
            figures.reported_views,
            words.year_home_views_reported(figures.reported_countries),
        )
    } else {
        (figures.measured_views, words.year_home_views_measured())
    };
    view! { <div><b>{grouped(views)}</b><span>{name}</span></div> }
}
