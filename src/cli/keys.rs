//! `ikt keys`: which keys do what on the screen.

use serde_json::json;

use super::config;
use super::frame::{Code, Common, Failure, Out, With, paths};
use crate::app::action::ACTIONS;

/// Nothing but what all subcommands take.
#[derive(Debug, clap::Args)]
pub(super) struct KeysArgs {}

/// Lists every action with its context and its keys, as the settings make them; those without keys too,
/// since the settings can give them some.
///
/// # Errors
///
/// When the settings make no sense.
pub(super) fn run(with: With<KeysArgs>) -> Result<Code, Failure> {
    let With { common: Common { json, .. }, .. } = with;
    let out = Out::new(json);
    let (_, keys) = config::read(&paths()?.preferences())?;
    let bindings = keys.bindings();
    for def in ACTIONS {
        let own: Vec<&str> = bindings
            .iter()
            .filter(|(.., action)| *action == def.action)
            .map(|(_, keys, _)| keys.as_str())
            .collect();
        let (context, action) = (def.context.name(), def.action.name());
        let value = json!({ "context": context, "action": action, "keys": own, "title": def.title });
        out.either(&value, || format!("{context:<12} {action:<18} {:<24} {}", own.join("  "), def.title))?;
    }
    Ok(Code::Done)
}
