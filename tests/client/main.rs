//! The client and bulk runs against the real local library over HTTP, with faults on order.

mod calls;
mod delivery;
mod folders;
mod library;
mod limits;
mod runs;
mod secrets;
