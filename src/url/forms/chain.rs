//! Transformations of a form: by the names of the SDKs, and with more in them.

use crate::url::chain::{Chain, Step};
use crate::url::{classic, typed};

/// A parameter by its name in an SDK.
pub(super) type Named = (String, Arg);

/// What a name asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Arg {
    Text(String),
    /// Yes: the code stands bare.
    Yes,
}

/// A transformation of one step from names of either SDK (`width`, `aspect_ratio`, `aiDropShadow`), or
/// codes, with their values. The value `-` writes the code alone.
pub fn chain_of(params: &[(String, String)]) -> String {
    let written = |(name, value): &(String, String)| {
        let camel = camel(name);
        let newer = typed::code(&camel).filter(|_| value != "-");
        match newer {
            Some(_) => typed::transformation(&[vec![(camel, typed::Value::Text(value.clone()))]]),
            None => {
                let code = classic::code(name).or_else(|| typed::code(&camel)).unwrap_or(name);
                classic::transformation(&[vec![(code.to_owned(), value.clone())]])
            }
        }
    };
    params.iter().map(written).filter(|param| !param.is_empty()).collect::<Vec<_>>().join(",")
}

/// The steps by the names of imagekitio 4.1.0, where `-` is the value of a code that stands bare.
pub(super) fn classic_names(chain: &str) -> Vec<Vec<Named>> {
    let known = |code: &str| classic::NAMES.iter().find(|(_, own)| *own == code).map(|(name, _)| *name);
    let text = |arg: &Arg| if let Arg::Text(text) = arg { text.clone() } else { "-".to_owned() };
    let mut steps = names(chain, known, |step| {
        let step = step.iter().map(|(name, arg)| (name.clone(), text(arg))).collect();
        classic::transformation(&[step])
    });
    for (_, arg) in steps.iter_mut().flatten() {
        *arg = Arg::Text(text(arg));
    }
    steps
}

/// The steps by the names of @imagekit/nodejs 7.
pub(super) fn typed_names(chain: &str) -> Vec<Vec<Named>> {
    let known = |code: &str| typed::NAMES.iter().find(|(_, own)| *own == code).map(|(name, _)| *name);
    let value = |arg: &Arg| match arg {
        Arg::Text(text) => typed::Value::Text(text.clone()),
        Arg::Yes => typed::Value::Switch(true),
    };
    names(chain, known, |step| {
        let step = step.iter().map(|(name, arg)| (name.clone(), value(arg))).collect();
        typed::transformation(&[step])
    })
}

/// Each step by names where the SDK makes the same of them, else as `raw`. SDKs differ in what they make
/// of nothing: a transformation that has it somewhere is raw as a whole.
fn names(
    chain: &str,
    name: impl Fn(&str) -> Option<&'static str>,
    written: impl Fn(&[Named]) -> String,
) -> Vec<Vec<Named>> {
    let named = |step: &Step| {
        let own: Vec<Named> = step
            .params
            .iter()
            .map(|param| match (name(param.code()), param.value()) {
                (Some(name), Some(value)) => (name.to_owned(), Arg::Text(value.to_owned())),
                (Some(name), None) => (name.to_owned(), Arg::Yes),
                (None, _) => ("raw".to_owned(), Arg::Text(param.to_string())),
            })
            .collect();
        let is_faithful = are_distinct(&own) && written(&own) == step.to_string();
        if is_faithful { own } else { vec![("raw".to_owned(), Arg::Text(step.to_string()))] }
    };
    let parsed = Chain::parse(chain);
    if parsed.steps.iter().flat_map(|step| &step.params).any(|param| param.as_str().is_empty()) {
        return vec![vec![("raw".to_owned(), Arg::Text(chain.to_owned()))]];
    }
    parsed.steps.iter().map(named).collect()
}

/// A name counts once in a dictionary.
fn are_distinct(params: &[Named]) -> bool {
    params
        .iter()
        .enumerate()
        .all(|(at, (name, _))| params.iter().skip(at + 1).all(|(other, _)| other != name))
}

/// `ai_drop_shadow` as `aiDropShadow`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// `aiDropShadow` as `ai_drop_shadow`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

/// The transformation in another format.
pub(super) fn in_format(chain: &str, format: &str) -> String {
    with(&without(chain, "f"), &format!("f-{format}"))
}

