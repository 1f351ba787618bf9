//! What every page is made of.

mod chart;
mod chrome;
mod crumbs;
mod empty;
mod error_page;
mod field;
mod form;
mod map;
mod notice;
mod page;
mod pager;
mod policy;
mod prose;
mod raw;
mod seats;
mod title;
mod when;

pub use chart::{Bar, Chart, Layer};
pub use chrome::{Footer, Header, SkipLink};
pub use crumbs::Crumbs;
pub use empty::Empty;
pub use error_page::{ErrorPage, Failed, NoSuchPage, RequestId};
pub use field::{Check, Field, Hidden, Select, TextArea};
pub use form::{Form, Refused, RefusedForm, Submit};
pub use map::{Circle, WorldMap};
pub use notice::{Done, Notice};
pub use page::{asking, page, param, query, site, words};
pub use pager::Pager;
pub use policy::set_policy;
pub use prose::Prose;
pub use raw::JsonLd;
pub use seats::Seats;
pub use title::PageTitle;
pub use when::{When, reader_zone};
