import Cells
import DissipationBottlenecks
import Randomness

/// The price α above which dissipation does not pay at the parity gate, in units of 1/k0; see
/// ``DissipationBottleneck/threshold``.
package struct ParityGateThreshold: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The bound on the absolute values of both couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A search.
  package init(model: ParityGateModel, bound: Double, step: Double) {
    self.model = model
    self.bound = bound
    self.step = step
  }

  package func compute(_ random: RandomStream) -> Double {
    DissipationBottleneck(model.task(step: step), bound: bound).threshold
  }
}

/// The complex with the largest information on the input, and the one with the largest information
/// on the answer, at no price of dissipation.
package struct InputAndTaskOptima: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The bound on the absolute values of both couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A search.
  package init(model: ParityGateModel, bound: Double, step: Double) {
    self.model = model
    self.bound = bound
    self.step = step
  }

  /// What is best.
  package struct Result: Codable, Sendable {
    /// The complex with the largest I(s, x).
    package var input: ParityGateOptimum
    /// The complex with the largest I(s, y).
    package var task: ParityGateOptimum

    /// The couplings on the straight line through both: those of `input` at 0, and of `task` at 1.
    package func couplings(at place: Double) -> PairCouplings {
      let (one, other) = (input.couplings, task.couplings)
      return PairCouplings(j12: one.j12 + place * (other.j12 - one.j12), j21: one.j21 + place * (other.j21 - one.j21))
    }
  }

  package func compute(_ random: RandomStream) -> Result {
    let bottleneck = DissipationBottleneck(model.task(step: step), bound: bound)
    let sensing = DissipationBottleneck(bottleneck.model.inputs, bound: bound).optima(along: [0])[0]
    return Result(input: bottleneck.optimum(at: sensing.couplings), task: bottleneck.optima(along: [0])[0])
  }
}

/// The information of complexes on the input and on the answer, and their dissipation, exact up to
/// the quadrature.
package struct ExactPerformance: Cell {
  /// The gate and the complexes.
  package var model: ParityGateModel
  /// The couplings of each complex.
  package var couplings: [PairCouplings]
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// An evaluation.
  package init(model: ParityGateModel, couplings: [PairCouplings], step: Double) {
    self.model = model
    self.couplings = couplings
    self.step = step
  }

  package func compute(_ random: RandomStream) -> [ParityGateOptimum] {
    let task = model.task(step: step)
    return couplings.map { ParityGateOptimum(couplings: $0, outcome: task.outcome(of: $0)) }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [ParityGateOptimum]) -> String? {
    result.count == couplings.count ? nil : "There is not one performance per coupling."
  }
}
