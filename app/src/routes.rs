//! Every page in one list, grouped by who uses it.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::nested_router::Outlet;
use leptos_router::{SsrMode, path};

use crate::accounts::*;
use crate::frame::{Footer, Header, NoSuchPage, SkipLink};
use crate::mail::*;
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
                    <AccountPages/>
                    <MailPages/>
                    <FigurePages/>
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
