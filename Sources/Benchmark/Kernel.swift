import Companion
import Estimation
import Foundation

/// What is measured: one row of the table.
///
/// A row is a value: where its library code lives, and beside it the same computation as one would write it plainly.
protocol Kernel: Sendable {
  /// What is prepared before the clock starts.
  associatedtype Input

  /// What is computed, how, and how much of it: "spin network", "thinning", "N = 64".
  var name: String { get }
  var variant: String { get }
  var size: String { get }

  /// What is counted: "flip", "weight-step".
  var unit: String { get }

  /// How many events it takes for errors small enough to compare the two versions.
  var eventsForAgreement: Int { get }

  /// What is prepared.
  func input() throws -> Input

  /// About so many events, by the library.
  func run(_ events: Int, on input: Input) throws -> Outcome

  /// About so many events, by scalar code with the functions of the system's mathematical library.
  func runNaively(_ events: Int, on input: Input) -> Outcome

  /// The same for Python.
  func comparison(on input: Input) -> PythonJob?
}

extension Kernel {
  var eventsForAgreement: Int { 200_000 }

  /// By what `--only` finds a row.
  var title: String { [name, variant, size].filter { !$0.isEmpty }.joined(separator: ", ") }
}

/// What a run did.
struct Outcome: Codable {
  /// How many events there were.
  var events: Int
  /// What it found: the same quantities, in the same order, from the library and from the plain version.
  var quantities: [Estimate]
}

/// A function of `comparison.py` with its arguments; equal jobs are run once.
struct PythonJob: Codable, Hashable {
  var function: String
  var arguments: [String: JSON]
}

extension JSON {
  /// Numbers as the base64 of their bytes, the lowest first: short, and the same bits in Python.
  static func packed(_ values: [Double]) -> JSON {
    let bytes = values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) }
    return .text(Data(bytes).base64EncodedString())
  }
}
