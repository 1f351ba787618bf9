//! Sign in, sign out.

use domain::Asking;
use domain::accounts::sign_in::{self, From};
use leptos::prelude::*;
use server_fn::ServerFn;

use crate::action::{Caller, Outcome, To, act, is_local};
use crate::frame::{Done, Field, Form, Hidden, PageTitle, Submit, query, site, words};

/// Signs in and goes where the person was going.
#[server(endpoint = "sign_in")]
pub async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Outcome {
    act(async |asking| {
        let caller = expect_context::<Caller>();
        let from = from(&caller, &asking);
        let secret = sign_in::sign_in(&asking.db, &email, &password, from, asking.now).await?;
        let next = if is_local(&next) {
            next
        } else {
            "/".to_owned()
        };
        Ok(To::page(next).with_cookie(site().keep_sign_in(secret.text(), sign_in::DAYS)))
    })
    .await
}

/// Where a sign-in comes from that somebody asks for.
pub(crate) fn from<'a>(caller: &'a Caller, asking: &'a Asking) -> From<'a> {
    From {
        network: &caller.network,
        device: &caller.device,
        instead_of: asking.visitor.sign_in(),
    }
}

/// Ends this sign-in.
#[server(endpoint = "sign_out")]
pub async fn sign_out() -> Outcome {
    act(async |asking| {
        if let (Ok(person), Some(this)) = (asking.person(), asking.visitor.sign_in()) {
            sign_in::end(&asking.db, person, this).await?;
        }
        Ok(To::page("/sign-in?done=signed-out").with_cookie(site().forget_sign_in()))
    })
    .await
}

/// `/sign-in`
#[component]
pub fn SignInPage() -> impl IntoView {
    let words = words();
    view! {
        <PageTitle text=words.sign_in()/>
        <div class="wrap narrow">
            <div class="title">
                <h1>{words.sign_in()}</h1>
            </div>
            <Done what="signed-out" text=words.done_signed_out()/>
            <Done what="password" text=words.done_password()/>
            <Form action=SignIn::PATH>
                <Field name="email" label=words.email() kind="email" autocomplete="username"/>
                <Field name="password" label=words.password() kind="password" autocomplete="current-password"/>
                <Hidden name="next" value=query("next")/>
                <Submit text=words.sign_in()/>
            </Form>
            <p><a href="/forgotten">{words.forgotten_password()}</a></p>
            <p><a href="/register">{words.register_instead()}</a></p>
        </div>
    }
}
