//! The schema: one migration a feature, written once for SQLite and PostgreSQL.

mod accounts;
mod admissions;
mod application_form;
mod attendance;
mod catalogue;
mod correction;
mod dialect;
mod invariant_checks;
mod late_pass;
mod mail;
mod media;
mod nomination;
mod offer;
mod play;
mod registration;
mod reports;
mod schedule;
mod seat_pools;
mod session_cancellation;
mod statistics;
mod view_span;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All migrations, in the order they were written.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(accounts::Migration),
            Box::new(mail::Migration),
            Box::new(catalogue::Migration),
            Box::new(schedule::Migration),
            Box::new(admissions::Migration),
            Box::new(attendance::Migration),
            Box::new(media::Migration),
            Box::new(statistics::Migration),
            Box::new(registration::Migration),
            Box::new(play::Migration),
            Box::new(session_cancellation::Migration),
            Box::new(view_span::Migration),
            Box::new(reports::Migration),
            Box::new(seat_pools::Migration),
            Box::new(nomination::Migration),
            Box::new(correction::Migration),
            Box::new(invariant_checks::Migration),
            Box::new(application_form::Migration),
            Box::new(offer::Migration),
            Box::new(late_pass::Migration),
        ]
    }
}
