//! What the catalogue's things can be.

use crate::choice::choice;

choice! {
    /// Who can load a thing of the catalogue.
    Publication {
        /// Staff of its scope only.
        Draft = "draft",
        /// Everybody.
        Published = "published",
        /// Everybody, marked as not taking place.
        Cancelled = "cancelled",
        /// Everybody who has its address; not listed.
        Archived = "archived",
    }
}

choice! {
    /// The kind of training an edition is.
    EditionKind {
        /// A seminar.
        Seminar = "seminar",
        /// A workshop.
        Workshop = "workshop",
        /// A leadership programme.
        Leadership = "leadership",
        /// A series of sessions.
        Series = "series",
    }
}

choice! {
    /// How people take part.
    Mode {
        /// At the place.
        InPerson = "in_person",
        /// From anywhere.
        Online = "online",
        /// Both.
        Hybrid = "hybrid",
    }
}

choice! {
    /// How people get a place.
    AdmissionWay {
        /// Enrol at once while seats last.
        Open = "open",
        /// Apply and be decided on.
        Approval = "approval",
        /// Nominated by a focal point.
        Nomination = "nomination",
    }
}

impl Publication {
    /// Whether it may become `next`. Nothing goes back to being a draft: people may have seen it, and have places in it.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (
                Self::Draft | Self::Cancelled | Self::Archived,
                Self::Published
            ) | (Self::Published, Self::Cancelled)
                | (Self::Published | Self::Cancelled, Self::Archived)
        )
    }

    /// What becoming it is called in the audit log.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "publish",
            Self::Cancelled => "cancel",
            Self::Archived => "archive",
        }
    }
}
