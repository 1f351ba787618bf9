//! Make and change a portfolio.

use domain::catalogue::history::of_thing;
use domain::catalogue::portfolio::{self, TypedPortfolio};
use domain::catalogue::wording::{self, Thing};
use leptos::prelude::*;
use model::{PortfolioId, Refusal};
use server_fn::ServerFn;

use super::choices::{writes_in, written_in};
use super::edit_words::WordsLinks;
use super::history::History;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Field, Form, Hidden, PageTitle, Select, Submit, asking, page, param, words,
};

/// Makes a portfolio.
#[server(endpoint = "create_portfolio")]
pub async fn create_portfolio(
    title: String,
    language: String,
    slug: String,
    place: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedPortfolio { slug, place };
        let (db, visitor) = (&asking.db, &asking.visitor);
        let id = portfolio::create(db, visitor, &typed, &title, &language, asking.now).await?;
        Ok(To::page(format!("/staff/portfolios/{id}?done=saved")))
    })
    .await
}

/// Changes a portfolio.
#[server(endpoint = "edit_portfolio")]
pub async fn edit_portfolio(portfolio: String, slug: String, place: String) -> Outcome {
    act(async |asking| {
        let id: PortfolioId = portfolio.parse().map_err(|_| Refusal::NotFound)?;
        let typed = TypedPortfolio { slug, place };
        portfolio::edit(&asking.db, &asking.visitor, id, &typed, asking.now).await?;
        Ok(To::page(format!("/staff/portfolios/{id}?done=saved")))
    })
    .await
}

/// `/staff/portfolios/new`
#[component]
pub fn NewPortfolioPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        super::edit_programme::administrates(&asking)?;
        Ok(view! {
            <PageTitle text=words.new_portfolio()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above=vec![("/staff/catalogue".to_owned(), words.staff_catalogue())] here=words.new_portfolio()/>
                    <h1>{words.new_portfolio()}</h1>
                </div>
                <Form action=CreatePortfolio::PATH>
                    <Field name="title" label=words.title_label()/>
                    <Select name="language" label=words.title_language() choices=written_in() value=writes_in(words)/>
                    <Field name="slug" label=words.slug_label() hint=words.slug_hint()/>
                    <Field name="place" label=words.order_label() kind="number" min="0" max="1000" value="0"/>
                    <Submit text=words.create_it()/>
                </Form>
            </div>
        })
    })
}

/// `/staff/portfolios/:id`
#[component]
pub fn EditPortfolioPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        super::edit_programme::administrates(&asking)?;
        let id: PortfolioId = id.parse().map_err(|_| Refusal::NotFound)?;
        let db = asking.db.read();
        let row = portfolio::find(db, id).await?;
        let written = wording::all(db, Thing::Portfolio(id)).await?;
        let changes = of_thing(asking.db.read(), &asking.visitor, "portfolio", id.0).await?;
        Ok(view! {
            <PageTitle text=words.edit_portfolio()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above=vec![("/staff/catalogue".to_owned(), words.staff_catalogue())] here=words.edit_portfolio()/>
                    <h1>{words.edit_portfolio()}</h1>
                </div>
                <Done what="saved" text=words.done_saved()/>
                <WordsLinks address=format!("/staff/portfolios/{id}") written/>
                <Form action=EditPortfolio::PATH>
                    <Hidden name="portfolio" value=id.to_string()/>
                    <Field name="slug" label=words.slug_label() hint=words.slug_hint() value=row.slug.to_string()/>
                    <Field name="place" label=words.order_label() kind="number" min="0" max="1000" value=row.place.to_string()/>
                    <Submit text=words.save()/>
                </Form>
                <section>
                    <h2>{words.history_heading()}</h2>
                    <History changes/>
                </section>
            </div>
        })
    })
}
