//! Ids as types. All are UUIDs of version 7, made by the application, so that any number of servers can make them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An id type: its own type, a UUID in the database, its usual text elsewhere.
macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "native", derive(sea_orm::DeriveValueType))]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id; later ids sort after earlier ones.
            #[cfg(feature = "native")]
            #[must_use]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        #[cfg(feature = "native")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        #[cfg(feature = "native")]
        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

id! {
    /// An account or an imported record.
    PersonId,
    /// A person's role in a scope.
    GrantId,
    /// Groups programmes.
    PortfolioId,
    /// A standing offer.
    ProgrammeId,
    /// One run of a programme.
    EditionId,
    /// A subject taught in an edition.
    CourseId,
    /// A meeting of an edition.
    SessionId,
    /// An organisation that hosts visits or sends people.
    HostId,
    /// A place where sessions meet.
    VenueId,
    /// A person asking for a place in an edition.
    ApplicationId,
    /// One step of an application's ladder.
    ApplicationStepId,
    /// A correction of what pools and figures look at.
    CorrectionId,
    /// One version of an edition's application form.
    ApplicationFormId,
    /// One question of an application form.
    FormFieldId,
    /// A limit on some of an edition's seats.
    SeatPoolId,
    /// One counter of a seat pool.
    SeatCounterId,
    /// An accepted place.
    EnrolmentId,
    /// Something that shows a person was there.
    EvidenceId,
    /// What a trainer says about one person in one session.
    RollMarkId,
    /// A recording or a stream of a session.
    RecordingId,
    /// One page load's player.
    PlayId,
    /// A count that another platform reports.
    ReportedViewId,
    /// A mail waiting or sent.
    MailId,
    /// A row of the audit log.
    AuditId,
}
