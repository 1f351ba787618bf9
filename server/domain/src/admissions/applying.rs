//! Applying where people are decided on: a draft that nobody else sees, then sent.

use std::collections::HashMap;

use model::admissions::{QuestionKind, Standing};
use model::catalogue::AdmissionWay;
use model::{ApplicationId, Country, EditionId, Instant, Language, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, JoinType, OnConflict};
use sea_orm::{QueryOrder, QuerySelect};

use super::answer_check::{self, Typed};
use super::answers::{self, Answered};
use super::application_form::{self, Questions};
use super::enrolling::is_known;
use super::form_field::{self, Question};
use super::ladder::{self, By};
use super::{
    admission_rule, application, application_answer, edition_lock, enrolment, filled_form,
    late_pass,
};
use crate::accounts::person;
use crate::catalogue::edition;
use crate::outbox::Letter;
use crate::typed::Form;
use crate::{Db, Result, Tx};

/// An application as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedApplication {
    /// The version of the form that was filled in.
    pub version: String,
    /// The country one applies for.
    pub delegation: String,
    /// By the question's key.
    pub answers: Typed,
}

/// Keeps a draft, whole or not; begins one where there is none.
pub async fn save(
    db: &Db,
    who: PersonId,
    edition: EditionId,
    typed: &TypedApplication,
    now: Instant,
) -> Result<ApplicationId> {
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        Ok(keep(tx, who, &edition, typed, true, now).await?.id)
    })
    .await
}

/// Sends an application. Whoever sends it again is told that it was sent.
pub async fn submit(
    db: &Db,
    who: PersonId,
    edition: EditionId,
    typed: &TypedApplication,
    now: Instant,
) -> Result<ApplicationId> {
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        let mut application = keep(tx, who, &edition, typed, false, now).await?;
        let by = By::person(who);
        ladder::step(tx, &mut application, Standing::Submitted, by, now).await?;
        came(tx, application.id, now).await?;
        let person = person::find(tx, who).await?;
        let letter = Letter::ApplicationReceived {
            edition: edition.id,
        };
        enrolment::post(tx, &application, &person, &letter, now).await?;
        Ok(application.id)
    })
    .await
}

/// An application came when it was sent: to begin a draft early is no way to the front.
async fn came(tx: &Tx, application: ApplicationId, now: Instant) -> Result<()> {
    application::Entity::update_many()
        .col_expr(application::Column::CreatedAt, Expr::value(now))
        .filter(application::Column::Id.eq(application))
        .exec(tx)
        .await?;
    Ok(())
}

