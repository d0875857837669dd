//! What an agency (IPTC) and an editor (XMP) would have written into a picture.

use super::jpeg::Segment;
use super::manifest::Credit;

/// A credit as the segments of a JPEG. Texts of an IPTC block have at most 65,535 bytes; longer ones are
/// left out.
pub(super) fn segments(credit: &Credit) -> [Segment; 2] {
    [(13, [&b"Photoshop 3.0\0"[..], &iptc(credit)].concat()), (1, [XMP, xmp(credit).as_bytes()].concat())]
}

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// A resource of Photoshop's with numbered texts.
fn iptc(credit: &Credit) -> Vec<u8> {
    const UTF_8: (u8, u8, &str) = (1, 90, "\x1b%G");
    let keywords = credit.keywords.iter().map(|keyword| (2, 25, keyword.as_str()));
    let texts = [UTF_8, (2, 5, &credit.title), (2, 80, &credit.creator), (2, 116, &credit.copyright)];
    let block: Vec<u8> = texts.into_iter().chain(keywords).filter_map(text).flatten().collect();
    let size = u32::try_from(block.len()).unwrap_or_default().to_be_bytes();
    [&b"8BIM\x04\x04\0\0"[..], &size, &block].concat()
}

fn text((record, number, text): (u8, u8, &str)) -> Option<Vec<u8>> {
    let size = u16::try_from(text.len()).ok()?.to_be_bytes();
    Some([&[0x1c, record, number], &size[..], text.as_bytes()].concat())
}

fn xmp(credit: &Credit) -> String {
    let rating = credit.rating.map_or_else(String::new, |stars| format!(" xmp:Rating=\"{stars}\""));
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"{rating}>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\
         <dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\
         <dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:rights>\
         </rdf:Description></rdf:RDF></x:xmpmeta>",
        escaped(&credit.title),
        escaped(&credit.creator),
        escaped(&credit.copyright)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
