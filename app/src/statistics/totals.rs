//! A page's figures as rows of a table: each with its definition and what it leaves out.

use super::sheet::Sheet;
use super::{basis, funnel, tiles};

/// One figure.
pub struct Total {
    pub name: String,
    /// In digits alone.
    pub figure: String,
    pub definition: String,
    pub left_out: String,
}

/// All figures of a page, the steps from plays to unique viewers among them, and what they rest on.
pub fn totals(sheet: &Sheet) -> (Vec<Total>, String) {
    let mut totals: Vec<Total> = tiles::totals(sheet)
        .into_iter()
        .map(|tile| Total {
            name: tile.name,
            figure: tile.plain,
            definition: tile.what,
            left_out: tile.left_out.unwrap_or_default(),
        })
        .collect();
    let measured = &sheet.figures.measured;
    if measured.plays > 0 {
        let words = sheet.words;
        totals.extend(
            funnel::steps(sheet, measured)
                .into_iter()
                .map(|step| Total {
                    name: words.funnel_step(step.name),
                    figure: step.figure.to_string(),
                    definition: String::new(),
                    left_out: step.what,
                }),
        );
    }
    (totals, basis::said(sheet).join(" "))
}