/// The transformation for a screen of so many pixels a CSS pixel; `None` if it says nothing of a size,
/// and no width is known either.
pub(super) fn for_density(chain: &str, width: Option<u32>, density: u8) -> Option<String> {
    let mut chain = Chain::parse(&without(chain, "dpr"));
    let is_sized = |step: &Step| step.params.iter().any(|param| matches!(param.code(), "w" | "h"));
    if !chain.steps.iter().any(is_sized) {
        let sized = Chain::parse(&format!("w-{}", width?));
        chain.steps.extend(sized.steps);
    }
    if density > 1 {
        let sized = chain.steps.iter_mut().rev().find(|step| is_sized(step))?;
        *sized = Chain::parse(&format!("{sized},dpr-{density}")).steps.pop()?;
    }
    Some(chain.to_string())
}

/// The transformation with one more parameter in its last step.
fn with(chain: &str, param: &str) -> String {
    if chain.is_empty() || chain.ends_with(':') {
        format!("{chain}{param}")
    } else {
        format!("{chain},{param}")
    }
}

/// The transformation with one more step.
pub(super) fn then(chain: &str, step: &str) -> String {
    if chain.is_empty() { step.to_owned() } else { format!("{chain}:{step}") }
}

/// The transformation without the parameters of a code, and without steps that are then empty.
fn without(chain: &str, code: &str) -> String {
    let mut chain = Chain::parse(chain);
    for step in &mut chain.steps {
        step.params.retain(|param| param.code() != code);
    }
    chain.steps.retain(|step| !step.params.is_empty());
    chain.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, value: &str) -> Named {
        (name.to_owned(), Arg::Text(value.to_owned()))
    }

    #[test]
    fn names_of_both_sdks() {
        let chain = |params: &[(&str, &str)]| {
            let own: Vec<_> = params.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            chain_of(&own)
        };
        assert_eq!(chain(&[("width", "300"), ("aspect_ratio", "4-3")]), "w-300,ar-4-3");
        assert_eq!(chain(&[("aspectRatio", "4-3"), ("effect_sharpen", "-")]), "ar-4-3,e-sharpen");
        assert_eq!(
            chain(&[("ai_drop_shadow", "az-45"), ("grayscale", "true")]),
            "e-dropshadow-az-45,e-grayscale"
        );
        assert_eq!(chain(&[("default_image", "/a/b.jpg"), ("zz", "1")]), "di-a@@b.jpg,zz-1");
        assert_eq!(chain(&[("raw", "l-text,i-a,l-end")]), "l-text,i-a,l-end");
        assert_eq!(chain(&[("grayscale", "false")]), "");
    }

    #[test]
    fn steps_by_names() {
        assert_eq!(classic_names("h-300,w-400:rt-90")[1], [text("rotation", "90")]);
        assert_eq!(classic_names("e-sharpen")[0], [text("effect_sharpen", "-")]);
        assert_eq!(typed_names("xc-5,e-grayscale")[0][1], ("grayscale".to_owned(), Arg::Yes));
        let layer = "l-image,i-a.png,l-end";
        assert_eq!(typed_names(&format!("w-1,{layer}"))[0], [text("width", "1"), text("raw", layer)]);
    }

    #[test]
    fn what_names_would_change_stays_raw() {
        for chain in ["w-1,w-2", "w--", "di-/a/b", "zz,l-text,i-a,l-end", ",w-1"] {
            assert_eq!(classic_names(chain)[0], [text("raw", chain)], "{chain}");
        }
    }

    #[test]
    fn more_in_it() {
        assert_eq!(in_format("w-300,f-png:rt-90", "avif"), "w-300:rt-90,f-avif");
        assert_eq!(in_format("f-png", "webp"), "f-webp");
        assert_eq!(for_density("w-300:rt-90", None, 2).as_deref(), Some("w-300,dpr-2:rt-90"));
        assert_eq!(for_density("rt-90,dpr-3", Some(200), 3).as_deref(), Some("rt-90:w-200,dpr-3"));
        assert_eq!(for_density("w-300,dpr-2", None, 1).as_deref(), Some("w-300"));
        assert_eq!(for_density("rt-90", None, 2), None);
    }
}
