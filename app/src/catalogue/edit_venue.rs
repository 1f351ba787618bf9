//! Venues: the list, a new one, one to change.

use domain::catalogue::history::of_thing;
use domain::catalogue::host::{self, may_add};
use domain::catalogue::venue::{self, TypedVenue};
use domain::{Asking, Result as Loaded};
use leptos::prelude::*;
use model::{Refusal, VenueId};
use server_fn::ServerFn;

use super::history::History;
use crate::accounts::{ZoneProposals, country_choices};
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Field, Form, Hidden, PageTitle, Select, Submit, asking, page, param, words,
};

/// Adds a venue.
#[server(endpoint = "add_venue")]
pub async fn add_venue(
    name: String,
    #[server(default)] host: String,
    #[server(default)] address: String,
    #[server(default)] city: String,
    country: String,
    zone: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedVenue {
            host,
            name,
            address,
            city,
            country,
            zone,
        };
        venue::add(&asking.db, &asking.visitor, &typed, asking.now).await?;
        Ok(To::page("/staff/venues?done=saved"))
    })
    .await
}

/// Changes a venue.
#[server(endpoint = "edit_venue")]
pub async fn edit_venue(
    venue: String,
    name: String,
    #[server(default)] host: String,
    #[server(default)] address: String,
    #[server(default)] city: String,
    country: String,
    zone: String,
) -> Outcome {
    act(async |asking| {
        let id: VenueId = venue.parse().map_err(|_| Refusal::NotFound)?;
        let typed = TypedVenue {
            host,
            name,
            address,
            city,
            country,
            zone,
        };
        venue::edit(&asking.db, &asking.visitor, id, &typed, asking.now).await?;
        Ok(To::page("/staff/venues?done=saved"))
    })
    .await
}

/// `/staff/venues`
#[component]
pub fn VenuesPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        let visitor = &asking.visitor;
        let venues = venue::list(asking.db.read(), visitor).await?;
        let adds = may_add(visitor).is_ok();
        let edits = visitor.is_administrator();
        let line = move |venue: venue::Model| {
            let name = if edits {
                view! { <a href=format!("/staff/venues/{}", venue.id)>{venue.name}</a> }.into_any()
            } else {
                view! { <span>{venue.name}</span> }.into_any()
            };
            view! {
                <li class="row plain">
                    <div>{name}</div>
                    <div class="can">{venue.city} " " {words.country(venue.country)}</div>
                </li>
            }
        };
        Ok(view! {
            <PageTitle text=words.venues()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above=vec![("/staff".to_owned(), words.staff())] here=words.venues()/>
                    <h1>{words.venues()}</h1>
                </div>
                <Done what="saved" text=words.done_saved()/>
                {adds.then(|| view! { <p class="actions"><a class="btn" href="/staff/venues/new">{words.new_venue()}</a></p> })}
                {venues.is_empty().then(|| view! { <Empty heading=words.no_venues_yet() text=words.no_venues_yet_help()/> })}
                <ul class="rows">{venues.into_iter().map(line).collect_view()}</ul>
            </div>
        })
    })
}

async fn hosts(asking: &Asking) -> Loaded<Vec<(String, String)>> {
    let hosts = host::list(asking.db.read(), &asking.visitor).await?;
    Ok(hosts
        .into_iter()
        .map(|host| (host.id.to_string(), host.name))
        .collect())
}

/// `/staff/venues/new`
#[component]
pub fn NewVenuePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        may_add(&asking.visitor)?;
        let hosts = hosts(&asking).await?;
        Ok(view! {
            <PageTitle text=words.new_venue()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above=vec![("/staff/venues".to_owned(), words.venues())] here=words.new_venue()/>
                    <h1>{words.new_venue()}</h1>
                </div>
                <Form action=AddVenue::PATH>
                    <Fields venue=None hosts/>
                    <Submit text=words.new_venue()/>
                </Form>
            </div>
        })
    })
}

/// `/staff/venues/:id`
#[component]
pub fn EditVenuePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    page(async move {
        super::edit_programme::administrates(&asking)?;
        let id: VenueId = id.parse().map_err(|_| Refusal::NotFound)?;
        let venue = venue::for_staff(asking.db.read(), &asking.visitor, id).await?;
        let hosts = hosts(&asking).await?;
        let name = venue.name.clone();
        let changes = of_thing(asking.db.read(), &asking.visitor, "venue", id.0).await?;
        Ok(view! {
            <PageTitle text=name.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above=vec![("/staff/venues".to_owned(), words.venues())] here=name.clone()/>
                    <h1>{name}</h1>
                </div>
                <Form action=EditVenue::PATH>
                    <Hidden name="venue" value=id.to_string()/>
                    <Fields venue=Some(venue) hosts/>
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
fn Fields(venue: Option<venue::Model>, hosts: Vec<(String, String)>) -> impl IntoView {
    let words = words();
    let typed = venue.map_or_else(TypedVenue::default, |venue| TypedVenue {
        host: venue.host.map(|host| host.to_string()).unwrap_or_default(),
        name: venue.name,
        address: venue.address,
        city: venue.city,
        country: venue.country.code().to_owned(),
        zone: venue.zone.name().to_owned(),
    });
    view! {
        <Field name="name" label=words.name_label() value=typed.name/>
        <Select name="host" label=words.venue_host() choices=hosts value=typed.host optional=true/>
        <Field name="address" label=words.address_label() value=typed.address optional=true/>
        <Field name="city" label=words.city_label() value=typed.city optional=true/>
        <Select name="country" label=words.country_declared() choices=country_choices(words) value=typed.country/>
        <Field name="zone" label=words.time_zone() hint=words.edition_zone_hint() value=typed.zone list="zones"/>
        <ZoneProposals/>
    }
}
