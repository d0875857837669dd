-- What format 2 added to schema.sql.

-- Custom metadata fields.

-- What an account has besides its media library.
