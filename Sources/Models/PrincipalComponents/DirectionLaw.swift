import ElementaryFunctions
import LangevinDynamics
import StochasticThermodynamics
import Validation

/// The exact law of a student of N weights in equilibrium: p(ρ) ∝ (1 − ρ²)^((N−3)/2) exp(Ncρⁿ), whatever its length.
///
///     let law = DirectionLaw(CorrelationLearning(order: 2), weights: 50, strength: 1)
///     law.squaredOverlap                             // 0.498776
///     law.information                                // 16.217241 nats: I(w:B) of all weights
///
/// The force is a gradient and does not change |w|, so that in equilibrium e^(−NU) direction and length are independent, and the
/// angle θ with ρ = sin θ alone is diffusive,
///
///     p(θ) ∝ cos^(N−2)θ exp(Nc sinⁿθ),    dθ/ds = (k/N) d(ln p)/dθ + √(2k/N) · noise,
///
/// with the student's own clock ds = dt/(kQ), which for N → ∞ is time. Averages are sums over equal steps of θ, exact to rounding.
public struct DirectionLaw: Sendable, Hashable {
  /// n and k.
  public let learning: CorrelationLearning
  /// N.
  public let weights: Int
  /// c, in k_B T per weight.
  public let strength: Double

  /// The steps of θ, and at each ρ and p(θ) with and without correlations, normalised to sums of 1.
  private let overlaps, probabilities, uniform: [Double]
  private let step: Double

  /// ⟨ρⁿ⟩ and ⟨ρ²⟩.
  public let correlation: Double, squaredOverlap: Double
  /// ⟨ρⁿ⟩ of a random direction.
  public let randomCorrelation: Double
  /// ln(Z/Z₀): the logarithm of the partition sum over that without correlations.
  public let logPartitionRatio: Double

  /// The fewest weights for which sums over equal steps are exact to rounding.
  public static let fewestWeights = 10

  /// The law of a student.
  ///
  /// - Precondition: there are at least ``fewestWeights`` weights, and the strength is finite and not negative.
  public init(_ learning: CorrelationLearning, weights: Int, strength: Double) {
    require(
      weights >= Self.fewestWeights && strength >= 0 && strength.isFinite,
      "A student has at least \(Self.fewestWeights) weights and a finite strength that is not negative.")
    (self.learning, self.weights, self.strength) = (learning, weights, strength)
    let (count, n) = (Double(weights), Double(learning.order))
    // No peak is narrower than 1/√(N(1 + n²c)), or so; eight steps are in that.
    let steps = max(2000, Int(8 * Double.pi * (count * (1 + n * n * strength)).squareRoot()))
    step = Double.pi / Double(steps)
    let angles = (1..<steps).map { Double($0) / Double(steps) - 0.5 }
    let points = angles.map { Elementary.sineAndCosine(ofTurns: 0.5 * $0) }
    overlaps = points.map(\.sine)
    let flat = points.map { (count - 2) * Elementary.log($0.cosine) }
    let raised = zip(points, flat).map { $1 + count * strength * power($0.sine, learning.order) }
    let (whole, none) = (Self.normalised(raised), Self.normalised(flat))
    (probabilities, uniform) = (whole.values, none.values)
    func average(_ values: [Double], _ exponent: Int) -> Double {
      zip(values, points).reduce(0) { $0 + $1.0 * power($1.1.sine, exponent) }
    }
    correlation = average(whole.values, learning.order)
    squaredOverlap = average(whole.values, 2)
    randomCorrelation = average(none.values, learning.order)
    logPartitionRatio = whole.logSum - none.logSum
  }

  /// exp of the values over their sum, and the logarithm of that.
  private static func normalised(_ logarithms: [Double]) -> (values: [Double], logSum: Double) {
    let largest = logarithms.max() ?? 0
    let values = logarithms.map { Elementary.exp($0 - largest) }
    let sum = values.reduce(0, +)
    return (values.map { $0 / sum }, largest + Elementary.log(sum))
  }

  /// I(w:B) of all N weights, in nats: Nc⟨ρⁿ⟩ − ln(Z/Z₀).
  ///
  /// Divided by N, it tends to ``LearnedDirection/information``. For n = 2 and 2c = g > 1, I(w:B) − ½N ln g tends to −ln 2 + (g − 2)/(2(g −
  /// 1)) + ½ ln[2(g − 1)/g²], with −ln 2 as B and −B are the same to the student.
  public var information: Double { Double(weights) * strength * correlation - logPartitionRatio }

  /// The heat per weight after a sudden start, in k_B T: c(⟨ρⁿ⟩ − ⟨ρⁿ⟩₀).
  public var heat: Double { strength * (correlation - randomCorrelation) }

