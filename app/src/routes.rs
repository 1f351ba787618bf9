//! Every page in one list, grouped by who uses it.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::nested_router::Outlet;
use leptos_router::{SsrMode, path};

use crate::about::*;
use crate::accounts::*;
use crate::admin::*;
use crate::admissions::*;
use crate::attendance::*;
use crate::catalogue::*;
use crate::frame::{Footer, Header, NoSuchPage, SkipLink};
use crate::mail::*;
use crate::media::*;
use crate::schedule::*;
use crate::statistics::*;

/// The frame around every page, and the pages.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <SkipLink/>
            <Header/>
            <main id="main" tabindex="-1">
                <Routes fallback=NoSuchPage>
                    <CataloguePages/>
                    <AboutPages/>
                    <AccountPages/>
                    <StaffCataloguePages/>
                    <AttendancePages/>
                    <AdminPages/>
                    <AdmissionPages/>
                    <DecidingPages/>
                    <NominationPages/>
                    <SeatPages/>
                    <MailPages/>
                    <FigurePages/>
                    <SchedulePages/>
                    <MediaPages/>
                </Routes>
            </main>
            <Footer/>
        </Router>
    }
}

/// For everybody: getting in, and one's own account.
#[component(transparent)]
fn AccountPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("sign-in") view=SignInPage ssr=SsrMode::Async/>
            <Route path=path!("register") view=RegisterPage ssr=SsrMode::Async/>
            <Route path=path!("register/sent") view=RegisterSentPage ssr=SsrMode::Async/>
            <Route path=path!("confirm/:secret") view=ConfirmPage ssr=SsrMode::Async/>
            <Route path=path!("forgotten") view=ForgottenPage ssr=SsrMode::Async/>
            <Route path=path!("reset/:secret") view=ResetPage ssr=SsrMode::Async/>
            <Route path=path!("account") view=ProfilePage ssr=SsrMode::Async/>
            <Route path=path!("account/password") view=PasswordPage ssr=SsrMode::Async/>
            <Route path=path!("account/sign-ins") view=SignInsPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For administrators: what Egret writes to people.
#[component(transparent)]
fn MailPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("staff/mail") view=MailsPage ssr=SsrMode::Async/>
            <Route path=path!("staff/mail/:id") view=MailPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// The roll and attendance, for staff and for oneself.
#[component(transparent)]
fn AttendancePages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("attendance/:edition") view=MyAttendancePage ssr=SsrMode::Async/>
            <Route path=path!("staff/sessions/:id/roll") view=RollPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/attendance") view=EditionAttendancePage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// The year for everybody, and figures for staff.
#[component(transparent)]
fn FigurePages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("year") view=LatestYearPage ssr=SsrMode::Async/>
            <Route path=path!("year/:year") view=YearPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/figures") view=EditionFiguresPage ssr=SsrMode::Async/>
            <Route path=path!("staff/programmes/:id/figures") view=ProgrammeFiguresPage ssr=SsrMode::Async/>
            <Route path=path!("staff/figures/:year") view=YearFiguresPage ssr=SsrMode::Async/>
            <Route path=path!("staff/reported-views") view=ReportedViewsPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For everybody: what is offered.
#[component(transparent)]
fn CataloguePages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("") view=HomePage ssr=SsrMode::Async/>
            <Route path=path!("programmes") view=ProgrammesPage ssr=SsrMode::Async/>
            <Route path=path!("programmes/:programme") view=ProgrammePage ssr=SsrMode::Async/>
            <Route path=path!("programmes/:programme/:edition") view=EditionPage ssr=SsrMode::Async/>
            <Route path=path!("programmes/:programme/:edition/courses/:course") view=CoursePage ssr=SsrMode::Async/>
            <Route path=path!("trainers/:person") view=TrainerPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For everybody: what the centre says of itself.
#[component(transparent)]
fn AboutPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("definitions") view=DefinitionsPage ssr=SsrMode::Async/>
            <Route path=path!("privacy") view=PrivacyPage ssr=SsrMode::Async/>
            <Route path=path!("accessibility") view=AccessibilityPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For staff: writing the catalogue.
