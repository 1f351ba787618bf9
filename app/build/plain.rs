//! Messages that only put their arguments between fixed words: written out as code, so that showing them needs no lookup
//! and no interpreter. Whatever chooses (plurals) is left to Fluent.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, PatternElement};
use fluent_syntax::parser;

use crate::messages::{Failure, Messages};

/// Message → its parts as the code of a slice.
pub type Code = BTreeMap<String, String>;

/// The plain messages of a language, with the arguments that every language takes.
pub fn plain(words: &str, messages: &Messages) -> Result<Code, Failure> {
    let resource =
        parser::parse(words).map_err(|(_, errors)| format!("words do not parse: {errors:?}"))?;
    let mut found = Code::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry
            && let Some(arguments) = messages.get(message.id.name)
            && let Some(parts) = message
                .value
                .as_ref()
                .and_then(|value| parts(value, arguments))
        {
            found.insert(message.id.name.to_owned(), parts);
        }
    }
    Ok(found)
}

/// None for a pattern that chooses, calls or refers to another message. Arguments stand by their place in the alphabet,
/// as the methods take them.
fn parts(pattern: &ast::Pattern<&str>, arguments: &BTreeSet<String>) -> Option<String> {
    let mut code = String::from("&[");
    for element in &pattern.elements {
        let part = match element {
            PatternElement::TextElement { value } => format!("Part::Text({value:?}), "),
            // A literal with an escape is Fluent's to read.
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } if !value.contains('\\') => format!("Part::Text({value:?}), "),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => {
                let place = arguments.iter().position(|name| name == id.name)?;
                format!("Part::Argument({place}), ")
            }
            PatternElement::Placeable { .. } => return None,
        };
        code.push_str(&part);
    }
    code.push(']');
    Some(code)
}
