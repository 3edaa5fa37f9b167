import Foundation
import GRDB

/// A run as the store knows it.
public struct StoredRun: Sendable, Hashable {
  /// The number of the run in this store.
  public let id: Int64
  /// What determines every number of the run: of a finished one, figure, parameters, seed and ``modules``.
  public let identity: String
  /// The modules whose cells the run used, by name, with the digests of their code.
  public let modules: [String: String]
  /// The figure, the quality and the parameters.
  public let figure: String, quality: RunRecord.Quality, parameters: String
  /// The seed.
  public let seed: Int
  /// The digest of all code of the program.
  public let code: String
  /// Everything that was written down when it started, in order, as text: for showing.
  public let facts: [Fact]
  /// How it stands.
  public let state: State
  /// Why it failed; empty if it did not.
  public let message: String
  /// How many cells it computed and how many it found in the store; 0 until it ends.
  public let cellsComputed, cellsReused: Int
  /// How long it took; 0 until it ends.
  public let seconds: Double
  /// When it started and, if it did, ended.
  public let started: String, ended: String?

  /// A named fact.
  public struct Fact: Sendable, Hashable {
    /// What it is.
    public let name: String
    /// What is known of it.
    public let value: String
  }

  /// How a run stands.
  public enum State: String, Sendable {
    /// It ended well.
    case finished
    /// It ended with an error.
    case failed
    /// It was a shard: its part is stored, and other parts were missing.
    case partial
    /// Its process is at work.
    case running
    /// Its process is gone, and it never said that it ended.
    case killed
    /// It runs or ran on another machine, or before a reboot, and never said that it ended.
    case unfinished
  }

  fileprivate init(_ row: Row) {
    id = row["id"]
    identity = row["used_identity"] ?? row["identity"]
    modules =
      (try? JSONDecoder().decode([String: String].self, from: Data((row["modules"] as String).utf8))) ?? [:]
    figure = row["figure"]
    quality = RunRecord.Quality(rawValue: row["quality"]) ?? .custom
    parameters = row["parameters"]
    seed = row["seed"]
    code = row["code_sha256"]
    started = row["started"]
    ended = row["ended"]
    message = row["message"] ?? ""
    cellsComputed = row["cells_computed"] ?? 0
    cellsReused = row["cells_reused"] ?? 0
    seconds = row["seconds"] ?? 0
    let shown = [
      "seed", "shard", "jobs", "code_sha256", "compiler", "build", "git_commit", "git_state", "git_diff_sha256", "os",
      "cpu", "host", "gnuplot", "sqlite", "process",
    ]
    facts = shown.map { Fact(name: $0, value: (row[$0] as DatabaseValue).description.trimmingCharacters(in: ["\""])) }
    let process = RunningProcess(number: row["process"], start: row["process_start"], boot: row["boot"])
    state =
      if let ending = row["state"] as String? {
        State(rawValue: ending) ?? .failed
      } else {
        switch process.isAlive {
        case .some(true): .running
        case .some(false): .killed
        case .none: .unfinished
        }
      }
  }
}

extension Store {
  private static let selectRuns = """
    SELECT runs.*, endings.state, endings.message, endings.cells_computed, endings.cells_reused, endings.seconds,
      endings.ended, identities.identity AS used_identity,
      (SELECT json_group_object(module, module_sha256)
        FROM (SELECT DISTINCT module, module_sha256 FROM sweeps WHERE sweeps.run = runs.id)) AS modules
    FROM runs LEFT JOIN endings ON endings.run = runs.id LEFT JOIN identities ON identities.run = runs.id
    """

  /// The runs of a figure, or of all, the latest first.
  public func runs(of figure: String? = nil, limit: Int = 1000) throws -> [StoredRun] {
    try read { db in
      try Row.fetchAll(
        db, sql: Self.selectRuns + " WHERE ?1 IS NULL OR runs.figure = ?1 ORDER BY runs.id DESC LIMIT ?2",
        arguments: [figure, limit]
      ).map(StoredRun.init)
    }
  }

  /// A run by its number.
  public func run(_ id: Int64) throws -> StoredRun? {
    try read { db in
      try Row.fetchOne(db, sql: Self.selectRuns + " WHERE runs.id = ?", arguments: [id]).map(StoredRun.init)
    }
  }

  /// The results of stored cells by their keys; keys that are not stored are left out.
  public func results(ofCells keys: [String]) throws -> [String: String] {
    try read { db in
      var results: [String: String] = [:]
      for key in keys {
        results[key] = try String.fetchOne(db, sql: "SELECT result FROM cells WHERE key = ?", arguments: [key])
      }
      return results
    }
  }

  /// The numbers of a run, in the order in which they were recorded.
  public func numbers(of run: Int64) throws -> [NumberRecord] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM numbers WHERE run = ? ORDER BY id", arguments: [run]).map {
        NumberRecord(
          name: $0["name"], value: $0["value"], standardError: $0["standard_error"], unit: $0["unit"])
      }
    }
  }

  /// The series of a run, in the order in which they were recorded.
  public func series(of run: Int64) throws -> [SeriesRecord] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM series WHERE run = ? ORDER BY id", arguments: [run]).map { row in
        let columns = try JSONDecoder().decode([String].self, from: Data((row["columns"] as String).utf8))
        let place = Dictionary(uniqueKeysWithValues: zip(columns, 0...))
        var rows = Array(repeating: Array(repeating: 0.0, count: columns.count), count: row["rows"])
        let points = try Row.fetchCursor(
          db, sql: #"SELECT place, "column", value FROM points WHERE series = ?"#, arguments: [row["id"] as Int64])
        while let point = try points.next() {
          guard let column = place[point["column"]] else { continue }
          rows[point["place"]][column] = point["value"]
        }
        return SeriesRecord(name: row["name"], columns: columns, rows: rows)
      }
    }
  }

  /// The files that a run wrote.
  public func artefacts(of run: Int64) throws -> [FileRecord] { try files(of: run, in: "artefacts", named: "path") }

  /// The data sets that a run read.
  public func inputs(of run: Int64) throws -> [FileRecord] { try files(of: run, in: "inputs", named: "name") }

  private func files(of run: Int64, in table: String, named name: String) throws -> [FileRecord] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM \(table) WHERE run = ? ORDER BY id", arguments: [run]).map {
        FileRecord(path: $0[name], sha256: $0["sha256"], bytes: $0["bytes"])
      }
    }
  }

  /// What was changed and not committed when a run was made; nil where nothing was, or it is not known.
  public func diff(of run: Int64) throws -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT text FROM diffs JOIN runs ON runs.git_diff_sha256 = diffs.sha256 WHERE runs.id = ?",
        arguments: [run])
    }
  }
}
