//! From keys to actions: the key map made of the table, and keys written as text.

use super::action::{ACTIONS, Action, Context};
use super::msg::{Key, KeyCode};

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

impl KeyMap {
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
            Some(n) => KeyCode::F(n),
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
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_default_key_can_be_read_and_means_one_thing_where_it_is() {
        let mut seen = HashMap::new();
        for def in ACTIONS {
            for text in def.keys {
                let keys = parse(text).unwrap_or_else(|| panic!("{text} is no key"));
                if let Some(other) = seen.insert((def.context, keys), def.action) {
                    panic!("{text} is {other:?} and {:?}", def.action);
                }
            }
        }
    }

    #[test]
    fn no_binding_is_the_beginning_of_another_in_the_same_place() {
        let map = KeyMap::default();
        for a in &map.0 {
            for b in &map.0 {
                let same = a.action.def().context == b.action.def().context;
                assert!(!same || a.keys == b.keys || !b.keys.starts_with(&a.keys), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn look_up_prefers_the_inner_context() {
        let map = KeyMap::default();
        let key = |text| parse(text).expect("a literal");
        let at = |text, contexts: &[Context]| map.look_up(&key(text), contexts);
        assert_eq!(at("x", &[Context::Jobs, Context::Everywhere]), Lookup::Found(Action::JobCancel));
        assert_eq!(at("x", &[Context::List, Context::Browse]), Lookup::Found(Action::Cut));
        assert_eq!(at("g", &[Context::List, Context::Browse]), Lookup::Prefix);
        assert_eq!(at("g g", &[Context::List, Context::Browse]), Lookup::Found(Action::Top));
        assert_eq!(at("ctrl-q", &[Context::List, Context::Browse]), Lookup::Nothing);
        assert_eq!(map.keys_of(Action::Top), "g g");
        assert_eq!(map.continuations(&key("g"), &[Context::Browse]).len(), 5);
    }
}
