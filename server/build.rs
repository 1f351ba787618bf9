//! Joins the stylesheets in the order that `style/main.css` gives, and names the assets by their content.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where the islands' wasm and script are built.
const PACKAGE: &str = "../target/site/pkg";

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let style = Path::new("../style");
    println!("cargo::rerun-if-changed=../style");
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed={PACKAGE}");
    let main = fs::read_to_string(style.join("main.css"))?;
    let mut joined = String::new();
    for line in main.lines() {
        if let Some(name) = line
            .strip_prefix("@import \"")
            .and_then(|rest| rest.strip_suffix("\";"))
        {
            joined.push_str(&fs::read_to_string(style.join(name))?);
        }
    }
    let css = without_white_space(&without_comments(&joined));
    fs::write(Path::new(&env::var("OUT_DIR")?).join("egret.css"), &css)?;

    let mut hasher = DefaultHasher::new();
    css.hash(&mut hasher);
    for name in ["egret.svg", "preview.png", "islands.js"] {
        fs::read(Path::new("assets").join(name))?.hash(&mut hasher);
    }
    for file in package()? {
        fs::read(file)?.hash(&mut hasher);
    }
    println!("cargo::rustc-env=ASSETS_VERSION={:x}", hasher.finish());
    Ok(())
}

/// The islands' files, where they are built: what changed must not come out of a cache.
fn package() -> Result<Vec<PathBuf>, Failure> {
    // A folder that is not there cannot be watched.
    fs::create_dir_all(PACKAGE)?;
    let mut files: Vec<PathBuf> = fs::read_dir(PACKAGE)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        kept.push_str(&rest[..start]);
        rest = rest[start..]
            .find("*/")
            .map_or("", |end| &rest[start + end + 2..]);
    }
    kept.push_str(rest);
    kept
}

/// Folds white space, and drops it around `{ } ; ,` and after `:`; elsewhere it can mean something.
fn without_white_space(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    for word in css.split_whitespace() {
        let joins = |c: char| matches!(c, '{' | '}' | ';' | ',');
        let after = kept.chars().next_back();
        if after.is_some_and(|c| !joins(c) && c != ':') && !word.starts_with(joins) {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    kept
}
