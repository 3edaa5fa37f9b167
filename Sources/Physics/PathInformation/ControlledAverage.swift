import Estimation
import Validation

/// The mean of independent samples, beside which control variates were seen: quantities whose mean is known to be 0.
///
///     var mean = ControlledAverage(controls: 1)
///     mean.add([value, control])
///     mean.estimate                                 // with the regression on the control taken off
///     mean.plain                                    // without
///
/// The regression is fitted to the same samples, which costs a bias of order 1/n. Controls that do not vary, or are
/// combinations of others, are passed over. One pass, constant memory.
public struct ControlledAverage: Sendable, Validated, Hashable, Mergeable {
  /// How many samples were added.
  public private(set) var count = 0

  /// The means of the quantity and of the controls.
  private var means: [Double]

  /// Σ(a − mean)(b − mean) of all pairs, of which the lower triangle is stored row by row.
  private var products: [Double]

  /// The average of no samples yet.
  public init(controls: Int) {
    require(controls >= 0 && controls < 64, "There are from 0 to 63 control variates.")
    means = Array(repeating: 0, count: controls + 1)
    products = Array(repeating: 0, count: (controls + 1) * (controls + 2) / 2)
  }

  /// Reads an average.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.read(.count)
    means = try fields.read(.means)
    products = try fields.read(.products)
    try decoder.refuseFlaw(of: self)
  }

  private enum CodingKeys: CodingKey {
    case count, means, products
  }

  /// What no samples can have led to; nil where some can.
  public var flaw: String? {
    if !(0...1_000_000_000_000_000).contains(count) { return "An average has counted from 0 to 10¹⁵ samples." }
    if means.isEmpty || means.count > 64 || products.count != means.count * (means.count + 1) / 2 {
      return "An average with controls holds a mean of each quantity, and a product of each pair."
    }
    let squares = means.indices.map { products[Self.place($0, $0)] }
    return squares.allSatisfy { $0 >= 0 } ? nil : "A sum of squares cannot be negative."
  }

  /// How many control variates there are.
  public var controls: Int { means.count - 1 }

  private static func place(_ i: Int, _ j: Int) -> Int { max(i, j) * (max(i, j) + 1) / 2 + min(i, j) }

  /// Adds a sample: the quantity, and then the controls.
  ///
  /// - Precondition: there is one number for each.
  public mutating func add(_ sample: [Double]) {
    require(sample.count == means.count, "A sample holds the quantity and each of its controls.")
    count += 1
    let n = Double(count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: sample.count) { before in
      for i in sample.indices { before[i] = sample[i] - means[i] }
      let factor = (n - 1) / n
      var place = 0
      for i in sample.indices {
        means[i] += before[i] / n
        for j in 0...i {
          products[place] += factor * before[i] * before[j]
          place += 1
        }
      }
    }
  }

  /// Adds all samples of another average.
  ///
  /// - Precondition: both have equally many controls.
  public mutating func merge(_ other: ControlledAverage) {
    require(other.means.count == means.count, "Averages that are merged have the same controls.")
    guard other.count > 0 else { return }
    let (n, m) = (Double(count), Double(other.count))
    let difference = zip(other.means, means).map { $0 - $1 }
    var place = 0
    for i in means.indices {
      for j in 0...i {
        products[place] += other.products[place] + difference[i] * difference[j] * n * m / (n + m)
        place += 1
      }
      means[i] += difference[i] * m / (n + m)
    }
    count += other.count
  }

  /// The mean with its standard error, as seen without controls.
  public var plain: Estimate { estimate(of: 0) }

  /// The mean of a control, of which the first has the number 0: within its error of 0 if all is right.
  public func control(_ number: Int) -> Estimate { estimate(of: number + 1) }

  private func estimate(of quantity: Int) -> Estimate {
    guard count > 1 else { return Estimate(means[quantity], standardError: .nan, degreesOfFreedom: 1) }
    let n = Double(count)
    let variance = products[Self.place(quantity, quantity)] / (n - 1)
    return Estimate(means[quantity], standardError: (variance / n).squareRoot(), degreesOfFreedom: n - 1)
  }

  /// The mean with the regression on all controls taken off, and the standard error of the remainder.
  public var estimate: Estimate {
    var (mean, products) = (means, products)
    var used = 0
    // Gram and Schmidt: the remainders of the quantity and of the later controls are orthogonal to this one.
    for control in 1..<max(1, mean.count) {
      let pivot = products[Self.place(control, control)]
      guard pivot > 1e-9 * self.products[Self.place(control, control)] else { continue }
      used += 1
      let column = mean.indices.map { products[Self.place($0, control)] }
      for i in mean.indices where i == 0 || i > control {
        mean[i] -= column[i] / pivot * mean[control]
        for j in 0...i where j == 0 || j > control { products[Self.place(i, j)] -= column[i] * column[j] / pivot }
      }
    }
    let freedom = Double(count - 1 - used)
    guard freedom > 0 else { return Estimate(mean[0], standardError: .nan, degreesOfFreedom: 1) }
    let variance = max(0, products[0]) / freedom
    return Estimate(mean[0], standardError: (variance / Double(count)).squareRoot(), degreesOfFreedom: freedom)
  }
}
