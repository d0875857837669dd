//! Things of an account that are listed, made, changed and deleted in the same way.

use std::fmt;
use std::marker::PhantomData;

use reqwest::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::call::Call;
use super::client::Client;
use super::error::Error;

/// A kind of things: where they are, and what is sent and answered.
pub trait Resource: sealed::Sealed {
    /// What is answered.
    type Item: DeserializeOwned;
    /// What is sent to make one.
    type New: Serialize;
    /// What is sent to change one.
    type Change: Serialize;
    /// The path from the root of the API.
    const PATH: &'static [&'static str];
    /// Whether a change names all that the thing is to be (`PUT`), or only what changes (`PATCH`).
    const REPLACES: bool;
}

pub(super) mod sealed {
    /// Kinds of things are the API's to define.
    pub trait Sealed {}
}

/// All things of a kind: see [`Client::origins`] and its neighbours.
#[derive(Debug)]
pub struct Collection<'c, R> {
    client: &'c Client,
    kind: PhantomData<R>,
}

impl<'c, R: Resource> Collection<'c, R> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self { client, kind: PhantomData }
    }

    /// All of them.
    ///
    /// # Errors
    ///
    /// Those of any call.
    pub async fn list(&self) -> Result<Vec<R::Item>, Error> {
        self.client.json(Call::get(self.client.api(R::PATH)?)).await
    }

    /// One of them.
    ///
    /// # Errors
    ///
    /// [`super::Kind::NotFound`] without it; and those of any call.
    pub async fn get(&self, id: &str) -> Result<R::Item, Error> {
        self.client.json(Call::get(self.of(id)?)).await
    }

    /// Makes one.
    ///
    /// # Errors
    ///
    /// [`super::Kind::BadRequest`] when it can't be one; and those of any call.
    pub async fn create(&self, new: &R::New) -> Result<R::Item, Error> {
        self.client.json(Call::write(Method::POST, self.client.api(R::PATH)?, new)?).await
    }

    /// Changes one.
    ///
    /// # Errors
    ///
    /// Those of [`Collection::get`] and [`Collection::create`].
    pub async fn update(&self, id: &str, change: &R::Change) -> Result<R::Item, Error> {
        let method = if R::REPLACES { Method::PUT } else { Method::PATCH };
        self.client.json(Call::write(method, self.of(id)?, change)?.idempotent()).await
    }

    /// Deletes one.
    ///
    /// # Errors
    ///
    /// [`super::Kind::Conflict`] while something else needs it; and those of [`Collection::get`].
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        self.client.done(Call::remove(self.of(id)?)).await
    }

    fn of(&self, id: &str) -> Result<url::Url, Error> {
        let missing = || Error::Setup(format!("the id of one of {} is empty", R::PATH.join("/")));
        let path: Vec<&str> = R::PATH.iter().copied().chain([id]).collect();
        if id.is_empty() { Err(missing()) } else { self.client.api(&path) }
    }
}

/// Fields of an answer that ikt doesn't know, as they came. Their values are not printed by
/// `Debug`, since they may be anything, secrets too.
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Extra(pub Map<String, Value>);

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
