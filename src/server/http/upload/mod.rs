//! Upload (imagekit-api.md 2.2): a form with a file in one of four shapes.

mod form;
mod options;
mod source;

use std::fs;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value, json};

use self::form::Form;
use self::options::Options;
use super::answer::{Refused, json as answer};
use super::{AppState, auth, names, wire};
use crate::model::FileKind;
use crate::server::imaging::{Probe, probe};
use crate::server::store::{
    Content, Existing, FileRecord, Labels, Media, NewFile, Refusal, Scratch, Store, StoreError,
};

/// `POST /api/v1/files/upload`.
pub(super) async fn upload(
    State(state): State<AppState>,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refused> {
    // The form is read to its end before anything is refused, so that the client gets to read the answer.
    let form = match multipart {
        Ok(multipart) => Form::read(&state, multipart).await,
        Err(_) => Err(missing_file()),
    };
    let has_key = auth::has_key(&state, &headers)?;
    let mut form = form.map_err(|refused| if has_key { refused } else { auth::no_key() })?;
    authorise(&state, has_key, &form)?;
    let part = form.file.take().ok_or_else(missing_file)?;
    let options = Options::read(&form)?;
    let bytes = source::bytes(&state, part).await?;
    let (file, orientation) = put(&state, bytes, &options).await?;
    let mut body = uploaded(&state, &file, orientation, &options);
    if options.response_fields.iter().any(|field| field == "metadata") {
        // A file that is no picture has none; the upload stands.
        let metadata = state.delivery.clone().metadata(file).await.ok();
        body.insert("metadata".into(), json!(metadata));
    }
    Ok(answer(StatusCode::OK, &body))
}

fn authorise(state: &AppState, has_key: bool, form: &Form) -> Result<(), Refused> {
    let signed = form.signed();
    match (has_key, signed.is_there()) {
        (true, false) => Ok(()),
        (true, true) => Err(Refused::bad(
            "Your request contains both signature and basic auth parameter. Use only one method, you might be exposing your private API key.",
        )),
        (false, true) => signed.verify(state, state.store.now()),
        (false, false) => Err(auth::no_key()),
    }
}

fn missing_file() -> Refused {
    Refused::bad("Your request is missing file parameter.")
}

async fn put(state: &AppState, bytes: Scratch, options: &Options) -> Result<(FileRecord, u8), Refused> {
    // The whole file is in memory while it is looked at.
    let _turn = state.probes.acquire().await.map_err(|_| Refused::internal())?;
    let options = options.clone();
    state.store(move |store| put_now(store, bytes, options)).await.map_err(|refused| {
        refused.or(|refusal| match refusal {
            Refusal::Taken => Some(Refused::bad(
                "A file with the same name already exists at the exact location. We could not overwrite it because both overwriteFile and useUniqueFileName are set to false.",
            )),
            _ => None,
        })
    })
}

fn put_now(store: &Store, bytes: Scratch, options: Options) -> Result<(FileRecord, u8), StoreError> {
    let probe = probe(&options.name, &fs::read(bytes.path())?);
    let staged = store.stage_file(bytes)?;
    let orientation = probe.orientation;
    let existing = match options.overwrite {
        false => Existing::Refuse,
        true => Existing::Append {
            keep_tags: options.keep_tags,
            keep_ai_tags: options.keep_ai_tags,
            keep_custom: options.keep_custom,
        },
    };
    let new = NewFile {
        folder: names::destination(store, &options.folder)?,
        name: if options.unique { names::unique(&options.name) } else { options.name },
        media: media(probe, staged.size()),
        content: Content::Staged(staged),
        labels: Labels {
            tags: options.tags,
            custom_coordinates: options.custom_coordinates,
            description: options.description,
            private: options.private,
            published: options.published,
            ..Labels::default()
        },
        created: None,
        updated: None,
    };
    Ok((store.put(new, existing)?, orientation))
}

fn media(probe: Probe, size: u64) -> Media {
    Media {
        kind: probe.kind,
        mime: probe.mime,
        size,
        width: probe.width.unwrap_or(0),
        height: probe.height.unwrap_or(0),
        alpha: probe.has_alpha,
        embedded: if probe.embedded.is_empty() { None } else { Some(probe.embedded.into()) },
    }
}

fn uploaded(state: &AppState, file: &FileRecord, orientation: u8, options: &Options) -> Map<String, Value> {
    let path = file.path();
    let mut body = Map::from_iter([
        ("fileId".to_owned(), Value::from(file.id.to_string())),
        ("name".to_owned(), file.name.as_str().into()),
        ("size".to_owned(), file.media.size.into()),
        ("versionInfo".to_owned(), wire::version_info(file)),
        ("filePath".to_owned(), path.as_str().into()),
        ("url".to_owned(), wire::url(state, &path).into()),
        ("fileType".to_owned(), wire::kind(file).into()),
        ("AITags".to_owned(), wire::ai_tags(file)),
    ]);
    if file.media.width > 0 {
        body.insert("height".into(), file.media.height.into());
        body.insert("width".into(), file.media.width.into());
    }
    if file.media.kind == FileKind::Image {
        body.insert("orientation".into(), orientation.into());
        let thumbnail = wire::url(state, &format!("/tr:n-ik_ml_thumbnail{path}"));
        body.insert("thumbnailUrl".into(), thumbnail.into());
    }
    if let Some(description) = &file.labels.description {
        body.insert("description".into(), description.as_str().into());
    }
    if let Some(status) = &options.extension_status {
        body.insert("extensionStatus".into(), status.clone());
    }
    for field in &options.response_fields {
        if let Some(value) = response_field(field, file) {
            body.insert(field.clone(), value);
        }
    }
    body
}

/// A key that an answer has only when asked.
fn response_field(name: &str, file: &FileRecord) -> Option<Value> {
    Some(match name {
        "tags" => wire::tags(file),
        "customCoordinates" => json!(file.labels.custom_coordinates),
        "isPrivateFile" => file.labels.private.into(),
        "isPublished" => file.labels.published.into(),
        "customMetadata" => json!(file.labels.custom),
        "embeddedMetadata" => json!(file.media.embedded),
        _ => return None,
    })
}
