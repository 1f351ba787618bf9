//! Correcting what pools and figures look at of somebody, for a reason.

use domain::admissions::correction::{self, Corrections, Facts, Model, TypedCorrection};
use domain::admissions::people;
use leptos::prelude::*;
use model::accounts::{Rank, Sex};
use model::{ApplicationId, Refusal, Zone};
use server_fn::ServerFn;

use super::withdraw_somebody::application_of;
use crate::Words;
use crate::accounts::country_choices;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Field, Form, Hidden, Moment, PageTitle, Select, TextArea, asking, page, param, words,
};

/// Corrects an application and the place it led to. Whoever holds seats moves, or nothing changes.
#[server(endpoint = "correct_application")]
pub async fn correct_application(
    application: String,
    seen: String,
    delegation: String,
    organisation: String,
    rank: String,
    sex: String,
    reason: String,
) -> Outcome {
    act(async |asking| {
        let id = application_of(&application)?;
        let typed = TypedCorrection {
            delegation,
            organisation,
            rank,
            sex,
            reason,
            seen,
        };
        let (db, visitor) = (&asking.db, &asking.visitor);
        let edition = correction::correct(db, visitor, id, &typed, asking.now).await?;
        Ok(To::page(format!(
            "/staff/editions/{edition}/people?done=corrected"
        )))
    })
    .await
}

/// `/staff/applications/:id/correct`
#[component]
pub fn CorrectPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let application = param("id");
    page(async move {
        asking.person()?;
        let id = application_of(&application)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let (one, edition, title) = people::one(db, visitor, id, words.language).await?;
        let known = correction::corrections(db, visitor, id).await?;
        let name = one.identity.map(|who| who.name).unwrap_or_default();
        let list = format!("/staff/editions/{}/people", edition.id);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (list.clone(), words.people_of(title)),
        ];
        let form = if one.standing.is_over() {
            view! { <p>{words.refusal(&Refusal::ApplicationOver)}</p> }.into_any()
        } else {
            view! { <Correct id known=known.clone() list/> }.into_any()
        };
        Ok(view! {
            <PageTitle text=words.correct_person(name.clone())/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.correct()/>
                    <h1>{words.correct_person(name)}</h1>
                    <p class="lede">{words.correct_lede()}</p>
                </div>
                {form}
                <Made made=known.made zone=edition.zone/>
            </div>
        })
    })
}

#[component]
fn Correct(id: ApplicationId, known: Corrections, list: String) -> impl IntoView {
    let words = words();
    let facts = known.facts;
    let ranks = Rank::ALL
        .iter()
        .map(|rank| (rank.to_string(), words.rank(*rank)))
        .collect();
    let sexes = Sex::ALL
        .iter()
        .map(|sex| (sex.to_string(), words.sex(*sex)))
        .collect();
    view! {
        <Form action=CorrectApplication::PATH>
            <Hidden name="application" value=id.to_string()/>
            <Hidden name="seen" value=known.made.len().to_string()/>
            <Select name="delegation" label=words.delegation() choices=country_choices(words) value=facts.delegation.code()/>
            <Field name="organisation" label=words.organisation() value=facts.organisation optional=true/>
            <Select name="rank" label=words.official_rank() choices=ranks value=facts.rank.as_str()/>
            <Select name="sex" label=words.sex_label() choices=sexes value=facts.sex.as_str()/>
            <TextArea name="reason" label=words.withdraw_reason() hint=words.withdraw_reason_hint() rows=3/>
            <p class="actions">
                <button class="btn">{words.correct()}</button>
                <a href=list>{words.cancel()}</a>
            </p>
        </Form>
    }
}

/// The corrections there were, the latest first.
#[component]
fn Made(made: Vec<(Model, Option<String>)>, zone: Zone) -> impl IntoView {
    let words = words();
    (!made.is_empty()).then(|| {
        let lines = made
            .into_iter()
            .map(|(one, by)| {
                let changes = words
                    .corrected(&one.before(), &one.since())
                    .into_iter()
                    .map(|(what, change)| view! { <li>{words.labelled(what, change)}</li> })
                    .collect_view();
                let by = by.unwrap_or_else(|| words.somebody());
                view! {
                    <li>
                        <time><Moment at=one.at zone=zone.clone()/></time>
                        <div>
                            <ul>{changes}</ul>
                            <p>{words.labelled(by, one.reason)}</p>
                        </div>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section>
                <h2>{words.corrections_made()}</h2>
                <ol class="history">{lines}</ol>
            </section>
        }
    })
}

impl Words {
    /// What a correction changed: each fact by its name, and what it was and is.
    #[must_use]
    pub fn corrected(self, from: &Facts, to: &Facts) -> Vec<(String, String)> {
        let or_dash = |text: &str| match text {
            "" => "—".to_owned(),
            text => text.to_owned(),
        };
        let facts = [
            (
                self.delegation(),
                self.country(from.delegation),
                self.country(to.delegation),
            ),
            (
                self.organisation(),
                or_dash(&from.organisation),
                or_dash(&to.organisation),
            ),
            (
                self.official_rank(),
                self.rank(from.rank),
                self.rank(to.rank),
            ),
            (self.sex_label(), self.sex(from.sex), self.sex(to.sex)),
        ];
        facts
            .into_iter()
            .filter(|(_, was, is)| was != is)
            .map(|(what, was, is)| (what, self.corrected_from_to(was, is)))
            .collect()
    }
}
