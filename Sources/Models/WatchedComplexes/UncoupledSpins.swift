import ElementaryFunctions
import Matrices
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// Two uncoupled spins that are watched: the path information exactly, at any time.
///
/// The rates of one spin obey k₊k₋ = 1. With τ the time it is up, z = 2√(τ(T−τ)) and
/// E = exp(−(e^(−βx/2)√τ − e^(βx/2)√(T−τ))²)/(2cosh βx), its ends and τ have the densities
/// up→up e^(βx) E √(τ/(T−τ)) Ĩ₁(z), down→down e^(−βx) E √((T−τ)/τ) Ĩ₁(z), up→down and down→up E Ĩ₀(z) each, with the scaled Bessel
/// functions Ĩ_k(z) = e^(−z)I_k(z), and without a flip the atoms e^(±βx − T e^(∓βx))/(2cosh βx) at τ = T and 0. On a grid
/// of τ and x these are a matrix D, and p(both paths, y) = D W_y Dᵀ, where W_y holds p(x)p(y|x).
///
/// Derivation: a path up → up with n sojourns down has the density (k₊k₋)ⁿ e^(−k₋τ − k₊(T−τ)) in its jump times, which
/// fill simplices of the volumes τⁿ/n! and (T−τ)^(n−1)/(n−1)!; the sum over n is the series of I₁(z). Likewise for the
/// other ends.
public struct UncoupledSpins: Sendable, Codable, Hashable {
  /// The gate.
  public var gate: StochasticParityGate

  /// The correlation ρ of the inputs, below 1 in absolute value.
  public var correlation: Double

  /// The inverse temperature β.
  public var beta: Double

  /// Two spins.
  public init(gate: StochasticParityGate, correlation: Double, beta: Double) {
    (self.gate, self.correlation, self.beta) = (gate, correlation, beta)
  }

  /// What is read off.
  public enum Readout: String, Sendable, Codable, CaseIterable {
    /// The whole path γ.
    case path
    /// The residence times only.
    case residence
    /// The first and the last state only.
    case ends
  }

  /// I(readout; y) in bits after a time T > 0, to six digits and more.
  ///
  /// The grids follow T: x within ±6 in steps of at most 0.1, as the posterior is narrow, and τ = T/(1 + e^(−v)) in steps
  /// of v of at most 0.2.
  ///
  /// - Parameters:
  ///   - readout: the part of the trajectory that is read.
  ///   - time: T in units of 1/k0.
  public func information(in readout: Readout, after time: Double) -> Double {
    require(time > 0 && time.isFinite, "An observation takes a positive time.")
    let grid = InputGrid(
      gate: gate, correlation: correlation, cutoff: 6,
      step: min(0.1, 0.5 / gate.sharpness, 1.6 / (beta * time.squareRoot())))
    let classes = classes(in: readout, at: grid.nodes, after: time)
    // Turned by a quarter, (x₁, x₂) → (x₂, −x₁), uncorrelated inputs have the other answer: one quadrant of classes is enough.
    // Turned by a half, any inputs have the same answer.
    let second = correlation == 0 ? classes : classes.flatMap(\.both)
    let columns = Matrix(second.map(\.densities)).transpose
    let (one, zero) = (Matrix(grid.joint(answer: 1)), Matrix(grid.joint(answer: 0)))
    let (ones, zeros) = (one * columns, zero * columns)
    var (sum, total) = (0.0, 0.0)
    for first in classes {
      let (answers, others) = (first.combined(ones), first.combined(zeros))
      for (j, column) in second.enumerated() where answers[j] > 0 && others[j] > 0 {
        let both = answers[j] + others[j]
        sum += first.count * column.count * both * binaryEntropy(answers[j] / both)
        total += first.count * column.count * both
      }
    }
    let prior = one.entries.reduce(0, +)
    return bitsPerNat * (binaryEntropy(prior) - sum / total)
  }

  /// Paths of one spin that have the same likelihood, and those that look the same at −x with the spin turned over.
  package struct PathClass {
    /// The probability of the class at each input, times the weight of the quadrature over τ.
    package var densities: [Double]
    /// 2 where it stands for the class with the spin turned over, too, and 1 where the two are one.
    package var count: Double

    /// This class and the one with the spin turned over, each for itself.
    package var both: [PathClass] {
      guard count == 2 else { return [self] }
      return [densities, densities.reversed()].map { PathClass(densities: $0, count: 1) }
    }

    /// Σ_k densities[k] · rows[k]; places of no weight are passed over.
    func combined(_ rows: Matrix) -> [Double] {
      var sum = Array(repeating: 0.0, count: rows.columns)
      let least = 1e-18 * (densities.max() ?? 0)
      for (k, factor) in densities.enumerated() where factor > least {
        let start = k * rows.columns
        for j in sum.indices { sum[j] += factor * rows.entries[start + j] }
      }
      return sum
    }
  }

  /// The classes of paths of one spin at a symmetric grid of inputs. Those that stay below 1e-14 of the probability
  /// are left out.
  package func classes(in readout: Readout, at nodes: [Double], after time: Double) -> [PathClass] {
    let all = readout == .ends ? ends(at: nodes, after: time) : sojourns(at: nodes, after: time, readout == .residence)
    return all.filter { one in
      zip(one.densities, nodes).contains { $0 * Elementary.exp(-0.5 * $1 * $1) > 1e-14 }
    }
  }

