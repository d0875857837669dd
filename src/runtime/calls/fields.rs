//! Calls about custom metadata fields.

use std::collections::HashSet;

use super::told;
use crate::api::{Client, Error};
use crate::app::call::{Answer, Call};
use crate::model::Report;
use crate::model::custom::Field;

/// Makes one of these calls.
pub(super) async fn make(client: &Client, call: Call) -> Result<Answer, Report> {
    match call {
        Call::CreateField(new) => {
            let what = format!("Could not make the field {}", new.name);
            let field = told(client.create_field(&new).await, &what)?;
            Ok(Answer::Field(Box::new(field)))
        }
        Call::UpdateField(id, change) => {
            let field = told(client.update_field(&id, &change).await, "Could not change the field")?;
            Ok(Answer::Field(Box::new(field)))
        }
        Call::DeleteField(id) => {
            told(client.delete_field(&id).await, "Could not delete the field").map(|()| Answer::Done)
        }
        other => {
            let deleted = matches!(other, Call::Fields { deleted: true });
            told(list(client, deleted).await, "Could not list the custom metadata fields").map(Answer::Fields)
        }
    }
}

/// All fields. The deleted ones are those that only the longer list has.
async fn list(client: &Client, deleted: bool) -> Result<Vec<Field>, Error> {
    let living = client.fields(false, None).await?;
    if !deleted {
        return Ok(living);
    }
    let ids: HashSet<_> = living.iter().map(|field| &field.id).collect();
    let mut all = client.fields(true, None).await?;
    for field in &mut all {
        field.deleted = !ids.contains(&field.id);
    }
    Ok(all)
}
