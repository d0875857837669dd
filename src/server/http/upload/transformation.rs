//! Transformations that an upload asks for (imagekit-api.md 2.2): one before the file is stored, others
//! afterwards.

use std::io::Read;

use serde_json::Value;

use super::super::answer::Refused;
use crate::model::FileKind;
use crate::server::imaging::{self, Limits};
use crate::server::store::{Blob, Store};
use crate::url::{Chain, Recipe};

/// Most transformations after an upload.
const MOST: usize = 5;

/// What is done with a file before and after it is stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Transformation {
    pre: Option<Chain>,
    /// Transformations that are made ahead, so that the first who asks needn't wait.
    pub(super) ahead: Vec<Chain>,
    /// Whether only films can be treated so.
    for_videos: bool,
}

impl Transformation {
    /// Reads the field.
    ///
    /// # Errors
    /// A 400 that names what is wrong, or what this library can't do.
    pub(super) fn read(value: &Value) -> Result<Self, Refused> {
        let object = value.as_object().ok_or_else(|| invalid("it should be an object"))?;
        let mut transformation = Self::default();
        for (key, value) in object {
            match (key.as_str(), value) {
                ("pre", Value::String(pre)) if !pre.is_empty() => {
                    transformation.pre = Some(Chain::parse(pre))
                }
                ("pre", _) => return Err(invalid("pre should be a transformation")),
                ("post", Value::Array(post)) if (1..=MOST).contains(&post.len()) => {
                    post.iter().try_for_each(|one| transformation.add(one))?;
                }
                ("post", _) => return Err(invalid("post should be an array of 1 to 5 objects")),
                (other, _) => return Err(invalid(&format!("`{other}` is not allowed"))),
            }
        }
        if object.is_empty() { Err(invalid("pre or post is missing")) } else { Ok(transformation) }
    }

    fn add(&mut self, post: &Value) -> Result<(), Refused> {
        let text = |key: &str| post.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        match (text("type"), text("value")) {
            (Some("transformation"), Some(value)) => self.ahead.push(Chain::parse(value)),
            (Some("transformation"), None) => return Err(invalid("value of a transformation is missing")),
            (Some("gif-to-video" | "thumbnail"), _) => self.for_videos = true,
            (Some("abs"), Some(_)) if matches!(text("protocol"), Some("hls" | "dash")) => {
                self.for_videos = true;
            }
            (Some("abs"), None) => return Err(invalid("value of abs is missing")),
            (Some("abs"), Some(_)) => return Err(invalid("protocol of abs should be hls or dash")),
            _ => {
                return Err(invalid("type should be transformation, gif-to-video, thumbnail or abs"));
            }
        }
        Ok(())
    }

    /// The recipe by which a file is made anew before it is stored; `None` if it stays as it is.
    ///
    /// # Errors
    /// The service's 400 for a file that can't be transformed so, and that of a film, which this library
    /// doesn't transform.
    pub(super) fn before(
        &self,
        store: &Store,
        kind: FileKind,
        mime: &str,
    ) -> Result<Option<Recipe>, Refused> {
        match kind {
            FileKind::Other => {
                return Err(refused("transformations are supported only for image and video files"));
            }
            FileKind::Image if self.for_videos && mime != "image/gif" => {
                return Err(refused("the detected file type & post-transformation are incompatible"));
            }
            FileKind::Video if self.pre.is_some() => {
                return Err(unsupported("This local library does not transform videos."));
            }
            FileKind::Video if self.for_videos => {
                tracing::info!("a video is stored without its post-transformations, which need a transcoder");
            }
            FileKind::Image | FileKind::Video => {}
        }
        let Some(chain) = &self.pre else { return Ok(None) };
        let recipe = recipe(&store.written_out(chain.clone())?)?;
        Ok((!recipe.is_identity()).then_some(recipe))
    }
}

/// A picture made by a recipe.
///
/// # Errors
/// A 400 if the picture can't be read, or gets too large.
pub(super) fn made(store: &Store, bytes: &[u8], recipe: &Recipe) -> Result<Vec<u8>, Refused> {
    let assets = |path: &str| stored(store, path);
    let output = imaging::transform(bytes, recipe, "", &Limits::default(), &assets);
    output
        .map(|output| output.bytes)
        .map_err(|error| Refused::bad(format!("The pre-transformation could not be done: {error}.")))
}

/// The bytes of a file that a layer needs.
fn stored(store: &Store, path: &str) -> Option<Vec<u8>> {
    let file = store.file_at(&format!("/{path}")).ok()??;
    let Blob::Stored(sha) = file.blob else { return None };
    let mut bytes = Vec::new();
    store.open_bytes(sha).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn recipe(chain: &Chain) -> Result<Recipe, Refused> {
    let recipe = Recipe::read(chain).map_err(|error| invalid(&error.to_string()))?;
    match recipe.ignored.as_slice() {
        [] => Ok(recipe),
        ignored => Err(unsupported(&format!(
            "This local library does not support {} in a pre-transformation.",
            ignored.iter().map(|one| one.param.as_str()).collect::<Vec<_>>().join(", ")
        ))),
    }
}

fn unsupported(message: &str) -> Refused {
    Refused::bad(message.to_owned()).reason("NOT_SUPPORTED")
}

fn invalid(why: &str) -> Refused {
    refused(&format!("the transformation field is invalid: {why}"))
}

fn refused(why: &str) -> Refused {
    Refused::bad(format!("The file could not be uploaded because {why}."))
}
