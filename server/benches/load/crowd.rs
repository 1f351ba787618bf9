//! People who apply, and the pools that limit them.

use domain::Db;
use domain::accounts::person;
use domain::admissions::{application, seat_pool};
use domain::sea_orm::ActiveValue::Set;
use model::accounts::{Rank, Sex};
use model::admissions::{PoolGroup, PoolRule, Standing};
use model::*;

use super::world::rows::{NOW, insert};

/// Rows a statement.
const CHUNK: usize = 500;

type Pool = (PoolRule, PoolGroup, &'static str, i32);

/// Four pools that overlap and count nearly everybody.
pub const FOUR_POOLS: &[Pool] = &[
    (PoolRule::Maximum, PoolGroup::EachCountry, "", 1_000_000),
    (
        PoolRule::Maximum,
        PoolGroup::CountryGroup,
        "africa",
        1_000_000,
    ),
    (PoolRule::Reserve, PoolGroup::CountryGroup, "ldc", 10),
    (PoolRule::Reserve, PoolGroup::Sex, "female", 10),
];

/// People of many countries, all sexes and ranks.
pub async fn people(db: &Db, how_many: usize) -> Vec<(PersonId, Country)> {
    let countries: Vec<Country> = Country::all().take(61).collect();
    let (mut rows, mut all) = (Vec::new(), Vec::new());
    for number in 0..how_many {
        let (id, from) = (PersonId::new(), countries[number % countries.len()]);
        all.push((id, from));
        rows.push(person::ActiveModel {
            id: Set(id),
            email: Set(Some(format!("{id}@crowd.example.org"))),
            email_confirmed_at: Set(Some(NOW)),
            password_hash: Set(None),
            printed_name: Set(format!("Applicant {number}")),
            native_name: Set(String::new()),
            country: Set(from),
            organisation: Set(format!("Ministry {}", number % 97)),
            position: Set(String::new()),
            rank: Set(Rank::ALL[number % Rank::ALL.len()]),
            sex: Set(Sex::ALL[number / 3 % Sex::ALL.len()]),
            birth_date: Set(None),
            zone: Set("Africa/Nairobi".parse().unwrap()),
            language: Set(Language::English),
            about: Set(String::new()),
            created_at: Set(NOW),
            deleted_at: Set(None),
        });
    }
    for some in rows.chunks(CHUNK) {
        insert(db, some.to_vec()).await;
    }
    all
}

/// So many people on an edition's waiting list.
pub async fn apply(db: &Db, edition: EditionId, how_many: usize) {
    let mut rows = Vec::new();
    for (number, (person, delegation)) in (1..).zip(people(db, how_many).await) {
        rows.push(application::ActiveModel {
            id: Set(ApplicationId::new()),
            edition: Set(edition),
            person: Set(person),
            standing: Set(Standing::Waiting),
            delegation: Set(delegation),
            queue_number: Set(Some(number)),
            created_at: Set(NOW),
            ..Default::default()
        });
    }
    for some in rows.chunks(CHUNK) {
        insert(db, some.to_vec()).await;
    }
}

/// Pools that count nobody yet.
pub async fn add_pools(db: &Db, edition: EditionId, pools: &[Pool]) {
    let rows = pools
        .iter()
        .map(|(rule, counted, value, size)| seat_pool::ActiveModel {
            id: Set(SeatPoolId::new()),
            edition: Set(edition),
            course: Set(None),
            rule: Set(*rule),
            counted: Set(*counted),
            counted_value: Set((*value).to_owned()),
            size: Set(*size),
            release_at: Set(None),
            released_at: Set(None),
            created_at: Set(NOW),
        });
    insert(db, rows.collect()).await;
}

/// Sixty that overlap: by country, by group, by sex and rank.
pub async fn add_sixty_pools(db: &Db, edition: EditionId) {
    let at_most = PoolRule::Maximum;
    let mut pools: Vec<Pool> = vec![
        (at_most, PoolGroup::EachCountry, "", 12),
        (at_most, PoolGroup::Sex, "male", 300),
        (at_most, PoolGroup::RankFrom, "director", 200),
        (PoolRule::Reserve, PoolGroup::Sex, "female", 150),
    ];
    let groups = CountryGroup::all().map(|group| group.slug()).take(16);
    pools.extend(groups.map(|group| (at_most, PoolGroup::CountryGroup, group, 250)));
    let countries = Country::all().map(Country::code).take(60 - pools.len());
    pools.extend(countries.map(|country| (at_most, PoolGroup::Country, country, 9)));
    assert_eq!(pools.len(), 60);
    add_pools(db, edition, &pools).await;
}
