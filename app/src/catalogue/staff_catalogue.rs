//! The catalogue as staff see it, with drafts.

use domain::catalogue::desk::{Line, staff_catalogue};
use leptos::prelude::*;

use super::publication::PublicationTag;
use crate::frame::{Done, Empty, PageTitle, asking, page, words};

/// `/staff/catalogue`
#[component]
pub fn StaffCataloguePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        let lines = staff_catalogue(asking.db.read(), &asking.visitor, words.language).await?;
        let administrates = asking.visitor.is_administrator();
        let portfolios = grouped(lines, |line| Some(line.portfolio));
        Ok(view! {
            <PageTitle text=words.staff_catalogue()/>
            <div class="wrap">
                <div class="title"><h1>{words.staff_catalogue()}</h1></div>
                <Done what="saved" text=words.done_saved()/>
                {administrates.then(|| view! {
                    <p class="actions">
                        <a class="btn" href="/staff/programmes/new">{words.new_programme()}</a>
                        <a class="btn quiet" href="/staff/portfolios/new">{words.new_portfolio()}</a>
                    </p>
                })}
                {portfolios.is_empty().then(|| view! { <Empty heading=words.no_portfolios_yet() text=words.no_portfolios_yet_help()/> })}
                {portfolios.into_iter().map(|lines| view! { <Portfolio lines administrates/> }).collect_view()}
            </div>
        })
    })
}

/// Neighbouring lines with the same key, together; lines without a key are left out.
fn grouped<K: PartialEq>(lines: Vec<Line>, key: impl Fn(&Line) -> Option<K>) -> Vec<Vec<Line>> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        if key(&line).is_none() {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.first().is_some_and(|first| key(first) == key(&line)) => {
                group.push(line);
            }
            _ => groups.push(vec![line]),
        }
    }
    groups
}

#[component]
fn Portfolio(lines: Vec<Line>, administrates: bool) -> impl IntoView {
    let words = words();
    let first = lines
        .first()
        .map(|line| (line.portfolio, line.portfolio_title.clone()));
    let heading = first.map(|(id, title)| {
        let edit = administrates.then(
            || view! { <a href=format!("/staff/portfolios/{id}")>{words.edit_portfolio()}</a> },
        );
        view! { <h2>{title} " " {edit}</h2> }
    });
    let programmes = grouped(lines, |line| line.programme);
    view! {
        <section>
            {heading}
            {programmes.into_iter().map(|lines| view! { <Programme lines administrates/> }).collect_view()}
        </section>
    }
}

#[component]
fn Programme(lines: Vec<Line>, administrates: bool) -> impl IntoView {
    let first = lines.first().cloned();
    let heading = first.map(|line| {
        let title = line.programme_title.unwrap_or_default();
        let name = match (administrates, line.programme) {
            (true, Some(id)) => {
                view! { <a href=format!("/staff/programmes/{id}")>{title}</a> }.into_any()
            }
            _ => view! { <span>{title}</span> }.into_any(),
        };
        let tag = line
            .programme_publication
            .map(|publication| view! { <PublicationTag publication/> });
        let figures = line.programme.map(|id| {
            let said = words().edition_figures();
            view! { <a href=format!("/staff/programmes/{id}/figures")>{said}</a> }
        });
        view! { <h3>{name} " " {tag} " " {figures}</h3> }
    });
    let editions: Vec<Line> = lines
        .into_iter()
        .filter(|line| line.edition.is_some())
        .collect();
    let table = (!editions.is_empty()).then(|| view! {
        <ul class="rows">{editions.into_iter().map(|line| view! { <Edition line/> }).collect_view()}</ul>
    });
    view! { {heading} {table} }
}

#[component]
fn Edition(line: Line) -> impl IntoView {
    let address = line.edition.map(|id| format!("/staff/editions/{id}"));
    let dates = words().stored_dates(
        line.starts_on.as_deref().unwrap_or_default(),
        line.ends_on.as_deref().unwrap_or_default(),
    );
    view! {
        <li class="row">
            <div class="when">{dates}</div>
            <div><a href=address>{line.edition_title}</a></div>
            <div class="can">{line.publication.map(|publication| view! { <PublicationTag publication/> })}</div>
        </li>
    }
}
