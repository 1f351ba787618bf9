//! `egret admin add EMAIL`

use clap::Subcommand;
use domain::accounts::{grant, person};
use domain::typed;
use model::Role;
use model::role::Scope;

use super::{Failure, database};
use crate::Config;

/// Name administrators.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Makes a registered person an administrator.
    Add {
        /// The address they registered with.
        email: String,
    },
}

pub(super) async fn run(config: &Config, admin: Admin) -> Result<(), Failure> {
    let Admin::Add { email } = admin;
    let email = typed::email(&email).map_err(|_| format!("{email} is no e-mail address"))?;
    let db = database(config).await?;
    let person = person::find_by_email(db.read(), &email)
        .await?
        .ok_or_else(|| {
            format!("nobody has registered with {email}; register first, then run this again")
        })?;
    let now = domain::clock::now();
    db.write(async |tx| {
        // Whoever runs this has the machine: that the address is theirs needs no mail to show it.
        person::confirm(tx, person.id, now).await?;
        grant::write(
            tx,
            None,
            person.id,
            Role::Administrator,
            Scope::All,
            None,
            now,
        )
        .await
    })
    .await?;
    db.close().await?;
    println!("{email} is an administrator now.");
    Ok(())
}
