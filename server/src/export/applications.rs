//! The applications of an edition as a file, filtered as on the review list.

use app::Words;
use app::admissions::asked_of;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::admissions::review::{Identity, Line, everything};
use model::{EditionId, Refusal};

use super::{Kind, Table, refused, written};
use crate::web::Brought;

pub(super) async fn applications(
    Path(edition): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    Extension(brought): Extension<Brought>,
    kind: Kind,
) -> Response {
    match load(&brought, &edition, &query).await {
        Ok(table) => table.answer(&kind.file("applications")),
        Err(error) => refused(&brought, &error),
    }
}

async fn load(
    brought: &Brought,
    edition: &str,
    query: &[(String, String)],
) -> domain::Result<Table> {
    let asking = &brought.asking;
    asking.person()?;
    let edition: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
    let filter = asked_of(|name| {
        let found = query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    });
    let lines = everything(&asking.db, &asking.visitor, edition, &filter).await?;
    Ok(table(brought.words, lines))
}

fn table(words: Words, lines: Vec<Line>) -> Table {
    let mut table = Table::with_columns([
        words.csv_standing(),
        words.csv_position(),
        words.printed_name(),
        words.native_name(),
        words.csv_e_mail(),
        words.organisation(),
        words.position(),
        words.csv_country_code(),
        words.delegation(),
        words.official_rank(),
        words.sex_label(),
        words.csv_applied(),
        words.csv_offer_until(),
        words.decline_reason_label(),
    ]);
    for one in lines {
        let who = one.identity.unwrap_or_else(|| Identity {
            name: String::new(),
            native_name: String::new(),
            organisation: String::new(),
            position: String::new(),
            email: String::new(),
        });
        table.row([
            words.standing(one.standing),
            one.position
                .map(|place| place.to_string())
                .unwrap_or_default(),
            who.name,
            who.native_name,
            who.email,
            who.organisation,
            who.position,
            one.member.delegation.code().to_owned(),
            words.country(one.member.delegation),
            words.rank(one.member.rank),
            words.sex(one.member.sex),
            written(one.applied_at),
            one.offer_expires_at.map(written).unwrap_or_default(),
            one.decline_reason
                .map(|reason| words.decline_reason(reason))
                .unwrap_or_default(),
        ]);
    }
    table
}
