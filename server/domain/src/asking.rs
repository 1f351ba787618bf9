//! Who is asking, when, and where the answer lies. Pages and server functions find it in their context.

use std::sync::Arc;

use model::{Instant, PersonId, Refusal};

use crate::accounts::Visitor;
use crate::db::Db;

/// One request's asker.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The database.
    pub db: Db,
    /// Who asks.
    pub visitor: Arc<Visitor>,
    /// When: the same moment throughout a request.
    pub now: Instant,
}

impl Asking {
    /// The person who asks, or a request to sign in first.
    pub fn person(&self) -> Result<PersonId, Refusal> {
        self.visitor.signed_in()
    }
}
