//! When an edition takes applications: from its opening until its deadline or its end, whichever comes first.

use model::Instant;
use model::catalogue::Publication;

/// Where a moment lies in an edition's admission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmissionWindow {
    /// Opens at a moment to come.
    OpensAt(Instant),
    /// Open, until the deadline if it has one before its end.
    Open(Option<Instant>),
    /// Over: closed, ended, cancelled, or not published.
    Closed,
}

impl AdmissionWindow {
    /// The window at `now`. `open_in_sql` says the same to the database.
    #[must_use]
    pub fn at(
        now: Instant,
        publication: Publication,
        opens_at: Option<Instant>,
        closes_at: Option<Instant>,
        ends_at: Instant,
    ) -> Self {
        let over = ends_at <= now || closes_at.is_some_and(|closes_at| closes_at <= now);
        if publication != Publication::Published || over {
            return Self::Closed;
        }
        match opens_at {
            Some(opens_at) if opens_at > now => Self::OpensAt(opens_at),
            _ => Self::Open(closes_at),
        }
    }

    /// Whether people can apply or enrol.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// Whether edition `e` is open at `now`, which is how the statement calls the moment. [`AdmissionWindow::at`] in SQL.
pub(super) fn open_in_sql(now: &str) -> String {
    format!(
        "e.publication = 'published' AND e.ends_at > {now} \
         AND (e.admission_opens_at IS NULL OR e.admission_opens_at <= {now}) \
         AND (e.admission_closes_at IS NULL OR e.admission_closes_at > {now})"
    )
}

#[cfg(test)]
mod tests {
    use model::Instant;
    use model::catalogue::Publication::{Archived, Cancelled, Draft, Published};

    use super::AdmissionWindow::{self, Closed, Open, OpensAt};

    const NOW: Instant = Instant(1_000);

    fn at(opens: Option<i64>, closes: Option<i64>, ends: i64) -> AdmissionWindow {
        AdmissionWindow::at(
            NOW,
            Published,
            opens.map(Instant),
            closes.map(Instant),
            Instant(ends),
        )
    }

    #[test]
    fn it_opens_at_its_instant_and_closes_at_its_deadline_or_its_end() {
        assert_eq!(at(None, None, 1_001), Open(None));
        assert_eq!(at(None, None, 1_000), Closed);
        assert_eq!(at(Some(1_000), None, 2_000), Open(None));
        assert_eq!(at(Some(1_001), None, 2_000), OpensAt(Instant(1_001)));
        assert_eq!(at(None, Some(1_001), 2_000), Open(Some(Instant(1_001))));
        assert_eq!(at(None, Some(1_000), 2_000), Closed);
        assert_eq!(
            at(None, Some(3_000), 1_000),
            Closed,
            "over before its deadline"
        );
    }

    #[test]
    fn only_what_is_published_takes_people() {
        for publication in [Draft, Cancelled, Archived] {
            let window = AdmissionWindow::at(NOW, publication, None, None, Instant(2_000));
            assert_eq!(window, Closed, "{publication}");
        }
    }
}
