//! What a translation must have: every message of English, with the same arguments. Used by the build, and tested.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use fluent_syntax::ast::{self, Entry, InlineExpression, PatternElement};
use fluent_syntax::parser;

/// Why the build stops.
pub type Failure = Box<dyn std::error::Error>;

/// Message → its arguments.
pub type Messages = BTreeMap<String, BTreeSet<String>>;

/// The messages of a language; refuses what does not parse, and a name that is given twice.
pub fn messages(words: &str) -> Result<Messages, Failure> {
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
        InlineExpression::FunctionReference {
            arguments: given, ..
        } => in_call(given, arguments),
        InlineExpression::TermReference {
            arguments: Some(given),
            ..
        } => in_call(given, arguments),
        _ => {}
    }
}

fn in_call(given: &ast::CallArguments<&str>, arguments: &mut BTreeSet<String>) {
    let named = given.named.iter().map(|argument| &argument.value);
    for value in given.positional.iter().chain(named) {
        in_inline(value, arguments);
    }
}

/// Refuses a translation that lacks a message, has one too many, or takes other arguments.
pub fn compare(expected: &Messages, found: &Messages, language: &str) -> Result<(), Failure> {
    let mut faults = String::new();
    for (message, arguments) in expected {
        match found.get(message) {
            None => writeln!(faults, "{language} lacks {message}")?,
            Some(theirs) => {
                for dropped in arguments.difference(theirs) {
                    writeln!(faults, "{language} drops ${dropped} in {message}")?;
                }
                for added in theirs.difference(arguments) {
                    writeln!(
                        faults,
                        "{language} takes ${added} in {message}, which English lacks"
                    )?;
                }
            }
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
