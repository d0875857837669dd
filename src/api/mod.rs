//! The async client of the ImageKit API: model in, model out.
//!
//! A [`Client`] is cheap to clone; all clones share one pool of connections and one rate governor.
//! Every call can be cancelled by dropping its future. Calls that are safe to repeat are repeated
//! with growing delays; a 429 holds back the whole class of calls for as long as the service asks.
//!
//! The private key goes to the account's API and upload hosts alone: these calls follow no
//! redirect, and [`Client::fetch`] (delivery) carries no `Authorization` header at all.

mod call;
mod client;
mod delivery;
mod error;
mod files;
mod folders;
mod governor;
mod redact;
mod upload;
mod wire;

pub use call::{Class, Flow};
pub use client::Client;
pub use error::{Answer, Error, ItemError, Kind, RateLimit, Transport};
pub use files::{Bulk, Renamed, TagChange};
pub use folders::{Job, JobState};
pub use upload::{Content, Upload, Uploaded};
