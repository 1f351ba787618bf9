//! What comes after the yes.

use crate::choice::choice;

choice! {
    /// How far somebody's visa has come.
    VisaStanding {
        /// They need none.
        NotNeeded = "not_needed",
        /// They have the invitation letter, and have not applied yet.
        LetterSent = "letter_sent",
        /// They have applied.
        Applied = "applied",
        /// They have it.
        Granted = "granted",
        /// They do not get it.
        Refused = "refused",
    }
}

impl VisaStanding {
    /// Whether nothing stands in the way of the journey.
    #[must_use]
    pub const fn lets_travel(self) -> bool {
        matches!(self, Self::NotNeeded | Self::Granted)
    }
}

choice! {
    /// To the edition, or home.
    Way {
        /// To the edition's place.
        Arrival = "arrival",
        /// Away from it.
        Departure = "departure",
    }
}

choice! {
    /// Why a letter no longer holds.
    Revocation {
        /// A newer one was issued.
        Replaced = "replaced",
        /// The place was given back.
        Withdrawn = "withdrawn",
    }
}
