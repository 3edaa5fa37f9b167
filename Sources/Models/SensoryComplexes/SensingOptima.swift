import Cells
import DissipationBottlenecks
import Randomness

/// Where optimal sensing changes between equilibrium and a nonequilibrium steady state along a
/// control; empty where it does not. See
/// ``SensoryModel/transition(along:driven:quiet:bound:step:tolerance:)``.
package struct SensingTransitionSearch: Cell {
  /// The inputs and the complex; of these, the control is varied.
  package var model: SensoryModel
  /// What is varied.
  package var control: SensoryModel.Control
  /// A value of the control at which the optimum is driven, and one at which it is in equilibrium.
  package var driven, quiet: Double
  /// The bound on the absolute values of both couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The error of the control that is small enough.
  package var tolerance: Double

  /// A search.
  package init(
    model: SensoryModel, control: SensoryModel.Control, driven: Double, quiet: Double, bound: Double, step: Double,
    tolerance: Double
  ) {
    self.model = model
    self.control = control
    self.driven = driven
    self.quiet = quiet
    self.bound = bound
    self.step = step
    self.tolerance = tolerance
  }

  package func compute(_ random: RandomStream) -> [SensingTransition] {
    [model.transition(along: control, driven: driven, quiet: quiet, bound: bound, step: step, tolerance: tolerance)]
      .compactMap { $0 }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [SensingTransition]) -> String? {
    result.count < 2 ? nil : "There is at most one transition."
  }
}
