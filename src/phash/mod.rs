//! pHash distance. Pure.
