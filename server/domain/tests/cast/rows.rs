//! Rows that tests begin with, written straight into the tables: people, an edition, its sessions, somebody's place.

use domain::accounts::{grant, person};
use domain::admissions::{
    application, application_step, enrolment, seat_claim, seat_counter, seat_pool,
};
use domain::catalogue::{
    course, course_text, edition, edition_text, portfolio, portfolio_text, programme,
    programme_text,
};
use domain::schedule::{session, session_text};
use domain::sea_orm::ActiveValue::Set;
use domain::sea_orm::ExprTrait;
use domain::sea_orm::entity::prelude::*;
use domain::sea_orm::sea_query::Expr;
use domain::{Db, clock};
use model::accounts::{Rank, Sex};
use model::admissions::{PoolGroup, PoolRule, Standing};
use model::catalogue::{AdmissionWay, EditionKind, Mode, Publication};
use model::role::Scope;
use model::schedule::{Audience, SessionKind, SessionState};
use model::*;

/// 24 November 2026, 09:00 UTC: the moment at which tests begin.
pub const NOW: Instant = Instant(1_795_510_800_000);

/// Inserts rows of any table.
pub async fn insert<A>(db: &Db, rows: Vec<A>)
where
    A: ActiveModelTrait + Send,
    A::Entity: EntityTrait,
{
    db.write(async |tx| {
        <A::Entity as EntityTrait>::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
}

/// A country by its code.
pub fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

/// A slug.
pub fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

/// A confirmed person with the address `name@example.org`, no password, in Nairobi's time.
pub async fn person(db: &Db, name: &str, from: &str) -> PersonId {
    let id = PersonId::new();
    let row = person::ActiveModel {
        id: Set(id),
        email: Set(Some(format!(
            "{}@example.org",
            name.to_lowercase().replace(' ', ".")
        ))),
        email_confirmed_at: Set(Some(NOW)),
        password_hash: Set(None),
        printed_name: Set(name.to_owned()),
        native_name: Set(String::new()),
        country: Set(country(from)),
        organisation: Set(format!("Ministry of {name}")),
        position: Set(String::new()),
        rank: Set(Rank::None),
        sex: Set(Sex::Unknown),
        birth_date: Set(None),
        zone: Set("Africa/Nairobi".parse().unwrap()),
        language: Set(Language::English),
        about: Set(String::new()),
        created_at: Set(NOW),
        deleted_at: Set(None),
    };
    insert(db, vec![row]).await;
    id
}

/// Gives a role, as from the command line.
pub async fn grant(db: &Db, to: PersonId, role: Role, scope: Scope) {
    db.write(async |tx| grant::write(tx, None, to, role, scope, None, NOW).await)
        .await
        .unwrap();
}

/// Grace, an administrator.
pub async fn administrator(db: &Db) -> PersonId {
    let grace = person(db, "Grace", "CN").await;
    grant(db, grace, Role::Administrator, Scope::All).await;
    grace
}

/// A published programme in a portfolio of its own; its title is `Programme SLUG`.
pub async fn programme(db: &Db, name: &str) -> ProgrammeId {
    let (portfolio, id) = (PortfolioId::new(), ProgrammeId::new());
    insert(
        db,
        vec![portfolio::ActiveModel {
            id: Set(portfolio),
            slug: Set(slug(&format!("portfolio-{name}"))),
            place: Set(1),
            created_at: Set(NOW),
        }],
    )
    .await;
    insert(
        db,
        vec![portfolio_text::ActiveModel {
            portfolio: Set(portfolio),
            language: Set(Language::English),
            title: Set(format!("Portfolio {name}")),
            description: Set(String::new()),
        }],
    )
    .await;
    insert(
        db,
        vec![programme::ActiveModel {
            id: Set(id),
            portfolio: Set(portfolio),
            slug: Set(slug(name)),
            publication: Set(Publication::Published),
            created_at: Set(NOW),
        }],
    )
    .await;
    insert(
        db,
        vec![programme_text::ActiveModel {
            programme: Set(id),
            language: Set(Language::English),
            title: Set(format!("Programme {name}")),
            summary: Set(String::new()),
            description: Set(String::new()),
        }],
    )
    .await;
    id
}

/// A published edition of a programme: in Xiamen from 7 to 18 December 2026, open admission from 1 November
/// to 6 December; its title is `Edition SLUG`. Without a pool there is no limit: see [`seats`].
pub async fn edition(db: &Db, programme: ProgrammeId, name: &str) -> EditionId {
    let id = EditionId::new();
    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    let day = |text: &str| clock::day_begins(text.parse().unwrap(), &zone);
    insert(
        db,
        vec![edition::ActiveModel {
            id: Set(id),
            programme: Set(programme),
            slug: Set(slug(name)),
            kind: Set(EditionKind::Seminar),
            mode: Set(Mode::InPerson),
            publication: Set(Publication::Published),
            starts_on: Set("2026-12-07".to_owned()),
            ends_on: Set("2026-12-18".to_owned()),
            starts_at: Set(day("2026-12-07")),
            ends_at: Set(day("2026-12-19")),
            zone: Set(zone.clone()),
            place: Set("Xiamen".to_owned()),
            admission_way: Set(AdmissionWay::Open),
            admission_opens_at: Set(Some(day("2026-11-01"))),
            admission_closes_at: Set(Some(day("2026-12-07"))),
            attendance_threshold: Set(80),
            rule_version: Set(1),
            version: Set(1),
            created_at: Set(NOW),
        }],
    )
    .await;
    insert(
        db,
        vec![edition_text::ActiveModel {
            edition: Set(id),
            language: Set(Language::English),
            title: Set(format!("Edition {name}")),
            summary: Set(String::new()),
            description: Set(String::new()),
            audience: Set(String::new()),
            folded: Set(format!("edition {name} xiamen")),
        }],
    )
    .await;
    id
}

/// Limits an edition to so many seats.
pub async fn seats(db: &Db, edition: EditionId, size: i32) {
    let pool = SeatPoolId::new();
    insert(
        db,
        vec![seat_pool::ActiveModel {
            id: Set(pool),
            edition: Set(edition),
            course: Set(None),
            rule: Set(PoolRule::Maximum),
            counted: Set(PoolGroup::Everybody),
            counted_value: Set(String::new()),
            size: Set(size),
            release_at: Set(None),
            released_at: Set(None),
            created_at: Set(NOW),
        }],
    )
    .await;
    insert(
        db,
        vec![seat_counter::ActiveModel {
            id: Set(SeatCounterId::new()),
            pool: Set(pool),
            member: Set(String::new()),
            taken: Set(0),
            size: Set(size),
        }],
    )
    .await;
}

/// Limits each country of an edition to two seats. Those who are in already are not counted.
pub async fn two_per_country(db: &Db, edition: EditionId) -> SeatPoolId {
    uncounted_pool(db, edition, PoolGroup::EachCountry, "", 2).await
}

/// Limits those who are picked for a list; nobody is yet.
pub async fn picked_by_hand(db: &Db, edition: EditionId, name: &str, size: i32) -> SeatPoolId {
    uncounted_pool(db, edition, PoolGroup::Picked, name, size).await
}

async fn uncounted_pool(
    db: &Db,
    edition: EditionId,
    counted: PoolGroup,
    value: &str,
    size: i32,
) -> SeatPoolId {
    let pool = SeatPoolId::new();
    insert(
        db,
        vec![seat_pool::ActiveModel {
            id: Set(pool),
            edition: Set(edition),
            course: Set(None),
            rule: Set(PoolRule::Maximum),
            counted: Set(counted),
            counted_value: Set(value.to_owned()),
            size: Set(size),
            release_at: Set(None),
            released_at: Set(None),
            created_at: Set(NOW),
        }],
    )
    .await;
    pool
}

/// A required course; its title is `Course SLUG`.
pub async fn course(db: &Db, edition: EditionId, name: &str) -> CourseId {
    let id = CourseId::new();
    insert(
        db,
        vec![course::ActiveModel {
            id: Set(id),
            edition: Set(edition),
            slug: Set(slug(name)),
            required: Set(true),
            place: Set(1),
            cancelled_at: Set(None),
            created_at: Set(NOW),
        }],
    )
    .await;
    insert(
        db,
        vec![course_text::ActiveModel {
            course: Set(id),
            language: Set(Language::English),
            title: Set(format!("Course {name}")),
            description: Set(String::new()),
        }],
    )
    .await;
    id
}

/// A required session in Xiamen's time for enrolled people; its title is `Session NUMBER`.
pub async fn session(
    db: &Db,
    edition: EditionId,
    course: Option<CourseId>,
    number: i32,
    kind: SessionKind,
    wall_start: &str,
    minutes: i32,
) -> SessionId {
    let id = SessionId::new();
    let zone: Zone = "Asia/Shanghai".parse().unwrap();
    let starts_at = clock::instant_of(wall_start.parse().unwrap(), &zone, None).unwrap();
    insert(
        db,
        vec![session::ActiveModel {
            id: Set(id),
            edition: Set(edition),
            course: Set(course),
            number: Set(number),
            kind: Set(kind),
            audience: Set(Audience::Enrolled),
            state: Set(SessionState::Planned),
            required: Set(true),
            wall_start: Set(wall_start.to_owned()),
            zone: Set(zone),
            starts_at: Set(starts_at),
            ends_at: Set(starts_at.plus_minutes(minutes.into())),
            planned_minutes: Set(minutes),
            effective_starts_at: Set(None),
            effective_ends_at: Set(None),
            effective_reason: Set(String::new()),
            venue: Set(None),
            host: Set(None),
            link: Set(String::new()),
            calendar_sequence: Set(0),
            version: Set(1),
            created_at: Set(NOW),
        }],
    )
    .await;
    insert(
        db,
        vec![session_text::ActiveModel {
            session: Set(id),
            language: Set(Language::English),
            title: Set(format!("Session {number}")),
            description: Set(String::new()),
        }],
    )
    .await;
    id
}

/// Somebody's place in an edition, with the application, its claim of the total (where there is one) and what was frozen.
pub async fn enrolment(db: &Db, edition: EditionId, who: PersonId) -> EnrolmentId {
    let row = person::find(db.read(), who).await.unwrap();
    let (application, id) = (ApplicationId::new(), EnrolmentId::new());
    insert(
        db,
        vec![application::ActiveModel {
            id: Set(application),
            edition: Set(edition),
            person: Set(who),
            standing: Set(Standing::Accepted),
            delegation: Set(row.country),
            queue_number: Set(None),
            created_at: Set(NOW),
            ..Default::default()
        }],
    )
    .await;
    insert(
        db,
        vec![application_step::ActiveModel {
            id: Set(ApplicationStepId::new()),
            application: Set(application),
            came_from: Set(Some(Standing::Submitted)),
            went_to: Set(Standing::Accepted),
            at: Set(NOW),
            actor: Set(Some(who)),
            reason: Set(String::new()),
        }],
    )
    .await;
    insert(
        db,
        vec![enrolment::ActiveModel {
            id: Set(id),
            application: Set(application),
            edition: Set(edition),
            person: Set(who),
            delegation: Set(row.country),
            declared: Set(row.country),
            rank: Set(row.rank),
            organisation: Set(row.organisation),
            sex: Set(row.sex),
            enrolled_at: Set(NOW),
            withdrawn_at: Set(None),
        }],
    )
    .await;
    claim_total(db, edition, application).await;
    id
}

async fn claim_total(db: &Db, edition: EditionId, application: ApplicationId) {
    let pools = seat_pool::Entity::find()
        .filter(seat_pool::Column::Edition.eq(edition))
        .all(db.read())
        .await
        .unwrap();
    for pool in pools {
        let counter = seat_counter::Entity::find()
            .filter(seat_counter::Column::Pool.eq(pool.id))
            .one(db.read())
            .await
            .unwrap()
            .unwrap();
        db.write(async |tx| {
            seat_counter::Entity::update_many()
                .col_expr(
                    seat_counter::Column::Taken,
                    Expr::col(seat_counter::Column::Taken).add(1),
                )
                .filter(seat_counter::Column::Id.eq(counter.id))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
        .unwrap();
        insert(
            db,
            vec![seat_claim::ActiveModel {
                application: Set(application),
                counter: Set(counter.id),
            }],
        )
        .await;
    }
}
