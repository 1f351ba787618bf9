//! Made-up host organisations, and venues in Xiamen.

use domain::catalogue::{host, venue};
use domain::{Error, Result};
use model::{Country, HostId, Instant, VenueId, Zone};

use super::name::id_of;

/// Key, name, and where.
const HOSTS: &[(&str, &str, &str)] = &[
    ("centre", "Innovation and Training Centre", "Xiamen"),
    ("terminal", "Host 01, Haicang container terminal", "Xiamen"),
    ("hatchery", "Host 02, Tong’an oyster hatchery", "Xiamen"),
    ("village", "Host 03, tea village in the hills", "Quanzhou"),
    ("museum", "Host 04, museum of the sea routes", "Quanzhou"),
    ("battery", "Host 05, Haicang battery plant", "Xiamen"),
    ("robotics", "Host 06, Jimei robotics works", "Xiamen"),
    (
        "cloud",
        "Host 07, cloud operator in the software park",
        "Xiamen",
    ),
    ("single-window", "Host 08, single-window service", "Xiamen"),
    ("textile", "Host 09, textile mill", "Quanzhou"),
    (
        "commerce-park",
        "Host 10, cross-border commerce park",
        "Xiamen",
    ),
    ("college", "Host 11, vocational college in Jimei", "Xiamen"),
    ("hospital", "Host 12, teaching hospital", "Xiamen"),
    ("cooperative", "Host 13, growers’ cooperative", "Zhangzhou"),
];

/// Key, its host's key, name, and address.
const VENUES: &[(&str, &str, &str, &str)] = &[
    ("hall-a", "centre", "Hall A", "Training Centre, Building 1"),
    ("hall-b", "centre", "Hall B", "Training Centre, Building 1"),
    (
        "seminar-room",
        "centre",
        "Seminar Room 3",
        "Training Centre, Building 2",
    ),
    (
        "terminal-gate",
        "terminal",
        "Terminal, visitors’ gate",
        "Berth 14, Haicang",
    ),
    (
        "hatchery-pier",
        "hatchery",
        "Hatchery pier",
        "East shore, Tong’an",
    ),
    (
        "village-square",
        "village",
        "Village square",
        "By the old camphor tree",
    ),
    (
        "museum-hall",
        "museum",
        "Hall of the ships",
        "Museum quarter",
    ),
    (
        "battery-gate",
        "battery",
        "Plant, Gate 2",
        "Industrial zone, Haicang",
    ),
    (
        "robotics-hall",
        "robotics",
        "Assembly hall",
        "Innovation street, Jimei",
    ),
    (
        "cloud-hall",
        "cloud",
        "Control room, visitors’ gallery",
        "Software Park, Tower 4",
    ),
    ("customs-hall", "single-window", "Service hall", "Port road"),
    (
        "textile-gate",
        "textile",
        "Mill, main gate",
        "Weavers’ road",
    ),
    (
        "commerce-hall",
        "commerce-park",
        "Fulfilment centre",
        "Bonded zone",
    ),
    (
        "college-yard",
        "college",
        "College yard",
        "School lane, Jimei",
    ),
    (
        "hospital-hall",
        "hospital",
        "Lecture theatre",
        "Hospital, East wing",
    ),
    (
        "cooperative-yard",
        "cooperative",
        "Cold store",
        "Orchard road",
    ),
];

/// The id of a host by its key.
#[must_use]
pub fn host_id(key: &str) -> HostId {
    HostId(id_of("host", key))
}

/// The id of a venue by its key.
#[must_use]
pub fn venue_id(key: &str) -> VenueId {
    VenueId(id_of("venue", key))
}

/// China's code.
pub fn china() -> Result<Country> {
    Country::parse("CN").ok_or_else(|| Error::Fault("CN is no country".to_owned()))
}

/// All hosts.
pub fn hosts(at: Instant) -> Result<Vec<host::Model>> {
    let country = china()?;
    Ok(HOSTS
        .iter()
        .map(|(key, name, city)| host::Model {
            id: host_id(key),
            name: (*name).to_owned(),
            city: (*city).to_owned(),
            country,
            website: format!("https://{key}.example.org"),
            created_at: at,
        })
        .collect())
}

/// All venues.
pub fn venues(zone: &Zone, at: Instant) -> Result<Vec<venue::Model>> {
    let country = china()?;
    let city = |host: &str| {
        HOSTS
            .iter()
            .find(|(key, ..)| *key == host)
            .map_or("", |(_, _, city)| city)
    };
    Ok(VENUES
        .iter()
        .map(|(key, host, name, address)| venue::Model {
            id: venue_id(key),
            host: Some(host_id(host)),
            name: (*name).to_owned(),
            address: (*address).to_owned(),
            city: city(host).to_owned(),
            country,
            zone: zone.clone(),
            created_at: at,
        })
        .collect())
}
