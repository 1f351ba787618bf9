//! Figures: the year that everybody may read, and what staff see of editions, programmes and years.

mod basis;
mod columns;
mod countries;
mod days;
mod edition_figures;
mod editions_table;
mod few;
mod funnel;
mod groups;
mod layers;
mod map_key;
mod months;
pub mod period;
mod programme_figures;
mod reported_views;
mod sessions_table;
mod sheet;
mod tiles;
mod totals;
mod year;
mod year_figures;
mod year_in_figures;

pub use edition_figures::EditionFiguresPage;
pub use layers::Layers;
pub use programme_figures::ProgrammeFiguresPage;
pub use reported_views::{
    RecordReportedTable, RecordReportedView, ReportedViewsPage, WithdrawReportedView,
};
pub use sheet::{Scope, Sheet};
pub use totals::{Total, totals};
pub use year::{LatestYearPage, YearPage};
pub use year_figures::YearFiguresPage;
pub use year_in_figures::YearInFigures;

use jiff::civil::Date;

use crate::Words;

impl Words {
    /// A month alone: `May`, `5月`.
    #[must_use]
    pub fn month_name(self, day: Date) -> String {
        let place = usize::try_from(day.month().saturating_sub(1)).unwrap_or(0);
        let months = self.months();
        months.split(' ').nth(place).unwrap_or_default().to_owned()
    }

    /// A day of a month in few characters: `7 May`, `5月7日`.
    #[must_use]
    pub fn day_of_month(self, day: Date) -> String {
        self.day_and_month(day.day().to_string(), self.month_name(day))
    }

    /// A month and its year: `May 2027`, `2027年5月`.
    #[must_use]
    pub fn month_of_year(self, day: Date) -> String {
        self.month_and_year(self.month_name(day), day.year().to_string())
    }
}
