use super::*;
use crate::model::Secret;
use crate::url::classic::Position;
use crate::url::{Verdict, verify};

const NOW: i64 = 1_700_000_000;

fn request() -> Request {
    Request {
        endpoint: "https://ik.imagekit.io/demo".into(),
        path: "/a b/caf\u{e9} 100%.jpg".into(),
        chain: "w-300,h-200".into(),
        position: Position::Query,
        now: NOW,
        alt: "Tom & \"Jerry\" <3".into(),
        width: Some(300),
        height: Some(200),
        ..Request::default()
    }
}

fn signer() -> Signer {
    Signer::new(&Secret::new("private_key_test"))
}

fn written(form: Form, request: &Request) -> String {
    write(form, request, &signer())
}

const URL: &str = "https://ik.imagekit.io/demo/a%20b/caf%C3%A9%20100%25.jpg?tr=w-300,h-200";

#[test]
fn names_are_read_back() {
    for form in Form::ALL {
        assert_eq!(form.name().parse(), Ok(form));
    }
    let error = "pdf".parse::<Form>().expect_err("no form").to_string();
    assert!(error.contains("`pdf`") && error.contains("srcset, dpr"), "{error}");
}

#[test]
fn plain_ones() {
    let request = request();
    assert_eq!(written(Form::Url, &request), URL);
    assert_eq!(
        written(Form::Img, &request),
        format!("<img src=\"{URL}\" width=\"300\" height=\"200\" alt=\"Tom &amp; &quot;Jerry&quot; &lt;3\">")
    );
    assert_eq!(written(Form::Markdown, &request), format!("![Tom & \"Jerry\" \\<3](<{URL}>)"));
    assert_eq!(written(Form::Css, &request), format!("background-image: url(\"{URL}\");"));
    assert_eq!(
        written(Form::Anchor, &request),
        format!("<a href=\"{URL}\">Tom &amp; &quot;Jerry&quot; &lt;3</a>")
    );
    let quote = Request { path: "/it's.jpg".into(), ..request };
    assert_eq!(
        written(Form::Curl, &quote),
        r"curl --fail --location --output './it'\''s.jpg' 'https://ik.imagekit.io/demo/it'\''s.jpg?tr=w-300,h-200'"
    );
}

#[test]
fn both_rules_ask_for_the_same() {
    let mut request = Request { chain: "l-text,i-a%20b,l-end".into(), path: "/x.jpg".into(), ..request() };
    assert_eq!(written(Form::Url, &request), "https://ik.imagekit.io/demo/x.jpg?tr=l-text,i-a%20b,l-end");
    request.rules = Rules::Classic;
    assert_eq!(written(Form::Url, &request), "https://ik.imagekit.io/demo/x.jpg?tr=l-text%2Ci-a+b%2Cl-end");
    request.position = Position::Path;
    let classic = written(Form::Url, &request);
    request.rules = Rules::Typed;
    assert_eq!(written(Form::Url, &request), classic);
}

#[test]
fn candidates() {
    let request = Request { path: "/x.jpg".into(), ..request() };
    let url = |chain: &str| format!("https://ik.imagekit.io/demo/x.jpg?tr={chain}");
    let dpr = written(Form::Dpr, &request);
    for (density, chain) in [(1, "w-300,h-200"), (2, "w-300,h-200,dpr-2"), (3, "w-300,h-200,dpr-3")] {
        assert!(dpr.contains(&format!("{} {density}x", url(chain))), "{dpr}");
    }
    let set = written(Form::ImageSet, &request);
    assert!(set.contains(&format!("  url(\"{}\") 2x,\n", url("w-300,h-200,dpr-2"))), "{set}");
    let picture = written(Form::Picture, &request);
    let avif = format!("<source type=\"image/avif\" srcset=\"{}\">", url("w-300,h-200,f-avif"));
    assert!(picture.contains(&avif) && picture.contains(&url("w-300,h-200\"")), "{picture}");
    let wide = Request { width: None, height: None, chain: String::new(), ..request };
    let srcset = written(Form::Srcset, &wide);
    assert!(srcset.contains(&format!("{} 640w, ", url("w-640,c-at_max"))), "{srcset}");
    assert!(srcset.contains("sizes=\"100vw\""), "{srcset}");
    assert_eq!(written(Form::Dpr, &wide), written(Form::Img, &wide), "no size, no candidates");
}

/// Each URL of a form is signed on its own, and none of them shows the key.
#[test]
fn all_urls_are_signed() {
    let key = Secret::new("private_key_test");
    let request = Request { signing: Signing::For(3600), ..request() };
    for form in Form::ALL {
        let text = written(form, &request).replace("&amp;", "&");
        assert!(!text.contains("private_key_test"), "{text}");
        let urls: Vec<_> =
            text.split(['"', '\'', ' ', '<', '>']).filter(|word| word.contains("ik-s=")).collect();
        let is_code = matches!(form, Form::Python | Form::Python5 | Form::Node);
        assert_eq!(urls.is_empty(), is_code, "{text}");
        for url in urls {
            let target = url.strip_prefix("https://ik.imagekit.io").expect("a URL");
            assert_eq!(verify(target, &request.endpoint, &key, NOW as u64 + 3600), Verdict::Valid, "{url}");
            assert_eq!(
                verify(target, &request.endpoint, &key, NOW as u64 + 3601),
                Verdict::Expired(NOW as u64 + 3600)
            );
        }
    }
}

#[test]
fn calls_of_the_sdks() {
    let request = Request {
        chain: "w-300,h-200,e-grayscale:l-image,i-a.png,l-end".into(),
        query: vec![("v".into(), "1 2".into())],
        signing: Signing::For(60),
        ..request()
    };
    let python = written(Form::Python, &request);
    assert!(python.contains("\"path\": \"/a%20b/caf%C3%A9%20100%25.jpg\","), "{python}");
    let steps = r#""transformation": [{"width": 300, "height": 200, "effect_gray": "-"}, {"raw": "l-image,i-a.png,l-end"}],"#;
    assert!(python.contains(steps), "{python}");
    assert!(python.contains("\"expire_seconds\": 60,"), "{python}");
    let newer = written(Form::Python5, &request);
    assert!(
        newer.contains("query_parameters={\"v\": \"1+2\"},\n    signed=True,\n    expires_in=60,"),
        "{newer}"
    );
    let node = written(Form::Node, &request);
    assert!(node.contains("[{ width: 300, height: 200, grayscale: true }, { raw: "), "{node}");
    assert!(node.contains("src: \"/a%20b/caf%C3%A9%20100%25.jpg\","), "{node}");
    let react = written(Form::React, &Request { signing: Signing::No, ..request });
    assert!(react.contains("  alt={\"Tom & \\\"Jerry\\\" <3\"}\n  width={300}\n"), "{react}");
}
