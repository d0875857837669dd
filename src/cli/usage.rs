//! `ikt usage`: what the account has used.

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};

use super::crud;
use super::frame::{Code, Failure, Session};

/// Over which days.
#[derive(Debug, clap::Args)]
pub(super) struct UsageArgs {
    /// The first day [default: 30 days before the last]
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// The last day, not counted itself [default: tomorrow]
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<Date>,
    /// What was delivered in detail: countries, devices, formats
    #[arg(long)]
    analytics: bool,
}

/// Writes what the account has used: bandwidth, storage, units; at most over 90 days.
///
/// # Errors
///
/// For days that can't be, and those of any call.
pub(super) async fn run(args: UsageArgs, session: &Session) -> Result<Code, Failure> {
    let out_of_range = |error: jiff::Error| Failure::usage(error, "");
    let to = match args.to {
        Some(day) => day,
        None => Zoned::now().date().checked_add(1.day()).map_err(out_of_range)?,
    };
    let from = match args.from {
        Some(day) => day,
        None => to.checked_sub(30.days()).map_err(out_of_range)?,
    };
    let what = if args.analytics { "usage-analytics" } else { "usage" };
    let path = format!("/v1/accounts/{what}?startDate={from}&endDate={to}");
    crud::one(session, "GET", &path, None, "Could not read the usage of the account").await
}
