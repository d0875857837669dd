//! The files of a group: pictures side by side, what becomes of each, and in what they differ.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::super::facts::{self, Fact, facts};
use super::super::layout::{Columns, NAMES, Places};
use super::super::{Dupes, MANY, Way};
use super::ground;
use crate::app::sheet::Scene;
use crate::app::theme::{Role, Theme};
use crate::app::widget::{bytes, count, cut, cut_middle, draw_picture, put, width};
use crate::model::custom::plain;
use crate::model::text::harmless;
use crate::ops::dupes::{Candidate, Decision, Fate, Row, merge};
use crate::phash::is_flat;

/// Draws them.
pub(super) fn draw(pane: &Dupes, scene: &Scene<'_>, places: &Places, buf: &mut Buffer) {
    let theme = &scene.state.theme;
    let (members, area) = (pane.members(), places.files);
    if members.is_empty() {
        return;
    }
    let plain = ground(theme);
    let title = cut_to(&title(pane, theme), area.width, theme).into_owned();
    let end = put(buf, area, 0, &title, plain.patch(theme.style(Role::Accent)));
    if area.x == places.slider.x && !places.groups.is_empty() {
        let line = theme.glyphs.rule.repeat(usize::from(area.width.saturating_sub(end + 1)));
        put(buf, area, end + 1, &line, plain.patch(theme.style(Role::Line)));
    }
    let columns = pane.columns(places);
    let end = match (pane.way, pane.pair()) {
        (Way::All, _) | (_, None) => {
            let shown: Vec<(usize, Row)> =
                pane.shown(&columns).into_iter().filter_map(|at| Some((at, *members.get(at)?))).collect();
            for (n, (at, row)) in shown.iter().enumerate() {
                draw_name(pane, *at == pane.member(), *row, columns.name(n, area), theme, buf);
                draw_fate(pane, *row, columns.fate(n, area), theme, buf);
                draw_small(pane, scene, *row, columns.picture(n, area), buf);
            }
            let rows: Vec<Row> = shown.iter().map(|(_, row)| *row).collect();
            draw_facts(pane, &rows, &columns, columns.pictures, area, theme, buf)
        }
        (way, Some((kept, this))) => draw_compared(pane, scene, way, (kept, this), &columns, area, buf),
    };
    draw_below(pane, area, end, theme, buf);
}

fn cut_to<'a>(text: &'a str, columns: u16, theme: &Theme) -> Cow<'a, str> {
    cut(text, usize::from(columns), theme.glyphs.more)
}

fn title(pane: &Dupes, theme: &Theme) -> String {
    let members = pane.members().len();
    let dot = theme.glyphs.dot;
    let mut text = String::new();
    if let Some(groups) = pane.groups().filter(|_| pane.way != Way::All) {
        let (at, of) = (pane.place.group + 1, pane.place.groups(groups));
        text = format!("group {} of {} {dot} ", count(at), count(of));
    }
    let here = count(pane.standing(pane.member()) + 1);
    text.push_str(&format!("file {here} of {}", count(members)));
    match pane.decision() {
        Some(decision) => {
            let thrown = decision.thrown().count();
            let stay = members.saturating_sub(thrown + 1);
            text.push_str(&format!(" {dot} {} to the trash", count(thrown)));
            if stay > 0 {
                text.push_str(&format!(" {dot} {} more stay", count(stay)));
            }
            text.push_str(&format!(" {dot} wins {}", bytes(decision.wins())));
        }
        None if members > MANY => {
            text.push_str(&format!(" {dot} the rules choose when the plan is made"));
        }
        None => {}
    }
    text
}

fn draw_name(pane: &Dupes, here: bool, row: Row, line: Rect, theme: &Theme, buf: &mut Buffer) {
    let style = theme.style(if here { Role::Cursor } else { Role::Panel });
    buf.set_style(line, style);
    let name = pane.book.get(row).map(|member| member.details.file.name.clone()).unwrap_or_default();
    let weight = if here { Modifier::BOLD } else { Modifier::empty() };
    let name = name_in(&name, line.width, theme);
    put(buf, line, 0, &name, style.add_modifier(weight));
}

