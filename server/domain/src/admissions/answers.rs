//! What somebody answered, for those who may read it.

use std::collections::HashMap;

use model::admissions::AnswerReaders;
use model::{ApplicationFormId, ApplicationId, Instant, PersonId, Refusal};
use sea_orm::entity::prelude::*;

use super::form_field::{self, Question};
use super::{application, application_answer, filled_form, permission};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::{Db, Result};

/// A question with its answer, as it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The question, of the version that was answered.
    pub question: Question,
    /// As kept; empty where nothing was answered.
    pub value: String,
}

/// An application's answers, with whose they are.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Who answered.
    pub name: String,
    /// For which edition.
    pub edition: edition::Model,
    /// When they were sent.
    pub saved_at: Option<Instant>,
    /// In the form's order.
    pub list: Vec<Answered>,
}

/// The answers of an application for staff, each for those who may read it.
pub async fn answers_of(db: &Db, visitor: &Visitor, application: ApplicationId) -> Result<Answers> {
    let (application, _) = permission::changeable(db, visitor, application).await?;
    let (saved_at, mut list) = answered(db, application.id).await?;
    list.retain(|one| may_read(visitor, one.question.field.readers));
    let person = person::Entity::find_by_id(application.person)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    let edition = edition::Entity::find_by_id(application.edition)
        .one(db.read())
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok(Answers {
        name: person.printed_name,
        edition,
        saved_at,
        list,
    })
}

fn may_read(visitor: &Visitor, readers: AnswerReaders) -> bool {
    match readers {
        AnswerReaders::Coordinators => true,
        AnswerReaders::Administrators => visitor.is_administrator(),
    }
}

/// One's own answers in an edition.
pub(super) async fn own(db: &Db, who: PersonId, of: &application::Model) -> Result<Vec<Answered>> {
    if of.person != who {
        return Err(Refusal::NotFound.into());
    }
    Ok(answered(db, of.id).await?.1)
}

async fn answered(db: &Db, application: ApplicationId) -> Result<(Option<Instant>, Vec<Answered>)> {
    let Some(filled) = filled_form::Entity::find_by_id(application)
        .one(db.read())
        .await?
    else {
        return Ok((None, Vec::new()));
    };
    let mut values: HashMap<_, _> = application_answer::of(db.read(), application)
        .await?
        .into_iter()
        .map(|answer| (answer.field, answer.value))
        .collect();
    let form: ApplicationFormId = filled.form;
    let list = form_field::of(db.read(), form)
        .await?
        .into_iter()
        .map(|question| Answered {
            value: values.remove(&question.field.id).unwrap_or_default(),
            question,
        })
        .collect();
    Ok((Some(filled.saved_at), list))
}
