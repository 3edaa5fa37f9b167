import ElementaryFunctions
import Matrices
import Validation

/// The entropy produced within a time, in nats, and where it went.
public struct EntropyProduction: Sendable, Hashable {
  /// The change of the entropy −Σ p ln p of the system itself.
  public let system: Double

  /// What flowed to the reservoirs: heat over temperature.
  public let reservoir: Double

  /// Both together; never negative.
  public var total: Double { system + reservoir }

  /// An amount of entropy.
  public init(system: Double, reservoir: Double) {
    self.system = system
    self.reservoir = reservoir
  }
}

/// The evolution of a jump process through a time: the probabilities to go from each state to each, and the entropy released on the way.
///
///     let first = try matrix.propagator(for: 0.3)
///     let both = try first.followed(by: other.propagator(for: 0.7))     // the rates are switched at t = 0.3
///     both.evolve(p)                                                // the distribution at t = 1
///     both.entropyProduction(from: p).total                         // nats
public struct Propagator: Sendable, Hashable {
  /// How many states there are.
  public let stateCount: Int

  /// Entry (to, from) is p(to|from): columns add up to 1.
  public let probabilities: Matrix

  /// The mean entropy released to the reservoirs, in nats, by the state at the beginning; infinite where a way without a way
  /// back may be taken.
  public let entropyFlow: [Double]

  /// The distribution at the end, from `p` at the beginning.
  public func evolve(_ p: [Double]) -> [Double] {
    require(p.count == stateCount, "The distribution must have one entry per state.")
    let entries = probabilities.entries
    return (0..<stateCount).map { to in
      (0..<stateCount).reduce(0) { $0 + entries[to * stateCount + $1] * p[$1] }
    }
  }

  /// The entropy produced, in nats, from `p` at the beginning: exact, without a quadrature over time.
  public func entropyProduction(from p: [Double]) -> EntropyProduction {
    EntropyProduction(
      system: entropy(evolve(p)) - entropy(p),
      reservoir: zip(p, entropyFlow).reduce(0) { $1.0 == 0 ? $0 : $0 + $1.0 * $1.1 })
  }

  /// This, and then `next`.
  ///
  /// Sums of products of numbers that are not negative, made stochastic again: entries keep their relative precision.
  public func followed(by next: Propagator) -> Propagator {
    require(next.stateCount == stateCount, "Two propagators in a row are of the same states.")
    let n = stateCount
    let (first, second) = (probabilities.entries, next.probabilities.entries)
    var product = Array(repeating: 0.0, count: n * n)
    var flow = entropyFlow
    for from in 0..<n {
      for between in 0..<n {
        let p = first[between * n + from]
        if p != 0 { flow[from] += next.entropyFlow[between] * p }
        for to in 0..<n { product[to * n + from] += second[to * n + between] * p }
      }
    }
    return Propagator(stochastic: product, entropyFlow: flow)
  }

  /// The same with an infinite entropy flow from some states.
  fileprivate func withInfiniteFlow(from states: Set<Int>) -> Propagator {
    if states.isEmpty { return self }
    return Propagator(
      probabilities, entropyFlow: entropyFlow.enumerated().map { states.contains($0) ? .infinity : $1 })
  }

  private init(_ probabilities: Matrix, entropyFlow: [Double]) {
    (self.probabilities, self.entropyFlow, stateCount) = (probabilities, entropyFlow, entropyFlow.count)
  }

  /// A propagator from its entries, row by row, whose columns are scaled to add up to 1.
  init(stochastic weights: [Double], entropyFlow: [Double]) {
    let n = entropyFlow.count
    var probabilities = weights
    for from in 0..<n {
      let total = (0..<n).reduce(0) { $0 + weights[$1 * n + from] }
      for to in 0..<n { probabilities[to * n + from] /= total }
    }
    self.probabilities = Matrix(rows: n, columns: n, entries: probabilities)
    (stateCount, self.entropyFlow) = (n, entropyFlow)
  }
}

