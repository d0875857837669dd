//! Transformations, delivery URLs and their signatures. Pure: the time is told, nothing is fetched.

pub mod auth;
mod block;
pub mod catalog;
pub mod chain;
pub mod classic;
pub mod condition;
mod delivery;
pub mod draft;
pub mod explain;
pub mod expression;
pub mod forms;
pub mod layer;
mod mac;
mod parts;
pub mod recipe;
mod sign;
pub mod typed;
mod verify;

pub use chain::{Chain, Param, Step};
pub use delivery::{decode_path, delivery_url, encode_path};
pub use expression::{Expression, ExpressionError, Variables};
pub use mac::Signer;
pub use parts::{Parts, PartsError};
pub use recipe::Recipe;
pub use sign::sign;
pub use verify::{Verdict, verify};
