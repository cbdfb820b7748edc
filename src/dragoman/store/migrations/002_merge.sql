-- What is the same across reports: copies, parties, stories. Derived, but for what a person decided.

CREATE TABLE decision (
    key INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('story', 'party')),
    left TEXT NOT NULL, right TEXT NOT NULL,   -- ids of events, or of actors as report/actor
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
    by TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL, sha256 TEXT NOT NULL,
    left_now TEXT, right_now TEXT,             -- the ids that it holds for now, after a new coder; null: orphaned
    left_report TEXT NOT NULL, left_anchor TEXT NOT NULL,   -- JSON: type, start, end of the trigger
    right_report TEXT NOT NULL, right_anchor TEXT NOT NULL,
    UNIQUE (kind, left, right)
) STRICT;
CREATE INDEX decision_left_now ON decision (left_now);
CREATE INDEX decision_right_now ON decision (right_now);
CREATE INDEX decision_left_report ON decision (left_report);
CREATE INDEX decision_right_report ON decision (right_report);

CREATE TABLE pending (version INTEGER PRIMARY KEY REFERENCES version (key) ON DELETE CASCADE) STRICT;   -- not merged yet

CREATE TABLE signature (
    version INTEGER PRIMARY KEY REFERENCES version (key) ON DELETE CASCADE, algorithm TEXT NOT NULL, digest BLOB NOT NULL,
    root INTEGER NOT NULL, similarity REAL NOT NULL    -- the first report that this one is a copy of; itself: none
) STRICT;
CREATE INDEX signature_root ON signature (root);
CREATE TABLE band (                                    -- by window of days, so that what is new lies together
    window INTEGER NOT NULL, hash INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (window, hash, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE party (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
    sector TEXT NOT NULL, office TEXT, organisation TEXT, ground TEXT NOT NULL,
    key_name TEXT NOT NULL, named INTEGER NOT NULL, generic INTEGER NOT NULL
) STRICT;
CREATE TABLE party_name (
    name TEXT NOT NULL, party INTEGER NOT NULL REFERENCES party (key) ON DELETE CASCADE, PRIMARY KEY (name, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_name_party ON party_name (party);

CREATE TABLE story (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, mode TEXT, quad INTEGER NOT NULL,
    status TEXT NOT NULL, background INTEGER NOT NULL, first TEXT, last TEXT, date_basis TEXT NOT NULL,
    place TEXT, place_country TEXT, latitude REAL, longitude REAL,
    events INTEGER NOT NULL, reports INTEGER NOT NULL, outlets INTEGER NOT NULL, origins INTEGER NOT NULL,
    rivals INTEGER NOT NULL        -- 1: who did it is disputed
) STRICT;
CREATE INDEX story_first ON story (first);
CREATE TABLE story_dyad (
    left TEXT NOT NULL, right TEXT NOT NULL, way TEXT NOT NULL, month TEXT NOT NULL,
    story INTEGER NOT NULL REFERENCES story (key) ON DELETE CASCADE, counted INTEGER NOT NULL,
    PRIMARY KEY (left, right, month, story, way)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_dyad_story ON story_dyad (story);

CREATE TABLE link (
    left INTEGER NOT NULL REFERENCES event (key) ON DELETE CASCADE,
    right INTEGER NOT NULL REFERENCES event (key) ON DELETE CASCADE,
    score REAL NOT NULL, reasons TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (left, right)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_right ON link (right);
CREATE TABLE block (
    key TEXT NOT NULL, day INTEGER NOT NULL, event INTEGER NOT NULL REFERENCES event (key) ON DELETE CASCADE,
    PRIMARY KEY (key, day, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_event ON block (event);
CREATE TABLE redirect (
    kind TEXT NOT NULL CHECK (kind IN ('story', 'party')), old TEXT NOT NULL, new TEXT, at TEXT NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY (kind, old)
) STRICT, WITHOUT ROWID;
CREATE TABLE happening (event INTEGER PRIMARY KEY REFERENCES event (key) ON DELETE CASCADE, features TEXT NOT NULL) STRICT;
CREATE TABLE stale (story INTEGER PRIMARY KEY) STRICT;          -- lost or got members since it was counted
CREATE TABLE former (event TEXT PRIMARY KEY, story TEXT NOT NULL) STRICT, WITHOUT ROWID;   -- where a replaced event was
