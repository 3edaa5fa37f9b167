import LinearAlgebra
import Optimisation
import Randomness
import StochasticThermodynamics

/// The computation-dissipation bottleneck of a linear network: the couplings that maximise L = I(s, y) − ασ, with
/// I(s, y) in nats.
///
/// Every unit relaxes by itself at the rate 1 (W_ii = −1), couplings lie in −bound...bound, and all modes decay at the
/// rate `margin` or faster: max Re λ(W) ≤ −margin. Without that edge of stability there would be no best network.
/// Source of the model: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024).
///
/// The best networks lie on the edge, where eigenvalues coincide and are no smooth functions of the couplings. The
/// search comes from inside, by a barrier that is smooth all the same: ln Tr P with (W + margin)P + P(W + margin)ᵀ + 1 =
/// 0, which grows to infinity where a mode ceases to decay.
/// Source: J. Vanbiervliet et al., SIAM J. Optim. 20, 156 (2009).
public struct LinearBottleneck: Sendable {
  /// The task.
  public let task: LinearTask

  /// σ_s², the strength of the noise.
  public let noise: Double

  /// The couplings are searched in −bound...bound.
  public let bound: Double

  /// The slowest decay rate that is allowed, between 0 and 1.
  public let margin: Double

  /// How many networks drawn at random the search starts from, beside the best symmetric one.
  public let starts: Int

  /// A bottleneck.
  ///
  /// - Precondition: the task has at least two inputs; bound and noise are positive, the margin lies between 0 and 1.
  public init(task: LinearTask, noise: Double = 1, bound: Double, margin: Double, starts: Int = 12) {
    precondition(task.weights.count > 1, "Couplings need at least two units.")
    precondition(noise > 0 && bound > 0 && margin > 0 && margin < 1 && starts > 0, "There would be nothing to search.")
    self.task = task
    self.noise = noise
    self.bound = bound
    self.margin = margin
    self.starts = starts
  }

  /// An optimal network and what it achieves.
  public struct Optimum: Sendable, Codable, Hashable {
    /// W.
    public var couplings: Matrix
    /// I(s, y) in bits and σ in nats per unit time.
    public var performance: Performance
    /// I(s, x) in bits.
    public var inputInformation: Double

    /// I(s, y) in bits.
    public var information: Double { performance.relevantInformation }
    /// σ in nats per unit time.
    public var sigma: Double { performance.entropyProductionRate }
  }

  /// Which couplings may differ.
  package enum Wiring: String {
    case symmetric, general
  }

  /// The best network in equilibrium, W = Wᵀ: for it σ = 0, whatever α.
  public var equilibrium: Optimum {
    optimum(at: couplings(best(from: draws(.symmetric), price: 0, .symmetric).point, .symmetric))
  }

  /// The best network at each α, in or out of equilibrium, in the order of the list.
  ///
  /// Every α is searched from the best equilibrium, from networks drawn at random (from a fixed seed) and from the
  /// optima at the neighbouring α. Where the gain over equilibrium is below 1e-8 nats, the equilibrium is the optimum.
  public func optima(along alphas: [Double]) -> [Optimum] {
    let quiet = equilibrium
    let first = coordinates(of: quiet.couplings, .general)
    let maxima = followed(
      along: alphas, better: { $0.value > $1.value ? $0 : $1 },
      from: { best(from: [first] + draws(.general), price: alphas[$0], .general) },
      next: { best(from: [$0.point], price: $1, .general, first: 1e-3) })
    return zip(alphas, maxima).map { alpha, maximum in
      let held = quiet.information / bitsPerNat
      return maximum.value > held + 1e-8 ? optimum(at: couplings(maximum.point, .general)) : quiet
    }
  }

  /// The highest maximum that is reached from any of the starts, each of which is drawn back from the edge.
  ///
  /// With four units the ridge of coinciding eigenvalues is so sharp that rounding can stop a search on its way. So the
  /// best one is drawn back and climbs again, until that gains less than 1e-7.
  private func best(from starts: [[Double]], price: Double, _ wiring: Wiring, first: Double = 0.02) -> Maximum {
    func climb(_ start: [Double], _ first: Double) -> Maximum? {
      InteriorMaximum(first: first).climb(from: interior(start, wiring)) { evaluate($0, price: price, wiring) }
    }
    guard var best = starts.compactMap({ climb($0, first) }).max(by: { $0.value < $1.value }) else {
      preconditionFailure("No start lies inside of the edge of stability.")
    }
    for _ in 0..<8 {
      guard let again = climb(best.point, 1e-3), again.value > best.value else { break }
      let gain = again.value - best.value
      best = again
      if gain < 1e-7 { break }
    }
    return best
  }

  /// Couplings at random, of all sizes.
  private func draws(_ wiring: Wiring) -> [[Double]] {
    var random = RandomStream(seed: 2024)["linear bottleneck"][wiring.rawValue]
    let n = task.weights.count
    let count = wiring == .general ? n * (n - 1) : n * (n - 1) / 2
    return (0..<starts).map { _ in (0..<count).map { _ in 0.75 * bound * (2 * random.uniform() - 1) } }
  }

  /// The couplings, made smaller along their ray until they lie inside: λ(−1 + tJ) = −1 + tλ(J).
  private func interior(_ point: [Double], _ wiring: Wiring) -> [Double] {
    let w = couplings(point, wiring)
    guard let abscissa = try? w.spectralAbscissa + 1 else { return point.map { _ in 0 } }
    let toTheEdge = abscissa > 0 ? (1 - margin) / abscissa : .infinity
    let toTheBound = bound / max((w + .identity(w.rows)).largestEntry, .leastNormalMagnitude)
    return point.map { 0.95 * min(1, toTheEdge, toTheBound) * $0 }
  }

  // MARK: - Coordinates

  /// W from its coordinates: the couplings row by row, or those above the diagonal.
  func couplings(_ point: [Double], _ wiring: Wiring) -> Matrix {
    let n = task.weights.count
    var w = -Matrix.identity(n)
    for (place, coupling) in zip(pairs(wiring), point) {
      w[place.i, place.j] = coupling
      if wiring == .symmetric { w[place.j, place.i] = coupling }
    }
    return w
  }

  func coordinates(of w: Matrix, _ wiring: Wiring) -> [Double] { pairs(wiring).map { w[$0.i, $0.j] } }

  func pairs(_ wiring: Wiring) -> [(i: Int, j: Int)] {
    let n = task.weights.count
    return (0..<n).flatMap { i in
      (0..<n).compactMap { j in j > i || (j < i && wiring == .general) ? (i, j) : nil }
    }
  }
}
