import Foundation
import GRDB

/// A job array whose tasks computed cells.
public struct StoredArray: Sendable, Hashable {
  /// Its name, its number, the figure, and when its first task started.
  public let name: String, job: String, figure: String, started: String
  /// How many of its tasks left something, in how many attempts.
  public let tasks: Int, runs: Int
  /// How many cells they computed that no other run had, and how many seconds those took together.
  public let cells: Int, seconds: Double
  /// The machines.
  public let hosts: [String]
}

extension Store {
  /// The runs of a figure, or of all, the latest first.
  ///
  /// - Parameters:
  ///   - figure: its slug; nil for all figures.
  ///   - limit: how many at most; nil for all.
  ///   - tasks: whether the tasks of job arrays are among them.
  public func runs(of figure: String? = nil, limit: Int? = nil, tasks: Bool = true) throws -> [StoredRun] {
    try read { db in
      try Seal.checkNewestRuns(db)
      return try Int64.fetchAll(
        db,
        sql: """
          SELECT id FROM runs WHERE \(tasks ? "TRUE" : Self.isNoTask) \(figure == nil ? "" : "AND figure = :figure")
          ORDER BY started DESC, id DESC LIMIT :limit
          """,
        arguments: figure.map { ["figure": $0, "limit": limit ?? -1] } ?? ["limit": limit ?? -1]
      ).compactMap { try StoredRun($0, db) }
    }
  }

