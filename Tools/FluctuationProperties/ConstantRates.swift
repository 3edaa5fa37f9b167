import ElementaryFunctions
import Randomness
import StochasticThermodynamics

/// A jump process with constant rates, drawn at random: a ring, or a network with several reservoirs.
struct ConstantRates: DrawnSystem {
  /// How many trajectories are sampled.
  static let samples = 50_000

  let name: String
  let matrix: RateMatrix
  /// The steady state, another distribution to start from, and what has become of that at the end.
  let steady, start, end: [Double]
  /// How long a trajectory lasts.
  let duration: Double
  /// The weights of a current.
  let weights: [Double]
  /// Entropy that a jump along each edge would release if two reservoirs were one, which is wrong.
  let merged: [Double]

  /// Nil if it is not good to test.
  init?(isRing: Bool, _ stream: RandomStream) throws {
    var random = stream
    let count = isRing ? 3 + random.index(below: 4) : 3 + random.index(below: 3)
    let bias = isRing ? random.number(in: -0.3...0.3) : 0
    matrix = try RateMatrix(
      stateCount: count,
      edges: random.edges(among: count, isRing: isRing).map { pair in
        let attempts = Elementary.exp(0.4 * random.normal())
        let force = bias + 0.5 * random.normal()
        return .init(from: pair.from, to: pair.to, entropyFlow: 2 * force, law: .exponential, attemptRate: attempts)
      })
    name = "\(isRing ? "ring" : "network") of \(count) states with \(matrix.edges.count) edges"
    weights = matrix.edges.map { _ in random.normal() }
    merged = Self.merged(matrix)
    steady = try matrix.stationary
    start = random.distribution(on: count)
    var duration = random.number(in: 0.3...1)
    var end = try matrix.evolve(start, for: duration)
    while try !Self.isSampled(matrix, steady, steady, duration) || !Self.isSampled(matrix, start, end, duration) {
      duration *= 0.8
      end = try matrix.evolve(start, for: duration)
    }
    (self.duration, self.end) = (duration, end)
    guard duration > 0.05, try showsControls else { return nil }
  }

  /// Whether exp(−s) has a variance that can be sampled.
  private static func isSampled(_ matrix: RateMatrix, _ start: [Double], _ end: [Double], _ duration: Double) throws
    -> Bool
  {
    let entropy = try CountedQuantity.entropyFlow(of: matrix).addingSystemEntropy(from: start, to: end)
    return try matrix.generatingFunction(of: entropy, at: 2, from: start, for: duration) - 1 <= Power.largestVariance
  }

  /// ln K/K′ of each edge, with K the sum of the rates between its states in one direction.
  private static func merged(_ matrix: RateMatrix) -> [Double] {
    let generator = matrix.generator
    return matrix.edges.map {
      Elementary.log(generator[$0.to, $0.from]) - Elementary.log(generator[$0.from, $0.to])
    }
  }

  /// Whether each negative control is expected to be seen.
  private var showsControls: Bool {
    get throws {
      let least = Power.controlDistance
      let flow = try CountedQuantity.entropyFlow(of: matrix)
      let isDropped = try distribution(of: flow, from: start).distance(of: Self.samples) > least
      let wrong = try entropy(steady, steady).withReversedHeat
      let isReversed = try distribution(of: wrong, from: steady).distance(of: Self.samples) > least
      let isDriven = try [flow, wrong].map { try moments(of: $0, from: steady) }.allSatisfy {
        abs($0.mean) > least * ($0.variance / Double(Self.samples)).squareRoot()
      }
      // Traffic is nearly Poissonian: σt Var/(2 mean²) = σ/(2 · jumps per time), far below 1 near equilibrium.
      let traffic = matrix.edges.reduce(0) { $0 + steady[$1.from] * $1.forward + steady[$1.to] * $1.backward }
      let breaksBound = matrix.entropyProductionRate(steady) < 1.2 * traffic
      return try isDropped && isReversed && isDriven && breaksBound && showsMerging
    }
  }

  /// Whether it is seen that two reservoirs are taken for one. In a ring there are no two.
  private var showsMerging: Bool {
    get throws {
      guard hasSeveralReservoirs else { return true }
      let right = try moments(of: .entropyFlow(of: matrix), from: steady).mean
      let wrong = try moments(of: .current(merged, stateCount: matrix.stateCount), from: steady)
      return right - wrong.mean > Power.controlDistance * (wrong.variance / Double(Self.samples)).squareRoot()
    }
  }

  /// Whether two states share two edges.
  var hasSeveralReservoirs: Bool { Set(matrix.edges.map { [$0.from, $0.to] }).count < matrix.edges.count }

  // MARK: - Exactly

  /// The total entropy production between two distributions.
  func entropy(_ start: [Double], _ end: [Double]) throws -> CountedQuantity<Void> {
    try CountedQuantity.entropyFlow(of: matrix).addingSystemEntropy(from: start, to: end)
  }

  func moments(of quantity: CountedQuantity<Void>, from p: [Double]) throws -> (mean: Double, variance: Double) {
    try matrix.moments(of: quantity, from: p, for: duration)
  }

  func distribution(of quantity: CountedQuantity<Void>, from p: [Double]) throws -> ExponentialLaw {
    try ExponentialLaw { try matrix.generatingFunction(of: quantity, at: $0, from: p, for: duration) }
  }
}

extension CountedQuantity {
  /// The same with the heat counted with the wrong sign: a negative control.
  var withReversedHeat: CountedQuantity {
    CountedQuantity(initial: initial, final: final) { [increments] in increments($0).map { -$0 } }
  }
}
