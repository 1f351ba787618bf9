//! Programmes, editions, courses: what is offered.

mod cancel_edition;
mod choices;
mod course;
mod deadline;
mod edit_course;
mod edit_edition;
mod edit_host;
mod edit_portfolio;
mod edit_programme;
mod edit_venue;
mod edit_words;
mod edition;
mod edition_row;
mod history;
mod home;
mod new_course;
mod new_edition;
mod preview;
mod programme;
mod programmes;
mod publication;
mod session_table;
mod staff_catalogue;
mod staff_home;
mod structured;
mod trainer;

pub use cancel_edition::{CancelEdition, CancelEditionPage};
pub use course::CoursePage;
pub use edit_course::{
    AssignTrainer, CancelCourse, EditCourse, EditCoursePage, ReinstateCourse, RemoveTrainer,
};
pub use edit_edition::EditionTabs;
pub use edit_edition::{
    AddEditionHost, EditEdition, EditEditionPage, PublishEdition, RemoveEditionHost,
};
pub use edit_host::{AddHost, EditHost, EditHostPage, HostsPage, NewHostPage};
pub use edit_portfolio::{CreatePortfolio, EditPortfolio, EditPortfolioPage, NewPortfolioPage};
pub use edit_programme::{
    CreateProgramme, EditProgramme, EditProgrammePage, NewProgrammePage, PublishProgramme,
};
pub use edit_venue::{AddVenue, EditVenue, EditVenuePage, NewVenuePage, VenuesPage};
pub use edit_words::{EditWords, EditWordsPage};
pub use edition::EditionPage;
pub use edition_row::EditionRow;
pub use home::HomePage;
pub use new_course::{AddCourse, NewCoursePage};
pub use new_edition::{CreateEdition, NewEditionPage};
pub(crate) use preview::{NotForSearch, Preview};
pub use programme::ProgrammePage;
pub use programmes::ProgrammesPage;
pub use staff_catalogue::StaffCataloguePage;
pub use staff_home::StaffHomePage;
pub use trainer::TrainerPage;
