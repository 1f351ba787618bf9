//! What an address chooses of the review list, and the form that makes such addresses.

use domain::admissions::review::{Filter, Order, Review};
use leptos::prelude::*;
use model::accounts::{Rank, Sex};
use model::{Country, CountryGroup, EditionId};

use super::review_columns::{self, Column, ColumnChoice, PARAMETER};
use crate::Words;
use crate::frame::{Hidden, Select, query, words};

/// The filter that an address's values choose; what names nothing chooses nothing.
#[must_use]
pub fn asked_of(value: impl Fn(&str) -> String) -> Filter {
    Filter {
        standing: value("standing").parse().ok(),
        country: Country::parse(&value("country")),
        group: CountryGroup::parse(&value("group")),
        pool: value("pool").parse().ok(),
        sex: value("sex").parse().ok(),
        rank: value("rank").parse().ok(),
        words: value("q"),
        order: Order::parse(&value("order")),
    }
}

/// What the present page's address chooses.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub filter: Filter,
    pub columns: Vec<Column>,
}

impl Asked {
    pub(super) fn here() -> Self {
        Self {
            filter: asked_of(query),
            columns: review_columns::asked(),
        }
    }

    /// The same columns of other applications.
    pub(super) fn with(&self, filter: Filter) -> Self {
        Self {
            filter,
            columns: self.columns.clone(),
        }
    }

    /// As names and values of an address; what chooses nothing is left out.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let columns = review_columns::values(&self.columns).into_iter();
        let mut pairs = pairs(&self.filter);
        pairs.extend(columns.map(|column| (PARAMETER, column.to_owned())));
        pairs
    }
}

fn pairs(filter: &Filter) -> Vec<(&'static str, String)> {
    let order = (filter.order != Order::Came).then(|| filter.order.name().to_owned());
    [
        ("standing", filter.standing.map(|one| one.to_string())),
        ("country", filter.country.map(|one| one.to_string())),
        ("group", filter.group.map(|one| one.slug().to_owned())),
        ("pool", filter.pool.map(|one| one.to_string())),
        ("sex", filter.sex.map(|one| one.to_string())),
        ("rank", filter.rank.map(|one| one.to_string())),
        (
            "q",
            Some(filter.words.clone()).filter(|said| !said.is_empty()),
        ),
        ("order", order),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// The review list's address.
pub(super) fn address(edition: EditionId, asked: &Asked) -> String {
    address_of(edition, "review", asked)
}

/// The address of the same as a file.
pub(super) fn file(edition: EditionId, asked: &Asked) -> String {
    address_of(edition, "applications.csv", asked)
}

fn address_of(edition: EditionId, what: &str, asked: &Asked) -> String {
    let mut params = leptos_router::params::ParamsMap::new();
    for (name, value) in asked.pairs() {
        params.insert(name, value);
    }
    format!(
        "/staff/editions/{edition}/{what}{}",
        params.to_query_string()
    )
}

/// Chooses applications.
#[component]
pub(super) fn Filters(review: Review, asked: Asked) -> impl IntoView {
    let Asked { filter, columns } = asked;
    let words = words();
    let chosen = |value: Option<String>| value.unwrap_or_default();
    let countries = all(
        words.all_countries(),
        review.countries.iter().map(|(country, _)| {
            let name = words.country(*country);
            (country.code().to_owned(), name)
        }),
    );
    let groups = CountryGroup::all().map(|group| {
        let name = group.name(words.language.as_str()).to_owned();
        (group.slug().to_owned(), name)
    });
    let pools = review.pools.iter().map(|one| {
        let pool = &one.pool;
        let said = words.pool_group(pool.counted, &pool.counted_value);
        (pool.id.to_string(), said)
    });
    let sexes = Sex::ALL
        .iter()
        .map(|sex| (sex.to_string(), words.sex(*sex)));
    let ranks = Rank::ALL
        .iter()
        .filter(|rank| **rank != Rank::None)
        .map(|rank| (rank.to_string(), words.pool_rank_from(words.rank(*rank))));
    let orders = Order::ALL
        .iter()
        .map(|(order, name)| ((*name).to_owned(), words.review_order(*order)))
        .collect();
    view! {
        <form class="filters on-screen" method="get" role="search">
            {filter.standing.map(|standing| view! { <Hidden name="standing" value=standing.to_string()/> })}
            <div class="field search">
                <label for="q">{words.review_search()}</label>
                <input id="q" name="q" type="search" value=filter.words.clone()/>
            </div>
            <Select name="country" label=words.delegation() choices=countries value=chosen(filter.country.map(|one| one.to_string())) optional=true/>
            <Select name="group" label=words.review_group() choices=all(words.review_all(), groups) value=chosen(filter.group.map(|one| one.slug().to_owned())) optional=true/>
            <Select name="pool" label=words.review_pool() choices=all(words.review_all(), pools) value=chosen(filter.pool.map(|one| one.to_string())) optional=true/>
            <Select name="sex" label=words.sex_label() choices=all(words.review_all(), sexes) value=chosen(filter.sex.map(|one| one.to_string())) optional=true/>
            <Select name="rank" label=words.official_rank() choices=all(words.review_all(), ranks) value=chosen(filter.rank.map(|one| one.to_string())) optional=true/>
            <Select name="order" label=words.review_in_order() choices=orders value=filter.order.name() optional=true/>
            <ColumnChoice columns/>
            <button class="btn quiet">{words.show()}</button>
        </form>
    }
}

fn all(said: String, choices: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), said))
        .chain(choices)
        .collect()
}

impl Words {
    fn review_order(self, order: Order) -> String {
        match order {
            Order::Came => self.review_order_came(),
            Order::Name => self.review_order_name(),
            Order::Delegation => self.delegation(),
            Order::Rank => self.official_rank(),
        }
    }
}
