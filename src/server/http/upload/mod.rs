//! Upload (imagekit-api.md 2.2, 2.3): a form with a file in one of four shapes.

mod checks;
mod form;
mod jwt;
mod options;
mod plain;
mod put;
mod response;
mod source;
mod transformation;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use self::form::Form;
use self::options::Options;
use self::response::{Extras, ResponseField, uploaded};
use super::answer::{Refused, json as answer};
use super::{AppState, auth};
use crate::server::store::FileRecord;
use crate::url::Chain;

/// `POST /api/v1/files/upload`.
pub(super) async fn v1(
    State(state): State<AppState>,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refused> {
    let (form, has_key) = read(&state, &headers, multipart).await?;
    let signed = form.signed();
    match (has_key, signed.is_there()) {
        (true, false) => {}
        (true, true) => {
            return Err(Refused::bad(
                "Your request contains both signature and basic auth parameter. Use only one method, you might be exposing your private API key.",
            ));
        }
        (false, true) => signed.verify(&state).await?,
        (false, false) => return Err(auth::no_key()),
    }
    store(&state, form).await
}

/// `POST /api/v2/files/upload`, which takes a JWT in place of a signature.
pub(super) async fn v2(
    State(state): State<AppState>,
    headers: HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refused> {
    let (form, has_key) = read(&state, &headers, multipart).await?;
    match (has_key, form.get("token")) {
        (true, None) => {}
        (true, Some(_)) => {
            return Err(Refused::bad(
                "Your request contains both token and basic auth parameter. Use only one method, you might be exposing your private API key.",
            ));
        }
        (false, Some(token)) => jwt::verify(&state, &form, token).await?,
        (false, None) => return Err(Refused::bad("Your request is missing token parameter.")),
    }
    store(&state, form).await
}

/// Reads the form, to its end before anything is refused, so that the client gets to read the answer;
/// and whether the private key came with it.
async fn read(
    state: &AppState,
    headers: &HeaderMap,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<(Form, bool), Refused> {
    let form = match multipart {
        Ok(multipart) => Form::read(state, multipart).await,
        Err(_) => Err(missing_file()),
    };
    let has_key = auth::has_key(state, headers)?;
    let form = form.map_err(|refused| if has_key { refused } else { auth::no_key() })?;
    Ok((form, has_key))
}

fn missing_file() -> Refused {
    Refused::bad("Your request is missing file parameter.")
}

async fn store(state: &AppState, mut form: Form) -> Result<Response, Refused> {
    let part = form.file.take().ok_or_else(missing_file)?;
    let mut options = Options::read(&form)?;
    if let Some(extensions) = options.extensions.take() {
        options.extensions = Some(extensions.found(state).await?);
    }
    let bytes = source::bytes(state, part).await?;
    let (asked, extensions) = (options.response_fields.clone(), options.extensions.take());
    let ahead = options.transformation.as_ref().map(|all| all.ahead.clone()).unwrap_or_default();
    let (file, orientation) = put::put(state, bytes, options).await?;
    make_ahead(state, &file, ahead);
    let extras = extras(state, &file, orientation, &asked).await?;
    let mut body = uploaded(state, &file, &extras, &asked);
    if let Some(extensions) = extensions {
        body.insert("extensionStatus".into(), extensions.pending());
        extensions.start(state, file.id);
    }
    Ok(answer(StatusCode::OK, &body))
}

async fn extras(
    state: &AppState,
    file: &FileRecord,
    orientation: u8,
    asked: &[ResponseField],
) -> Result<Extras, Refused> {
    let mut extras = Extras { orientation, ..Extras::default() };
    if asked.contains(&ResponseField::Metadata) {
        // A file that is no picture has none; the upload stands.
        let metadata = state.delivery.clone().metadata(file.clone()).await.ok();
        extras.metadata = metadata.map(|metadata| json!(metadata)).filter(Value::is_object);
    }
    if asked.contains(&ResponseField::SelectedFieldsSchema) {
        extras.fields = state.store(|store| store.fields(false)).await?;
    }
    Ok(extras)
}

/// Makes pictures that were asked for with the upload, in the background.
fn make_ahead(state: &AppState, file: &FileRecord, chains: Vec<Chain>) {
    for chain in chains {
        let (delivery, file) = (state.delivery.clone(), file.clone());
        state.in_background(async move { delivery.make_ahead(file, chain).await });
    }
}
