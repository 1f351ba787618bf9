//! One's sign-ins, and ending them.

use data_encoding::HEXLOWER;
use domain::accounts::sign_in;
use leptos::prelude::*;
use model::Refusal;
use server_fn::ServerFn;

use super::AccountTabs;
use crate::action::{Outcome, To, act};
use crate::frame::{Done, Form, Hidden, PageTitle, Submit, asking, page, words};

/// Ends one of one's own sign-ins.
#[server(endpoint = "end_sign_in")]
pub async fn end_sign_in(sign_in: String) -> Outcome {
    act(async |asking| {
        let person = asking.person()?;
        let which = HEXLOWER
            .decode(sign_in.as_bytes())
            .map_err(|_| Refusal::NotFound)?;
        sign_in::end(&asking.db, person, &which).await?;
        Ok(To::page("/account/sign-ins?done=ended"))
    })
    .await
}

/// Ends all of one's sign-ins but this one.
#[server(endpoint = "end_other_sign_ins")]
pub async fn end_other_sign_ins() -> Outcome {
    act(async |asking| {
        let person = asking.person()?;
        let this = asking.visitor.sign_in().ok_or(Refusal::SignInFirst)?;
        sign_in::end_others(&asking.db, person, this, asking.now).await?;
        Ok(To::page("/account/sign-ins?done=all-ended"))
    })
    .await
}

/// `/account/sign-ins`
#[component]
pub fn SignInsPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        let person = asking
            .visitor
            .person()
            .cloned()
            .ok_or(Refusal::SignInFirst)?;
        let this = asking.visitor.sign_in().map(<[u8]>::to_vec);
        let sign_ins = sign_in::of_person(asking.db.read(), person.id, asking.now).await?;
        let has_others = sign_ins.len() > 1;
        let rows = sign_ins
            .into_iter()
            .map(|sign_in| {
                let here = this.as_deref() == Some(sign_in.token_hash.as_slice());
                let which = HEXLOWER.encode(&sign_in.token_hash);
                let way = if here {
                    view! { <span class="tag ok">{words.this_sign_in()}</span> }.into_any()
                } else {
                    view! {
                        <Form action=EndSignIn::PATH class="" key=which.clone()>
                            <Hidden name="sign_in" value=which/>
                            <button class="btn quiet">{words.end_sign_in()}</button>
                        </Form>
                    }
                    .into_any()
                };
                view! {
                    <li class="row plain">
                        <div>
                            <h3>{words.device(&sign_in.device)}</h3>
                            <p>{words.last_seen(format!("{} ({})", words.moment(sign_in.last_seen_at, &person.zone), words.zone_place(&person.zone)))}</p>
                        </div>
                        <div class="can">{way}</div>
                    </li>
                }
            })
            .collect_view();
        Ok(view! {
            <PageTitle text=words.account_sign_ins()/>
            <div class="wrap narrow">
                <div class="title">
                    <h1>{words.my_account()}</h1>
                </div>
                <AccountTabs here="/account/sign-ins"/>
                <Done what="ended" text=words.done_sign_in_ended()/>
                <Done what="all-ended" text=words.done_sign_ins_ended()/>
                <h2 class="spoken">{words.account_sign_ins()}</h2>
                <ul class="rows">{rows}</ul>
                {has_others
                    .then(|| {
                        view! {
                            <Form action=EndOtherSignIns::PATH>
                                <Submit text=words.end_other_sign_ins() class="btn quiet"/>
                            </Form>
                        }
                    })}
            </div>
        })
    })
}
