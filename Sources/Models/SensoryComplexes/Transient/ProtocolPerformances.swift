import Cells
import Randomness

/// The performance at the end of every segment of a protocol, exact up to the quadrature over the
/// inputs; see ``TransientReading/performances(of:)``.
package struct ProtocolPerformances: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The protocol.
  package var segments: [ProtocolSegment]
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A cell.
  package init(model: ParityGateModel, segments: [ProtocolSegment], step: Double) {
    (self.model, self.segments, self.step) = (model, segments, step)
  }

  /// The performance at the end of each segment.
  package func compute(_ random: RandomStream) -> [TransientPerformance] {
    TransientReading(model.task(step: step)).performances(of: segments)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [TransientPerformance]) -> String? {
    result.count == segments.count ? nil : "There is not one performance per segment."
  }
}

/// The same from simulated trajectories: one replica, to be averaged by ``SampledTransient``; see
/// ``TransientReading/sampledPerformances(of:trajectories:random:)``.
package struct SimulatedProtocol: Cell {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The protocol.
  package var segments: [ProtocolSegment]
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double
  /// The approximate number of trajectories in each half.
  package var trajectories: Int

  /// A cell.
  package init(model: ParityGateModel, segments: [ProtocolSegment], step: Double, trajectories: Int) {
    (self.model, self.segments, self.step, self.trajectories) = (model, segments, step, trajectories)
  }

  /// The sampled performance at the end of each segment.
  package func compute(_ random: RandomStream) -> [TransientReplica] {
    TransientReading(model.task(step: step))
      .sampledPerformances(of: segments, trajectories: trajectories, random: random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [TransientReplica]) -> String? {
    result.count == segments.count ? nil : "There is not one performance per segment."
  }
}
