//! `ikt dupes --hashes`: the groups of pHashes that stand in a file.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::time::Instant;

use serde_json::{Value, json};

use crate::cli::frame::{Code, Failure, Out};
use crate::model::text::harmless;
use crate::phash::{Forest, Unfit, is_flat, read};

/// So many lines without a pHash are told one by one.
const TOLD: usize = 20;

/// Reads a file and writes its groups, or how many there are at each distance up to `max`.
///
/// # Errors
///
/// When the file can't be read. Lines without a pHash make the code [`Code::Partial`].
pub(super) fn run(out: Out, file: &str, max: u8, summary: bool) -> Result<Code, Failure> {
    let unreadable = |error: io::Error| {
        Failure::here(format!("Could not read {file}"), error, "Give a file with a pHash on each line")
    };
    let list = match file {
        "-" => List::read(io::stdin().lock(), !summary),
        _ => File::open(file).and_then(|file| List::read(BufReader::with_capacity(1 << 16, file), !summary)),
    }
    .map_err(unreadable)?;
    list.tell_unfit(out);
    let began = Instant::now();
    let forest = Forest::grow(&list.hashes, max, &|| false).unwrap_or_default();
    if summary {
        let summaries: Vec<_> = (0..=max).map(|d| (d, forest.summary(d))).collect();
        let seconds = began.elapsed().as_secs_f64();
        for (d, told) in summaries {
            let (groups, images, largest) = (told.groups, told.images, told.largest);
            out.either(&json!({ "d": d, "groups": groups, "images": images, "largest": largest }), || {
                format!("{d:>2} bits: {groups} groups of {images} images, the largest of {largest}")
            })?;
        }
        list.close(out, seconds)?;
    } else {
        let seconds = began.elapsed().as_secs_f64();
        list.write(out, &forest, max)?;
        list.close(out, seconds)?;
    }
    Ok(if list.unfit.is_empty() { Code::Done } else { Code::Partial })
}

/// What stands in a file.
#[derive(Debug, Default)]
struct List {
    hashes: Vec<u64>,
    /// The line of each hash, from 1; only where it is needed.
    lines: Vec<u64>,
    /// Names one after the other, and where each ends; none when no line has one.
    names: Vec<u8>,
    ends: Vec<usize>,
    flat: usize,
    /// Lines without a hash.
    unfit: Vec<(u64, Unfit)>,
}

impl List {
    /// Reads lines; without `members` no names.
    fn read(mut file: impl BufRead, members: bool) -> io::Result<Self> {
        let mut list = Self::default();
        let mut line = Vec::new();
        let mut number = 0u64;
        loop {
            line.clear();
            if file.read_until(b'\n', &mut line)? == 0 {
                return Ok(list);
            }
            number = number.saturating_add(1);
            if line.trim_ascii().is_empty() {
                continue;
            }
            let (name, hash) = match line.iter().rposition(|&byte| byte == b'\t') {
                Some(tab) => line.split_at(tab),
                None => (&[][..], &line[..]),
            };
            match read(&String::from_utf8_lossy(hash)) {
                Ok(hash) => list.push(hash, members.then_some((number, name))),
                Err(unfit) => list.unfit.push((number, unfit)),
            }
        }
    }

    fn push(&mut self, hash: u64, member: Option<(u64, &[u8])>) {
        self.hashes.push(hash);
        self.flat = self.flat.saturating_add(usize::from(is_flat(hash)));
        let Some((line, name)) = member else { return };
        self.lines.push(line);
        if name.is_empty() && self.names.is_empty() {
            return;
        }
        // Those before it have none.
        self.ends.resize(self.hashes.len().saturating_sub(1), self.names.len());
        self.names.extend_from_slice(name);
        self.ends.push(self.names.len());
    }

