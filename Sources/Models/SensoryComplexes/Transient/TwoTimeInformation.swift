import Cells
import Randomness

/// The information of two looks in the steady state, exact up to the quadrature over the inputs;
/// see ``TransientReading/twoTimeInformation(of:after:)``.
package struct TwoTimeInformation: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The couplings of the complex.
  package var couplings: PairCouplings
  /// The times τ between the looks, increasing, in units of 1/k0.
  package var delays: [Double]
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A cell.
  package init(model: ParityGateModel, couplings: PairCouplings, delays: [Double], step: Double) {
    (self.model, self.couplings, self.delays, self.step) = (model, couplings, delays, step)
  }

  /// I((s_0, s_τ), y) in bits, at each delay.
  package func compute(_ random: RandomStream) -> [Double] {
    TransientReading(model.task(step: step)).twoTimeInformation(of: couplings, after: delays)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Double]) -> String? {
    result.count == delays.count ? nil : "There is not one information per delay."
  }
}

/// The same from simulated trajectories: one replica, to be averaged by ``SampledTransient``; see
/// ``TransientReading/sampledTwoTimes(of:after:burnIn:trajectories:random:)``.
package struct SimulatedTwoTimes: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The couplings of the complex.
  package var couplings: PairCouplings
  /// The times τ between the looks, increasing, in units of 1/k0.
  package var delays: [Double]
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The time before the first look, in units of 1/k0.
  package var burnIn: Double
  /// The approximate number of trajectories in each half.
  package var trajectories: Int

  /// A cell.
  package init(
    model: ParityGateModel, couplings: PairCouplings, delays: [Double], step: Double, burnIn: Double, trajectories: Int
  ) {
    (self.model, self.couplings, self.delays) = (model, couplings, delays)
    (self.step, self.burnIn, self.trajectories) = (step, burnIn, trajectories)
  }

  /// The sampled information at each delay.
  package func compute(_ random: RandomStream) -> [TransientReplica] {
    TransientReading(model.task(step: step)).sampledTwoTimes(
      of: couplings, after: delays, burnIn: burnIn, trajectories: trajectories, random: random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [TransientReplica]) -> String? {
    result.count == delays.count ? nil : "There is not one information per delay."
  }
}
