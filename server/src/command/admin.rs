//! `egret admin add EMAIL`

use clap::Subcommand;
use domain::accounts::{grant, person, vouching};
use domain::typed;
use model::Role;
use model::role::Scope;

use super::{Failure, database};
use crate::Config;

/// Name administrators.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Makes a registered person an administrator, and prints a link to choose a password where they have none or no mail leaves.
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
    // Whoever runs this has the machine: that the address is theirs needs no mail to show it. The password that somebody typed with
    // it may be anybody's, though.
    let needs_link = !person.can_sign_in() || config.smtp_url.is_none();
    let (scope, role) = (Scope::All, Role::Administrator);
    let link = db
        .write(async |tx| {
            let who = person.id;
            let person = person::locked(tx, who).await?;
            let link = if needs_link {
                Some(vouching::let_in(tx, person, now).await?)
            } else {
                None
            };
            grant::write(tx, None, who, role, scope, None, now).await?;
            Ok(link)
        })
        .await?;
    db.close().await?;
    println!("{email} is an administrator now.");
    if let Some(link) = link {
        let address = config.site().full(&format!("/reset/{}", link.text()));
        println!("Choose a password here, once, within three days:\n\n    {address}\n");
    }
    Ok(())
}
