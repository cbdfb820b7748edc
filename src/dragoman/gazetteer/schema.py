"""Layout of the gazetteer file.

Comes in: nothing. Goes out: the SQL that makes the tables and the marks by which a file is known as ours.
"""

APPLICATION_ID = 0x44524147
"""In the header of every gazetteer file, so that no other file is ever overwritten by mistake ("DRAG")."""

FORMAT = 6
"""Part of the stamp: raise it when the layout or the rules of the builder change."""

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE party (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
    sector TEXT NOT NULL, sectors TEXT NOT NULL, since TEXT, until TEXT, file TEXT NOT NULL
);
CREATE TABLE party_name (
    key TEXT NOT NULL, rank INTEGER NOT NULL, party INTEGER NOT NULL, matched TEXT NOT NULL, form TEXT NOT NULL,
    PRIMARY KEY (key, rank, party)
) WITHOUT ROWID;
CREATE TABLE role (
    noun TEXT PRIMARY KEY, kind TEXT NOT NULL, sector TEXT NOT NULL, sectors TEXT NOT NULL, borrows INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE spell (
    id INTEGER PRIMARY KEY, state TEXT NOT NULL, office TEXT NOT NULL, title TEXT NOT NULL, person TEXT NOT NULL,
    wikidata TEXT, since TEXT NOT NULL, until TEXT, known TEXT, source TEXT NOT NULL, verified INTEGER NOT NULL
);
CREATE INDEX spell_office ON spell (state, office);
CREATE TABLE spell_name (
    key TEXT NOT NULL, spell INTEGER NOT NULL, own INTEGER NOT NULL, PRIMARY KEY (key, spell)
) WITHOUT ROWID;
CREATE TABLE complete (
    state TEXT NOT NULL, office TEXT NOT NULL, until TEXT NOT NULL, PRIMARY KEY (state, office)
) WITHOUT ROWID;
CREATE TABLE country (
    alpha3 TEXT PRIMARY KEY, cow INTEGER, gw INTEGER, name TEXT NOT NULL, adjectives TEXT NOT NULL, demonyms TEXT NOT NULL, capital TEXT,
    geonames INTEGER, latitude REAL, longitude REAL, population INTEGER NOT NULL, continent TEXT, neighbours TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, geonames INTEGER, name TEXT NOT NULL, country TEXT, code TEXT, admin1 TEXT,
    latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL, feature TEXT NOT NULL,
    weight REAL NOT NULL, file TEXT NOT NULL
);
CREATE TABLE place_name (
    key TEXT NOT NULL, place INTEGER NOT NULL, own INTEGER NOT NULL,
    PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE TABLE region (
    country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, geonames INTEGER, PRIMARY KEY (country, code)
) WITHOUT ROWID;
"""
