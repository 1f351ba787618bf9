//! Make an edition of a programme, as a draft.

use domain::catalogue::edition::{self, TypedBeginning, TypedEdition};
use domain::catalogue::programme;
use leptos::prelude::*;
use model::{ProgrammeId, Refusal};
use server_fn::ServerFn;

use super::choices::{kinds, modes, ways, writes_in, written_in};
use super::edit_programme::administrates;
use crate::accounts::ZoneProposals;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Field, Form, Hidden, PageTitle, Select, Submit, asking, page, param, site, words,
};

/// Makes a draft; the rest is written on its own page.
#[server(endpoint = "create_edition")]
pub async fn create_edition(
    programme: String,
    title: String,
    language: String,
    slug: String,
    kind: String,
    mode: String,
    starts_on: String,
    ends_on: String,
    zone: String,
    place: String,
    admission_way: String,
    #[server(default)] seats: String,
) -> Outcome {
    act(async |asking| {
        let programme: ProgrammeId = programme.parse().map_err(|_| Refusal::NotFound)?;
        let typed = TypedEdition {
            slug,
            kind,
            mode,
            starts_on,
            ends_on,
            zone,
            place,
            admission_way,
            attendance_threshold: "80".to_owned(),
            ..TypedEdition::default()
        };
        let beginning = TypedBeginning {
            title,
            language,
            seats,
        };
        let (db, visitor, now) = (&asking.db, &asking.visitor, asking.now);
        let id = edition::create(db, visitor, programme, &typed, &beginning, now).await?;
        Ok(To::page(format!("/staff/editions/{id}?done=created")))
    })
    .await
}

/// `/staff/programmes/:id/editions/new`
#[component]
pub fn NewEditionPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    let centre = site().zone.name().to_owned();
    page(async move {
        administrates(&asking)?;
        let id: ProgrammeId = id.parse().map_err(|_| Refusal::NotFound)?;
        let programme = programme::find(asking.db.read(), id).await?;
        let above = vec![
            ("/staff/catalogue".to_owned(), words.staff_catalogue()),
            (
                format!("/staff/programmes/{id}"),
                programme.slug.to_string(),
            ),
        ];
        Ok(view! {
            <PageTitle text=words.new_edition()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.new_edition()/>
                    <h1>{words.new_edition()}</h1>
                    <p class="lede">{words.new_edition_lede()}</p>
                </div>
                <Form action=CreateEdition::PATH>
                    <Hidden name="programme" value=id.to_string()/>
                    <Field name="title" label=words.title_label()/>
                    <Select name="language" label=words.title_language() choices=written_in() value=writes_in(words)/>
                    <Field name="slug" label=words.slug_label() hint=words.slug_hint()/>
                    <Select name="kind" label=words.kind_label() choices=kinds(words)/>
                    <Select name="mode" label=words.mode_label() choices=modes(words)/>
                    <div class="fields">
                        <Field name="starts_on" label=words.first_day() kind="date"/>
                        <Field name="ends_on" label=words.last_day() kind="date"/>
                    </div>
                    <Field name="zone" label=words.time_zone() hint=words.edition_zone_hint() value=centre list="zones"/>
                    <ZoneProposals/>
                    <Field name="place" label=words.place_label() hint=words.place_hint() optional=true/>
                    <Select name="admission_way" label=words.way_label() choices=ways(words)/>
                    <Field name="seats" label=words.seats_label() hint=words.seats_hint() kind="number" min="0" optional=true/>
                    <Submit text=words.create_draft()/>
                </Form>
            </div>
        })
    })
}
