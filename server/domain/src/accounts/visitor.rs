//! Who is asking, with their grants. What a visitor may not see, they cannot load.

use model::{CourseId, EditionId, Instant, PersonId, Refusal, Role, SessionId};

use super::{grant, person, sign_in};
use crate::{Db, Result};

/// Who is asking: nobody in particular, or a person with grants.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    person: Option<person::Model>,
    grants: Vec<grant::Model>,
    sign_in: Option<Vec<u8>>,
    lasts_again: bool,
}

impl Visitor {
    /// Somebody who is not signed in.
    #[must_use]
    pub fn anybody() -> Self {
        Self::default()
    }

    /// The visitor of a cookie's secret; an unknown or ended one is anybody.
    pub async fn of_cookie(db: &Db, secret: &str, now: Instant) -> Result<Self> {
        let Some(sign_in) = sign_in::find(db.read(), secret, now).await? else {
            return Ok(Self::anybody());
        };
        let visitor = Self::of_person(db, sign_in.person, now).await?;
        let lasts_again = sign_in::is_due(&sign_in, now) && visitor.person.is_some();
        if lasts_again {
            keep_alive(db, sign_in.token_hash.clone(), now);
        }
        Ok(Self {
            sign_in: Some(sign_in.token_hash),
            lasts_again,
            ..visitor
        })
    }

    /// A person as a visitor; a deleted one is anybody.
    pub async fn of_person(db: &Db, id: PersonId, now: Instant) -> Result<Self> {
        let person = match person::find(db.read(), id).await {
            Ok(person) => person,
            Err(error) if error.refusal().is_some() => return Ok(Self::anybody()),
            Err(error) => return Err(error),
        };
        let grants = grant::holding(db.read(), id, now).await?;
        Ok(Self {
            person: Some(person),
            grants,
            sign_in: None,
            lasts_again: false,
        })
    }

    /// The person, if signed in.
    #[must_use]
    pub const fn person(&self) -> Option<&person::Model> {
        self.person.as_ref()
    }

    /// The person's id, if signed in.
    #[must_use]
    pub fn person_id(&self) -> Option<PersonId> {
        self.person.as_ref().map(|person| person.id)
    }

    /// The person's id; whoever is not signed in is asked to.
    pub fn signed_in(&self) -> Result<PersonId, Refusal> {
        self.person_id().ok_or(Refusal::SignInFirst)
    }

    /// Whether the sign-in was let last again just now, and its cookie should.
    #[must_use]
    pub const fn lasts_again(&self) -> bool {
        self.lasts_again
    }

    /// The hash of this sign-in's secret.
    #[must_use]
    pub fn sign_in(&self) -> Option<&[u8]> {
        self.sign_in.as_deref()
    }

    /// The grants that hold now.
    #[must_use]
    pub fn grants(&self) -> &[grant::Model] {
        &self.grants
    }

    fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// May do everything.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.has(Role::Administrator)
    }

    /// May read all figures and the audit log.
    #[must_use]
    pub fn is_auditor(&self) -> bool {
        self.has(Role::Auditor)
    }

    /// Whether any staff pages are of use to them.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        !self.grants.is_empty()
    }

    /// Runs the edition: a coordinator of it, or an administrator.
    #[must_use]
    pub fn coordinates(&self, edition: EditionId) -> bool {
        self.is_administrator()
            || self
                .grants
                .iter()
                .any(|grant| grant.role == Role::Coordinator && grant.edition == Some(edition))
    }

    /// Trains the session, by a grant over it or over its course.
    #[must_use]
    pub fn trains(&self, session: SessionId, course: Option<CourseId>) -> bool {
        self.grants.iter().any(|grant| {
            grant.role == Role::Trainer
                && (grant.session == Some(session) || (course.is_some() && grant.course == course))
        })
    }

    /// Trains the whole course.
    #[must_use]
    pub fn trains_course(&self, course: CourseId) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.role == Role::Trainer && grant.course == Some(course))
    }

    /// The editions they coordinate, unless they are an administrator (who runs all).
    #[must_use]
    pub fn coordinated_editions(&self) -> Vec<EditionId> {
        self.grants
            .iter()
            .filter(|grant| grant.role == Role::Coordinator)
            .filter_map(|grant| grant.edition)
            .collect()
    }

    /// Statistics and rolls of an edition: its coordinators, auditors, administrators.
    #[must_use]
    pub fn may_see_figures_of(&self, edition: EditionId) -> bool {
        self.coordinates(edition) || self.is_auditor()
    }
}

/// Pages are reads: a reader who leaves must not leave a transaction open, and a busy writer must not keep them waiting.
fn keep_alive(db: &Db, token_hash: Vec<u8>, now: Instant) {
    let db = db.clone();
    tokio::spawn(async move {
        if let Err(error) = sign_in::keep_alive(&db, &token_hash, now).await {
            tracing::warn!(%error, "a sign-in that is used could not be let last longer");
        }
    });
}
