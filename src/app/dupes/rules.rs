//! The chain of keep rules, while it is changed.

use crate::app::msg::{Key, KeyCode};
use crate::config::Memory;
use crate::ops::dupes::{Rule, Rules};

/// The rules that were used last. Those of another version of ikt may make no sense to this one.
pub(super) fn remembered(memory: &Memory) -> Rules {
    match memory.keep_rules.as_deref() {
        // None of them counted.
        Some("") => Rules::new([]),
        Some(text) => Rules::parse(text).unwrap_or_default(),
        None => Rules::default(),
    }
}

/// The rules in their order, those included that don't count.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chain {
    /// A rule, and whether it counts.
    pub(super) rules: Vec<(Rule, bool)>,
    pub(super) cursor: usize,
    /// As they were before.
    before: Rules,
}

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing that changes what is kept.
    Nothing,
    /// The rules are others now.
    Changed,
    /// It is done.
    Done,
    /// The rules are to be as they were before.
    Dropped,
}

impl Chain {
    /// The rules that count, and behind them the others.
    pub(super) fn new(rules: &Rules) -> Self {
        let own = rules.chain().iter().map(|rule| (rule.clone(), true));
        let like = |rule: &Rule| rules.chain().iter().any(|own| own.name() == rule.name());
        let others = Rule::all().into_iter().filter(|rule| !like(rule)).map(|rule| (rule, false));
        Self { rules: own.chain(others).collect(), cursor: 0, before: rules.clone() }
    }

    /// The rules that count.
    pub(super) fn chain(&self) -> Rules {
        Rules::new(self.rules.iter().filter(|(_, on)| *on).map(|(rule, _)| rule.clone()))
    }

    /// Those before any change.
    pub(super) fn before(&self) -> &Rules {
        &self.before
    }

    pub(super) fn key(&mut self, key: Key) -> Turn {
        match key.code {
            KeyCode::Esc => return Turn::Dropped,
            KeyCode::Enter | KeyCode::Char('q' | 'r') => return Turn::Done,
            KeyCode::Down | KeyCode::Char('j') if !key.alt => self.step(1),
            KeyCode::Up | KeyCode::Char('k') if !key.alt => self.step(-1),
            KeyCode::Char('J') | KeyCode::Down => return self.carry(1),
            KeyCode::Char('K') | KeyCode::Up => return self.carry(-1),
            KeyCode::Char(' ' | 'x') => {
                if let Some((_, on)) = self.rules.get_mut(self.cursor) {
                    *on = !*on;
                }
                return Turn::Changed;
            }
            _ => {}
        }
        Turn::Nothing
    }

    fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.rules.len().saturating_sub(1));
    }

    /// Moves the rule under the cursor.
    fn carry(&mut self, by: isize) -> Turn {
        let from = self.cursor;
        self.step(by);
        if from == self.cursor {
            return Turn::Nothing;
        }
        self.rules.swap(from, self.cursor);
        Turn::Changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(chain: &mut Chain, keys: &str) -> Turn {
        let key = |c| Key { code: KeyCode::Char(c), ctrl: false, alt: false, shift: false };
        keys.chars().map(|c| chain.key(key(c))).last().unwrap_or(Turn::Nothing)
    }

    #[test]
    fn rules_are_moved_and_switched() {
        let mut chain = Chain::new(&Rules::default());
        assert_eq!(chain.rules.len(), Rule::all().len());
        assert_eq!(chain.chain(), Rules::default());
        assert_eq!(press(&mut chain, "k"), Turn::Nothing);
        assert_eq!(press(&mut chain, "jjK"), Turn::Changed);
        assert_eq!(chain.chain().to_string(), "safe,bytes,pixels,oldest,path");
        assert_eq!(press(&mut chain, "J "), Turn::Changed);
        assert_eq!(chain.chain().to_string(), "safe,pixels,oldest,path");
        // One that didn't count is put in front of one that does.
        press(&mut chain, "jjj KKKKK");
        assert_eq!(chain.chain().to_string(), "published,safe,pixels,oldest,path");
        assert_eq!(press(&mut chain, "JKK"), Turn::Nothing);
        assert_eq!(press(&mut chain, "q"), Turn::Done);
        assert_eq!(*chain.before(), Rules::default());
    }
}
