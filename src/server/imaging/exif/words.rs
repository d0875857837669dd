//! Numbers of EXIF that stand for words, in the words of ExifTool, which are the service's.

use exif::Tag;

/// What a number means; nothing for numbers that are numbers, or that nobody knows.
pub(super) fn word(tag: Tag, number: u32) -> Option<&'static str> {
    let (first, words): (u32, &[&str]) = match tag {
        Tag::Orientation => (1, &ORIENTATIONS),
        Tag::ResolutionUnit | Tag::FocalPlaneResolutionUnit => (1, &["None", "inches", "cm"]),
        Tag::YCbCrPositioning => (1, &["Centered", "Co-sited"]),
        Tag::ExposureProgram => (0, &PROGRAMS),
        Tag::ExposureMode => (0, &["Auto", "Manual", "Auto bracket"]),
        Tag::WhiteBalance => (0, &["Auto", "Manual"]),
        Tag::SceneCaptureType => (0, &["Standard", "Landscape", "Portrait", "Night"]),
        Tag::CustomRendered => (0, &["Normal", "Custom"]),
        Tag::GainControl => (0, &["None", "Low gain up", "High gain up", "Low gain down", "High gain down"]),
        Tag::Contrast | Tag::Saturation => (0, &["Normal", "Low", "High"]),
        Tag::Sharpness => (0, &["Normal", "Soft", "Hard"]),
        Tag::SubjectDistanceRange => (0, &["Unknown", "Macro", "Close", "Distant"]),
        Tag::SensingMethod => (1, &SENSORS),
        Tag::GPSAltitudeRef => (0, &["Above Sea Level", "Below Sea Level"]),
        Tag::MeteringMode => return metering(number),
        Tag::ColorSpace => return color_space(number),
        Tag::LightSource => return light(number),
        Tag::Flash => return flash(number),
        _ => return None,
    };
    words.get(usize::try_from(number.checked_sub(first)?).ok()?).copied()
}

/// The channel of a pixel.
pub(super) fn component(number: u8) -> &'static str {
    ["-", "Y", "Cb", "Cr", "R", "G", "B"].get(usize::from(number)).copied().unwrap_or("-")
}

const ORIENTATIONS: [&str; 8] = [
    "Horizontal (normal)",
    "Mirror horizontal",
    "Rotate 180",
    "Mirror vertical",
    "Mirror horizontal and rotate 270 CW",
    "Rotate 90 CW",
    "Mirror horizontal and rotate 90 CW",
    "Rotate 270 CW",
];

const PROGRAMS: [&str; 9] = [
    "Not Defined",
    "Manual",
    "Program AE",
    "Aperture-priority AE",
    "Shutter speed priority AE",
    "Creative (Slow speed)",
    "Action (High speed)",
    "Portrait",
    "Landscape",
];

const SENSORS: [&str; 8] = [
    "Not defined",
    "One-chip color area",
    "Two-chip color area",
    "Three-chip color area",
    "Color sequential area",
    "Monochrome linear",
    "Trilinear",
    "Color sequential linear",
];

fn metering(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "Unknown",
        1 => "Average",
        2 => "Center-weighted average",
        3 => "Spot",
        4 => "Multi-spot",
        5 => "Multi-segment",
        6 => "Partial",
        255 => "Other",
        _ => return None,
    })
}

fn color_space(number: u32) -> Option<&'static str> {
    Some(match number {
        1 => "sRGB",
        2 => "Adobe RGB",
        0xffff => "Uncalibrated",
        _ => return None,
    })
}

fn light(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "Unknown",
        1 => "Daylight",
        2 => "Fluorescent",
        3 => "Tungsten (Incandescent)",
        4 => "Flash",
        9 => "Fine Weather",
        10 => "Cloudy",
        11 => "Shade",
        12 => "Daylight Fluorescent",
        13 => "Day White Fluorescent",
        14 => "Cool White Fluorescent",
        15 => "White Fluorescent",
        17 => "Standard Light A",
        18 => "Standard Light B",
        19 => "Standard Light C",
        20 => "D55",
        21 => "D65",
        22 => "D75",
        23 => "D50",
        24 => "ISO Studio Tungsten",
        255 => "Other",
        _ => return None,
    })
}

fn flash(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "No Flash",
        1 => "Fired",
        5 => "Fired, Return not detected",
        7 => "Fired, Return detected",
        8 => "On, Did not fire",
        9 => "On, Fired",
        13 => "On, Return not detected",
        15 => "On, Return detected",
        16 => "Off, Did not fire",
        24 => "Auto, Did not fire",
        25 => "Auto, Fired",
        29 => "Auto, Fired, Return not detected",
        31 => "Auto, Fired, Return detected",
        32 => "No flash function",
        65 => "Fired, Red-eye reduction",
        69 => "Fired, Red-eye reduction, Return not detected",
        71 => "Fired, Red-eye reduction, Return detected",
        73 => "On, Red-eye reduction",
        89 => "Auto, Fired, Red-eye reduction",
        _ => return None,
    })
}
