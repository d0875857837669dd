//! Names that a company's library would have.

use jiff::Timestamp;

use crate::model::FolderPath;

/// The seconds over which the files came in: about six years from [`start`].
pub(super) const SPAN: u64 = 6 * 365 * 86_400;

/// When the first file came in.
pub(super) fn start() -> Timestamp {
    Timestamp::from_second(1_577_865_600).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A folder, and how its files are called.
pub(super) struct Place {
    pub(super) path: FolderPath,
    pub(super) since: Timestamp,
    pub(super) tags: Vec<&'static str>,
    pattern: Pattern,
}

enum Pattern {
    Camera,
    Product { code: u32 },
    Event { city: &'static str },
    Story { topic: &'static str },
}

const LINES: [(&str, &str); 12] = [
    ("shoes", "SHO"),
    ("bags", "BAG"),
    ("watches", "WAT"),
    ("audio", "AUD"),
    ("lighting", "LIG"),
    ("furniture", "FUR"),
    ("kitchen", "KIT"),
    ("beauty", "BEA"),
    ("garden", "GAR"),
    ("cameras", "CAM"),
    ("textiles", "TEX"),
    ("stationery", "STA"),
];
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];
const CITIES: [&str; 16] = [
    "berlin", "lisbon", "tokyo", "oslo", "austin", "nairobi", "lima", "seoul", "milan", "toronto", "mumbai",
    "prague", "dublin", "sydney", "porto", "vienna",
];
const TOPICS: [&str; 10] = [
    "behind-the-scenes",
    "makers",
    "city-guide",
    "recipes",
    "interview",
    "workshop",
    "lookbook",
    "travel",
    "sustainability",
    "opening",
];
const VIEWS: [&str; 6] = ["front", "back", "side", "top", "detail", "in-use"];

impl Place {
    /// The one folder that is far larger than the others.
    pub(super) fn camera_roll() -> Self {
        Self::new("/archive/camera-roll", vec!["archive", "unsorted"], Pattern::Camera)
    }

    /// One of the other folders; each number has its own.
    pub(super) fn numbered(i: u32) -> Self {
        let (round, year) = (i / 3, 2020 + (i / 3) % 6);
        match i % 3 {
            0 => {
                let (line, code) = pick(&LINES, round);
                let season = pick(&SEASONS, round / 12);
                let collection = round / 48;
                let path = format!("/products/{line}/{year}-{season}-{:02}", collection + 1);
                Self::new(
                    &path,
                    vec!["product", line, season],
                    Pattern::Product { code: code_base(code, round) },
                )
            }
            1 => {
                let city = pick(&CITIES, round);
                let path = format!("/events/{year}/{:02}-{city}-{:02}", round / 16 % 12 + 1, round / 192 + 1);
                Self::new(&path, vec!["event", city, "press"], Pattern::Event { city })
            }
            _ => {
                let topic = pick(&TOPICS, round);
                let path = format!("/editorial/{topic}/{year}/issue-{:03}", round + 1);
                Self::new(&path, vec!["editorial", topic, "web"], Pattern::Story { topic })
            }
        }
    }

    fn new(path: &str, tags: Vec<&'static str>, pattern: Pattern) -> Self {
        Self { path: FolderPath::new(path), since: start(), tags, pattern }
    }

    /// The name of a file of this folder, counted from 0.
    pub(super) fn name(&self, i: u32) -> String {
        match self.pattern {
            Pattern::Camera => format!("IMG_{:07}.jpg", i + 1),
            Pattern::Product { code } => {
                format!("{:06}-{}.jpg", code + i / 6, pick(&VIEWS, i))
            }
            Pattern::Event { city } => format!("{city}_DSC{:05}.jpg", i + 1),
            Pattern::Story { topic } => format!("{topic}-{:04}.jpg", i + 1),
        }
    }
}

fn code_base(code: &str, round: u32) -> u32 {
    code.bytes().map(u32::from).sum::<u32>() * 1000 % 800_000 + round * 7
}

fn pick<T: Copy, const N: usize>(from: &[T; N], i: u32) -> T {
    from[i as usize % N]
}

/// A number between half and one and a half of `mean`, the same for the same folder.
pub(super) fn uneven(folder: u32, mean: u32) -> u32 {
    let part = fastrand::Rng::with_seed(u64::from(folder) + 77).f64() + 0.5;
    (f64::from(mean) * part) as u32
}