  /// The job arrays whose tasks computed cells of a figure, or of all, the latest first. They are counted, and not
  /// compared with the ledger.
  public func arrays(of figure: String? = nil, limit: Int = 20) throws -> [StoredArray] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT t.array AS array, max(t.job) AS job, max(r.figure) AS figure, min(r.started) AS started,
            count(DISTINCT t.task) AS tasks, count(*) AS runs,
            coalesce(sum((SELECT count(*) FROM cells WHERE run = r.id)), 0) AS cells,
            coalesce(sum((SELECT total(seconds) FROM cells WHERE run = r.id)), 0.0) AS seconds,
            group_concat(DISTINCT r.host) AS hosts
          FROM tasks AS t JOIN runs AS r ON r.id = t.run \(figure == nil ? "" : "WHERE r.figure = :figure")
          GROUP BY t.array ORDER BY started DESC, array LIMIT :limit
          """, arguments: figure.map { ["figure": $0, "limit": limit] } ?? ["limit": limit]
      ).map { row in
        let row = StoredRow(row, of: "tasks")
        return StoredArray(
          name: try row.text("array"), job: try row.text("job"), figure: try row.text("figure"),
          started: try row.text("started"), tasks: try row.whole("tasks"), runs: try row.whole("runs"),
          cells: try row.whole("cells"), seconds: try row.seconds("seconds"),
          hosts: try row.text("hosts").split(separator: ",").map(String.init).sorted())
      }
    }
  }

  /// Where a merged run began: the store, by the link of its first run, and the number of the run there; nil for one
  /// that began here.
  public func origin(of run: Int64) throws -> (store: String, run: Int)? {
    try read { db in
      try Seal.row(of: "origins", ofRun: run, db).map { (try $0.text("store"), try $0.whole("record")) }
    }
  }

  /// The latest run of a figure. The tasks of a job array are no runs of their own in this sense, here and below.
  ///
  /// - Parameters:
  ///   - figure: its slug.
  ///   - quality: of this quality; nil for any.
  ///   - isFinished: of those that ended well only.
  ///   - isDrawn: of those that wrote a file only.
  public func latestRun(
    of figure: String, quality: RunRecord.Quality? = nil, isFinished: Bool = false, isDrawn: Bool = false
  ) throws -> StoredRun? {
    try read { db in
      try Seal.checkNewestRuns(db)
      var sql = "SELECT id FROM runs WHERE figure = ? AND \(Self.isNoTask)"
      var arguments: StatementArguments = [figure]
      if let quality {
        sql += " AND quality = ?"
        arguments += [quality.rawValue]
      }
      if isFinished { sql += " AND EXISTS (SELECT 1 FROM endings WHERE run = runs.id AND state = 'finished')" }
      if isDrawn { sql += " AND EXISTS (SELECT 1 FROM artefacts WHERE run = runs.id)" }
      let found = try Int64.fetchOne(db, sql: sql + " ORDER BY started DESC, id DESC LIMIT 1", arguments: arguments)
      return try found.flatMap { try StoredRun($0, db) }
    }
  }

  /// The finished runs of a figure with this seed and with parameters whose digest begins like this, the latest first.
  public func finishedRuns(
    of figure: String, seed: Int, parametersBeginning digits: String, limit: Int = 20
  ) throws -> [StoredRun] {
    guard digits.utf8.allSatisfy(\.isHexadecimalDigit) else { return [] }
    return try read { db in
      try Int64.fetchAll(
        db,
        sql: """
          SELECT id FROM runs WHERE figure = ?1 AND seed = ?2
            AND parameters_sha256 >= ?3 AND parameters_sha256 < ?3 || 'g'
            AND EXISTS (SELECT 1 FROM endings WHERE run = runs.id AND state = 'finished')
          ORDER BY started DESC, id DESC LIMIT ?4
          """, arguments: [figure, seed, digits, limit]
      ).compactMap { try StoredRun($0, db) }
    }
  }

  /// The latest run of each of these figures, by its name; those that were never run are left out.
  public func latestRuns(of figures: [String]) throws -> [String: StoredRun] {
    try read { db in
      // Only the newest hundred: this is for a glance at all figures.
      try Seal.checkNewestRuns(db, count: 100)
      return try figures.reduce(into: [:]) { runs, figure in
        let found = try Int64.fetchOne(
          db.cachedStatement(
            sql:
              "SELECT id FROM runs WHERE figure = ? AND \(Self.isNoTask) ORDER BY started DESC, id DESC LIMIT 1"),
          arguments: [figure])
        runs[figure] = try found.flatMap { try StoredRun($0, db) }
      }
    }
  }

  /// What holds of a run that is not a task of a job array.
  static let isNoTask = "NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.run = runs.id)"

  /// A run by its number.
  public func run(_ id: Int64) throws -> StoredRun? { try read { try StoredRun(id, $0) } }

  /// A run by its number, its identity or at least six digits with which that begins, or a figure for its latest run;
  /// the latest where there are several.
  ///
  /// - Throws: ``StoreError`` where several identities begin with these digits.
  public func run(named name: String) throws -> StoredRun? {
    if let number = Int64(name), let run = try run(number) { return run }
    if let run = try latestRun(of: name) { return run }
    guard name.utf8.count >= 6, name.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
    return try read { db in
      // Digits come before g.
      let found = try Row.fetchAll(
        db,
        sql: """
          SELECT identity, max(run) FROM (
            SELECT identity, run FROM identities WHERE identity >= ?1 AND identity < ?1 || 'g'
            UNION ALL SELECT identity, id FROM runs WHERE identity >= ?1 AND identity < ?1 || 'g'
              AND NOT EXISTS (SELECT 1 FROM identities WHERE identities.run = runs.id) AND \(Self.isNoTask))
          GROUP BY identity LIMIT 3
          """, arguments: [name]
      ).compactMap { row in
        let values = Array(row.databaseValues)
        return Int64.fromDatabaseValue(values[1]).map { (String.fromDatabaseValue(values[0]) ?? "", $0) }
      }
      let exact = found.first { $0.0 == name }
      guard exact != nil || found.count < 2 else {
        throw StoreError(
          "Several identities of runs begin with \(name), among them \(found[0].0) and \(found[1].0): give more digits."
        )
      }
      return try (exact ?? found.first).flatMap { try StoredRun($0.1, db) }
    }
  }
}
