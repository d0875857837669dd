//! HTML, Markdown, CSS, and a command for the shell.

use super::Request;
use super::chain::{for_density, in_format, then};
use crate::url::decode_path;
use crate::url::mac::Signer;
use crate::url::typed::{Breakpoints, attributes};

/// Pixels a CSS pixel.
const DENSITIES: [u8; 3] = [1, 2, 3];

pub(super) fn img(request: &Request, signer: &Signer) -> String {
    img_of(request, &request.url(signer), &[])
}

/// The candidates of the newer SDKs, each signed on its own.
pub(super) fn srcset(request: &Request, signer: &Signer) -> String {
    let width = request.width.map(f64::from);
    let made = attributes(width, request.sizes.as_deref(), &Breakpoints::default(), |width| {
        let step = width.map_or_else(|| "c-at_max".to_owned(), |width| format!("w-{width},c-at_max"));
        request.url_of(&then(&request.chain, &step), signer)
    });
    let more: Vec<_> = made
        .srcset
        .map(|set| ("srcset", set))
        .into_iter()
        .chain(made.sizes.map(|sizes| ("sizes", sizes)))
        .collect();
    img_of(request, &made.src, &more)
}

/// Without a size, more pixels make no difference: there is one candidate alone.
pub(super) fn dpr(request: &Request, signer: &Signer) -> String {
    let urls = dense(request, signer);
    let Some((_, first)) = urls.first() else { return img(request, signer) };
    let set: Vec<_> = urls.iter().map(|(density, url)| format!("{url} {density}x")).collect();
    img_of(request, first, &[("srcset", set.join(", "))])
}

pub(super) fn picture(request: &Request, signer: &Signer) -> String {
    let source = |format: &str| {
        let url = request.url_of(&in_format(&request.chain, format), signer);
        format!("  <source type=\"image/{format}\" srcset=\"{}\">\n", escaped(&url))
    };
    format!("<picture>\n{}{}  {}\n</picture>", source("avif"), source("webp"), img(request, signer))
}

pub(super) fn anchor(request: &Request, signer: &Signer) -> String {
    let text = if request.alt.is_empty() { file_name(request) } else { request.alt.clone() };
    format!("<a href=\"{}\">{}</a>", escaped(&request.url(signer)), escaped(&text))
}

pub(super) fn markdown(request: &Request, signer: &Signer) -> String {
    let mut alt = String::new();
    for c in request.alt.chars() {
        if matches!(c, '\\' | '[' | ']' | '`' | '*' | '_' | '<') {
            alt.push('\\');
        }
        alt.push(if c.is_control() { ' ' } else { c });
    }
    format!("![{alt}](<{}>)", request.url(signer))
}

pub(super) fn css(request: &Request, signer: &Signer) -> String {
    format!("background-image: url(\"{}\");", css_text(&request.url(signer)))
}

pub(super) fn image_set(request: &Request, signer: &Signer) -> String {
    let urls = dense(request, signer);
    let plain = css(request, signer);
    if urls.is_empty() {
        return plain;
    }
    let entries: Vec<_> =
        urls.iter().map(|(density, url)| format!("  url(\"{}\") {density}x", css_text(url))).collect();
    format!("{plain}\nbackground-image: image-set(\n{}\n);", entries.join(",\n"))
}

pub(super) fn curl(request: &Request, signer: &Signer) -> String {
    let name = file_name(request);
    format!(
        "curl --fail --location --output {} {}",
        quoted(&format!("./{name}")),
        quoted(&request.url(signer))
    )
}

/// The URLs for dense screens; none if there is no size.
fn dense(request: &Request, signer: &Signer) -> Vec<(u8, String)> {
    let url = |density| {
        let chain = for_density(&request.chain, request.width, density)?;
        Some((density, request.url_of(&chain, signer)))
    };
    DENSITIES.into_iter().filter_map(url).collect()
}

fn img_of(request: &Request, src: &str, more: &[(&str, String)]) -> String {
    let mut attributes = vec![("src", src.to_owned())];
    attributes.extend(more.iter().cloned());
    attributes.extend(request.width.map(|width| ("width", width.to_string())));
    attributes.extend(request.height.map(|height| ("height", height.to_string())));
    attributes.push(("alt", request.alt.clone()));
    let written: String =
        attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect();
    format!("<img{written}>")
}

fn file_name(request: &Request) -> String {
    let path = request.path.split(['?', '#']).next().unwrap_or_default();
    let path = if request.is_whole() { path } else { &request.path };
    let name = path.rsplit('/').find(|name| !name.is_empty()).unwrap_or("file");
    if request.is_whole() {
        decode_path(name).map_or_else(|| name.to_owned(), |name| name.replace('/', "_"))
    } else {
        name.to_owned()
    }
}

/// For HTML, in an attribute or outside.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

/// For a text of CSS in double quotes.
fn css_text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => safe.extend(['\\', c]),
            c if c.is_control() => safe.push_str(&format!("\\{:x} ", u32::from(c))),
            c => safe.push(c),
        }
    }
    safe
}

/// For a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
