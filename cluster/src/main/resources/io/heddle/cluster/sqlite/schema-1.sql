CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value ANY
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 1);
-- What is known of a room; outlives its publications. first: the oldest offset that is kept.
-- bytes: of the data that is kept. batch, result: the last append, for when it is repeated.
CREATE TABLE room (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  epoch TEXT NOT NULL,
  generation INTEGER NOT NULL,
  head INTEGER NOT NULL,
  first INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  batch BLOB NOT NULL,
  result BLOB NOT NULL,
  used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
-- When all publications and keys of a room will be too old.
CREATE INDEX room_expiry ON room (expires_at);
CREATE TABLE publication (
  room INTEGER NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  size INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (room, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE idempotency (
  room INTEGER NOT NULL,
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (room, key)
) STRICT, WITHOUT ROWID;
-- The oldest goes first.
CREATE INDEX idempotency_age ON idempotency (room, position);
CREATE TABLE cursor (
  room TEXT NOT NULL,
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  epoch TEXT NOT NULL,
  position INTEGER NOT NULL,
  moved_at INTEGER NOT NULL,
  moves INTEGER NOT NULL,
  PRIMARY KEY (room, user, device)
) STRICT, WITHOUT ROWID;