    /// The name of a hash, if it has one.
    fn name(&self, at: usize) -> Option<Cow<'_, str>> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let name = self.names.get(start..end).filter(|name| !name.is_empty())?;
        Some(String::from_utf8_lossy(name))
    }

    /// Tells the first lines that hold no pHash, and how many there are.
    fn tell_unfit(&self, out: Out) {
        for (line, why) in self.unfit.iter().take(TOLD) {
            out.note(format!("line {line}: {why}"));
        }
        if !self.unfit.is_empty() {
            out.note(format!("{} lines without a pHash are left out", self.unfit.len()));
        }
    }

    /// Writes the groups: one a line for machines, one image a line for people.
    fn write(&self, out: Out, forest: &Forest, max: u8) -> Result<(), Failure> {
        let mut to = BufWriter::new(io::stdout().lock());
        for (number, group) in (1u64..).zip(forest.groups(max)) {
            let members = forest.leaves().get(group).unwrap_or_default();
            let members = members.iter().filter_map(|&image| {
                let at = image as usize;
                Some((*self.lines.get(at)?, self.name(at), *self.hashes.get(at)?))
            });
            if out.json() {
                let members: Vec<Value> =
                    members.map(|(line, name, hash)| member(line, name, hash)).collect();
                let group = json!({ "group": number, "images": members.len(), "members": members });
                writeln!(to, "{group}")?;
                continue;
            }
            if number > 1 {
                writeln!(to)?;
            }
            for (line, name, hash) in members {
                let name = name.unwrap_or_else(|| Cow::Owned(format!("line {line}")));
                let flat = if is_flat(hash) { "  (all bits the same)" } else { "" };
                writeln!(to, "{hash:016x}  {}{flat}", harmless(&name))?;
            }
        }
        Ok(to.flush()?)
    }

    /// Says how it was: the last line for machines, a note for people.
    fn close(&self, out: Out, seconds: f64) -> Result<(), Failure> {
        let (read, flat, unfit) = (self.hashes.len(), self.flat, self.unfit.len());
        if out.json() {
            let lines: Vec<Value> = self.unfit.iter().take(TOLD).map(unfit_line).collect();
            return out.value(&json!({
                "seconds": seconds, "read": read, "flat": flat, "unfit": unfit, "unfitLines": lines,
            }));
        }
        out.note(format!("{read} pHashes in {seconds:.3} s; {flat} of them have all bits the same"));
        Ok(())
    }
}

fn unfit_line((line, why): &(u64, Unfit)) -> Value {
    json!({ "line": line, "why": why.to_string() })
}

fn member(line: u64, name: Option<Cow<'_, str>>, hash: u64) -> Value {
    let mut member = json!({ "line": line, "hash": format!("{hash:016x}") });
    if let (Some(name), Some(member)) = (name, member.as_object_mut()) {
        member.insert("id".into(), name.into());
    }
    if let (true, Some(member)) = (is_flat(hash), member.as_object_mut()) {
        member.insert("flat".into(), true.into());
    }
    member
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_all_kinds() {
        let text =
            b"00000000000000ff\n\nrobin.jpg\t00000000000000FE\r\na\tb\t0000000000000000\nff\n\xff\xff\n x \n\
            0000000000000001";
        let list = List::read(&text[..], true).expect("a list");
        assert_eq!(list.hashes, [255, 254, 0, 1]);
        assert_eq!(list.lines, [1, 3, 4, 8]);
        let names: Vec<_> = (0..5).map(|at| list.name(at)).collect();
        assert_eq!(names, [None, Some("robin.jpg".into()), Some("a\tb".into()), None, None]);
        assert_eq!(list.unfit, [(5, Unfit::Length(2)), (6, Unfit::Length(2)), (7, Unfit::Length(1))]);
        assert_eq!(list.flat, 1);
        let summary = List::read(&text[..], false).expect("a list");
        assert_eq!((summary.hashes.len(), summary.lines.len(), summary.names.len()), (4, 0, 0));
    }
}