/// Names of duplicates often differ at their ends alone.
fn name_in(name: &str, columns: u16, theme: &Theme) -> String {
    cut_middle(&harmless(name), usize::from(columns), theme.glyphs.more).into_owned()
}

/// What becomes of a file, with a sign and in as many words as there is room for.
fn draw_fate(pane: &Dupes, row: Row, line: Rect, theme: &Theme, buf: &mut Buffer) {
    let glyphs = &theme.glyphs;
    let why = || {
        let decision = pane.decision()?;
        let at = decision.members().iter().position(|member| member.row == row)?;
        decision.why(at).map(|rule| rule.behind())
    };
    let (sign, word, why, role) = match pane.fate(row) {
        None => (" ", "", None, Role::Dim),
        Some(Fate::Kept) => (glyphs.picked, "kept", kept_by(pane.decision()), Role::Good),
        Some(Fate::Thrown) => (glyphs.bad, "to the trash", why(), Role::Bad),
        Some(Fate::Safe) => (glyphs.all, "stays", Some("safe folder"), Role::Accent),
        Some(Fate::Out) => (glyphs.none, "stays", Some("taken out"), Role::Accent),
        Some(Fate::Apart) => (glyphs.none, "stays", Some("no duplicate"), Role::Accent),
        Some(Fate::Changed) => (glyphs.warning, "stays", Some("has changed"), Role::Warning),
    };
    let room = usize::from(line.width.saturating_sub(2));
    let text = match why {
        Some(why) if width(word) + width(why) + 2 <= room => format!("{word}: {why}"),
        // The sign says what becomes of it.
        Some(why) if width(why) <= room => why.to_owned(),
        _ => word.to_owned(),
    };
    let style = ground(theme).patch(theme.style(role));
    let end = put(buf, line, 0, sign, style);
    put(buf, line, end + 1, &cut_to(&text, line.width.saturating_sub(end + 1), theme), style);
}

/// By which rule a file is kept, or by whom.
fn kept_by(decision: Option<&Decision>) -> Option<&'static str> {
    let rules = decision
        .into_iter()
        .flat_map(|decision| (0..decision.members().len()).filter_map(|at| decision.why(at)));
    // The rule that threw out the last of the others.
    Some(rules.last().map_or("your choice", |rule| rule.title()))
}

fn draw_small(pane: &Dupes, scene: &Scene<'_>, row: Row, area: Rect, buf: &mut Buffer) {
    if scene.covered || area.is_empty() || !scene.state.shows_pictures() {
        return;
    }
    let id = pane.book.get(row).map(|member| member.id());
    let key = pane.thumbs.in_sight().iter().find(|key| Some(&key.id) == id);
    draw_picture(scene.pictures, key, area, "", &scene.state.theme, buf);
}

fn draw_compared(
    pane: &Dupes,
    scene: &Scene<'_>,
    way: Way,
    (kept, this): (Row, Row),
    columns: &Columns,
    area: Rect,
    buf: &mut Buffer,
) -> u16 {
    let theme = &scene.state.theme;
    let (left, right) = columns.compared(area, way == Way::Beside);
    let titles = |place: Rect, up: u16| Rect { y: place.y.saturating_sub(up), height: 1, ..place };
    let shown = if way == Way::Blink(true) || way == Way::Beside { kept } else { this };
    if way == Way::Heat {
        draw_name(pane, true, this, titles(left, 2), theme, buf);
        let text = "light is where it differs from the kept one";
        let style = ground(theme).patch(theme.style(Role::Dim));
        put(buf, titles(left, 1), 0, &cut_to(text, left.width, theme), style);
    } else {
        draw_name(pane, shown == this, shown, titles(left, 2), theme, buf);
        draw_fate(pane, shown, titles(left, 1), theme, buf);
    }
    pane.left.draw(scene, left, buf);
    if way == Way::Beside {
        draw_name(pane, true, this, titles(right, 2), theme, buf);
        draw_fate(pane, this, titles(right, 1), theme, buf);
        pane.right.draw(scene, right, buf);
    }
    draw_facts(pane, &[kept, this], &columns.two(area), left.height, area, theme, buf)
}

