//! Change one's password.

use domain::accounts::password_change;
use leptos::prelude::*;
use model::Refusal;
use server_fn::ServerFn;

use super::AccountTabs;
use crate::action::{Outcome, To, act};
use crate::frame::{Done, Field, Form, PageTitle, Submit, asking, page, words};

/// Changes the password; the account's other sign-ins end.
#[server(endpoint = "change_password")]
pub async fn change_password(present: String, password: String, again: String) -> Outcome {
    act(async |asking| {
        let person = asking.person()?;
        let this = asking.visitor.sign_in().ok_or(Refusal::SignInFirst)?;
        password_change::by_owner(
            &asking.db, person, this, &present, &password, &again, asking.now,
        )
        .await?;
        Ok(To::page("/account/password?done=password"))
    })
    .await
}

/// `/account/password`
#[component]
pub fn PasswordPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        asking.person()?;
        Ok(view! {
            <PageTitle text=words.account_password()/>
            <div class="wrap narrow">
                <div class="title">
                    <h1>{words.my_account()}</h1>
                </div>
                <AccountTabs here="/account/password"/>
                <Done what="password" text=words.done_password()/>
                <Form action=ChangePassword::PATH>
                    <Field name="present" label=words.present_password() kind="password" autocomplete="current-password"/>
                    <Field name="password" label=words.new_password() kind="password" hint=words.password_hint() autocomplete="new-password"/>
                    <Field name="again" label=words.password_again() kind="password" autocomplete="new-password"/>
                    <Submit text=words.save()/>
                </Form>
            </div>
        })
    })
}
