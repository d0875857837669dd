//! The form of an upload, read as it comes: the file goes to disk, the other fields are short.

use std::collections::HashMap;

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::super::AppState;
use super::super::answer::Refused;
use super::super::signed::Signed;
use crate::server::store::Scratch;

/// Most bytes of a field that is not the file.
const FIELD: usize = 1 << 16;
/// Most fields.
const FIELDS: usize = 100;
/// Bytes of a file that is too large which are read to let the client finish; then it is cut off.
const EXCESS: u64 = 1 << 30;

/// A form that has been read.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// The field `file`.
    pub(super) file: Option<Part>,
    fields: HashMap<String, String>,
}

/// The field `file`, on disk.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) content: Scratch,
    /// Whether it came as a file; else it is text: a URL, a data URI or base64.
    pub(super) binary: bool,
}

impl Form {
    /// Reads a form to its end.
    ///
    /// # Errors
    /// A broken form, fields that are too long or too many, a file beyond the limit.
    pub(super) async fn read(state: &AppState, mut multipart: Multipart) -> Result<Self, Refused> {
        let mut form = Self::default();
        let mut seen = 0;
        while let Some(field) = multipart.next_field().await.map_err(broken)? {
            seen += 1;
            if seen > FIELDS {
                return Err(Refused::bad("Your request contains too many fields."));
            }
            match field.name().map(str::to_owned) {
                Some(name) if name == "file" => form.file = Some(Part::read(state, field).await?),
                Some(name) => {
                    let text = text(field, &name).await?;
                    form.fields.insert(name, text);
                }
                None => {}
            }
        }
        Ok(form)
    }

    /// A field's text. Node's older SDK writes `undefined` for what isn't there (imagekit-api.md 2.2).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str).filter(|text| !text.is_empty() && *text != "undefined")
    }

    /// All fields but the file.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.fields.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The fields of a client-side upload.
    pub(super) fn signed(&self) -> Signed {
        let get = |name| self.get(name).map(str::to_owned);
        Signed {
            public_key: get("publicKey"),
            token: get("token"),
            signature: get("signature"),
            expire: get("expire"),
        }
    }
}

impl Part {
    async fn read(state: &AppState, mut field: Field<'_>) -> Result<Self, Refused> {
        let part = Self { binary: field.file_name().is_some(), content: state.store.scratch() };
        // Base64 is a third longer than what it stands for.
        let limit = if part.binary { state.upload_limit } else { state.upload_limit / 3 * 4 + 1024 };
        let mut writer = File::create_new(part.content.path()).await.map_err(unwritable)?;
        let mut size = 0;
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            size += chunk.len() as u64;
            if size <= limit {
                writer.write_all(&chunk).await.map_err(unwritable)?;
            } else if size > limit.saturating_add(EXCESS) {
                return Err(too_large());
            }
        }
        writer.flush().await.map_err(unwritable)?;
        if size > limit { Err(too_large()) } else { Ok(part) }
    }
}

async fn text(mut field: Field<'_>, name: &str) -> Result<String, Refused> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > FIELD {
            return Err(Refused::bad(format!("The {name} parameter of your request is too long.")));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes)
        .map_err(|_| Refused::bad(format!("The {name} parameter of your request is not valid UTF-8.")))
}

/// The 400 of a file beyond the limit.
pub(super) fn too_large() -> Refused {
    Refused::bad("Your request contains invalid file parameter. The file size exceeds limits.")
}

/// The 500 of a disk that can't be written.
pub(super) fn unwritable(error: std::io::Error) -> Refused {
    tracing::error!(%error, "an upload can't be written to disk");
    Refused::internal()
}

fn broken(error: axum::extract::multipart::MultipartError) -> Refused {
    tracing::debug!(%error, "a form is broken");
    Refused::bad("Your request contains an incomplete or invalid multipart form.")
}
