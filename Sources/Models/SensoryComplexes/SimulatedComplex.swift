import Cells
import Randomness

/// A complex simulated at all inputs, without reference to the exact solution: what a ``SensoryTask`` finds in the trajectories
/// of one replica.
///
/// At the parity gate the samples are averaged by ``SampledPerformance`` and ``SampledSensing``, without a task by the latter.
package struct SimulatedComplex<Setting: SensorySetting>: Cell {
  /// The inputs, the task and the complex.
  package var model: Setting
  /// The couplings of the complex.
  package var couplings: PairCouplings
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The time before an observation, and how long each of the two at an input is, in units of 1/k0.
  package var burnIn, time: Double

  /// A simulation.
  package init(model: Setting, couplings: PairCouplings, step: Double, burnIn: Double, time: Double) {
    self.model = model
    self.couplings = couplings
    self.step = step
    self.burnIn = burnIn
    self.time = time
  }

  package func compute(_ random: RandomStream) throws -> Setting.Task.Sample {
    try model.task(step: step, cutoff: 5).sample(of: couplings, burnIn: burnIn, duration: time, random: random)
  }
}
