//! What accounts are described with.

use crate::choice::choice;

choice! {
    /// Sex as stated; unknown is a row of its own in every figure.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Another answer.
        Other = "other",
        /// Not stated.
        Unknown = "unknown",
    }
}

choice! {
    /// Official rank, lowest first; the centre's threshold says from where on it counts as high-ranking.
    Rank {
        /// Not an official, or not stated.
        None = "none",
        /// Specialist, officer, section chief.
        Officer = "officer",
        /// Head of division.
        Division = "division",
        /// Director or director-general.
        Director = "director",
        /// Vice-minister or equal.
        ViceMinister = "vice_minister",
        /// Minister or equal.
        Minister = "minister",
    }
}

choice! {
    /// What a link that is used once may be used for.
    LinkPurpose {
        /// Shows that the address is the person's.
        ConfirmEmail = "confirm_email",
        /// Sets a new password.
        ResetPassword = "reset_password",
        /// Sets the first password, given by an administrator who knows the person.
        SetPassword = "set_password",
    }
}
