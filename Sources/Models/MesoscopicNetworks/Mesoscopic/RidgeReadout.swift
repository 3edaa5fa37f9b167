import Matrices
import Validation

/// Targets from the averages of spins by a linear map, ŷ = W m, without a constant.
///
///     let readout = RidgeReadout.fitted(to: averages, targets: targets, penalty: 1e-4)
///     readout.performance(of: averages[0], target: targets[0]).value       // −½ |y − W m|²
///
/// Source of the method: A. E. Hoerl and R. W. Kennard, Technometrics 12, 55 (1970).
public struct RidgeReadout: Sendable, Hashable {
  /// W: a row per output, a column per feature.
  public var weights: Matrix

  /// How many numbers it reads.
  public var features: Int { weights.columns }

  /// How many numbers it gives.
  public var outputs: Int { weights.rows }

  /// A readout with given weights.
  ///
  /// - Precondition: there are features and outputs.
  public init(weights: Matrix) {
    require(weights.rows > 0 && weights.columns > 0, "A readout has one weight per feature and output.")
    self.weights = weights
  }

  /// ŷ.
  public func answer(to m: [Double]) -> [Double] {
    require(m.count == features, "A readout reads one number per feature.")
    let (features, w) = (features, weights.entries)
    return (0..<outputs).map { o in (0..<features).reduce(0) { $0 + w[o * features + $1] * m[$1] } }
  }

  /// What the readout makes of one input, with derivatives.
  public struct Performance: Sendable, Hashable {
    /// −½ |y − W m|².
    public let value: Double
    /// Its derivatives Wᵀ(y − W m) by m, one per feature.
    public let slopes: [Double]
    /// y − W m, one per output; the derivative by W_oi is this times m_i.
    public let surprise: [Double]
  }

  /// −½ |y − W m|² at the averages m of an input with the target y.
  public func performance(of m: [Double], target y: [Double]) -> Performance {
    require(y.count == outputs, "A target has one number per output.")
    let surprise = zip(y, answer(to: m)).map { $0 - $1 }
    let (features, outputs, w) = (features, outputs, weights.entries)
    let slopes = (0..<features).map { i in (0..<outputs).reduce(0) { $0 + w[$1 * features + i] * surprise[$1] } }
    return Performance(value: -0.5 * surprise.reduce(0) { $0 + $1 * $1 }, slopes: slopes, surprise: surprise)
  }

  /// The readout that maximises the mean of −½ |y − W m|² minus ½ λ Σ W² over M examples: (MMᵀ/M + λ) Wᵀ = M Yᵀ/M.
  ///
  /// - Parameters:
  ///   - averages: m, example by example.
  ///   - targets: y, example by example.
  ///   - penalty: λ, positive.
  /// - Precondition: every example has the same number of features and of outputs.
  public static func fitted(to averages: [[Double]], targets: [[Double]], penalty: Double) -> RidgeReadout {
    require(!averages.isEmpty && averages.count == targets.count, "Every example needs a target.")
    require(penalty > 0 && penalty.isFinite, "The penalty of a ridge regression is positive.")
    let (features, outputs) = (averages[0].count, targets[0].count)
    require(
      averages.allSatisfy { $0.count == features } && targets.allSatisfy { $0.count == outputs },
      "Every example has the same number of features and of outputs.")
    var system = PositiveDefiniteSystem(order: features, diagonal: penalty)
    var right = Array(repeating: Array(repeating: 0.0, count: features), count: outputs)
    let share = 1 / Double(averages.count)
    for (m, y) in zip(averages, targets) {
      system.addSquare(of: m, times: share)
      for o in 0..<outputs { add(m, times: share * y[o], to: &right[o]) }
    }
    system.decompose()
    return RidgeReadout(weights: Matrix(right.map { system.solution(for: $0) }))
  }
}

extension RidgeReadout: Codable {
  private enum Field: String, CodingKey { case features, outputs, weights }

  /// Reads numbers of features and outputs, and the weights, output by output.
  ///
  /// - Throws: `DecodingError` where the weights are not as many.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    let (features, outputs) = (
      try fields.decode(Int.self, forKey: .features), try fields.decode(Int.self, forKey: .outputs)
    )
    weights = try Matrix(rows: outputs, columns: features, decodedFrom: fields, at: .weights)
  }

  /// Writes them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    try fields.encode(features, forKey: .features)
    try fields.encode(outputs, forKey: .outputs)
    try fields.encode(weights.entries, forKey: .weights)
  }
}

extension Matrix {
  /// The weights of a readout, which are encoded as their numbers alone, row by row.
  ///
  /// - Throws: `DecodingError` where they are not as many as rows and columns ask for.
  init<Field>(
    rows: Int, columns: Int, decodedFrom fields: KeyedDecodingContainer<Field>, at field: Field
  ) throws {
    let entries = try fields.decode([Double].self, forKey: field)
    guard rows > 0 && columns > 0 && Self.flaw(rows: rows, columns: columns, entries: entries.count) == nil else {
      throw DecodingError.dataCorruptedError(
        forKey: field, in: fields, debugDescription: "A readout has one weight per feature and output.")
    }
    self.init(rows: rows, columns: columns, entries: entries)
  }
}
