//! One's own profile.

use domain::accounts::person::{self, TypedProfile};
use leptos::prelude::*;
use model::Language;
use model::Refusal;
use model::accounts::{Rank, Sex};
use server_fn::ServerFn;

use super::{AccountTabs, ZoneProposals, country_choices, language};
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{Done, Field, Form, PageTitle, Select, Submit, asking, page, words};

/// Writes the profile.
#[server(endpoint = "edit_profile")]
pub async fn edit_profile(
    printed_name: String,
    native_name: String,
    country: String,
    organisation: String,
    position: String,
    rank: String,
    sex: String,
    birth_date: String,
    zone: String,
    language: String,
) -> Outcome {
    act(async |asking| {
        let typed = TypedProfile {
            printed_name,
            native_name,
            country,
            organisation,
            position,
            rank,
            sex,
            birth_date,
            zone,
            language,
        };
        let language =
            person::edit_profile(&asking.db, asking.person()?, &typed, asking.now).await?;
        Ok(To::page("/account?done=saved").with_cookie(language::cookie(language)))
    })
    .await
}

/// Ranks in words.
#[must_use]
pub fn rank_choices(words: Words) -> Vec<(String, String)> {
    Rank::ALL
        .iter()
        .map(|rank| (rank.to_string(), words.rank(*rank)))
        .collect()
}

impl Words {
    /// A rank in words.
    #[must_use]
    pub fn rank(self, rank: Rank) -> String {
        match rank {
            Rank::None => self.rank_none(),
            Rank::Officer => self.rank_officer(),
            Rank::Division => self.rank_division(),
            Rank::Director => self.rank_director(),
            Rank::ViceMinister => self.rank_vice_minister(),
            Rank::Minister => self.rank_minister(),
        }
    }

    /// Sex in words.
    #[must_use]
    pub fn sex(self, sex: Sex) -> String {
        match sex {
            Sex::Female => self.sex_female(),
            Sex::Male => self.sex_male(),
            Sex::Other => self.sex_other(),
            Sex::Unknown => self.sex_unknown(),
        }
    }
}

/// `/account`
#[component]
pub fn ProfilePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    page(async move {
        let person = asking
            .visitor
            .person()
            .cloned()
            .ok_or(Refusal::SignInFirst)?;
        let sexes = Sex::ALL
            .iter()
            .map(|sex| (sex.to_string(), words.sex(*sex)))
            .collect();
        let languages = Language::OFFERED
            .iter()
            .map(|language| (language.to_string(), language.own_name().to_owned()))
            .collect();
        Ok(view! {
            <PageTitle text=words.my_account()/>
            <div class="wrap narrow">
                <div class="title">
                    <h1>{words.my_account()}</h1>
                </div>
                <AccountTabs here="/account"/>
                <Done what="saved" text=words.done_saved()/>
                <Done what="confirmed" text=words.done_confirmed()/>
                <p class="soft">{person.email.unwrap_or_default()}</p>
                <Form action=EditProfile::PATH>
                    <Field name="printed_name" label=words.printed_name() hint=words.printed_name_hint() value=person.printed_name autocomplete="name"/>
                    <Field name="native_name" label=words.native_name() hint=words.native_name_hint() value=person.native_name optional=true/>
                    <Select name="country" label=words.country_declared() choices=country_choices(words) value=person.country.code()/>
                    <Field name="organisation" label=words.organisation() value=person.organisation optional=true autocomplete="organization"/>
                    <Field name="position" label=words.position() value=person.position optional=true autocomplete="organization-title"/>
                    <Select name="rank" label=words.official_rank() choices=rank_choices(words) value=person.rank.as_str()/>
                    <Select name="sex" label=words.sex_label() choices=sexes value=person.sex.as_str()/>
                    <Field name="birth_date" label=words.birth_date() kind="date" value=person.birth_date.unwrap_or_default() optional=true autocomplete="bday"/>
                    <Field name="zone" label=words.time_zone() hint=words.time_zone_hint() value=person.zone.name() list="zones" optional=true/>
                    <ZoneProposals/>
                    <Select name="language" label=words.choose_language() choices=languages value=person.language.as_str()/>
                    <Submit text=words.save()/>
                </Form>
            </div>
        })
    })
}
