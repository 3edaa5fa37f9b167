import Cells
import ElementaryFunctions
import Estimation
import OptimalTransport
import Randomness
import StochasticThermodynamics
import Validation

/// The erasure of a bit with two states, whose rates add up to 1 at all times: from the probability ½ to be wrong to ε.
///
/// With q the probability to be wrong and u = −dq/dt, the rate of going wrong is q − u and that of being corrected 1 − q + u. The
/// entropy production u ln[(1 − q + u) q/((q − u)(1 − q))] is least in a given time where u²/[(1 − q + u)(q − u)] is a constant K:
/// q follows in closed form. Times are in units of the inverse of the sum of the rates, entropies in nats.
public struct TwoStateErasure: Sendable, Hashable, Validated {
  /// The error ε at the end, above 0 and below ½.
  public let error: Double
  /// The duration τ.
  public let duration: Double

  /// An erasure.
  ///
  /// - Precondition: 0 < ε < ½, and the duration is above ``leastDuration(error:)``.
  public init(error: Double, duration: Double) {
    (self.error, self.duration) = (error, duration)
    requireNoFlaw()
  }

  /// Reads an erasure.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (error, duration) = (try fields.read(.error), try fields.read(.duration))
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(error > 0 && error < 0.5) { return "The error of a bit with two states lies between 0 and one half." }
    return duration > 1.000001 * Self.leastDuration(error: error) && duration.isFinite
      ? nil : "A bit with two states relaxes from ½ to its error in no less than ln(1/2ε)."
  }

  /// ln(1/2ε): the duration below which ε cannot be reached.
  public static func leastDuration(error: Double) -> Double { -Elementary.log(2 * error) }

  /// ln 2 − h(ε), in nats.
  public var relativeEntropy: Double { Elementary.log(2) - binaryEntropy(error) }

  /// (π/2 − 2 arcsin √ε)²: τ times the entropy production of a slow optimal erasure.
  ///
  /// arcsin √ε = ∫ dx/(2√(x(1 − x))) from 0 to ε, here as the length ∫ dq/√(q(1 − q)) from ε to ½.
  public var slowCoefficient: Double {
    // q = sin²θ; by Newton's method from the middle, as there is no arcsine with the same bits everywhere.
    var turns = 0.0625
    for _ in 0..<60 {
      let (sine, cosine) = Elementary.sineAndCosine(ofTurns: turns)
      let move = (sine * sine - error) / (2 * sine * cosine) / (2 * Double.pi)
      turns = min(0.2499, max(0.5 * turns, turns - move))
      if abs(move) < 1e-17 { break }
    }
    let length = 0.5 * Double.pi - 4 * Double.pi * turns
    return length * length
  }

  /// The optimal course.
  public var optimum: SpeedLimit {
    let course = OptimalCourse(self)
    return SpeedLimit(distance: 1 - 2 * error, entropyProduction: course.entropy, jumps: course.jumps)
  }

  /// The course with a constant rate of going wrong: the bit relaxes towards an equilibrium beyond ε. In closed form.
  public var quench: SpeedLimit {
    let decayed = Elementary.exp(-duration)
    let wrong = (error - 0.5 * decayed) / (1 - decayed)
    let heat = (0.5 - error) * Elementary.logRatio(1 - wrong, wrong)
    let integral = wrong * duration + (0.5 - wrong) * (1 - decayed)
    return SpeedLimit(
      distance: 1 - 2 * error, entropyProduction: heat - relativeEntropy,
      jumps: wrong * duration + (1 - 2 * wrong) * integral)
  }

  /// The energies of the wrong state over time in the optimal course, as a drive of a network of two states with Glauber rates.
  func drive() throws(InvalidInput) -> Drive<Double> {
    let course = OptimalCourse(self)
    return try Drive(over: duration) { course.energy(at: $0) }
  }

  static func network() throws(InvalidInput) -> DrivenNetwork<Double> {
    try DrivenNetwork(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber)]) { state, energy in
      state == 1 ? energy : 0
    }
  }
}

/// The optimal course at equally spaced logarithms of q, from ½ to ε.
private struct OptimalCourse: Sendable {
  let entropy, jumps: Double
  private let times, energies: [Double]

  private static let panels = 2000

  init(_ erasure: TwoStateErasure) {
    let (first, last) = (Elementary.log(0.5), Elementary.log(erasure.error))
    // The time falls with K.
    let bracket = Elementary.bisection(from: -80, to: 80, tolerance: 1e-13) {
      Self.integral(from: first, to: last, Elementary.exp($0)) { q, u, _ in q / u } > erasure.duration
    }
    let k = Elementary.exp(0.5 * (bracket.inside + bracket.outside))
    entropy = Self.integral(from: first, to: last, k) { q, u, wrong in
      q * Elementary.logRatio(1 - wrong, q, over: wrong, 1 - q)
    }
    jumps = Self.integral(from: first, to: last, k) { q, u, wrong in (wrong * (1 - q) + (1 - wrong) * q) * q / u }
    var (times, energies) = ([0.0], [Double]())
    for node in 0...Self.panels {
      let y = first + (last - first) * Double(node) / Double(Self.panels)
      if node > 0 {
        let before = first + (last - first) * Double(node - 1) / Double(Self.panels)
        times.append(times[node - 1] + Self.panel(from: before, to: y, k) { q, u, _ in q / u })
      }
      let wrong = Self.rates(Elementary.exp(y), k).wrong
      energies.append(Elementary.logRatio(1 - wrong, wrong))
    }
    (self.times, self.energies) = (times, energies)
  }

