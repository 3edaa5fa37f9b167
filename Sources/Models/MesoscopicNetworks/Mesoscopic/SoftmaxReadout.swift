import ElementaryFunctions
import Matrices
import Optimisation
import Validation

/// The class of an input from the averages of spins (or any other features): p_c ∝ exp(w_c·m + b_c).
///
///     let readout = SoftmaxReadout.fitted(to: averages, labels: labels, classes: 10, penalty: 1e-4)
///     readout.classify(averages[0])
///
/// On the bare inputs it is logistic regression.
public struct SoftmaxReadout: Sendable, Hashable {
  /// w: a row per class, a column per feature.
  public var weights: Matrix

  /// b, one per class.
  public var biases: [Double]

  /// How many numbers it reads.
  public var features: Int { weights.columns }

  /// How many classes it tells apart.
  public var classes: Int { weights.rows }

  /// A readout that finds all classes equally likely.
  ///
  /// - Precondition: there are features, and at least two classes.
  public init(features: Int, classes: Int) {
    require(features > 0 && classes > 1, "A readout tells at least two classes apart, by at least one number.")
    weights = .zeros(classes, features)
    biases = Array(repeating: 0, count: classes)
  }

  /// w_c·m + b_c, one per class.
  public func logits(of m: [Double]) -> [Double] {
    require(m.count == features, "A readout reads one number per feature.")
    let (features, classes) = (features, classes)
    return weights.entries.withUnsafeBufferPointer { w in
      (0..<classes).map { c in
        var sum = biases[c]
        for i in 0..<features { sum += w[c * features + i] * m[i] }
        return sum
      }
    }
  }

  /// p_c, one per class.
  public func probabilities(of m: [Double]) -> [Double] {
    let logits = logits(of: m)
    let top = logits.max() ?? 0
    let factors = logits.map { Elementary.exp($0 - top) }
    let total = factors.reduce(0, +)
    return factors.map { $0 / total }
  }

  /// The most likely class; the first one of equals.
  public func classify(_ m: [Double]) -> Int {
    let logits = logits(of: m)
    return logits.indices.max { logits[$0] < logits[$1] || logits[$0] == logits[$1] && $0 > $1 } ?? 0
  }

  /// What the readout makes of one input, with derivatives.
  public struct Performance: Sendable, Hashable {
    /// ln p_y ≤ 0 of the right class y, in nats: minus the cross-entropy.
    public let value: Double
    /// ∂ln p_y/∂m, one per feature.
    public let slopes: [Double]
    /// ∂ln p_y/∂b_c = [c = y] − p_c, one per class; the derivative by w_ci is this times m_i.
    public let surprise: [Double]
  }

  /// ln p_y at the averages m of an input of class y.
  ///
  /// - Precondition: there is one number per feature, and the label is one of the classes.
  public func performance(of m: [Double], label y: Int) -> Performance {
    require((0..<classes).contains(y), "A label is one of the classes.")
    let logits = logits(of: m)
    let top = logits.max() ?? 0
    let factors = logits.map { Elementary.exp($0 - top) }
    let total = factors.reduce(0, +)
    let surprise = factors.enumerated().map { ($0 == y ? 1 : 0) - $1 / total }
    let (features, classes) = (features, classes)
    var slopes = Array(repeating: 0.0, count: features)
    weights.entries.withUnsafeBufferPointer { w in
      for c in 0..<classes {
        for i in 0..<features { slopes[i] += surprise[c] * w[c * features + i] }
      }
    }
    return Performance(value: logits[y] - top - Elementary.log(total), slopes: slopes, surprise: surprise)
  }

  /// The readout that maximises the mean of ln p_y minus ½ λ Σ w² over examples, by `LimitedMemoryAscent`.
  ///
  /// The objective is concave, hence the start does not matter but for the time.
  ///
  /// - Parameters:
  ///   - averages: the features, example by example.
  ///   - labels: the class of each.
  ///   - classes: how many classes there are.
  ///   - penalty: λ, of the weights alone.
  ///   - start: where to begin; by default all weights 0.
  ///   - tolerance: the largest derivative that is left.
  ///   - limit: after how many steps to stop.
  /// - Precondition: every example has the same number of features and a label below `classes`.
  public static func fitted(
    to averages: [[Double]], labels: [Int], classes: Int, penalty: Double, from start: SoftmaxReadout? = nil,
    tolerance: Double = 1e-7, limit: Int = 500
  ) -> SoftmaxReadout {
    let fit = SoftmaxFit(averages, labels, classes: classes, penalty: penalty)
    var readout = start ?? SoftmaxReadout(features: averages[0].count, classes: classes)
    let search = LimitedMemoryAscent(tolerance: tolerance, limit: limit)
    fit.unpack(search.maximum(from: fit.packed(readout)) { fit.slope(at: $0, &$1) }, into: &readout)
    return readout
  }
}

extension SoftmaxReadout: Codable {
  private enum Field: String, CodingKey { case features, classes, weights, biases }

  /// Reads numbers of features and classes, the weights, class by class, and the biases.
  ///
  /// - Throws: `DecodingError` where weights or biases are not as many.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    let (features, classes) = (
      try fields.decode(Int.self, forKey: .features), try fields.decode(Int.self, forKey: .classes)
    )
    weights = try Matrix(rows: classes, columns: features, decodedFrom: fields, at: .weights)
    biases = try fields.decode([Double].self, forKey: .biases)
    guard biases.count == classes && classes > 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .biases, in: fields, debugDescription: "A readout has one bias per class, and at least two classes.")
    }
  }

  /// Writes them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    try fields.encode(features, forKey: .features)
    try fields.encode(classes, forKey: .classes)
    try fields.encode(weights.entries, forKey: .weights)
    try fields.encode(biases, forKey: .biases)
  }
}
