//! A nominee as a focal point types them: in a form, or a line each.

use model::accounts::Rank;
use model::{Reason, Refusal};

use crate::accounts::person::LONGEST_NAME;
use crate::typed::{self, Form};

/// A nominee as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedNominee {
    pub printed_name: String,
    pub email: String,
    pub organisation: String,
    pub position: String,
    pub rank: String,
}

/// A nominee that does.
#[derive(Clone, Debug)]
pub(super) struct Nominee {
    pub(super) printed_name: String,
    pub(super) email: String,
    pub(super) organisation: String,
    pub(super) position: String,
    pub(super) rank: Rank,
}

impl TypedNominee {
    pub(super) fn parse(&self) -> Result<Nominee, Refusal> {
        let mut form = Form::new();
        let printed_name = form.text("printed_name", &self.printed_name, LONGEST_NAME);
        let email = form.take("email", typed::email(&self.email));
        let organisation = form.optional_text("organisation", &self.organisation, LONGEST_NAME);
        let position = form.optional_text("position", &self.position, LONGEST_NAME);
        let rank = form.choice("rank", &self.rank);
        let nominee = (|| {
            Some(Nominee {
                printed_name: printed_name?,
                email: email?,
                organisation: organisation?,
                position: position?,
                rank: rank?,
            })
        })();
        form.finish(nominee)
    }
}

/// The most lines that are taken at once.
pub const MOST_LINES: usize = 100;

/// `name; e-mail; organisation; position`, a line each, the last two where known. Semicolons or tabs, as spreadsheets paste.
pub(super) fn lines(typed: &str) -> Result<Vec<(u32, Nominee)>, Refusal> {
    let mut nominees: Vec<(u32, Nominee)> = Vec::new();
    for (number, line) in (1_u32..).zip(typed.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let nominee = of_line(line).map_err(|reason| {
            let reason = match reason {
                Reason::NotAnAddress => Reason::LineNotAnAddress { line: number },
                _ => Reason::LineNotNameAndAddress { line: number },
            };
            Refusal::field("lines", reason)
        })?;
        if nominees
            .iter()
            .any(|(_, other)| other.email == nominee.email)
        {
            return Err(Refusal::field(
                "lines",
                Reason::LineOnYourList { line: number },
            ));
        }
        nominees.push((number, nominee));
    }
    if nominees.is_empty() {
        return Err(Refusal::field("lines", Reason::Missing));
    }
    if nominees.len() > MOST_LINES {
        let most = u32::try_from(MOST_LINES).unwrap_or(u32::MAX);
        return Err(Refusal::field("lines", Reason::TooManyLines { most }));
    }
    Ok(nominees)
}

fn of_line(line: &str) -> Result<Nominee, Reason> {
    let separator = if line.contains('\t') { '\t' } else { ';' };
    let mut cells = line.split(separator).map(str::trim);
    let name = cells.next().unwrap_or_default();
    let email = cells.next().ok_or(Reason::Missing)?;
    let rest = |cell: Option<&str>| match cell {
        None | Some("") => Ok(String::new()),
        Some(cell) => typed::text(cell, LONGEST_NAME),
    };
    Ok(Nominee {
        printed_name: typed::text(name, LONGEST_NAME)?,
        email: typed::email(email)?,
        organisation: rest(cells.next())?,
        position: rest(cells.next())?,
        rank: Rank::None,
    })
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_line_is_a_name_and_an_address_and_perhaps_more() {
        let taken =
            lines("Wanjiru;W@Example.org\r\n\r\nOtieno\to@example.org\tPorts\tClerk").unwrap();
        assert_eq!(taken.len(), 2);
        assert_eq!((taken[0].0, &*taken[0].1.email), (1, "w@example.org"));
        assert_eq!((taken[1].0, &*taken[1].1.position), (3, "Clerk"));
    }

    #[test]
    fn what_is_no_such_line_is_named_by_its_number() {
        for bad in [
            "",
            "Wanjiru",
            "Wanjiru;nowhere",
            ";w@example.org",
            "A;a@b.cd\nB;a@b.cd",
        ] {
            assert!(lines(bad).is_err(), "{bad}");
        }
    }
}
