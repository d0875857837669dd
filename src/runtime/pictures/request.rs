//! What is asked of the URL endpoint for a picture.

use jiff::Timestamp;

use super::fit::Measure;
use crate::app::effect::{Look, Other, PictureKey, PictureRequest};
use crate::model::Account;
use crate::runtime::graphics::Graphics;
use crate::url;

const DAY: i64 = 24 * 60 * 60;

/// Formats that may be transparent; all others come as JPEG, which is smaller.
const MAYBE_TRANSPARENT: [&str; 7] = ["png", "webp", "gif", "avif", "svg", "ico", "tiff"];

/// The transformation for a small picture that fits the cells.
pub(super) fn transformation(request: &PictureRequest, graphics: &Graphics) -> String {
    let (width, height) = Measure::of(graphics).asked(request.key.columns, request.key.rows);
    let extension = request.path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let format = match extension.as_deref() {
        Some(extension) if MAYBE_TRANSPARENT.contains(&extension) => "f-png",
        _ => "f-jpg,q-80",
    };
    format!("w-{width},h-{height},c-at_max,{format}")
}

/// The URL of a version, or of the current one if that is empty; signed if the file is private. The signature is good until the end of tomorrow, and the
/// same all day, so that caches on the way know it.
pub(super) fn url(
    request: &PictureRequest,
    transformation: &str,
    version: &str,
    account: &Account,
    now: Timestamp,
) -> String {
    let mut url = url::delivery_url(&account.delivery, &request.path, Some(transformation));
    if !version.is_empty() {
        url.push_str("&ik-obj-version=");
        url.push_str(version);
    }
    if !request.private {
        return url;
    }
    let expire = u64::try_from((now.as_second().div_euclid(DAY) + 2) * DAY).ok();
    url::sign(&url, &account.delivery, &account.private_key, expire)
}

/// The small picture of another file, in the same size.
pub(super) fn of_other(request: &PictureRequest, other: &Other) -> PictureRequest {
    let (id, updated) = (other.id.clone(), other.updated);
    PictureRequest {
        key: PictureKey { id, updated, look: Look::Small, ..request.key.clone() },
        path: other.path.clone(),
        private: other.private,
        url: None,
        instead: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AssetId, Secret};
    use crate::runtime::graphics::Way;

    fn request(path: &str, private: bool) -> PictureRequest {
        let key = PictureKey { id: AssetId::new("x"), updated: 0, columns: 40, rows: 20, look: Look::Small };
        PictureRequest { key, path: path.to_owned(), private, url: None, instead: None }
    }

    fn account() -> Account {
        Account {
            name: "demo".into(),
            api: "https://api.imagekit.io".into(),
            upload: "https://upload.imagekit.io".into(),
            delivery: "https://ik.imagekit.io/demo".into(),
            public_key: "public".into(),
            private_key: Secret::new("private"),
            read_only: false,
        }
    }

    #[test]
    fn a_thumbnail_of_the_cells() {
        let kitty = Graphics { way: Way::Kitty { compressed: false }, cell: (9, 18), ..Graphics::unasked() };
        assert_eq!(transformation(&request("/a.JPG", false), &kitty), "w-360,h-360,c-at_max,f-jpg,q-80");
        let blocks = Graphics { way: Way::HalfBlocks, ..kitty };
        assert_eq!(transformation(&request("/a/b.Png", false), &blocks), "w-80,h-80,c-at_max,f-png");
    }

    #[test]
    fn private_files_are_signed_for_the_day() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let sign = |now| url(&request("/a b.jpg", true), "w-1", "", &account(), at(now));
        let morning = sign("2026-03-01T00:00:01Z");
        assert!(morning.starts_with("https://ik.imagekit.io/demo/a%20b.jpg?tr=w-1&ik-t=1772496000&ik-s="));
        assert_eq!(morning, sign("2026-03-01T23:59:59Z"));
        assert_ne!(morning, sign("2026-03-02T00:00:01Z"));
        let open = url(&request("/a b.jpg", false), "w-1", "", &account(), at("2026-03-01T00:00:00Z"));
        assert_eq!(open, "https://ik.imagekit.io/demo/a%20b.jpg?tr=w-1");
        let old = url(&request("/a.jpg", false), "w-1", "598821f9", &account(), at("2026-03-01T00:00:00Z"));
        assert_eq!(old, "https://ik.imagekit.io/demo/a.jpg?tr=w-1&ik-obj-version=598821f9");
    }
}
