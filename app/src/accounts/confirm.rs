//! Confirm an address by the link that was mailed to it.

use domain::accounts::registration;
use leptos::prelude::*;
use server_fn::ServerFn;

use crate::action::{Outcome, To, act};
use crate::frame::{Form, Hidden, PageTitle, Submit, param, words};

/// Uses the link up. A form, because mail scanners open links.
#[server(endpoint = "confirm")]
pub async fn confirm(secret: String) -> Outcome {
    act(async |asking| {
        registration::confirm_email(&asking.db, &secret, asking.now).await?;
        Ok(To::page("/sign-in?done=confirmed"))
    })
    .await
}

/// `/confirm/:secret`
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let words = words();
    view! {
        <PageTitle text=words.confirm_address()/>
        <div class="wrap narrow">
            <div class="title">
                <h1>{words.confirm_address()}</h1>
                <p class="lede">{words.confirm_address_lede()}</p>
            </div>
            <Form action=Confirm::PATH>
                <Hidden name="secret" value=param("secret")/>
                <Submit text=words.confirm_address()/>
            </Form>
        </div>
    }
}
