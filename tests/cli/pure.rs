//! Commands that need no library.

use serde_json::{Value, json};

use crate::served::{Ended, Served, ikt};

fn run(args: &[&str], input: &str) -> Ended {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = ikt(home.path());
    command.args(args);
    Ended::of(command, input)
}

/// The SDK's own answers, all of them.
#[test]
fn batches_match_the_sdk() {
    let file: Value = serde_json::from_str(include_str!("../vectors/auth-and-phash.json")).expect("vectors");
    for (cases, command) in [("auth", "auth-params"), ("phash", "phash")] {
        let cases = file[cases].as_array().expect("cases");
        let input: String = cases.iter().map(|case| format!("{case}\n")).collect();
        let answers = run(&[command, "--batch"], &input).code(9).values();
        assert_eq!(answers.len(), cases.len());
        for (case, answer) in cases.iter().zip(&answers) {
            let expected = match case.get("expected") {
                Some(value) => json!({ "value": value }),
                None => json!({ "error": { "kind": case["raises_type"], "message": case["raises"] } }),
            };
            assert_eq!(*answer, expected, "{}", case["id"]);
        }
    }
}

/// What the SDKs were seen to make of a URL; `pytype` and one trick of JavaScript apart.
#[test]
fn batches_of_urls_match_the_sdks() {
    let files = [include_str!("../vectors/url-4.1.0.json"), include_str!("../vectors/url-node7.json")];
    for file in files {
        let file: Value = serde_json::from_str(file).expect("vectors");
        let is_odd = |case: &&Value| {
            let tags = case["tags"].as_array().expect("tags");
            tags.iter().any(|tag| tag == "pytype") || case["id"] == "src-022" && case["fn"] == "buildSrc"
        };
        let cases: Vec<_> =
            file["cases"].as_array().expect("cases").iter().filter(|case| !is_odd(case)).collect();
        let input: String = cases.iter().map(|case| format!("{case}\n")).collect();
        let ran = run(&["url", "--batch"], &input);
        let answers = ran.values();
        assert_eq!(answers.len(), cases.len());
        for (case, answer) in cases.iter().zip(&answers) {
            let expected = match case.get("expected") {
                Some(value) => json!({ "value": value }),
                None => json!({ "error": { "kind": case["raises_type"], "message": case["raises"] } }),
            };
            assert_eq!(*answer, expected, "{}", case["id"]);
        }
    }
}

#[test]
fn a_signed_url_is_served_and_a_changed_one_explained() {
    let served = Served::new();
    let asked = ["url", "/nature/robin.jpg", "--named", "width=300", "effect_gray=-", "--expires", "1h"];
    let url = served.json(&asked).remove(0);
    let url = url["url"].as_str().expect("a URL").to_owned();
    assert!(url.contains("/nature/robin.jpg?tr=w-300,e-grayscale&ik-t="), "{url}");
    let told = served.json(&["url", "explain", &url]).remove(0);
    assert_eq!(told["valid"], true, "{told}");
    let changed = format!("{url}&v=2");
    let told = served.run(&["url", "explain", &url, &changed, "--json"]).code(4).values().remove(1);
    assert_eq!(told["finding"], json!(["the parameter v was added after signing"]));
    let moved = url.replace("/nature", "/tr:w-300,e-grayscale/nature").replace("tr=w-300,e-grayscale&", "");
    let told = served.run(&["url", "explain", &moved]).code(4).out;
    assert!(told.starts_with("the transformation was moved after signing"), "{told}");
}

#[test]
fn several_files_in_a_form() {
    let served = Served::new();
    let ran = served.run(&["url", "/a b.jpg", "/c.jpg", "--tr", "w-9", "--sign", "--as", "markdown"]).code(0);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with("![](<http://") && lines[0].contains("/a%20b.jpg?tr=w-9&ik-s="),
        "{}",
        lines[0]
    );
    let classic = served.run(&["url", "/c.jpg", "--tr", "w-9,h-8", "--rules", "classic"]).code(0).out;
    assert!(classic.trim_end().ends_with("/c.jpg?tr=w-9%2Ch-8"), "{classic}");
    assert_eq!(served.run(&["url", "/c.jpg", "--as", "pdf"]).code, 2);
    assert_eq!(served.run(&["url"]).code, 2);
}

