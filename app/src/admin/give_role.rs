//! Giving a role in two steps, without scripting: which and where, then to whom.

use domain::Asking;
use domain::admin::grant_form::{self, TypedGrant};
use domain::admin::scope_name::ScopeName;
use leptos::prelude::*;
use model::{EditionId, Language, Role};
use server_fn::ServerFn;

use crate::Words;
use crate::accounts::country_choices;
use crate::action::{Outcome, To, act};
use crate::frame::{Field, Form, Hidden, Notice, Select, Submit, site, words};

/// Gives a role to an address.
#[server(endpoint = "give_role")]
pub async fn give_role(
    email: String,
    role: String,
    #[server(default)] edition: String,
    #[server(default)] place: String,
    #[server(default)] country: String,
    #[server(default)] from: String,
    #[server(default)] until: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedGrant {
            email,
            role,
            edition,
            place,
            country,
            from,
            until,
        };
        grant_form::give(
            &asking.db,
            &asking.visitor,
            &typed,
            &site().zone,
            asking.now,
        )
        .await?;
        Ok(To::page("/staff/roles?done=given"))
    })
    .await
}

/// What somebody who may give roles can choose, and has chosen so far.
pub(super) struct Giving {
    roles: &'static [Role],
    editions: Vec<(EditionId, String)>,
    role: Option<Role>,
    edition: Option<EditionId>,
    /// What can be trained in the chosen edition.
    places: Vec<(String, ScopeName)>,
}

impl Giving {
    /// Nothing for those who may give no roles.
    pub(super) async fn load(
        asking: &Asking,
        language: Language,
        role: &str,
        edition: &str,
    ) -> domain::Result<Option<Self>> {
        let Ok(roles) = grant_form::choices(&asking.visitor) else {
            return Ok(None);
        };
        let editions = grant_form::editions(&asking.db, &asking.visitor, language).await?;
        let edition = edition.parse().ok();
        let edition = edition.filter(|id| editions.iter().any(|(known, _)| known == id));
        let role = role.parse().ok().filter(|role| roles.contains(role));
        let places = match (role, edition) {
            (Some(Role::Trainer), Some(edition)) => {
                grant_form::places(&asking.db, &asking.visitor, edition, language).await?
            }
            _ => Vec::new(),
        };
        Ok(Some(Self {
            roles,
            editions,
            role,
            edition,
            places,
        }))
    }

    pub(super) fn shown(self, words: Words) -> impl IntoView {
        view! {
            <h2>{words.admin_give_role()}</h2>
            <p class="soft">{words.admin_give_lede()}</p>
            {self.which(words)}
            {self.to_whom(words)}
        }
    }

    /// The first step: a form that leads to the second.
    fn which(&self, words: Words) -> impl IntoView + use<> {
        let roles = self
            .roles
            .iter()
            .map(|role| {
                let selected = self.role == Some(*role);
                view! { <option value=role.as_str() selected=selected>{words.role(*role)}</option> }
            })
            .collect_view();
        let editions = self
            .editions
            .iter()
            .map(|(id, title)| {
                let selected = self.edition == Some(*id);
                view! { <option value=id.to_string() selected=selected>{title.clone()}</option> }
            })
            .collect_view();
        view! {
            <form class="filters" method="get" action="/staff/roles">
                <div class="field">
                    <label for="which-role">{words.admin_role()}</label>
                    <select id="which-role" name="role">{roles}</select>
                </div>
                <div class="field">
                    <label for="which-edition">{words.admin_role_edition()}</label>
                    <select id="which-edition" name="edition">
                        <option value="">{words.admin_no_edition()}</option>
                        {editions}
                    </select>
                </div>
                <button class="btn">{words.admin_role_next()}</button>
            </form>
        }
    }

    /// The second step, once the first has been taken.
    fn to_whom(&self, words: Words) -> Option<AnyView> {
        let role = self.role?;
        let everywhere = matches!(role, Role::Administrator | Role::Auditor);
        if !everywhere && self.edition.is_none() {
            let text = words.admin_needs_edition();
            return Some(view! { <Notice kind="warn"><p>{text}</p></Notice> }.into_any());
        }
        let edition = self.edition.filter(|_| !everywhere);
        let places = self.places.clone();
        let form = view! { <ToWhom role edition places/> };
        Some(form.into_any())
    }
}

#[component]
fn ToWhom(
    role: Role,
    edition: Option<EditionId>,
    places: Vec<(String, ScopeName)>,
) -> impl IntoView {
    let words = words();
    let edition = edition
        .map(|edition| edition.to_string())
        .unwrap_or_default();
    let places: Vec<(String, String)> = places
        .into_iter()
        .map(|(value, name)| (value, place_name(words, name)))
        .collect();
    view! {
        <h3>{words.admin_give_role_as(words.role(role))}</h3>
        <Form action=GiveRole::PATH>
            <Hidden name="role" value=role.as_str()/>
            <Hidden name="edition" value=edition/>
            <Field name="email" label=words.admin_role_email() kind="email" hint=words.admin_role_email_hint()/>
            {(role == Role::Trainer)
                .then(|| view! { <Select name="place" label=words.admin_role_place() choices=places/> })}
            {(role == Role::FocalPoint)
                .then(|| view! { <Select name="country" label=words.admin_role_country() choices=country_choices(words)/> })}
            <Field name="from" label=words.admin_role_first() kind="date" hint=words.admin_role_first_hint() optional=true/>
            <Field name="until" label=words.admin_role_until() kind="date" hint=words.admin_role_until_hint() optional=true/>
            <Submit text=words.admin_give()/>
        </Form>
    }
}

/// A course or a session of the edition that was chosen already.
fn place_name(words: Words, name: ScopeName) -> String {
    match name {
        ScopeName::Course { course, .. } => course,
        ScopeName::Session { session, .. } => words.admin_place_a_session(session),
        other => words.scope_name(other),
    }
}
