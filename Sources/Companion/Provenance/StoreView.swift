/// A view of the store for questions in SQL, with a meaning for each column. Views exist for one connection only: the file is
/// not changed by them.
public struct StoreView: Sendable, Hashable {
  /// Its name in SQL.
  public let name: String
  /// What one row is.
  public let meaning: String
  /// Its columns.
  public let columns: [Column]
  /// What it is made from, in SQL.
  let source: String

  /// A column of a view.
  public struct Column: Sendable, Hashable {
    /// Its name in SQL.
    public let name: String
    /// What it holds, with the unit.
    public let meaning: String
    /// How it is made, in SQL.
    let expression: String

    init(_ name: String, _ meaning: String, _ expression: String? = nil) {
      (self.name, self.meaning, self.expression) = (name, meaning, expression ?? name)
    }
  }

  private init(_ name: String, _ meaning: String, from source: String, _ columns: [Column]) {
    (self.name, self.meaning, self.source, self.columns) = (name, meaning, source, columns)
  }

  /// The statement that makes the view.
  var statement: String {
    let selected = columns.map { "\($0.expression) AS \"\($0.name)\"" }.joined(separator: ", ")
    return "CREATE TEMP VIEW \(name) AS SELECT \(selected) FROM \(source)"
  }

  /// All views.
  public static let all = [runs, numbers, series, points, sweeps, cells, files, published]

  private static let runs = StoreView(
    "runs", "A run of a figure.",
    from: """
      main.runs AS r LEFT JOIN main.endings AS e ON e.run = r.id LEFT JOIN main.identities AS i ON i.run = r.id
      """,
    [
      Column("run", "the number of the run", "r.id"),
      Column(
        "identity", "what determines its numbers: figure, parameters, seed, code", "coalesce(i.identity, r.identity)"),
      Column("figure", "the figure", "r.figure"),
      Column("quality", "paper, quick or custom", "r.quality"),
      Column(
        "state", "finished, failed, partial, or open where the run never said that it ended",
        "coalesce(e.state, 'open')"),
      Column("message", "why it failed", "e.message"),
      Column("started", "when it started (UTC)", "r.started"),
      Column("ended", "when it ended (UTC)", "e.ended"),
      Column("seconds", "how long it took (s)", "e.seconds"),
      Column("cells_computed", "how many cells it computed", "e.cells_computed"),
      Column("cells_reused", "how many cells it found in the store", "e.cells_reused"),
      Column("parameters", "its parameters, as JSON", "r.parameters"),
      Column("seed", "the seed of all random numbers", "r.seed"),
      Column("shard", "which part of the cells it computed, as i/n", "r.shard"),
      Column("jobs", "how many cells it computed at a time", "r.jobs"),
      Column("code", "the SHA-256 of all code of the program", "r.code_sha256"),
      Column("compiler", "the compiler", "r.compiler"),
      Column("build", "how the program was built, with its libraries", "r.build"),
      Column("git_commit", "the commit of the sources", "r.git_commit"),
      Column("git_state", "clean, dirty or unknown", "r.git_state"),
      Column("git_diff", "the SHA-256 of the uncommitted changes", "r.git_diff_sha256"),
      Column("os", "the operating system", "r.os"),
      Column("cpu", "the processor", "r.cpu"),
      Column("host", "the machine", "r.host"),
      Column("gnuplot", "the version of gnuplot", "r.gnuplot"),
      Column("sqlite", "the version of SQLite", "r.sqlite"),
    ])

  private static let numbers = StoreView(
    "numbers", "A number that a run recorded.", from: "main.numbers AS n JOIN main.runs AS r ON r.id = n.run",
    [
      Column("run", "the number of the run", "n.run"), Column("figure", "the figure", "r.figure"),
      Column("quality", "paper, quick or custom", "r.quality"), Column("name", "its name", "n.name"),
      Column("value", "its value, in its unit", "n.value"),
      Column("error", "its standard error, in its unit; 0 where it is exact", "n.standard_error"),
      Column("unit", "its unit; empty for a pure number", "n.unit"),
    ])

