//! Who gets a place: the way in, the waiting list, and the people of an edition.

mod accept_offer;
mod answers;
mod application;
mod apply;
mod complete_nomination;
mod correct;
mod decide;
mod edit_seat_pool;
mod elective;
mod elective_seats;
mod enrol;
mod enrol_box;
mod focal_point;
mod focal_point_edition;
mod form_page;
mod ladder;
mod late;
mod my_applications;
mod new_seat_pool;
mod nominated;
mod nominee;
mod people;
mod picked_people;
mod pool_words;
mod question_words;
mod review;
mod review_columns;
mod review_filter;
mod seat_pools;
mod seats;
mod standing;
mod trial;
mod way;
mod what_if;
mod withdraw;
mod withdraw_somebody;

pub use accept_offer::AcceptOffer;
pub use answers::AnswersPage;
pub use application::ApplicationPage;
pub use apply::{Apply, ApplyPage};
pub use complete_nomination::{CompleteNomination, CompleteNominationPage};
pub use correct::{CorrectApplication, CorrectPage};
pub use decide::{Decide, DecidePage};
pub use edit_seat_pool::{EditSeatPoolPage, ReleaseSeatPool, RemoveSeatPool, ResizeSeatPool};
pub use elective::{ChooseElective, ElectiveChoice, LeaveElective, MyEditions};
pub use elective_seats::SetElectiveSeats;
pub use enrol::{Enrol, EnrolPage};
pub use enrol_box::EnrolBox;
pub use focal_point::FocalPointPage;
pub use focal_point_edition::{
    Endorse, FocalPointEditionPage, Nominate, NominateLines, OrderNominee,
};
pub use form_page::{AddQuestion, EditQuestion, EditionFormPage, MoveQuestion, RemoveQuestion};
pub use late::{LatePage, LetInLate, TakeBackLate};
pub use my_applications::MyApplicationsPage;
pub use new_seat_pool::{AddElectivePool, AddSeatPool, NewElectivePoolPage, NewSeatPoolPage};
pub use nominated::{NominatedPage, RegisterNominee, SignInNominee, TakeUpNomination};
pub use nominee::{NomineePage, RenewNominationLink, SubstituteNominee, WithdrawNominee};
pub use people::{EditionPeoplePage, chosen};
pub use picked_people::{PickPerson, UnpickPerson};
pub use review::{ReviewPage, SetOfferHours};
pub use review_filter::asked_of;
pub use seat_pools::{ElectiveSeatsPage, SeatPoolsPage};
pub use seats::{SetSeats, seats_said};
pub use what_if::WhatIfPage;
pub use withdraw::{Withdraw, WithdrawPage};
pub use withdraw_somebody::{WithdrawSomebody, WithdrawSomebodyPage};

use model::{EditionId, Refusal};

/// The edition a form or an address names.
fn edition_of(text: &str) -> Result<EditionId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}
