//! Letting somebody in without a mail: the way in where no mail server is set.

use domain::accounts::{mailed_link, person, vouching};
use leptos::prelude::*;
use model::accounts::LinkPurpose;
use model::{PersonId, Refusal};
use server_fn::ServerFn;

use super::AdminTabs;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{Form, Hidden, Notice, PageTitle, asking, page, param, site, words};

/// Confirms the address of somebody whom the administrator knows, and leads to the link to hand to them.
#[server(endpoint = "vouch_for_email")]
pub async fn vouch_for_email(person: String) -> Outcome {
    act(async |asking| {
        asking.person()?;
        let who: PersonId = person.parse().map_err(|_| Refusal::NotFound)?;
        let secret = vouching::vouch(&asking.db, &asking.visitor, who, asking.now).await?;
        Ok(To::page(format!("/staff/people/link/{}", secret.text())))
    })
    .await
}

/// The form, in the row of one person.
pub(super) fn form(words: Words, who: PersonId, name: String) -> impl IntoView + use<> {
    let id = who.to_string();
    view! {
        <Form action=VouchForEmail::PATH class="" key=id.clone()>
            <Hidden name="person" value=id/>
            <button class="link">{words.admin_vouch()} <span class="spoken">{name}</span></button>
        </Form>
    }
}

/// `/staff/people/link/:secret`: the link, as long as nobody has used it.
#[component]
pub fn HandedLinkPage() -> impl IntoView {
    let (asking, words, site, secret) = (asking(), words(), site(), param("secret"));
    page(async move {
        asking.person()?;
        if !asking.visitor.is_administrator() {
            return Err(Refusal::NotAllowed.into());
        }
        let purposes = [LinkPurpose::SetPassword];
        let link = mailed_link::good(asking.db.read(), &secret, &purposes, asking.now)
            .await?
            .ok_or(Refusal::NotFound)?;
        let person = person::find(asking.db.read(), link.person).await?;
        let address = site.full(&format!("/reset/{secret}"));
        Ok(view! {
            <PageTitle text=words.admin_link()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.admin_link()}</h1>
                    <p class="lede">{words.admin_link_lede(person.printed_name)}</p>
                </div>
                <AdminTabs here="/staff/people"/>
                <Notice kind="ok"><p>{words.admin_vouched(link.email)}</p></Notice>
                <div class="field">
                    <label for="link">{words.admin_link_copy()}</label>
                    <input id="link" type="text" readonly value=address/>
                </div>
                <p><a href="/staff/people">{words.admin_people()}</a></p>
            </div>
        })
    })
}
