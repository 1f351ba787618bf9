//! Who gets a place: the way in, the waiting list, and the people of an edition.

mod answers;
mod apply;
mod elective;
mod enrol;
mod enrol_box;
mod form_page;
mod my_applications;
mod people;
mod pool_words;
mod question_words;
mod seat_pools;
mod seats;
mod standing;
mod way;
mod withdraw;
mod withdraw_somebody;

pub use answers::AnswersPage;
pub use apply::{Apply, ApplyPage};
pub use elective::{ChooseElective, ElectiveChoice, LeaveElective, MyEditions};
pub use enrol::{Enrol, EnrolPage};
pub use enrol_box::EnrolBox;
pub use form_page::{AddQuestion, EditQuestion, EditionFormPage, MoveQuestion, RemoveQuestion};
pub use my_applications::MyApplicationsPage;
pub use people::{EditionPeoplePage, chosen};
pub use seat_pools::{
    AddSeatPool, EditSeatPoolPage, NewSeatPoolPage, ReleaseSeatPool, RemoveSeatPool,
    ResizeSeatPool, SeatPoolsPage,
};
pub use seats::{SetSeats, seats_said};
pub use withdraw::{Withdraw, WithdrawPage};
pub use withdraw_somebody::{WithdrawSomebody, WithdrawSomebodyPage};

use model::{EditionId, Refusal};

/// The edition a form or an address names.
fn edition_of(text: &str) -> Result<EditionId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}
