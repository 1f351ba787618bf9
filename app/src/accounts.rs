//! Getting in, and one's own account.

mod confirm;
mod device;
mod forgotten;
pub mod language;
mod password;
mod profile;
mod register;
mod reset;
mod sign_in;
mod sign_ins;

pub use confirm::{Confirm, ConfirmPage};
pub use forgotten::{AskForReset, ForgottenPage};
pub use language::ChooseLanguage;
pub use password::{ChangePassword, PasswordPage};
pub(crate) use profile::rank_choices;
pub use profile::{EditProfile, ProfilePage};
pub use register::{Register, RegisterPage, RegisterSentPage};
pub use reset::{ResetPage, ResetPassword};
pub(crate) use sign_in::from;
pub use sign_in::{SignIn, SignInPage, SignOut};
pub use sign_ins::{EndOtherSignIns, EndSignIn, SignInsPage};

use domain::catalogue::fold::sounded;
use leptos::prelude::*;
use model::{Country, Zone};

use crate::Words;
use crate::frame::words;

/// Every country by its name, for a choice.
#[must_use]
pub fn country_choices(words: Words) -> Vec<(String, String)> {
    let mut choices: Vec<_> = Country::all()
        .map(|country| (country.code().to_owned(), words.country(country)))
        .collect();
    choices.sort_by_cached_key(|(_, name)| sounded(name));
    choices
}

/// Proposals for a field with the zone of a place; the field's `list` is `zones`.
#[component]
pub fn ZoneProposals() -> impl IntoView {
    view! {
        <datalist id="zones">
            {Zone::all().map(|zone| view! { <option value=zone.name().to_owned()></option> }).collect_view()}
        </datalist>
    }
}

/// The ways between the pages of one's account.
#[component]
fn AccountTabs(here: &'static str) -> impl IntoView {
    let words = words();
    let tab = |address: &'static str, text: String| {
        view! { <a href=address aria-current=(here == address).then_some("page")>{text}</a> }
    };
    view! {
        <nav class="tabs" aria-label=words.my_account()>
            {tab("/account", words.account_profile())}
            {tab("/account/password", words.account_password())}
            {tab("/account/sign-ins", words.account_sign_ins())}
        </nav>
    }
}
