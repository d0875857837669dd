//! Parameters that are not followed, and why.

use std::fmt;

use crate::url::Param;

/// A parameter that is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// As written.
    pub param: String,
    /// Why.
    pub reason: Reason,
}

/// Why a parameter is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No parameter of this name is known.
    #[error("unknown parameter")]
    Unknown,
    /// The parameter is known, its value isn't.
    #[error("value not understood")]
    Value,
    /// `w-auto` and the like.
    #[error("needs client hints, which the local library does not read")]
    ClientHints,
    /// Backgrounds, variations and the like that a model makes up.
    #[error("needs a generative model, which the local library does not have")]
    Generative,
    /// Codecs, offsets, resolutions.
    #[error("is for videos, which the local library does not transform")]
    Video,
    /// `f-svg`
    #[error("vector graphics are not made of pictures here")]
    Vector,
    /// Pages of documents, and their density.
    #[error("is for documents, which the local library does not render")]
    Document,
    /// What counts only between `l-…` and `l-end`.
    #[error("counts only within a layer")]
    Layer,
    /// What is laid over pictures only if it is a picture, a text or a colour.
    #[error("is a layer of a kind that the local library does not draw")]
    Undrawn,
    /// `c2pa`
    #[error("content credentials are not read here")]
    Credentials,
}

impl Ignored {
    /// A parameter, with the reason why it isn't followed.
    pub(super) fn of(param: &Param) -> Self {
        Self { param: param.to_string(), reason: Reason::of(param.code(), param.value().unwrap_or_default()) }
    }
}

impl Reason {
    fn of(code: &str, value: &str) -> Self {
        match (code, value) {
            ("w" | "h" | "dpr", "auto") => Self::ClientHints,
            ("f", "svg") => Self::Vector,
            ("f", "mp4" | "webm") => Self::Video,
            ("bg", value) if value.starts_with("genfill") => Self::Generative,
            ("pg", _) => Self::Document,
            ("l", _) => Self::Undrawn,
            (code, _) => Self::of_code(code),
        }
    }

    fn of_code(code: &str) -> Self {
        match code {
            "e-bgremove" | "e-removedotbg" | "e-changebg" | "e-edit" | "e-dropshadow" | "e-upscale"
            | "e-retouch" | "e-genvar" => Self::Generative,
            "so" | "eo" | "du" | "vc" | "ac" | "sr" => Self::Video,
            "dn" => Self::Document,
            "c2pa" => Self::Credentials,
            "fs" | "ff" | "co" | "ia" | "pa" | "al" | "tg" | "lh" | "fol" | "fsh" | "lx" | "ly" | "lxc"
            | "lyc" | "lap" | "lfo" | "lm" | "lso" | "leo" | "ldu" | "i" | "ie" => Self::Layer,
            "w" | "h" | "ar" | "c" | "cm" | "x" | "y" | "xc" | "yc" | "fo" | "z" | "q" | "f" | "r" | "bg"
            | "b" | "rt" | "fl" | "bl" | "o" | "t" | "dpr" | "di" | "pr" | "lo" | "cp" | "md" | "orig"
            | "e-sharpen" | "e-usm" | "e-contrast" | "e-grayscale" | "e-shadow" | "e-gradient"
            | "e-distort" | "e-colorize" | "cr" => Self::Value,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.param, self.reason)
    }
}
