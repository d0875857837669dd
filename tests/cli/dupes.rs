//! `ikt dupes` over a library from the outside.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use serde_json::Value;

use crate::served::{Served, words};

/// Uploads a picture; pictures of one kind are near-duplicates of whatever size and quality.
fn put(served: &Served, path: &str, kind: f64, width: u32, quality: u8, more: &[&str]) {
    let height = width * 3 / 4;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
        let wave = |turns: f64| (turns * 6.0 * x + kind * y).sin() * (kind * 5.0 * y - turns * x).cos();
        Rgb([1.0, 1.7, 2.9].map(|turns| (128.0 + 120.0 * wave(turns * kind)) as u8))
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&picture).expect("a picture");
    let file = served.folder.path().join("picture.jpg");
    std::fs::write(&file, bytes).expect("a file");
    let (folder, name) = path.rsplit_once('/').expect("a path");
    let file = file.to_str().expect("text");
    let args = ["upload", file, "--to", if folder.is_empty() { "/" } else { folder }, "--name", name];
    served.run(&[&args[..], more].concat()).code(0);
}

/// A group of three, a picture that is alone, and a pair.
fn shop() -> Served {
    let served = Served::new();
    put(&served, "/shop/a.jpg", 1.0, 640, 92, &["--tags", "sale"]);
    put(&served, "/old/a.jpg", 1.0, 320, 70, &["--tags", "sea,sale", "--description", "the sea"]);
    put(&served, "/old/a2.jpg", 1.0, 400, 60, &["--tags", "sun"]);
    put(&served, "/shop/b.jpg", 3.1, 400, 90, &[]);
    put(&served, "/shop/c.jpg", 2.2, 400, 90, &[]);
    put(&served, "/safe/c.jpg", 2.2, 200, 80, &[]);
    served
}

/// Everything outside of the trash, save when it was changed last.
fn listing(served: &Served) -> Vec<String> {
    let files = served.paths("/**").into_iter().filter(|path| !path.starts_with("/ikt-trash"));
    let files = files.filter(|path| path.ends_with(".jpg"));
    files
        .map(|path| {
            let mut file = served.stat(&path);
            file.as_object_mut()
                .expect("an object")
                .retain(|name, _| !["updatedAt", "url", "thumbnail"].contains(&name.as_str()));
            file.to_string()
        })
        .collect()
}

/// The members of a group and what becomes of each, by their paths.
fn fates(group: &Value) -> Vec<(&str, &str)> {
    let members = group["members"].as_array().expect("members").iter();
    let fates = members.map(|member| member["path"].as_str().zip(member["fate"].as_str()).expect("texts"));
    let mut fates: Vec<_> = fates.collect();
    fates.sort_unstable();
    fates
}

#[test]
fn duplicates_are_listed_planned_thrown_away_and_brought_back() {
    let served = shop();
    served.run(&["sync", "--hashes"]).code(0);
    let before = listing(&served);
    let told = served.json(&["dupes", "--safe", "/safe"]);
    assert_eq!(told.len(), 3, "{told:?}");
    let (first, second, sum) = (&told[0], &told[1], &told[2]);
    assert_eq!(fates(first), [("/old/a.jpg", "trash"), ("/old/a2.jpg", "trash"), ("/shop/a.jpg", "keep")]);
    assert_eq!(fates(second), [("/safe/c.jpg", "keep"), ("/shop/c.jpg", "trash")]);
    assert_eq!(first["members"][1]["why"], "pixels");
    assert_eq!((&sum["groups"], &sum["images"], &sum["compared"]), (&2.into(), &5.into(), &6.into()));
    let people = served.run(&["dupes", "--keep", "oldest", "--in", "/old"]).code(0);
    assert!(people.out.starts_with("2 pictures, linked by "), "{people:?}");
    assert!(people.err.starts_with("1 groups of 2 pictures at a distance of 8 bits; "), "{people:?}");

    let plan = ["dupes", "--safe", "/safe", "--merge", "--plan"];
    let shown = served.run(&plan).code(0).out;
    assert!(shown.starts_with("Keep 2, trash 3 duplicates, win "), "{shown}");
    assert!(shown.contains("  /shop/a.jpg  gets the tags "), "{shown}");
    assert!(shown.contains("  /old/a.jpg  goes to the trash\n"), "{shown}");
    assert_eq!(listing(&served), before, "a plan does nothing");

    let done = served.run(&["dupes", "--safe", "/safe", "--merge", "--apply"]).code(0);
    assert!(done.err.ends_with("5 done\n"), "{done:?}");
    let left: Vec<String> = served.paths("/**").into_iter().filter(|path| path.ends_with(".jpg")).collect();
    let left: Vec<&str> =
        left.iter().map(String::as_str).filter(|path| !path.starts_with("/ikt-trash")).collect();
    assert_eq!(left, ["/safe/c.jpg", "/shop/a.jpg", "/shop/b.jpg"]);
    let kept = served.stat("/shop/a.jpg");
    assert_eq!(words(&kept["tags"]), ["sale", "sea", "sun"]);
    assert_eq!(kept["description"], "the sea");
    assert_eq!(served.json(&["dupes"])[0]["groups"], 0, "the copy knows, and what is in the trash is none");
    let nothing = served.run(&["dupes", "--apply"]).code(0);
    assert!(nothing.err.contains("nothing is to go to the trash"), "{nothing:?}");

    served.run(&["undo", "-y"]).code(0);
    assert_eq!(listing(&served), before);
}

#[test]
fn what_changed_since_the_last_sync_stays() {
    let served = shop();
    served.run(&["sync", "--hashes"]).code(0);
    served.run(&["tag", "new", "/old/a.jpg"]).code(0);
    served.run(&["rm", "/safe/c.jpg", "-y"]).code(0);
    let shown = served.run(&["dupes", "--plan", "--keep", "path=/safe,pixels"]).code(0).out;
    assert!(shown.starts_with("Keep 1, trash 1 duplicate, "), "{shown}");
    assert!(shown.contains("! /old/a.jpg has changed since the last sync: it stays"), "{shown}");
    assert!(shown.contains("! /safe/c.jpg is gone: its group is left out"), "{shown}");
    assert!(shown.contains("! 1 kept file"), "tags that only duplicates have are told: {shown}");
}

#[test]
fn what_is_missing_is_said() {
    let served = shop();
    let error = served.run(&["dupes", "--json"]).code(3).error();
    assert_eq!(error["why"], "there is no copy of the library yet");
    assert!(error["next"].as_str().expect("advice").contains("ikt sync --hashes"), "{error}");
    served.run(&["sync", "--no-hashes"]).code(0);
    let error = served.run(&["dupes", "--json"]).code(3).error();
    assert_eq!(error["why"], "no pHash is known of 6 pictures");
    served.run(&["sync", "--hashes"]).code(0);
    let error = served.run(&["dupes", "--keep", "biggest", "--json"]).code(2).error();
    assert!(error["why"].as_str().expect("a reason").contains("no rule `biggest`"), "{error}");
    for wrong in [&["dupes", "--plan", "--apply"][..], &["dupes", "--hashes", "-", "--merge"]] {
        assert_eq!(served.run(wrong).code, 2, "{wrong:?}");
    }
}
