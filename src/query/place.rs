//! Parts of the world (imagekit-api.md 3.2, `embeddedMetadata.LocationTaken`).

use std::fmt;

use serde_json::Value;

/// Kilometres.
const RADIUS_OF_THE_EARTH: f64 = 6371.0088;

/// A point of the world, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// North of the equator, -90 to 90.
    pub latitude: f64,
    /// East of Greenwich, -180 to 180.
    pub longitude: f64,
}

/// A part of the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Within so many kilometres of a point: `40,100 5km`.
    Near(Point, f64),
    /// Between two opposite corners: `40,100|50,105`.
    Between(Point, Point),
    /// Inside of four points: `0,0|0,100|40,100|40,0`.
    Inside([Point; 4]),
}

impl Place {
    /// Reads one of the three forms.
    pub fn read(text: &str) -> Option<Self> {
        if let Some((point, distance)) = text.trim().split_once(char::is_whitespace) {
            let digits = distance.trim().strip_suffix("km")?;
            return Some(Self::Near(Point::read(point)?, number(digits).filter(|km| *km >= 0.0)?));
        }
        let points: Vec<Point> = text.split('|').map(Point::read).collect::<Option<_>>()?;
        match *points {
            [from, to] => Some(Self::Between(from, to)),
            [a, b, c, d] => Some(Self::Inside([a, b, c, d])),
            _ => None,
        }
    }

    /// Whether a point lies in it.
    pub fn contains(&self, point: Point) -> bool {
        match self {
            Self::Near(center, km) => center.distance(point) <= *km,
            Self::Between(a, b) => {
                let within = |x: f64, a: f64, b: f64| a.min(b) <= x && x <= a.max(b);
                within(point.latitude, a.latitude, b.latitude)
                    && within(point.longitude, a.longitude, b.longitude)
            }
            Self::Inside([a, b, c, d]) => {
                // A ray to the east crosses the border an odd number of times.
                [(a, b), (b, c), (c, d), (d, a)]
                    .into_iter()
                    .filter(|(from, to)| crosses(point, from, to))
                    .count()
                    % 2
                    == 1
            }
        }
    }
}

impl Point {
    fn read(text: &str) -> Option<Self> {
        let (latitude, longitude) = text.split_once(',')?;
        let point = Self { latitude: number(latitude)?, longitude: number(longitude)? };
        (point.latitude.abs() <= 90.0 && point.longitude.abs() <= 180.0).then_some(point)
    }

    /// Where a picture was taken, by the flat `embeddedMetadata` of its file: `GPSLatitude` and
    /// `GPSLongitude` in degrees, or in degrees, minutes and seconds, with their `…Ref`.
    pub fn of_embedded(embedded: &Value) -> Option<Self> {
        let part = |name: &str, reference: &str, negative: char| {
            let degrees = match embedded.get(name)? {
                Value::Array(parts) => {
                    let part = |at: usize| parts.get(at).map_or(Some(0.0), Value::as_f64);
                    part(0)? + part(1)? / 60.0 + part(2)? / 3600.0
                }
                one => one.as_f64()?,
            };
            let turned =
                embedded.get(reference).and_then(Value::as_str).is_some_and(|r| r.starts_with(negative));
            Some(if turned { -degrees.abs() } else { degrees })
        };
        Some(Self {
            latitude: part("GPSLatitude", "GPSLatitudeRef", 'S')?,
            longitude: part("GPSLongitude", "GPSLongitudeRef", 'W')?,
        })
    }

    /// Kilometres along a great circle.
    fn distance(self, other: Self) -> f64 {
        let half_sine = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let cosines = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let h =
            half_sine(self.latitude, other.latitude) + cosines * half_sine(self.longitude, other.longitude);
        2.0 * RADIUS_OF_THE_EARTH * h.sqrt().clamp(0.0, 1.0).asin()
    }
}

fn crosses(point: Point, from: &Point, to: &Point) -> bool {
    (from.latitude > point.latitude) != (to.latitude > point.latitude) && {
        let share = (point.latitude - from.latitude) / (to.latitude - from.latitude);
        point.longitude < from.longitude + share * (to.longitude - from.longitude)
    }
}

fn number(text: &str) -> Option<f64> {
    super::value::number(text.trim())
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.latitude, self.longitude)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Near(point, km) => write!(f, "{point} {km}km"),
            Self::Between(from, to) => write!(f, "{from}|{to}"),
            Self::Inside([a, b, c, d]) => write!(f, "{a}|{b}|{c}|{d}"),
        }
    }
}
