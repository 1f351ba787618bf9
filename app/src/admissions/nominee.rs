//! One nominee, for the focal point: a new link, another in this place, or no nomination any more.

use domain::admissions::nominee::TypedNominee;
use domain::admissions::{endorsement, focal_point_desk, nomination_link};
use leptos::prelude::*;
use model::Refusal;
use model::admissions::Standing;
use server_fn::ServerFn;

use super::focal_point_edition::{NomineeFields, address, application_of, said};
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Form, Hidden, PageTitle, RefusedElsewhere, Submit, TextArea, asking, page, param, words,
};

/// Sends a nominee a new link; the one before stops working.
#[server(endpoint = "renew_nomination_link")]
pub async fn renew_nomination_link(application: String) -> Outcome {
    act(async |asking| {
        let application = application_of(&application)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let edition = nomination_link::renew(db, visitor, application, asking.now).await?;
        Ok(To::page(address(edition, "link")))
    })
    .await
}

/// Puts another in a nominee's place.
#[server(endpoint = "substitute_nominee")]
pub async fn substitute_nominee(
    application: String,
    printed_name: String,
    email: String,
    #[server(default)] organisation: String,
    #[server(default)] position: String,
    rank: String,
) -> Outcome {
    act(async |asking| {
        let application = application_of(&application)?;
        let typed = TypedNominee {
            printed_name,
            email,
            organisation,
            position,
            rank,
        };
        let (db, visitor) = (&asking.db, &asking.visitor);
        let language = words().language;
        let edition =
            endorsement::substitute(db, visitor, application, &typed, language, asking.now).await?;
        Ok(To::page(address(edition, "substituted")))
    })
    .await
}

/// Takes a nomination back, for a reason.
#[server(endpoint = "withdraw_nominee")]
pub async fn withdraw_nominee(application: String, reason: String) -> Outcome {
    act(async |asking| {
        let application = application_of(&application)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let edition = endorsement::take_back(db, visitor, application, &reason, asking.now).await?;
        Ok(To::page(address(edition, "taken-back")))
    })
    .await
}

/// `/focal-point/nominations/:id`
#[component]
pub fn NomineePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        asking.person()?;
        let id = application_of(&id)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let (edition, one) =
            focal_point_desk::delegate(db, visitor, id, words.language, asking.now).await?;
        let above = vec![
            (
                "/focal-point".to_owned(),
                words.focal_point_of(words.country(edition.country)),
            ),
            (
                format!("/focal-point/editions/{}", edition.edition.id),
                edition.title.clone(),
            ),
        ];
        let changes = one.may_be_changed() && asking.now < edition.edition.starts_at;
        let nominates = changes && edition.refusal.is_none();
        let renews = nominates && one.standing == Standing::Nominated;
        let renew = renews.then(|| {
            view! {
                <section>
                    <h2>{words.renew_link()}</h2>
                    <p>{words.renew_link_what()}</p>
                    <Form action=RenewNominationLink::PATH>
                        <Hidden name="application" value=id.to_string()/>
                        <Submit text=words.renew_link() class="btn quiet"/>
                    </Form>
                </section>
            }
        });
        let substitute = nominates.then(|| {
            view! {
                <section>
                    <h2>{words.substitute()}</h2>
                    <p>{words.substitute_what()}</p>
                    <Form action=SubstituteNominee::PATH>
                        <Hidden name="application" value=id.to_string()/>
                        <NomineeFields/>
                        <Submit text=words.substitute_do()/>
                    </Form>
                </section>
            }
        });
        let take_back = changes.then(|| {
            view! {
                <section>
                    <h2>{words.take_back_nomination()}</h2>
                    <p>{words.take_back_what()}</p>
                    <Form action=WithdrawNominee::PATH>
                        <Hidden name="application" value=id.to_string()/>
                        <TextArea name="reason" label=words.take_back_reason() rows=3/>
                        <p class="actions"><button class="btn danger">{words.take_back_nomination()}</button></p>
                    </Form>
                </section>
            }
        });
        let why_not = if one.standing.is_over() {
            words.nomination_over()
        } else {
            words.refusal(&Refusal::NoSuchStep)
        };
        let nothing = (!changes).then(|| view! { <p>{why_not}</p> });
        let state = said(words, &one);
        Ok(view! {
            <PageTitle text=one.printed_name.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=words.nominee_own_page()/>
                    <h1>{one.printed_name.clone()}</h1>
                    <p class="lede">{words.standing(one.standing)} {state.map(|said| format!(" · {said}"))}</p>
                </div>
                <RefusedElsewhere/>
                {nothing}
                {renew}
                {substitute}
                {take_back}
            </div>
        })
    })
}
