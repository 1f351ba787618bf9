//! Programmes and their editions, with words, languages, hosts and courses.

use domain::Result;
use domain::catalogue::{
    course, course_text, course_trainer, edition, edition_host, edition_language, edition_text,
    programme, programme_text,
};
use jiff::civil::{Date, time};
use model::catalogue::Publication;
use model::{CourseId, EditionId, Instant, Language, ProgrammeId};

use super::name::{id_of, slug};
use super::people::trainer_id;
use super::plan::{self, Programme};
use super::portfolios::portfolio_id;
use super::venues::host_id;
use super::when::When;

/// Rows of programmes and what hangs on them.
#[derive(Default)]
pub struct Editions {
    pub programmes: Vec<programme::Model>,
    pub programme_texts: Vec<programme_text::Model>,
    pub editions: Vec<edition::Model>,
    pub edition_texts: Vec<edition_text::Model>,
    pub edition_languages: Vec<edition_language::Model>,
    pub edition_hosts: Vec<edition_host::Model>,
    pub courses: Vec<course::Model>,
    pub course_texts: Vec<course_text::Model>,
    pub course_trainers: Vec<course_trainer::Model>,
}

/// The id of an edition by its programme's slug and its own.
#[must_use]
pub fn edition_id(programme: &str, edition: &str) -> EditionId {
    EditionId(id_of("edition", &format!("{programme}/{edition}")))
}

/// The id of a course by the slugs above it and its own.
#[must_use]
pub fn course_id(programme: &str, edition: &str, course: &str) -> CourseId {
    CourseId(id_of("course", &format!("{programme}/{edition}/{course}")))
}

/// All rows of these programmes.
pub fn editions(programmes: &[Programme], when: &When) -> Result<Editions> {
    let mut rows = Editions::default();
    for programme in programmes {
        add_programme(&mut rows, programme, when)?;
        for edition in &programme.editions {
            add_edition(&mut rows, programme, edition, when)?;
        }
    }
    Ok(rows)
}

fn add_programme(rows: &mut Editions, plan: &Programme, when: &When) -> Result<()> {
    let id = ProgrammeId(id_of("programme", &plan.slug));
    rows.programmes.push(programme::Model {
        id,
        portfolio: portfolio_id(&plan.portfolio),
        slug: slug(&plan.slug)?,
        publication: Publication::Published,
        created_at: when.begins(when.day(&plan.since)?),
    });
    for (language, words) in [(Language::English, &plan.en), (Language::Chinese, &plan.zh)] {
        rows.programme_texts.push(programme_text::Model {
            programme: id,
            language,
            title: words.title.clone(),
            summary: words.summary.clone(),
            description: words.description.clone(),
        });
    }
    Ok(())
}

fn add_edition(
    rows: &mut Editions,
    programme: &Programme,
    plan: &plan::Edition,
    when: &When,
) -> Result<()> {
    let id = edition_id(&programme.slug, &plan.slug);
    let (first, last) = (when.day(&plan.starts)?, when.day(&plan.ends)?);
    let opens = optional_day(plan.opens.as_deref(), when)?.map(|day| when.begins(day));
    let created_at = made_at(opens, when.begins(first), when.now);
    rows.editions.push(edition::Model {
        id,
        programme: ProgrammeId(id_of("programme", &programme.slug)),
        slug: slug(&plan.slug)?,
        kind: plan.kind,
        mode: plan.mode,
        publication: plan.publication,
        starts_on: first.to_string(),
        ends_on: last.to_string(),
        starts_at: when.begins(first),
        ends_at: when.ends(last),
        zone: when.zone.clone(),
        place: plan.place.clone(),
        admission_way: plan.way,
        admission_opens_at: opens,
        admission_closes_at: optional_day(plan.closes.as_deref(), when)?
            .map(|day| when.instant(day.to_datetime(time(18, 0, 0, 0))))
            .transpose()?,
        attendance_threshold: 80,
        rule_version: 1,
        version: 1,
        created_at,
    });
    add_words(rows, id, programme, plan);
    add_languages_and_hosts(rows, id, plan);
    for (course, place) in plan.courses.iter().zip(1..) {
        add_course(rows, &programme.slug, &plan.slug, course, place, created_at)?;
    }
    Ok(())
}

fn add_words(rows: &mut Editions, id: EditionId, programme: &Programme, plan: &plan::Edition) {
    for (language, own, above) in [
        (Language::English, &plan.en, &programme.en),
        (Language::Chinese, &plan.zh, &programme.zh),
    ] {
        let words = own.or(above);
        rows.edition_texts.push(edition_text::Model {
            edition: id,
            language,
            folded: String::new(),
            title: words.title,
            summary: words.summary,
            description: words.description,
            audience: words.audience,
        });
    }
}

fn add_languages_and_hosts(rows: &mut Editions, id: EditionId, plan: &plan::Edition) {
    rows.edition_languages.extend(
        plan.languages
            .iter()
            .map(|language| edition_language::Model {
                edition: id,
                language: language.clone(),
            }),
    );
    rows.edition_hosts
        .extend(plan.hosts.iter().map(|host| edition_host::Model {
            edition: id,
            host: host_id(host),
        }));
}

fn add_course(
    rows: &mut Editions,
    programme: &str,
    edition: &str,
    plan: &plan::Course,
    place: i32,
    created_at: Instant,
) -> Result<()> {
    let id = course_id(programme, edition, &plan.slug);
    rows.courses.push(course::Model {
        id,
        edition: edition_id(programme, edition),
        slug: slug(&plan.slug)?,
        required: !plan.elective,
        place,
        cancelled_at: plan.cancelled.then_some(created_at),
        created_at,
    });
    for (language, title, description) in [
        (Language::English, &plan.en, &plan.about_en),
        (Language::Chinese, &plan.zh, &plan.about_zh),
    ] {
        rows.course_texts.push(course_text::Model {
            course: id,
            language,
            title: title.clone(),
            description: description.clone(),
        });
    }
    rows.course_trainers.push(course_trainer::Model {
        course: id,
        person: trainer_id(plan.trainer),
    });
    Ok(())
}

fn optional_day(text: Option<&str>, when: &When) -> Result<Option<Date>> {
    text.map(|text| when.day(text)).transpose()
}

/// Two weeks before admission opened or the edition began, but never in the future.
fn made_at(opens: Option<Instant>, starts: Instant, now: Instant) -> Instant {
    opens.unwrap_or(starts).min(now).plus_days(-14)
}
