import Foundation
import GRDB

/// Why the store could not do what was asked, as a sentence to a person.
public struct StoreError: Error, CustomStringConvertible, LocalizedError, Equatable {
  /// The sentence.
  public let description: String

  /// The sentence.
  public var errorDescription: String? { description }

  init(_ description: String) { self.description = description.escapingControls }

  /// What a fault means for the store at `path`.
  init(_ fault: StoreFault, at path: String) {
    self.init(
      "The store \(path) cannot be trusted: \(fault). mesoscale fsck --store \(path) lists all that is wrong with it; "
        + "go on with a copy made before, or give --store another name.")
  }

  /// What SQLite's complaint means for the store at `path`.
  static func explaining(_ error: DatabaseError, at path: String) -> StoreError {
    switch error.resultCode {
    case .SQLITE_CANTOPEN:
      StoreError("The store \(path) cannot be opened: its folder must exist and be writable (or give --store).")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .readOnly(path)
    case .SQLITE_FULL:
      StoreError("The disk is full: nothing more fits into the store \(path). What it holds is safe; free some space.")
    case .SQLITE_IOERR:
      StoreError("The disk could not read or write the store \(path): \(error.message ?? "input/output error").")
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      StoreError("The file \(path) is not a store, or it is damaged: move it away, or give --store.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      StoreError("The store \(path) has been locked by another program for too long: close that program.")
    default:
      StoreError("The store \(path) reports: \(error.message ?? "unknown error") (\(error.resultCode)).")
    }
  }

  /// The store at `path` can be read, and was to be written.
  static func readOnly(_ path: String) -> StoreError {
    StoreError("The store \(path) cannot be written: make it and its folder writable, or give --store.")
  }
}
