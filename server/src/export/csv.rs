//! Tables as CSV that spreadsheets open in UTF-8 and never run as formulas.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Tells spreadsheets that what follows is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A table being written; every cell is guarded against being read as a formula.
pub struct Csv(csv::Writer<Vec<u8>>);

impl Csv {
    /// A table with these columns.
    pub fn with_columns<I, T>(columns: I) -> Result<Self, csv::Error>
    where
        I: IntoIterator<Item = T>,
        T: AsRef<str>,
    {
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(BYTE_ORDER_MARK.to_vec());
        let mut table = Self(writer);
        table.row(columns)?;
        Ok(table)
    }

    /// Adds a row.
    pub fn row<I, T>(&mut self, cells: I) -> Result<(), csv::Error>
    where
        I: IntoIterator<Item = T>,
        T: AsRef<str>,
    {
        self.0
            .write_record(cells.into_iter().map(|cell| guarded(cell.as_ref())))
    }

    /// The file's bytes.
    pub fn bytes(self) -> Result<Vec<u8>, csv::Error> {
        self.0
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }

    /// The file as an answer that is saved as `name`: letters, digits, dots and hyphens.
    pub fn answer(self, name: &str) -> Response {
        let bytes = match self.bytes() {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::error!(%error, "a table could not be written");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let kind = HeaderValue::from_static("text/csv; charset=utf-8");
        let saved = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
            .unwrap_or(HeaderValue::from_static("attachment"));
        (
            [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_DISPOSITION, saved),
            ],
            bytes,
        )
            .into_response()
    }
}

/// A quote before what a spreadsheet would run. A plain number stays one, also below zero.
fn guarded(cell: &str) -> String {
    let begins_badly =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let is_number = cell
        .strip_prefix('-')
        .unwrap_or(cell)
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    if begins_badly && !(is_number && cell.len() > 1) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Csv, guarded};

    #[test]
    fn nothing_is_run_by_a_spreadsheet() {
        for bad in [
            "=1+1",
            "+1",
            "-1+1",
            "-",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "=HYPERLINK(\"https://evil.example\")",
            "＝1",
        ] {
            assert_eq!(guarded(bad), format!("'{bad}"));
        }
        for good in ["", "Amina", "-12", "12", "a=b", "张三", "1 + 1"] {
            assert_eq!(guarded(good), good);
        }
    }

    #[test]
    fn a_table_is_utf_8_with_quotes_where_they_must_be() {
        let mut table = Csv::with_columns(["Name", "Organisation"]).unwrap();
        table
            .row(["王小明", "Ports, \"Harbours\" and\nDocks"])
            .unwrap();
        assert_eq!(
            String::from_utf8(table.bytes().unwrap()).unwrap(),
            "\u{feff}Name,Organisation\r\n王小明,\"Ports, \"\"Harbours\"\" and\nDocks\"\r\n"
        );
    }
}
