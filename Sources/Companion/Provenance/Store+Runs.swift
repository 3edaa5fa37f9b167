import Foundation
import GRDB

extension Store {
  /// The runs of a figure, or of all, the latest first.
  ///
  /// - Parameter limit: how many at most; nil for all.
  public func runs(of figure: String? = nil, limit: Int? = nil) throws -> [StoredRun] {
    try read { db in
      try Seal.checkNewestRuns(db)
      return try Int64.fetchAll(
        db, sql: "SELECT id FROM runs \(figure == nil ? "" : "WHERE figure = :figure") ORDER BY id DESC LIMIT :limit",
        arguments: figure.map { ["figure": $0, "limit": limit ?? -1] } ?? ["limit": limit ?? -1]
      ).compactMap { try StoredRun($0, db) }
    }
  }

  /// The latest run of a figure.
  ///
  /// - Parameters:
  ///   - quality: of this quality; nil for any.
  ///   - isFinished: of those that ended well only.
  ///   - isDrawn: of those that wrote a file only.
  public func latestRun(
    of figure: String, quality: RunRecord.Quality? = nil, isFinished: Bool = false, isDrawn: Bool = false
  ) throws -> StoredRun? {
    try read { db in
      try Seal.checkNewestRuns(db)
      var sql = "SELECT id FROM runs WHERE figure = ?"
      var arguments: StatementArguments = [figure]
      if let quality {
        sql += " AND quality = ?"
        arguments += [quality.rawValue]
      }
      if isFinished { sql += " AND EXISTS (SELECT 1 FROM endings WHERE run = runs.id AND state = 'finished')" }
      if isDrawn { sql += " AND EXISTS (SELECT 1 FROM artefacts WHERE run = runs.id)" }
      let found = try Int64.fetchOne(db, sql: sql + " ORDER BY id DESC LIMIT 1", arguments: arguments)
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
          ORDER BY id DESC LIMIT ?4
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
          db.cachedStatement(sql: "SELECT max(id) FROM runs WHERE figure = ?"), arguments: [figure])
        runs[figure] = try found.flatMap { try StoredRun($0, db) }
      }
    }
  }

  /// A run by its number.
  public func run(_ id: Int64) throws -> StoredRun? { try read { try StoredRun(id, $0) } }

  /// A run by its number, its identity or at least six digits with which that begins, or a figure for its latest run; the
  /// latest where there are several.
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
              AND NOT EXISTS (SELECT 1 FROM identities WHERE identities.run = runs.id))
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
