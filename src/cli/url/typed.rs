//! One case of a batch: a call of the newer SDKs as JSON.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::case::wrong;
use crate::cli::batch::Raised;
use crate::model::Secret;
use crate::url::Signer;
use crate::url::classic::{Expiry, Position};
use crate::url::typed::{self, Breakpoints, Encoding, Input, Layer, Source, Step, Value};

/// A call, its client and its time.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TypedCase {
    #[serde(rename = "fn")]
    function: Function,
    #[serde(default)]
    client: Client,
    options: Map<String, Json>,
    /// Unix seconds.
    now: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    #[serde(default)]
    private_key: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Function {
    BuildSrc,
    BuildTransformationString,
    GetResponsiveImageAttributes,
}

impl TypedCase {
    /// Reads a case.
    pub(super) fn read(case: &Json) -> serde_json::Result<Self> {
        Self::deserialize(case)
    }

    /// What the SDK would give.
    pub(super) fn answer(&self) -> Result<Json, Raised> {
        let signer = Signer::new(&Secret::new(self.client.private_key.clone()));
        let source = self.source()?;
        Ok(match self.function {
            Function::BuildTransformationString => typed::transformation(&source.steps).into(),
            Function::BuildSrc => typed::build(&source, &signer).into(),
            Function::GetResponsiveImageAttributes => self.responsive(&source, &signer)?,
        })
    }

    fn source(&self) -> Result<Source, Raised> {
        Ok(Source {
            endpoint: self.text("urlEndpoint")?.to_owned(),
            src: self.text("src")?.to_owned(),
            steps: steps(self.options.get("transformation"))?,
            position: match self.text("transformationPosition")? {
                "" | "query" => Position::Query,
                _ => Position::Path,
            },
            query: self.query()?,
            signed: self.expiry()?,
        })
    }

    fn text(&self, name: &str) -> Result<&str, Raised> {
        match self.options.get(name) {
            None | Some(Json::Null) => Ok(""),
            Some(Json::String(text)) => Ok(text),
            Some(_) => Err(wrong(name, "a text")),
        }
    }

    fn query(&self) -> Result<Vec<(String, String)>, Raised> {
        match self.options.get("queryParameters") {
            None | Some(Json::Null) => Ok(Vec::new()),
            Some(Json::Object(all)) => {
                all.iter().map(|(name, value)| Ok((name.clone(), text(name, value)?))).collect()
            }
            Some(_) => Err(wrong("queryParameters", "an object")),
        }
    }

    /// Fractions of a second are cut off, and what is then not above 0 is no expiry.
    fn expiry(&self) -> Result<Option<Expiry>, Raised> {
        let asked = match self.options.get("expiresIn") {
            None | Some(Json::Null) => 0.0,
            Some(value) => value.as_f64().ok_or_else(|| wrong("expiresIn", "a number of seconds"))?,
        };
        let whole = format!("{:.0}", asked.trunc()).parse::<i64>().unwrap_or_default();
        Ok(match self.options.get("signed") {
            _ if whole > 0 => Some(Expiry::At(self.now.saturating_add(whole))),
            Some(Json::Bool(true)) => Some(Expiry::Never),
            _ => (asked > 0.0).then_some(Expiry::Never),
        })
    }

    fn responsive(&self, source: &Source, signer: &Signer) -> Result<Json, Raised> {
        let default = Breakpoints::default();
        let breakpoints = Breakpoints {
            devices: self.widths("deviceBreakpoints")?.unwrap_or(default.devices),
            images: self.widths("imageBreakpoints")?.unwrap_or(default.images),
        };
        let width = self.options.get("width");
        let sizes = self.text("sizes").ok().filter(|sizes| !sizes.is_empty());
        let made = typed::responsive(source, width.and_then(Json::as_f64), sizes, &breakpoints, signer);
        let mut answer = Map::from_iter([("src".to_owned(), Json::from(made.src))]);
        answer.extend(made.srcset.map(|set| ("srcSet".to_owned(), set.into())));
        answer.extend(made.sizes.map(|sizes| ("sizes".to_owned(), sizes.into())));
        if let Some(width) = width {
            answer.insert("width".to_owned(), width.clone());
        }
        Ok(json!(answer))
    }

    fn widths(&self, name: &str) -> Result<Option<Vec<u32>>, Raised> {
        let Some(value) = self.options.get(name) else { return Ok(None) };
        serde_json::from_value(value.clone()).map(Some).map_err(|_| wrong(name, "a list of widths in pixels"))
    }
}

fn steps(value: Option<&Json>) -> Result<Vec<Step>, Raised> {
    let Some(Json::Array(steps)) = value else { return Ok(Vec::new()) };
    steps.iter().filter(|step| !step.is_null()).map(step).collect()
}

