//! Calls of the SDKs, and JSON. Keys come from the environment.

use serde_json::{Value as Json, json};

use super::chain::{Arg, Named, classic_names, snake, typed_names};
use super::{Request, Rules, Signing};
use crate::url::classic::Position;
use crate::url::mac::Signer;

/// How a language writes what all have.
struct Language {
    yes: &'static str,
    /// What stands within braces, by custom.
    inside: &'static str,
    /// The key of an object and its colon.
    key: fn(&str) -> String,
}

const PYTHON: Language = Language { yes: "True", inside: "", key: |name| format!("{}: ", literal(name)) };
const JAVASCRIPT: Language = Language {
    yes: "true",
    inside: " ",
    key: |name| if is_identifier(name) { format!("{name}: ") } else { format!("{}: ", literal(name)) },
};

/// imagekitio 4.1.0.
pub(super) fn python(request: &Request) -> String {
    let chain = request.encoded_chain(&request.chain, Rules::Classic);
    let path = request.encoded_path(Rules::Classic);
    let mut args = vec![(if request.is_whole() { "src" } else { "path" }, literal(&path))];
    if !chain.is_empty() {
        args.push(("transformation", PYTHON.steps(&classic_names(&chain))));
        args.push(("transformation_position", literal(position(request))));
    }
    if !request.query.is_empty() {
        args.push(("query_parameters", PYTHON.object(&request.query)));
    }
    args.extend(PYTHON.signing(request, "signed", "expire_seconds"));
    let lines: String = args.iter().map(|(name, value)| format!("    \"{name}\": {value},\n")).collect();
    format!(
        "import os\n\
         from imagekitio import ImageKit\n\n\
         imagekit = ImageKit(\n    \
             private_key=os.environ[\"IMAGEKIT_PRIVATE_KEY\"],\n    \
             public_key=os.environ[\"IMAGEKIT_PUBLIC_KEY\"],\n    \
             url_endpoint={},\n\
         )\n\
         url = imagekit.url({{\n{lines}}})\n\
         print(url)",
        literal(&request.endpoint)
    )
}

/// imagekitio 5. It encodes the path itself, and nothing of the query.
pub(super) fn python5(request: &Request) -> String {
    let chain = request.encoded_chain(&request.chain, Rules::Typed);
    let mut args = vec![("url_endpoint", literal(&request.endpoint)), ("src", literal(&request.path))];
    if !chain.is_empty() {
        let mut steps = typed_names(&chain);
        for (name, _) in steps.iter_mut().flatten() {
            *name = snake(name);
        }
        args.push(("transformation", PYTHON.steps(&steps)));
    }
    args.push(("transformation_position", literal(position(request))));
    if !request.query.is_empty() {
        let form = |text: &String| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let query: Vec<_> = request.query.iter().map(|(name, value)| (form(name), form(value))).collect();
        args.push(("query_parameters", PYTHON.object(&query)));
    }
    args.extend(PYTHON.signing(request, "signed", "expires_in"));
    let lines: String = args.iter().map(|(name, value)| format!("    {name}={value},\n")).collect();
    format!(
        "import os\n\
         from imagekitio import ImageKit\n\n\
         client = ImageKit(private_key=os.environ[\"IMAGEKIT_PRIVATE_KEY\"])\n\
         url = client.helper.build_url(\n{lines})\n\
         print(url)"
    )
}

/// @imagekit/nodejs 7.
pub(super) fn node(request: &Request) -> String {
    let chain = request.encoded_chain(&request.chain, Rules::Typed);
    let mut args = vec![
        ("urlEndpoint", literal(&request.endpoint)),
        ("src", literal(&request.encoded_path(Rules::Typed))),
    ];
    if !chain.is_empty() {
        args.push(("transformation", JAVASCRIPT.steps(&typed_names(&chain))));
    }
    args.push(("transformationPosition", literal(position(request))));
    if !request.query.is_empty() {
        args.push(("queryParameters", JAVASCRIPT.object(&request.query)));
    }
    args.extend(JAVASCRIPT.signing(request, "signed", "expiresIn"));
    let lines: String = args.iter().map(|(name, value)| format!("  {name}: {value},\n")).collect();
    format!(
        "import ImageKit from '@imagekit/nodejs';\n\n\
         const client = new ImageKit({{ privateKey: process.env['IMAGEKIT_PRIVATE_KEY'] }});\n\
         const url = client.helper.buildSrc({{\n{lines}}});\n\
         console.log(url);"
    )
}