  func energy(at time: Double) -> Double {
    var (low, high) = (0, times.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle } else { high = middle }
    }
    let share = min(1, max(0, (time - times[low]) / (times[high] - times[low])))
    return energies[low] + share * (energies[high] - energies[low])
  }

  /// u and the rate q − u = u²/(K (1 − q + u)) of going wrong, without a difference.
  private static func rates(_ q: Double, _ k: Double) -> (u: Double, wrong: Double) {
    let bias = k * (1 - 2 * q)
    let u = 2 * k * q * (1 - q) / (bias + (bias * bias + 4 * k * (1 + k) * q * (1 - q)).squareRoot())
    return (u, u * u / (k * (1 - q + u)))
  }

  private static func integral(
    from first: Double, to last: Double, _ k: Double, _ integrand: (Double, Double, Double) -> Double
  ) -> Double {
    let panels = 200
    return (0..<panels).reduce(0) { sum, panel in
      let ends = (Double(panel) / Double(panels), Double(panel + 1) / Double(panels))
      return sum
        + self.panel(from: first + ends.0 * (last - first), to: first + ends.1 * (last - first), k, integrand)
    }
  }

  /// ∫ f d(−ln q) by the three points of Gauss and Legendre.
  private static func panel(
    from start: Double, to end: Double, _ k: Double, _ integrand: (Double, Double, Double) -> Double
  ) -> Double {
    let offset = 0.15.squareRoot()
    var sum = 0.0
    for (point, weight) in [(0.5 - offset, 5.0 / 18), (0.5, 4.0 / 9), (0.5 + offset, 5.0 / 18)] {
      let q = Elementary.exp(start + point * (end - start))
      let (u, wrong) = rates(q, k)
      sum += weight * integrand(q, u, wrong)
    }
    return sum * (start - end)
  }
}

// MARK: - Samples

/// Sampled optimal erasures of a bit with two states: jumps, and the heat they release.
package struct SampledTwoStates: Cell, Hashable {
  /// The erasure.
  package var erasure: TwoStateErasure
  /// How many trajectories there are.
  package var trajectories: Int

  /// Trajectories.
  package init(_ erasure: TwoStateErasure, trajectories: Int) {
    (self.erasure, self.trajectories) = (erasure, trajectories)
  }

  /// The averages over the trajectories.
  package func compute(_ random: RandomStream) throws -> TwoStateSample {
    let (network, drive) = (try TwoStateErasure.network(), try erasure.drive())
    // No state is left faster than at the rate 1.
    let bounds = try RateBounds(over: drive.duration, pieces: 1, stateCount: 2) { _, _ in 1 }
    var sample = TwoStateSample()
    for number in 0..<trajectories {
      var (jumps, heat) = (0.0, 0.0)
      let course = DrivenTrajectory(
        network, under: drive, within: bounds, startingIn: [0.5, 0.5], random: random[number])
      for sojourn in course {
        heat += sojourn.heat
        if sojourn.exit != nil { jumps += 1 }
      }
      sample.add(heat: heat, jumps: jumps)
    }
    return sample
  }
}

/// Averages over trajectories of a bit with two states.
package struct TwoStateSample: Sendable, Codable, Hashable {
  /// The heat, in k_B T, the number of jumps, and the product of the two.
  package private(set) var heat = Average(), jumps = Average(), product = Average()

  init() {}

  mutating func add(heat: Double, jumps: Double) {
    self.heat.add(heat)
    self.jumps.add(jumps)
    product.add(heat * jumps)
  }

  /// The entropy produced, in nats: the heat and the exact change of the entropy of the bit.
  package func entropyProduction(of erasure: TwoStateErasure) -> Estimate {
    let heat = heat.estimate
    return Estimate(
      heat.value - erasure.relativeEntropy, standardError: heat.standardError, degreesOfFreedom: heat.degreesOfFreedom)
  }

  /// The time over the least time, 2 Σ N/L², with the error of first order in those of both averages.
  package func ratio(of erasure: TwoStateErasure) -> Estimate {
    let (entropy, distance) = (heat.mean - erasure.relativeEntropy, 1 - 2 * erasure.error)
    let covariance = product.mean - heat.mean * jumps.mean
    let variance =
      jumps.mean * jumps.mean * heat.variance + entropy * entropy * jumps.variance
      + 2 * entropy * jumps.mean * covariance
    let scale = 2 / (distance * distance)
    return Estimate(
      scale * entropy * jumps.mean, standardError: scale * (max(0, variance) / Double(heat.count)).squareRoot(),
      degreesOfFreedom: Double(max(1, heat.count - 1)))
  }

  /// Entropy, jumps and ratio less their exact values, in standard errors.
  package func deviations(from exact: SpeedLimit, of erasure: TwoStateErasure) -> [Double] {
    [
      entropyProduction(of: erasure).deviation(from: exact.entropyProduction),
      jumps.estimate.deviation(from: exact.jumps), ratio(of: erasure).deviation(from: exact.ratio),
    ]
  }
}
