//! From keys to actions: the key map made of the table, and keys written as text.

use super::action::{ACTIONS, Action, Context};
use super::msg::{Key, KeyCode};
use crate::config::{KeySetting, suggestion};

/// What the keys so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This action.
    Found(Action),
    /// The beginning of one.
    Prefix,
    /// Nothing.
    Nothing,
}

/// A sequence of keys and its action.
#[derive(Clone, Debug, PartialEq)]
struct Binding {
    keys: Vec<Key>,
    action: Action,
}

/// Which keys do what.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyMap(Vec<Binding>);

impl Default for KeyMap {
    fn default() -> Self {
        let bindings = ACTIONS.iter().flat_map(|def| {
            def.keys.iter().filter_map(|text| Some(Binding { keys: parse(text)?, action: def.action }))
        });
        Self(bindings.collect())
    }
}

/// Why a key map can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {}, column {}: {why}", at.0, at.1)]
pub struct KeyMapError {
    /// Line and column of the settings, counted from 1.
    pub at: (usize, usize),
    /// What is wrong, naming the key.
    pub why: String,
}

impl KeyMap {
    /// The usual keys, changed as the user wants. A key that is given to another action is taken from
    /// the one that has it in the same context.
    ///
    /// # Errors
    ///
    /// The first line that names a context, key or action that doesn't exist, or whose keys are given
    /// twice, or are the beginning of others, so that these could never be pressed.
    pub fn with(settings: &[KeySetting]) -> Result<Self, KeyMapError> {
        let mut map = Self::default();
        let mut own: Vec<(Context, Vec<Key>)> = Vec::new();
        for setting in settings {
            let wrong = |why: String| KeyMapError { at: setting.at, why };
            let (context, keys, action) = read(setting).map_err(wrong)?;
            if own.contains(&(context, keys.clone())) {
                return Err(wrong(format!("`{}` is given twice in {}", setting.keys, context.name())));
            }
            map.0.retain(|b| b.action.def().context != context || b.keys != keys);
            map.0.extend(action.map(|action| Binding { keys: keys.clone(), action }));
            own.push((context, keys));
        }
        // Only now, since a later line may have taken the longer one away.
        for (setting, (context, keys)) in settings.iter().zip(&own) {
            map.look_for_clash(setting, *context, keys)?;
        }
        Ok(map)
    }

    fn look_for_clash(
        &self,
        setting: &KeySetting,
        context: Context,
        keys: &[Key],
    ) -> Result<(), KeyMapError> {
        let here = |b: &&Binding| b.action.def().context == context;
        if !self.0.iter().filter(here).any(|b| b.keys == keys) {
            return Ok(());
        }
        let clashes =
            |b: &&Binding| b.keys != keys && (b.keys.starts_with(keys) || keys.starts_with(&b.keys));
        match self.0.iter().filter(here).find(clashes) {
            None => Ok(()),
            Some(other) => Err(KeyMapError {
                at: setting.at,
                why: format!(
                    "`{}` and `{}` ({}) can't both be keys in {}, since one is the beginning of the other; \
                     `\"{}\" = \"none\"` takes the other away",
                    setting.keys,
                    spell(&other.keys),
                    other.action.name(),
                    context.name(),
                    spell(&other.keys),
                ),
            }),
        }
    }

    /// Every binding: context, keys as they are written in settings, and action; in the order of the
    /// table.
    pub fn bindings(&self) -> Vec<(Context, String, Action)> {
        let mut all: Vec<_> =
            self.0.iter().map(|b| (b.action.def().context, spell(&b.keys), b.action)).collect();
        all.sort_by_key(|(.., action)| *action as usize);
        all
    }

    /// What `keys` mean where these contexts hold, the innermost first.
    pub fn look_up(&self, keys: &[Key], contexts: &[Context]) -> Lookup {
        let mut prefix = false;
        for context in contexts {
            for binding in self.0.iter().filter(|b| b.action.def().context == *context) {
                if binding.keys == keys {
                    return Lookup::Found(binding.action);
                }
                prefix |= binding.keys.starts_with(keys);
            }
        }
        if prefix { Lookup::Prefix } else { Lookup::Nothing }
    }

    /// The next key and the action of every binding that begins with `keys`.
    pub fn continuations(&self, keys: &[Key], contexts: &[Context]) -> Vec<(String, Action)> {
        let fits = |b: &&Binding| {
            contexts.contains(&b.action.def().context)
                && b.keys.len() > keys.len()
                && b.keys.starts_with(keys)
        };
        self.0
            .iter()
            .filter(fits)
            .map(|b| (b.keys[keys.len()..].iter().map(write).collect(), b.action))
            .collect()
    }

