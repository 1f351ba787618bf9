//! `egret backup FILE`

use std::path::{Path, PathBuf};

use clap::Args;
use domain::Db;
use domain::sea_orm::{ConnectionTrait, Statement};

use super::Failure;
use crate::Config;

/// Copy the database into a new file, while Egret serves or not.
///
/// The copy is whole and consistent; it holds the secrets that tell viewers apart, which the site itself destroys 30 days
/// after an edition: keep no copy for longer, or delete its table `visitor_salt`. Recordings are not in it: copy their folder too. PostgreSQL has its own tool for this,
/// and the command to type is printed.
#[derive(Debug, Args)]
pub struct Backup {
    /// The new file; one that exists is never overwritten.
    file: PathBuf,
}

pub(super) async fn backup(config: &Config, backup: &Backup) -> Result<(), Failure> {
    let Some(source) = config.database_file() else {
        return Err(format!(
            "PostgreSQL is backed up with its own tool (it asks for the password):\n  {}",
            pg_dump(&config.database_url, &backup.file)
        )
        .into());
    };
    if !source.is_file() {
        return Err(format!("there is no database at {}", source.display()).into());
    }
    if backup.file.exists() {
        return Err(format!(
            "{} exists already and is not overwritten",
            backup.file.display()
        )
        .into());
    }
    let unfinished = unfinished(&backup.file);
    let copied = copy(config, &unfinished).await.and_then(|()| {
        // A link fails where another file has appeared meanwhile; a rename would replace it.
        std::fs::hard_link(&unfinished, &backup.file)
            .map_err(|error| format!("{} cannot be written: {error}", backup.file.display()).into())
    });
    if let Err(error) = std::fs::remove_file(&unfinished)
        && copied.is_ok()
    {
        return Err(format!("{} is left over: {error}", unfinished.display()).into());
    }
    copied?;
    println!("The database was copied to {}.", backup.file.display());
    println!(
        "It holds the secrets that tell viewers apart (table visitor_salt). The site destroys them 30 days after an edition: keep no copy for longer."
    );
    println!(
        "Recordings lie in {}; copy that folder as well.",
        config.media_folder.display()
    );
    Ok(())
}

/// Beside the file, so that both lie on one disk.
fn unfinished(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".unfinished-{}", std::process::id()));
    PathBuf::from(name)
}

async fn copy(config: &Config, to: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::OpenOptionsExt;
    let path = to.to_str().ok_or("the file's name is not UTF-8")?;
    // It holds everybody's data: only its owner may read it. SQLite writes into a file that is empty.
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(|error| format!("{} cannot be written: {error}", to.display()))?;
    let db = Db::open(&config.database_url).await?;
    let statement = Statement::from_sql_and_values(db.backend(), "VACUUM INTO ?", [path.into()]);
    db.read()
        .execute_raw(statement)
        .await
        .map_err(|error| format!("the copy failed: {error}"))?;
    file.sync_all()?;
    db.close().await?;
    Ok(())
}

/// The command for PostgreSQL, without the password.
fn pg_dump(database_url: &str, file: &Path) -> String {
    let file = file.display().to_string().replace('\'', "'\\''");
    format!(
        "pg_dump --format=custom --no-owner --file='{file}' --dbname='{}'",
        without_password(database_url)
    )
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::pg_dump;
    use std::path::Path;

    #[test]
    fn the_command_for_postgresql_can_be_pasted_and_shows_no_password() {
        assert_eq!(
            pg_dump(
                "postgres://egret:se@cret@db:5432/egret?sslmode=require",
                Path::new("it's.dump")
            ),
            "pg_dump --format=custom --no-owner --file='it'\\''s.dump' \
             --dbname='postgres://egret@db:5432/egret?sslmode=require'"
        );
    }
}
