import Foundation
import GRDB

/// A link of a store's hash chain that is quoted outside of the store, as by a published document: where the store lacks it,
/// its end was cut off, or its chain was computed anew.
public struct Anchor: Sendable, Hashable {
  /// What quotes it, such as a file.
  public let source: String
  /// The link of the first run, which tells one store from all others; nil where an older version did not write it down.
  public let store: String?
  /// The link.
  public let link: String

  /// An anchor.
  public init(source: String, store: String?, link: String) {
    (self.source, self.store, self.link) = (source, store, link)
  }

  /// How an anchor and a store belong together.
  public enum Standing: Sendable, Hashable {
    /// The store has the link.
    case held
    /// The store is the one that was quoted, and lacks the link.
    case lost
    /// Another store was quoted.
    case elsewhere
    /// The store lacks the link, and nobody wrote down which store was quoted: this may be another one.
    case unknown
  }
}

extension Store {
  /// The link of the first run in the hash chain, which no other store has; nil as long as there is no run.
  public func identity() throws -> String? { try read(Ledger.identity) }

  /// How a quoted link and this store belong together.
  public func standing(of anchor: Anchor) throws -> Anchor.Standing {
    try read { db in
      if try Ledger.has(anchor.link, db) { return .held }
      guard let store = anchor.store else { return .unknown }
      return try Ledger.identity(db) == store ? .lost : .elsewhere
    }
  }

  /// What is wrong with the store by what is quoted of it elsewhere. Of an anchor without a store nothing can be said unless
  /// its link is found, and then nothing is wrong.
  public func faults(by anchors: [Anchor]) throws -> [StoreFault] {
    try anchors.filter { try standing(of: $0) == .lost }.map {
      StoreFault(
        "the chain",
        "lacks the link \($0.link.prefix(12)) which \($0.source) quotes: its end was cut off, or it was computed anew")
    }
  }

  /// Requires that the store has every link that is quoted of it.
  ///
  /// - Throws: ``StoreError`` where it lacks one.
  public func check(anchors: [Anchor]) throws {
    if let fault = try faults(by: anchors).first { throw StoreError(fault, at: path) }
  }
}