#[component(transparent)]
fn StaffCataloguePages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("staff") view=StaffHomePage ssr=SsrMode::Async/>
            <Route path=path!("staff/catalogue") view=StaffCataloguePage ssr=SsrMode::Async/>
            <Route path=path!("staff/portfolios/new") view=NewPortfolioPage ssr=SsrMode::Async/>
            <Route path=path!("staff/portfolios/:id") view=EditPortfolioPage ssr=SsrMode::Async/>
            <Route path=path!("staff/programmes/new") view=NewProgrammePage ssr=SsrMode::Async/>
            <Route path=path!("staff/programmes/:id") view=EditProgrammePage ssr=SsrMode::Async/>
            <Route path=path!("staff/programmes/:id/editions/new") view=NewEditionPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id") view=EditEditionPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/cancel") view=CancelEditionPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/courses/new") view=NewCoursePage ssr=SsrMode::Async/>
            <Route path=path!("staff/courses/:id") view=EditCoursePage ssr=SsrMode::Async/>
            <Route path=path!("staff/hosts") view=HostsPage ssr=SsrMode::Async/>
            <Route path=path!("staff/hosts/new") view=NewHostPage ssr=SsrMode::Async/>
            <Route path=path!("staff/hosts/:id") view=EditHostPage ssr=SsrMode::Async/>
            <Route path=path!("staff/venues") view=VenuesPage ssr=SsrMode::Async/>
            <Route path=path!("staff/venues/new") view=NewVenuePage ssr=SsrMode::Async/>
            <Route path=path!("staff/venues/:id") view=EditVenuePage ssr=SsrMode::Async/>
            <Route path=path!("staff/:thing/:id/words/:language") view=EditWordsPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// Timetables and sessions, for everybody and for their staff.
#[component(transparent)]
fn SchedulePages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("timetable") view=MyTimetablePage ssr=SsrMode::Async/>
            <Route path=path!("programmes/:programme/:edition/sessions/:number") view=SessionPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/sessions") view=EditionSessionsPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/sessions/new") view=NewSessionPage ssr=SsrMode::Async/>
            <Route path=path!("staff/sessions/:id") view=EditSessionPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For administrators and auditors: people, roles (coordinators too), the log.
#[component(transparent)]
fn AdminPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("staff/people") view=PeoplePage ssr=SsrMode::Async/>
            <Route path=path!("staff/people/link/:secret") view=HandedLinkPage ssr=SsrMode::Async/>
            <Route path=path!("staff/roles") view=RolesPage ssr=SsrMode::Async/>
            <Route path=path!("staff/invariants") view=InvariantsPage ssr=SsrMode::Async/>
            <Route path=path!("staff/log") view=LogPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// Enrolling and withdrawing, one's own applications, and an edition's people.
#[component(transparent)]
fn AdmissionPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("programmes/:programme/:edition/enrol") view=EnrolPage ssr=SsrMode::Async/>
            <Route path=path!("programmes/:programme/:edition/apply") view=ApplyPage ssr=SsrMode::Async/>
            <Route path=path!("programmes/:programme/:edition/withdraw") view=WithdrawPage ssr=SsrMode::Async/>
            <Route path=path!("applications") view=MyApplicationsPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/people") view=EditionPeoplePage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/form") view=EditionFormPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/seats") view=SeatPoolsPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/seats/new") view=NewSeatPoolPage ssr=SsrMode::Async/>
            <Route path=path!("staff/seat-pools/:id") view=EditSeatPoolPage ssr=SsrMode::Async/>
            <Route path=path!("staff/applications/:id/answers") view=AnswersPage ssr=SsrMode::Async/>
            <Route path=path!("staff/applications/:id/withdraw") view=WithdrawSomebodyPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For staff: who asks for a place, and what is decided.
#[component(transparent)]
fn DecidingPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("staff/editions/:id/review") view=ReviewPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/decide") view=DecidePage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/late") view=LatePage ssr=SsrMode::Async/>
            <Route path=path!("staff/applications/:id") view=ApplicationPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For focal points: their nominees. For nominees: the link they were sent, and completing.
#[component(transparent)]
fn NominationPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("focal-point") view=FocalPointPage ssr=SsrMode::Async/>
            <Route path=path!("focal-point/editions/:id") view=FocalPointEditionPage ssr=SsrMode::Async/>
            <Route path=path!("focal-point/nominations/:id") view=NomineePage ssr=SsrMode::Async/>
            <Route path=path!("nominated/:secret") view=NominatedPage ssr=SsrMode::Async/>
            <Route path=path!("nominations/:id/complete") view=CompleteNominationPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For staff: electives' seats, other pools tried out, and corrections, which move people between pools.
#[component(transparent)]
fn SeatPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("staff/courses/:id/seats") view=ElectiveSeatsPage ssr=SsrMode::Async/>
            <Route path=path!("staff/courses/:id/seats/new") view=NewElectivePoolPage ssr=SsrMode::Async/>
            <Route path=path!("staff/editions/:id/seats/what-if") view=WhatIfPage ssr=SsrMode::Async/>
            <Route path=path!("staff/applications/:id/correct") view=CorrectPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

/// For staff: recordings. Where one watches is a part of the session's page.
#[component(transparent)]
fn MediaPages() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("staff/sessions/:id/recording") view=RecordingPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}
