//! Make and change a programme.

use domain::Asking;
use domain::catalogue::desk::portfolio_titles;
use domain::catalogue::history::of_thing;
use domain::catalogue::programme::{self, TypedProgramme};
use domain::catalogue::programme_page::programme_page;
use domain::catalogue::wording::{self, Thing};
use leptos::prelude::*;
use model::catalogue::Publication;
use model::{ProgrammeId, Refusal};
use server_fn::ServerFn;

use super::choices::{writes_in, written_in};
use super::edit_words::WordsLinks;
use super::history::History;
use super::publication::{PublicationButtons, PublicationTag};
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Field, Form, Hidden, PageTitle, Select, Submit, asking, page, param, words,
};

/// Makes a programme.
#[server(endpoint = "create_programme")]
pub async fn create_programme(
    portfolio: String,
    title: String,
    language: String,
    slug: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedProgramme { portfolio, slug };
        let (db, visitor) = (&asking.db, &asking.visitor);
        let id = programme::create(db, visitor, &typed, &title, &language, asking.now).await?;
        Ok(To::page(format!("/staff/programmes/{id}?done=saved")))
    })
    .await
}

/// Changes a programme.
#[server(endpoint = "edit_programme")]
pub async fn edit_programme(programme: String, portfolio: String, slug: String) -> Outcome {
    act(async |asking| {
        let id: ProgrammeId = programme.parse().map_err(|_| Refusal::NotFound)?;
        let typed = TypedProgramme { portfolio, slug };
        programme::edit(&asking.db, &asking.visitor, id, &typed, asking.now).await?;
        Ok(To::page(format!("/staff/programmes/{id}?done=saved")))
    })
    .await
}

/// Publishes, cancels or archives a programme.
#[server(endpoint = "publish_programme")]
pub async fn publish_programme(programme: String, publication: String) -> Outcome {
    act(async |asking| {
        let id: ProgrammeId = programme.parse().map_err(|_| Refusal::NotFound)?;
        let publication: Publication = publication.parse().map_err(|_| Refusal::Unreadable)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        programme::set_publication(db, visitor, id, publication, asking.now).await?;
        Ok(To::page(format!("/staff/programmes/{id}?done=saved")))
    })
    .await
}

/// Signed in, as an administrator.
pub(super) fn administrates(asking: &Asking) -> Result<(), Refusal> {
    asking.person()?;
    if asking.visitor.is_administrator() {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

async fn portfolios(asking: &Asking) -> domain::Result<Vec<(String, String)>> {
    let titles = portfolio_titles(asking.db.read(), words().language).await?;
    Ok(titles
        .into_iter()
        .map(|portfolio| (portfolio.id.to_string(), portfolio.title))
        .collect())
}

/// `/staff/programmes/new`
#[component]
pub fn NewProgrammePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        administrates(&asking)?;
        let portfolios = portfolios(&asking).await?;
        let form = if portfolios.is_empty() {
            view! {
                <Empty heading=words.no_portfolios_yet() text=words.no_portfolios_yet_help()>
                    <a class="btn" href="/staff/portfolios/new">{words.new_portfolio()}</a>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Form action=CreateProgramme::PATH>
                    <Select name="portfolio" label=words.portfolio_label() choices=portfolios/>
                    <Field name="title" label=words.title_label()/>
                    <Select name="language" label=words.title_language() choices=written_in() value=writes_in(words)/>
                    <Field name="slug" label=words.slug_label() hint=words.slug_hint()/>
                    <Submit text=words.create_draft()/>
                </Form>
            }
            .into_any()
        };
        Ok(view! {
            <PageTitle text=words.new_programme()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above=vec![("/staff/catalogue".to_owned(), words.staff_catalogue())] here=words.new_programme()/>
                    <h1>{words.new_programme()}</h1>
                </div>
                {form}
            </div>
        })
    })
}

/// `/staff/programmes/:id`
#[component]
pub fn EditProgrammePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        administrates(&asking)?;
        let id: ProgrammeId = id.parse().map_err(|_| Refusal::NotFound)?;
        let db = asking.db.read();
        let row = programme::find(db, id).await?;
        let written = wording::all(db, Thing::Programme(id)).await?;
        let portfolios = portfolios(&asking).await?;
        let (visitor, slug) = (&asking.visitor, row.slug.as_str());
        let shown = programme_page(&asking.db, visitor, slug, words.language).await?;
        let title = shown.programme.title;
        let address = format!("/staff/programmes/{id}");
        let changes = of_thing(asking.db.read(), &asking.visitor, "programme", id.0).await?;
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above=vec![("/staff/catalogue".to_owned(), words.staff_catalogue())] here=title.clone()/>
                    <h1>{title}</h1>
                    <p class="tags"><PublicationTag publication=row.publication/></p>
                </div>
                <Done what="saved" text=words.done_saved()/>
                <p>
                    <a href=format!("/programmes/{}", row.slug)>{words.public_page()}</a> " · "
                    <a href=format!("{address}/figures")>{words.edition_figures()}</a>
                </p>
                <PublicationButtons action=PublishProgramme::PATH subject=vec![("programme", id.to_string())] now=row.publication/>
                <section>
                    <h2>{words.editions()} <a href=format!("{address}/editions/new")>{words.new_edition()}</a></h2>
                    <ul class="rows">
                        {shown.editions.into_iter().map(|card| view! {
                            <li class="row">
                                <div class="when">{words.stored_dates(&card.starts_on, &card.ends_on)}</div>
                                <div><a href=format!("/staff/editions/{}", card.id)>{card.title}</a></div>
                                <div class="can"><PublicationTag publication=card.publication/></div>
                            </li>
                        }).collect_view()}
                    </ul>
                </section>
                <section>
                    <h2>{words.words_heading()}</h2>
                    <WordsLinks address=address.clone() written/>
                </section>
                <section>
                    <h2>{words.facts_heading()}</h2>
                    <Form action=EditProgramme::PATH>
                        <Hidden name="programme" value=id.to_string()/>
                        <Select name="portfolio" label=words.portfolio_label() choices=portfolios value=row.portfolio.to_string()/>
                        <Field name="slug" label=words.slug_label() hint=words.slug_hint() value=row.slug.to_string()/>
                        <Submit text=words.save()/>
                    </Form>
                </section>
                <section>
                    <h2>{words.history_heading()}</h2>
                    <History changes/>
                </section>
            </div>
        })
    })
}
