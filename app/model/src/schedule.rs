//! What sessions can be.

use crate::choice::choice;

choice! {
    /// The kind of a session. On-site sessions are visits and exchanges.
    SessionKind {
        /// A lecture or a class.
        Lecture = "lecture",
        /// A company visit.
        Visit = "visit",
        /// Participants share knowledge, or a cultural exchange.
        Exchange = "exchange",
        /// An online session.
        Online = "online",
    }
}

impl SessionKind {
    /// Whether the session counts as an on-site session in figures.
    #[must_use]
    pub const fn is_on_site(self) -> bool {
        matches!(self, Self::Visit | Self::Exchange)
    }
}

choice! {
    /// Who may watch or join.
    Audience {
        /// Everybody.
        Public = "public",
        /// Everybody with an account.
        SignedIn = "signed_in",
        /// People enrolled in the edition, and its staff.
        Enrolled = "enrolled",
    }
}

choice! {
    /// Whether a session takes place.
    SessionState {
        /// Planned, running or over.
        Planned = "planned",
        /// Does not take place.
        Cancelled = "cancelled",
    }
}

choice! {
    /// Which of two instants a wall-clock time means when the clock is turned back.
    Fold {
        /// The first one.
        Earlier = "earlier",
        /// The second one.
        Later = "later",
    }
}
