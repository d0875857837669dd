//! Above the groups: the threshold, and what is to be known of them; and what stands there instead of
//! groups while there are none.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::act::groups_of;
use super::super::facts::files;
use super::super::rules::Chain;
use super::super::{Dupes, Mode};
use super::{ENDS, ground, paragraph};
use crate::app::State;
use crate::app::catalogue::Work;
use crate::app::sheet::Asked;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, count, cut, put, width};
use crate::ops::dupes::{Duplicates, Order};

/// The line of the threshold: a track from 0 to the highest one, the threshold on it, and where images
/// begin to look alike by chance.
pub(super) fn slider(pane: &Dupes, found: &Duplicates, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let (level, max, sensible) = (pane.place.level, found.max(), found.sensible());
    let plain = ground(theme);
    let dim = plain.patch(theme.style(Role::Dim));
    let words = format!("{level} of 64 bits may differ");
    let at = put(buf, area, 0, "[ ", plain.patch(theme.style(Role::KeyCap)));
    let step = (area.width.saturating_sub(at + 54) / u16::from(max).max(1)).clamp(1, 4);
    let mut end = at;
    for threshold in 0..=max {
        let beyond = threshold > sensible;
        let (sign, role) = match threshold {
            own if own == level && beyond => (theme.glyphs.picked, Role::Bad),
            own if own == level => (theme.glyphs.picked, Role::Accent),
            own if own == sensible => (theme.glyphs.column, Role::Good),
            _ if beyond => (theme.glyphs.dot, Role::Dim),
            _ => (theme.glyphs.rule, Role::Line),
        };
        end = put(buf, area, end, sign, plain.patch(theme.style(role)));
        if threshold < max {
            let (sign, role) = if threshold >= sensible {
                (theme.glyphs.dot, Role::Dim)
            } else {
                (theme.glyphs.rule, Role::Line)
            };
            for _ in 1..step {
                end = put(buf, area, end, sign, plain.patch(theme.style(role)));
            }
        }
    }
    end = put(buf, area, end, " ]", plain.patch(theme.style(Role::KeyCap)));
    end = put(buf, area, end + 2, &words, plain.patch(theme.style(Role::Text)));
    let (text, role) = match level > sensible {
        true => ("too wide: many are chance".to_owned(), Role::Bad),
        false if sensible < max => (format!("sensible up to {sensible}"), Role::Dim),
        false => return,
    };
    if usize::from(area.width.saturating_sub(end)) >= width(&text) + 3 {
        put(buf, area, end + 1, theme.glyphs.dot, dim);
        put(buf, area, end + 3, &text, plain.patch(theme.style(role)));
    }
}

/// The line below: a question, or by what is decided, and what isn't in the groups.
pub(super) fn notes(pane: &Dupes, found: &Duplicates, state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.theme;
    let (text, role) = match &pane.mode {
        Mode::All(widest, (groups, images, won)) => (
            format!(
                "Accept all of at most {widest} apart? {}, {}, about {} to be won",
                groups_of(*groups),
                files(*images),
                bytes(*won)
            ),
            Role::Warning,
        ),
        Mode::Groups | Mode::Rules(_) => (facts(pane, found, state), Role::Dim),
    };
    let text = cut(&text, usize::from(area.width), theme.glyphs.more);
    put(buf, area, 0, &text, ground(theme).patch(theme.style(role)));
}

fn facts(pane: &Dupes, found: &Duplicates, state: &State) -> String {
    let mut facts = Vec::new();
    if let Some(text) = under_way(pane, state) {
        facts.push(text);
    }
    let accepted = pane.accepted.count(found);
    if accepted > 0 {
        facts.push(format!("{} accepted, p shows the plan", groups_of(accepted)));
    }
    if found.missing() > 0 {
        facts.push(format!("{} without a pHash yet (H gets them)", count(found.missing())));
    }
    let rules: Vec<&str> = pane.choices.rules.chain().iter().map(|rule| rule.title()).collect();
    facts.push(format!("kept: {}", rules.join(", ")));
    if !pane.merging {
        facts.push("nothing is merged (m)".to_owned());
    }
    if pane.place.order == Order::Closeness {
        facts.push("closest first".to_owned());
    }
    for (n, what) in [(found.unfit(), "without a pHash that fits"), (found.flat(), "flat")] {
        if n > 0 {
            facts.push(format!("{} {what}", count(n)));
        }
    }
    facts.join(&format!(" {} ", state.theme.glyphs.dot))
}

