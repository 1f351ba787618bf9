//! Text that people wrote, in Markdown, cleaned.

use leptos::prelude::*;

/// Shows Markdown as HTML without anything that runs, loads or leads where a reader does not expect.
#[component]
pub fn Prose(#[prop(into)] markdown: String) -> impl IntoView {
    if markdown.trim().is_empty() {
        return ().into_any();
    }
    view! { <div class="prose" inner_html=cleaned(&markdown)></div> }.into_any()
}

/// Markdown as clean HTML. Headings begin below the page's own.
#[must_use]
pub fn cleaned(markdown: &str) -> String {
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

    let lower = |level: HeadingLevel| match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    };
    let events = Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    )
    .map(|event| match event {
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: lower(level),
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    });
    let mut shown = String::new();
    html::push_html(&mut shown, events);
    ammonia::Builder::default()
        .rm_tags(["img", "h1", "h2"])
        .url_schemes(["https", "http", "mailto"].into_iter().collect())
        .link_rel(Some("noopener noreferrer nofollow"))
        .clean(&shown)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn nothing_that_runs_survives() {
        let shown = cleaned(
            "# Ports\n\n<script>alert(1)</script>\n\n<b onclick=x>and</b> [ships](javascript:alert(1)) ![](https://t.example/x.gif)",
        );
        assert!(shown.contains("<h3>Ports</h3>"), "{shown}");
        assert!(
            !shown.contains("script") && !shown.contains("onclick") && !shown.contains("<img"),
            "{shown}"
        );
    }
}
