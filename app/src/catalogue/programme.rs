//! A programme and its editions.

use domain::catalogue::programme_page::programme_page;
use leptos::prelude::*;
use model::catalogue::Publication;

use super::home::Editions;
use super::preview::{NotForSearch, Preview};
use super::publication::PublicationNotice;
use crate::frame::{Crumbs, PageTitle, Prose, asking, page, param, words};

/// `/programmes/:programme`
#[component]
pub fn ProgrammePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let slug = param("programme");
    page(async move {
        let shown = programme_page(&asking.db, &asking.visitor, &slug, words.language).await?;
        let (programme, now) = (shown.programme, asking.now);
        let listed = programme.publication == Publication::Published;
        let about = !programme.description.trim().is_empty();
        Ok(view! {
            <PageTitle text=programme.title.clone()/>
            <Preview title=programme.title.clone() summary=programme.summary.clone() path=format!("/programmes/{}", programme.slug)/>
            {(!listed).then(|| view! { <NotForSearch/> })}
            <div class="wrap">
                <div class="title">
                    <Crumbs above=vec![("/programmes".to_owned(), words.programmes())] here=programme.title.clone()/>
                    <h1>{programme.title}</h1>
                    {(!programme.summary.is_empty()).then(|| view! { <p class="lede">{programme.summary}</p> })}
                    <p class="tags"><span class="tag">{programme.portfolio_title}</span></p>
                </div>
                <PublicationNotice publication=programme.publication/>
                {about.then(|| view! {
                    <section>
                        <h2>{words.about_it()}</h2>
                        <Prose markdown=programme.description/>
                    </section>
                })}
                <section>
                    <h2>{words.editions()}</h2>
                    <Editions cards=shown.editions now empty=words.no_editions_yet() help=words.no_editions_yet_help()/>
                </section>
            </div>
        })
    })
}