/// @imagekit/react. A browser can't sign, so that a signed URL stands there as a whole.
pub(super) fn react(request: &Request, signer: &Signer) -> String {
    let mut props = Vec::new();
    if request.is_signed() {
        props.push(("src", attribute(&request.url(signer))));
        props.push(("responsive", "{false}".to_owned()));
    } else {
        let chain = request.encoded_chain(&request.chain, Rules::Typed);
        props.push(("urlEndpoint", attribute(&request.endpoint)));
        props.push(("src", attribute(&request.encoded_path(Rules::Typed))));
        if !chain.is_empty() {
            props.push(("transformation", format!("{{{}}}", JAVASCRIPT.steps(&typed_names(&chain)))));
        }
        if request.position == Position::Path {
            props.push(("transformationPosition", attribute("path")));
        }
        if !request.query.is_empty() {
            props.push(("queryParameters", format!("{{{}}}", JAVASCRIPT.object(&request.query))));
        }
    }
    props.push(("alt", attribute(&request.alt)));
    props.extend(request.width.map(|width| ("width", format!("{{{width}}}"))));
    props.extend(request.height.map(|height| ("height", format!("{{{height}}}"))));
    props.extend(request.sizes.as_ref().map(|sizes| ("sizes", attribute(sizes))));
    let lines: String = props.iter().map(|(name, value)| format!("  {name}={value}\n")).collect();
    format!("import {{ Image }} from '@imagekit/react';\n\n<Image\n{lines}/>")
}

pub(super) fn json(request: &Request, signer: &Signer) -> String {
    let expires = match request.signing {
        Signing::For(seconds) => Json::from(request.now.saturating_add(seconds)),
        Signing::No | Signing::Forever => Json::Null,
    };
    let value = json!({
        "url": request.url(signer),
        "urlEndpoint": request.endpoint,
        "src": request.path,
        "transformation": request.chain,
        "transformationPosition": position(request),
        "queryParameters": Json::Object(
            request.query.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect(),
        ),
        "signed": request.is_signed(),
        "expires": expires,
    });
    format!("{value:#}")
}

impl Language {
    fn steps(&self, steps: &[Vec<Named>]) -> String {
        let arg = |arg: &Arg| match arg {
            Arg::Text(text) => number(text).unwrap_or_else(|| literal(text)),
            Arg::Yes => self.yes.to_owned(),
        };
        let step = |step: &Vec<Named>| {
            let pairs: Vec<_> =
                step.iter().map(|(name, value)| format!("{}{}", (self.key)(name), arg(value))).collect();
            self.braced(&pairs)
        };
        let steps: Vec<_> = steps.iter().map(step).collect();
        format!("[{}]", steps.join(", "))
    }

    fn object(&self, pairs: &[(String, String)]) -> String {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| format!("{}{}", (self.key)(name), literal(value))).collect();
        self.braced(&pairs)
    }

    fn braced(&self, pairs: &[String]) -> String {
        format!("{{{inside}{}{inside}}}", pairs.join(", "), inside = self.inside)
    }

    fn signing(
        &self,
        request: &Request,
        signed: &'static str,
        expires: &'static str,
    ) -> Vec<(&'static str, String)> {
        match request.signing {
            Signing::No => Vec::new(),
            Signing::Forever => vec![(signed, self.yes.to_owned())],
            Signing::For(seconds) => vec![(signed, self.yes.to_owned()), (expires, seconds.to_string())],
        }
    }
}

fn position(request: &Request) -> &'static str {
    match request.position {
        Position::Path => "path",
        Position::Query => "query",
    }
}

/// A text in double quotes, which Python and JavaScript read alike.
fn literal(text: &str) -> String {
    Json::from(text).to_string()
}

/// A number that all languages write in the same way.
fn number(text: &str) -> Option<String> {
    text.parse::<u32>().ok().map(|number| number.to_string()).filter(|written| written == text)
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_')
}

/// The value of an attribute in JSX, where quotes know no escapes.
fn attribute(text: &str) -> String {
    let is_plain = !text.contains(['"', '&', '\\', '{', '}', '<', '>']) && !text.contains(char::is_control);
    if is_plain { format!("\"{text}\"") } else { format!("{{{}}}", literal(text)) }
}
