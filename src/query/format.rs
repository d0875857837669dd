//! Formats of files and their MIME types.

/// The formats that the service names (imagekit-api.md 3.2) and the MIME types that go by them.
const FORMATS: &[(&str, &[&str])] = &[
    ("jpg", &["image/jpeg"]),
    ("jpeg", &["image/jpeg"]),
    ("webp", &["image/webp"]),
    ("png", &["image/png", "image/apng"]),
    ("gif", &["image/gif"]),
    ("svg", &["image/svg+xml"]),
    ("avif", &["image/avif"]),
    ("pdf", &["application/pdf"]),
    ("js", &["text/javascript", "application/javascript", "application/x-javascript"]),
    ("woff2", &["font/woff2", "application/font-woff2"]),
    ("woff", &["font/woff", "application/font-woff"]),
    ("ttf", &["font/ttf", "application/font-sfnt", "application/x-font-ttf"]),
    ("otf", &["font/otf", "application/x-font-opentype"]),
    ("eot", &["application/vnd.ms-fontobject"]),
    ("css", &["text/css"]),
    ("txt", &["text/plain"]),
    ("mp4", &["video/mp4"]),
    ("webm", &["video/webm"]),
    ("mov", &["video/quicktime"]),
    ("swf", &["application/x-shockwave-flash", "application/vnd.adobe.flash.movie"]),
    ("ts", &["video/mp2t", "video/vnd.dlna.mpeg-tts"]),
    ("m3u8", &["application/vnd.apple.mpegurl", "application/x-mpegurl"]),
    ("ico", &["image/x-icon", "image/vnd.microsoft.icon"]),
];

/// The MIME types that a format stands for; none for one that the service doesn't know.
pub fn mime_types(format: &str) -> &'static [&'static str] {
    FORMATS.iter().find(|(name, _)| *name == format).map_or(&[], |(_, types)| types)
}

/// The format that a MIME type goes by; of several the first one that the service names.
pub fn format_of(mime: &str) -> Option<&'static str> {
    FORMATS.iter().find(|(_, types)| types.contains(&mime)).map(|(name, _)| *name)
}

/// The names of the formats.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|(name, _)| *name)
}
