//! Plainly made-up people: participants and trainers with numbers for names.

use domain::accounts::person;
use domain::{Error, Result};
use model::accounts::{Rank, Sex};
use model::{Country, Instant, Language, PersonId, Zone};

use super::dice::Dice;
use super::name::id_of;

/// A country people come from: code, time zone, and the word for "participant" in a script of its own, if it has one.
type Home = (&'static str, &'static str, &'static str);

const HOMES: &[Home] = &[
    ("AE", "Asia/Dubai", "المشارك"),
    ("AR", "America/Argentina/Buenos_Aires", ""),
    ("BB", "America/Barbados", ""),
    ("BD", "Asia/Dhaka", "অংশগ্রহণকারী"),
    ("BO", "America/La_Paz", ""),
    ("BR", "America/Sao_Paulo", ""),
    ("BY", "Europe/Minsk", "Участник"),
    ("CL", "America/Santiago", ""),
    ("CM", "Africa/Douala", ""),
    ("CO", "America/Bogota", ""),
    ("CU", "America/Havana", ""),
    ("CV", "Atlantic/Cape_Verde", ""),
    ("DJ", "Africa/Djibouti", "المشارك"),
    ("DZ", "Africa/Algiers", "المشارك"),
    ("EG", "Africa/Cairo", "المشارك"),
    ("ET", "Africa/Addis_Ababa", "ተሳታፊ"),
    ("FJ", "Pacific/Fiji", ""),
    ("GH", "Africa/Accra", ""),
    ("ID", "Asia/Jakarta", ""),
    ("IN", "Asia/Kolkata", "प्रतिभागी"),
    ("IR", "Asia/Tehran", "شرکت‌کننده"),
    ("KE", "Africa/Nairobi", ""),
    ("KH", "Asia/Phnom_Penh", "អ្នកចូលរួម"),
    ("KZ", "Asia/Almaty", "Қатысушы"),
    ("LA", "Asia/Vientiane", "ຜູ້ເຂົ້າຮ່ວມ"),
    ("LK", "Asia/Colombo", "සහභාගී"),
    ("MA", "Africa/Casablanca", "المشارك"),
    ("MG", "Indian/Antananarivo", ""),
    ("MN", "Asia/Ulaanbaatar", "Оролцогч"),
    ("MU", "Indian/Mauritius", ""),
    ("MV", "Indian/Maldives", ""),
    ("MX", "America/Mexico_City", ""),
    ("MY", "Asia/Kuala_Lumpur", ""),
    ("MZ", "Africa/Maputo", ""),
    ("NA", "Africa/Windhoek", ""),
    ("NG", "Africa/Lagos", ""),
    ("NP", "Asia/Kathmandu", "सहभागी"),
    ("PE", "America/Lima", ""),
    ("PG", "Pacific/Port_Moresby", ""),
    ("PH", "Asia/Manila", ""),
    ("PK", "Asia/Karachi", "شریک"),
    ("RU", "Europe/Moscow", "Участник"),
    ("RW", "Africa/Kigali", ""),
    ("SA", "Asia/Riyadh", "المشارك"),
    ("SC", "Indian/Mahe", ""),
    ("SN", "Africa/Dakar", ""),
    ("TH", "Asia/Bangkok", "ผู้เข้าร่วม"),
    ("TN", "Africa/Tunis", "المشارك"),
    ("TO", "Pacific/Tongatapu", ""),
    ("TR", "Europe/Istanbul", ""),
    ("TZ", "Africa/Dar_es_Salaam", ""),
    ("UG", "Africa/Kampala", ""),
    ("UY", "America/Montevideo", ""),
    ("UZ", "Asia/Tashkent", ""),
    ("VN", "Asia/Ho_Chi_Minh", ""),
    ("VU", "Pacific/Efate", ""),
    ("WS", "Pacific/Apia", ""),
    ("ZA", "Africa/Johannesburg", ""),
    ("ZM", "Africa/Lusaka", ""),
    ("ZW", "Africa/Harare", ""),
];

/// Organisation and position, told apart by rank.
const OFFICES: &[(&str, &str, Rank)] = &[
    (
        "Ministry of Maritime Affairs",
        "Planning officer",
        Rank::Officer,
    ),
    ("Ministry of Industry", "Head of division", Rank::Division),
    ("National Standards Bureau", "Specialist", Rank::Officer),
    ("Chamber of Commerce", "Project manager", Rank::None),
    ("Ports Authority", "Head of division", Rank::Division),
    ("Institute of Public Policy", "Researcher", Rank::None),
    ("Ministry of Agriculture", "Section chief", Rank::Officer),
];

/// The office of a high-ranking official, by turns.
const HIGH_OFFICES: &[(&str, &str, Rank)] = &[
    ("Ministry of Industry", "Director-general", Rank::Director),
    ("Ministry of Digital Affairs", "Director", Rank::Director),
    ("Cabinet Office", "Deputy minister", Rank::ViceMinister),
    ("Regulatory Authority", "Director", Rank::Director),
    ("Ministry of Science", "Minister of state", Rank::Minister),
];

/// Trainers' fields, in the order of their numbers from 1: what their page says, in Markdown.
const FIELDS: &[&str] = &[
    "Opens and closes programmes, and answers for what lies in between.",
    "Twenty years between a ministry and a port. Teaches **blue economy** with a tide table in hand.",
    "Draws **marine spatial plans**, and has seen three of them survive an election.",
    "Raises oysters and doctoral students; says the former are more punctual.",
    "Works on **energy**: from the sea, in batteries, and the hour after sunset.",
    "Kept the list of the poorest households in one county for eight years.",
    "Audits **village industries**, from tea to guest rooms.",
    "Took eleven companies into the Chinese market, and two out of it.",
    "Writes about **brands** that travel, and those that should have stayed at home.",
    "Puts **models on the shop floor**, and asks the foreman first.",
    "Answers when something is attacked at three in the morning. Teaches **security and governance**.",
    "Builds **platforms** and the numbers by which machines know each other.",
    "From grippers to living factories: **robotics** and biomanufacturing.",
    "Drafted two laws on technology, and repealed one. Teaches **governance and standards**.",
];

/// The id of a participant by number.
#[must_use]
pub fn participant_id(number: usize) -> PersonId {
    PersonId(id_of("participant", &number.to_string()))
}

/// The id of a trainer by number.
#[must_use]
pub fn trainer_id(number: usize) -> PersonId {
    PersonId(id_of("trainer", &number.to_string()))
}

/// How many countries later participants come from.
#[must_use]
pub const fn homes() -> usize {
    HOMES.len()
}

/// The code of a country that later participants come from, by turns.
#[must_use]
pub fn home(turn: usize) -> &'static str {
    HOMES[turn % HOMES.len()].0
}

