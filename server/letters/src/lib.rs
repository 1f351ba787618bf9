//! Letters as PDF. What is printed comes in as plain words; nothing in them is ever run as markup.
//!
//! A crate of its own because the typesetter takes minutes to build. The same letter gives the same bytes.

mod press;
mod qr;

use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Dict, Smart, Str, Value};
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// A letter, word by word as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The language of its words, `en`; it decides the direction of writing.
    pub language: String,
    /// Who writes.
    pub centre: String,
    /// `EG-2026-000123`
    pub number: String,
    /// Number and date as they stand above the text.
    pub reference: Vec<(String, String)>,
    /// The title.
    pub heading: String,
    /// What it says, paragraph by paragraph.
    pub opening: Vec<String>,
    /// What is certified: a word for each thing, and the thing.
    pub fields: Vec<(String, String)>,
    /// What it says afterwards.
    pub closing: Vec<String>,
    /// How it can be verified.
    pub verify: String,
    /// Where: the address behind the code.
    pub verify_address: String,
    /// The day it was issued: year, month, day.
    pub issued_on: (i16, i8, i8),
}

/// A letter that was typeset.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The file.
    pub pdf: Vec<u8>,
    /// Its text, run by run.
    pub text: String,
    /// Runs of text with a character that no font has: a box stands there.
    pub unprintable: Vec<String>,
    /// What the typesetter warned of.
    pub warnings: Vec<String>,
}

/// Why a letter could not be typeset.
#[derive(Debug)]
pub struct Fault(String);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// How many letters the typesetter remembers parts of.
const REMEMBERED: usize = 4;

/// Typesets a letter. Takes some milliseconds of one core: not for a thread that answers requests.
pub fn print(letter: &Letter) -> Result<Printed, Fault> {
    let press = press::Press::with(inputs(letter)?);
    let typeset = typst::compile::<PagedDocument>(&press);
    let warnings = typeset.warnings.iter().map(said).collect();
    let document = typeset.output.map_err(|errors| fault(&errors))?;
    let (mut text, mut unprintable) = (String::new(), Vec::new());
    for page in document.pages() {
        read(&page.frame, &mut text, &mut unprintable);
    }
    let options = PdfOptions {
        ident: Smart::Custom(letter.number.clone()),
        creator: Smart::Custom(Some("Egret".to_owned())),
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| fault(&errors))?;
    typst::comemo::evict(REMEMBERED);
    Ok(Printed {
        pdf,
        text,
        unprintable,
        warnings,
    })
}

/// The letter as values of the typesetter: text stays text.
fn inputs(letter: &Letter) -> Result<Dict, Fault> {
    let (year, month, day) = letter.issued_on;
    let date = u8::try_from(month)
        .ok()
        .zip(u8::try_from(day).ok())
        .and_then(|(month, day)| Datetime::from_ymd(i32::from(year), month, day))
        .ok_or_else(|| Fault("the letter has no date".to_owned()))?;
    let code = qr::svg(&letter.verify_address)?;
    Ok([
        ("language", text(&letter.language)),
        ("centre", text(&letter.centre)),
        ("number", text(&letter.number)),
        ("reference", pairs(&letter.reference)),
        ("heading", text(&letter.heading)),
        ("opening", texts(&letter.opening)),
        ("fields", pairs(&letter.fields)),
        ("closing", texts(&letter.closing)),
        ("verify", text(&letter.verify)),
        ("address", text(&letter.verify_address)),
        ("code", Value::Bytes(Bytes::new(code.into_bytes()))),
        ("date", Value::Datetime(date)),
    ]
    .into_iter()
    .map(|(name, value)| (Str::from(name), value))
    .collect())
}

fn text(words: &str) -> Value {
    Value::Str(Str::from(words))
}

fn texts(words: &[String]) -> Value {
    Value::Array(words.iter().map(|words| text(words)).collect())
}

fn pairs(pairs: &[(String, String)]) -> Value {
    let pair = |(name, value): &(String, String)| {
        Value::Array([text(name), text(value)].into_iter().collect())
    };
    Value::Array(pairs.iter().map(pair).collect())
}

fn read(frame: &Frame, text: &mut String, unprintable: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => read(&group.frame, text, unprintable),
            FrameItem::Text(run) => {
                text.push_str(&run.text);
                text.push('\n');
                // Glyph 0 is the box that stands for what a font does not have.
                if run.glyphs.iter().any(|glyph| glyph.id == 0) {
                    unprintable.push(run.text.to_string());
                }
            }
            _ => {}
        }
    }
}

fn said(one: &SourceDiagnostic) -> String {
    one.message.to_string()
}

fn fault(errors: &[SourceDiagnostic]) -> Fault {
    Fault(errors.iter().map(said).collect::<Vec<_>>().join("; "))
}
