//! Confirming an address in its owner's stead: the way in where no mail server is set.

use domain::accounts::registration;
use leptos::prelude::*;
use model::{PersonId, Refusal};
use server_fn::ServerFn;

use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{Form, Hidden};

/// Confirms the address of somebody whom the administrator knows.
#[server(endpoint = "vouch_for_email")]
pub async fn vouch_for_email(person: String) -> Outcome {
    act(async |asking| {
        asking.person()?;
        let who: PersonId = person.parse().map_err(|_| Refusal::NotFound)?;
        registration::vouch(&asking.db, &asking.visitor, who, asking.now).await?;
        Ok(To::page("/staff/people?done=vouched"))
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