/// Names of facts and the values of the files shown; what differs stands out. The line behind them.
fn draw_facts(
    pane: &Dupes,
    rows: &[Row],
    columns: &Columns,
    pictures: u16,
    area: Rect,
    theme: &Theme,
    buf: &mut Buffer,
) -> u16 {
    let files: Vec<Option<&Candidate>> = rows.iter().map(|row| pane.book.get(*row)).collect();
    let kept = pane.decision().and_then(Decision::kept);
    let mut facts = facts(&files, kept, theme.glyphs.times);
    if files.iter().flatten().any(|file| file.hash.is_some_and(is_flat)) {
        let flat = |file: &Option<&Candidate>| file.and_then(|file| file.hash).is_some_and(is_flat);
        let words = |file| if flat(file) { "flat: says nothing".to_owned() } else { String::new() };
        facts.insert(0, Fact { name: "hash".to_owned(), values: files.iter().map(words).collect() });
    }
    if matches!(pane.way, Way::Blink(_) | Way::Heat) {
        // There is one picture for both.
        let name = |file: &Option<&Candidate>| {
            let name = file.map(|file| file.details.file.name.to_string()).unwrap_or_default();
            name_in(&name, columns.width.saturating_sub(1), theme)
        };
        facts.insert(0, Fact { name: "file".to_owned(), values: files.iter().map(name).collect() });
    }
    let names = columns.names(area, pictures);
    let dim = ground(theme).patch(theme.style(Role::Dim));
    for (fact, y) in facts.iter().zip(names.y..names.bottom()) {
        let line = Rect { y, height: 1, ..names };
        let name = harmless(&fact.name);
        put(buf, line, 0, &cut_to(&name, NAMES - 1, theme), dim);
        let role = if fact.differs() { Role::Warning } else { Role::Dim };
        let style = ground(theme).patch(theme.style(role));
        for (n, value) in fact.values.iter().enumerate() {
            let place = columns.facts(n, area, pictures);
            let line = Rect { y, height: 1, ..place };
            let value = harmless(value);
            put(buf, line, 0, &cut_to(&value, line.width, theme), style);
        }
    }
    names.y.saturating_add(u16::try_from(facts.len()).unwrap_or(u16::MAX).min(names.height))
}

/// What the kept one gets of the others, and where they disagree: below the facts, which end at a line.
fn draw_below(pane: &Dupes, area: Rect, end: u16, theme: &Theme, buf: &mut Buffer) {
    let Some(decision) = pane.decision() else { return };
    let lines = below(pane, decision);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let top = (end + 1).min(area.bottom().saturating_sub(rows)).max(end);
    for ((text, role), y) in lines.iter().zip(top..area.bottom()) {
        let line = Rect { y, height: 1, ..area }.intersection(area);
        let text = harmless(text);
        put(buf, line, 0, &cut_to(&text, line.width, theme), ground(theme).patch(theme.style(*role)));
    }
}

fn below(pane: &Dupes, decision: &Decision) -> Vec<(String, Role)> {
    let merge = merge(decision);
    let mut lines = Vec::new();
    match (facts::gets(&merge), pane.merging) {
        (Some(what), true) => lines.push((format!("The kept one gets {what}"), Role::Good)),
        (Some(what), false) => {
            lines.push((format!("Lost, since nothing is merged (m): {what}"), Role::Warning))
        }
        (None, _) => lines.push(("The kept one has all tags and values of the others".to_owned(), Role::Dim)),
    }
    let conflicts = merge.conflicts.iter().filter(|_| pane.merging).map(|conflict| {
        let value = |at: usize| conflict.values.get(at).map(|(_, value)| plain(value)).unwrap_or_default();
        let others = (0..conflict.values.len()).filter(|at| *at != conflict.becomes).map(value);
        let others: Vec<String> = others.collect();
        format!("{} will be {}, not {}", conflict.field.name(), value(conflict.becomes), others.join(" or "))
    });
    let conflicts: Vec<String> = conflicts.collect();
    if !conflicts.is_empty() {
        lines.push((format!("{} (u: as this file has it)", conflicts.join("; ")), Role::Warning));
    }
    if !merge.full.is_empty() && pane.merging {
        lines.push((
            format!("{} stay: no room for their tags", facts::files(merge.full.len())),
            Role::Warning,
        ));
    }
    lines
}
