//! Figures: the year that everybody may read, and what staff see of editions, programmes and years.

mod basis;
mod countries;
mod days;
mod edition_figures;
mod editions_table;
mod funnel;
mod layers;
mod map_key;
mod months;
mod programme_figures;
mod reported_views;
mod sessions_table;
mod sheet;
mod tiles;
mod year;
mod year_figures;
mod year_in_figures;

pub use edition_figures::EditionFiguresPage;
pub use programme_figures::ProgrammeFiguresPage;
pub use reported_views::{RecordReportedView, ReportedViewsPage, WithdrawReportedView};
pub use year::{LatestYearPage, YearPage};
pub use year_figures::YearFiguresPage;
pub use year_in_figures::YearInFigures;

use jiff::civil::Date;
use model::Language;
use model::catalogue::Mode;
use model::schedule::SessionKind;

use crate::Words;

impl Words {
    /// How people take part, in words, as figures say it.
    #[must_use]
    pub fn figures_mode(self, mode: Mode) -> String {
        match mode {
            Mode::InPerson => self.figures_mode_in_person(),
            Mode::Online => self.figures_mode_online(),
            Mode::Hybrid => self.figures_mode_hybrid(),
        }
    }

    /// The kind of a session in words, as figures say it.
    #[must_use]
    pub fn figures_kind(self, kind: SessionKind) -> String {
        match kind {
            SessionKind::Lecture => self.figures_kind_lecture(),
            SessionKind::Visit => self.figures_kind_visit(),
            SessionKind::Exchange => self.figures_kind_exchange(),
            SessionKind::Online => self.figures_kind_online(),
        }
    }

    /// A month alone: `May`, `5月`.
    #[must_use]
    pub fn month_name(self, day: Date) -> String {
        let place = usize::try_from(day.month().saturating_sub(1)).unwrap_or(0);
        let months = self.months();
        months.split(' ').nth(place).unwrap_or_default().to_owned()
    }

    /// A month and its year: `May 2027`, `2027年5月`.
    #[must_use]
    pub fn month_of_year(self, day: Date) -> String {
        match self.language {
            Language::Chinese => format!("{}年{}月", day.year(), day.month()),
            _ => format!("{} {}", self.month_name(day), day.year()),
        }
    }
}
