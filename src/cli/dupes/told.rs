//! How groups of a library are told.

use serde_json::{Value, json};

use super::DupesArgs;
use super::library::Found;
use crate::cli::frame::{Failure, Out};
use crate::model::text::bytes;
use crate::ops::dupes::{Candidate, Decision, Fate};
use crate::phash::is_flat;

/// Writes a group: one a line for machines, one picture a line for people, the kept one first.
///
/// # Errors
///
/// When nobody reads any more.
pub(super) fn group(
    out: Out,
    found: &Found,
    number: u64,
    group: usize,
    decision: &Decision,
) -> Result<(), Failure> {
    let known = found.groups.level(found.distance).groups().get(group).copied();
    let (widest, flat) = known.map_or((0, false), |group| (group.widest, group.flat));
    let members = decision.members();
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|at| *at != decision.kept_at());
    let members = order.iter().filter_map(|at| Some((*at, members.get(*at)?)));
    if out.json() {
        let members: Vec<Value> = members.map(|(at, member)| as_json(decision, at, member)).collect();
        return out.value(&json!({
            "group": number, "images": members.len(), "widest": widest, "flat": flat,
            "wins": decision.wins(), "members": members,
        }));
    }
    if number > 1 {
        out.line("")?;
    }
    let bits = if widest == 1 { "bit" } else { "bits" };
    let flat = if flat { "; their pHashes say nothing" } else { "" };
    let wins = bytes(decision.wins());
    out.line(format!("{} pictures, linked by {widest} {bits} at most, {wins} to be won{flat}", order.len()))?;
    for (at, member) in members {
        out.line(in_words(out, decision, at, member))?;
    }
    Ok(())
}

/// Says that a group is too large to be listed.
///
/// # Errors
///
/// When nobody reads any more.
pub(super) fn too_large(out: Out, number: u64, images: usize) -> Result<(), Failure> {
    out.either(&json!({ "group": number, "images": images, "members": null }), || {
        let gap = if number > 1 { "\n" } else { "" };
        format!("{gap}{images} pictures: too many to be listed; --in and a smaller --max-distance give less")
    })
}

/// The last line for machines, notes for people: how much there is, and what could not be compared.
///
/// # Errors
///
/// When nobody reads any more.
pub(super) fn sum(out: Out, found: &Found) -> Result<(), Failure> {
    let (groups, level) = (&found.groups, found.groups.level(found.distance));
    if out.json() {
        return out.value(&json!({
            "distance": found.distance, "groups": level.groups().len(), "images": level.images(),
            "bytes": level.bytes(), "compared": groups.images(), "missing": groups.missing(),
            "unfit": groups.unfit(), "flat": groups.flat(),
        }));
    }
    not_compared(out, found);
    out.note(format!(
        "{} groups of {} pictures at a distance of {} bits; {} to be won",
        level.groups().len(),
        level.images(),
        found.distance,
        bytes(level.bytes())
    ));
    Ok(())
}

/// Says what a plan leaves out.
pub(super) fn left_out(out: Out, found: &Found, args: &DupesArgs, most: usize) {
    not_compared(out, found);
    let (flat, large) = found.left_out(args);
    if flat > 0 {
        out.note(format!(
            "{flat} groups are left out, since their pHashes say nothing: --flat takes them too"
        ));
    }
    if large > 0 {
        out.note(format!("{large} groups of more than {most} pictures are left out: --in gives less"));
    }
}

fn not_compared(out: Out, found: &Found) {
    let (missing, unfit) = (found.groups.missing(), found.groups.unfit());
    if missing > 0 {
        out.note(format!("{missing} pictures have no pHash yet: `ikt sync --hashes` asks for them"));
    }
    if unfit > 0 {
        out.note(format!("{unfit} pictures have no pHash of 64 bits, and can't be compared"));
    }
}

/// What becomes of a picture, in a word.
fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "keep",
        Fate::Thrown => "trash",
        Fate::Safe => "safe",
        Fate::Out => "out",
        Fate::Apart => "apart",
        Fate::Changed => "changed",
    }
}

fn as_json(decision: &Decision, at: usize, member: &Candidate) -> Value {
    let file = &member.details.file;
    json!({
        "path": member.path(), "id": file.id.to_string(), "fate": word(decision.fate(at)),
        "why": decision.why(at).map(|rule| rule.name()), "distance": distance(decision, member),
        "pHash": member.hash.map(|hash| format!("{hash:016x}")), "flat": member.hash.is_some_and(is_flat),
        "width": file.width, "height": file.height, "size": file.size,
    })
}

fn in_words(out: Out, decision: &Decision, at: usize, member: &Candidate) -> String {
    let file = &member.details.file;
    let fate = decision.fate(at);
    let bits = match distance(decision, member).filter(|_| fate != Fate::Kept) {
        Some(bits) => format!("{bits} bits"),
        None => String::new(),
    };
    let why = decision.why(at).map(|rule| format!("  not {}", rule.title())).unwrap_or_default();
    let pixels = format!("{}x{}", file.width, file.height);
    let (fate, path) = (word(fate), member.path());
    format!("  {fate:<5}  {pixels:>11}  {:>7}  {bits:>7}  {}{why}", bytes(file.size), out.name(&path))
}

/// In how many bits a picture differs from the kept one.
fn distance(decision: &Decision, member: &Candidate) -> Option<u32> {
    decision.kept().and_then(|kept| kept.distance(member))
}
