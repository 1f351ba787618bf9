//! Refusals in words: what happened, what was kept, what to do next.

use model::refusal::FileRefusal;
use model::{Reason, Refusal, Zone};

use super::Words;

impl Words {
    /// A refusal as a sentence.
    #[must_use]
    pub fn refusal(self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Fields(_) => self.refused_fields(),
            Refusal::OurFault => self.refused_our_fault(),
            Refusal::Unreadable => self.refused_unreadable(),
            Refusal::NotFound => self.refused_not_found(),
            Refusal::NotAllowed => self.refused_not_allowed(),
            Refusal::SignInFirst => self.refused_sign_in_first(),
            Refusal::WrongPassword => self.refused_wrong_password(),
            Refusal::LinkOfAnother => self.refused_link_of_another(),
            Refusal::LinkSpent => self.refused_link_spent(),
            Refusal::TooManyTries { wait_seconds } => {
                self.refused_too_many_tries(i64::from(wait_seconds.div_ceil(60)))
            }
            Refusal::NotOpenYet { .. } => self.refused_not_open_yet(),
            Refusal::Closed { .. } => self.refused_closed(),
            Refusal::AnotherWayIn => self.refused_another_way_in(),
            Refusal::AlreadyApplied => self.refused_already_applied(),
            Refusal::NothingToWithdraw => self.refused_nothing_to_withdraw(),
            Refusal::NoOffer => self.refused_no_offer(),
            Refusal::OfferOver { expired_at } => {
                self.refused_offer_over(self.moment(*expired_at, &Zone::utc()))
            }
            Refusal::BelowTaken { taken } => self.refused_below_taken(*taken),
            Refusal::BelowReserved => self.refused_below_reserved(),
            Refusal::ReserveWithoutTotal => self.refused_reserve_without_total(),
            Refusal::NoSeat {
                rule,
                counted,
                value,
                size,
            } => self.refused_no_seat(self.pool_said(*rule, *counted, value, *size)),
            Refusal::ApplicationOver => self.refused_application_over(),
            Refusal::NoSuchStep => self.refused_no_such_step(),
            Refusal::NotOneself => self.refused_not_oneself(),
            Refusal::NotNow => self.refused_not_now(),
            Refusal::EditionsToCome => self.refused_editions_to_come(),
            Refusal::ProgrammeNotOnOffer => self.refused_programme_not_on_offer(),
            Refusal::ChangedMeanwhile => self.refused_changed_meanwhile(),
            Refusal::NothingChanged => self.refused_nothing_changed(),
            Refusal::QuestionHangsTogether => self.refused_question_hangs_together(),
            Refusal::LastAdministrator => self.refused_last_administrator(),
            Refusal::File(FileRefusal::TooLarge { most }) => {
                self.refused_file_too_large(most / 1_000_000)
            }
            Refusal::File(FileRefusal::WrongKind) => self.refused_file_wrong_kind(),
            Refusal::File(FileRefusal::Broken) => self.refused_file_broken(),
        }
    }

    /// Why a field was refused, as a sentence.
    #[must_use]
    pub fn reason(self, reason: Reason) -> String {
        match reason {
            Reason::Missing => self.reason_missing(),
            Reason::TooLong { most } => self.reason_too_long(most),
            Reason::TooShort { fewest } => self.reason_too_short(fewest),
            Reason::NotAnAddress => self.reason_not_an_address(),
            Reason::NotANumber { least, most } => self.reason_not_a_number(least, most),
            Reason::NotADate => self.reason_not_a_date(),
            Reason::NotATime => self.reason_not_a_time(),
            Reason::NotAChoice => self.reason_not_a_choice(),
            Reason::UnknownZone => self.reason_unknown_zone(),
            Reason::NotASlug => self.reason_not_a_slug(),
            Reason::Taken => self.reason_taken(),
            Reason::NotALink => self.reason_not_a_link(),
            Reason::EndsBeforeStart => self.reason_ends_before_start(),
            Reason::SkippedByTheClock => self.reason_skipped_by_the_clock(),
            Reason::ShownTwiceByTheClock => self.reason_shown_twice_by_the_clock(),
            Reason::PasswordsDiffer => self.reason_passwords_differ(),
            Reason::PasswordTooCommon => self.reason_password_too_common(),
            Reason::WrongPassword => self.reason_wrong_password(),
            Reason::PeopleHaveApplied => self.reason_people_have_applied(),
            Reason::OutsideTheEdition => self.reason_outside_the_edition(),
            Reason::NotAhead => self.reason_not_ahead(),
            Reason::NobodyKnown => self.reason_nobody_known(),
            Reason::OnYourList => self.reason_on_your_list(),
            Reason::CannotBeNominated => self.reason_cannot_be_nominated(),
            Reason::NotYourself => self.reason_not_yourself(),
            Reason::FocalPointOfAnother => self.reason_focal_point_of_another(),
            Reason::TooManyLines { most } => self.reason_too_many_lines(most),
            Reason::LineNotNameAndAddress { line } => self.reason_line_not_name_and_address(line),
            Reason::LineNotAnAddress { line } => self.reason_line_not_an_address(line),
            Reason::LineOnYourList { line } => self.reason_line_on_your_list(line),
            Reason::LineCannotBeNominated { line } => self.reason_line_cannot_be_nominated(line),
            Reason::DaysReported => self.reason_days_reported(),
            Reason::TotalBesideCountries => self.reason_total_beside_countries(),
            Reason::LineNotTwoCells { line } => self.reason_line_not_two_cells(line),
            Reason::LineNotACountry { line } => self.reason_line_not_a_country(line),
            Reason::LineNotANumber { line } => self.reason_line_not_a_number(line),
            Reason::LineTwice { line } => self.reason_line_twice(line),
            Reason::LineDaysReported { line } => self.reason_line_days_reported(line),
            Reason::LineTotalBesideCountries { line } => {
                self.reason_line_total_beside_countries(line)
            }
        }
    }
}
