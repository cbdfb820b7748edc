-- Reviews that can be undone, settle a disagreement, or add what the coder missed; joins and splits that can be undone;
-- the order of lists and of the review queue; reports that wait to be coded.

CREATE TABLE review_new (
    key INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('event', 'statement')),
    record TEXT NOT NULL,      -- the id that was judged, or the id of the record that was added
    attached TEXT,             -- the id that it holds for now; null: orphaned
    report TEXT NOT NULL, type TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'changed', 'added', 'noted', 'undone')),
    replacement TEXT NOT NULL, -- JSON: field -> value
    by TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL, sha256 TEXT NOT NULL,
    undoes INTEGER,            -- key of the review that acts no more
    final INTEGER NOT NULL DEFAULT 0 CHECK (final IN (0, 1))   -- 1: settles what reviewers disagree on
) STRICT;
INSERT INTO review_new (key, kind, record, attached, report, type, start, "end", verdict, replacement, by, at, note, sha256)
    SELECT key, kind, record, attached, report, type, start, "end", verdict, replacement, by, at, note, sha256 FROM review;
DROP TABLE review;
ALTER TABLE review_new RENAME TO review;
CREATE INDEX review_report ON review (report);
CREATE INDEX review_attached ON review (attached);
CREATE INDEX review_by ON review (by, key);

CREATE TABLE deed (
    key INTEGER PRIMARY KEY, what TEXT NOT NULL CHECK (what IN ('join', 'split', 'undo')),
    kind TEXT NOT NULL CHECK (kind IN ('story', 'party')),
    moved TEXT NOT NULL,       -- JSON: ids of the events or actors that changed their story or party
    other TEXT NOT NULL,       -- one that stayed, or that they were joined with
    by TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL,
    undoes INTEGER             -- key of the join or split that acts no more
) STRICT;

CREATE TABLE job (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, by TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'coding', 'done', 'rejected')), ended TEXT,
    report TEXT, reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX job_state ON job (state, key);

DROP INDEX event_first;
CREATE INDEX event_first ON event (first DESC, id);
DROP INDEX statement_first;
CREATE INDEX statement_first ON statement (first DESC, id);
DROP INDEX story_first;
CREATE INDEX story_first ON story (first DESC, id);
CREATE INDEX event_queue ON event (score, id) WHERE verdict IS NULL;
CREATE INDEX statement_queue ON statement (score, id) WHERE verdict IS NULL;
