import Cells
import DissipationBottlenecks
import Randomness
import StochasticThermodynamics

/// Where a sensory complex lies in the information plane, and what it pays.
public struct InformationPlanePoint: Sendable, Codable, Hashable {
  /// I(s, x) in bits.
  public var inputInformation: Double

  /// I(s₁s₂, x) in bits: the part of it that can be of use.
  public var parityInformation: Double

  /// I(s, y) in bits and Σ in nats per unit time of k0.
  public var performance: Performance
}

extension ParityGateTask {
  /// Both informations on the input, I(s, x) and I(s₁s₂, x), beside I(s, y) and Σ.
  ///
  /// Only the parity s₁s₂ knows anything about the answer. Nothing changes when all signs do: p(−x) = p(x),
  /// p(y|−x) = p(y|x) and p(−s|−x) = p(s|x), hence p(−s, y) = p(s, y). Given the parity, which of its two states the
  /// complex is in is a fair coin whatever y, so that I(s, y) = I(s₁s₂, y). The parity is itself a channel that reads x, with
  /// I(s₁s₂, x) ≤ I(s, x) and I(s₁s₂, x) ≤ 1 bit.
  public func planePoint(of couplings: PairCouplings) -> InformationPlanePoint {
    let complex = SensoryComplex(couplings: couplings, beta: beta, law: law)
    let parities = ensemble.inputs.map { input -> [Double] in
      let even = complex.response(to: input).evenParity
      return [even, 1 - even]
    }
    return InformationPlanePoint(
      inputInformation: inputInformation(of: couplings),
      parityInformation: bitsPerNat * mutualInformation(weights: ensemble.weights, conditionals: parities),
      performance: performance(of: couplings))
  }
}

/// A complex, and where it lies in the information plane.
package struct PlacedComplex: Sendable, Codable, Hashable {
  /// Its couplings.
  package var couplings: PairCouplings
  /// Its informations and its dissipation.
  package var point: InformationPlanePoint

  /// I(s, x) in bits.
  package var input: Double { point.inputInformation }
  /// I(s₁s₂, x) in bits.
  package var parity: Double { point.parityInformation }
  /// I(s, y) in bits.
  package var information: Double { point.performance.relevantInformation }
  /// Σ in nats per unit time of k0.
  package var sigma: Double { point.performance.entropyProductionRate }

  /// I(s, y) as a fraction of the bottleneck curve at I(s, x).
  package func fraction(of curve: BottleneckCurve) -> Double { information / curve.bits(keeping: input) }

  /// I(s, y) as a fraction of the bottleneck curve at I(s₁s₂, x).
  package func parityFraction(of curve: BottleneckCurve) -> Double { information / curve.bits(keeping: parity) }
}

extension BottleneckCurve {
  /// The largest information on the answer, in bits, of a channel that keeps `bits` of the input:
  /// the value of the curve itself, interpolated between its points, and not of the tangents above
  /// it (``bound(at:)``).
  package func bits(keeping bits: Double) -> Double { bitsPerNat * value(at: bits / bitsPerNat) }
}

/// The best complex in equilibrium, and the best one at each price of dissipation, as
/// ``SensoryOptima``, with their places in the information plane.
package struct InformationPlaneOptima: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The prices α of dissipation, in units of 1/k0.
  package var alphas: [Double]
  /// The bound on the absolute values of both couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A search.
  package init(model: ParityGateModel, alphas: [Double], bound: Double, step: Double) {
    self.model = model
    self.alphas = alphas
    self.bound = bound
    self.step = step
  }

  /// What is best.
  package struct Result: Codable, Sendable {
    /// In equilibrium.
    package var equilibrium: PlacedComplex
    /// In or out of equilibrium, one per price.
    package var path: [PlacedComplex]
  }

  package func compute(_ random: RandomStream) -> Result {
    let task = model.task(step: step)
    let frontier = DissipationBottleneck(task, bound: bound).frontier(along: alphas)
    func placed(_ optimum: ParityGateOptimum) -> PlacedComplex {
      PlacedComplex(couplings: optimum.couplings, point: task.planePoint(of: optimum.couplings))
    }
    return Result(equilibrium: placed(frontier.equilibrium), path: frontier.path.map(placed))
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    result.path.count == alphas.count ? nil : "A frontier has one optimum per price."
  }
}

/// The places in the information plane of all complexes with one J₁₂ and a list of J₂₁.
package struct InformationPlaneRow: Cell {
  /// The gate and the complexes.
  package var model: ParityGateModel
  /// The effect of spin 2 on spin 1.
  package var j12: Double
  /// The effects of spin 1 on spin 2.
  package var j21: [Double]
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A row.
  package init(model: ParityGateModel, j12: Double, j21: [Double], step: Double) {
    self.model = model
    self.j12 = j12
    self.j21 = j21
    self.step = step
  }

  package func compute(_ random: RandomStream) -> [InformationPlanePoint] {
    let task = model.task(step: step)
    return j21.map { task.planePoint(of: PairCouplings(j12: j12, j21: $0)) }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [InformationPlanePoint]) -> String? {
    result.count == j21.count ? nil : "There is not one point per coupling."
  }
}

/// The best of all channels that read the input of the parity gate, with a number of clusters, at
/// every trade-off; see ``ParityGateTask/informationBottleneck``.
package struct ParityGateBottleneckCurve: Cell {
  /// The gate; the complex does not matter.
  package var model: ParityGateModel
  /// The trade-offs β_IB of the points of the curve.
  package var tradeOffs: [Double]
  /// The largest number of different outputs of a channel.
  package var clusters: Int
  /// The random starts of the search.
  package var starts: Int
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A curve.
  package init(model: ParityGateModel, tradeOffs: [Double], clusters: Int, starts: Int, step: Double) {
    self.model = model
    self.tradeOffs = tradeOffs
    self.clusters = clusters
    self.starts = starts
    self.step = step
  }

  package func compute(_ random: RandomStream) -> BottleneckCurve {
    let bottleneck = model.task(step: step).informationBottleneck
    let channels = bottleneck.curve(
      tradeOffs: tradeOffs, clusters: clusters, starts: starts, tolerance: 1e-11, random: random)
    return BottleneckCurve(channels, availableInformation: bottleneck.availableInformation)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: BottleneckCurve) -> String? {
    result.points.count == tradeOffs.count ? nil : "A curve has one point per trade-off."
  }
}
