//! `ikt fields`: custom metadata fields.

use serde_json::{Map, Value, json};

use super::crud;
use super::frame::{Code, Failure, Session, confirm};
use super::json;
use crate::url::encode_path;

const PATH: &str = "/v1/customMetadataFields";

/// What is done to the fields.
#[derive(Debug, clap::Args)]
pub(super) struct FieldsArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// All fields
    List {
        /// Deleted ones too, whose names stay taken
        #[arg(long)]
        deleted: bool,
        /// Those selected for this folder
        #[arg(long, value_name = "FOLDER")]
        folder: Option<String>,
    },
    /// Make a field
    Create {
        /// Its name in the API; it can never be used again
        name: String,
        /// Its name for people [default: the name]
        #[arg(long)]
        label: Option<String>,
        #[command(flatten)]
        schema: Schema,
    },
    /// Change the label or schema of a field
    Update {
        /// Its id, as `ikt fields list` tells it
        id: String,
        /// Its new name for people
        #[arg(long)]
        label: Option<String>,
        #[command(flatten)]
        schema: Schema,
    },
    /// Delete a field, and the values that files have of it
    Delete {
        /// Its id, as `ikt fields list` tells it
        id: String,
        /// Don't ask
        #[arg(long, short)]
        yes: bool,
    },
}

/// What values a field takes.
#[derive(Debug, clap::Args)]
struct Schema {
    /// Text, Textarea, Number, Date, Boolean, SingleSelect or MultiSelect
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// What can be chosen: JSON where it is some, else text; once for each
    #[arg(long = "option", value_name = "VALUE")]
    options: Vec<String>,
    /// The value of files that have none; JSON where it is some, else text
    #[arg(long, value_name = "VALUE")]
    default: Option<String>,
    /// Every file must have a value
    #[arg(long)]
    required: bool,
    /// The smallest number or the first date
    #[arg(long, value_name = "VALUE")]
    min: Option<String>,
    /// The largest number or the last date
    #[arg(long, value_name = "VALUE")]
    max: Option<String>,
    /// Characters at least
    #[arg(long, value_name = "N")]
    min_length: Option<u64>,
    /// Characters at most
    #[arg(long, value_name = "N")]
    max_length: Option<u64>,
    /// The schema as JSON, @file, or - for standard input; the flags go before it
    #[arg(long, value_name = "JSON")]
    schema: Option<String>,
}

impl Schema {
    fn as_json(&self) -> Result<Map<String, Value>, Failure> {
        let mut schema: Map<String, Value> = match &self.schema {
            Some(text) => json::argument("--schema", text)?,
            None => Map::new(),
        };
        let flags = [
            ("type", self.kind.as_ref().map(|kind| json!(kind))),
            (
                "selectOptions",
                (!self.options.is_empty()).then(|| self.options.iter().map(|o| value(o)).collect()),
            ),
            ("defaultValue", self.default.as_deref().map(value)),
            ("isValueRequired", self.required.then_some(Value::Bool(true))),
            ("minValue", self.min.as_deref().map(value)),
            ("maxValue", self.max.as_deref().map(value)),
            ("minLength", self.min_length.map(Value::from)),
            ("maxLength", self.max_length.map(Value::from)),
        ];
        schema.extend(flags.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
        Ok(schema)
    }
}

/// JSON where it is some, else text.
fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// Does what is asked.
///
/// # Errors
///
/// For a schema that can't be, when the user says no, and those of any call.
pub(super) async fn run(args: FieldsArgs, session: &Session) -> Result<Code, Failure> {
    match args.action {
        Action::List { deleted, folder } => {
            let mut path = format!("{PATH}?includeDeleted={deleted}");
            if let Some(folder) = folder {
                path += &format!("&folderPath={}", encode_path(&folder).replace(['&', '+'], "_"));
            }
            crud::list(session, &path, "Could not list the custom metadata fields").await
        }
        Action::Create { name, label, schema } => {
            let label = label.unwrap_or_else(|| name.clone());
            let body = json!({ "name": name, "label": label, "schema": schema.as_json()? });
            crud::one(session, "POST", PATH, Some(&body), &format!("Could not make the field {name}")).await
        }
        Action::Update { id, label, schema } => {
            let mut body = Map::new();
            body.extend(label.map(|label| ("label".to_owned(), json!(label))));
            let schema = schema.as_json()?;
            if !schema.is_empty() {
                body.insert("schema".to_owned(), Value::Object(schema));
            }
            let what = format!("Could not change the field {id}");
            crud::one(session, "PATCH", &of(&id), Some(&Value::Object(body)), &what).await
        }
        Action::Delete { id, yes } => {
            confirm(&format!("Delete the custom metadata field {id}; its name stays taken for ever"), yes)?;
            crud::call(session, "DELETE", &of(&id), None, &format!("Could not delete the field {id}"))
                .await?;
            if session.out.json() {
                session.out.value(&json!({ "id": id, "outcome": "done" }))?;
            }
            Ok(Code::Done)
        }
    }
}

fn of(id: &str) -> String {
    format!("{PATH}/{}", encode_path(id).replace('/', "%2F"))
}
