//! What a rule answers when it does not do what was asked.

use model::Refusal;
use sea_orm::DbErr;

/// Either the asker's business (a refusal) or ours (a fault).
#[derive(Debug)]
pub enum Error {
    /// Not done, and the reader is told why.
    Refused(Refusal),
    /// The database failed.
    Database(DbErr),
    /// Something that cannot be, was.
    Fault(String),
}

/// What rules return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "refused: {refusal:?}"),
            Self::Database(error) => write!(f, "database: {error}"),
            Self::Fault(what) => write!(f, "fault: {what}"),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// The refusal, if it is one.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}
