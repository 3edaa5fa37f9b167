import Cells
import Companion
import Estimation
import LinearAlgebra
import LinearComputation
import Randomness
import StochasticThermodynamics

extension LinearSystem {
  // MARK: - Model

  /// The weights of the inputs in the answer: one of the inputs, or the sum of both.
  static let teachers = [
    (name: "one", weights: [1.0, 0]), (name: "soft", weights: Array(repeating: Double(0.5).squareRoot(), count: 2)),
  ]

  static func task(_ weights: [Double], _ p: Parameters) -> LinearTask {
    LinearTask(weights: weights, answerNoise: p.answerNoise)
  }

  static func network(_ j12: Double, _ j21: Double, _ p: Parameters) throws -> LinearNetwork {
    try LinearNetwork(couplings: Matrix([[-1, j12], [j21, -1]]), noise: p.noise)
  }

  /// A unit that reads what matters and drives a second one, which does not drive it back.
  static func feedForward(_ p: Parameters) throws -> [(coupling: Double, sigma: Double, information: Double)] {
    try (0...50).map { place in
      let coupling = p.bound * Double(place) / 50
      let chain = try network(0, coupling, p)
      let information = bitsPerNat * (try chain.relevantInformation(at: task(teachers[0].weights, p)))
      return (coupling, chain.entropyProductionRate, information)
    }
  }

  /// What a little asymmetry gains on the edge of stability, J₁₂J₂₁ = (1 − margin)²: per asymmetry |J₂₁ − J₁₂| in its
  /// limit, and per dissipation.
  static func gainNextToEquilibrium(
    _ weights: [Double], _ p: Parameters
  ) throws -> (perAsymmetry: Double, perDissipation: Double) {
    let (edge, task) = (1 - p.margin, task(weights, p))
    func gain(_ ratio: Double) throws -> (information: Double, asymmetry: Double) {
      let turned = try network(edge / ratio, edge * ratio, p)
      let information = try turned.relevantInformation(at: task) - network(edge, edge, p).relevantInformation(at: task)
      return (information, edge * ratio - edge / ratio)
    }
    // The first is linear in the asymmetry to lowest order, the second quadratic.
    let (small, larger) = (try gain(1 + 1e-6), try gain(1 + 1e-3))
    return (
      small.information / small.asymmetry, larger.information / (0.5 * larger.asymmetry * larger.asymmetry)
    )
  }

  /// How far the slow modes of a network, all but one, are from the edge of stability: the largest distance of an
  /// eigenvalue from −margin.
  static func slowModes(_ couplings: Matrix, _ p: Parameters) throws -> Double {
    let modes = try couplings.eigenvalues.sorted { $0.real > $1.real }.dropLast()
    return modes.map { (($0.real + p.margin) * ($0.real + p.margin) + $0.imaginary * $0.imaginary).squareRoot() }.max()
      ?? 0
  }

  // MARK: - Cells

  /// The best network in equilibrium, and the best one at each price of dissipation.
  struct Optimise: Cell {
    var weights: [Double]
    var noise, answerNoise, bound, margin: Double
    var starts: Int
    var alphas: [Double]

    struct Result: Codable { var equilibrium: LinearBottleneck.Optimum, path: [LinearBottleneck.Optimum] }

    func compute(_ random: RandomStream) -> Result {
      let task = LinearTask(weights: weights, answerNoise: answerNoise)
      let bottleneck = LinearBottleneck(task: task, noise: noise, bound: bound, margin: margin, starts: starts)
      return Result(equilibrium: bottleneck.equilibrium, path: bottleneck.optima(along: alphas))
    }
  }

  static func optimise(
    _ name: String, _ weights: [[Double]], _ alphas: [Double], _ p: Parameters, _ run: Run
  ) throws -> [Optimise.Result] {
    let cells = weights.map {
      Optimise(
        weights: $0, noise: p.noise, answerNoise: p.answerNoise, bound: p.bound, margin: p.margin, starts: p.starts,
        alphas: alphas)
    }
    return try run.sweep(name, over: cells)
  }

  /// A network simulated: information from held inputs, entropy production from stationary paths.
  struct Simulate: Cell {
    var task: LinearTask
    var couplings: Matrix
    var noise: Double
    var draws, relaxationSteps, paths: Int
    var relaxation, pathTime, interval: Double

    init(task: LinearTask, optimum: LinearBottleneck.Optimum, parameters p: Parameters) {
      (self.task, couplings, noise) = (task, optimum.couplings, p.noise)
      (draws, relaxationSteps, paths) = (p.draws, p.relaxationSteps, p.paths)
      (relaxation, pathTime, interval) = (p.relaxation, p.pathTime, p.interval)
    }

    /// Information in bits, σ in nats per unit time, and how far σ is from its exact mean at this interval, in standard
    /// errors.
    struct Result: Codable {
      var information, sigma: Estimate
      var sigmaDeviation: Double

      func informationDeviation(from exact: LinearBottleneck.Optimum) -> Double {
        information.deviation(from: exact.information)
      }
    }

    func compute(_ random: RandomStream) throws -> Result {
      let network = try LinearNetwork(couplings: couplings, noise: noise)
      let long = try LinearStep(of: network, duration: relaxation / Double(relaxationSteps))
      let information = try long.sampledInformation(
        at: task, draws: draws, steps: relaxationSteps, random: random["information"])
      let short = try LinearStep(of: network, duration: interval)
      let sampled = short.sample(paths: paths, steps: Int((pathTime / interval).rounded()), random: random["paths"])
      return Result(
        information: bitsPerNat * information, sigma: sampled.midpointEntropyProductionRate,
        sigmaDeviation: sampled.midpointEntropyProductionRate.deviation(from: short.midpointEntropyProductionRate))
    }
  }
  /// The information in bits that a network gains over a symmetric one, sampled with the same inputs and noises, so that most
  /// of their scatter cancels.
  struct SampleGain: Cell {
    var task: LinearTask
    var couplings, symmetric: Matrix
    var noise, relaxation: Double
    var draws: Int

    func compute(_ random: RandomStream) throws -> Double {
      let informations = try [couplings, symmetric].map { couplings in
        try LinearStep(of: LinearNetwork(couplings: couplings, noise: noise), duration: relaxation)
          .sampledInformation(at: task, draws: draws, steps: 1, random: random).value
      }
      return bitsPerNat * (informations[0] - informations[1])
    }
  }
}
