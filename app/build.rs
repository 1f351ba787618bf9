//! Turns `locales/en/*.ftl` into one method a message, so that a missing word or argument does not compile,
//! and refuses to build when another language lacks a message, has one too many or takes other arguments.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{self, Entry, InlineExpression, PatternElement};
use fluent_syntax::parser;

type Failure = Box<dyn std::error::Error>;
/// The languages beside English.
const TRANSLATIONS: &[&str] = &["zh"];

/// Message → its arguments.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed=locales");
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);

    let english = gather("en")?;
    let expected = messages(&english)?;
    for language in TRANSLATIONS {
        let words = gather(language)?;
        compare(&expected, &messages(&words)?, language)?;
        fs::write(out.join(format!("{language}.ftl")), words)?;
    }
    fs::write(out.join("ar-XB.ftl"), mirrored(&english)?)?;
    fs::write(out.join("en.ftl"), english)?;
    fs::write(out.join("words.rs"), methods(&expected)?)?;
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

fn messages(words: &str) -> Result<Messages, Failure> {
    let resource =
        parser::parse(words).map_err(|(_, errors)| format!("words do not parse: {errors:?}"))?;
    let mut found = Messages::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            let mut arguments = BTreeSet::new();
            if let Some(pattern) = &message.value {
                in_pattern(pattern, &mut arguments);
            }
            if found
                .insert(message.id.name.to_owned(), arguments)
                .is_some()
            {
                return Err(format!("two messages are called {}", message.id.name).into());
            }
        }
    }
    Ok(found)
}

fn in_pattern(pattern: &ast::Pattern<&str>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, arguments);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, arguments: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => in_inline(inline, arguments),
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, arguments);
            for variant in variants {
                in_pattern(&variant.value, arguments);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            arguments.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, arguments),
        _ => {}
    }
}

fn compare(expected: &Messages, found: &Messages, language: &str) -> Result<(), Failure> {
    let mut faults = String::new();
    for (message, arguments) in expected {
        match found.get(message) {
            None => writeln!(faults, "{language} lacks {message}")?,
            Some(theirs) if !theirs.is_subset(arguments) => {
                writeln!(faults, "{language} takes other arguments in {message}")?;
            }
            Some(_) => {}
        }
    }
    for message in found
        .keys()
        .filter(|message| !expected.contains_key(*message))
    {
        writeln!(faults, "{language} has {message}, which English lacks")?;
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into())
    }
}

/// One method a message; arguments in the order of the alphabet.
fn methods(messages: &Messages) -> Result<String, Failure> {
    let mut code = String::from("impl Words {\n");
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
        writeln!(
            code,
            "    pub fn {name}(self{signature}) -> String {{ self.say(\"{message}\", [{pairs}]) }}"
        )?;
    }
    code.push_str("}\n");
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
