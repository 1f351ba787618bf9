//! An edition's attendance as a file: people by sessions, as on its page.

use app::Words;
use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use domain::attendance::edition_table::{Cell, EditionTable, edition_table};
use model::{EditionId, Refusal};

use super::{Kind, Table, refused};
use crate::web::Brought;

pub(super) async fn attendance(
    Path(edition): Path<String>,
    Extension(brought): Extension<Brought>,
    kind: Kind,
) -> Response {
    match load(&brought, &edition).await {
        Ok(table) => table.answer(&kind.file("attendance")),
        Err(error) => refused(&brought, &error),
    }
}

async fn load(brought: &Brought, edition: &str) -> domain::Result<Table> {
    let (asking, words) = (&brought.asking, brought.words);
    let edition: EditionId = edition.parse().map_err(|_| Refusal::NotFound)?;
    let table = edition_table(&asking.db, &asking.visitor, edition, words.language).await?;
    Ok(written(words, table))
}

fn written(words: Words, table: EditionTable) -> Table {
    let mut columns = vec![
        words.attendance_person(),
        words.csv_country_code(),
        words.delegation(),
        words.csv_attended(table.edition.attendance_threshold),
        words.csv_needed(),
        words.attendance_complete(),
    ];
    columns.extend(
        table
            .sessions
            .iter()
            .map(|(session, title)| format!("{}. {title}", session.number)),
    );
    let mut csv = Table::with_columns(columns);
    for row in table.people {
        let done = row.completion;
        let completed = if done.is_completed() {
            words.attendance_yes()
        } else {
            words.attendance_no()
        };
        let mut cells = vec![
            words.shown_name(&row.name),
            row.country.code().to_owned(),
            words.country(row.country),
            done.attended.to_string(),
            done.needed.to_string(),
            completed,
        ];
        cells.extend(row.cells.iter().map(|of| cell(words, of)));
        csv.row(cells);
    }
    csv
}

/// The verdict in a word, and how much of the session's length it stands for.
fn cell(words: Words, cell: &Cell) -> String {
    match &cell.verdict {
        Some(verdict) if verdict.excused => words.csv_excused(),
        Some(verdict) => format!("{} %", verdict.percent()),
        None if cell.is_for_them => words.csv_unrecorded(),
        None => String::new(),
    }
}
