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
    /// How often it was told while it stood here.
    pub times: usize,
    token: u64,
}

/// What is to be seen now, the newest last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toasts {
    list: Vec<Toast>,
    last: u64,
}

impl Toasts {
    /// Shows a piece of news. One that still stands here is counted and stays longer, so that a key pressed
    /// again doesn't fill the corner with the same words.
    pub fn show(&mut self, text: impl Into<String>, role: Role, cx: &mut Cx) {
        let text = text.into();
        let same = self.list.iter().position(|toast| toast.text == text && toast.role == role);
        let before = same.map_or(0, |at| self.list.remove(at).times);
        self.last += 1;
        self.list.push(Toast { text, role, times: before + 1, token: self.last });
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

#[cfg(test)]
mod tests {
    use crate::app::effect::Effect;
    use crate::app::msg::Msg;
    use crate::app::testing::file;
    use crate::app::tests::screen::Screen;
    use crate::app::theme::Role;
    use crate::app::update::toast;

    fn tell(screen: &mut Screen, text: &str, role: Role) -> u64 {
        let mut effects = Vec::new();
        toast(&mut screen.state, text, role, &mut effects);
        match effects.as_slice() {
            [Effect::Wake { token, .. }] => *token,
            other => panic!("no timer alone: {other:?}"),
        }
    }

    #[test]
    fn news_told_again_is_counted_and_stays_longer() {
        let mut screen = Screen::with((80, 24), vec![file(0, "a.jpg")]);
        let first = tell(&mut screen, "the URL copied", Role::Good);
        tell(&mut screen, "another", Role::Good);
        tell(&mut screen, "the URL copied", Role::Good);
        let last = tell(&mut screen, "the URL copied", Role::Good);
        assert!(screen.text().contains("the URL copied ×3"), "{}", screen.text());
        assert_eq!(screen.text().matches("the URL copied").count(), 1);
        assert!(screen.text().contains("another") && !screen.text().contains("another ×"));
        screen.send(Msg::Wake(first));
        assert!(screen.text().contains("the URL copied ×3"), "its time begins anew");
        screen.send(Msg::Wake(last));
        assert!(!screen.text().contains("the URL copied"));
        // What is gone isn't counted any more, and bad news aren't the good ones.
        tell(&mut screen, "the URL copied", Role::Good);
        tell(&mut screen, "the URL copied", Role::Bad);
        assert!(!screen.text().contains('×'), "{}", screen.text());
    }

    #[test]
    fn the_count_is_in_sight_however_long_the_news_are() {
        let mut screen = Screen::with((40, 12), vec![file(0, "a.jpg")]);
        for _ in 0..12 {
            tell(&mut screen, &"long ".repeat(30), Role::Good);
        }
        assert!(screen.text().contains(" ×12"), "{}", screen.text());
    }
}
