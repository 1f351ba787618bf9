//! Register.

use domain::accounts::registration::{self, TypedRegistration};
use leptos::prelude::*;
use server_fn::ServerFn;

use super::{ZoneProposals, country_choices};
use crate::action::{Caller, Outcome, To, act};
use crate::frame::{Field, Form, PageTitle, Select, Submit, site, words};

/// Registers; the page that follows is the same whether or not the address was known.
#[server(endpoint = "register")]
pub async fn register(
    email: String,
    password: String,
    printed_name: String,
    country: String,
    zone: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedRegistration {
            email,
            password,
            printed_name,
            country,
            zone,
        };
        let caller = expect_context::<Caller>();
        registration::register(
            &asking.db,
            &typed,
            words().language,
            &caller.network,
            asking.now,
        )
        .await?;
        Ok(To::page("/register/sent"))
    })
    .await
}

/// `/register`
#[component]
pub fn RegisterPage() -> impl IntoView {
    let words = words();
    view! {
        <PageTitle text=words.register()/>
        <div class="wrap narrow">
            <div class="title">
                <h1>{words.register()}</h1>
                <p class="lede">{words.register_lede()}</p>
            </div>
            <Form action=Register::PATH>
                <Field name="printed_name" label=words.printed_name() hint=words.printed_name_hint() autocomplete="name"/>
                <Field name="email" label=words.email() kind="email" autocomplete="email"/>
                <Field name="password" label=words.password() kind="password" hint=words.password_hint() autocomplete="new-password"/>
                <Select name="country" label=words.country_declared() choices=country_choices(words)/>
                <Field name="zone" label=words.time_zone() hint=words.time_zone_hint() list="zones" optional=true/>
                <ZoneProposals/>
                <Submit text=words.register()/>
            </Form>
            <p><a href="/sign-in">{words.sign_in_instead()}</a></p>
        </div>
    }
}

/// `/register/sent`
#[component]
pub fn RegisterSentPage() -> impl IntoView {
    let words = words();
    let (heading, lede) = if site().sends_mail {
        (words.register_sent(), words.register_sent_lede())
    } else {
        (words.register_waits(), words.register_waits_lede())
    };
    view! {
        <PageTitle text=heading.clone()/>
        <div class="wrap narrow">
            <div class="title">
                <h1>{heading}</h1>
                <p class="lede">{lede}</p>
            </div>
            <p><a href="/sign-in">{words.sign_in()}</a></p>
        </div>
    }
}