  /// The same for a student that is told the sign of its overlap: only ρ > 0 is left to it.
  ///
  /// For even n it knows ln 2 more, and has paid as much heat.
  public var toldTheSign: (information: Double, heat: Double) {
    var (sum, average) = (0.0, 0.0)
    for (p, overlap) in zip(probabilities, overlaps) {
      // ρ = 0 belongs to either half.
      let share = abs(overlap) < 1e-15 ? 0.5 : overlap > 0 ? 1 : 0
      sum += share * p
      average += share * p * power(overlap, learning.order)
    }
    let correlation = average / sum
    return (
      Double(weights) * strength * correlation - logPartitionRatio - Elementary.log(sum),
      strength * (correlation - randomCorrelation)
    )
  }

  /// p(ρ), per unit of ρ.
  public func density(at overlap: Double) -> Double {
    let room = (1 - overlap) * (1 + overlap)
    guard room > 0 else { return 0 }
    let count = Double(weights)
    func logWeight(_ rho: Double) -> Double {
      0.5 * (count - 3) * Elementary.log((1 - rho) * (1 + rho)) + count * strength * power(rho, learning.order)
    }
    // At a point of the grid p(θ) = probability/step, and p(ρ) = p(θ)/cos θ.
    let place = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    let there = overlaps[place]
    let peak = probabilities[place] / step / ((1 - there) * (1 + there)).squareRoot()
    return peak * Elementary.exp(logWeight(overlap) - logWeight(there))
  }

  /// The probability that ρ lies in a range, by Simpson's rule of the density in parts of the step.
  public func probability(from lower: Double, to upper: Double) -> Double {
    let parts = max(16, 2 * Int(((upper - lower) / step).rounded(.up)))
    let width = (upper - lower) / Double(parts)
    var sum = density(at: lower) + density(at: upper)
    for part in 1..<parts { sum += (part % 2 == 1 ? 4 : 2) * density(at: lower + Double(part) * width) }
    return sum * width / 3
  }
}

// MARK: - In time

extension DirectionLaw {
  /// The mean time, by the student's own clock, until a student that starts in a random direction has |ρ| > a, for odd n ρ > a; in
  /// 1/mobility.
  ///
  /// Of a diffusing angle it is (N/k)∫dy e^(E(y)) ∫dx e^(−E(x)) P₀(y) with E = −ln p(θ): from θ = 0, where paths are reflected, or for odd
  /// n from −π/2, up to arcsin a, where P₀(y) is the probability to start below y. The inner integral follows its own recursion, in
  /// which nothing overflows but the time itself.
  /// Source: C. W. Gardiner, Handbook of Stochastic Methods, 3rd ed., Springer (2004), Sec. 5.2.7.
  ///
  /// - Precondition: 0 < a < 1.
  public func passageTime(to level: Double) -> Double {
    require(level > 0 && level < 1, "A student passes an overlap between 0 and 1.")
    let isFolded = learning.order % 2 == 0
    let count = Double(weights)
    let top = Elementary.angle(x: ((1 - level) * (1 + level)).squareRoot(), y: level)
    let bottom = isFolded ? 0 : -0.5 * Double.pi
    // The slope of E is below N(1 + n c + tan θ), of which a step takes a sixth.
    let slope = count * (1 + Double(learning.order) * strength + level / ((1 - level) * (1 + level)).squareRoot())
    let cells = 2 * max(2000, Int(3 * (top - bottom) * slope))
    let width = (top - bottom) / Double(cells)
    /// E and ln cos^(N−2)θ.
    func logarithms(_ half: Int) -> (energy: Double, flat: Double) {
      let point = Elementary.sineAndCosine(ofTurns: (bottom + 0.5 * Double(half) * width) / (2 * Double.pi))
      let flat = point.cosine > 0 ? (count - 2) * Elementary.log(point.cosine) : -Double.infinity
      return (-flat - count * strength * power(point.sine, learning.order), flat)
    }
    // e^(E(y))∫e^(−E), P₀ without its normalisation, and the sums of their products by Simpson's rule.
    var (inner, below, sum) = (0.0, 0.0, 0.0)
    var last = logarithms(0)
    for cell in 1...cells {
      let (middle, next) = (logarithms(2 * cell - 1), logarithms(2 * cell))
      let whole = Elementary.exp(next.energy - last.energy)
      let half = Elementary.exp(next.energy - middle.energy)
      inner = inner * whole + width / 6 * (whole + 4 * half + 1)
      below += width / 6 * (Elementary.exp(last.flat) + 4 * Elementary.exp(middle.flat) + Elementary.exp(next.flat))
      sum += (cell == cells ? 1 : cell % 2 == 1 ? 4 : 2) * inner * below
      last = next
    }
    // ∫cos^(N−2)θ dθ, from a point of the grid: the middle, where the cosine is 1.
    let total = step / uniform[uniform.count / 2] * peakOfUniform
    return count / learning.stiffness * (isFolded ? 2 : 1) * sum * width / 3 / total
  }

