-- A store of schema 1 with one run in it, as version 1 of the schema made and filled it.
PRAGMA foreign_keys = OFF;
PRAGMA journal_mode = WAL;
PRAGMA application_id = 1298494319;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE artefacts (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id),
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;
CREATE TABLE cells (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  run INTEGER NOT NULL REFERENCES runs (id),
  figure TEXT NOT NULL,
  sweep TEXT NOT NULL,
  inputs TEXT NOT NULL,
  replica INTEGER NOT NULL,
  result TEXT NOT NULL,
  seconds REAL NOT NULL,
  finished TEXT NOT NULL
) STRICT;
INSERT INTO "cells" VALUES(1,'a',1,'example','s','{"x":1}',0,'2',0.5,'2026-11-21T20:40:04.079Z');
INSERT INTO "cells" VALUES(2,'b',1,'example','s','{"x":1}',0,'2',0.5,'2026-11-21T20:40:04.080Z');
CREATE TABLE diffs (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE endings (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id),
  state TEXT NOT NULL CHECK (state IN ('finished', 'failed', 'partial')),
  message TEXT NOT NULL,
  cells_computed INTEGER NOT NULL,
  cells_reused INTEGER NOT NULL,
  seconds REAL NOT NULL,
  ended TEXT NOT NULL
) STRICT;
INSERT INTO "endings" VALUES(1,1,'finished','',2,0,1.5,'2026-11-21T20:40:04.093Z');
CREATE TABLE inputs (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY,
  record_table TEXT NOT NULL,
  record INTEGER NOT NULL,
  record_sha256 TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
INSERT INTO "ledger" VALUES(1,'runs',1,'944bcbe108643ecd95a3e593d12e137153ab3977219edb2bc1399767558c1188','b1aa64a787125fb3d9ef23caa5ea8aa0bf62e6aaeb9757c391097f7c6689a1eb');
INSERT INTO "ledger" VALUES(2,'cells',1,'a2d2ffd8b0cccf08b1a8ae7f92c2c3106e4a65ce25a2728a721bf2e952bbd5a6','afe6fc3745a42a47971faf4d501ee5af1a49b95f330883cded70775e6ccacbb2');
INSERT INTO "ledger" VALUES(3,'cells',2,'305795fdf4a9257e26ed842b6bee4fc7c7461f9672958347ca97e5ac28378a27','5225feb86a0d6ba6ee21ad50d7454c304a8b5dc6212e6e64fdd3515a528d6348');
INSERT INTO "ledger" VALUES(4,'series',1,'ffcc0db032cd435df04627823a14befe5987939b03514d14ff038208cae13fd9','6a74d43cf70564d58e2d1f17192d41168adb0460ce848dbedcebe22bf06e6e35');
INSERT INTO "ledger" VALUES(5,'numbers',1,'d311f06274726a067d94a0b3c7ac3e3ba72344d6f4435afdda4fdfac9396f58e','a2a259548c7fe637db70f757dd208b1ae65a3ad60cc661c350367d0f1346dbcf');
INSERT INTO "ledger" VALUES(6,'endings',1,'2e3cf183ef98598eb9d937bd338034550cf91f3c12352dad9a79aa70562cf1af','565ae3e4624d1d48d8b62a2092640e36f2abbb2db8a408bc81a8e3a687310e7d');
CREATE TABLE numbers (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  value REAL NOT NULL,
  standard_error REAL NOT NULL,
  unit TEXT NOT NULL
) STRICT;
INSERT INTO "numbers" VALUES(1,1,'gain',0.1,0.01,'bits');
CREATE TABLE points (
  series INTEGER NOT NULL REFERENCES series (id),
  place INTEGER NOT NULL,
  "column" TEXT NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (series, place, "column")
) STRICT, WITHOUT ROWID;
INSERT INTO "points" VALUES(1,0,'x',1.0);
INSERT INTO "points" VALUES(1,0,'y',0.1);
INSERT INTO "points" VALUES(1,1,'x',2.0);
INSERT INTO "points" VALUES(1,1,'y',0.2);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL,
  figure TEXT NOT NULL,
  quality TEXT NOT NULL CHECK (quality IN ('paper', 'quick', 'custom')),
  parameters TEXT NOT NULL,
  parameters_sha256 TEXT NOT NULL,
  seed INTEGER NOT NULL,
  shard TEXT NOT NULL,
  jobs INTEGER NOT NULL,
  code_sha256 TEXT NOT NULL,
  compiler TEXT NOT NULL,
  build TEXT NOT NULL,
  git_commit TEXT NOT NULL,
  git_state TEXT NOT NULL CHECK (git_state IN ('clean', 'dirty', 'unknown')),
  git_diff_sha256 TEXT NOT NULL,
  os TEXT NOT NULL,
  cpu TEXT NOT NULL,
  host TEXT NOT NULL,
  gnuplot TEXT NOT NULL,
  sqlite TEXT NOT NULL,
  process INTEGER NOT NULL,
  process_start TEXT NOT NULL,
  boot TEXT NOT NULL,
  started TEXT NOT NULL
) STRICT;
INSERT INTO "runs" VALUES(1,'39aa54118634','example','paper','{"beta":2}','277880128fdc51f1aefa325f10ae4b612fa9056d3c81503da8d6afba8f2c641b',7,'1/1',2,'c0de','unknown','unknown','unknown','unknown','','unknown','unknown','unknown','unknown','3.40.1',14144,'3574984','7233e709-8241-41bf-ac01-5377bd85c032','2026-11-21T20:40:04.078Z');
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  columns TEXT NOT NULL,
  rows INTEGER NOT NULL,
  points_sha256 TEXT NOT NULL
) STRICT;
INSERT INTO "series" VALUES(1,1,'line','["x","y"]',2,'c4e5214eea765e9aee4f2f6326943d04d87686c98904fd10d8858e88586881ff');
CREATE INDEX runs_by_figure ON runs (figure, id);
CREATE INDEX endings_by_run ON endings (run);
CREATE INDEX series_by_run ON series (run, name);
CREATE INDEX numbers_by_run ON numbers (run, name);
CREATE INDEX artefacts_by_run ON artefacts (run);
CREATE INDEX inputs_by_run ON inputs (run);
CREATE TRIGGER diffs_no_update BEFORE UPDATE ON diffs
  BEGIN SELECT RAISE(ABORT, 'the store only grows: diffs cannot be updated'); END;
