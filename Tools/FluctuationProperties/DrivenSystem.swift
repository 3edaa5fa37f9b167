import ElementaryFunctions
import Randomness
import StochasticThermodynamics

/// A network drawn at random, whose energies, driving and attempt rates follow a control that may turn around.
struct DrivenSystem: DrawnSystem {
  /// How many trajectories are sampled of each process.
  static let samples = 10_000
  /// The error that a wrong ΔF makes, in k_B T.
  static let wrongShift = 0.25

  let name: String
  let network: DrivenNetwork<Double>
  let drive: Drive<Double>
  /// Equilibrium at the first and at the last control, without the driving.
  let first, last: [Double]
  /// Another distribution to start from, and what has become of it.
  let start, end: [Double]
  /// ΔF in k_B T.
  let difference: Double

  /// Nil if it is not good to test.
  init?(_ stream: RandomStream) throws {
    var random = stream
    let isRing = random.uniform() < 0.4
    let count = 3 + random.index(below: 3)
    let law: RateLaw = random.uniform() < 0.5 ? .glauber : .exponential
    let edges = random.edges(among: count, isRing: isRing).map { pair in
      let (push, attempts) = (0.4 * random.normal(), Elementary.exp(0.4 * random.normal()))
      return DrivenNetwork<Double>.Edge(
        from: pair.from, to: pair.to, law: law, driving: { push * (1 + 0.5 * $0) },
        attemptRate: { attempts * (1 - 0.3 * $0) })
    }
    let shape = (0..<count).map { _ in (0.5 * random.normal(), 0.9 * random.normal(), 0.3 * random.normal()) }
    network = try DrivenNetwork(stateCount: count, edges: edges) { state, control in
      shape[state].0 + control * (shape[state].1 + control * shape[state].2)
    }
    let (duration, swing) = (random.number(in: 0.3...1.5), random.number(in: -0.4...0.4))
    drive = try Drive(over: duration) { time in
      time / duration + swing * Elementary.sineAndCosine(ofTurns: time / duration).sine
    }
    name = "\(isRing ? "ring" : "network") of \(count) states, \(law.rawValue), driven for \(duration)"
    (first, last) = (network.equilibrium(at: drive(0)), network.equilibrium(at: drive(duration)))
    difference = network.freeEnergy(at: drive(duration)) - network.freeEnergy(at: drive(0))
    start = random.distribution(on: count)
    // The cheaper decisions first.
    let work = CountedQuantity.work(on: network, under: drive)
    let square = try network.generatingFunction(of: work, at: 2, from: first, under: drive, tolerance: Self.rough)
    guard Elementary.exp(2 * difference) * square - 1 <= Power.largestVariance else { return nil }
    end = try network.evolve(start, under: drive)
    guard try isSampled, try showsControls else { return nil }
  }

  /// Whether exp(−s) has a variance that can be sampled, as exp(−W + ΔF) has.
  private var isSampled: Bool {
    get throws {
      try distribution(of: entropy, from: start, under: drive, Self.rough).variance <= Power.largestVariance
    }
  }

  /// Whether each negative control is expected to be seen. That of a wrong ΔF is by the bound on the variance.
  private var showsControls: Bool {
    get throws {
      let least = Power.controlDistance
      guard abs(entropyOfSystem) > 1e-3 else { return false }
      let heat = CountedQuantity.heat(of: network)
      guard
        try distribution(of: heat, from: start, under: drive, Self.rough).distance(of: Self.samples) > least,
        try distribution(of: entropy.withReversedHeat, from: start, under: drive, Self.rough)
          .distance(of: Self.samples) > least
      else { return false }
      let wrong = try network.moments(of: entropy.withReversedHeat, from: start, under: drive, tolerance: Self.rough)
      guard -wrong.mean > least * (wrong.variance / Double(Self.samples)).squareRoot() else { return false }
      let right = try halfAverage(first, drive, difference, Self.rough)
      let notReversed = try halfAverage(last, drive, -difference, Self.rough)
      return abs(right.mean - notReversed.mean)
        > least * ((right.variance + notReversed.variance) / Double(Self.samples)).squareRoot()
    }
  }

  /// A tolerance for the decision whether a system is good to test.
  private static let rough = 1e-6

  // MARK: - Exactly

  /// The total entropy production from ``start``.
  var entropy: CountedQuantity<Double> { CountedQuantity.heat(of: network).addingSystemEntropy(from: start, to: end) }

  /// By how much the entropy −Σ p ln p of the system grows from ``start`` to ``end``.
  var entropyOfSystem: Double { StochasticThermodynamics.entropy(end) - StochasticThermodynamics.entropy(start) }

  /// The work of a drive.
  func work(_ drive: Drive<Double>) -> CountedQuantity<Double> { .work(on: network, under: drive) }

  /// What is known of exp(−(A − shift)).
  func distribution(
    of quantity: CountedQuantity<Double>, from p: [Double], under drive: Drive<Double>, shift: Double = 0,
    _ tolerance: Double = 1e-12
  ) throws -> ExponentialLaw {
    try ExponentialLaw { u in
      try Elementary.exp(u * shift)
        * network.generatingFunction(of: quantity, at: u, from: p, under: drive, tolerance: tolerance)
    }
  }

  /// Mean and variance of exp(−(W − difference)/2) for the work of a drive. By Crooks' theorem both are the same for a drive
  /// and its reverse, with the opposite difference.
  func halfAverage(
    _ p: [Double], _ drive: Drive<Double>, _ difference: Double, _ tolerance: Double = 1e-12
  ) throws -> (mean: Double, variance: Double) {
    func average(_ u: Double) throws -> Double {
      try Elementary.exp(u * difference)
        * network.generatingFunction(of: work(drive), at: u, from: p, under: drive, tolerance: tolerance)
    }
    let mean = try average(0.5)
    return (mean, try average(1) - mean * mean)
  }
}