  /// cos^(N−2)θ at the middle of the grid, 1 but for half a step.
  private var peakOfUniform: Double {
    let sine = overlaps[overlaps.count / 2]
    return Elementary.exp(0.5 * Double(weights - 2) * Elementary.log((1 - sine) * (1 + sine)))
  }

  /// ⟨ρ²⟩ at these times, by the student's own clock, after the correlations were switched on at time 0 for students in random
  /// directions.
  ///
  /// By the Fokker–Planck equation of the angle, from two solutions, one with twice the spacing and twice the step, without their
  /// leading errors: L. F. Richardson, Phil. Trans. R. Soc. A 210, 307 (1911).
  ///
  /// - Parameters:
  ///   - times: increasing and positive, in 1/mobility.
  ///   - resolution: how many points there are in the width of the narrowest density, and steps in its relaxation time, in the
  ///     coarser solution.
  public func squaredOverlaps(at times: [Double], resolution: Double = 8) throws(InvalidInput) -> [Double] {
    let coarse = try squaredOverlaps(at: times, resolution: resolution, refinement: 1)
    let fine = try squaredOverlaps(at: times, resolution: resolution, refinement: 2)
    return zip(coarse, fine).map { $1 + ($1 - $0) / 3 }
  }

  private func squaredOverlaps(
    at times: [Double], resolution: Double, refinement: Int
  ) throws(InvalidInput) -> [Double] {
    let count = Double(weights)
    let landscape = DirectionLandscape(order: learning.order, weights: count)
    // As far as either density reaches, to e^(−45) of its peak.
    let peak = zip(overlaps, probabilities).max { $0.1 < $1.1 }?.0 ?? 0
    let best = Elementary.angle(x: ((1 - peak) * (1 + peak)).squareRoot(), y: abs(peak))
    func reaches(_ angle: Double) -> Bool {
      [0, strength].contains { strength in
        let lowest = landscape.energy(at: strength == 0 ? 0 : best, strength)
        return landscape.energy(at: angle, strength) < lowest + 45
      }
    }
    let reach = Elementary.bisection(from: best, to: 0.5 * Double.pi, tolerance: 1e-6, where: reaches).inside
    let ratio = peak * peak / ((1 - peak) * (1 + peak))
    let spacing = 1 / (resolution * (count * (1 + ratio)).squareRoot())
    let cells = refinement * max(100, Int((reach / spacing).rounded(.up)))
    // A random direction at the strength to which it relaxes: a change of the strength would do work, whose exponential overflows.
    let grid = try LineGrid(-reach...reach, points: 2 * cells + 1)
    let start = try LineDensity(on: grid) { Elementary.exp(-landscape.energy(at: $0, 0)) }
    var line = try FokkerPlanck(landscape, from: start, strength, mobility: learning.stiffness / count)
    var (values, now) = ([Double](), 0.0)
    for time in times {
      let steps = (time - now) * learning.stiffness * (1 + ratio) * resolution
      if time > now {
        try line.run(.holding(strength, for: time - now), steps: refinement * max(8, Int(steps.rounded(.up))))
      }
      now = time
      values.append(
        line.density.average {
          let sine = Elementary.sineAndCosine(ofTurns: $0 / (2 * Double.pi)).sine
          return sine * sine
        })
    }
    return values
  }
}

/// The energy −(N − 2) ln cos θ − Nc sinⁿθ of an angle, in k_B T, whose control is c: the equilibrium is that of ``DirectionLaw``.
struct DirectionLandscape: Landscape {
  let order: Int
  /// N.
  let weights: Double

  func energy<R: RealNumber>(at angle: R, _ strength: Double) -> R {
    let point = R.sineAndCosine(ofTurns: (0.5 / Double.pi) * angle)
    return (2 - weights) * R.log(point.cosine) - (weights * strength) * raised(point.sine, order)
  }

  func force<R: RealNumber>(at angle: R, _ strength: Double) -> R {
    let point = R.sineAndCosine(ofTurns: (0.5 / Double.pi) * angle)
    return (2 - weights) * (point.sine / point.cosine)
      + (weights * strength * Double(order)) * (raised(point.sine, order - 1) * point.cosine)
  }

  private func raised<R: RealNumber>(_ x: R, _ exponent: Int) -> R {
    var result = R(constant: 1)
    for _ in 0..<exponent { result = result * x }
    return result
  }
}
