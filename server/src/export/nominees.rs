//! A focal point's list of one edition as a file: what their page shows, and nothing more.

use app::Words;
use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use domain::admissions::focal_point_desk::{Delegate, delegation};
use model::{EditionId, Refusal};

use super::{Kind, Table, refused, written};
use crate::web::Brought;

pub(super) async fn nominees(
    Path(edition): Path<String>,
    Extension(brought): Extension<Brought>,
    kind: Kind,
) -> Response {
    match load(&brought, &edition).await {
        Ok(table) => table.answer(&kind.file("nominees")),
        Err(error) => refused(&brought, &error),
    }
}

async fn load(brought: &Brought, edition: &str) -> domain::Result<Table> {
    let (asking, words) = (&brought.asking, brought.words);
    asking.person()?;
    let edition: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
    let (db, visitor) = (&asking.db, &asking.visitor);
    let (_, delegates) = delegation(db, visitor, edition, words.language, asking.now).await?;
    Ok(table(words, delegates))
}

fn table(words: Words, delegates: Vec<Delegate>) -> Table {
    let mut table = Table::with_columns([
        words.csv_order(),
        words.nominee_name(),
        words.csv_e_mail(),
        words.organisation(),
        words.position(),
        words.official_rank(),
        words.csv_standing(),
        words.csv_nominated(),
    ]);
    for one in delegates {
        table.row([
            one.place.map(|place| place.to_string()).unwrap_or_default(),
            one.printed_name,
            one.email,
            one.organisation,
            one.position,
            words.rank(one.rank),
            words.standing(one.standing),
            written(one.at),
        ]);
    }
    table
}
