-- What a million rows are better off without while they are put in, see `bulk.rs`: the orders of
-- a list, of one folder and of the whole library (ties by key), and the upkeep of the tables that are
-- indices of tags and metadata.

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

CREATE TRIGGER file_tagged AFTER INSERT ON file WHEN NEW.tags IS NOT NULL OR NEW.ai_tags IS NOT NULL BEGIN
    INSERT OR IGNORE INTO tag (name) SELECT word FROM file_word WHERE file = NEW.id;
    INSERT OR IGNORE INTO file_tag (tag, file)
        SELECT tag.id, file FROM file_word CROSS JOIN tag ON tag.name = word WHERE file = NEW.id;
END;
CREATE TRIGGER file_untagged BEFORE DELETE ON file WHEN OLD.tags IS NOT NULL OR OLD.ai_tags IS NOT NULL BEGIN
    DELETE FROM file_tag WHERE file = OLD.id AND tag IN (
        SELECT tag.id FROM file_word CROSS JOIN tag ON tag.name = word WHERE file = OLD.id);
END;
CREATE TRIGGER file_retagging BEFORE UPDATE OF tags, ai_tags ON file
WHEN OLD.tags IS NOT NEW.tags OR OLD.ai_tags IS NOT NEW.ai_tags BEGIN
    DELETE FROM file_tag WHERE file = OLD.id AND tag IN (
        SELECT tag.id FROM file_word CROSS JOIN tag ON tag.name = word WHERE file = OLD.id);
END;
CREATE TRIGGER file_retagged AFTER UPDATE OF tags, ai_tags ON file
WHEN OLD.tags IS NOT NEW.tags OR OLD.ai_tags IS NOT NEW.ai_tags BEGIN
    INSERT OR IGNORE INTO tag (name) SELECT word FROM file_word WHERE file = NEW.id;
    INSERT OR IGNORE INTO file_tag (tag, file)
        SELECT tag.id, file FROM file_word CROSS JOIN tag ON tag.name = word WHERE file = NEW.id;
END;

CREATE TRIGGER file_valued AFTER INSERT ON file WHEN NEW.custom IS NOT NULL OR NEW.embedded IS NOT NULL BEGIN
    INSERT OR IGNORE INTO value_field (name) SELECT field FROM file_fact WHERE file = NEW.id;
    INSERT OR IGNORE INTO file_value (field, value, file)
        SELECT value_field.id, value, file FROM file_fact CROSS JOIN value_field ON value_field.name = field
        WHERE file = NEW.id;
    INSERT OR IGNORE INTO file_moment (field, moment, file)
        SELECT value_field.id, CAST(round(unixepoch(value, 'subsec') * 1000) AS INTEGER), file
        FROM file_fact CROSS JOIN value_field ON value_field.name = field
        WHERE file = NEW.id AND value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
        AND unixepoch(value, 'subsec') IS NOT NULL;
END;
CREATE TRIGGER file_devalued BEFORE DELETE ON file WHEN OLD.custom IS NOT NULL OR OLD.embedded IS NOT NULL BEGIN
    DELETE FROM file_moment WHERE file = OLD.id AND (field, moment) IN (
        SELECT value_field.id, CAST(round(unixepoch(value, 'subsec') * 1000) AS INTEGER)
        FROM file_fact CROSS JOIN value_field ON value_field.name = field
        WHERE file = OLD.id AND value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*');
    DELETE FROM file_value WHERE file = OLD.id AND (field, value) IN (
        SELECT value_field.id, value FROM file_fact CROSS JOIN value_field ON value_field.name = field
        WHERE file = OLD.id);
END;
CREATE TRIGGER file_revaluing BEFORE UPDATE OF custom, embedded ON file
WHEN OLD.custom IS NOT NEW.custom OR OLD.embedded IS NOT NEW.embedded BEGIN
    DELETE FROM file_moment WHERE file = OLD.id AND (field, moment) IN (
        SELECT value_field.id, CAST(round(unixepoch(value, 'subsec') * 1000) AS INTEGER)
        FROM file_fact CROSS JOIN value_field ON value_field.name = field
        WHERE file = OLD.id AND value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*');
    DELETE FROM file_value WHERE file = OLD.id AND (field, value) IN (
        SELECT value_field.id, value FROM file_fact CROSS JOIN value_field ON value_field.name = field
        WHERE file = OLD.id);
END;
CREATE TRIGGER file_revalued AFTER UPDATE OF custom, embedded ON file
WHEN OLD.custom IS NOT NEW.custom OR OLD.embedded IS NOT NEW.embedded BEGIN
    INSERT OR IGNORE INTO value_field (name) SELECT field FROM file_fact WHERE file = NEW.id;
    INSERT OR IGNORE INTO file_value (field, value, file)
        SELECT value_field.id, value, file FROM file_fact CROSS JOIN value_field ON value_field.name = field
        WHERE file = NEW.id;
    INSERT OR IGNORE INTO file_moment (field, moment, file)
        SELECT value_field.id, CAST(round(unixepoch(value, 'subsec') * 1000) AS INTEGER), file
        FROM file_fact CROSS JOIN value_field ON value_field.name = field
        WHERE file = NEW.id AND value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
        AND unixepoch(value, 'subsec') IS NOT NULL;
END;
