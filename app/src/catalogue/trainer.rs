//! A trainer: what is printed of them, and what they teach.

use domain::catalogue::trainer_page::{Taught, trainer_page};
use leptos::prelude::*;
use model::catalogue::Publication;
use model::{PersonId, Refusal};

use super::preview::Preview;
use super::publication::PublicationTag;
use crate::frame::{PageTitle, Prose, asking, page, param, words};

/// `/trainers/:person`
#[component]
pub fn TrainerPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let trainer = param("person");
    page(async move {
        let id: PersonId = trainer.parse().map_err(|_| Refusal::NotFound)?;
        let shown = trainer_page(asking.db.read(), &asking.visitor, id, words.language).await?;
        let of = [shown.organisation, words.country(shown.country)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        let about = !shown.about.trim().is_empty();
        Ok(view! {
            <PageTitle text=shown.name.clone()/>
            <Preview title=shown.name.clone() summary=of.clone() path=format!("/trainers/{id}")/>
            <div class="wrap">
                <div class="title">
                    <h1>{shown.name}</h1>
                    <p class="lede">{of}</p>
                    {(!shown.native_name.is_empty()).then(|| view! { <p class="soft">{shown.native_name}</p> })}
                </div>
                {about.then(|| view! { <section><h2>{words.about_the_trainer()}</h2> <Prose markdown=shown.about/></section> })}
                <section>
                    <h2>{words.what_they_teach()}</h2>
                    <ul class="rows">{shown.taught.into_iter().map(|taught| view! { <Line taught/> }).collect_view()}</ul>
                </section>
            </div>
        })
    })
}

#[component]
fn Line(taught: Taught) -> impl IntoView {
    let edition = format!(
        "/programmes/{}/{}",
        taught.programme_slug, taught.edition_slug
    );
    let course = taught.course_slug.zip(taught.course_title);
    let (address, title) = match course {
        Some((_, title)) if taught.is_only_course => (edition.clone(), title),
        Some((slug, title)) => (format!("{edition}/courses/{slug}"), title),
        None => (edition.clone(), taught.edition_title.clone()),
    };
    let out_of_the_ordinary = match (taught.publication, taught.course_cancelled_at) {
        (Publication::Published, None) => None,
        (Publication::Published, Some(_)) => Some(Publication::Cancelled),
        (other, _) => Some(other),
    };
    view! {
        <li class="row">
            <div class="when"><b>{words().stored_dates(&taught.starts_on, &taught.ends_on)}</b></div>
            <div>
                <h3><a href=address>{title}</a></h3>
                <p><a href=edition>{taught.edition_title}</a></p>
                {out_of_the_ordinary.map(|publication| view! { <p class="tags"><PublicationTag publication/></p> })}
            </div>
        </li>
    }
}
