//! Roles: who is trusted with what, and taking a role back.

use domain::admin::role::{self, Held, Which};
use leptos::prelude::*;
use model::{GrantId, Refusal, Zone};
use server_fn::ServerFn;

use super::AdminTabs;
use super::give_role::Giving;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Done, Empty, Form, Hidden, Notice, PageTitle, asking, page, query, site, words,
};

/// Takes a role back.
#[server(endpoint = "take_role_back")]
pub async fn take_role_back(grant: String) -> Outcome {
    act(async |asking| {
        let grant: GrantId = grant.parse().map_err(|_| Refusal::NotFound)?;
        role::revoke(&asking.db, &asking.visitor, grant, asking.now).await?;
        Ok(To::page("/staff/roles?done=taken"))
    })
    .await
}

/// `/staff/roles`
#[component]
pub fn RolesPage() -> impl IntoView {
    let (asking, words, zone) = (asking(), words(), site().zone.clone());
    let (wanted, edition) = (query("role"), query("edition"));
    page(async move {
        let list = async |which| {
            role::list(
                &asking.db,
                &asking.visitor,
                which,
                words.language,
                asking.now,
            )
            .await
        };
        let held = list(Which::Holding).await?;
        let coming = list(Which::Coming).await?;
        let over = list(Which::Over).await?;
        let giving = Giving::load(&asking, words.language, &wanted, &edition).await?;
        let may_change = giving.is_some();
        let note = (!may_change).then(|| words.admin_masked_note());
        Ok(view! {
            <PageTitle text=words.admin_roles()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.admin_roles()}</h1>
                </div>
                <AdminTabs here="/staff/roles"/>
                <Done what="given" text=words.admin_role_given()/>
                <Done what="taken" text=words.admin_role_taken()/>
                {note.map(|note| view! { <Notice><p>{note}</p></Notice> })}
                {giving.map(|giving| giving.shown(words))}
                <h2>{words.admin_roles_held()}</h2>
                {table(words, held, &zone, may_change)}
                {(!coming.is_empty())
                    .then(|| {
                        view! {
                            <h2>{words.admin_roles_coming()}</h2>
                            {table(words, coming, &zone, may_change)}
                        }
                    })}
                {(!over.is_empty())
                    .then(|| {
                        view! {
                            <h2>{words.admin_roles_over()}</h2>
                            <p class="soft">{words.admin_roles_over_help()}</p>
                            {table(words, over, &zone, false)}
                        }
                    })}
            </div>
        })
    })
}

fn table(words: Words, held: Vec<Held>, zone: &Zone, may_change: bool) -> AnyView {
    if held.is_empty() {
        let help = words.admin_roles_empty_help();
        return view! { <Empty heading=words.admin_roles_empty() text=help/> }.into_any();
    }
    let rows = held
        .into_iter()
        .map(|held| row(words, held, zone, may_change))
        .collect_view();
    let head = |text: String| view! { <th scope="col">{text}</th> };
    view! {
        <table class="data stack">
            <thead>
                <tr>
                    {head(words.attendance_person())}
                    {head(words.admin_role())}
                    {head(words.admin_role_where())}
                    {head(words.admin_role_from())}
                    {head(words.admin_role_ends())}
                    {head(words.admin_role_by())}
                    {may_change.then(|| view! { <td></td> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(words: Words, held: Held, zone: &Zone, may_change: bool) -> impl IntoView + use<> {
    let day = |at| words.date(domain::clock::wall_of(at, zone).date());
    // A grant ends with its last day: the moment after it lies in the next one.
    let until = held.grant.ends_at.map(|end| day(end.plus_ms(-1)));
    let until = until.unwrap_or_else(|| words.admin_no_end());
    // Taken back sooner than it would have ended.
    let until = match held.grant.revoked_at {
        Some(at) => format!("{} ({})", day(at), words.admin_taken_back()),
        None => until,
    };
    let by = match &held.granted_by {
        Some(by) => words.shown_name(by),
        None => words.admin_command_line(),
    };
    let id = held.grant.id.to_string();
    let person = words.shown_name(&held.person);
    let whose = person.clone();
    let taking = may_change.then(|| {
        view! {
            <td>
                <Form action=TakeRoleBack::PATH class="" key=id.clone()>
                    <Hidden name="grant" value=id/>
                    <button class="link danger">{words.admin_take_back()} <span class="spoken">{whose}</span></button>
                </Form>
            </td>
        }
    });
    view! {
        <tr>
            <th scope="row">{person} {held.email.map(|email| view! { <small>{email}</small> })}</th>
            <td data-label=words.admin_role()>{words.role(held.grant.role)}</td>
            <td data-label=words.admin_role_where()>{words.scope_name(held.place)}</td>
            <td data-label=words.admin_role_from()>{day(held.grant.starts_at)}</td>
            <td data-label=words.admin_role_ends()>{until}</td>
            <td data-label=words.admin_role_by()>{by}</td>
            {taking}
        </tr>
    }
}
