import ElementaryFunctions
import Estimation
import Matrices
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// A spin network drawn at random, with all its states.
struct SpinSystem: DrawnSystem {
  /// How long a trajectory is observed that samples a steady state, in units of 1/k0, and how long before that.
  static let observation = 4_000.0
  static let burnIn = 60.0
  /// How many short trajectories are sampled.
  static let samples = 16_000

  let name: String
  let network: SpinNetwork
  let states: [SpinState]
  let matrix: RateMatrix
  let steady: [Double]
  /// How long a short trajectory lasts.
  let duration: Double

  /// Nil if it is not good to test.
  init?(isSymmetric: Bool, _ stream: RandomStream) throws {
    var random = stream
    let spins = 2 + random.index(below: 2)
    var couplings = Matrix.zeros(spins, spins)
    for i in 0..<spins {
      for j in 0..<i {
        couplings[i, j] = 0.7 * random.normal()
        couplings[j, i] = isSymmetric ? couplings[i, j] : 0.7 * random.normal()
      }
    }
    let law: RateLaw = random.uniform() < 0.5 ? .glauber : .exponential
    let beta = random.number(in: 0.5...1)
    network = try SpinNetwork(
      couplings: couplings, fields: (0..<spins).map { _ in 0.5 * random.normal() }, beta: beta, law: law)
    name = "\(isSymmetric ? "symmetric" : "asymmetric") network of \(spins) spins, \(law.rawValue)"
    let up = SpinState(Array(repeating: 1, count: spins), in: network)
    states = try RateMatrix.states(of: network, from: up)
    matrix = try RateMatrix(enumerating: network, from: up)
    steady = try matrix.stationary
    var duration = random.number(in: 0.5...2)
    if !isSymmetric {
      let flow = try CountedQuantity.entropyFlow(of: matrix).addingSystemEntropy(from: steady, to: steady)
      while try matrix.generatingFunction(of: flow, at: 2, from: steady, for: duration) - 1 > Power.largestVariance {
        duration *= 0.8
      }
    }
    self.duration = duration
    guard try isSymmetric || (duration > 0.05 && showsControls) else { return nil }
  }

  /// Whether each negative control is expected to be seen.
  private var showsControls: Bool {
    get throws {
      let least = Power.controlDistance
      let flow = try CountedQuantity.entropyFlow(of: matrix)
      let reversed = flow.addingSystemEntropy(from: steady, to: steady).withReversedHeat
      let production = try rate(of: flow)
      return try production.mean > least * production.error
        && average(reversed).distance(of: Self.samples) > least
        && average(flow).distance(of: Self.samples) > least
    }
  }

  // MARK: - Exactly

  /// What is known of exp(−A) at the end of a short trajectory.
  func average(_ quantity: CountedQuantity<Void>) throws -> ExponentialLaw {
    try ExponentialLaw { try matrix.generatingFunction(of: quantity, at: $0, from: steady, for: duration) }
  }

  /// The mean of a current per unit time in a steady state, and the standard error of what a long observation finds, shared by so
  /// many walkers. The variance grows linearly as soon as the start is forgotten.
  func rate(of quantity: CountedQuantity<Void>, walkers: Int = 1) throws -> (mean: Double, error: Double) {
    let (early, late, share) = (30.0, 60.0, Self.observation / Double(walkers))
    let (a, b) = (
      try matrix.moments(of: quantity, from: steady, for: early),
      try matrix.moments(of: quantity, from: steady, for: late)
    )
    let variance = b.variance + (b.variance - a.variance) * (share - late) / (late - early)
    return (b.mean / late, (variance * Double(walkers)).squareRoot() / Self.observation)
  }

  /// The entropy −2β s_i (W_A s)_i that the antisymmetric couplings release at a flip along each edge.
  var antisymmetricFlow: CountedQuantity<Void> {
    let couplings = network.couplings
    let flows = matrix.edges.map { edge in
      let (from, to) = (states[edge.from], states[edge.to])
      let flipped = (0..<network.count).first { from[$0] != to[$0] } ?? 0
      let field = (0..<network.count).reduce(0) {
        $0 + 0.5 * (couplings[flipped, $1] - couplings[$1, flipped]) * from[$1]
      }
      return -2 * network.beta * from[flipped] * field
    }
    return .current(flows, stateCount: matrix.stateCount)
  }
}
