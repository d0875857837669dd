use super::*;
use crate::url::classic::{self, Expiry, Options};

const ENDPOINT: &str = "https://ik.imagekit.io/demo";
const NOW: i64 = 1_700_000_000;

fn key() -> Secret {
    Secret::new("private_key_test")
}

fn finding(url: &str) -> Finding {
    explanation(url).finding
}

fn explanation(url: &str) -> Explanation {
    let (own, other) = (key(), Secret::new("private_other"));
    let keys = [NamedKey { profile: "shop", key: &own }, NamedKey { profile: "blog", key: &other }];
    let parts = Parts::parse(url, &[ENDPOINT]).expect("a delivery URL");
    explain(&parts, &keys, NOW)
}

fn signed(url: &str) -> String {
    sign(url, ENDPOINT, &key(), None)
}

fn differs(url: &str, difference: Difference) {
    let told = explanation(url);
    assert_eq!(told.finding, Finding::Differs(vec![difference]), "{url}");
    assert!(matches!(finding(&told.corrected), Finding::Valid(_)), "{} is right", told.corrected);
}

#[test]
fn right_ones() {
    assert_eq!(finding(&signed(&format!("{ENDPOINT}/a.jpg"))), Finding::Valid(None));
    let until = |at| sign(&format!("{ENDPOINT}/a.jpg?tr=w-1"), ENDPOINT, &key(), Some(at));
    assert_eq!(finding(&until(1_700_000_001)), Finding::Valid(Some(NOW + 1)));
    assert_eq!(finding(&until(1_699_999_999)), Finding::Expired(NOW - 1));
    assert_eq!(finding(&format!("{ENDPOINT}/a.jpg?ik-t=5")), Finding::Unsigned);
    assert_eq!(finding(&format!("{ENDPOINT}/a.jpg?ik-s=00")), Finding::Unknown);
}

#[test]
fn another_key() {
    let url = sign(&format!("{ENDPOINT}/a.jpg"), ENDPOINT, &Secret::new("private_other"), None);
    differs(&url, Difference::Key("blog".into()));
}

#[test]
fn another_encoding() {
    let raw = signed(&format!("{ENDPOINT}/my file.jpg"));
    differs(&raw.replace(' ', "%20"), Difference::Encoding(Encoding::Raw));
    let bare = signed(&format!("{ENDPOINT}/my%20file.jpg"));
    differs(&bare.replace("%20", " "), Difference::Encoding(Encoding::Percent));
    let decomposed = signed(&format!("{ENDPOINT}/cafe%CC%81.jpg"));
    differs(&decomposed.replace("cafe%CC%81", "caf%C3%A9"), Difference::Encoding(Encoding::Decomposed));
    let encoded = signed(&format!("{ENDPOINT}/caf%C3%A9%20x.jpg"));
    differs(&encoded.replace("caf%C3%A9", "cafe%CC%81"), Difference::Encoding(Encoding::Composed));
    let twice = signed(&format!("{ENDPOINT}/a%2520b.jpg"));
    differs(&twice.replace("%2520", "%20"), Difference::Encoding(Encoding::Twice));
}

#[test]
fn changed_afterwards() {
    let url = signed(&format!("{ENDPOINT}/a.jpg"));
    differs(&url.replace("/a.jpg", "/tr:w-9/a.jpg"), Difference::Transformation);
    differs(&format!("{url}&updatedAt=1"), Difference::Parameter("updatedAt".into()));
    differs(&format!("{url}&ik-t=1800000000"), Difference::Expiry);
    differs(&url.replace("/a.jpg", "//a.jpg"), Difference::Slashes);
    differs(&url.replace('?', "&"), Difference::NoQuestionMark);
    let (start, signature) = url.split_once("ik-s=").expect("a signature");
    differs(&format!("{start}ik-s={}", signature.to_uppercase()), Difference::UpperCase);
}

#[test]
fn a_transformation_changed_afterwards() {
    let changed = |signed: &str| Difference::TransformationChanged(signed.to_owned());
    for (signed, asked) in [
        ("h-200,w-300", "w-300,h-200"),
        ("w-300:rt-90", "rt-90:w-300"),
        ("w-300", "w-300,q-50"),
        ("w-300", "w-300:rt-90"),
        ("c-force,h-1,w-2,q-3", "w-2,h-1,q-3,c-force"),
    ] {
        let in_path = sign(&format!("{ENDPOINT}/tr:{signed}/a.jpg"), ENDPOINT, &key(), None);
        differs(&in_path.replace(&format!("tr:{signed}/"), &format!("tr:{asked}/")), changed(signed));
        let in_query = self::signed(&format!("{ENDPOINT}/a.jpg?v=1&tr={signed}"));
        differs(&in_query.replace(&format!("tr={signed}"), &format!("tr={asked}")), changed(signed));
    }
}

#[test]
fn a_transformation_moved_afterwards() {
    let in_path = signed(&format!("{ENDPOINT}/tr:w-300,h-200/a.jpg"));
    let (_, signature) = in_path.split_once('?').expect("a signature");
    let moved = format!("{ENDPOINT}/a.jpg?tr=w-300,h-200&{signature}");
    differs(&moved, Difference::TransformationMoved(Position::Path));
    for in_query in ["tr=w-300,h-200", "tr=w-300%2Ch-200"] {
        let url = signed(&format!("{ENDPOINT}/a.jpg?{in_query}"));
        let (_, signature) = url.split_once('&').expect("a signature");
        let moved = format!("{ENDPOINT}/tr:w-300,h-200/a.jpg?{signature}");
        differs(&moved, Difference::TransformationMoved(Position::Query));
    }
}

#[test]
fn a_double_slash_lost_on_the_way() {
    let url = signed(&format!("{ENDPOINT}//a.jpg"));
    differs(&url.replace("demo//", "demo/"), Difference::SlashLost);
}

#[test]
fn the_encoding_of_the_transformation() {
    let url = signed(&format!("{ENDPOINT}/a.jpg?tr=w-1%2Ch-2"));
    differs(&url.replace("%2C", ","), Difference::TransformationEncoding);
}

#[test]
fn another_endpoint() {
    let url = sign(&format!("{ENDPOINT}/a.jpg"), "https://ik.imagekit.io", &key(), None);
    differs(&url, Difference::Endpoint("https://ik.imagekit.io".into()));
    let longer = format!("{ENDPOINT}/web/shop");
    let url = sign(&format!("{longer}/a.jpg"), &longer, &key(), None);
    differs(&url, Difference::Endpoint(longer));
    let url = sign(&format!("{ENDPOINT}/a.jpg"), "https://elsewhere.example", &key(), None);
    differs(&url, Difference::Endpoint(String::new()));
}

#[test]
fn two_faults_at_once() {
    let url = signed(&format!("{ENDPOINT}/my file.jpg")).replace(' ', "%20");
    let told = finding(&format!("{url}&v=1"));
    let Finding::Differs(differences) = told else { panic!("{told:?}") };
    assert!(differences.contains(&Difference::Encoding(Encoding::Raw)));
    assert!(differences.contains(&Difference::Parameter("v".into())));
}

#[test]
fn what_the_older_sdk_signs_is_right_where_it_is_ascii() {
    let options = Options {
        endpoint: ENDPOINT.into(),
        path: "/a.jpg".into(),
        steps: vec![vec![("width".into(), "100".into())]],
        signed: Some(Expiry::At(NOW + 60)),
        ..Options::default()
    };
    assert_eq!(finding(&classic::build(&options, &Signer::new(&key()))), Finding::Valid(Some(NOW + 60)));
}
