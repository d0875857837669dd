//! How strongly a JPEG was compressed, told from its quantisation tables.

use std::iter;

const MARKER: u8 = 0xff;
const START_OF_SCAN: u8 = 0xda;
const TABLES: u8 = 0xdb;
/// Numbers of a table.
const CELLS: usize = 64;

/// The table for brightness that the standard (ITU T.81, annex K) proposes, in the order in which files
/// have it. Nearly every encoder scales this one.
const STANDARD: [u32; CELLS] = [
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40,
    58, 51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103,
    104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];

/// The quality, 1 to 100, at which libjpeg's scale of the standard's table comes closest to the file's
/// table for brightness; 0 for what is no JPEG.
pub(super) fn quality(bytes: &[u8]) -> u8 {
    let Some(table) = brightness(bytes) else { return 0 };
    let distance = |quality: u8| -> u32 {
        STANDARD.iter().zip(&table).map(|(&standard, cell)| scaled(standard, quality).abs_diff(*cell)).sum()
    };
    // The best of equals: most cells of the tables above 98 are 1.
    (1..=100).rev().min_by_key(|&quality| distance(quality)).unwrap_or_default()
}

/// libjpeg's scale.
fn scaled(cell: u32, quality: u8) -> u32 {
    let quality = u32::from(quality);
    let percent = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
    ((cell * percent + 50) / 100).clamp(1, 255)
}

/// Table 0 of a JPEG.
fn brightness(bytes: &[u8]) -> Option<Vec<u32>> {
    segments(bytes).filter(|(kind, _)| *kind == TABLES).find_map(|(_, tables)| first_table(tables))
}

/// The segments before the first scan: kind and content.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes.strip_prefix(&[MARKER, 0xd8]).unwrap_or_default();
    iter::from_fn(move || {
        while let [MARKER, next @ ..] = rest
            && next.first() == Some(&MARKER)
        {
            // Markers may be filled up with their first byte.
            rest = next;
        }
        let [MARKER, kind, high, low, tail @ ..] = rest else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low])).checked_sub(2)?;
        let (content, after) = tail.split_at_checked(length)?;
        rest = after;
        (*kind != START_OF_SCAN).then_some((*kind, content))
    })
}

/// Table 0 of a segment, which may hold several.
fn first_table(mut tables: &[u8]) -> Option<Vec<u32>> {
    while let [head, rest @ ..] = tables {
        let wide = head >> 4 != 0;
        let (table, after) = rest.split_at_checked(if wide { 2 * CELLS } else { CELLS })?;
        if head & 0x0f == 0 {
            return Some(match wide {
                true => table
                    .chunks_exact(2)
                    .map(|pair| pair.iter().fold(0, |n, &b| n << 8 | u32::from(b)))
                    .collect(),
                false => table.iter().map(|&cell| cell.into()).collect(),
            });
        }
        tables = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use image::DynamicImage;
    use image::codecs::jpeg::JpegEncoder;
    use proptest::prelude::*;

    use super::*;

    fn jpeg(quality: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        DynamicImage::new_rgb8(8, 8).write_with_encoder(encoder).unwrap();
        bytes
    }

    #[test]
    fn the_quality_of_an_encoder_is_found_again() {
        for asked in [1, 10, 25, 49, 50, 75, 80, 90, 95, 100] {
            assert_eq!(quality(&jpeg(asked)), asked);
        }
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 85);
        encoder.encode(&[0; 192], 8, 8, jpeg_encoder::ColorType::Rgb).unwrap();
        assert_eq!(quality(&bytes), 85);
    }

    #[test]
    fn a_table_of_wide_numbers() {
        let table = STANDARD.iter().flat_map(|&cell| (cell as u16).to_be_bytes());
        let segment: Vec<u8> = [1].into_iter().chain([0; CELLS]).chain([0x10]).chain(table).collect();
        let length = (segment.len() as u16 + 2).to_be_bytes();
        let bytes = [&[0xff, 0xd8, 0xff, 0xff, TABLES][..], &length, &segment].concat();
        assert_eq!(quality(&bytes), 50);
    }

    #[test]
    fn what_has_no_table_has_no_quality() {
        assert_eq!(quality(b"\x89PNG\r\n"), 0);
        assert_eq!(quality(&jpeg(80)[..30]), 0);
    }

    proptest! {
        #[test]
        fn garbage(bytes in proptest::collection::vec(prop_oneof![Just(0xff), Just(TABLES), any::<u8>()], 0..300)) {
            let _ = quality(&[&[0xff, 0xd8], &bytes[..]].concat());
        }
    }
}
