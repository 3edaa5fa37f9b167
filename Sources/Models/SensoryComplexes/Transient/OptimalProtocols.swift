import Cells
import DissipationBottlenecks
import Randomness

/// The best protocols at each price of the entropy produced, with couplings that are held or
/// switched once; see ``TransientProtocols``.
package struct OptimalProtocols: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The reading time T, in units of 1/k0.
  package var readingTime: Double
  /// Whether the couplings are switched once.
  package var isSwitched: Bool
  /// The prices α of the entropy produced, in nats per nat.
  package var alphas: [Double]
  /// The bound on the absolute values of all couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations: in the search, and of
  /// the performance.
  package var searchStep, step: Double

  /// A cell.
  package init(
    model: ParityGateModel, readingTime: Double, isSwitched: Bool, alphas: [Double], bound: Double, searchStep: Double,
    step: Double
  ) {
    (self.model, self.readingTime, self.isSwitched, self.alphas) = (model, readingTime, isSwitched, alphas)
    (self.bound, self.searchStep, self.step) = (bound, searchStep, step)
  }

  /// A protocol and what it achieves.
  package typealias Optimum = DissipationBottleneck<TransientProtocols>.Optimum

  /// The optima, one per price.
  package func compute(_ random: RandomStream) -> [Optimum] {
    let protocols = TransientProtocols(
      TransientReading(model.task(step: searchStep)), readingTime: readingTime, isSwitched: isSwitched)
    let fine = TransientReading(model.task(step: step))
    return DissipationBottleneck(protocols, bound: bound).optima(along: alphas).map {
      Optimum(couplings: $0.couplings, outcome: fine.performance(of: $0.couplings))
    }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Optimum]) -> String? {
    if result.count != alphas.count { return "There is not one protocol per price." }
    return result.allSatisfy { $0.couplings.count == (isSwitched ? 2 : 1) }
      ? nil : "A protocol has two segments if it is switched, and else one."
  }
}
