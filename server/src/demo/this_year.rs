//! Editions that count from today stay in the running year, so that the last one that is over is 2023 whenever they are loaded.

use domain::Result;
use jiff::Span;

use super::plan::{Edition, Programme};
use super::when::When;

/// Moves editions that began before New Year behind it, and leaves out those that were over by then.
pub fn keep_to_this_year(programmes: &mut [Programme], when: &When) -> Result<()> {
    for programme in programmes {
        let mut kept = Vec::new();
        for edition in std::mem::take(&mut programme.editions) {
            kept.extend(kept_to_this_year(edition, when)?);
        }
        programme.editions = kept;
    }
    Ok(())
}

fn kept_to_this_year(mut edition: Edition, when: &When) -> Result<Option<Edition>> {
    let new_year = when.today.first_of_year();
    let (first, last) = (when.day(&edition.starts)?, when.day(&edition.ends)?);
    let counts_from_today = edition.starts.starts_with(['+', '-']);
    if !counts_from_today || first >= new_year {
        return Ok(Some(edition));
    }
    if last < new_year {
        return Ok(None);
    }
    let later: Span = first.until(new_year).unwrap_or_default();
    let days = [Some(&mut edition.starts), Some(&mut edition.ends)];
    let admission = [edition.opens.as_mut(), edition.closes.as_mut()];
    for day in days.into_iter().chain(admission).flatten() {
        *day = when.day(day)?.saturating_add(later).to_string();
    }
    Ok(Some(edition))
}