extension RateMatrix {
  /// What the process does within the time `t`.
  ///
  /// The exponential of the generator by scaling and squaring. The first short step is a sum of positive terms (A. Jensen,
  /// Skand. Aktuarietidskr. 36, 87 (1953)), squaring has no subtraction, and columns are made to add up to 1 after every
  /// one. So every probability, however small, has its relative precision, and the time grows with the logarithm of
  /// t · (the largest rate) only: rates may be stiff. The entropy flow is exact to the rounding of the entropy that is
  /// exchanged to and fro.
  /// Source: J. Xue and Q. Ye, Math. Comp. 82, 1577 (2013).
  ///
  /// For one distribution and few jumps, ``evolve(_:for:)`` is faster.
  ///
  /// - Throws: `InvalidInput` where `t` is negative or not finite, and beyond 4096 states.
  public func propagator(for t: Double) throws(InvalidInput) -> Propagator {
    try demand(t >= 0 && t.isFinite, "A process evolves for a finite time that is not negative, and not for \(t).")
    try demand(
      stateCount <= 4096,
      "A propagator of \(stateCount) states is too large: at most 4096; evolve a distribution instead.")
    let fastest = generator.diagonal.reduce(0) { max($0, -$1) }
    // Short: at most 1/16 of an attempt to jump.
    let attempts = 16 * fastest * t
    // The product of two finite numbers may be too large.
    let exponent = attempts.isFinite ? Int(attempts.exponent) : Int(fastest.exponent + t.exponent) + 5
    let doublings = attempts > 1 ? exponent + 1 : 0
    var short = t
    // In two steps: the power of two may be too small.
    for part in [doublings / 2, doublings - doublings / 2] {
      short *= Double(sign: .plus, exponent: -part, significand: 1)
    }
    var result = shortPropagator(for: short, attemptRate: fastest)
    for _ in 0..<doublings { result = result.followed(by: result) }
    return t > 0 ? result.withInfiniteFlow(from: statesWithoutReturn) : result
  }

  /// The states from which an edge without a way back can be reached.
  private var statesWithoutReturn: Set<Int> {
    var incoming = Array(repeating: [Int](), count: stateCount)
    for (state, next) in waysOut.enumerated() { for other in next { incoming[other].append(state) } }
    var known: Set<Int> = []
    var frontier: [Int] = []
    for edge in edges where edge.forward == 0 || edge.backward == 0 {
      let origin = edge.forward > 0 ? edge.from : edge.to
      if known.insert(origin).inserted { frontier.append(origin) }
    }
    while let state = frontier.popLast() {
      for other in incoming[state] where known.insert(other).inserted { frontier.append(other) }
    }
    return known
  }

  /// The propagator of a time in which hardly anything happens: Taylor sums of nine terms in Horner's form.
  private func shortPropagator(for h: Double, attemptRate: Double) -> Propagator {
    let n = stateCount
    let k = generatorEntries
    var released = Array(repeating: 0.0, count: n)
    for edge in edges where edge.forward > 0 && edge.backward > 0 {
      let q = Elementary.logRatio(edge.forward, edge.backward)
      released[edge.from] += edge.forward * q
      released[edge.to] -= edge.backward * q
    }
    let identity = (0..<n * n).map { $0 / n == $0 % n ? 1.0 : 0 }
    // exp(hk) up to a factor, as exp(h(k + attemptRate)), whose terms are not negative.
    var probabilities = identity
    var flow = released
    for order in stride(from: 9.0, through: 1, by: -1) {
      let scale = h / order
      probabilities = (0..<n * n).map { place in
        let (to, from) = (place / n, place % n)
        return identity[place]
          + (0..<n).reduce(0) { sum, between in
            let rate = k[to * n + between] + (to == between ? attemptRate : 0)
            return sum + scale * rate * probabilities[between * n + from]
          }
      }
      // ∫ exp(ku) du has the same terms divided by one order more.
      let above = h / (order + 1)
      flow = (0..<n).map { from in
        released[from] + above * (0..<n).reduce(0) { $0 + flow[$1] * k[$1 * n + from] }
      }
    }
    return Propagator(stochastic: probabilities, entropyFlow: flow.map { h * $0 })
  }
}
