//! `ikt config`: the file of settings.

use std::path::Path;

use serde_json::json;

use super::frame::{Code, Common, Failure, Out, With, paths};
use crate::app::keys::KeyMap;
use crate::config::{self, COMMENTED, Preferences};
use crate::model::Report;

/// What is done with the file.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// Write the file with every setting explained, if there is none
    #[arg(long)]
    init: bool,
    /// Show the file as --init writes it
    #[arg(long, conflicts_with = "init")]
    show: bool,
}

/// Checks the file, or writes or shows it.
///
/// # Errors
///
/// When it makes no sense, names file, line, column and key; when it can't be written.
pub(super) fn run(with: With<ConfigArgs>) -> Result<Code, Failure> {
    let With { args, common: Common { json, .. } } = with;
    let out = Out::new(json);
    let path = paths()?.preferences();
    let shown = path.display().to_string();
    if args.show {
        out.either(&json!({ "path": shown, "text": COMMENTED }), || COMMENTED.trim_end().to_owned())?;
    } else if args.init {
        init(&path)?;
        out.either(&json!({ "path": shown, "written": true }), || format!("Wrote {shown}"))?;
    } else {
        read(&path)?;
        let exists = path.exists();
        let state = if exists { "is fine" } else { "does not exist: `ikt config --init` writes it" };
        out.either(&json!({ "path": shown, "exists": exists }), || format!("{shown} {state}"))?;
    }
    Ok(Code::Done)
}

fn init(path: &Path) -> Result<(), Failure> {
    if path.exists() {
        let why = format!("{} is there already", path.display());
        return Err(Failure::here("Could not write the settings", why, "Edit it, or put it aside first"));
    }
    config::write_whole(path, COMMENTED.as_bytes()).map_err(|error| {
        Failure::here("Could not write the settings", error, "See that the folder can be written")
    })
}

/// The settings, and the key map that they make.
///
/// # Errors
///
/// Names file, line, column and key.
pub(super) fn read(path: &Path) -> Result<(Preferences, KeyMap), Report> {
    let unusable = |why: String| {
        let what = format!("Could not use the settings in {}", path.display());
        Report::new(what, why, "correct the file, or delete it; `ikt config --show` explains each setting")
    };
    let preferences = Preferences::read(path).map_err(|error| unusable(error.to_string()))?;
    let keys = KeyMap::with(&preferences.keys).map_err(|error| unusable(error.to_string()))?;
    Ok((preferences, keys))
}
