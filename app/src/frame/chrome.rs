//! What stands around every page: the skip link, the head and the foot.

use leptos::prelude::*;
use leptos_router::hooks::use_url;
use model::Language;
use server_fn::ServerFn;

use super::{Form, site, words};
use crate::accounts::{ChooseLanguage, SignOut};

/// Leads keyboards past the head.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main">{words().skip_to_content()}</a> }
}

/// Name, navigation, language and account.
#[component]
pub fn Header() -> impl IntoView {
    let words = words();
    let visitor = use_context::<domain::Asking>().map(|asking| asking.visitor);
    let person = visitor
        .as_ref()
        .and_then(|visitor| visitor.person().cloned());
    let is_staff = visitor.as_ref().is_some_and(|visitor| visitor.is_staff());
    let signed_in = person.is_some();
    view! {
        <header class="site">
            <div class="wrap">
                <a class="brand" href="/"><Bird/>{site().name.clone()}</a>
                <nav aria-label=words.main_navigation()>
                    <Way to="/programmes">{words.programmes()}</Way>
                    {signed_in.then(|| view! { <Way to="/timetable">{words.my_timetable()}</Way> })}
                    <Way to="/year">{words.year_in_figures()}</Way>
                    {is_staff.then(|| view! { <Way to="/staff">{words.staff()}</Way> })}
                </nav>
                <div class="end">
                    <Languages/>
                    {match person {
                        Some(person) => view! { <AccountMenu name=person.printed_name/> }.into_any(),
                        None => view! { <a href="/sign-in">{words.sign_in()}</a> }.into_any(),
                    }}
                </div>
            </div>
        </header>
    }
}

/// A link of the main navigation, marked when one is there.
#[component]
fn Way(to: &'static str, children: Children) -> impl IntoView {
    let path = use_url().with_untracked(|url| url.path().to_owned());
    let here = path == to
        || path
            .strip_prefix(to)
            .is_some_and(|rest| rest.starts_with('/'));
    view! { <a href=to aria-current=here.then_some("page")>{children()}</a> }
}

/// The other languages this page can be read in.
#[component]
fn Languages() -> impl IntoView {
    let words = words();
    view! {
        {Language::OFFERED
            .iter()
            .filter(|language| **language != words.language)
            .map(|language| view! {
                <Form action=ChooseLanguage::PATH class="language">
                    <input type="hidden" name="language" value=language.as_str()/>
                    <button class="link" lang=language.as_str()>{language.own_name()}</button>
                </Form>
            })
            .collect_view()}
    }
}

#[component]
fn AccountMenu(name: String) -> impl IntoView {
    let words = words();
    view! {
        <details class="menu account-menu">
            <summary>{name}</summary>
            <ul>
                <li><a href="/applications">{words.my_applications()}</a></li>
                <li><a href="/account">{words.my_account()}</a></li>
                <li>
                    <Form action=SignOut::PATH class="">
                        <button class="link">{words.sign_out()}</button>
                    </Form>
                </li>
            </ul>
        </details>
    }
}

/// The foot.
#[component]
pub fn Footer() -> impl IntoView {
    let words = words();
    view! {
        <footer class="site">
            <div class="wrap">
                <p>{site().name.clone()} " · " {words.footer_times()}</p>
                <nav>
                    <a href="/definitions">{words.footer_definitions()}</a>
                    <a href="/privacy">{words.footer_privacy()}</a>
                    <a href="/accessibility">{words.footer_accessibility()}</a>
                </nav>
            </div>
        </footer>
    }
}

/// The bird.
#[component]
pub fn Bird() -> impl IntoView {
    view! {
        <svg width="30" height="30" viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="2.2"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <path d="M5 9 L13 8 C17 8 17 12 14.5 14.5 C12 17 12 19 14 21 C18 25 25 22 28 16"></path>
            <path d="M15 22 L15 29 M19 23 L19 29"></path>
        </svg>
    }
}