/// Checks and writes what was typed; the application is a draft afterwards.
async fn keep(
    tx: &Tx,
    who: PersonId,
    edition: &edition::Model,
    typed: &TypedApplication,
    is_draft: bool,
    now: Instant,
) -> Result<application::Model> {
    is_known(tx, edition).await?;
    let present = application::active(tx, edition.id, who).await?;
    if present
        .as_ref()
        .is_some_and(|present| present.standing != Standing::Draft)
    {
        return Err(Refusal::AlreadyApplied.into());
    }
    let late = late_pass::of(tx, edition, who, now).await?;
    admission_rule::may_come(edition, AdmissionWay::Approval, late, now)?;
    let form = application_form::written(tx, edition.id, now).await?;
    if typed.version.parse() != Ok(form.version) {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let mut checked = Form::new();
    let delegation = checked.country("delegation", &typed.delegation);
    let questions = form_field::of(tx, form.id).await?;
    let answers = answer_check::check(&questions, &typed.answers, is_draft, &mut checked);
    let delegation = checked.finish(delegation)?;
    let application = match present {
        Some(draft) => enrol_for(tx, draft, delegation).await?,
        None => {
            let (draft, by) = (Standing::Draft, By::person(who));
            application::begin(tx, edition.id, who, draft, delegation, by, now).await?
        }
    };
    let filled = filled_form::ActiveModel {
        application: Set(application.id),
        form: Set(form.id),
        saved_at: Set(now),
    };
    filled_form::Entity::insert(filled)
        .on_conflict(
            OnConflict::column(filled_form::Column::Application)
                .update_columns([filled_form::Column::Form, filled_form::Column::SavedAt])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    replace(tx, application.id, answers).await?;
    Ok(application)
}

async fn enrol_for(
    tx: &Tx,
    mut draft: application::Model,
    delegation: Country,
) -> Result<application::Model> {
    application::Entity::update_many()
        .col_expr(application::Column::Delegation, Expr::value(delegation))
        .filter(application::Column::Id.eq(draft.id))
        .exec(tx)
        .await?;
    draft.delegation = delegation;
    Ok(draft)
}

async fn replace(
    tx: &Tx,
    application: ApplicationId,
    answers: answer_check::Answers,
) -> Result<()> {
    application_answer::Entity::delete_many()
        .filter(application_answer::Column::Application.eq(application))
        .exec(tx)
        .await?;
    let rows: Vec<_> = answers
        .into_iter()
        .map(|(field, value)| application_answer::ActiveModel {
            application: Set(application),
            field: Set(field),
            value: Set(value),
        })
        .collect();
    if !rows.is_empty() {
        application_answer::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// What somebody meets who applies.
#[derive(Clone, Debug)]
pub enum Applying {
    /// The form, filled with the draft, else with what they answered before.
    Form {
        /// What is asked.
        questions: Questions,
        /// The country they apply for.
        delegation: Country,
        /// Filled in already, by the question's key.
        filled: Typed,
        /// When the draft was kept; none before the first time.
        saved_at: Option<Instant>,
    },
    /// It was sent; what they answered.
    Sent(Vec<Answered>),
    /// They may not, and why.
    Shut(Refusal),
}

/// An edition's application form as somebody meets it who is signed in.
pub async fn applying(
    db: &Db,
    who: PersonId,
    edition: &edition::Model,
    language: Language,
    now: Instant,
) -> Result<Applying> {
    let present = application::active(db.read(), edition.id, who).await?;
    if let Some(sent) = present
        .as_ref()
        .filter(|one| one.standing != Standing::Draft)
    {
        return Ok(Applying::Sent(answers::own(db, who, sent).await?));
    }
    let late = late_pass::of(db.read(), edition, who, now).await?;
    if let Err(refusal) = admission_rule::may_come(edition, AdmissionWay::Approval, late, now) {
        return Ok(Applying::Shut(refusal));
    }
    let questions = application_form::asked(db.read(), edition.id).await?;
    let person = person::find(db.read(), who).await?;
    let saved_at = match &present {
        Some(draft) => filled_form::Entity::find_by_id(draft.id)
            .one(db.read())
            .await?
            .map(|filled| filled.saved_at),
        None => None,
    };
    let only = present.as_ref().map(|draft| draft.id);
    Ok(Applying::Form {
        filled: earlier(db, who, only, &questions, language).await?,
        delegation: present.map_or(person.country, |draft| draft.delegation),
        questions,
        saved_at,
    })
}

/// What somebody answered to the same questions: in their draft, else the last time they were asked.
async fn earlier(
    db: &Db,
    who: PersonId,
    only: Option<ApplicationId>,
    questions: &Questions,
    language: Language,
) -> Result<Typed> {
    let mut found = application_answer::Entity::find()
        .join(JoinType::InnerJoin, to_application())
        .filter(application::Column::Person.eq(who));
    if let Some(draft) = only {
        found = found.filter(application::Column::Id.eq(draft));
    }
    let answers = found
        .order_by_desc(application::Column::CreatedAt)
        .order_by_desc(application::Column::Id)
        .all(db.read())
        .await?;
    let fields = form_field::Entity::find()
        .filter(form_field::Column::Id.is_in(answers.iter().map(|answer| answer.field)))
        .all(db.read())
        .await?;
    let asked: HashMap<_, _> = form_field::with_words(db.read(), fields)
        .await?
        .into_iter()
        .map(|question| (question.field.id, question))
        .collect();
    let mut filled = Typed::new();
    for answer in answers {
        let Some(then) = asked.get(&answer.field) else {
            continue;
        };
        let now = questions
            .list
            .iter()
            .find(|now| now.field.key == then.field.key && now.field.kind == then.field.kind);
        // Consent is given anew each time.
        if now.is_some_and(|now| now.field.kind == QuestionKind::Consent) && only.is_none() {
            continue;
        }
        if let Some(now) = now
            && !filled.contains_key(&now.field.key)
        {
            let values = again(then, now, &answer.value, language);
            filled.insert(now.field.key.clone(), values);
        }
    }
    Ok(filled)
}

/// An answer as the present question takes it: options go by their words, for their numbers may have changed.
fn again(then: &Question, now: &Question, value: &str, language: Language) -> Vec<String> {
    if !now.field.kind.has_options() {
        return vec![value.to_owned()];
    }
    let options = now.options(language);
    then.said(value, language)
        .iter()
        .filter_map(|said| options.iter().position(|option| option == said))
        .map(|number| number.to_string())
        .collect()
}

fn to_application() -> RelationDef {
    application_answer::Entity::belongs_to(application::Entity)
        .from(application_answer::Column::Application)
        .to(application::Column::Id)
        .into()
}
