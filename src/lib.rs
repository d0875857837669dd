//! `ikt`, a keyboard-driven terminal UI for ImageKit media libraries.
//!
//! # The rooms
//!
//! | room | what it is for | may import |
//! |---|---|---|
//! | [`model`] | the words of the field as plain data, no I/O | nothing of ours |
//! | [`url`] | transformations, the SDK's URL rules, signing, verifying; pure | `model` |
//! | [`query`] | the search language: parse, complete, evaluate, translate to SQL; pure | `model` |
//! | [`phash`] | pHash distance; pure | `model` |
//! | [`api`] | the async client: model in, model out | `model`, `url`, `query` |
//! | [`catalog`] | the catalogue: a SQLite copy of one library, and how it is kept like it | `model`, `url`, `query`, `phash`, `api` |
//! | [`ops`] | bulk work as data: plan, check, run | `model`, `url`, `query`, `phash`, `api` |
//! | [`config`] | accounts, paths, preferences | `model`, `url` |
//! | [`app`] | the reducer: state, messages, effects, views; pure | the above, of `api` nothing, of `ops` and `config` data only |
//! | [`runtime`] | the one place where terminal and tokio meet | all of the above |
//! | [`server`] | the local library: an ImageKit-compatible HTTP server | `model`, `url`, `query`, `phash` |
//! | [`cli`] | one file a subcommand | everything |
//!
//! `server` shares no wire code with `api`, so that the two can disagree and tests can notice.
//! `tests/architecture.rs` checks this table against the imports.

pub mod api;
pub mod app;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod model;
pub mod ops;
pub mod phash;
pub mod query;
pub mod runtime;
pub mod server;
pub mod url;
