//! The people of an edition as a file, filtered as on their page.

use app::Words;
use app::admissions::chosen;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::admissions::people::{Identity, Listed, everybody};
use model::{EditionId, Refusal};
use serde::Deserialize;

use super::{Kind, Table, refused, written};
use crate::web::Brought;

/// What the address chooses.
#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    standing: String,
    #[serde(default)]
    country: String,
}

pub(super) async fn people(
    Path(edition): Path<String>,
    Query(query): Query<Chosen>,
    Extension(brought): Extension<Brought>,
    kind: Kind,
) -> Response {
    match load(&brought, &edition, &query).await {
        Ok(table) => table.answer(&kind.file("people")),
        Err(error) => refused(&brought, &error),
    }
}

async fn load(brought: &Brought, edition: &str, query: &Chosen) -> domain::Result<Table> {
    let edition: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
    let filter = chosen(&query.standing, &query.country);
    let asking = &brought.asking;
    let listed = everybody(&asking.db, &asking.visitor, edition, filter).await?;
    Ok(table(brought.words, listed))
}

fn table(words: Words, listed: Vec<Listed>) -> Table {
    let mut table = Table::with_columns([
        words.csv_position(),
        words.csv_standing(),
        words.printed_name(),
        words.native_name(),
        words.csv_e_mail(),
        words.organisation(),
        words.csv_country_code(),
        words.delegation(),
        words.csv_declared(),
        words.official_rank(),
        words.sex_label(),
        words.csv_applied(),
        words.csv_enrolled(),
    ]);
    for one in listed {
        table.row(cells(words, one));
    }
    table
}

fn cells(words: Words, one: Listed) -> [String; 13] {
    let (name, native_name, email, organisation) = match one.identity {
        Some(Identity {
            name,
            native_name,
            email,
            organisation,
            ..
        }) => (name, native_name, email, organisation),
        None => Default::default(),
    };
    [
        one.position
            .map(|position| position.to_string())
            .unwrap_or_default(),
        words.standing(one.standing),
        name,
        native_name,
        email,
        organisation,
        one.delegation.code().to_owned(),
        words.country(one.delegation),
        words.country(one.declared),
        words.rank(one.rank),
        words.sex(one.sex),
        written(one.applied_at),
        one.enrolled_at.map(written).unwrap_or_default(),
    ]
}
