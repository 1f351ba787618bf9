//! Tables as files: CSV that spreadsheets open in UTF-8 and never run as formulas, and workbooks.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Error;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Tells spreadsheets that what follows is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Columns of a workbook are as wide as what stands in them, up to so many pixels.
const WIDEST: u32 = 360;
/// Longer numbers are names: telephones, documents.
const DIGITS: usize = 9;

/// As what a table is let out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Comma-separated values.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
}

impl Kind {
    /// The kind that a file's name ends in; CSV, where it ends in none.
    #[must_use]
    pub fn of(name: &str) -> Self {
        if name.ends_with(".xlsx") {
            Self::Xlsx
        } else {
            Self::Csv
        }
    }

    /// A file's name with its ending.
    #[must_use]
    pub fn file(self, name: &str) -> String {
        match self {
            Self::Csv => format!("{name}.csv"),
            Self::Xlsx => format!("{name}.xlsx"),
        }
    }

    const fn media_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Kind {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts.uri.path()))
    }
}

/// A table: its columns' names and its rows, each as long.
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn with_columns<I, T>(columns: I) -> Self
    where
        I: IntoIterator<Item = T>,
        T: Into<String>,
    {
        Self {
            columns: columns.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<I, T>(&mut self, cells: I)
    where
        I: IntoIterator<Item = T>,
        T: Into<String>,
    {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// As CSV; every cell is guarded against being read as a formula.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(BYTE_ORDER_MARK.to_vec());
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            writer.write_record(row.iter().map(|cell| guarded(cell)))?;
        }
        writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }

    /// As a workbook of one sheet. Whole numbers are numbers, all else is text: nothing in it is a formula.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let bold = Format::new().set_bold();
        for (column, name) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, column, name, &bold)?;
        }
        for (row, cells) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(cells) {
                match number(cell) {
                    Some(number) => sheet.write_number(row, column, number)?,
                    None => sheet.write_string(row, column, cell)?,
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_autofit_max_width(WIDEST);
        sheet.autofit();
        workbook.save_to_buffer()
    }

    fn bytes(&self, kind: Kind) -> Result<Vec<u8>, Error> {
        match kind {
            Kind::Csv => self.csv().map_err(|error| error.to_string()),
            Kind::Xlsx => self.xlsx().map_err(|error| error.to_string()),
        }
        .map_err(|error| Error::Fault(format!("a table: {error}")))
    }

    /// The file as an answer that is saved as `name`, whose ending says its kind: letters, digits, dots and hyphens.
    pub fn answer(self, name: &str) -> Response {
        let kind = Kind::of(name);
        let bytes = match self.bytes(kind) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::error!(%error, "a table could not be written");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let saved = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
            .unwrap_or(HeaderValue::from_static("attachment"));
        (
            [
                (header::CONTENT_TYPE, kind.media_type()),
                (header::CONTENT_DISPOSITION, saved),
            ],
            bytes,
        )
            .into_response()
    }
}

/// A whole number as spreadsheets keep it. What begins with a zero is a name, and so is what is long.
fn number(cell: &str) -> Option<i32> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_plain = digits == "0" || (!digits.starts_with('0') && digits.len() <= DIGITS);
    if is_plain { cell.parse().ok() } else { None }
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
    use super::{Kind, Table, guarded, number};

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
        let mut table = Table::with_columns(["Name", "Organisation"]);
        table.row(["王小明", "Ports, \"Harbours\" and\nDocks"]);
        assert_eq!(
            String::from_utf8(table.csv().unwrap()).unwrap(),
            "\u{feff}Name,Organisation\r\n王小明,\"Ports, \"\"Harbours\"\" and\nDocks\"\r\n"
        );
    }

    #[test]
    fn a_workbook_holds_numbers_and_texts_and_no_formula() {
        for (cell, kept) in [
            ("12", Some(12)),
            ("-3", Some(-3)),
            ("0", Some(0)),
            ("007", None),
            ("", None),
            ("-", None),
            ("12345678901234567890", None),
            ("1 234", None),
            ("=1+1", None),
        ] {
            assert_eq!(number(cell), kept, "{cell}");
        }
        let mut table = Table::with_columns(["Name", "Views"]);
        table.row(["=HYPERLINK(\"https://evil.example\")", "12"]);
        let bytes = table.xlsx().unwrap();
        assert!(bytes.starts_with(b"PK"));
    }

    #[test]
    fn a_file_is_of_the_kind_that_its_name_ends_in() {
        assert_eq!(Kind::of("/staff/editions/1/people.xlsx"), Kind::Xlsx);
        assert_eq!(Kind::of("/staff/editions/1/people.csv"), Kind::Csv);
        assert_eq!(Kind::Xlsx.file("people"), "people.xlsx");
    }
}
