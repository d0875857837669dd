-- The catalogue of one library. A row of `file` is never given to another file; ids (`oid`, `version`) are
-- the 12 bytes of what is 24 hexadecimal digits, else text; times are milliseconds since 1970 in UTC.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value NOT NULL
) WITHOUT ROWID;

-- Sums over all files, kept with every change, so that nobody has to count a million rows.
CREATE TABLE tally (
    files  INTEGER NOT NULL,
    images INTEGER NOT NULL,
    bytes  INTEGER NOT NULL,
    hashed INTEGER NOT NULL,
    unfit  INTEGER NOT NULL
);
INSERT INTO tally VALUES (0, 0, 0, 0, 0);

-- Folders that the service listed have an id; those that only files speak of have none.
CREATE TABLE folder (
    id      INTEGER PRIMARY KEY,
    path    TEXT NOT NULL UNIQUE,
    oid     UNIQUE,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
);

-- What entries have in common: their text with marks where the columns of `file` belong.
CREATE TABLE shape (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

CREATE TABLE file (
    row     INTEGER PRIMARY KEY,
    oid     NOT NULL UNIQUE,
    folder  INTEGER NOT NULL REFERENCES folder (id),
    name    TEXT NOT NULL,
    kind    INTEGER NOT NULL,
    flags   INTEGER NOT NULL,
    size    INTEGER NOT NULL,
    width   INTEGER NOT NULL,
    height  INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    version,
    tags    TEXT NOT NULL,
    ai      TEXT NOT NULL,
    shape   INTEGER NOT NULL REFERENCES shape (id),
    rest    TEXT NOT NULL,
    asked   INTEGER NOT NULL
);
-- Taken away while a library is listed for the first time, see `sync/whole.rs`.
CREATE INDEX file_name ON file (folder, name);
-- All that files of a folder are ordered by, but for the name; see `browse.rs`.
CREATE INDEX file_order ON file (folder, created, updated, size, width, height);
CREATE INDEX file_created ON file (created);
CREATE INDEX file_unasked ON file (row) WHERE kind = 0 AND asked = 0;

-- pHashes of the files as they are; `unfit` is the text of what is no pHash.
CREATE TABLE phash (
    row   INTEGER PRIMARY KEY,
    hash  INTEGER,
    unfit TEXT
);

-- Which rows changed or went by which revision, in runs.
CREATE TABLE change (
    revision INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    gone     INTEGER NOT NULL,
    PRIMARY KEY (revision, first, gone)
) WITHOUT ROWID;

-- What has to be read again: files by id, and folders by path with all below.
CREATE TABLE pending_file (oid PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE pending_folder (path TEXT PRIMARY KEY) WITHOUT ROWID;
-- Folders that are no longer listed, whose files may be gone or elsewhere.
CREATE TABLE lost_folder (path TEXT PRIMARY KEY) WITHOUT ROWID;

-- What the user decided.
CREATE TABLE apart (
    a NOT NULL,
    b NOT NULL,
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE TABLE safe_folder (path TEXT PRIMARY KEY) WITHOUT ROWID;
