//! Where a nominee's personal link leads. It is locked to the address it was mailed to, and works once.

use domain::accounts::sign_in;
use domain::admissions::nomination_link::{self, Opened, TypedAccount, Way};
use leptos::prelude::*;
use server_fn::ServerFn;

use crate::Words;
use crate::accounts::{SignOut, ZoneProposals, country_choices, from};
use crate::action::{Caller, Outcome, To, act};
use crate::catalogue::NotForSearch;
use crate::frame::{
    Field, Form, Hidden, Moment, Notice, PageTitle, Select, Submit, answer_with, asking, page,
    param, site, words,
};

/// Uses the link up for whoever is signed in as its nominee. A form, because mail scanners open links.
#[server(endpoint = "take_up_nomination")]
pub async fn take_up_nomination(secret: String) -> Outcome {
    act(async |asking| {
        let (db, visitor) = (&asking.db, &asking.visitor);
        let application = nomination_link::take_up(db, visitor, &secret, asking.now).await?;
        Ok(To::page(format!("/nominations/{application}/complete")))
    })
    .await
}

/// Signs in as the link's address and uses the link up.
#[server(endpoint = "sign_in_nominee")]
pub async fn sign_in_nominee(secret: String, password: String) -> Outcome {
    act(async |asking| {
        let caller = expect_context::<Caller>();
        let from = from(&caller, &asking);
        let (db, visitor) = (&asking.db, &asking.visitor);
        let (application, cookie) =
            nomination_link::sign_in(db, visitor, &secret, &password, from, asking.now).await?;
        let cookie = site().keep_sign_in(cookie.text(), sign_in::DAYS);
        Ok(To::page(format!("/nominations/{application}/complete")).with_cookie(cookie))
    })
    .await
}

/// Opens an account with the link's address and uses the link up.
#[server(endpoint = "register_nominee")]
pub async fn register_nominee(
    secret: String,
    printed_name: String,
    password: String,
    country: String,
    zone: String,
) -> Outcome {
    act(async |asking| {
        let caller = expect_context::<Caller>();
        let from = from(&caller, &asking);
        let typed = TypedAccount {
            printed_name,
            password,
            country,
            zone,
        };
        let (db, visitor) = (&asking.db, &asking.visitor);
        let language = words().language;
        let (application, cookie) =
            nomination_link::register(db, visitor, &secret, &typed, language, from, asking.now)
                .await?;
        let cookie = site().keep_sign_in(cookie.text(), sign_in::DAYS);
        Ok(To::page(format!("/nominations/{application}/complete")).with_cookie(cookie))
    })
    .await
}

/// `/nominated/:secret`
#[component]
pub fn NominatedPage() -> impl IntoView {
    let (asking, words, secret) = (asking(), words(), param("secret"));
    page(async move {
        let (db, visitor) = (&asking.db, &asking.visitor);
        let opened =
            nomination_link::open(db, visitor, &secret, words.language, asking.now).await?;
        let (title, shown) = match opened {
            None => {
                answer_with(404);
                let signed_in = visitor.person_id().is_some();
                (
                    words.nomination_link_spent(),
                    spent(words, signed_in).into_any(),
                )
            }
            Some(opened) if opened.way == Way::Another => {
                (words.nomination_another(), another(words).into_any())
            }
            Some(opened) => (
                words.you_are_nominated(),
                nominated(words, secret, opened).into_any(),
            ),
        };
        Ok(view! {
            <NotForSearch/>
            <PageTitle text=title/>
            <div class="wrap narrow">{shown}</div>
        })
    })
}

fn spent(words: Words, signed_in: bool) -> impl IntoView {
    let (address, said) = if signed_in {
        ("/applications", words.my_applications())
    } else {
        ("/sign-in?next=/applications", words.sign_in())
    };
    view! {
        <div class="title"><h1>{words.nomination_link_spent()}</h1></div>
        <p>{words.nomination_link_spent_what()}</p>
        <p class="actions"><a class="btn" href=address>{said}</a></p>
    }
}

/// Whose it is instead is not said: whoever is signed in need not be whom it was sent to.
fn another(words: Words) -> impl IntoView {
    view! {
        <div class="title"><h1>{words.nomination_another()}</h1></div>
        <Notice kind="warn"><p>{words.nomination_another_what()}</p></Notice>
        <Form action=SignOut::PATH>
            <Submit text=words.sign_out()/>
        </Form>
    }
}

fn nominated(words: Words, secret: String, opened: Opened) -> impl IntoView {
    let deadline = domain::admissions::nomination_window::deadline(&opened.edition);
    let form = match opened.way {
        Way::Straight | Way::Another => view! {
            <Form action=TakeUpNomination::PATH>
                <Hidden name="secret" value=secret/>
                <Submit text=words.nomination_go_on()/>
            </Form>
        }
        .into_any(),
        Way::SignIn => view! {
            <p>{words.nomination_sign_in_lede()}</p>
            <Form action=SignInNominee::PATH>
                <Hidden name="secret" value=secret/>
                <Field name="password" label=words.password() kind="password" autocomplete="current-password"/>
                <Submit text=words.nomination_sign_in()/>
            </Form>
            <p><a href="/forgotten">{words.forgotten_password()}</a></p>
        }
        .into_any(),
        Way::Register => view! {
            <p>{words.nomination_register_lede()}</p>
            <Form action=RegisterNominee::PATH>
                <Hidden name="secret" value=secret/>
                <Field name="printed_name" label=words.printed_name() hint=words.printed_name_hint() value=opened.printed_name autocomplete="name"/>
                <Field name="password" label=words.password() kind="password" hint=words.password_hint() autocomplete="new-password"/>
                <Select name="country" label=words.country_declared() choices=country_choices(words) value=opened.country.code()/>
                <Field name="zone" label=words.time_zone() hint=words.time_zone_hint() list="zones" optional=true/>
                <ZoneProposals/>
                <Submit text=words.nomination_register()/>
            </Form>
        }
        .into_any(),
    };
    view! {
        <div class="title">
            <h1>{words.you_are_nominated()}</h1>
            <p class="lede">{words.you_are_nominated_for(words.country(opened.country), opened.title)}</p>
        </div>
        <p>{words.nomination_address(opened.email)}</p>
        <p>{words.complete_by()} " " <Moment at=deadline zone=opened.edition.zone/></p>
        {form}
    }
}
