//! Delivery of files (in the making).

use axum::Router;

use super::AppState;

/// The routes below `/{id}`.
pub fn router() -> Router<AppState> {
    Router::new()
}
