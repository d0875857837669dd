//! Upload parameters above, the pHash distance below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{MOST_MINUTES, Mode, Side, Signing};
use crate::app::sheet::{Asked, Scene};
use crate::app::theme::{Role, Theme};
use crate::app::widget::{Field, cut, duration, moment, panel, put};
use crate::model::text::harmless;
use crate::phash;
use crate::url::auth::AuthParameters;

/// Hexadecimal digits of a pHash.
const DIGITS: usize = 16;

/// Writes one line after the other.
struct Pen<'a, 'b> {
    frame: &'a mut Frame<'b>,
    inside: Rect,
    y: u16,
    theme: &'a Theme,
}

impl Pen<'_, '_> {
    fn next(&mut self) -> Rect {
        let line = Rect::new(self.inside.x, self.y, self.inside.width, 1).intersection(self.inside);
        self.y = self.y.saturating_add(1);
        line
    }

    fn style(&self, role: Role) -> Style {
        self.theme.style(Role::Panel).patch(self.theme.style(role))
    }

    fn heading(&mut self, text: &str) {
        let (line, style) = (self.next(), self.style(Role::Accent).add_modifier(Modifier::BOLD));
        put(self.frame.buffer_mut(), line, 0, text, style);
    }

    fn say(&mut self, text: &str, role: Role) {
        let (line, style) = (self.next(), self.style(role));
        let text = harmless(text);
        let text = cut(&text, usize::from(line.width), self.theme.glyphs.more);
        put(self.frame.buffer_mut(), line, 0, &text, style);
    }

    fn pair(&mut self, name: &str, value: &str, role: Role) {
        let (line, dim, style) = (self.next(), self.style(Role::Dim), self.style(role));
        put(self.frame.buffer_mut(), line, 2, name, dim);
        let value = harmless(value);
        let room = usize::from(line.width.saturating_sub(14));
        put(self.frame.buffer_mut(), line, 14, &cut(&value, room, self.theme.glyphs.more), style);
    }

    fn field(&mut self, name: &str, field: &Field, typed: bool) {
        if !typed {
            return self.pair(name, field.text(), Role::Text);
        }
        let (line, dim, style) = (self.next(), self.style(Role::Dim), self.style(Role::Text));
        put(self.frame.buffer_mut(), line, 2, name, dim);
        let place = Rect { x: line.x + 14.min(line.width), width: line.width.saturating_sub(14), ..line };
        field.draw(self.frame, place, style.add_modifier(Modifier::BOLD));
    }
}

/// Draws the pane.
pub(super) fn draw(pane: &Signing, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
    let theme = &scene.state.theme;
    let inside = panel(frame, area, "Signing tools", theme);
    let mut pen = Pen { frame, inside, y: inside.y, theme };
    draw_parameters(pane, scene, &mut pen);
    pen.say("", Role::Text);
    draw_distance(pane, &mut pen);
}

fn draw_parameters(pane: &Signing, scene: &Scene<'_>, pen: &mut Pen) {
    pen.heading("Upload without the private key");
    pen.say("A client sends these three, with the public key. Each token works once.", Role::Dim);
    match &pane.parameters {
        Asked::Here(AuthParameters { token, expire, signature }) => {
            pen.pair("token", token, Role::Text);
            let end = jiff::Timestamp::from_second(*expire).map(moment).unwrap_or_default();
            pen.pair("expire", &format!("{expire}  ({end} UTC)"), Role::Text);
            pen.pair("signature", signature, Role::Text);
            let left = expire - scene.state.now.as_second();
            let (text, role) = match u64::try_from(left) {
                Ok(left) if left > 0 => {
                    (format!("{} left", duration(left)), if left > 60 { Role::Good } else { Role::Warning })
                }
                _ => ("expired: r makes new ones".to_owned(), Role::Bad),
            };
            pen.pair("valid", &text, role);
        }
        Asked::Failed(report) => pen.say(&format!("{}: {}", report.what, report.why), Role::Bad),
        _ => pen.say("being signed", Role::Dim),
    }
    if let Mode::Minutes(field) = &pane.mode {
        pen.field("minutes", field, true);
        pen.say(&format!("  1 to {MOST_MINUTES}: the service takes no more"), Role::Dim);
    }
}

fn draw_distance(pane: &Signing, pen: &mut Pen) {
    pen.heading("pHash distance");
    match &pane.mode {
        Mode::Hashes(fields, second) => {
            for (n, field) in fields.iter().enumerate() {
                pen.field(["first", "second"][n.min(1)], field, usize::from(*second) == n);
            }
        }
        _ => {
            for (side, name) in pane.sides.iter().zip(["first", "second"]) {
                let (text, role) = in_words(side);
                pen.pair(name, &text, role);
            }
        }
    }
    let Some((first, second)) = pane.hashes() else {
        pen.say("Select two pictures before, or type two pHashes with p.", Role::Dim);
        return;
    };
    match phash::distance(first, second) {
        Ok(bits) => {
            let (verdict, role) = verdict(bits);
            let alike = 100.0 - bits as f64 * 100.0 / 64.0;
            pen.pair("distance", &format!("{bits} of 64 bits: {verdict}  ({alike:.0}% alike)"), role);
            draw_bits(first, second, pen);
        }
        Err(error) => pen.say(&error.to_string(), Role::Bad),
    }
}

fn in_words(side: &Side) -> (String, Role) {
    let name = if side.name.is_empty() { String::new() } else { format!("  {}", side.name) };
    match &side.hash {
        Asked::Here(hash) if hash.is_empty() => (format!("has no pHash{name}"), Role::Warning),
        Asked::Here(hash) => (format!("{hash}{name}"), Role::Text),
        Asked::Yes(_) => (format!("being read{name}"), Role::Dim),
        Asked::Failed(report) => (format!("{}{name}", report.why), Role::Bad),
        Asked::No => ("none".to_owned(), Role::Dim),
    }
}

/// What a distance means (imagekit-api.md 6.2).
fn verdict(bits: usize) -> (&'static str, Role) {
    match bits {
        0 => ("the same picture to the eye", Role::Good),
        1..=10 => ("nearly the same", Role::Good),
        11..=20 => ("alike", Role::Warning),
        _ => ("different pictures", Role::Bad),
    }
}

/// The bits of both, four a digit; those that differ stand out.
fn draw_bits(first: &str, second: &str, pen: &mut Pen) {
    let bits = |text: &str| {
        let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
        digits.filter(|digits| digits.len() == DIGITS)
    };
    let (Some(one), Some(two)) = (bits(first), bits(second)) else { return };
    for (own, other) in [(&one, &two), (&two, &one)] {
        let line = pen.next();
        let mut column = 2;
        for (digit, facing) in own.iter().zip(other) {
            for bit in (0..4).rev() {
                let role = if (digit ^ facing) >> bit & 1 == 1 { Role::Bad } else { Role::Dim };
                let text = if digit >> bit & 1 == 1 { "1" } else { "0" };
                let style = pen.style(role);
                column = put(pen.frame.buffer_mut(), line, column, text, style);
            }
            // Bytes stand apart only where there is room for it.
            column += u16::from(pen.inside.width > 84);
        }
    }
}