CREATE TRIGGER diffs_no_delete BEFORE DELETE ON diffs
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from diffs'); END;
CREATE TRIGGER diffs_no_replace BEFORE INSERT ON diffs
  WHEN EXISTS (SELECT 1 FROM diffs WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of diffs cannot be replaced'); END;
CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs
  BEGIN SELECT RAISE(ABORT, 'the store only grows: runs cannot be updated'); END;
CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from runs'); END;
CREATE TRIGGER runs_no_replace BEFORE INSERT ON runs
  WHEN EXISTS (SELECT 1 FROM runs WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of runs cannot be replaced'); END;
CREATE TRIGGER endings_no_update BEFORE UPDATE ON endings
  BEGIN SELECT RAISE(ABORT, 'the store only grows: endings cannot be updated'); END;
CREATE TRIGGER endings_no_delete BEFORE DELETE ON endings
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from endings'); END;
CREATE TRIGGER endings_no_replace BEFORE INSERT ON endings
  WHEN EXISTS (SELECT 1 FROM endings WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of endings cannot be replaced'); END;
CREATE TRIGGER cells_no_update BEFORE UPDATE ON cells
  BEGIN SELECT RAISE(ABORT, 'the store only grows: cells cannot be updated'); END;
CREATE TRIGGER cells_no_delete BEFORE DELETE ON cells
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from cells'); END;
CREATE TRIGGER cells_no_replace BEFORE INSERT ON cells
  WHEN EXISTS (SELECT 1 FROM cells WHERE id = NEW.id OR key = NEW.key)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of cells cannot be replaced'); END;
CREATE TRIGGER series_no_update BEFORE UPDATE ON series
  BEGIN SELECT RAISE(ABORT, 'the store only grows: series cannot be updated'); END;
CREATE TRIGGER series_no_delete BEFORE DELETE ON series
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from series'); END;
CREATE TRIGGER series_no_replace BEFORE INSERT ON series
  WHEN EXISTS (SELECT 1 FROM series WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of series cannot be replaced'); END;
CREATE TRIGGER numbers_no_update BEFORE UPDATE ON numbers
  BEGIN SELECT RAISE(ABORT, 'the store only grows: numbers cannot be updated'); END;
CREATE TRIGGER numbers_no_delete BEFORE DELETE ON numbers
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from numbers'); END;
CREATE TRIGGER numbers_no_replace BEFORE INSERT ON numbers
  WHEN EXISTS (SELECT 1 FROM numbers WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of numbers cannot be replaced'); END;
CREATE TRIGGER artefacts_no_update BEFORE UPDATE ON artefacts
  BEGIN SELECT RAISE(ABORT, 'the store only grows: artefacts cannot be updated'); END;
CREATE TRIGGER artefacts_no_delete BEFORE DELETE ON artefacts
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from artefacts'); END;
CREATE TRIGGER artefacts_no_replace BEFORE INSERT ON artefacts
  WHEN EXISTS (SELECT 1 FROM artefacts WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of artefacts cannot be replaced'); END;
CREATE TRIGGER inputs_no_update BEFORE UPDATE ON inputs
  BEGIN SELECT RAISE(ABORT, 'the store only grows: inputs cannot be updated'); END;
CREATE TRIGGER inputs_no_delete BEFORE DELETE ON inputs
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from inputs'); END;
CREATE TRIGGER inputs_no_replace BEFORE INSERT ON inputs
  WHEN EXISTS (SELECT 1 FROM inputs WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of inputs cannot be replaced'); END;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
  BEGIN SELECT RAISE(ABORT, 'the store only grows: ledger cannot be updated'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from ledger'); END;
CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger
  WHEN EXISTS (SELECT 1 FROM ledger WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of ledger cannot be replaced'); END;
CREATE TRIGGER points_no_update BEFORE UPDATE ON points
  BEGIN SELECT RAISE(ABORT, 'the store only grows: points cannot be updated'); END;
CREATE TRIGGER points_no_delete BEFORE DELETE ON points
  BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from points'); END;
CREATE TRIGGER points_no_replace BEFORE INSERT ON points
  WHEN EXISTS (SELECT 1 FROM points WHERE series = NEW.series AND place = NEW.place AND "column" = NEW."column")
  BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of points cannot be replaced'); END;
COMMIT;
