//! Plans that change values of custom metadata. Pure.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::build::BuildError;
use super::plan::{Note, Plan, Step, Target, Update, ValueChange, Verb};
use crate::model::custom::plain;

/// A file, and the values that it is known to have; `None` where that isn't known.
pub type FileValues<'a> = (&'a Target, Option<&'a Map<String, Value>>);

/// Changes values, by the names of their fields. A file gets only those that change something there,
/// as far as its values are known.
///
/// # Errors
///
/// Where there are no files, or nothing changes.
pub fn set_values(files: &[FileValues<'_>], changes: &[(String, ValueChange)]) -> Result<Plan, BuildError> {
    let mut updates: HashMap<Vec<usize>, Arc<Update>> = HashMap::new();
    let mut steps = Vec::new();
    for (target, held) in files {
        if target.id().is_none() {
            continue;
        }
        let is_needed = |(name, change): &(String, ValueChange)| {
            held.is_none_or(|held| changes_something(change, held.get(name)))
        };
        let needed: Vec<usize> = (0..changes.len()).filter(|at| is_needed(&changes[*at])).collect();
        if needed.is_empty() {
            continue;
        }
        let values = || needed.iter().map(|at| changes[*at].clone()).collect();
        let update = match updates.get(&needed) {
            Some(update) => Arc::clone(update),
            None => {
                let update = Arc::new(Update { values: values(), ..Update::default() });
                updates.insert(needed, Arc::clone(&update));
                update
            }
        };
        steps.push(Step { target: (*target).clone(), verb: Verb::Update(update) });
    }
    if steps.is_empty() {
        return Err(BuildError::NoTargets);
    }
    let as_they_are = files.len() - steps.len();
    let note = |n: usize| Note {
        step: None,
        text: format!("{} so already: nothing is sent for {}", is_are(n), if n == 1 { "it" } else { "them" }),
        warning: false,
    };
    let notes = (as_they_are > 0).then(|| note(as_they_are)).into_iter().collect();
    Ok(Plan { title: title(changes, steps.len()), steps: steps.into(), notes })
}

fn is_are(n: usize) -> String {
    if n == 1 { "1 file is".to_owned() } else { format!("{n} files are") }
}

fn title(changes: &[(String, ValueChange)], files: usize) -> String {
    let what = match changes {
        [(name, ValueChange::Set(value))] => format!("Set {name} = {}", plain(value)),
        [(name, ValueChange::Clear)] => format!("Clear {name}"),
        _ => {
            let names: Vec<&str> = changes.iter().map(|(name, _)| name.as_str()).collect();
            format!("Change {}", names.join(", "))
        }
    };
    format!("{what} on {files} {}", if files == 1 { "file" } else { "files" })
}

/// Whether a change makes another value of the one that is held.
pub fn changes_something(change: &ValueChange, held: Option<&Value>) -> bool {
    let held = held.filter(|value| !value.is_null());
    let choices = held.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    match change {
        ValueChange::Set(value) => held != Some(value),
        ValueChange::Clear => held.is_some(),
        ValueChange::Append(more) => more.iter().any(|value| !choices.contains(value)),
        ValueChange::Remove(less) => less.iter().any(|value| choices.contains(value)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{AssetId, FolderPath};

    fn file(n: usize) -> Target {
        let id = AssetId::new(&format!("{n:024x}"));
        Target::File { id, folder: FolderPath::root(), name: format!("{n}.jpg").into(), size: 1 }
    }

    fn held(value: Value) -> Map<String, Value> {
        value.as_object().expect("an object").clone()
    }

    #[test]
    fn a_file_gets_what_changes_something_there() {
        let files = [file(1), file(2), file(3), Target::Folder(FolderPath::new("/f"))];
        let licensed = held(json!({ "rights": "licensed", "colours": ["red"] }));
        let other = held(json!({ "rights": "none", "colours": ["red", "blue"] }));
        let set = ("rights".to_owned(), ValueChange::Set(json!("licensed")));
        let append = ("colours".to_owned(), ValueChange::Append(vec![json!("blue")]));
        let files: Vec<FileValues<'_>> =
            files.iter().zip([Some(&licensed), Some(&other), None, None]).collect();
        let plan = set_values(&files, &[set.clone(), append.clone()]).expect("a plan");
        let sent: Vec<_> = plan
            .steps
            .iter()
            .map(|step| match &step.verb {
                Verb::Update(update) => update.values.clone(),
                _ => Vec::new(),
            })
            .collect();
        assert_eq!(sent, [vec![append.clone()], vec![set.clone()], vec![set.clone(), append]]);
        assert_eq!(plan.title, "Change rights, colours on 3 files");
        let plan = set_values(&files[..2], std::slice::from_ref(&set)).expect("a plan");
        assert_eq!(plan.title, "Set rights = licensed on 1 file");
        assert_eq!(plan.notes[0].text, "1 file is so already: nothing is sent for it");
        assert_eq!(set_values(&files[..1], &[set]), Err(BuildError::NoTargets));
    }

    #[test]
    fn what_changes_something() {
        let (set, clear) = (ValueChange::Set(json!(1)), ValueChange::Clear);
        let (append, remove) = (ValueChange::Append(vec![json!("a")]), ValueChange::Remove(vec![json!("a")]));
        let with = json!(["a"]);
        for (change, held, changes) in [
            (&set, Some(&json!(1)), false),
            (&set, Some(&json!(2)), true),
            (&set, None, true),
            (&clear, None, false),
            (&clear, Some(&Value::Null), false),
            (&clear, Some(&json!(0)), true),
            (&append, Some(&with), false),
            (&append, None, true),
            (&remove, Some(&with), true),
            (&remove, None, false),
        ] {
            assert_eq!(changes_something(change, held), changes, "{change:?} {held:?}");
        }
    }
}
