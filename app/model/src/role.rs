//! Roles and what they are granted over.

use serde::{Deserialize, Serialize};

use crate::choice::choice;
use crate::{Country, CourseId, EditionId, SessionId};

choice! {
    /// What somebody is trusted to do; see [`Scope`] for where.
    Role {
        /// Runs sessions and takes their rolls.
        Trainer = "trainer",
        /// Runs editions.
        Coordinator = "coordinator",
        /// Nominates for one country.
        FocalPoint = "focal_point",
        /// Reads figures and the audit log, changes nothing.
        Auditor = "auditor",
        /// May do everything.
        Administrator = "administrator",
    }
}

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Everywhere.
    All,
    /// One edition and what is in it.
    Edition(EditionId),
    /// One course of an edition.
    Course(CourseId),
    /// One session.
    Session(SessionId),
    /// One country in one edition.
    CountryInEdition(Country, EditionId),
}
