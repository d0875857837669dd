use image::codecs::jpeg::JpegDecoder;
use jpeg_encoder::{ColorType, Encoder};
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A resource of Photoshop's with numbered texts.
fn resource(texts: &[(u8, &[u8])]) -> Vec<u8> {
    let block: Vec<u8> = texts
        .iter()
        .flat_map(|(number, text)| {
            [&[0x1c, 2, *number], &(text.len() as u16).to_be_bytes()[..], text].concat()
        })
        .collect();
    let size = (block.len() as u32).to_be_bytes();
    // Another resource of odd size stands before it.
    [&b"8BIM\x04\x0c\x03abc\0\0\0\x01x\0"[..], b"8BIM\x04\x04\0\0", &size, &block].concat()
}

fn packet(description: &str) -> String {
    format!(
        "<?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?>
        <x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'
            xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'
            xmlns:xmpRights='http://ns.adobe.com/xap/1.0/rights/' xmlns:exif='http://ns.adobe.com/exif/1.0/'
            xmlns:Iptc4xmpCore='http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/'>
        {description}</rdf:RDF></x:xmpmeta>
        <?xpacket end='w'?>"
    )
}

#[test]
fn agencies_write_iptc() {
    let told = iptc::flat(&resource(&[
        (0, &[0, 4]),
        (5, "Grüße".as_bytes()),
        (25, b"sea"),
        (25, b"boat"),
        (55, b"20191016"),
        (60, b"190103+0200"),
        (80, b"Zo\xeb"),
        (85, b""),
        (90, b"Porto "),
        (118, b"one"),
        (118, b"two"),
    ]));
    let expected = json!({
        "ObjectName": "Grüße",
        "Keywords": ["sea", "boat"],
        "DateCreated": "2019-10-16T00:00:00.000Z",
        "TimeCreated": "19:01:03+02:00",
        "Byline": "Zoë",
        "City": "Porto",
        "Contact": ["one", "two"],
    });
    assert_eq!(Value::Object(told), expected);
    assert_eq!(iptc::flat(&resource(&[(25, b"alone")]))["Keywords"], json!(["alone"]));
}

#[test]
fn editors_write_xmp() {
    let told = xmp::flat(
        packet(
            "<rdf:Description rdf:about='' xmp:Rating='4' xmp:CreateDate='2019-10-16T19:01:03+02:00'
                exif:FNumber='71/10' xmpRights:Marked='True'>
              <dc:title><rdf:Alt><rdf:li xml:lang='de'>Meer</rdf:li>
                <rdf:li xml:lang='x-default'>Sea &amp; sun</rdf:li></rdf:Alt></dc:title>
              <dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>
              <dc:creator><rdf:Seq><rdf:li>Zoë</rdf:li></rdf:Seq></dc:creator>
              <xmp:Label> </xmp:Label>
            </rdf:Description>
            <rdf:Description>
              <Iptc4xmpCore:CreatorContactInfo Iptc4xmpCore:CiAdrCity='Porto'/>
              <Iptc4xmpCore:Scene><rdf:Seq><rdf:li>1</rdf:li><rdf:li>2</rdf:li></rdf:Seq></Iptc4xmpCore:Scene>
              <Iptc4xmpCore:Location>Pier</Iptc4xmpCore:Location>
            </rdf:Description>",
        )
        .as_bytes(),
    );
    let expected = json!({
        "Rating": 4,
        "CreateDate": "2019-10-16T17:01:03.000Z",
        "Marked": true,
        "Title": "Sea & sun",
        "Subject": ["sea"],
        "Creator": "Zoë",
        "CreatorCity": "Porto",
        "Scene": ["1", "2"],
        "Location": "Pier",
    });
    assert_eq!(Value::Object(told), expected);
}

#[test]
fn a_hostile_packet_tells_nothing() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>";
    let deep = "<a>".repeat(15_000) + &"</a>".repeat(15_000);
    for packet in ["", "no XML", bomb, &packet(&deep), &packet(&"<a/>".repeat(30_000))] {
        assert_eq!(xmp::flat(packet.as_bytes()).len(), 0);
    }
}

#[test]
fn exif_goes_before_iptc_and_that_before_xmp() {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 80);
    encoder.add_exif_metadata(&exif::tests::block_of(&[("Artist", "by EXIF")])).unwrap();
    let iptc = resource(&[(105, b"by IPTC"), (25, b"sea")]);
    encoder.add_app_segment(13, [&b"Photoshop 3.0\0"[..], &iptc].concat()).unwrap();
    let xmp = packet(
        "<rdf:Description xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:Headline='by XMP'
            xmp:Label='red'/>",
    );
    encoder.add_app_segment(1, [b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes()].concat()).unwrap();
    encoder.encode(&[0; 192], 8, 8, ColorType::Rgb).unwrap();

    let mut decoder = JpegDecoder::new(std::io::Cursor::new(&bytes)).unwrap();
    let exif = decoder.exif_metadata().unwrap().and_then(exif::read);
    let expected = json!({ "Artist": "by EXIF", "Headline": "by IPTC", "Keywords": ["sea"], "Label": "red" });
    assert_eq!(Value::Object(embedded(&mut decoder, exif.as_ref())), expected);
}

#[test]
fn dates_with_and_without_a_zone() {
    for (text, expected) in [
        ("2019-10-16T19:01:03+02:00", Some("2019-10-16T17:01:03.000Z")),
        ("2019-10-16T19:01:03.25", Some("2019-10-16T19:01:03.250Z")),
        ("2019-10-16", Some("2019-10-16T00:00:00.000Z")),
        ("20191016", Some("2019-10-16T00:00:00.000Z")),
        ("2019", None),
        ("soon", None),
    ] {
        assert_eq!(iso_date(text), expected.map(Value::from), "{text}");
    }
}

proptest! {
    #[test]
    fn garbage_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0_usize..60, byte in any::<u8>()) {
        let mut resource = resource(&[(5, b"title"), (25, &bytes)]);
        if let Some(place) = resource.get_mut(at) {
            *place = byte;
        }
        iptc::flat(&resource);
        iptc::flat(&bytes);
        xmp::flat(packet(&String::from_utf8_lossy(&bytes)).as_bytes());
    }
}
