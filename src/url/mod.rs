//! Transformations, delivery URLs and their signatures. Pure: the time is told, nothing is fetched.

pub mod auth;
pub mod chain;
pub mod classic;
mod delivery;
pub mod explain;
pub mod forms;
mod mac;
mod parts;
pub mod recipe;
mod sign;
pub mod typed;
mod verify;

pub use chain::{Chain, Param, Step};
pub use delivery::{decode_path, delivery_url, encode_path};
pub use mac::Signer;
pub use parts::{Parts, PartsError};
pub use recipe::Recipe;
pub use sign::sign;
pub use verify::{Verdict, verify};
