-- Documents with their versions, codings, and the rows that questions are asked of.
-- The truth is version.text, coding.body, review, tombstone and decision; all else can be made from them again.

CREATE TABLE run (
    key INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, program TEXT NOT NULL,
    coder TEXT NOT NULL, codebook TEXT NOT NULL, configuration TEXT NOT NULL, counts TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE document (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    version INTEGER REFERENCES version (key) DEFERRABLE INITIALLY DEFERRED   -- the current one
) STRICT;

CREATE TABLE version (
    key INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document (key) ON DELETE CASCADE,
    number INTEGER NOT NULL, run INTEGER NOT NULL REFERENCES run (key), added TEXT NOT NULL,
    sha256 TEXT NOT NULL,      -- of the text, UTF-8
    facts TEXT NOT NULL,       -- the document as JSON, without its text
    facts_sha256 TEXT NOT NULL,
    title TEXT, source TEXT, url TEXT, published TEXT, address TEXT,
    text TEXT NOT NULL,
    UNIQUE (document, number)
) STRICT;
CREATE INDEX document_version ON document (version);
CREATE INDEX version_published ON version (published, source);
CREATE INDEX version_sha256 ON version (sha256);
CREATE INDEX version_url ON version (url) WHERE url IS NOT NULL;
CREATE INDEX version_address ON version (address);

CREATE TABLE coding (
    key INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES version (key) ON DELETE CASCADE,
    run INTEGER NOT NULL REFERENCES run (key), coder TEXT NOT NULL, codebook TEXT NOT NULL, program TEXT NOT NULL,
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    sha256 TEXT NOT NULL,      -- of the body before compression
    body BLOB NOT NULL         -- the coding as JSON without its document, zlib
) STRICT;
CREATE INDEX coding_version ON coding (version);
CREATE INDEX coding_run ON coding (run);

CREATE TABLE rejection (
    address TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, run INTEGER NOT NULL REFERENCES run (key),
    document TEXT NOT NULL, source TEXT, published TEXT,
    PRIMARY KEY (address, stage, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
    kind TEXT NOT NULL CHECK (kind IN ('report', 'event', 'statement')), id TEXT NOT NULL, at TEXT NOT NULL,
    reason TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE review (
    key INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('event', 'statement')),
    record TEXT NOT NULL,      -- the id that was judged
    attached TEXT,             -- the id that it holds for now; null: orphaned
    report TEXT NOT NULL, type TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'changed')),
    replacement TEXT NOT NULL, -- JSON: field -> value
    by TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL, sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX review_report ON review (report);
CREATE INDEX review_attached ON review (attached);

-- Rows of the current codings -------------------------------------------------------------------------------------

CREATE TABLE actor (
    key INTEGER PRIMARY KEY, coding INTEGER NOT NULL REFERENCES coding (key) ON DELETE CASCADE, id TEXT NOT NULL,
    name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, sector TEXT NOT NULL, sectors TEXT NOT NULL,
    office TEXT, organisation TEXT, wikidata TEXT,
    party INTEGER REFERENCES party (key), party_ground TEXT     -- derived, 002
) STRICT;
CREATE INDEX actor_party ON actor (party);
CREATE INDEX actor_coding ON actor (coding);
CREATE INDEX actor_name ON actor (name COLLATE NOCASE);

CREATE TABLE event (
    key INTEGER PRIMARY KEY, coding INTEGER NOT NULL REFERENCES coding (key) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, mode TEXT, contexts TEXT NOT NULL, quad INTEGER NOT NULL,
    intensity REAL NOT NULL, status TEXT NOT NULL, background INTEGER NOT NULL, score REAL NOT NULL,
    first TEXT, last TEXT,     -- days, both included; of publication where none is stated
    date_basis TEXT NOT NULL CHECK (date_basis IN ('stated', 'published', 'unknown')), grain TEXT,
    place TEXT, place_country TEXT, admin1 TEXT, latitude REAL, longitude REAL, geonames INTEGER,
    trigger TEXT NOT NULL, trigger_start INTEGER NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    verdict TEXT,              -- of the latest review
    story INTEGER REFERENCES story (key)       -- derived, 002
) STRICT;
CREATE INDEX event_story ON event (story);
CREATE INDEX event_coding ON event (coding);
CREATE INDEX event_first ON event (first);
CREATE INDEX event_type ON event (type, first);
CREATE INDEX event_place ON event (place COLLATE NOCASE) WHERE place IS NOT NULL;

CREATE TABLE statement (
    key INTEGER PRIMARY KEY, coding INTEGER NOT NULL REFERENCES coding (key) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, act TEXT NOT NULL, cue TEXT, content TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, first TEXT, last TEXT, date_basis TEXT NOT NULL, score REAL NOT NULL,
    verdict TEXT
) STRICT;
CREATE INDEX statement_coding ON statement (coding);
CREATE INDEX statement_first ON statement (first);

CREATE TABLE about (
    statement INTEGER NOT NULL REFERENCES statement (key) ON DELETE CASCADE, event TEXT NOT NULL,
    PRIMARY KEY (statement, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX about_event ON about (event);

CREATE TABLE event_slot (
    event INTEGER NOT NULL REFERENCES event (key) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'asserted_by', 'denied_by')), n INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actor (key) ON DELETE CASCADE, PRIMARY KEY (event, role, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_slot_actor ON event_slot (actor);

CREATE TABLE statement_slot (
    statement INTEGER NOT NULL REFERENCES statement (key) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('speaker', 'addressee')), n INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actor (key) ON DELETE CASCADE, PRIMARY KEY (statement, role, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_slot_actor ON statement_slot (actor);

CREATE TABLE stance (
    event INTEGER NOT NULL REFERENCES event (key) ON DELETE CASCADE, n INTEGER NOT NULL, kind TEXT NOT NULL,
    actor INTEGER REFERENCES actor (key) ON DELETE CASCADE, start INTEGER NOT NULL, statement TEXT, PRIMARY KEY (event, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX stance_actor ON stance (actor);

CREATE TABLE figure (
    event INTEGER NOT NULL REFERENCES event (key) ON DELETE CASCADE, n INTEGER NOT NULL, what TEXT NOT NULL,
    low INTEGER NOT NULL, high INTEGER, said_by TEXT NOT NULL, PRIMARY KEY (event, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE dyad (
    left TEXT NOT NULL, right TEXT NOT NULL,       -- countries
    way TEXT NOT NULL CHECK (way IN ('to', 'with')),
    first TEXT NOT NULL, event INTEGER NOT NULL REFERENCES event (key) ON DELETE CASCADE,
    PRIMARY KEY (left, right, first, event, way)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyad_event ON dyad (event);

CREATE TABLE span (
    coding INTEGER NOT NULL REFERENCES coding (key) ON DELETE CASCADE, record TEXT NOT NULL, field TEXT NOT NULL,
    n INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (coding, record, field, n)
) STRICT, WITHOUT ROWID;

-- Words -----------------------------------------------------------------------------------------------------------

CREATE VIEW current_text AS
    SELECT v.key AS key, v.title AS title, v.text AS text FROM document d JOIN version v ON v.key = d.version;
CREATE VIRTUAL TABLE text_index USING fts5 (
    title, text, content = 'current_text', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE statement_index USING fts5 (
    content, content = 'statement', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
