//! The grammar of transformations (imagekit-api.md 4.1): `step:step`, each `code-value,code-value`.

use std::fmt;

/// A transformation: steps that are applied one after the other. Written back, it is the text that
/// was parsed, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Chain {
    /// The steps, in order. An empty step does nothing.
    pub steps: Vec<Step>,
}

/// Parameters that are applied together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Step {
    /// The parameters as written.
    pub params: Vec<Param>,
}

/// One parameter as written: `w-300`, `e-grayscale`, or a whole block from `l-…` to `l-end` or from
/// `if-…` to `if-end`, whose commas and colons are its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Param(String);

impl Chain {
    /// Reads a transformation, without `tr:` or `tr=`, percent-decoded. Every text is one.
    pub fn parse(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        let mut chain = Self { steps: vec![Step::default()] };
        let params = Params { rest: Some(text) };
        for (param, separator) in params {
            chain.push(param);
            if separator == Some(':') {
                chain.steps.push(Step::default());
            }
        }
        chain
    }

    /// Whether nothing but named transformations is asked for, which a private file allows without a
    /// signature (imagekit-api.md 5.5).
    pub fn is_named(&self) -> bool {
        let mut params = self.steps.iter().flat_map(|step| &step.params).peekable();
        params.peek().is_some() && params.all(|param| param.code() == "n")
    }

    /// The names of transformations that it calls, inside of layers and conditions too.
    pub fn names(&self) -> Vec<String> {
        let text = self.to_string();
        text.split([',', ':']).filter_map(|word| word.strip_prefix("n-")).map(str::to_owned).collect()
    }

    /// The same with what `meaning` tells in place of names, inside of layers and conditions too. Names
    /// without a meaning stay.
    pub fn with_meanings<'a>(&self, meaning: impl Fn(&str) -> Option<&'a str>) -> Self {
        let text = self.to_string();
        let mut written = String::with_capacity(text.len());
        for part in text.split_inclusive([',', ':']) {
            let word = part.strip_suffix([',', ':']).unwrap_or(part);
            written.push_str(word.strip_prefix("n-").and_then(&meaning).unwrap_or(word));
            written.push_str(part.strip_prefix(word).unwrap_or_default());
        }
        Self::parse(&written)
    }

    fn push(&mut self, param: &str) {
        if let Some(step) = self.steps.last_mut() {
            step.params.push(Param(param.to_owned()));
        }
    }
}

impl Step {
    /// A step of parameters as they are written.
    pub fn of(words: &[&str]) -> Self {
        Self { params: words.iter().copied().map(Param::of).collect() }
    }
}

impl Param {
    /// A parameter as it is written.
    pub fn of(word: &str) -> Self {
        Self(word.to_owned())
    }

    /// The code: all before the first hyphen, or before the second if the code is an effect's
    /// (`e-sharpen-10`).
    pub fn code(&self) -> &str {
        self.parts().0
    }

    /// What stands behind the code; `None` for a bare one.
    pub fn value(&self) -> Option<&str> {
        self.parts().1
    }

    /// The parameter as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (&str, Option<&str>) {
        let prefix = if self.0.starts_with("e-") { 2 } else { 0 };
        match self.0[prefix..].find('-') {
            Some(at) => (&self.0[..prefix + at], Some(&self.0[prefix + at + 1..])),
            None => (&self.0, None),
        }
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_joined(f, &self.steps, ":")
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_joined(f, &self.params, ",")
    }
}

impl fmt::Display for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn write_joined<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T], separator: &str) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

/// Cuts a text into parameters, each with the separator behind it.
struct Params<'a> {
    rest: Option<&'a str>,
}

impl<'a> Iterator for Params<'a> {
    type Item = (&'a str, Option<char>);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest?;
        let end = param_end(text);
        let (param, rest) = text.split_at(end);
        let separator = rest.chars().next();
        self.rest = separator.map(|c| &rest[c.len_utf8()..]);
        Some((param, separator))
    }
}

