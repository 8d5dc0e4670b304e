-- Format 2: corrections and identities, and what is derived to answer quickly.

PRAGMA user_version = 2;

DROP INDEX statements_id;  -- ids are hashes: each new one is written to a place of its own, a quarter of the time of recording

-- What a review with the verdict "corrected" puts in the place of what was read; NULL where that stays.
CREATE TABLE corrections (
  seq    INTEGER PRIMARY KEY,
  review INTEGER NOT NULL REFERENCES reviews,
  party  TEXT,  -- ids
  issue  TEXT,
  act    TEXT,
  stance TEXT
);
CREATE INDEX corrections_review ON corrections (review);

-- Two parties or issues that are one. Of several rows on one member the last counts; one that names itself undoes.
CREATE TABLE identities (
  seq      INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,  -- party or issue
  member   TEXT NOT NULL,  -- ids
  same_as  TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  at       TEXT NOT NULL,  -- ISO time, UTC
  note     TEXT NOT NULL
);

-- What a party or issue is to be called, perhaps one that no report has named. Of several rows the last counts.
CREATE TABLE names (
  seq      INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,  -- party or issue
  id       TEXT NOT NULL,
  name     TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  at       TEXT NOT NULL,  -- ISO time, UTC
  note     TEXT NOT NULL
);

-- Agreements and incidents of other data sets, as their files have them; of several rows of one key the last counts.
CREATE TABLE externals (
  seq      INTEGER PRIMARY KEY,
  batch    INTEGER NOT NULL,  -- those that came together
  source   TEXT NOT NULL,  -- PA-X, ACLED ...
  key      TEXT NOT NULL,  -- its id there
  day      TEXT,  -- ISO
  content  TEXT NOT NULL,  -- JSON, see externals.py
  recorded TEXT NOT NULL
);
CREATE INDEX externals_key ON externals (key);
CREATE INDEX externals_batch ON externals (batch);

CREATE INDEX statements_day ON statements (day);
CREATE INDEX documents_published ON documents (published);

CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER corrections_remain BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER corrections_keep BEFORE INSERT ON corrections WHEN EXISTS (SELECT 1 FROM corrections WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER identities_stay BEFORE UPDATE ON identities
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER identities_remain BEFORE DELETE ON identities
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER identities_keep BEFORE INSERT ON identities WHEN EXISTS (SELECT 1 FROM identities WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER names_stay BEFORE UPDATE ON names
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER names_remain BEFORE DELETE ON names
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER names_keep BEFORE INSERT ON names WHEN EXISTS (SELECT 1 FROM names WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER externals_stay BEFORE UPDATE ON externals
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER externals_remain BEFORE DELETE ON externals
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER externals_keep BEFORE INSERT ON externals WHEN EXISTS (SELECT 1 FROM externals WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

-- Derived: made from what stands above, made anew at will, and no part of the chain.

-- Where each party stood on each issue at the end of each day on which it was heard; corrections and identities applied.
CREATE TABLE cells (
  party    TEXT NOT NULL,  -- ids
  issue    TEXT NOT NULL,
  day      INTEGER NOT NULL,  -- yyyymmdd; 0 for undated reports, which come first
  stances  TEXT NOT NULL,  -- joined by commas
  standing TEXT NOT NULL,
  since    INTEGER,  -- as statements.day
  held     TEXT NOT NULL,  -- JSON: seq of the statements that carry it
  PRIMARY KEY (party, issue, day)
) WITHOUT ROWID;

-- Every party and issue with all its names, as the readings list them.
CREATE TABLE listed (
  kind    TEXT NOT NULL,  -- party or issue
  id      TEXT NOT NULL,
  place   INTEGER NOT NULL,  -- in the order of first listing
  content TEXT NOT NULL,  -- JSON
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- The statements by id, as far as they were settled; ask statement_ids.
CREATE TABLE settled_ids (
  id  BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (id, seq)
) WITHOUT ROWID;

-- How far the derived tables go: the last row of each table that is in them.
CREATE TABLE settled (
  name TEXT PRIMARY KEY,
  seq  INTEGER NOT NULL
) WITHOUT ROWID;

-- All statements by id; the few that were not settled yet are looked through.
CREATE VIEW statement_ids AS
SELECT id, seq FROM settled_ids
UNION ALL
SELECT id, seq FROM statements WHERE seq > coalesce((SELECT seq FROM settled WHERE name = 'ids'), 0);

CREATE VIEW cell_view AS
SELECT c.issue, c.party, c.day, c.stances, c.standing, c.since, json_array_length(c.held) AS statements
FROM cells c;
