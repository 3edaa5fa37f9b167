import GRDB

/// The tables of the store, as migrations: number n brings a store from schema n to n + 1.
enum Schema {
  /// "Meso" in ASCII: what makes an SQLite file a store of ours.
  static let applicationID: Int64 = 0x4D65_736F

  /// The schema of this version.
  static var version: Int { migrations.count }

  /// The tables whose every row is an entry of the ledger.
  static let chained = firstChained + secondChained + thirdChained + fourthChained
  private static let firstChained = ["diffs", "runs", "endings", "cells", "series", "numbers", "artefacts", "inputs"]

  private static let secondChained = ["sweeps", "identities"]
  private static let thirdChained = ["programs", "kinds", "degrees", "verdicts"]
  private static let fourthChained = ["origins", "merges", "tasks"]

  static let migrations = [first, checkpoints, modules, lookups + checks, clusters]

  private static let first =
    tables
    + firstChained.map { table in
      appendOnly(table, sameRecord: table == "cells" ? "id = NEW.id OR key = NEW.key" : "id = NEW.id")
    }.joined()
    + appendOnly("ledger", sameRecord: "id = NEW.id")
    + appendOnly("points", sameRecord: #"series = NEW.series AND place = NEW.place AND "column" = NEW."column""#)

  private static let tables = #"""
    -- What uncommitted changes a run was built with, by digest.
    CREATE TABLE diffs (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT;

    -- A run of a figure, written when it starts. `identity` is the digest of figure, parameters, seed and all code.
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
    CREATE INDEX runs_by_figure ON runs (figure, id);

    -- How a run ended. A run without an ending is running or was killed.
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
    CREATE INDEX endings_by_run ON endings (run);

    -- A finished cell, found by the digest of everything that determines its result.
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

    -- A plotted series, and its points: one value per row (`place`) and column.
    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      name TEXT NOT NULL,
      columns TEXT NOT NULL,
      rows INTEGER NOT NULL,
      points_sha256 TEXT NOT NULL
    ) STRICT;
    CREATE INDEX series_by_run ON series (run, name);
    CREATE TABLE points (
      series INTEGER NOT NULL REFERENCES series (id),
      place INTEGER NOT NULL,
      "column" TEXT NOT NULL,
      value REAL NOT NULL,
      PRIMARY KEY (series, place, "column")
    ) STRICT, WITHOUT ROWID;

    -- A headline number; its standard error is 0 where it is exact.
    CREATE TABLE numbers (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      name TEXT NOT NULL,
      value REAL NOT NULL,
      standard_error REAL NOT NULL,
      unit TEXT NOT NULL
    ) STRICT;
    CREATE INDEX numbers_by_run ON numbers (run, name);

    -- A file that a run wrote.
    CREATE TABLE artefacts (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      bytes INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX artefacts_by_run ON artefacts (run);

    -- A data set that a run read.
    CREATE TABLE inputs (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      bytes INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX inputs_by_run ON inputs (run);

    -- The hash chain over all records, in the order in which they were written.
    CREATE TABLE ledger (
      id INTEGER PRIMARY KEY,
      record_table TEXT NOT NULL,
      record INTEGER NOT NULL,
      record_sha256 TEXT NOT NULL,
      sha256 TEXT NOT NULL
    ) STRICT;

    """#

  /// Checkpoints are scratch: no trigger keeps them from being replaced and deleted, and they are not in the ledger. No
  /// record rests on a checkpoint alone, as a cell that went on from one gets the result it would have had without.
  private static let checkpoints = #"""
    -- Where a cell stands that is computed in stages, until it is recorded.
    CREATE TABLE checkpoints (
      key TEXT PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      stages INTEGER NOT NULL,
      seconds REAL NOT NULL,
      state BLOB NOT NULL,
      sha256 TEXT NOT NULL,
      written TEXT NOT NULL
    ) STRICT;

    """#

  private static let modules =
    #"""
    -- Which module declares the cells of a sweep, and the digest of that module and of all that it imports.
    CREATE TABLE sweeps (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      name TEXT NOT NULL,
      module TEXT NOT NULL,
      module_sha256 TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sweeps_by_run ON sweeps (run);

    -- The digest of what determines every number of a finished run: figure, parameters, seed and the modules of its sweeps.
    -- Two runs with one identity compute the same numbers.
    CREATE TABLE identities (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      identity TEXT NOT NULL
    ) STRICT;
    CREATE INDEX identities_by_run ON identities (run);

    """# + secondChained.map { appendOnly($0, sameRecord: "id = NEW.id") }.joined()

  /// A row is compared with its entry in the ledger whenever it is read, and a quoted link is looked for; runs are
  /// found by what they are. Where the chain was walked is scratch, as checkpoints are: whoever doubts it walks the
  /// whole chain.
  private static let lookups = #"""
    CREATE INDEX ledger_by_record ON ledger (record_table, record);
    CREATE INDEX ledger_by_link ON ledger (sha256);
    CREATE INDEX runs_by_quality ON runs (figure, quality, id);
    CREATE INDEX runs_by_identity ON runs (identity);
    CREATE INDEX identities_by_identity ON identities (identity);

    -- Up to which entry of the ledger the chain was walked without a fault, the link there, how many records of each table
    -- came before (as JSON), and when.
    CREATE TABLE walks (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      entry INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      records TEXT NOT NULL,
      walked TEXT NOT NULL
    ) STRICT;

    """#

  /// What it takes to say why a figure is not up to date, and whether it still is what was published.
  private static let checks =
    #"""
    -- The digests of all modules of a program, as JSON; `code_sha256` is that of its runs.
    CREATE TABLE programs (
      id INTEGER PRIMARY KEY,
      code_sha256 TEXT NOT NULL,
      modules TEXT NOT NULL
    ) STRICT;
    CREATE INDEX programs_by_code ON programs (code_sha256);

    -- Of which type the cells of a sweep are, in the compiler's encoding, and whether they are computed in stages.
    CREATE TABLE kinds (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      sweep TEXT NOT NULL,
      type TEXT NOT NULL,
      staged INTEGER NOT NULL CHECK (staged IN (0, 1))
    ) STRICT;
    CREATE INDEX kinds_by_run ON kinds (run);

    -- How well the error of a number, or of a column of a series (`series.column`), is known: its degrees of freedom, of a
    -- column the fewest. Of what is not listed there are infinitely many, or there is no error.
    CREATE TABLE degrees (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      quantity TEXT NOT NULL,
      degrees_of_freedom REAL NOT NULL
    ) STRICT;
    CREATE INDEX degrees_by_run ON degrees (run);

    -- What came of computing a published figure again: with which seed, and by a program of which code; `published` is the
    -- identity of the published run, and `data_sha256` the digest of its series.
    CREATE TABLE verdicts (
      id INTEGER PRIMARY KEY,
      figure TEXT NOT NULL,
      published TEXT NOT NULL,
      data_sha256 TEXT NOT NULL,
      seed INTEGER NOT NULL,
      scope TEXT NOT NULL CHECK (scope IN ('whole', 'examined', 'part')),
      code_sha256 TEXT NOT NULL,
      git_commit TEXT NOT NULL,
      cpu TEXT NOT NULL,
      holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
      quantities INTEGER NOT NULL,
      worst TEXT NOT NULL,
      written TEXT NOT NULL
    ) STRICT;
    CREATE INDEX verdicts_by_figure ON verdicts (figure, id);

    CREATE INDEX cells_by_sweep ON cells (figure, sweep, run, seconds);
    CREATE INDEX artefacts_by_digest ON artefacts (sha256);

    """# + thirdChained.map { appendOnly($0, sameRecord: "id = NEW.id") }.joined()

  /// What it takes to gather what several machines computed.
  private static let clusters =
    #"""
    -- A run that was merged from another store: which store (by the link of its first run), which run it is there, and the link
    -- of its record there, by which it is known wherever it is merged to.
    CREATE TABLE origins (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      store TEXT NOT NULL,
      record INTEGER NOT NULL,
      link TEXT NOT NULL
    ) STRICT;
    CREATE INDEX origins_by_run ON origins (run);
    CREATE INDEX origins_by_link ON origins (link);

    -- A merge that came to its end: which store, up to which link of its chain, and how many records were new here.
    CREATE TABLE merges (
      id INTEGER PRIMARY KEY,
      store TEXT NOT NULL,
      link TEXT NOT NULL,
      records INTEGER NOT NULL,
      merged TEXT NOT NULL
    ) STRICT;
    CREATE INDEX merges_by_link ON merges (link);

    -- A run that is one task of a job array of a scheduler: it computed a part of the cells for another run.
    CREATE TABLE tasks (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      scheduler TEXT NOT NULL,
      job TEXT NOT NULL,
      task INTEGER NOT NULL,
      array TEXT NOT NULL
    ) STRICT;
    CREATE INDEX tasks_by_run ON tasks (run);

    CREATE INDEX runs_by_start ON runs (figure, started, id);
    CREATE INDEX cells_by_run ON cells (run, seconds);

    """# + fourthChained.map { appendOnly($0, sameRecord: "id = NEW.id") }.joined()

  /// The triggers that let rows be added to a table and never changed: `INSERT OR REPLACE` deletes without a delete
  /// trigger, so an insertion over an existing record is refused as well.
  private static func appendOnly(_ table: String, sameRecord: String) -> String {
    """
    CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table)
      BEGIN SELECT RAISE(ABORT, 'the store only grows: \(table) cannot be updated'); END;
    CREATE TRIGGER \(table)_no_delete BEFORE DELETE ON \(table)
      BEGIN SELECT RAISE(ABORT, 'the store only grows: nothing can be deleted from \(table)'); END;
    CREATE TRIGGER \(table)_no_replace BEFORE INSERT ON \(table)
      WHEN EXISTS (SELECT 1 FROM \(table) WHERE \(sameRecord))
      BEGIN SELECT RAISE(ABORT, 'the store only grows: a record of \(table) cannot be replaced'); END;

    """
  }
}
