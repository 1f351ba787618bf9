//! The columns of the review list that one chooses. Name, delegation and standing are always there.

use domain::admissions::review::Line;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::Zone;

use crate::Words;
use crate::frame::words;

/// A column that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Organisation,
    Email,
    Rank,
    Sex,
    Applied,
}

/// The name under which columns stand in an address. The value `name` says that some were chosen, perhaps none.
pub(super) const PARAMETER: &str = "columns[]";
const CHOSEN: &str = "name";

impl Column {
    const ALL: [Self; 5] = [
        Self::Organisation,
        Self::Email,
        Self::Rank,
        Self::Sex,
        Self::Applied,
    ];
    /// Where nobody chose.
    const USUAL: [Self; 4] = [Self::Organisation, Self::Rank, Self::Sex, Self::Applied];

    const fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Email => "email",
            Self::Rank => "rank",
            Self::Sex => "sex",
            Self::Applied => "applied",
        }
    }

    pub(super) fn heading(self, words: Words) -> String {
        match self {
            Self::Organisation => words.organisation(),
            Self::Email => words.email(),
            Self::Rank => words.official_rank(),
            Self::Sex => words.sex_label(),
            Self::Applied => words.review_applied(),
        }
    }

    /// What it says of an application, and a smaller line below.
    pub(super) fn said(self, line: &Line, words: Words, zone: &Zone) -> (String, String) {
        let who = line.identity.as_ref();
        let known = |said: Option<&String>| said.filter(|said| !said.is_empty()).cloned();
        match self {
            Self::Organisation => (
                known(who.map(|who| &who.organisation)).unwrap_or_else(|| "—".to_owned()),
                known(who.map(|who| &who.position)).unwrap_or_default(),
            ),
            Self::Email => (
                known(who.map(|who| &who.email)).unwrap_or_else(|| "—".to_owned()),
                String::new(),
            ),
            Self::Rank => (words.rank(line.member.rank), String::new()),
            Self::Sex => (words.sex(line.member.sex), String::new()),
            Self::Applied => (words.moment(line.applied_at, zone), String::new()),
        }
    }
}

/// The columns that the present page's address chooses; the usual ones, where it chooses none.
pub(super) fn asked() -> Vec<Column> {
    let named = use_query_map().with_untracked(|query| query.get_all(PARAMETER));
    match named {
        None => Column::USUAL.to_vec(),
        Some(named) => Column::ALL
            .into_iter()
            .filter(|column| named.iter().any(|name| name == column.name()))
            .collect(),
    }
}

/// Columns as values of an address; none where they are the usual ones.
pub(super) fn values(columns: &[Column]) -> Vec<&'static str> {
    if columns == Column::USUAL {
        return Vec::new();
    }
    let named = columns.iter().map(|column| column.name());
    std::iter::once(CHOSEN).chain(named).collect()
}

/// Chooses columns; stands in a form.
#[component]
pub(super) fn ColumnChoice(columns: Vec<Column>) -> impl IntoView {
    let words = words();
    let boxes = Column::ALL
        .into_iter()
        .map(|column| {
            let checked = columns.contains(&column);
            view! {
                <label>
                    <input type="checkbox" name=PARAMETER value=column.name() checked=checked/>
                    <span>{column.heading(words)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <details class="columns">
            <summary>{words.review_columns()}</summary>
            <input type="hidden" name=PARAMETER value=CHOSEN/>
            <fieldset class="choices">
                <legend class="spoken">{words.review_columns()}</legend>
                {boxes}
            </fieldset>
        </details>
    }
}
