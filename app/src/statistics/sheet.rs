//! What the parts of a page of figures share.

use domain::statistics::by_day::Period;
use domain::statistics::figures::Figures;
use domain::statistics::{Gathered, Measured};
use model::Zone;
use model::accounts::Rank;

use super::layers::Layers;
use crate::Words;

/// Over what figures are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One edition.
    Edition,
    /// The sessions of an edition that a trainer runs.
    Sessions,
    /// Editions of a programme.
    Programme,
    /// Sessions of a year.
    Year(i16),
}

/// One page of figures.
#[derive(Clone)]
pub struct Sheet {
    pub words: Words,
    pub scope: Scope,
    /// Whether everybody reads it: then small counts of people are not told.
    pub is_public: bool,
    /// The zone in which days are counted.
    pub days_zone: Zone,
    /// The centre's zone: in which a session's year is counted.
    pub centre_zone: Zone,
    /// From this rank on an official is high-ranking.
    pub rank: Rank,
    /// The page's address without a query.
    pub base: String,
    pub layers: Layers,
    /// The days that were asked for.
    pub period: Period,
    pub gathered: Gathered,
    pub figures: Figures,
}

impl Sheet {
    /// The address of a table as CSV.
    pub fn csv(&self, table: &str) -> String {
        format!("{}/{table}.csv", self.base)
    }

    /// Unique viewers as this scope tells them apart.
    pub const fn uniques(&self, measured: &Measured) -> i64 {
        match self.scope {
            Scope::Sessions => measured.session_uniques,
            _ => measured.edition_uniques,
        }
    }

    /// The definition of unique viewers in this scope.
    pub fn uniques_what(&self) -> String {
        match self.scope {
            Scope::Edition => self.words.figure_uniques_edition_what(),
            Scope::Sessions => self.words.figure_uniques_sessions_what(),
            Scope::Programme | Scope::Year(_) => self.words.figure_uniques_sum_what(),
        }
    }
}
