import Cells
import ElementaryFunctions
import Randomness
import Validation

/// Hebbian learning of P random labels by N weights, averaged over all 2^P labels.
///
///     let one = HebbianLabels(inputs: [[1]], rate: 1).balance(rampDuration: 0)
///     one.efficiency                                // 0.095051…
///
/// The weights move as ẇ_n = −w_n + ν(t) F_n + ζ_n with ⟨ζ(t)ζ(t′)⟩ = 2δ(t − t′), from w_n ~ N(0, 1), under the force
/// F_n = N^(−½) Σ_μ ξ_n^μ σ_T^μ. The learning rate ν(t) rises from 0 to ν in proportion to the time, during the ramp, and then
/// stays; in the end w_n ~ N(νF_n, 1). Cost: 2^P P averages over a normal number.
public struct HebbianLabels: Sendable {
  /// The inputs ξ^μ, ±1; one row of N components per label.
  public let inputs: [[Double]]
  /// The learning rate ν in the end.
  public let rate: Double
  /// How labels are predicted.
  public let readout: LabelReadout

  /// A problem.
  ///
  /// - Precondition: there are 1 to 16 inputs of equally many components.
  public init(inputs: [[Double]], rate: Double, readout: LabelReadout = .logistic) {
    require((1...16).contains(inputs.count), "All labels of 1 to 16 inputs can be enumerated.")
    require(
      inputs.allSatisfy { $0.count == inputs[0].count } && !inputs[0].isEmpty, "Inputs have equally many components.")
    (self.inputs, self.rate, self.readout) = (inputs, rate, readout)
  }

  /// The heat of one weight in units of ν²F²: (e^−τ + τ − 1)/τ² for a ramp of the duration τ.
  ///
  /// The mean weight m(t) lags behind the force, and the heat is ∫ṁ² dt. It falls from ½ (sudden) to 0 (quasistatic, τ = ∞).
  public static func heatFraction(rampDuration τ: Double) -> Double {
    require(τ >= 0, "A ramp does not last a negative time.")
    if τ == .infinity { return 0 }
    // The series Σ (−τ)^k/(k + 2)! where the difference would cancel.
    guard τ < 0.5 else { return (Elementary.exp(-τ) + (τ - 1)) / (τ * τ) }
    var (term, sum) = (0.5, 0.5)
    for k in 1...12 {
      term *= -τ / Double(k + 2)
      sum += term
    }
    return sum
  }

  /// Information, entropy and heat, exact but for quadratures with errors below 1e-9.
  public func balance(rampDuration: Double) -> LabelBalance {
    let (patterns, weights) = (inputs.count, inputs[0].count)
    let root = Double(weights).squareRoot()
    let share = 1 / Double(1 << patterns)
    var right = Array(repeating: 0.0, count: patterns)
    // Of every weight, how probable each value of √N F_n is.
    var forces = Array(repeating: [Int: Double](), count: weights)
    for bits in 0..<1 << patterns {
      let labels = (0..<patterns).map { bits >> $0 & 1 == 1 ? 1.0 : -1 }
      let force = (0..<weights).map { n in zip(inputs, labels).reduce(0) { $0 + $1.0[n] * $1.1 } }
      for n in 0..<weights { forces[n][Int(force[n]), default: 0] += share }
      for pattern in 0..<patterns {
        let mean = rate / Double(weights) * zip(force, inputs[pattern]).reduce(0) { $0 + $1.0 * $1.1 }
        right[pattern] += share * readout.probability(mean: labels[pattern] * mean, deviation: 1)
      }
    }
    var (entropyChange, square) = (0.0, 0.0)
    for values in forces {
      let sorted = values.sorted { $0.key < $1.key }
      entropyChange +=
        entropy(ofNormalMixture: sorted.map { rate * Double($0.key) / root }, weights: sorted.map(\.value))
        - standardNormalEntropy
      square += sorted.reduce(0) { $0 + $1.value * Double($1.key * $1.key) / Double(weights) }
    }
    return LabelBalance(
      information: right.reduce(0) { $0 + labelInformation(agreement: $1) }, entropyChange: entropyChange,
      heat: rate * rate * square * Self.heatFraction(rampDuration: rampDuration))
  }
}

extension LabelBalance {
  /// The balance after a ramp of this duration, from that of Hebb's rule after a sudden start: only
  /// the heat is less.
  public func slowed(toRampDuration τ: Double) -> LabelBalance {
    let fraction = HebbianLabels.heatFraction(rampDuration: τ) / HebbianLabels.heatFraction(rampDuration: 0)
    return LabelBalance(information: information, entropyChange: entropyChange, heat: fraction * heat)
  }
}

/// The balance of Hebb's rule, averaged over all labels.
package struct EnumeratedLabels: Cell {
  /// The inputs ξ^μ, ±1; one row of N components per label.
  package var inputs: [[Double]]
  /// The learning rate ν in the end, and the duration of its ramp in relaxation times of a weight.
  package var rate, ramp: Double
  /// How labels are predicted.
  package var readout: LabelReadout

  /// A problem.
  package init(inputs: [[Double]], rate: Double, ramp: Double, readout: LabelReadout) {
    (self.inputs, self.rate, self.ramp, self.readout) = (inputs, rate, ramp, readout)
  }

  /// Problem `number` of a series drawn at random: 1 to `mostWeights` weights, 1 to `mostLabels`
  /// labels, rates of 1/4 to 8 in steps of √2, and ramps from sudden to nearly quasistatic.
  package static func drawn(
    number: Int, mostWeights: Int, mostLabels: Int, readout: LabelReadout
  ) -> EnumeratedLabels {
    var random = RandomStream(seed: 1)["enumerated"][number]
    let (weights, labels) = (1 + random.index(below: mostWeights), 1 + random.index(below: mostLabels))
    let steps = random.index(below: 11) + 1
    let rate = (1...steps).reduce(0.25 / 2.0.squareRoot()) { rate, _ in rate * 2.0.squareRoot() }
    let ramp = [0.0, 1, 30, 1000][random.index(below: 4)]
    let inputs = (0..<labels).map { _ in (0..<weights).map { _ in random.sign() } }
    return EnumeratedLabels(inputs: inputs, rate: rate, ramp: ramp, readout: readout)
  }

  package func compute(_ random: RandomStream) -> LabelBalance {
    HebbianLabels(inputs: inputs, rate: rate, readout: readout).balance(rampDuration: ramp)
  }
}
