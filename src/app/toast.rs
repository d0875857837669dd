//! Short news in a corner, gone after a while.

use super::cx::Cx;
use super::effect::Effect;
use super::theme::Role;

/// Milliseconds that news stay; trouble stays twice as long.
const STAY: u64 = 4000;
/// More than this many are too many to read.
const MOST: usize = 3;

/// One piece of news.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What happened.
    pub text: String,
    /// Good, a warning or bad.
    pub role: Role,
    token: u64,
}

/// What is to be seen now, the newest last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toasts {
    list: Vec<Toast>,
    last: u64,
}

impl Toasts {
    /// Shows a piece of news.
    pub fn show(&mut self, text: impl Into<String>, role: Role, cx: &mut Cx) {
        self.last += 1;
        self.list.push(Toast { text: text.into(), role, token: self.last });
        if self.list.len() > MOST {
            self.list.remove(0);
        }
        let after_ms = if role == Role::Bad { 2 * STAY } else { STAY };
        cx.push(Effect::Wake { token: self.last, after_ms });
    }

    /// A timer ended.
    pub fn wake(&mut self, token: u64) {
        self.list.retain(|toast| toast.token != token);
    }

    /// What is to be seen.
    pub fn iter(&self) -> impl Iterator<Item = &Toast> {
        self.list.iter()
    }
}
