import Cells
import DissipationBottlenecks
import Randomness

/// The best complex in equilibrium, and the best one at each price of dissipation, for sensing
/// (``SensoryInputs``) or at the parity gate (``ParityGateTask``).
package struct SensoryOptima<Setting: SensorySetting>: Cell {
  /// The inputs, the task and the complex.
  package var model: Setting
  /// The prices α of dissipation, in units of 1/k0.
  package var alphas: [Double]
  /// The bound on the absolute values of both couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A search.
  package init(model: Setting, alphas: [Double], bound: Double, step: Double) {
    self.model = model
    self.alphas = alphas
    self.bound = bound
    self.step = step
  }

  package func compute(_ random: RandomStream) -> DissipationBottleneck<Setting.Task>.Frontier {
    DissipationBottleneck(model.task(step: step, cutoff: 6), bound: bound).frontier(along: alphas)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: DissipationBottleneck<Setting.Task>.Frontier) -> String? {
    result.flaw(along: alphas)
  }
}

/// A complex at the parity gate, and what it achieves.
package typealias ParityGateOptimum = DissipationBottleneck<ParityGateTask>.Optimum

/// A sensing complex, and what it achieves.
package typealias SensingOptimum = DissipationBottleneck<SensoryInputs>.Optimum
