import Cells
import Randomness
import StochasticThermodynamics

/// A complex simulated at all inputs of the gate: I(s, y) in bits and Σ in nats per unit time of k0,
/// without reference to the exact solution.
///
/// Replicas are averaged by ``SampledPerformance``.
package struct SimulatedComplex: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The couplings of the complex.
  package var couplings: Couplings
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The time before an observation, and how long each of the two at an input is, in units of 1/k0.
  package var burnIn, time: Double

  /// A simulation.
  package init(model: ParityGateModel, couplings: Couplings, step: Double, burnIn: Double, time: Double) {
    self.model = model
    self.couplings = couplings
    self.step = step
    self.burnIn = burnIn
    self.time = time
  }

  package func compute(_ random: RandomStream) -> Performance {
    model.task(step: step, cutoff: 5)
      .sampledPerformance(of: couplings, burnIn: burnIn, duration: time, random: random)
  }
}

/// A complex simulated at all inputs of the gate, as ``SimulatedComplex``, with its information on
/// the input, I(s, x), from the same trajectories.
///
/// Replicas are averaged by ``SampledPerformance`` and ``SampledSensing``.
package struct SimulatedTask: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The couplings of the complex.
  package var couplings: Couplings
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The time before an observation, and how long each of the two at an input is, in units of 1/k0.
  package var burnIn, time: Double

  /// A simulation.
  package init(model: ParityGateModel, couplings: Couplings, step: Double, burnIn: Double, time: Double) {
    self.model = model
    self.couplings = couplings
    self.step = step
    self.burnIn = burnIn
    self.time = time
  }

  package func compute(_ random: RandomStream) -> TaskSample {
    model.task(step: step, cutoff: 5).sample(of: couplings, burnIn: burnIn, duration: time, random: random)
  }
}

/// A complex simulated at all inputs, without a task: I(s, x) in bits and Σ in nats per unit time of
/// k0.
///
/// Replicas are averaged by ``SampledSensing``.
package struct SimulatedSensor: Cell {
  /// The inputs and the complex.
  package var model: SensoryModel
  /// The couplings of the complex.
  package var couplings: Couplings
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The time before an observation, and how long each of the two at an input is, in units of 1/k0.
  package var burnIn, time: Double

  /// A simulation.
  package init(model: SensoryModel, couplings: Couplings, step: Double, burnIn: Double, time: Double) {
    self.model = model
    self.couplings = couplings
    self.step = step
    self.burnIn = burnIn
    self.time = time
  }

  package func compute(_ random: RandomStream) -> SensingSample {
    model.inputs(step: step, cutoff: 5)
      .sampledSensing(of: couplings, burnIn: burnIn, duration: time, random: random)
  }
}
