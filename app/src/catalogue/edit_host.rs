//! Host organisations: the list, a new one, one to change.

use domain::catalogue::history::of_thing;
use domain::catalogue::host::{self, TypedHost};
use leptos::prelude::*;
use model::{HostId, Refusal};
use server_fn::ServerFn;

use super::history::History;
use crate::accounts::country_choices;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Field, Form, Hidden, PageTitle, Select, Submit, asking, page, param, words,
};

/// Adds a host.
#[server(endpoint = "add_host")]
pub async fn add_host(
    name: String,
    #[server(default)] city: String,
    country: String,
    #[server(default)] website: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedHost {
            name,
            city,
            country,
            website,
        };
        host::add(&asking.db, &asking.visitor, &typed, asking.now).await?;
        Ok(To::page("/staff/hosts?done=saved"))
    })
    .await
}

/// Changes a host.
#[server(endpoint = "edit_host")]
pub async fn edit_host(
    host: String,
    name: String,
    #[server(default)] city: String,
    country: String,
    #[server(default)] website: String,
) -> Outcome {
    act(async |asking| {
        let id: HostId = host.parse().map_err(|_| Refusal::NotFound)?;
        let typed = TypedHost {
            name,
            city,
            country,
            website,
        };
        host::edit(&asking.db, &asking.visitor, id, &typed, asking.now).await?;
        Ok(To::page("/staff/hosts?done=saved"))
    })
    .await
}

/// `/staff/hosts`
#[component]
pub fn HostsPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        let visitor = &asking.visitor;
        let hosts = host::list(asking.db.read(), visitor).await?;
        let adds = host::may_add(visitor).is_ok();
        let edits = visitor.is_administrator();
        let line = move |host: host::Model| {
            let name = if edits {
                view! { <a href=format!("/staff/hosts/{}", host.id)>{host.name}</a> }.into_any()
            } else {
                view! { <span>{host.name}</span> }.into_any()
            };
            view! {
                <li class="row plain">
                    <div>{name}</div>
                    <div class="can">{host.city} " " {words.country(host.country)}</div>
                </li>
            }
        };
        Ok(view! {
            <PageTitle text=words.hosts()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above=vec![("/staff".to_owned(), words.staff())] here=words.hosts()/>
                    <h1>{words.hosts()}</h1>
                </div>
                <Done what="saved" text=words.done_saved()/>
                {adds.then(|| view! { <p class="actions"><a class="btn" href="/staff/hosts/new">{words.new_host()}</a></p> })}
                {hosts.is_empty().then(|| view! { <Empty heading=words.no_hosts_yet() text=words.no_hosts_yet_help()/> })}
                <ul class="rows">{hosts.into_iter().map(line).collect_view()}</ul>
            </div>
        })
    })
}

/// `/staff/hosts/new`
#[component]
pub fn NewHostPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        host::may_add(&asking.visitor)?;
        Ok(view! {
            <PageTitle text=words.new_host()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above=vec![("/staff/hosts".to_owned(), words.hosts())] here=words.new_host()/>
                    <h1>{words.new_host()}</h1>
                </div>
                <Form action=AddHost::PATH>
                    <Fields host=None/>
                    <Submit text=words.new_host()/>
                </Form>
            </div>
        })
    })
}

/// `/staff/hosts/:id`
#[component]
pub fn EditHostPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        super::edit_programme::administrates(&asking)?;
        let id: HostId = id.parse().map_err(|_| Refusal::NotFound)?;
        let host = host::for_staff(asking.db.read(), &asking.visitor, id).await?;
        let name = host.name.clone();
        let changes = of_thing(asking.db.read(), &asking.visitor, "host", id.0).await?;
        Ok(view! {
            <PageTitle text=name.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above=vec![("/staff/hosts".to_owned(), words.hosts())] here=name.clone()/>
                    <h1>{name}</h1>
                </div>
                <Form action=EditHost::PATH>
                    <Hidden name="host" value=id.to_string()/>
                    <Fields host=Some(host)/>
                    <Submit text=words.save()/>
                </Form>
                <section>
                    <h2>{words.history_heading()}</h2>
                    <History changes/>
                </section>
            </div>
        })
    })
}

#[component]
fn Fields(host: Option<host::Model>) -> impl IntoView {
    let words = words();
    let (name, city, country, website) = host.map_or_else(Default::default, |host| {
        let code = host.country.code().to_owned();
        (host.name, host.city, code, host.website)
    });
    view! {
        <Field name="name" label=words.name_label() value=name/>
        <Field name="city" label=words.city_label() value=city optional=true/>
        <Select name="country" label=words.country_declared() choices=country_choices(words) value=country/>
        <Field name="website" label=words.website_label() kind="url" value=website optional=true/>
    }
}
