//! The ladder of an application.

use crate::choice::choice;

choice! {
    /// Where an application stands.
    Standing {
        /// Being written; nobody else sees it.
        Draft = "draft",
        /// Sent.
        Submitted = "submitted",
        /// Named by a focal point.
        Nominated = "nominated",
        /// Confirmed by a focal point.
        Endorsed = "endorsed",
        /// Being read.
        InReview = "in_review",
        /// On the waiting list.
        Waiting = "waiting",
        /// A seat is held until a deadline.
        Offered = "offered",
        /// Has a place; the enrolment is written.
        Accepted = "accepted",
        /// Refused by the centre.
        Declined = "declined",
        /// Taken back by the person.
        Withdrawn = "withdrawn",
        /// The offer's deadline passed.
        Expired = "expired",
    }
}

impl Standing {
    /// Whether the application is over, so that the person may apply again.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Declined | Self::Withdrawn | Self::Expired)
    }

    /// Whether the application claims seats.
    #[must_use]
    pub const fn holds_seats(self) -> bool {
        matches!(self, Self::Offered | Self::Accepted)
    }
}

choice! {
    /// Why an application was declined, as the person is told.
    DeclineReason {
        /// There are more good applications than seats.
        Seats = "seats",
        /// The delegation has its share of the seats.
        CountryShare = "country_share",
        /// The edition is meant for other duties or another experience.
        Profile = "profile",
        /// The edition's languages.
        Language = "language",
        /// Something that was asked for is missing.
        Incomplete = "incomplete",
        /// It came too late.
        Late = "late",
        /// Another reason, which the centre tells when asked.
        Other = "other",
    }
}

choice! {
    /// Whether a pool caps its members or everybody else.
    PoolRule {
        /// Caps the members of a group at the size.
        Maximum = "maximum",
        /// Keeps seats for a group: caps everybody else.
        Reserve = "reserve",
    }
}

choice! {
    /// Whom a pool counts.
    PoolGroup {
        /// Everybody: the edition's total.
        Everybody = "everybody",
        /// Each delegation by itself.
        EachCountry = "each_country",
        /// One delegation.
        Country = "country",
        /// Delegations that belong to a group of countries on the edition's first day.
        CountryGroup = "country_group",
        /// People of one organisation.
        Organisation = "organisation",
        /// People of one sex, as stated.
        Sex = "sex",
        /// Officials from a rank on.
        RankFrom = "rank_from",
        /// People picked by hand.
        Picked = "picked",
    }
}

choice! {
    /// What a question of an application form takes.
    QuestionKind {
        /// One line.
        ShortText = "short_text",
        /// Several lines.
        LongText = "long_text",
        /// A whole number.
        Number = "number",
        /// A day.
        Date = "date",
        /// One of a list.
        Choice = "choice",
        /// Any number of a list.
        Several = "several",
        /// A country.
        Country = "country",
        /// A box to tick.
        Consent = "consent",
    }
}

impl QuestionKind {
    /// Whether it comes with a list.
    #[must_use]
    pub const fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::Several)
    }
}

choice! {
    /// Who reads the answers to a question, beside whoever gave them.
    AnswerReaders {
        /// Who runs the edition.
        Coordinators = "coordinators",
        /// Administrators alone.
        Administrators = "administrators",
    }
}
