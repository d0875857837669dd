//! IPTC data (IIM 4), which press agencies write: numbered texts in a resource of Photoshop's.

use std::iter;

use serde_json::{Map, Value};

use super::{LONGEST, clipped, iso_date};

/// The resource that holds it.
const IPTC: u16 = 0x0404;
/// Texts about the picture.
const APPLICATION: u8 = 2;

/// The texts of the second record, by their numbers.
const NAMES: &[(u8, &str)] = &[
    (3, "ObjectTypeReference"),
    (4, "ObjectAttributeReference"),
    (5, "ObjectName"),
    (7, "EditStatus"),
    (10, "Urgency"),
    (12, "SubjectReference"),
    (15, "Category"),
    (20, "SupplementalCategories"),
    (22, "FixtureIdentifier"),
    (25, "Keywords"),
    (26, "ContentLocationCode"),
    (27, "ContentLocationName"),
    (30, "ReleaseDate"),
    (35, "ReleaseTime"),
    (40, "SpecialInstructions"),
    (55, "DateCreated"),
    (60, "TimeCreated"),
    (62, "DigitalCreationDate"),
    (63, "DigitalCreationTime"),
    (65, "OriginatingProgram"),
    (70, "ProgramVersion"),
    (80, "Byline"),
    (85, "BylineTitle"),
    (90, "City"),
    (92, "Sublocation"),
    (95, "ProvinceState"),
    (100, "CountryPrimaryLocationCode"),
    (101, "CountryPrimaryLocationName"),
    (103, "OriginalTransmissionReference"),
    (105, "Headline"),
    (110, "Credit"),
    (115, "Source"),
    (116, "CopyrightNotice"),
    (118, "Contact"),
    (120, "CaptionAbstract"),
    (122, "WriterEditor"),
    (135, "LanguageIdentifier"),
];

/// Lists even where they have one member.
const LISTS: [&str; 3] = ["Keywords", "SubjectReference", "SupplementalCategories"];

/// What the resources of a picture tell.
pub(super) fn flat(resources: &[u8]) -> Map<String, Value> {
    let mut told = Map::new();
    let blocks = all_resources(resources).filter(|(id, _)| *id == IPTC);
    for (number, text) in blocks.flat_map(|(_, block)| texts(block)) {
        let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == number) else { continue };
        if let Some(value) = value(name, &text) {
            add(&mut told, name, value);
        }
    }
    told
}

fn add(told: &mut Map<String, Value>, name: &str, value: Value) {
    match told.get_mut(name) {
        Some(Value::Array(all)) if all.len() < LONGEST => all.push(value),
        Some(Value::Array(_)) => {}
        Some(one) => *one = Value::Array(vec![one.take(), value]),
        None if LISTS.contains(&name) => {
            told.insert(name.to_owned(), Value::Array(vec![value]));
        }
        None => {
            told.insert(name.to_owned(), value);
        }
    }
}

/// Dates come as `20191016`, times as `190103+0000`.
fn value(name: &str, text: &str) -> Option<Value> {
    let settled = match name {
        _ if name.ends_with("Date") || name == "DateCreated" => iso_date(text),
        _ if name.ends_with("Time") || name == "TimeCreated" => clock(text),
        _ => None,
    };
    settled.or_else(|| clipped(text))
}

fn clock(text: &str) -> Option<Value> {
    let pair =
        |at: usize| text.get(at..at + 2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
    let time = [pair(0)?, pair(2)?, pair(4)?].join(":");
    let zone = match (text.get(6..7), pair(7), pair(9)) {
        (Some(sign @ ("+" | "-")), Some(hours), Some(minutes)) => format!("{sign}{hours}:{minutes}"),
        _ => String::new(),
    };
    Some(Value::from(time + &zone))
}

/// The resources in their order: number and content. Each begins with `8BIM`, its number, a name of even
/// length and its size.
fn all_resources(mut rest: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    iter::from_fn(move || {
        let [b'8', b'B', b'I', b'M', high, low, name, tail @ ..] = rest else { return None };
        let tail = tail.get(usize::from(*name | 1)..)?;
        let (size, tail) = tail.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_be_bytes(*size)).ok()?;
        let (content, after) = tail.split_at_checked(size)?;
        rest = after.get(size % 2..).unwrap_or_default();
        Some((u16::from_be_bytes([*high, *low]), content))
    })
}

/// The texts about the picture: number and content. Each begins with a mark, its record, its number and
/// its size; those of 32 kB and more are not told.
fn texts(mut rest: &[u8]) -> impl Iterator<Item = (u8, String)> {
    const MARK: u8 = 0x1c;
    let all = iter::from_fn(move || {
        let [MARK, record, number, high, low, tail @ ..] = rest else { return None };
        let (content, after) = tail.split_at_checked(u16::from_be_bytes([*high, *low]).into())?;
        rest = after;
        Some((*record, *number, content))
    });
    all.filter(|(record, _, _)| *record == APPLICATION).map(|(_, number, content)| (number, decoded(content)))
}

/// UTF-8, or else Latin-1: few writers declare what they use.
fn decoded(bytes: &[u8]) -> String {
    let utf8 = std::str::from_utf8(bytes).map(str::to_owned);
    utf8.unwrap_or_else(|_| bytes.iter().copied().map(char::from).collect())
}
