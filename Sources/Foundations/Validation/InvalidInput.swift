import Foundation

/// Why data cannot be worked with, as a sentence to a person: rates that are not numbers, a drive that lasts no time, a process
/// that has no steady state.
///
///     do {
///       print(try RateMatrix(stateCount: 3, edges: edges).stationary)
///     } catch {
///       print(error)                        // Jump rates must be finite and not negative, and those between 0 and 1 are nan and 1.0.
///     }
public struct InvalidInput: Error, Sendable, Hashable {
  /// The sentence.
  public let description: String

  /// An error that says a sentence.
  public init(_ sentence: String) { description = sentence }
}

extension InvalidInput: CustomStringConvertible, LocalizedError {
  /// The sentence.
  public var errorDescription: String? { description }
}

/// Throws a sentence where data do not meet a condition.
///
/// - Throws: ``InvalidInput``.
@inlinable @inline(__always)
public func demand(_ condition: Bool, _ sentence: @autoclosure () -> String) throws(InvalidInput) {
  if !condition { throw InvalidInput(sentence()) }
}
