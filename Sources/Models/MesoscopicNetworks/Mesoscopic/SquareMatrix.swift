import Matrices
import Validation

/// A square matrix that is encoded as its entries, row by row, and nothing else: the couplings of a network in a cell.
///
///     struct Network: Codable { @SquareMatrix var couplings: Matrix }
///     // As JSON: {"couplings":[0,-0.7,0.9,0]}
@propertyWrapper
package struct SquareMatrix: Codable, Hashable, Sendable {
  /// The matrix.
  package var wrappedValue: Matrix

  /// A property with this matrix.
  ///
  /// - Precondition: it is square.
  package init(wrappedValue: Matrix) {
    require(wrappedValue.isSquare, "The couplings of a network are a square.")
    self.wrappedValue = wrappedValue
  }

  /// Reads the entries.
  ///
  /// - Throws: `DecodingError` where they are not as many as in a square.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let entries = try container.decode([Double].self)
    let order = Int(Double(entries.count).squareRoot())
    guard order * order == entries.count else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(entries.count) numbers are not a square matrix.")
    }
    wrappedValue = Matrix(rows: order, columns: order, entries: entries)
  }

  /// Writes the entries.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue.entries)
  }
}
