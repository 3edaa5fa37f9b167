import Cells
import Randomness
import StochasticThermodynamics

/// A network with hidden spins simulated at all inputs: one replica, to be averaged by
/// ``SampledPerformance``; see ``HiddenSpinTask/sampledPerformance(of:burnIn:duration:random:)``.
package struct SimulatedHiddenSpins: Cell {
  /// The gate, its inputs and the temperature.
  package var model: ParityGateModel
  /// The number of hidden spins.
  package var hidden: Int
  /// The couplings, as a point of the ``HiddenSpinTask``.
  package var couplings: [Double]
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The time before an observation, and the length of each of the two at an input, in units of
  /// 1/k0.
  package var burnIn, time: Double

  /// A cell.
  package init(
    model: ParityGateModel, hidden: Int, couplings: [Double], step: Double, burnIn: Double, time: Double
  ) {
    (self.model, self.hidden, self.couplings) = (model, hidden, couplings)
    (self.step, self.burnIn, self.time) = (step, burnIn, time)
  }

  /// I((s₁, s₂), y) in bits and Σ in nats per unit time of k0.
  package func compute(_ random: RandomStream) throws -> Performance {
    try HiddenSpinTask(model, hidden: hidden, step: step, cutoff: 5)
      .sampledPerformance(of: couplings, burnIn: burnIn, duration: time, random: random)
  }
}