/// A country by a code of ours.
pub fn country(code: &str) -> Result<Country> {
    Country::parse(code).ok_or_else(|| Error::Fault(format!("{code} is no country")))
}

/// A time zone by a name of ours.
pub fn zone(name: &str) -> Result<Zone> {
    name.parse()
        .map_err(|_| Error::Fault(format!("{name} is no time zone")))
}

/// `Participant 07`, from a country; `high` gives them an office of director or above.
pub fn participant(number: usize, code: &str, high: bool, at: Instant) -> Result<person::Model> {
    let mut dice = Dice::new(&format!("participant {number}"));
    let (_, zone_name, word) = HOMES
        .iter()
        .find(|(known, ..)| *known == code)
        .copied()
        .ok_or_else(|| Error::Fault(format!("nobody is at home in {code}")))?;
    let offices = if high { HIGH_OFFICES } else { OFFICES };
    let (organisation, position, rank) = offices[number % offices.len()];
    let sexes = [
        (Sex::Female, 44),
        (Sex::Male, 47),
        (Sex::Other, 2),
        (Sex::Unknown, 7),
    ];
    let native_name = if word.is_empty() {
        String::new()
    } else {
        format!("{word} {}", digits_of(code, number))
    };
    Ok(person::Model {
        id: participant_id(number),
        email: None,
        email_confirmed_at: None,
        password_hash: None,
        printed_name: format!("Participant {number:02}"),
        native_name,
        country: country(code)?,
        organisation: organisation.to_owned(),
        position: position.to_owned(),
        rank,
        sex: *dice.pick(&sexes).unwrap_or(&Sex::Unknown),
        birth_date: None,
        zone: zone(zone_name)?,
        language: Language::English,
        about: String::new(),
        created_at: at,
        deleted_at: None,
    })
}

/// A number in the digits that go with a country's script.
fn digits_of(code: &str, number: usize) -> String {
    let zero = match code {
        "AE" | "EG" | "SA" => '٠',
        "IR" | "PK" => '۰',
        "IN" | "NP" => '०',
        "BD" => '০',
        _ => '0',
    };
    format!("{number:02}")
        .chars()
        .map(|digit| {
            digit
                .to_digit(10)
                .and_then(|value| char::from_u32(u32::from(zero) + value))
                .unwrap_or(digit)
        })
        .collect()
}

/// All trainers: `Trainer 01` and on.
pub fn trainers(zone: &Zone, at: Instant) -> Result<Vec<person::Model>> {
    let country = super::venues::china()?;
    Ok(FIELDS
        .iter()
        .zip(1..)
        .map(|(about, number)| person::Model {
            id: trainer_id(number),
            email: None,
            email_confirmed_at: None,
            password_hash: None,
            printed_name: format!("Trainer {number:02}"),
            native_name: format!("教师{number:02}"),
            country,
            organisation: "Innovation and Training Centre".to_owned(),
            position: "Invited expert".to_owned(),
            rank: Rank::None,
            sex: Sex::Unknown,
            birth_date: None,
            zone: zone.clone(),
            language: Language::Chinese,
            about: (*about).to_owned(),
            created_at: at,
            deleted_at: None,
        })
        .collect())
}