/// What is being done for the groups.
fn under_way(pane: &Dupes, state: &State) -> Option<String> {
    let number = |n: u64| count(usize::try_from(n).unwrap_or(usize::MAX));
    match &state.catalogue.work {
        Work::Hashing { done, of } => Some(format!("pHashes of {} of {} images", number(*done), number(*of))),
        Work::Syncing { done, of: Some(of) } => {
            Some(format!("copying the library: {} of {} files", number(*done), number(*of)))
        }
        Work::Syncing { done, of: None } => Some(format!("copying the library: {} files", number(*done))),
        Work::Paused => Some("copying the library is held".to_owned()),
        Work::Nothing | Work::Failed(_) => match (&pane.asked, &pane.plan) {
            (Asked::Yes(_), _) => Some("grouping".to_owned()),
            (_, Asked::Yes(_)) => Some("making the plan".to_owned()),
            _ => None,
        },
    }
}

/// What stands in the columns of the groups.
pub(super) fn heads(found: &Duplicates, pane: &Dupes, area: Rect, theme: &Theme, buf: &mut Buffer) {
    if pane.place.groups(found) == 0 {
        return;
    }
    let style = ground(theme).patch(theme.style(Role::Dim));
    for (text, end) in ["files", "bits", "to win"].into_iter().zip(ENDS) {
        put(buf, area, end.saturating_sub(u16::try_from(width(text)).unwrap_or(0)), text, style);
    }
    put(buf, area, ENDS[2] + 2, "kept", style);
}

/// The rules, to be changed.
pub(super) fn rules(chain: &Chain, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let head = "Of each group that file is kept which is, in this order:";
    let used = paragraph(head, Role::Dim, area, theme, buf);
    let lines = Rect { y: area.y + used, height: area.height - used, ..area };
    let rows = usize::from(lines.height);
    let first = crate::app::widget::first_row(chain.cursor, chain.rules.len(), rows);
    for ((at, (rule, on)), y) in chain.rules.iter().enumerate().skip(first).zip(lines.y..lines.bottom()) {
        let line = Rect { y, height: 1, ..lines };
        let style = theme.style(if at == chain.cursor { Role::Cursor } else { Role::Panel });
        buf.set_style(line, style);
        let (sign, role) = if *on { (theme.glyphs.good, Role::Good) } else { (theme.glyphs.none, Role::Dim) };
        put(buf, line, 1, sign, style.patch(theme.style(role)));
        let role = if *on { Role::Text } else { Role::Dim };
        let end = put(buf, line, 3, rule.title(), style.patch(theme.style(role)));
        put(buf, line, end + 2, rule.name(), style.patch(theme.style(Role::Dim)));
    }
}

/// What stands there while there are no groups.
pub(super) fn instead(pane: &Dupes, state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.theme;
    let mut room = area;
    for (text, role) in words(pane, state) {
        let used = paragraph(&text, role, room, theme, buf) + 1;
        let used = used.min(room.height);
        room = Rect { y: room.y + used, height: room.height - used, ..room };
    }
}

fn words(pane: &Dupes, state: &State) -> Vec<(String, Role)> {
    if let Asked::Failed(report) = &pane.asked {
        return vec![
            (format!("{}: {}", report.what, report.why), Role::Bad),
            (format!("{} Ctrl-R tries again.", report.next), Role::Dim),
        ];
    }
    if let Some(text) = under_way(pane, state) {
        return vec![
            (format!("{text} {}", theme_more(state)), Role::Text),
            (
                "Groups are shown as soon as there are enough pHashes. You can leave: the work goes on."
                    .to_owned(),
                Role::Dim,
            ),
        ];
    }
    if let Work::Failed(report) = &state.catalogue.work {
        return vec![
            (format!("{}: {}", report.what, report.why), Role::Bad),
            ("Enter tries again: what has come so far is kept.".to_owned(), Role::Dim),
        ];
    }
    if matches!(pane.asked, Asked::Yes(_) | Asked::No) {
        return vec![(format!("Reading the pHashes {}", theme_more(state)), Role::Dim)];
    }
    let missing = pane.found.as_ref().map(|found| found.duplicates.missing());
    let first = match missing {
        Some(0) => return vec![("There are no images in this library that can be compared.".to_owned(), Role::Dim)],
        Some(n) => format!("The pHashes of {} aren't known yet: they tell which images look alike.", images(n)),
        None => "There is no copy of this library on this machine yet; images are compared by their pHashes, which are kept in it.".to_owned(),
    };
    let cost = match missing {
        Some(n) => format!("Enter asks for them: {}, within the rate of the account. It goes on in the background, and another day.", calls(n)),
        None => "Enter copies the library: a call for 1 000 files, and then one an image for its pHash. It goes on in the background, and another day.".to_owned(),
    };
    vec![(first, Role::Text), (cost, Role::Dim)]
}

fn theme_more(state: &State) -> &'static str {
    state.theme.glyphs.more
}

fn images(n: usize) -> String {
    if n == 1 { "1 image".to_owned() } else { format!("{} images", count(n)) }
}

fn calls(n: usize) -> String {
    if n == 1 { "1 call".to_owned() } else { format!("{} calls", count(n)) }
}
