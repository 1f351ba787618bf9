//! Turns `locales/en/*.ftl` into one method a message, so that a missing word or argument does not compile,
//! and refuses to build when another language lacks a message, has one too many or takes other arguments.

#[path = "build/messages.rs"]
mod messages;
#[path = "build/plain.rs"]
mod plain;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{self, Entry, PatternElement};
use fluent_syntax::parser;
use messages::{Failure, Messages, compare, messages};
use plain::{Code, plain};

/// The languages beside English.
const TRANSLATIONS: &[&str] = &["zh"];

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);

    let english = gather("en")?;
    let expected = messages(&english)?;
    let mut ready = vec![plain(&english, &expected)?];
    for language in TRANSLATIONS {
        let words = gather(language)?;
        compare(&expected, &messages(&words)?, language)?;
        ready.push(plain(&words, &expected)?);
        fs::write(out.join(format!("{language}.ftl")), words)?;
    }
    fs::write(out.join("ar-XB.ftl"), mirrored(&english)?)?;
    fs::write(out.join("en.ftl"), english)?;
    fs::write(out.join("words.rs"), methods(&expected, &ready)?)?;
    Ok(())
}

/// All files of a language, one after the other, in the order of their names.
fn gather(language: &str) -> Result<String, Failure> {
    let mut files: Vec<_> = fs::read_dir(Path::new("locales").join(language))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut all = String::new();
    for file in files {
        all.push_str(&fs::read_to_string(file)?);
        all.push('\n');
    }
    Ok(all)
}

/// One method a message; arguments in the order of the alphabet. `ready`: what is plain in English and in each translation.
fn methods(messages: &Messages, ready: &[Code]) -> Result<String, Failure> {
    let mut code = String::from("impl Words {\n");
    let mut listed = String::new();
    for (message, arguments) in messages {
        let name = message.replace('-', "_");
        let mut signature = String::new();
        let mut pairs = String::new();
        for argument in arguments {
            let argument_name = argument.replace('-', "_");
            write!(
                signature,
                ", {argument_name}: impl Into<FluentValue<'static>>"
            )?;
            write!(pairs, "(\"{argument}\", {argument_name}.into()), ")?;
        }
        let mut plain = String::from("[");
        for language in ready {
            match language.get(message) {
                Some(parts) => write!(plain, "Some({parts}), ")?,
                None => plain.push_str("None, "),
            }
        }
        plain.push(']');
        writeln!(
            code,
            "    pub fn {name}(self{signature}) -> String {{ self.put(\"{message}\", {plain}, [{pairs}]) }}"
        )?;
        let names: Vec<&String> = arguments.iter().collect();
        writeln!(listed, "    (\"{message}\", {plain}, &{names:?}),")?;
    }
    code.push_str("}\n\n");
    writeln!(
        code,
        "#[cfg(test)]\nstatic EVERY_MESSAGE: &[(&str, Plain, &[&str])] = &[\n{listed}];"
    )?;
    Ok(code)
}

/// English with every vowel tripled: long words, for the right-to-left tests.
fn mirrored(english: &str) -> Result<String, Failure> {
    let resource = parser::parse(english.to_owned())
        .map_err(|(_, errors)| format!("words do not parse: {errors:?}"))?;
    let body = resource.body.into_iter().map(mirrored_entry).collect();
    Ok(fluent_syntax::serializer::serialize(&ast::Resource {
        body,
    }))
}

fn mirrored_entry(entry: Entry<String>) -> Entry<String> {
    match entry {
        Entry::Message(mut message) => {
            message.value = message.value.map(mirrored_pattern);
            Entry::Message(message)
        }
        other => other,
    }
}

fn mirrored_pattern(pattern: ast::Pattern<String>) -> ast::Pattern<String> {
    let elements = pattern
        .elements
        .into_iter()
        .map(|element| match element {
            PatternElement::TextElement { value } => PatternElement::TextElement {
                value: value
                    .chars()
                    .flat_map(|c| std::iter::repeat_n(c, if "aeiou".contains(c) { 3 } else { 1 }))
                    .collect(),
            },
            PatternElement::Placeable {
                expression: ast::Expression::Select { selector, variants },
            } => {
                let variants = variants
                    .into_iter()
                    .map(|mut variant| {
                        variant.value = mirrored_pattern(variant.value);
                        variant
                    })
                    .collect();
                PatternElement::Placeable {
                    expression: ast::Expression::Select { selector, variants },
                }
            }
            other => other,
        })
        .collect();
    ast::Pattern { elements }
}