#[test]
fn a_line_that_is_no_case_is_answered_and_the_batch_goes_on() {
    let input =
        "{\"first\":\"f\",\"second\":\"0\"}\nnonsense\n\n\u{fffd}\n{\"first\":\"f\",\"second\":\"f\"}";
    let answers = run(&["phash", "--batch"], input).code(9).values();
    assert_eq!((&answers[0], &answers[3]), (&json!({ "value": 4 }), &json!({ "value": 0 })));
    assert_eq!(answers[1]["error"]["kind"], "JSONDecodeError");
    assert_eq!(answers.len(), 4);
    assert_eq!(run(&["phash", "--batch"], "").code(0).out, "");
    let answer = run(&["auth-params", "--batch"], "{}\n").code(9).values().remove(0);
    assert!(answer["error"]["message"].as_str().is_some_and(|text| text.contains("private_key")), "{answer}");
}

#[test]
fn two_phashes() {
    assert_eq!(run(&["phash", "2d5ad3936d2e015b", "2d6ed293db36a4fb"], "").code(0).out, "17\n");
    assert_eq!(run(&["phash", "f", "0", "--json"], "").code(0).values(), [json!({ "value": 4 })]);
    assert_eq!(run(&["phash", "zz", "0"], "").code, 2);
}

#[test]
fn parameters_let_an_upload_in() {
    let served = Served::new();
    let parameters = served.json(&["auth-params", "--token", "once"]).remove(0);
    assert_eq!(parameters["token"], "once");
    let mut command = ikt(served.folder.path());
    command
        .args(["auth-params", "--token", "your_token", "--expire", "1582269249", "--json"])
        .env("IMAGEKIT_PRIVATE_KEY", "private_key_test")
        .env("IMAGEKIT_PUBLIC_KEY", "public")
        .env("IMAGEKIT_URL_ENDPOINT", "https://ik.imagekit.io/x");
    let known = Ended::of(command, "").code(0).values().remove(0);
    assert_eq!(known["signature"], "e71bcd6031016b060d349d212e23e85c791decdd");
    let unknown = served.json(&["auth-params"]).remove(0);
    assert_eq!(unknown["token"].as_str().map(str::len), Some(36), "a UUID");
}

#[test]
fn groups_of_hashes_on_standard_input() {
    let input =
        "00000000000000ff\nrobin.jpg\t00000000000000fe\n\nff00000000000000\nnothing\n0000000000000000\n";
    let values = run(&["dupes", "--hashes", "-", "--max-distance", "1", "--json"], input).code(9).values();
    assert_eq!(values.len(), 2, "{values:?}");
    let members = json!([
        { "line": 1, "hash": "00000000000000ff" },
        { "line": 2, "hash": "00000000000000fe", "id": "robin.jpg" },
    ]);
    assert_eq!(values[0], json!({ "group": 1, "images": 2, "members": members }));
    let unfit = json!([{ "line": 5, "why": "a pHash has 16 hexadecimal digits, this has 7" }]);
    assert_eq!((&values[1]["read"], &values[1]["flat"]), (&json!(4), &json!(1)));
    assert_eq!((&values[1]["unfit"], &values[1]["unfitLines"]), (&json!(1), &unfit));

    let ran = run(&["dupes", "--hashes", "-", "--max-distance", "8"], input).code(9);
    assert_eq!(ran.lines().len(), 4, "all but the line without a hash: {ran:?}");
    assert_eq!(ran.lines()[1], "00000000000000fe  robin.jpg");
    assert!(ran.err.starts_with("line 5: a pHash has 16 hexadecimal digits"), "{ran:?}");
}

#[test]
fn summaries_of_hashes_in_a_file() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("hashes"), "0000000000000001\n0000000000000002\n0000000000000002\n")
        .expect("a file");
    let asked = |max: &str| {
        let mut command = ikt(home.path());
        command.current_dir(home.path());
        command.args(["dupes", "--hashes", "hashes", "--summary", "--json", "--max-distance", max]);
        Ended::of(command, "")
    };
    let values = asked("2").code(0).values();
    let summary = |d: u8, images: u8| json!({ "d": d, "groups": 1, "images": images, "largest": images });
    assert_eq!(values[..3], [summary(0, 2), summary(1, 2), summary(2, 3)]);
    assert!(values[3]["seconds"].is_f64() && values[3]["read"] == 3 && values.len() == 4, "{values:?}");
    assert!(asked("21").code(2).err.contains("0..=20"), "the limit is told");
    assert_eq!(run(&["dupes", "--hashes", "nowhere"], "").code, 1);
}
