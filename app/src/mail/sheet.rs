//! A letter's parts, set as plain text and as HTML.

use crate::Words;

/// A letter ready to be sent. Subject and text are plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What stands on a letter, from top to bottom.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) words: Words,
    pub(super) subject: String,
    pub(super) greeting: String,
    pub(super) text: String,
    /// Label and value.
    pub(super) details: Vec<(String, String)>,
    /// Words and full address of the way on.
    pub(super) way: (String, String),
    /// What introduces the address, printed in full for readers whose mail program shows no links.
    pub(super) copy_link: String,
    /// Stands after the way on; may be empty.
    pub(super) after: String,
    pub(super) signature: String,
    pub(super) why: String,
}

/// The little that mail programs need; readers' own settings decide the rest.
const STYLE: &str = "body{max-width:40rem;margin:1.5rem auto;padding:0 1rem;font:1rem/1.5 sans-serif}\
dt{font-weight:bold}dd{margin:0 0 .5rem}.small{font-size:.85rem}";

impl Sheet {
    pub(super) fn rendered(self) -> Rendered {
        let subject = one_line(&self.subject);
        Rendered {
            text: self.plain(),
            html: self.html(&subject),
            subject,
        }
    }

    fn plain(&self) -> String {
        let mut parts = vec![self.greeting.clone(), self.text.clone()];
        if !self.details.is_empty() {
            let lines: Vec<String> = self
                .details
                .iter()
                .map(|(label, value)| self.words.labelled(label.clone(), one_line(value)))
                .collect();
            parts.push(lines.join("\n"));
        }
        let (words, address) = &self.way;
        parts.push(format!("{words}\n{address}"));
        if !self.after.is_empty() {
            parts.push(self.after.clone());
        }
        parts.push(self.signature.clone());
        format!("{}\n\n-- \n{}\n", parts.join("\n\n"), self.why)
    }

    fn html(&self, subject: &str) -> String {
        let paragraph = |text: &str| format!("<p>{}</p>\n", escaped(text));
        let details: String = self
            .details
            .iter()
            .map(|(label, value)| {
                format!("<dt>{}</dt><dd>{}</dd>\n", escaped(label), escaped(value))
            })
            .collect();
        let details = if details.is_empty() {
            details
        } else {
            format!("<dl>\n{details}</dl>\n")
        };
        let address = escaped(&self.way.1);
        let after = if self.after.is_empty() {
            String::new()
        } else {
            paragraph(&self.after)
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head><meta charset=\"utf-8\">\
             <title>{}</title><style>{STYLE}</style></head>\n<body>\n{}{}{details}\
             <p><a href=\"{address}\">{}</a></p>\n{after}\
             <p class=\"small\">{} <span dir=\"ltr\">{address}</span></p>\n{}<hr>\n<p class=\"small\">{}</p>\n</body>\n</html>\n",
            self.words.language.as_str(),
            self.words.language.direction(),
            escaped(subject),
            paragraph(&self.greeting),
            paragraph(&self.text),
            escaped(&self.way.0),
            escaped(&self.copy_link),
            paragraph(&self.signature),
            escaped(&self.why),
        )
    }
}

/// Titles that people typed may hold line breaks; a subject may not.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
