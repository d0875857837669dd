-- What format 2 added to schema.sql.

-- Custom metadata fields; deleted ones stay, so that their names stay taken.
CREATE TABLE custom_field (
    id          INTEGER PRIMARY KEY,
    oid         BLOB NOT NULL UNIQUE,
    name        TEXT NOT NULL UNIQUE,
    label       TEXT NOT NULL,
    schema      TEXT NOT NULL,
    description TEXT,
    deleted     INTEGER NOT NULL DEFAULT 0
);

-- What a search finds by index. `file_tag` has the AI tags too; `file_value` has the values of custom
-- metadata and of some embedded metadata (of a boolean x'00' or x'01', of an array each item), and
-- `file_moment` the milliseconds since 1970 of those that are dates. The triggers are in `indices.sql`.

CREATE TABLE value_field (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE file_value (
    field INTEGER NOT NULL REFERENCES value_field (id),
    value NOT NULL,
    file  INTEGER NOT NULL,
    PRIMARY KEY (field, value, file)
) WITHOUT ROWID;
CREATE TABLE file_moment (
    field  INTEGER NOT NULL REFERENCES value_field (id),
    moment INTEGER NOT NULL,
    file   INTEGER NOT NULL,
    PRIMARY KEY (field, moment, file)
) WITHOUT ROWID;

CREATE VIEW file_word (file, word) AS
    SELECT file.id, tag.value FROM file, json_each(file.tags) AS tag WHERE file.tags IS NOT NULL
    UNION ALL
    SELECT file.id, tag.value ->> 'name' FROM file, json_each(file.ai_tags) AS tag WHERE file.ai_tags IS NOT NULL;

CREATE VIEW file_fact (file, field, value) AS
    SELECT file.id, 'customMetadata.' || fact.key,
        CASE fact.type WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' ELSE fact.value END
    FROM file, json_each(file.custom) AS fact
    WHERE file.custom IS NOT NULL AND fact.type NOT IN ('null', 'array', 'object')
    UNION ALL
    SELECT file.id, 'customMetadata.' || fact.key,
        CASE item.type WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' ELSE item.value END
    FROM file, json_each(file.custom) AS fact, json_each(fact.value) AS item
    WHERE file.custom IS NOT NULL AND fact.type = 'array' AND item.type NOT IN ('null', 'array', 'object')
    UNION ALL
    SELECT file.id, 'embeddedMetadata.Keywords', word.value
    FROM file, json_each(file.embedded, '$.Keywords') AS word
    WHERE file.embedded IS NOT NULL AND word.type = 'text'
    UNION ALL
    SELECT file.id, 'embeddedMetadata.DateTimeOriginal', file.embedded ->> '$.DateTimeOriginal'
    FROM file WHERE json_type(file.embedded, '$.DateTimeOriginal') = 'text';


-- The tokens of client-side uploads that are spent, until this Unix second.
CREATE TABLE spent_token (
    token  TEXT PRIMARY KEY,
    expire INTEGER NOT NULL
) WITHOUT ROWID;

-- What an account has besides its media library.

CREATE TABLE account_item (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    oid     TEXT NOT NULL,
    body    TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    UNIQUE (kind, oid)
);
-- The URL endpoint that every account has.
INSERT INTO account_item (kind, oid, body, created, updated) VALUES
    ('url-endpoint', 'default', '{"description":"Default URL endpoint","urlPrefix":"","origins":[]}', 0, 0);

-- What was delivered: bytes and requests of a day (since 1970, UTC), by what and by which name.
CREATE TABLE delivered (
    day      INTEGER NOT NULL,
    aspect   TEXT NOT NULL,
    name     TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    PRIMARY KEY (day, aspect, name)
) WITHOUT ROWID;

-- When a purge was asked for; how many files a job left where they were, and whether the purge that it
-- should have asked for was one too many.
ALTER TABLE purge ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN stayed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN unpurged INTEGER NOT NULL DEFAULT 0;
