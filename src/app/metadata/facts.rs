//! Metadata as lines: what people ask for first, then everything in its groups.

use serde_json::Value;

use crate::app::widget::{bytes, count};
use crate::model::{Film, Metadata};

/// A line: a name and a value, or a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// The name; of a heading, its text.
    pub(super) name: String,
    /// The value; empty for a heading.
    pub(super) value: String,
    heading: bool,
}

impl Fact {
    pub(super) fn is_heading(&self) -> bool {
        self.heading
    }

    /// Whether its name or value holds a text in lower case.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.name.to_lowercase().contains(text) || self.value.to_lowercase().contains(text)
    }
}

type Pairs = Vec<(String, String)>;

/// Everything as lines, the groups that are empty left out.
pub(super) fn of(metadata: Option<&Metadata>, embedded: &[(String, String)]) -> Vec<Fact> {
    let mut lines = Vec::new();
    if let Some(metadata) = metadata {
        group("Picture", picture(metadata), &mut lines);
        group("Film", metadata.film.as_ref().map(film).unwrap_or_default(), &mut lines);
        group("Taken", taken(metadata), &mut lines);
        group("Place", place(metadata), &mut lines);
    }
    group("Embedded: EXIF, IPTC, XMP", embedded.to_vec(), &mut lines);
    if let Some(metadata) = metadata {
        for (name, pairs) in metadata.exif.groups() {
            let pairs = pairs.iter().map(|(name, value)| (name.clone(), plain(value))).collect();
            group(&format!("EXIF {name}"), pairs, &mut lines);
        }
        group("Other", unknown(metadata), &mut lines);
    }
    lines
}

fn group(title: &str, pairs: Pairs, lines: &mut Vec<Fact>) {
    if pairs.is_empty() {
        return;
    }
    lines.push(Fact { name: title.to_owned(), value: String::new(), heading: true });
    lines.extend(pairs.into_iter().map(|(name, value)| Fact { name, value, heading: false }));
}

/// A value as people read it: texts without quotes, lists with commas.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn picture(metadata: &Metadata) -> Pairs {
    let mut pairs = Pairs::new();
    let mut add =
        |name: &str, value: Option<String>| pairs.extend(value.map(|value| (name.to_owned(), value)));
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    add("format", metadata.format.clone());
    if let (Some(width), Some(height)) = (metadata.width, metadata.height) {
        let mega = f64::from(width) * f64::from(height) / 1e6;
        add("pixels", Some(format!("{width} x {height} ({mega:.1} megapixels)")));
    }
    let size = |n: u64| format!("{} ({} bytes)", bytes(n), count(usize::try_from(n).unwrap_or(usize::MAX)));
    add("size", metadata.size.map(size));
    add("pHash", metadata.p_hash.clone());
    add("quality", metadata.quality.map(|n| if n == 0 { "not known".to_owned() } else { n.to_string() }));
    add("density", metadata.density.map(|n| format!("{n} pixels an inch")));
    add("colour profile", metadata.has_color_profile.map(yes));
    add("transparency", metadata.has_transparency.map(yes));
    pairs
}

fn film(film: &Film) -> Pairs {
    let mut pairs = Pairs::new();
    let mut add =
        |name: &str, value: Option<String>| pairs.extend(value.map(|value| (name.to_owned(), value)));
    add("duration", film.duration.map(|seconds| format!("{seconds:.1} s")));
    add("bit rate", film.bit_rate.map(|rate| format!("{rate} bit/s")));
    add("video", film.video_codec.clone());
    add("audio", film.audio_codec.clone());
    pairs
}

/// The line that photographers read: camera, lens, exposure.
fn taken(metadata: &Metadata) -> Pairs {
    let exif = &metadata.exif;
    let find = |pairs: &[(String, Value)], name: &str| {
        pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone())
    };
    let text = |pairs: &[(String, Value)], name: &str| find(pairs, name).map(|value| plain(&value));
    let number = |name: &str| find(&exif.exif, name).and_then(|value| value.as_f64());
    let mut pairs = Pairs::new();
    let mut add =
        |name: &str, value: Option<String>| pairs.extend(value.map(|value| (name.to_owned(), value)));
    let camera: Vec<String> = ["Make", "Model"].iter().filter_map(|name| text(&exif.image, name)).collect();
    add("camera", (!camera.is_empty()).then(|| camera.join(" ")));
    add("lens", text(&exif.exif, "LensModel"));
    add("when", text(&exif.exif, "DateTimeOriginal").or_else(|| text(&exif.image, "ModifyDate")));
    let parts = [
        number("ExposureTime").map(exposure),
        number("FNumber").map(|n| format!("f/{n}")),
        number("ISO").map(|n| format!("ISO {n}")),
        number("FocalLength").map(|n| format!("{n} mm")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    add("exposure", (!parts.is_empty()).then(|| parts.join("  ")));
    add("artist", text(&exif.image, "Artist"));
    add("copyright", text(&exif.image, "Copyright"));
    pairs
}

/// `1/160 s`, `2 s`.
fn exposure(seconds: f64) -> String {
    if seconds > 0.0 && seconds < 0.5 { format!("1/{:.0} s", 1.0 / seconds) } else { format!("{seconds} s") }
}

/// Latitude and longitude in degrees, as maps take them.
fn place(metadata: &Metadata) -> Pairs {
    let gps = &metadata.exif.gps;
    let find = |name: &str| gps.iter().find(|(own, _)| own == name).map(|(_, value)| value);
    let degrees = |name: &str, negative: &str| {
        let parts = match find(name)? {
            Value::Array(parts) => parts.iter().map(Value::as_f64).collect::<Option<Vec<f64>>>()?,
            number => vec![number.as_f64()?],
        };
        let value: f64 = parts.iter().zip([1.0, 60.0, 3600.0]).map(|(part, unit)| part / unit).sum();
        let reference = find(&format!("{name}Ref")).and_then(Value::as_str).unwrap_or_default();
        Some(if reference.eq_ignore_ascii_case(negative) { -value } else { value })
    };
    let mut pairs = Pairs::new();
    if let (Some(latitude), Some(longitude)) = (degrees("GPSLatitude", "S"), degrees("GPSLongitude", "W")) {
        pairs.push(("coordinates".to_owned(), format!("{latitude:.6}, {longitude:.6}")));
    }
    if let Some(metres) = degrees("GPSAltitude", "") {
        pairs.push(("altitude".to_owned(), format!("{metres:.0} m")));
    }
    pairs
}

/// What the service says beside what is known.
fn unknown(metadata: &Metadata) -> Pairs {
    const KNOWN: &[&str] = &[
        "width",
        "height",
        "size",
        "format",
        "hasColorProfile",
        "hasTransparency",
        "quality",
        "density",
        "pHash",
        "exif",
        "duration",
        "bitRate",
        "videoCodec",
        "audioCodec",
    ];
    let Some(fields) = metadata.raw.as_object() else { return Pairs::new() };
    let unknown = fields.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str()));
    unknown.map(|(name, value)| (name.clone(), plain(value))).collect()
}
