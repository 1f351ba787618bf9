//! Call an edition off: how many are told, and why.

use domain::admissions::calling_off;
use domain::catalogue::edition;
use domain::catalogue::wording::{self, Thing};
use leptos::prelude::*;
use model::catalogue::Publication;
use model::{EditionId, Refusal};
use server_fn::ServerFn;

use super::edit_edition::title as best_title;
use crate::action::{Outcome, To, act};
use crate::frame::{Crumbs, Field, Form, Hidden, PageTitle, asking, page, param, words};

/// Calls an edition off for a reason.
#[server(endpoint = "cancel_edition")]
pub async fn cancel_edition(edition: String, version: String, reason: String) -> Outcome {
    act(async |asking| {
        let id: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
        let version = version.parse().map_err(|_| Refusal::Unreadable)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        edition::cancel(db, visitor, id, version, &reason, asking.now).await?;
        Ok(To::page(format!("/staff/editions/{id}?done=cancelled")))
    })
    .await
}

/// `/staff/editions/:id/cancel`
#[component]
pub fn CancelEditionPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        let id: EditionId = id.parse().map_err(|_| Refusal::NotFound)?;
        let db = asking.db.read();
        let row = edition::for_staff(db, &asking.visitor, id).await?;
        if !asking.visitor.coordinates(id) {
            return Err(Refusal::NotAllowed.into());
        }
        if !row.publication.may_become(Publication::Cancelled) {
            return Err(Refusal::NotNow.into());
        }
        let told = calling_off::how_many(db, &row, asking.now).await?;
        let told = match i64::try_from(told).unwrap_or(i64::MAX) {
            0 => words.cancel_edition_nobody(),
            told => words.cancel_edition_told(told),
        };
        let written = wording::all(db, Thing::Edition(id)).await?;
        let title = best_title(&written, words.language);
        let back = format!("/staff/editions/{id}");
        let above = vec![
            ("/staff/catalogue".to_owned(), words.staff_catalogue()),
            (back.clone(), title.clone()),
        ];
        Ok(view! {
            <PageTitle text=format!("{} · {title}", words.cancel_edition())/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.cancel_edition()/>
                    <h1>{words.cancel_edition()}</h1>
                    <p class="lede">{title}</p>
                </div>
                <p><b>{told}</b></p>
                <p>{words.cancel_edition_page_stays()}</p>
                <Form action=CancelEdition::PATH>
                    <Hidden name="edition" value=id.to_string()/>
                    <Hidden name="version" value=row.version.to_string()/>
                    <Field name="reason" label=words.cancel_edition_reason() hint=words.cancel_edition_reason_hint()/>
                    <p class="actions">
                        <button class="btn danger">{words.cancel_edition()}</button>
                        <a href=back>{words.keep_edition()}</a>
                    </p>
                </Form>
            </div>
        })
    })
}
