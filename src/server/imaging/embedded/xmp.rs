//! XMP data, which editors write: an RDF description in XML.

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Map, Value};

use super::{LONGEST, clipped, iso_date};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The vocabularies that are told. Those that only repeat EXIF, and those of the editors' own histories,
/// are not.
const VOCABULARIES: [&str; 8] = [
    "http://purl.org/dc/elements/1.1/",
    "http://ns.adobe.com/xap/1.0/",
    "http://ns.adobe.com/xap/1.0/rights/",
    "http://ns.adobe.com/photoshop/1.0/",
    "http://ns.adobe.com/lightroom/1.0/",
    "http://ns.adobe.com/exif/1.0/aux/",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
];

const DATES: [&str; 5] = ["CreateDate", "ModifyDate", "MetadataDate", "DateCreated", "Date"];

/// The parts of `CreatorContactInfo`, the one structure that is told.
const CONTACT: [(&str, &str); 8] = [
    ("CiAdrExtadr", "CreatorAddress"),
    ("CiAdrCity", "CreatorCity"),
    ("CiAdrRegion", "CreatorRegion"),
    ("CiAdrPcode", "CreatorPostalCode"),
    ("CiAdrCtry", "CreatorCountry"),
    ("CiEmailWork", "CreatorWorkEmail"),
    ("CiTelWork", "CreatorWorkTelephone"),
    ("CiUrlWork", "CreatorWorkURL"),
];

/// What a packet tells; nothing if it is no XML.
pub(super) fn flat(packet: &[u8]) -> Map<String, Value> {
    let text = String::from_utf8_lossy(packet);
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 20_000, ..ParsingOptions::default() };
    // A packet may be followed by blanks or zeros, room for an editor to write more.
    let packet = text.trim_matches(['\0', '\u{feff}']);
    let Ok(document) = Document::parse_with_options(packet, options) else { return Map::new() };
    let descriptions =
        document.descendants().filter(|node| is_rdf(node, "RDF")).flat_map(|node| node.children());
    descriptions.filter(|node| is_rdf(node, "Description")).flat_map(properties).collect()
}

/// A property is an attribute, if it is short, or else an element.
fn properties<'a>(description: Node<'a, 'a>) -> impl Iterator<Item = (String, Value)> + 'a {
    let short = description.attributes().filter_map(|attribute| {
        let name = name(attribute.namespace(), attribute.name())?;
        let value = simple(&name, attribute.value())?;
        Some((name, value))
    });
    short.chain(description.children().filter(Node::is_element).flat_map(property))
}

fn property(node: Node) -> Vec<(String, Value)> {
    let tag = node.tag_name();
    let Some(name) = name(tag.namespace(), tag.name()) else { return Vec::new() };
    if name == "CreatorContactInfo" {
        return contact(node);
    }
    let value = match node.first_element_child() {
        None => node.text().and_then(|text| simple(&name, text)),
        Some(list) if is_rdf(&list, "Alt") => alternative(list).and_then(|text| simple(&name, text)),
        Some(list) if is_rdf(&list, "Bag") => Some(Value::Array(items(&name, list))),
        Some(list) if is_rdf(&list, "Seq") => one_or_all(items(&name, list)),
        Some(_) => None,
    };
    value.map(|value| (name, value)).into_iter().collect()
}

/// A structure: attributes or elements, of the property itself or of a description in it.
fn contact(node: Node) -> Vec<(String, Value)> {
    let inner = node.first_element_child().filter(|child| is_rdf(child, "Description")).unwrap_or(node);
    let told = |part: &str| {
        let attribute =
            inner.attributes().find(|attribute| attribute.name() == part).map(|found| found.value());
        let element = || inner.children().find(|child| child.tag_name().name() == part)?.text();
        attribute.or_else(element).and_then(clipped)
    };
    CONTACT.iter().filter_map(|(part, name)| Some(((*name).to_owned(), told(part)?))).collect()
}

fn items(name: &str, list: Node) -> Vec<Value> {
    let texts = list.children().filter(|item| is_rdf(item, "li")).filter_map(|item| item.text());
    texts.filter_map(|text| simple(name, text)).take(LONGEST).collect()
}

fn one_or_all(mut all: Vec<Value>) -> Option<Value> {
    match all.len() {
        0 => None,
        1 => all.pop(),
        _ => Some(Value::Array(all)),
    }
}

/// A text in several languages: that for all others, or else the first.
fn alternative<'a>(list: Node<'a, 'a>) -> Option<&'a str> {
    const LANGUAGE: (&str, &str) = ("http://www.w3.org/XML/1998/namespace", "lang");
    let items = || list.children().filter(|item| is_rdf(item, "li"));
    let default = items().find(|item| item.attribute(LANGUAGE) == Some("x-default"));
    default.or_else(|| items().next())?.text()
}

fn simple(name: &str, text: &str) -> Option<Value> {
    let settled = match name {
        "Rating" => text.trim().parse::<f64>().ok().and_then(number),
        "Marked" => text.trim().to_ascii_lowercase().parse::<bool>().ok().map(Value::from),
        _ if DATES.contains(&name) => iso_date(text.trim()),
        _ => None,
    };
    settled.or_else(|| clipped(text))
}

/// Whole where it is whole.
fn number(number: f64) -> Option<Value> {
    // Ratings go from -1 to 5; the cast of what isn't one saturates, and is then not the same.
    let whole = number as i64;
    if whole as f64 == number {
        Some(whole.into())
    } else {
        serde_json::Number::from_f64(number).map(Value::from)
    }
}

/// `dc:title` is `Title`.
fn name(namespace: Option<&str>, local: &str) -> Option<String> {
    namespace.filter(|namespace| VOCABULARIES.contains(namespace))?;
    let mut signs = local.chars();
    let first = signs.next()?;
    Some(first.to_ascii_uppercase().to_string() + signs.as_str())
}

fn is_rdf(node: &Node, name: &str) -> bool {
    node.has_tag_name((RDF, name))
}
