//! Messages that only put their arguments between fixed words: written out as code, so that showing them needs no lookup
//! and no interpreter. Whatever chooses (plurals) is left to Fluent.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, PatternElement};
use fluent_syntax::parser;

use crate::messages::Failure;

/// Message → its parts as the code of a slice.
pub type Plain = BTreeMap<String, String>;

/// The plain messages of a language.
pub fn plain(words: &str) -> Result<Plain, Failure> {
    let resource =
        parser::parse(words).map_err(|(_, errors)| format!("words do not parse: {errors:?}"))?;
    let mut found = Plain::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry
            && let Some(parts) = message.value.as_ref().and_then(parts)
        {
            found.insert(message.id.name.to_owned(), parts);
        }
    }
    Ok(found)
}

/// None for a pattern that chooses, calls or refers to another message.
fn parts(pattern: &ast::Pattern<&str>) -> Option<String> {
    let mut names = BTreeSet::new();
    for element in &pattern.elements {
        if let Some(name) = argument(element) {
            names.insert(name);
        }
    }
    let mut code = String::from("&[");
    for element in &pattern.elements {
        if let Some(value) = text(element) {
            code.push_str(&format!("Part::Text({value:?}), "));
        } else {
            // Arguments come in the order of the alphabet, as the methods take them.
            let name = argument(element)?;
            let place = names.iter().position(|one| *one == name)?;
            code.push_str(&format!("Part::Argument({place}), "));
        }
    }
    code.push(']');
    Some(code)
}

/// Fixed words; a literal with an escape is Fluent's to read.
fn text<'a>(element: &PatternElement<&'a str>) -> Option<&'a str> {
    match element {
        PatternElement::TextElement { value } => Some(value),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::StringLiteral { value }),
        } if !value.contains('\\') => Some(value),
        _ => None,
    }
}

fn argument<'a>(element: &PatternElement<&'a str>) -> Option<&'a str> {
    match element {
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(id.name),
        _ => None,
    }
}
