//! Ask for a link that sets a new password.

use domain::accounts::password_change;
use leptos::prelude::*;
use server_fn::ServerFn;

use crate::action::{Caller, Outcome, To, act};
use crate::frame::{Done, Field, Form, Notice, PageTitle, Submit, site, words};

/// Sends the link, if the address has an account; says the same either way.
#[server(endpoint = "ask_for_reset")]
pub async fn ask_for_reset(email: String) -> Outcome {
    act(async |asking| {
        let caller = expect_context::<Caller>();
        password_change::ask_for_reset(&asking.db, &email, &caller.network, asking.now).await?;
        Ok(To::page("/forgotten?done=sent"))
    })
    .await
}

/// `/forgotten`
#[component]
pub fn ForgottenPage() -> impl IntoView {
    let words = words();
    view! {
        <PageTitle text=words.forgotten_password()/>
        <div class="wrap narrow">
            <div class="title">
                <h1>{words.forgotten_password()}</h1>
            </div>
            <Done what="sent" text=words.done_reset_sent()/>
            {(!site().sends_mail).then(|| view! { <Notice kind="warn"><p>{words.forgotten_no_mail()}</p></Notice> })}
            <p class="lede">{words.forgotten_lede()}</p>
            <Form action=AskForReset::PATH>
                <Field name="email" label=words.email() kind="email" autocomplete="username"/>
                <Submit text=words.send_link()/>
            </Form>
        </div>
    }
}
