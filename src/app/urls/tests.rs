//! The builder, driven by keys.
