-- A ledger, format 1: every reading of one negotiation, in one file that only grows. Later formats add to it, file by file.
--
-- Tables name one another by seq, which counts rows in the order of their recording. "document" in parties, issues,
-- methods and anchors is the report with which the row came. Offsets count Unicode code points from 0 and end before
-- "end". A quote is not stored: it is its report's text at its place, as statement_view shows it.

PRAGMA application_id = 1685352052;  -- the letters "dtnt"
PRAGMA user_version = 1;

CREATE TABLE documents (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  title      TEXT,
  publisher  TEXT,
  published  TEXT,  -- ISO day
  url        TEXT,
  language   TEXT NOT NULL,
  licence    TEXT,
  text       TEXT NOT NULL,
  body_start INTEGER NOT NULL,
  body_end   INTEGER NOT NULL,
  recorded   TEXT NOT NULL,  -- ISO time, UTC
  copy_of    INTEGER REFERENCES documents,
  reading    TEXT NOT NULL  -- JSON: what was read beside the statements, see rows.py
);

CREATE TABLE parties (
  seq      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,  -- as first seen
  document INTEGER NOT NULL REFERENCES documents
);
CREATE INDEX parties_document ON parties (document);

CREATE TABLE issues (
  seq      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,  -- this and what follows as first seen
  codes    TEXT NOT NULL,  -- JSON list
  theme    TEXT,
  document INTEGER NOT NULL REFERENCES documents
);
CREATE INDEX issues_document ON issues (document);

CREATE TABLE methods (
  seq      INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  version  TEXT NOT NULL,
  document INTEGER NOT NULL REFERENCES documents,
  UNIQUE (name, version)
);
CREATE INDEX methods_document ON methods (document);

CREATE TABLE statements (
  seq           INTEGER PRIMARY KEY,
  id            BLOB NOT NULL,  -- 8 bytes; shown in hexadecimal
  document      INTEGER NOT NULL REFERENCES documents,
  start         INTEGER NOT NULL,
  "end"         INTEGER NOT NULL,
  sentence      INTEGER NOT NULL,
  party         INTEGER NOT NULL REFERENCES parties,
  issue         INTEGER NOT NULL REFERENCES issues,
  act           TEXT NOT NULL,
  stance        TEXT NOT NULL,
  target        INTEGER REFERENCES parties,
  hedged        INTEGER NOT NULL,
  confidence    REAL NOT NULL,
  method        INTEGER NOT NULL REFERENCES methods,
  speaker       TEXT,
  speaker_party INTEGER REFERENCES parties,
  office        TEXT,
  day           INTEGER,  -- of publication, yyyymmdd
  detail        TEXT  -- JSON: option, hedge, condition, quantities, said, attribution, where there are any
);
CREATE INDEX statements_id ON statements (id);
CREATE INDEX statements_document ON statements (document);
CREATE INDEX statements_issue ON statements (issue, party, day);  -- and seq, with which every index ends

CREATE TABLE reviews (
  seq       INTEGER PRIMARY KEY,
  statement BLOB NOT NULL,  -- its id
  verdict   TEXT NOT NULL,
  reviewer  TEXT NOT NULL,
  at        TEXT NOT NULL,  -- ISO time, UTC
  note      TEXT NOT NULL
);
CREATE INDEX reviews_statement ON reviews (statement);

CREATE TABLE anchors (
  seq      INTEGER PRIMARY KEY,
  issue    INTEGER NOT NULL REFERENCES issues,
  about    TEXT NOT NULL,  -- JSON: the issue as the anchor has it
  quote    TEXT NOT NULL,
  sentence TEXT NOT NULL,
  act      TEXT NOT NULL,
  vector   BLOB NOT NULL,  -- 32-bit floats, little-endian
  themes   TEXT NOT NULL,  -- JSON: pairs of key and weight
  document INTEGER NOT NULL REFERENCES documents
);
CREATE INDEX anchors_document ON anchors (document);

CREATE TABLE settings (
  seq      INTEGER PRIMARY KEY,
  key      TEXT NOT NULL,
  value    TEXT NOT NULL,
  recorded TEXT NOT NULL
);

-- The chain: one entry for each reading, review and setting, see chain.py.
CREATE TABLE entries (
  seq      INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,
  ref      INTEGER NOT NULL,  -- seq of the document, review or setting
  recorded TEXT NOT NULL,
  hash     BLOB NOT NULL,
  link     BLOB NOT NULL
);

-- The words of every quote; rowid is the statement's seq.
CREATE VIRTUAL TABLE statement_words USING fts5 (quote, content = '', tokenize = 'unicode61 remove_diacritics 2');

CREATE VIEW statement_view AS
SELECT
  s.seq,
  lower(hex(s.id)) AS id,
  d.published,
  d.name AS document,
  d.publisher,
  p.name AS party,
  i.name AS issue,
  s.act,
  s.stance,
  t.name AS target,
  s.hedged,
  substr(d.text, s.start + 1, s."end" - s.start) AS quote,
  s.speaker,
  s.office,
  s.confidence,
  m.name AS method,
  m.version,
  d.recorded,
  (SELECT r.verdict FROM reviews r WHERE r.statement = s.id ORDER BY r.seq DESC LIMIT 1) AS verdict
FROM statements s
LEFT JOIN documents d ON d.seq = s.document
LEFT JOIN parties p ON p.seq = s.party
LEFT JOIN issues i ON i.seq = s.issue
LEFT JOIN parties t ON t.seq = s.target
LEFT JOIN methods m ON m.seq = s.method;

-- A ledger only grows. The third of each three stops INSERT OR REPLACE, which would delete without a word.

CREATE TRIGGER documents_stay BEFORE UPDATE ON documents
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER documents_remain BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER documents_keep BEFORE INSERT ON documents WHEN EXISTS (SELECT 1 FROM documents WHERE seq = NEW.seq OR id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER parties_stay BEFORE UPDATE ON parties
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER parties_remain BEFORE DELETE ON parties
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER parties_keep BEFORE INSERT ON parties WHEN EXISTS (SELECT 1 FROM parties WHERE seq = NEW.seq OR id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER issues_stay BEFORE UPDATE ON issues
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER issues_remain BEFORE DELETE ON issues
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER issues_keep BEFORE INSERT ON issues WHEN EXISTS (SELECT 1 FROM issues WHERE seq = NEW.seq OR id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER methods_stay BEFORE UPDATE ON methods
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER methods_remain BEFORE DELETE ON methods
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER methods_keep BEFORE INSERT ON methods WHEN EXISTS (SELECT 1 FROM methods WHERE seq = NEW.seq OR (name = NEW.name AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER statements_stay BEFORE UPDATE ON statements
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER statements_remain BEFORE DELETE ON statements
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER statements_keep BEFORE INSERT ON statements WHEN EXISTS (SELECT 1 FROM statements WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER reviews_remain BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER reviews_keep BEFORE INSERT ON reviews WHEN EXISTS (SELECT 1 FROM reviews WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER anchors_stay BEFORE UPDATE ON anchors
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER anchors_remain BEFORE DELETE ON anchors
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER anchors_keep BEFORE INSERT ON anchors WHEN EXISTS (SELECT 1 FROM anchors WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER settings_stay BEFORE UPDATE ON settings
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER settings_remain BEFORE DELETE ON settings
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER settings_keep BEFORE INSERT ON settings WHEN EXISTS (SELECT 1 FROM settings WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;

CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER entries_keep BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
