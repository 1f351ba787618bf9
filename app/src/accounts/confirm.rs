//! Confirm an address by the link that was mailed to it.

use domain::accounts::registration::{self, Model as Registration};
use domain::accounts::sign_in;
use leptos::prelude::*;
use model::Refusal;
use server_fn::ServerFn;

use super::sign_in::from;
use crate::Words;
use crate::action::{Caller, Outcome, To, act};
use crate::frame::{
    Field, Form, Hidden, Notice, PageTitle, Submit, asking, page, param, site, words,
};

/// Uses the link up and signs in. A form, because mail scanners open links; with the password, because strangers may have
/// registered with the address too.
#[server(endpoint = "confirm")]
pub async fn confirm(secret: String, password: String) -> Outcome {
    act(async |asking| {
        let caller = expect_context::<Caller>();
        let from = from(&caller, &asking);
        let cookie =
            registration::confirm_email(&asking.db, &secret, &password, from, asking.now).await?;
        let cookie = site().keep_sign_in(cookie.text(), sign_in::DAYS);
        Ok(To::page("/account?done=confirmed").with_cookie(cookie))
    })
    .await
}

/// `/confirm/:secret`
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let (asking, words, secret) = (asking(), words(), param("secret"));
    page(async move {
        let shown = match registration::waiting(&asking.db, &secret, asking.now).await? {
            Some(waiting) => form(words, secret, waiting).into_any(),
            None => spent(words).into_any(),
        };
        Ok(view! {
            <PageTitle text=words.confirm_address()/>
            <div class="wrap narrow">
                <div class="title">
                    <h1>{words.confirm_address()}</h1>
                </div>
                {shown}
            </div>
        })
    })
}

fn form(words: Words, secret: String, waiting: Registration) -> impl IntoView {
    view! {
        <p class="lede">{words.confirm_address_lede(waiting.printed_name)}</p>
        <Form action=Confirm::PATH>
            <Hidden name="secret" value=secret/>
            <Field name="password" label=words.password() kind="password" hint=words.confirm_password_hint() autocomplete="current-password"/>
            <Submit text=words.confirm_address()/>
        </Form>
        <p><a href="/forgotten">{words.forgotten_password()}</a></p>
    }
}

fn spent(words: Words) -> impl IntoView {
    view! {
        <Notice kind="bad"><p>{words.refusal(&Refusal::LinkSpent)}</p></Notice>
        <p><a class="btn" href="/sign-in">{words.sign_in()}</a></p>
        <p><a href="/register">{words.register()}</a></p>
    }
}
