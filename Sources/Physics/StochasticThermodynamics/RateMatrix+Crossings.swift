import Randomness
import Validation

/// How often a trajectory crossed each edge, and in which sense, in consecutive windows of equal length.
///
///     let crossings = try matrix.crossings(startingIn: matrix.stationary, windows: 1000, each: 20, random: random)
///     crossings.current([1, 0, 0])                  // net crossings of the first edge, window by window
///     crossings.statistics(ofCurrent: [1, 0, 0])    // mean and variance per unit time
public struct EdgeCrossings: Sendable, Hashable {
  /// How long a window is.
  public let window: Double

  /// How many windows there are.
  public let windows: Int

  // Crossings from → to and back, edge by edge, window by window.
  private let counts: [Int32]

  fileprivate init(window: Double, windows: Int, counts: [Int32]) {
    (self.window, self.windows, self.counts) = (window, windows, counts)
  }

  /// What a current adds in each window: its weight per crossing from → to, and minus that per crossing back.
  public func current(_ weights: [Double]) -> [Double] { sums(counting: weights, back: weights.map { -$0 }) }

  /// The same for weights of both directions.
  ///
  /// - Precondition: there is one weight per edge and direction.
  public func sums(counting onwards: [Double], back: [Double]) -> [Double] {
    require(
      2 * onwards.count * windows == counts.count && onwards.count == back.count,
      "A counted quantity has one weight per edge.")
    return (0..<windows).map { window in
      let first = 2 * onwards.count * window
      return onwards.indices.reduce(0) { sum, edge in
        sum + onwards[edge] * Double(counts[first + 2 * edge]) + back[edge] * Double(counts[first + 2 * edge + 1])
      }
    }
  }

  /// Mean and variance per unit time of a current; see ``statistics(counting:back:)``.
  public func statistics(ofCurrent weights: [Double]) -> CurrentStatistics {
    statistics(counting: weights, back: weights.map { -$0 })
  }

  /// Mean and variance per unit time, both unbiased if correlations do not reach beyond the next window.
  ///
  /// With c₀ and c₁ the covariances of a window with itself and with the next one, the variance per unit time is (c₀ + 2c₁)/T:
  /// unlike c₀/T alone it does not miss what is correlated across the boundary. The mean is taken from the same M windows,
  /// which lowers c₀ + 2c₁ by the factor 1 − 3/M; it is divided by that.
  ///
  /// - Precondition: there are more than three windows.
  public func statistics(counting onwards: [Double], back: [Double]) -> CurrentStatistics {
    require(windows > 3, "A variance needs more than three windows.")
    let values = sums(counting: onwards, back: back)
    let mean = values.reduce(0, +) / Double(windows)
    let own = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(windows)
    let next = zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) } / Double(windows - 1)
    return CurrentStatistics(
      mean: mean / window, variance: (own + 2 * next) / (1 - 3 / Double(windows)) / window)
  }
}

extension RateMatrix {
  /// A sampled trajectory, told by the edges that it crosses.
  ///
  /// Cost per jump: a waiting time, a scan over the ways out of the state, one count.
  /// Source: D. T. Gillespie, J. Phys. Chem. 81, 2340 (1977), the direct method.
  ///
  /// - Parameters:
  ///   - distribution: of the first state.
  ///   - windows: how many windows follow one another.
  ///   - window: how long each is, in the time unit of the rates.
  ///   - random: the stream to draw from.
  /// - Throws: `InvalidInput` where there is not one probability per state, or a window does not last a positive, finite time.
  public func crossings(
    startingIn distribution: [Double], windows: Int, each window: Double, random: RandomStream
  ) throws(InvalidInput) -> EdgeCrossings {
    try check(distribution, 0)
    try demand(
      distribution.allSatisfy { $0 >= 0 } && distribution.reduce(0, +) > 0,
      "Probabilities are not negative, and one is positive.")
    try demand(
      windows >= 0 && window > 0 && window.isFinite, "Windows last a positive, finite time, and not \(window).")
    let fastest = Self.exitRates(of: edges, stateCount: stateCount).max() ?? 0
    try demand(
      fastest * window < 0x1p30 && fastest * window * Double(windows) < 1e11 && 2 * edges.count * windows <= 1 << 27,
      "\(windows) windows of \(window) with \(edges.count) edges and rates up to \(fastest) are too many to be counted: take fewer or "
        + "shorter ones.")
    var random = random
    let table = WaysOut(of: self)
    var counts = Array(repeating: Int32(0), count: 2 * edges.count * windows)
    var state = Self.place(of: random.uniform(), in: distribution)
    let width = 2 * edges.count
    table.firsts.withUnsafeBufferPointer { firsts in
      table.ways.withUnsafeBufferPointer { ways in
        counts.withUnsafeMutableBufferPointer { counts in
          var (time, row) = (0.0, 0)
          while row < windows {
            let (first, end) = (firsts[state], firsts[state + 1])
            // Out of an absorbing state nothing leads.
            guard first < end else { break }
            let total = ways[end - 1].upTo
            time += random.exponential(rate: total)
            while time >= window, row < windows { (time, row) = (time - window, row + 1) }
            guard row < windows else { break }
            let target = random.uniform() * total
            var way = first
            while way < end - 1, ways[way].upTo <= target { way += 1 }
            counts[row * width + ways[way].crossing] += 1
            state = ways[way].destination
          }
        }
      }
    }
    return EdgeCrossings(window: window, windows: windows, counts: counts)
  }

  private static func place(of uniform: Double, in distribution: [Double]) -> Int {
    var rest = uniform * distribution.reduce(0, +)
    var place = 0
    for (candidate, probability) in distribution.enumerated() where probability > 0 {
      place = candidate
      rest -= probability
      if rest < 0 { break }
    }
    return place
  }
}

/// The ways out of all states, one after the other.
private struct WaysOut {
  struct Way {
    /// The rates of this way and of those before it, out of the same state.
    var upTo: Double
    var destination: Int
    /// Twice the edge, plus one if it is crossed backwards.
    var crossing: Int
  }

  /// Where the ways out of a state begin; one entry more than states.
  var firsts: [Int] = [0]
  var ways: [Way] = []

  init(of matrix: RateMatrix) {
    var all = Array(repeating: [Way](), count: matrix.stateCount)
    for (place, edge) in matrix.edges.enumerated() {
      for (origin, destination, rate, crossing) in [
        (edge.from, edge.to, edge.forward, 2 * place), (edge.to, edge.from, edge.backward, 2 * place + 1),
      ] where rate > 0 {
        let total = (all[origin].last?.upTo ?? 0) + rate
        all[origin].append(Way(upTo: total, destination: destination, crossing: crossing))
      }
    }
    for out in all {
      ways += out
      firsts.append(ways.count)
    }
  }
}
