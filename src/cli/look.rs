//! How the screen looks: colours that the terminal has, light or dark, which characters.

use std::env;

use crate::app::theme::{Depth, Scheme, Theme};
use crate::config;

/// The theme of no colours.
pub(super) const MONO: &str = "mono";

/// What is known of the terminal's looks before it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    depth: Depth,
    scheme: Option<Scheme>,
    /// What the environment says of the background.
    guess: Scheme,
    ascii: bool,
}

impl Look {
    /// What the user wants, and what the environment says of the rest.
    pub(super) fn from_env(theme: &config::Theme, ascii: bool) -> Self {
        Self::new(theme, ascii, |name| env::var(name).ok().filter(|value| !value.is_empty()))
    }

    fn new(theme: &config::Theme, ascii: bool, variable: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            depth: if theme == &config::Theme::Named(MONO.to_owned()) {
                Depth::None
            } else {
                depth(&variable)
            },
            scheme: match theme {
                config::Theme::Auto => None,
                config::Theme::Dark => Some(Scheme::Dark),
                config::Theme::Light => Some(Scheme::Light),
                // It has colours of its own, whatever the ground is.
                config::Theme::Named(_) => Some(scheme(&variable)),
            },
            guess: scheme(&variable),
            ascii: ascii || !knows_unicode(&variable),
        }
    }

    /// The theme to begin with.
    pub(super) fn theme(self) -> Theme {
        Theme::new(self.scheme.unwrap_or(self.guess), self.depth, self.ascii)
    }

    /// Whether the terminal's background decides between light and dark.
    pub(super) fn follows_background(self) -> bool {
        self.scheme.is_none() && self.depth != Depth::None
    }
}

fn depth(variable: impl Fn(&str) -> Option<String>) -> Depth {
    /// Terminals that don't set `COLORTERM`, or lose it over ssh.
    const TRUE: [&str; 7] = ["kitty", "ghostty", "alacritty", "foot", "wezterm", "iterm", "direct"];
    let term = variable("TERM").unwrap_or_default();
    let program = variable("TERM_PROGRAM").unwrap_or_default().to_lowercase();
    let says = |name: &str| term.contains(name) || program.contains(name);
    if variable("NO_COLOR").is_some() || term == "dumb" {
        Depth::None
    } else if variable("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit")
        || TRUE.into_iter().any(says)
    {
        Depth::True
    } else if term.contains("256color") {
        Depth::Indexed
    } else {
        Depth::Ansi
    }
}

/// `COLORFGBG` is `text;background`, sometimes with a part between; 7 and 15 are light.
fn scheme(variable: impl Fn(&str) -> Option<String>) -> Scheme {
    match variable("COLORFGBG").as_deref().and_then(|value| value.rsplit(';').next()) {
        Some("7" | "15") => Scheme::Light,
        _ => Scheme::Dark,
    }
}

/// Unless the locale names another character set. None at all says nothing about the terminal.
fn knows_unicode(variable: impl Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default();
    match locale.split_once('.') {
        Some((_, set)) => set.to_lowercase().replace('-', "").starts_with("utf8"),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(theme: config::Theme, variables: &[(&str, &str)]) -> Look {
        Look::new(&theme, false, |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn depth_of_colour() {
        let depth = |variables: &[(&str, &str)]| look(config::Theme::Auto, variables).depth;
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-kitty")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-256color")]), Depth::Indexed);
        assert_eq!(depth(&[("TERM", "linux")]), Depth::Ansi);
        assert_eq!(depth(&[("TERM", "xterm-kitty"), ("NO_COLOR", "1")]), Depth::None);
    }

    #[test]
    fn the_users_theme_goes_before_the_terminals() {
        let auto = look(config::Theme::Auto, &[("COLORFGBG", "0;default;15")]);
        assert_eq!(auto.theme().scheme, Scheme::Light);
        assert!(auto.follows_background());
        let dark = look(config::Theme::Dark, &[("COLORFGBG", "0;15")]);
        assert_eq!(dark.theme().scheme, Scheme::Dark);
        assert!(!dark.follows_background());
        assert!(!look(config::Theme::Auto, &[("NO_COLOR", "1")]).follows_background());
    }

    #[test]
    fn other_character_sets_get_ascii() {
        let ascii = |variables: &[(&str, &str)]| look(config::Theme::Auto, variables).ascii;
        assert!(!ascii(&[]));
        assert!(!ascii(&[("LANG", "C")]));
        assert!(!ascii(&[("LANG", "de_DE.UTF-8")]));
        assert!(ascii(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.ISO-8859-1")]));
    }
}
