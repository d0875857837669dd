//! Entries of a list with their text as it came: what the catalogue keeps.

use serde_json::value::RawValue;

use super::call::Call;
use super::client::Client;
use super::error::Error;
use super::list::ListQuery;
use super::send::Body;
use super::wire::{Asset as Wire, Shared};
use crate::model::{Asset, AssetId, Details};

/// An entry of a list.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// What ikt reads of it.
    pub(crate) asset: Asset,
    /// Its JSON as it came.
    pub(crate) text: Box<str>,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub(crate) struct Entries {
    /// How many entries came: a page with fewer than its limit is the last.
    pub(crate) listed: usize,
    /// Those that can be used.
    pub(crate) usable: Vec<Entry>,
}

impl Client {
    /// One page of a list or search, each entry with its text.
    ///
    /// # Errors
    ///
    /// Those of [`Client::list`].
    pub(crate) async fn list_entries(&self, query: &ListQuery) -> Result<Entries, Error> {
        self.read_as(Call::get(self.list_url(query)?), |body| entries(&body)).await
    }

    /// The current version of a file, with its text.
    ///
    /// # Errors
    ///
    /// Those of [`Client::details`].
    pub(crate) async fn entry(&self, id: &AssetId) -> Result<Entry, Error> {
        self.read_as(Call::get(self.details_of(id)?), |body| {
            let (wire, raw): (Wire, Box<RawValue>) = (body.json()?, body.json()?);
            entry(wire, &raw, &mut Shared::default()).ok_or_else(|| body.nonsense("a file without an id"))
        })
        .await
    }
}

fn entries(body: &Body) -> Result<Entries, Error> {
    let (wire, raw): (Vec<Wire>, Vec<&RawValue>) = (body.json()?, body.borrowed()?);
    let (mut shared, listed) = (Shared::default(), wire.len());
    let usable: Vec<Entry> =
        wire.into_iter().zip(raw).filter_map(|(wire, raw)| entry(wire, raw, &mut shared)).collect();
    if usable.len() < listed {
        tracing::warn!(listed, usable = usable.len(), "a list holds what can't be used");
    }
    Ok(Entries { listed, usable })
}

fn entry(wire: Wire, raw: &RawValue, shared: &mut Shared) -> Option<Entry> {
    let asset = if wire.is_folder() {
        Asset::Folder(wire.into_folder_anywhere()?)
    } else {
        Asset::File(wire.into_file(shared)?)
    };
    Some(Entry { asset, text: raw.get().into() })
}

/// Everything about a file, from the text of its entry.
pub(crate) fn details_of_entry(text: &str) -> Option<Details> {
    let wire: Wire = serde_json::from_str(text).ok()?;
    wire.into_details(serde_json::from_str(text).ok()?)
}
