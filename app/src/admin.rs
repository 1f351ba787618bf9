//! Administration: people, roles, the log.

mod give_role;
mod invariants;
mod log;
mod people;
mod roles;
mod vouch;

pub use give_role::GiveRole;
pub use invariants::{CheckInvariants, InvariantsPage};
pub use log::LogPage;
pub use people::PeoplePage;
pub use roles::{RolesPage, TakeRoleBack};
pub use vouch::{HandedLinkPage, VouchForEmail};

use domain::accounts::shown_name::ShownName;
use domain::admin::scope_name::ScopeName;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use model::Role;

use crate::Words;
use crate::frame::{asking, words};

impl Words {
    /// A name as it may be seen.
    #[must_use]
    pub fn shown_name(self, name: &ShownName) -> String {
        match name {
            ShownName::Printed(name) => name.clone(),
            ShownName::Masked(code) => self.admin_masked_person(code.clone()),
        }
    }

    /// A role in a word.
    #[must_use]
    pub fn role(self, role: Role) -> String {
        match role {
            Role::Trainer => self.admin_role_trainer(),
            Role::Coordinator => self.admin_role_coordinator(),
            Role::FocalPoint => self.admin_role_focal_point(),
            Role::Auditor => self.admin_role_auditor(),
            Role::Administrator => self.admin_role_administrator(),
        }
    }

    /// Where a role holds.
    #[must_use]
    pub fn scope_name(self, name: ScopeName) -> String {
        match name {
            ScopeName::All => self.admin_everywhere(),
            ScopeName::Edition(edition) => edition,
            ScopeName::Course { course, edition } => self.admin_place_course(course, edition),
            ScopeName::Session { session, edition } => self.admin_place_session(edition, session),
            ScopeName::Country { country, edition } => {
                self.admin_place_country(self.country(country), edition)
            }
        }
    }
}

/// The ways between the pages of administration that the reader may open.
#[component]
fn AdminTabs(here: &'static str) -> impl IntoView {
    let words = words();
    let visitor = asking().visitor;
    let reads_all = visitor.is_administrator() || visitor.is_auditor();
    let tab = |address: &'static str, text: String, open: bool| {
        open.then(|| view! { <a href=address aria-current=(here == address).then_some("page")>{text}</a> })
    };
    view! {
        <nav class="tabs" aria-label=words.admin_pages()>
            {tab("/staff/people", words.admin_people(), reads_all)}
            {tab("/staff/roles", words.admin_roles(), true)}
            {tab("/staff/mail", words.admin_mail(), visitor.is_administrator())}
            {tab("/staff/log", words.admin_log(), reads_all)}
            {tab("/staff/invariants", words.invariants(), reads_all)}
        </nav>
    }
}

/// An address with what was looked for and a page's number.
fn address(path: &str, looked_for: &[(&str, &str)], page: u64) -> String {
    let mut query = ParamsMap::new();
    for (name, value) in looked_for.iter().filter(|(_, value)| !value.is_empty()) {
        query.insert((*name).to_owned(), (*value).to_owned());
    }
    query.insert("page", page.to_string());
    format!("{path}{}", query.to_query_string())
}
