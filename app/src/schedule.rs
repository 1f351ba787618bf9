//! Sessions and timetables.

mod edit_session;
mod edition_sessions;
mod my_timetable;
mod new_session;
mod session_form;
mod session_page;
mod timetable;

pub use edit_session::{
    CancelSession, EditSession, EditSessionPage, RecordEffectiveLength, TakeUpSession,
};
pub use edition_sessions::{EditionSessionsPage, OutsideSessions, sessions_outside};
pub use my_timetable::MyTimetablePage;
pub use new_session::{AddSession, NewSessionPage};
pub use session_form::FoldField;
pub use session_page::SessionPage;
pub use timetable::Timetable;

use model::schedule::{Audience, Fold, SessionKind};

use crate::Words;

impl Words {
    /// A session's kind in words.
    #[must_use]
    pub fn session_kind(self, kind: SessionKind) -> String {
        match kind {
            SessionKind::Lecture => self.schedule_kind_lecture(),
            SessionKind::Visit => self.schedule_kind_visit(),
            SessionKind::Exchange => self.schedule_kind_exchange(),
            SessionKind::Online => self.schedule_kind_online(),
        }
    }

    /// A session's audience in words.
    #[must_use]
    pub fn session_audience(self, audience: Audience) -> String {
        match audience {
            Audience::Public => self.schedule_audience_public(),
            Audience::SignedIn => self.schedule_audience_signed_in(),
            Audience::Enrolled => self.schedule_audience_enrolled(),
        }
    }

    /// Which of two instants is meant, in words.
    #[must_use]
    pub fn session_fold(self, fold: Fold) -> String {
        match fold {
            Fold::Earlier => self.schedule_fold_earlier(),
            Fold::Later => self.schedule_fold_later(),
        }
    }
}
