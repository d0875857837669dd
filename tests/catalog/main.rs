//! The catalogue against the real local library over HTTP: what it says is what the library has.

mod changes;
mod cut;
mod decided;
mod find;
mod library;
mod random;
mod whole;
