//! Parameters that don't work together, or not on this kind of asset.

use super::{Group, Scope, entry};
use crate::url::chain::Step;

/// Something about a step that its author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The code that it is about.
    pub code: &'static str,
    /// What comes of it.
    pub text: String,
}

/// What is to be warned of in a step that is asked of something. Whole layers and conditions in it are
/// not looked into; they are steps of their own.
pub fn warnings(step: &Step, scope: Scope) -> Vec<Warning> {
    let step = Codes::of(step);
    let mut all = Vec::new();
    for rule in RULES {
        if step.has(rule.code) && (rule.fires)(&step) {
            all.push(Warning { code: rule.code, text: rule.text.to_owned() });
        }
    }
    all.extend(step.misplaced(scope));
    all.extend(step.doubled());
    all
}

struct Codes<'a>(Vec<(&'a str, &'a str)>);

struct Rule {
    code: &'static str,
    fires: fn(&Codes<'_>) -> bool,
    text: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        code: "ar",
        fires: |s| s.has("w") && s.has("h"),
        text: "ignored: width and height are both given",
    },
    Rule { code: "ar", fires: |s| !s.has("w") && !s.has("h"), text: "needs a width or a height" },
    Rule { code: "dpr", fires: |s| !s.has("w") && !s.has("h"), text: "needs a width or a height" },
    Rule { code: "x", fires: |s| !s.extracts(), text: "needs crop mode extract" },
    Rule { code: "y", fires: |s| !s.extracts(), text: "needs crop mode extract" },
    Rule { code: "xc", fires: |s| !s.extracts(), text: "needs crop mode extract" },
    Rule { code: "yc", fires: |s| !s.extracts(), text: "needs crop mode extract" },
    Rule { code: "xc", fires: |s| s.has("x"), text: "x is given too: only one of them counts" },
    Rule { code: "yc", fires: |s| s.has("y"), text: "y is given too: only one of them counts" },
    Rule { code: "c", fires: |s| s.has("cm"), text: "ignored: a crop mode is given" },
    Rule { code: "c", fires: |s| !s.has("w") && !s.has("h"), text: "needs a width or a height" },
    Rule { code: "cm", fires: |s| !s.has("w") && !s.has("h"), text: "needs a width or a height" },
    Rule {
        code: "fo",
        fires: |s| matches!(s.value("c"), Some("force" | "at_max" | "at_least" | "at_max_enlarge")),
        text: "nothing is cut with this crop, so there is nothing to focus on",
    },
    Rule { code: "fo", fires: |s| !s.has("w") && !s.has("h"), text: "needs a width and a height to cut to" },
    Rule {
        code: "z",
        fires: |s| {
            s.value("fo")
                .is_none_or(|focus| matches!(focus, "auto" | "custom") || super::check::is_place(focus))
        },
        text: "needs a focus on a face or an object",
    },
    Rule {
        code: "bg",
        fires: |s| !s.shows_ground(),
        text: "not seen without padding, rounding, turning or transparency",
    },
    Rule { code: "q", fires: |s| s.value("f") == Some("png"), text: "PNG has no loss: quality does little" },
    Rule {
        code: "lo",
        fires: |s| matches!(s.value("f"), Some("jpg" | "jpeg")),
        text: "JPEG is never lossless",
    },
    Rule {
        code: "pr",
        fires: |s| s.value("f").is_some_and(|format| !matches!(format, "jpg" | "jpeg" | "auto" | "orig")),
        text: "only JPEG is progressive",
    },
    Rule {
        code: "r",
        fires: |s| matches!(s.value("f"), Some("jpg" | "jpeg")) && !s.has("bg"),
        text: "JPEG is not transparent: the corners are filled",
    },
    Rule {
        code: "orig",
        fires: |s| s.value("orig") == Some("true") && s.0.len() > 1,
        text: "wins: all the rest is ignored",
    },
    Rule { code: "lfo", fires: |s| s.has("lx") || s.has("ly"), text: "ignored: left or top is given" },
    Rule { code: "leo", fires: |s| s.has("ldu"), text: "wins over the time that it is shown for" },
    Rule { code: "lxc", fires: |s| s.has("lx"), text: "not together with the left edge" },
    Rule { code: "lyc", fires: |s| s.has("ly"), text: "not together with the upper edge" },
    Rule { code: "if", fires: |s| s.0.len() > 1, text: "a step with a condition may contain nothing else" },
];

impl<'a> Codes<'a> {
    fn of(step: &'a Step) -> Self {
        let params = step.params.iter().filter(|param| !param.as_str().is_empty());
        Self(params.map(|param| (param.code(), param.value().unwrap_or_default())).collect())
    }

    fn has(&self, code: &str) -> bool {
        self.value(code).is_some()
    }

    fn value(&self, code: &str) -> Option<&'a str> {
        self.0.iter().find(|(own, _)| *own == code).map(|(_, value)| *value)
    }

    fn extracts(&self) -> bool {
        self.value("cm").is_some_and(|mode| mode.contains("extract"))
    }

    fn shows_ground(&self) -> bool {
        self.value("cm").is_some_and(|mode| mode.starts_with("pad"))
            || ["r", "rt", "l", "i"].iter().any(|code| self.has(code))
            || self.value("f").is_some_and(|format| matches!(format, "jpg" | "jpeg"))
    }

    fn misplaced(&self, scope: Scope) -> Vec<Warning> {
        let known = self.0.iter().filter_map(|(code, _)| entry(code));
        let misplaced = known.filter(|entry| !entry.scope.contains(&scope));
        let warning = |text: &str, code| Warning { code, text: text.to_owned() };
        misplaced
            .map(|entry| match (scope, entry.group) {
                (Scope::Image, Group::Video) => warning("only of videos", entry.code),
                (Scope::Image | Scope::Video, Group::Layer | Group::Text) => {
                    warning("only inside of a layer", entry.code)
                }
                (Scope::Video, _) => warning("not of videos", entry.code),
                _ => warning("not in this kind of layer", entry.code),
            })
            .collect()
    }

    fn doubled(&self) -> Vec<Warning> {
        let ai: Vec<_> =
            self.0.iter().filter_map(|(code, _)| entry(code)).filter(|e| e.group == Group::Ai).collect();
        let twice = |(at, (code, _)): (usize, &(&str, &str))| {
            let before = self.0[..at].iter().any(|(own, _)| own == code);
            entry(code).filter(|_| before && *code != "raw")
        };
        let again = self.0.iter().enumerate().filter_map(twice).map(|entry| Warning {
            code: entry.code,
            text: "given twice in this step: only one counts".to_owned(),
        });
        let many = ai.iter().skip(1).map(|entry| Warning {
            code: entry.code,
            text: "one AI operation a step: give each its own".to_owned(),
        });
        again.chain(many).collect()
    }
}