  /// By the time the spin is up, at least half of T.
  private func sojourns(at nodes: [Double], after time: Double, _ joined: Bool) -> [PathClass] {
    let step = min(0.2, 1.7 / time.squareRoot())
    // Many flips at the input x make v = 2βx, few leave an end of order e^(−v).
    let reach = max(16, 5 + 9 * beta)
    let roots = nodes.map { Elementary.exp(0.5 * beta * $0) }
    var classes: [PathClass] = []
    for place in 0...Int((reach / step).rounded(.up)) {
      let v = Double(place) * step
      let (up, down) = (time * Elementary.logistic(v), time * Elementary.logistic(-v))
      let z = 2 * (up * down).squareRoot()
      let (b0, b1, measure) = (scaledBessel(0, z), scaledBessel(1, z), step * up * down / time)
      let ratio = (up / down).squareRoot()
      // Up → up, down → down, and from one to the other.
      var parts = Array(repeating: Array(repeating: 0.0, count: nodes.count), count: 3)
      for (k, root) in roots.enumerated() {
        let distance = up.squareRoot() / root - down.squareRoot() * root
        let e = measure * Elementary.exp(-distance * distance) / (root * root + 1 / (root * root))
        parts[0][k] = root * root * e * ratio * b1
        parts[1][k] = e / (root * root) / ratio * b1
        parts[2][k] = 2 * e * b0
      }
      if joined { parts = [nodes.indices.map { parts[0][$0] + parts[1][$0] + parts[2][$0] }] }
      if place == 0 && !joined { parts.remove(at: 1) }
      for (number, part) in parts.enumerated() {
        let isItsOwnReverse = place == 0 && (joined || number == 1)
        classes.append(PathClass(densities: part, count: isItsOwnReverse ? 1 : 2))
      }
    }
    // No flip.
    classes.append(
      PathClass(
        densities: roots.map { root in
          root * root * Elementary.exp(-time / (root * root)) / (root * root + 1 / (root * root))
        }, count: 2))
    return classes
  }

  /// By the first and the last state: up and up, up and down.
  private func ends(at nodes: [Double], after time: Double) -> [PathClass] {
    let rows = nodes.map { x -> (same: Double, other: Double) in
      let (up, down) = (Elementary.logistic(2 * beta * x), Elementary.logistic(-2 * beta * x))
      let kept = Elementary.exp(-time * (Elementary.exp(beta * x) + Elementary.exp(-beta * x)))
      return (up * (up + down * kept), up * down * (1 - kept))
    }
    return [PathClass(densities: rows.map(\.same), count: 2), PathClass(densities: rows.map(\.other), count: 2)]
  }

  /// The time T at which the path information reaches a value in bits; nil where it does so before T = 10⁻³ or not until
  /// `longest`.
  public func time(ofInformation information: Double, longest: Double = 1e4) -> Double? {
    func missing(_ logTime: Double) -> Double {
      self.information(in: .path, after: Elementary.exp(logTime)) - information
    }
    // From T = 1 up or down in steps of 2.7, and then the rule of false position with Illinois weights.
    let (least, most) = (Elementary.log(1e-3), Elementary.log(longest))
    var low = (at: min(0, most), value: missing(min(0, most)))
    var high = low
    while high.value <= 0 {
      low = high
      guard high.at < most else { return nil }
      high.at = min(high.at + 1, most)
      high.value = missing(high.at)
    }
    while low.value > 0 {
      high = low
      guard low.at > least else { return nil }
      low.at = max(low.at - 1, least)
      low.value = missing(low.at)
    }
    var side = 0
    for _ in 0..<60 {
      let at = (low.at * high.value - high.at * low.value) / (high.value - low.value)
      let value = missing(at)
      if abs(value) < 1e-9 || abs(high.at - low.at) < 1e-7 { return Elementary.exp(at) }
      if value <= 0 {
        low = (at, value)
        if side == -1 { high.value *= 0.5 }
        side = -1
      } else {
        high = (at, value)
        if side == 1 { low.value *= 0.5 }
        side = 1
      }
    }
    return Elementary.exp(0.5 * (low.at + high.at))
  }
}

/// −q ln q − (1 − q) ln(1 − q) in nats.
func binaryEntropy(_ q: Double) -> Double {
  (q > 0 ? -q * Elementary.log(q) : 0) + (q < 1 ? -(1 - q) * Elementary.log(1 - q) : 0)
}

/// Two Gaussian inputs on the product of two equal grids, and the answers of the gate there.
package struct InputGrid {
  /// The places of each input.
  package let nodes: [Double]
  private let weights: [[Double]]
  private let answers: [[Double]]

  /// - Parameters:
  ///   - correlation: ρ, below 1 in absolute value.
  ///   - cutoff: where the grid ends, in standard deviations.
  ///   - step: its spacing at most.
  package init(gate: StochasticParityGate, correlation: Double, cutoff: Double, step: Double) {
    require(abs(correlation) < 1, "Inputs that are the same are no grid in two dimensions.")
    let half = Int((cutoff / step).rounded(.up))
    let nodes = (-half...half).map { cutoff * Double($0) / Double(half) }
    let scale = -0.5 / (1 - correlation * correlation)
    let raw = nodes.map { x in
      nodes.map { Elementary.exp(scale * (x * x - 2 * correlation * x * $0 + $0 * $0)) }
    }
    let total = raw.reduce(0) { $1.reduce($0, +) }
    self.nodes = nodes
    weights = raw.map { $0.map { $0 / total } }
    answers = nodes.map { x in nodes.map { gate.probabilityOfOne(reading: SIMD2(x, $0)) } }
  }

  /// p(x) p(y|x) at (x₁, x₂), by the places of both.
  package func joint(answer: Int) -> [[Double]] {
    zip(weights, answers).map { zip($0, $1).map { $0 * (answer == 1 ? $1 : 1 - $1) } }
  }
}