  private static let series = StoreView(
    "series", "A series of points that a run recorded.", from: "main.series AS s JOIN main.runs AS r ON r.id = s.run",
    [
      Column("series", "the number of the series", "s.id"), Column("run", "the number of the run", "s.run"),
      Column("figure", "the figure", "r.figure"), Column("quality", "paper, quick or custom", "r.quality"),
      Column("name", "its name", "s.name"), Column("columns", "the names of its columns, as JSON", "s.columns"),
      Column("rows", "how many rows it has", "s.rows"),
      Column("sha256", "the SHA-256 of its points", "s.points_sha256"),
    ])

  private static let points = StoreView(
    "points", "One value of a series.",
    from: "main.points AS p JOIN main.series AS s ON s.id = p.series JOIN main.runs AS r ON r.id = s.run",
    [
      Column("series", "the number of the series", "p.series"), Column("run", "the number of the run", "s.run"),
      Column("figure", "the figure", "r.figure"), Column("name", "the name of the series", "s.name"),
      Column("place", "the row of the series, from 0", "p.place"),
      Column("column", "the column of the series", "p.\"column\""), Column("value", "the value", "p.value"),
    ])

  private static let sweeps = StoreView(
    "sweeps", "A module that declares the cells of a sweep of a run.",
    from: "main.sweeps AS w JOIN main.runs AS r ON r.id = w.run",
    [
      Column("run", "the number of the run", "w.run"), Column("figure", "the figure", "r.figure"),
      Column("sweep", "the sweep", "w.name"), Column("module", "the module", "w.module"),
      Column("sha256", "the SHA-256 of the module and of all that it imports", "w.module_sha256"),
    ])

  private static let cells = StoreView(
    "cells", "A finished cell.", from: "main.cells",
    [
      Column("run", "the run that computed it"), Column("figure", "the figure"), Column("sweep", "the sweep"),
      Column("inputs", "its inputs, as JSON"), Column("replica", "which repetition it is, from 0"),
      Column("result", "its result, as JSON"), Column("seconds", "how long it took (s)"),
      Column("finished", "when it was finished (UTC)"), Column("key", "the SHA-256 of all that determines its result"),
    ])

  private static let files = StoreView(
    "files", "A file that a run wrote, or data that it read.",
    from: """
      (SELECT id, run, 'written' AS kind, path, sha256, bytes FROM main.artefacts
        UNION ALL SELECT id, run, 'read', name, sha256, bytes FROM main.inputs) AS f JOIN main.runs AS r ON r.id = f.run
      """,
    [
      Column("run", "the number of the run", "f.run"), Column("figure", "the figure", "r.figure"),
      Column("kind", "written or read", "f.kind"), Column("path", "where it lay, or what the data are", "f.path"),
      Column("sha256", "the SHA-256 of its bytes", "f.sha256"), Column("bytes", "its size (bytes)", "f.bytes"),
    ])

  /// The published numbers lie in files beside the store; whoever asks hands them over.
  private static let published = StoreView(
    "published", "A published number, from data/published.", from: "temp.published_numbers",
    [
      Column("figure", "the figure"), Column("identity", "the identity of the published run"),
      Column("name", "its name"), Column("value", "its value, in its unit"),
      Column("error", "its standard error, in its unit; 0 where it is exact"),
      Column("unit", "its unit; empty for a pure number"),
    ])

  /// A published number, for the view `published`.
  public struct PublishedNumber: Sendable, Hashable {
    let figure: String, identity: String, number: NumberRecord

    /// A number of the published document of a figure, whose run has this identity.
    public init(figure: String, identity: String, number: NumberRecord) {
      (self.figure, self.identity, self.number) = (figure, identity, number)
    }
  }
}