fn step(value: &Json) -> Result<Step, Raised> {
    let params = value.as_object().ok_or_else(|| wrong("a step of transformation", "an object"))?;
    let given = params.iter().filter(|(_, value)| !value.is_null());
    given.map(|(name, value)| Ok((name.clone(), param(name, value)?))).collect()
}

fn param(name: &str, value: &Json) -> Result<Value, Raised> {
    match value {
        Json::Bool(on) => Ok(Value::Switch(*on)),
        Json::Array(items) => {
            items.iter().map(|item| text(name, item)).collect::<Result<_, _>>().map(Value::List)
        }
        Json::Object(layer) if name == "overlay" => layer_of(layer),
        value => text(name, value).map(Value::Text),
    }
}

/// A layer that shows nothing is a text that writes nothing.
fn layer_of(layer: &Map<String, Json>) -> Result<Value, Raised> {
    let own = |name: &str| layer.get(name).map(|value| text(name, value)).transpose();
    let Some(kind) = own("type")?.filter(|kind| !kind.is_empty()) else {
        return Ok(Value::Layer(Box::new(Layer {
            input: Some(Input::Color(String::new())),
            ..Layer::default()
        })));
    };
    let encoding = match own("encoding")?.as_deref() {
        Some("plain") => Encoding::Plain,
        Some("base64") => Encoding::Base64,
        _ => Encoding::Auto,
    };
    let input = own("input")?.unwrap_or_default();
    let input = match kind.as_str() {
        "text" => Some(Input::Text(own("text")?.unwrap_or_default(), encoding)),
        "image" => Some(Input::Image(input, encoding)),
        "video" => Some(Input::Video(input, encoding)),
        "subtitle" => Some(Input::Subtitles(input, encoding)),
        "solidColor" => Some(Input::Color(own("color")?.unwrap_or_default())),
        _ => None,
    };
    let mode = own("layerMode")?.filter(|mode| !mode.is_empty());
    let place = part(layer.get("position"), &PLACE)?;
    let timing = part(layer.get("timing"), &TIMING)?;
    let steps = steps(layer.get("transformation"))?;
    Ok(Value::Layer(Box::new(Layer { input, mode, place, timing, steps })))
}

const PLACE: [(&str, &str); 6] = [
    ("x", "lx"),
    ("y", "ly"),
    ("xCenter", "lxc"),
    ("yCenter", "lyc"),
    ("focus", "lfo"),
    ("anchorPoint", "lap"),
];
const TIMING: [(&str, &str); 3] = [("start", "lso"), ("end", "leo"), ("duration", "ldu")];

/// The values of an object that count: 0 and empty ones don't.
fn part(value: Option<&Json>, names: &[(&str, &'static str)]) -> Result<Vec<(&'static str, String)>, Raised> {
    let Some(Json::Object(all)) = value else { return Ok(Vec::new()) };
    let counts =
        |value: &&Json| !value.is_null() && value.as_f64() != Some(0.0) && value.as_str() != Some("");
    let given = names.iter().filter_map(|(name, code)| Some((name, code, all.get(*name).filter(counts)?)));
    given.map(|(name, code, value)| Ok((*code, text(name, value)?))).collect()
}

/// A value as JavaScript's `String()` writes it.
fn text(name: &str, value: &Json) -> Result<String, Raised> {
    match value {
        Json::String(text) => Ok(text.clone()),
        Json::Bool(on) => Ok(on.to_string()),
        Json::Number(number) => Ok(decimal(number.as_f64().unwrap_or_default())),
        Json::Null | Json::Array(_) | Json::Object(_) => Err(wrong(name, "a text or a number")),
    }
}

/// A number as JavaScript writes it: with an exponent from 1e21 and below 1e-6.
fn decimal(number: f64) -> String {
    let written = format!("{number:e}");
    match written.split_once('e').map(|(digits, exponent)| (digits, exponent.parse::<i32>())) {
        Some((digits, Ok(exponent))) if exponent >= 21 => format!("{digits}e+{exponent}"),
        Some((digits, Ok(exponent))) if exponent < -6 => format!("{digits}e{exponent}"),
        _ => format!("{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All calls that the SDKs were seen to answer, but for one: JavaScript replaces `$&` in a value.
    #[test]
    fn official_vectors() {
        let file: Json = serde_json::from_str(include_str!("../../../tests/vectors/url-node7.json")).unwrap();
        let cases = file["cases"].as_array().unwrap();
        assert!(cases.len() >= 190, "only {} cases", cases.len());
        for case in cases.iter().filter(|case| case["id"] != "src-022") {
            let got = serde_json::from_value::<TypedCase>(case.clone()).unwrap().answer();
            assert_eq!(got.as_ref().ok(), Some(&case["expected"]), "{}: {}", case["id"], case["note"]);
        }
    }
}
