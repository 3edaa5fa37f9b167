import Foundation
import GRDB

/// What an examination of a whole store found.
public struct Examination: Sendable, Hashable {
  /// What the walk along the chain found; nil where the file is too damaged for one.
  public var chain: ChainReport?
  /// All that is wrong: in the file, its tables, the chain, the records, and by what published documents quote.
  public var faults: [StoreFault] = []
}

extension Store {
  /// Examines everything in the store, and mends nothing.
  ///
  /// - Parameters:
  ///   - onlyNew: whether to look only at what was added since the last walk on which nothing was wrong, and not at SQLite's
  ///     own pages.
  ///   - anchors: what is quoted of the store elsewhere.
  ///   - key: the key that follows from the address of a cell.
  ///   - progress: is told what is being looked at.
  public func examine(
    onlyNew: Bool = false, anchors: [Anchor] = [], key: ((CellAddress) -> String)? = nil,
    progress: @escaping (String) -> Void = { _ in }
  ) -> Examination {
    var examination = Examination()
    func look(_ body: (inout Examination) throws -> Void) {
      do { try body(&examination) } catch {
        examination.faults.append(StoreFault("the file", "cannot be read to its end: \(error)"))
      }
    }
    progress("tables")
    look { examination in examination.faults += try read(Self.faultsOfTables) }
    if !onlyNew {
      progress("pages of the file")
      look { examination in examination.faults += try read(Self.faultsOfPages) }
    }
    look { examination in
      let chain = try verifyChain(onlyNew: onlyNew, key: key) { done, all in progress("\(done) of \(all) records") }
      examination.chain = chain
      examination.faults += chain.faults
    }
    look { examination in examination.faults += try faults(by: anchors) }
    return examination
  }

  /// Requires that nothing was wrong on a walk.
  ///
  /// - Throws: ``StoreError`` with the first fault.
  public func require(_ chain: ChainReport) throws {
    if let fault = chain.faults.first { throw StoreError(fault, at: path) }
  }

  /// Tables, indices and triggers that are not as the schema makes them.
  private static func faultsOfTables(_ db: Database) throws -> [StoreFault] {
    func objects(_ db: Database) throws -> [String: String] {
      let rows = try Row.fetchAll(db, sql: "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
      return rows.reduce(into: [:]) { objects, row in
        let texts = Array(row.databaseValues).map { String.fromDatabaseValue($0) ?? "" }
        // Of tables and indices only their names: what is in them is compared with the ledger.
        let words = texts[0] == "trigger" ? texts[2].split { $0.isWhitespace } : []
        objects["\(texts[0]) \(texts[1])"] = words.joined(separator: " ")
      }
    }
    let expected = try DatabaseQueue().write { db in
      for migration in Schema.migrations { try db.execute(sql: migration) }
      return try objects(db)
    }
    let found = try objects(db)
    let missing = expected.keys.filter { found[$0] == nil }.sorted().map { StoreFault("the \($0)", "is missing") }
    let others = found.keys.filter { expected[$0] == nil }.sorted().map {
      StoreFault("the \($0)", "is not the store's")
    }
    let changed = expected.filter { found[$0.key] != nil && found[$0.key] != $0.value }.keys.sorted()
    return missing + others + changed.map { StoreFault("the \($0)", "was changed") }
  }

  /// What SQLite itself finds: damaged pages, wrong indices, rows that name others which are not there.
  private static func faultsOfPages(_ db: Database) throws -> [StoreFault] {
    let pages = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
      let values = Array(row.databaseValues)
      let (table, parent) = (String.fromDatabaseValue(values[0]) ?? "", String.fromDatabaseValue(values[2]) ?? "")
      return StoreFault(
        Int64.fromDatabaseValue(values[1]).map { "record \($0) of \(table)" } ?? "a row of \(table)",
        "names a record of \(parent) that is not there")
    }
    return pages.map { StoreFault("the file", "is damaged, as SQLite says: \($0)") } + orphans
  }
}