/// Where the first parameter of `text` ends: at the first separator outside of all blocks.
fn param_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut start = 0;
    loop {
        let word_end = text[start..].find([',', ':']).map_or(text.len(), |at| start + at);
        match &text[start..word_end] {
            "l-end" | "if-end" => depth = depth.saturating_sub(1),
            "if-else" => {}
            word if word.starts_with("l-") || word.starts_with("if-") => depth += 1,
            _ => {}
        }
        if depth == 0 || word_end == text.len() {
            return word_end;
        }
        start = word_end + 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shape(text: &str) -> Vec<Vec<String>> {
        let chain = Chain::parse(text);
        chain.steps.iter().map(|step| step.params.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn steps_and_params() {
        assert_eq!(shape("h-300,w-400:rt-90"), [vec!["h-300", "w-400"], vec!["rt-90"]]);
        assert_eq!(shape("").len(), 0);
        assert_eq!(shape(":w-1"), [vec![""], vec!["w-1"]]);
    }

    #[test]
    fn blocks_keep_their_signs() {
        let layers = "l-image,i-a.jpg,w-bw_div_3:l-image,i-b.png,l-end,l-end";
        assert_eq!(shape(&format!("w-1,{layers},h-2:q-3")), [vec!["w-1", layers, "h-2"], vec!["q-3"]]);
        let branch = "if-ar_gt_1,w-200:rt-90,if-else,w-300,if-end";
        assert_eq!(shape(&format!("h-200:{branch}:rt-90")), [["h-200"], [branch], ["rt-90"]]);
        assert_eq!(shape("lo-true,lx-1:l-text,i-a"), [vec!["lo-true", "lx-1"], vec!["l-text,i-a"]]);
        assert_eq!(shape("l-end,w-1"), [["l-end", "w-1"]]);
    }

    #[test]
    fn codes_and_values() {
        let parts = |text: &str| {
            let param = Param(text.to_owned());
            (param.code().to_owned(), param.value().map(str::to_owned))
        };
        let pair = |code: &str, value: &str| (code.to_owned(), Some(value.to_owned()));
        assert_eq!(parts("rt-N45"), pair("rt", "N45"));
        assert_eq!(parts("e-usm-2-2-0.8-0.024"), pair("e-usm", "2-2-0.8-0.024"));
        assert_eq!(parts("e-grayscale"), ("e-grayscale".to_owned(), None));
        assert_eq!(parts("ar-4-3"), pair("ar", "4-3"));
        assert_eq!(parts("orig"), ("orig".to_owned(), None));
    }

    #[test]
    fn names_alone() {
        let named = |text| Chain::parse(text).is_named();
        assert!(named("n-a") && named("n-a:n-b"));
        assert!(!named("") && !named("n-a,w-1") && !named("w-1:n-a"));
    }

    #[test]
    fn names_within_blocks() {
        let chain = Chain::parse("n-a,w-1:l-image,i-n-x.jpg,n-b,l-end:if-w_gt_1,n-c,if-end");
        assert_eq!(chain.names(), ["a", "b", "c"]);
        let meaning =
            |name: &str| ["rt-90:h-2", "q-1"].get(usize::from(name == "b")).copied().filter(|_| name != "c");
        let written = "rt-90:h-2,w-1:l-image,i-n-x.jpg,q-1,l-end:if-w_gt_1,n-c,if-end";
        assert_eq!(chain.with_meanings(meaning), Chain::parse(written));
    }

    fn written() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[a-z]{1,2}-[A-Z0-9._]{1,6}",
            Just("l-image".to_owned()),
            Just("l-end".to_owned()),
            Just("if-w_gt_1".to_owned()),
            Just("if-else".to_owned()),
            Just("if-end".to_owned()),
            "[,:]{0,2}",
            "\\PC{0,5}",
        ];
        proptest::collection::vec((word, prop_oneof![Just(","), Just(":")]), 0..12)
            .prop_map(|words| words.into_iter().flat_map(|(word, sign)| [word, sign.to_owned()]).collect())
    }

    proptest! {
        #[test]
        fn written_back_unchanged(text in written()) {
            let chain = Chain::parse(&text);
            prop_assert_eq!(chain.to_string(), text);
            prop_assert_eq!(Chain::parse(&chain.to_string()), chain);
        }
    }
}
