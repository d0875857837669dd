-- What a million rows are better off without while they are put in, see `bulk.rs`: the orders of
-- a list, of one folder and of the whole library (ties by key), and the upkeep of the tag index.

CREATE UNIQUE INDEX file_oid ON file (oid);
CREATE UNIQUE INDEX file_in_name ON file (folder, name);
CREATE INDEX file_in_created ON file (folder, created);
CREATE INDEX file_in_updated ON file (folder, updated);
CREATE INDEX file_in_size ON file (folder, size);
CREATE INDEX file_in_height ON file (folder, height);
CREATE INDEX file_in_width ON file (folder, width);
CREATE INDEX file_name ON file (name);
CREATE INDEX file_created ON file (created);
CREATE INDEX file_updated ON file (updated);
CREATE INDEX file_size ON file (size);
CREATE INDEX file_height ON file (height);
CREATE INDEX file_width ON file (width);
CREATE INDEX file_sha ON file (sha) WHERE sha IS NOT NULL;

CREATE TRIGGER file_tagged AFTER INSERT ON file WHEN NEW.tags IS NOT NULL BEGIN
    INSERT OR IGNORE INTO tag (name) SELECT value FROM json_each(NEW.tags);
    INSERT OR IGNORE INTO file_tag (tag, file)
        SELECT tag.id, NEW.id FROM json_each(NEW.tags) AS word JOIN tag ON tag.name = word.value;
END;
CREATE TRIGGER file_retagged AFTER UPDATE OF tags ON file WHEN OLD.tags IS NOT NEW.tags BEGIN
    DELETE FROM file_tag WHERE file = OLD.id AND tag IN (
        SELECT tag.id FROM json_each(coalesce(OLD.tags, '[]')) AS word JOIN tag ON tag.name = word.value);
    INSERT OR IGNORE INTO tag (name) SELECT value FROM json_each(coalesce(NEW.tags, '[]'));
    INSERT OR IGNORE INTO file_tag (tag, file)
        SELECT tag.id, NEW.id FROM json_each(coalesce(NEW.tags, '[]')) AS word JOIN tag ON tag.name = word.value;
END;
CREATE TRIGGER file_untagged AFTER DELETE ON file WHEN OLD.tags IS NOT NULL BEGIN
    DELETE FROM file_tag WHERE file = OLD.id AND tag IN (
        SELECT tag.id FROM json_each(OLD.tags) AS word JOIN tag ON tag.name = word.value);
END;
