import ElementaryFunctions
import Validation

/// What the output of a student tells of that of its teacher.
extension SymmetricCommittee {
  /// I(τ:σ) of the outputs of two hidden units each, in nats: at most the information of the fields, which is I(w; T).
  ///
  /// The teacher's output τ = u₁ + u₂ is the sum of two uniform numbers in (−1, 1). Given both, the student's fields are jointly normal,
  /// and the distribution function of σ is an integral over one of them. The entropies are those of σ in bins, whose width cancels.
  ///
  /// - Parameters:
  ///   - point: both modes.
  ///   - bins: how many bins of σ there are; with 400 the error is below 10⁻³.
  ///   - nodes: how many values of τ, and of u₁ at each.
  /// - Precondition: K = M = 2.
  public func outputInformation(at point: Point, bins: Int = 400, nodes: Int = 32) -> Double {
    require(machine.hiddenUnits == 2 && machine.teacherUnits == 2, "Outputs are those of two hidden units each.")
    let table = NormalTable()
    let (r, s) = (pairOverlap(of: point), crossOverlap(of: point))
    let variance = 0.5 * (point.sum.variance + point.difference.variance)
    let slope = 0.5 * (point.sum.variance - point.difference.variance) / variance
    let (spread, rest) = (variance.squareRoot(), (variance * (1 - slope * slope)).squareRoot())
    // Values of the first field, and where the second has to be for σ to be at the edge of a bin.
    let step = min(0.1, 0.25 * spread, 0.25 * rest)
    let reach = Int((7 * spread + 5 * (abs(r) + abs(s)) + 1) / step)
    let width = 4 / Double(bins)
    let fields = (-reach...reach).map { Double($0) * step }
    let edges = fields.map { field in
      let own = table.squashed(field)
      return (1..<bins).map { table.field(of: Double($0) * width - 2 - own) }
    }
    let rule = gaussLegendre(nodes)
    var common = Array(repeating: 0.0, count: bins)
    var given = 0.0
    for (place, weight) in rule {
      // τ > 0; the other half is its mirror image.
      let output = 1 + place
      let share = weight * 0.25 * (2 - output)
      var sum = Array(repeating: 0.0, count: bins + 1)
      var total = 0.0
      for (inner, innerWeight) in rule {
        let first = output - 1 + 0.5 * (2 - output) * (1 + inner)
        let (one, other) = (table.field(of: first), table.field(of: output - first))
        let (mean, second) = (r * one + s * other, s * one + r * other)
        for (number, field) in fields.enumerated() where abs(field - mean) < 6.5 * spread {
          let away = (field - mean) / spread
          let density = 0.5 * innerWeight * Elementary.exp(-0.5 * away * away)
          let center = second + slope * (field - mean)
          total += density
          for edge in 1..<bins { sum[edge] += density * table.probability((edges[number][edge - 1] - center) / rest) }
        }
      }
      for edge in 1..<bins { sum[edge] /= total }
      sum[bins] = 1
      var entropy = 0.0
      for bin in 0..<bins {
        let probability = max(0, sum[bin + 1] - sum[bin])
        common[bin] += share * probability
        common[bins - 1 - bin] += share * probability
        if probability > 0 { entropy -= probability * Elementary.log(probability) }
      }
      given += 2 * share * entropy
    }
    return common.reduce(-given) { $1 > 0 ? $0 - $1 * Elementary.log($1) : $0 }
  }
}

/// Nodes and weights on (−1, 1), exact for polynomials up to the order 2·count − 1.
///
/// Source: W. H. Press et al., Numerical Recipes, 3rd ed., Cambridge (2007), Sec. 4.6.
private func gaussLegendre(_ count: Int) -> [(node: Double, weight: Double)] {
  (0..<count).map { number in
    var x = -Elementary.sineAndCosine(ofTurns: 0.5 * (Double(number) + 0.75) / (Double(count) + 0.5)).cosine
    var slope = 0.0
    for _ in 0..<50 {
      var (before, value) = (0.0, 1.0)
      for order in 1...count {
        let n = Double(order)
        (before, value) = (value, ((2 * n - 1) * x * value - (n - 1) * before) / n)
      }
      slope = Double(count) * (x * value - before) / (x * x - 1)
      let change = value / slope
      x -= change
      if abs(change) < 1e-15 { break }
    }
    return (x, 2 / ((1 - x * x) * slope * slope))
  }
}

/// Φ and its inverse by linear interpolation in a table, to 1e-7.
private struct NormalTable {
  private static let (reach, density) = (8.0, 1024.0)
  private let values: [Double]

  init() {
    let last = Int(2 * Self.reach * Self.density)
    values = (0...last + 1).map { normalProbability(below: Double($0) / Self.density - Self.reach) }
  }

  /// Φ(x).
  @inline(__always)
  func probability(_ x: Double) -> Double {
    guard x > -Self.reach else { return 0 }
    guard x < Self.reach else { return 1 }
    let place = (x + Self.reach) * Self.density
    let number = Int(place)
    return values[number] + (place - Double(number)) * (values[number + 1] - values[number])
  }

  /// g(x) = erf(x/√2).
  func squashed(_ x: Double) -> Double { 2 * probability(x) - 1 }

  /// The field x with g(x) = u; beyond all others where there is none.
  func field(of u: Double) -> Double {
    guard u > -1 else { return -1e9 }
    guard u < 1 else { return 1e9 }
    let wanted = 0.5 * (1 + u)
    var (low, high) = (0, values.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if values[middle] <= wanted { low = middle } else { high = middle }
    }
    let width = values[high] - values[low]
    let part = width > 0 ? (wanted - values[low]) / width : 0.5
    return (Double(low) + part) / Self.density - Self.reach
  }
}
