//! Set a new password by a mailed link.

use domain::accounts::{mailed_link, password_change};
use leptos::prelude::*;
use model::Refusal;
use server_fn::ServerFn;

use crate::action::{Outcome, To, act};
use crate::frame::{Field, Form, Hidden, Notice, PageTitle, Submit, asking, page, param, words};

/// Sets the password and ends every sign-in of the account.
#[server(endpoint = "reset_password")]
pub async fn reset_password(secret: String, password: String, again: String) -> Outcome {
    act(async |asking| {
        password_change::by_link(&asking.db, &secret, &password, &again, asking.now).await?;
        Ok(To::page("/sign-in?done=password"))
    })
    .await
}

/// `/reset/:secret`
#[component]
pub fn ResetPage() -> impl IntoView {
    let (asking, words, secret) = (asking(), words(), param("secret"));
    page(async move {
        let link = mailed_link::good(
            asking.db.read(),
            &secret,
            mailed_link::SETS_PASSWORD,
            asking.now,
        )
        .await?;
        let form = if link.is_some() {
            view! {
                <Form action=ResetPassword::PATH>
                    <Hidden name="secret" value=secret/>
                    <Field name="password" label=words.new_password() kind="password" hint=words.password_hint() autocomplete="new-password"/>
                    <Field name="again" label=words.password_again() kind="password" autocomplete="new-password"/>
                    <Submit text=words.save()/>
                </Form>
            }
            .into_any()
        } else {
            view! {
                <Notice kind="bad"><p>{words.refusal(&Refusal::LinkSpent)}</p></Notice>
                <p><a class="btn" href="/forgotten">{words.forgotten_password()}</a></p>
            }
            .into_any()
        };
        Ok(view! {
            <PageTitle text=words.new_password()/>
            <div class="wrap narrow">
                <div class="title"><h1>{words.new_password()}</h1></div>
                {form}
            </div>
        })
    })
}
