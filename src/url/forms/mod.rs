//! A delivery URL in the forms that it is pasted in: HTML, CSS, Markdown, commands, calls of the SDKs.

mod chain;
mod code;
mod html;
mod request;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use super::mac::Signer;

pub use chain::chain_of;
pub use request::{Request, Rules, Signing};

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The URL alone.
    Url,
    /// `<img>`
    Img,
    /// `<img srcset>` with widths, as the newer SDKs choose them.
    Srcset,
    /// `<img srcset>` for screens of one, two and three pixels a CSS pixel.
    Dpr,
    /// `<picture>` with AVIF, WebP and the picture as it is.
    Picture,
    /// `<a href>`
    Anchor,
    /// A picture in Markdown.
    Markdown,
    /// `background-image: url()`
    Css,
    /// `background-image: image-set()` for screens of one, two and three pixels a CSS pixel.
    ImageSet,
    /// A command that downloads it.
    Curl,
    /// A call of imagekitio 4.1.0, whose URL is that of [`Rules::Classic`].
    Python,
    /// A call of imagekitio 5, whose URL is that of [`Rules::Typed`].
    Python5,
    /// A call of @imagekit/nodejs 7, whose URL is that of [`Rules::Typed`].
    Node,
    /// A component of @imagekit/react.
    React,
    /// What is asked for, and the URL.
    Json,
}

/// A name that is none of a form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no form `{0}`; there are {names}", names = names())]
pub struct UnknownForm(String);

impl Form {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 15] = [
        Self::Url,
        Self::Img,
        Self::Srcset,
        Self::Dpr,
        Self::Picture,
        Self::Anchor,
        Self::Markdown,
        Self::Css,
        Self::ImageSet,
        Self::Curl,
        Self::Python,
        Self::Python5,
        Self::Node,
        Self::React,
        Self::Json,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// Its name in a menu.
    pub fn title(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Url => ("url", "URL"),
            Self::Img => ("img", "HTML: img"),
            Self::Srcset => ("srcset", "HTML: img with srcset for all widths"),
            Self::Dpr => ("dpr", "HTML: img with srcset for dense screens"),
            Self::Picture => ("picture", "HTML: picture with AVIF and WebP"),
            Self::Anchor => ("anchor", "HTML: link"),
            Self::Markdown => ("markdown", "Markdown"),
            Self::Css => ("css", "CSS: background-image"),
            Self::ImageSet => ("image-set", "CSS: image-set for dense screens"),
            Self::Curl => ("curl", "curl command"),
            Self::Python => ("python", "Python: imagekitio 4.1"),
            Self::Python5 => ("python5", "Python: imagekitio 5"),
            Self::Node => ("node", "Node: @imagekit/nodejs 7"),
            Self::React => ("react", "React: @imagekit/react"),
            Self::Json => ("json", "JSON"),
        }
    }
}

impl FromStr for Form {
    type Err = UnknownForm;

    fn from_str(name: &str) -> Result<Self, UnknownForm> {
        Self::ALL.into_iter().find(|form| form.name() == name).ok_or_else(|| UnknownForm(name.to_owned()))
    }
}

fn names() -> String {
    Form::ALL.map(Form::name).join(", ")
}

/// Writes what is asked for in a form, without a line end behind it. Keys are never in it: calls of the
/// SDKs take them from the environment.
pub fn write(form: Form, request: &Request, signer: &Signer) -> String {
    match form {
        Form::Url => request.url(signer),
        Form::Img => html::img(request, signer),
        Form::Srcset => html::srcset(request, signer),
        Form::Dpr => html::dpr(request, signer),
        Form::Picture => html::picture(request, signer),
        Form::Anchor => html::anchor(request, signer),
        Form::Markdown => html::markdown(request, signer),
        Form::Css => html::css(request, signer),
        Form::ImageSet => html::image_set(request, signer),
        Form::Curl => html::curl(request, signer),
        Form::Python => code::python(request),
        Form::Python5 => code::python5(request),
        Form::Node => code::node(request),
        Form::React => code::react(request, signer),
        Form::Json => code::json(request, signer),
    }
}