    /// The first keys of an action as text, such as `g g`; empty where it has none.
    pub fn keys_of(&self, action: Action) -> String {
        self.all_keys_of(action).into_iter().next().unwrap_or_default()
    }

    /// All keys of an action as text.
    pub fn all_keys_of(&self, action: Action) -> Vec<String> {
        let own = self.0.iter().filter(|b| b.action == action);
        own.map(|b| b.keys.iter().map(write).collect::<Vec<_>>().join(" ")).collect()
    }
}

/// The context, keys and action that a line of the settings names.
fn read(setting: &KeySetting) -> Result<(Context, Vec<Key>, Option<Action>), String> {
    let KeySetting { context, keys, action, .. } = setting;
    let known = || Context::ALL.iter().map(|own| own.name());
    let place = Context::named(context)
        .ok_or_else(|| format!("there is no context `{context}`{}", suggestion(context, known())))?;
    let pressed = parse(keys).ok_or_else(|| {
        format!("`{keys}` is no key: write it as `x`, `G`, `ctrl-p`, `alt-down`, `f5`, `space` or `g h`")
    })?;
    if action == "none" {
        return Ok((place, pressed, None));
    }
    let here = || ACTIONS.iter().filter(|def| def.context == place).map(|def| def.action);
    match here().find(|own| own.name() == action) {
        Some(found) => Ok((place, pressed, Some(found))),
        None => match ACTIONS.iter().find(|def| def.action.name() == action) {
            Some(def) => Err(format!("`{action}` belongs into [keys.{}]", def.context.name())),
            None => {
                let near = suggestion(action, here().map(Action::name));
                Err(format!("there is no action `{action}` in {context}{near}"))
            }
        },
    }
}

/// Writes keys as settings have them: `ctrl-p`, `g g`.
fn spell(keys: &[Key]) -> String {
    let one = |key: &Key| {
        let name = match key.code {
            KeyCode::F(n) => format!("f{n}"),
            KeyCode::Char(c) if c != ' ' => c.to_string(),
            code => NAMED
                .iter()
                .find(|(.., own)| *own == code)
                .map(|(name, ..)| (*name).to_owned())
                .unwrap_or_default(),
        };
        let part = |on, text| if on { text } else { "" };
        format!("{}{}{}{name}", part(key.ctrl, "ctrl-"), part(key.alt, "alt-"), part(key.shift, "shift-"))
    };
    keys.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Reads `ctrl-p`, `space`, `g g`; `None` where a word is no key.
fn parse(text: &str) -> Option<Vec<Key>> {
    text.split(' ').map(parse_one).collect()
}

const NAMED: [(&str, &str, KeyCode); 16] = [
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("backtab", "Shift-Tab", KeyCode::BackTab),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Del", KeyCode::Delete),
    ("insert", "Ins", KeyCode::Insert),
    ("up", "Up", KeyCode::Up),
    ("down", "Down", KeyCode::Down),
    ("left", "Left", KeyCode::Left),
    ("right", "Right", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
    ("space", "Space", KeyCode::Char(' ')),
];

fn parse_one(word: &str) -> Option<Key> {
    let (ctrl, rest) = strip(word, "ctrl-");
    let (alt, rest) = strip(rest, "alt-");
    let (shift, rest) = strip(rest, "shift-");
    let code = match NAMED.iter().find(|(name, ..)| *name == rest) {
        Some((.., code)) => *code,
        None => match rest.strip_prefix('f').and_then(|n| n.parse().ok()) {
            Some(n @ 1..=12) => KeyCode::F(n),
            Some(_) => return None,
            None => KeyCode::Char(single(rest)?),
        },
    };
    Some(Key { code, ctrl, alt, shift })
}

fn strip<'a>(word: &'a str, prefix: &str) -> (bool, &'a str) {
    match word.strip_prefix(prefix) {
        Some(rest) if !rest.is_empty() => (true, rest),
        _ => (false, word),
    }
}

fn single(word: &str) -> Option<char> {
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Writes a key as the footer and the help show it.
pub fn write(key: &Key) -> String {
    let name = match key.code {
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::Char(c) if c != ' ' => c.to_string(),
        code => NAMED
            .iter()
            .find(|(.., own)| *own == code)
            .map(|(_, shown, _)| (*shown).to_owned())
            .unwrap_or_default(),
    };
    let ctrl = if key.ctrl { "Ctrl-" } else { "" };
    let alt = if key.alt { "Alt-" } else { "" };
    let shift = if key.shift { "Shift-" } else { "" };
    format!("{ctrl}{alt}{shift}{name}")
}

#[cfg(test)]
mod tests;
