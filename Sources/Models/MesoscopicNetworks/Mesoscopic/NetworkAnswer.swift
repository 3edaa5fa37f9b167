import Cells
import Matrices
import Randomness
import SpinNetworks

/// What is read of a network in one static field.
package struct NetworkAnswer: Codable, Sendable {
  /// The answer, and Σ, in nats per unit time of k0.
  package var answer, sigma: Double
}

/// The answer of a network by all its 2^N states.
package struct ExactNetworkAnswer: Cell {
  /// W, N × N.
  @SquareMatrix package var couplings: Matrix

  /// The fields of the spins.
  package var fields: [Double]

  /// The readout, of one number.
  package var readout: RidgeReadout

  /// The inverse temperature β.
  package var beta: Double

  /// A network in one static field.
  package init(couplings: Matrix, fields: [Double], readout: RidgeReadout, beta: Double) {
    (self.couplings, self.fields, self.readout, self.beta) = (couplings, fields, readout, beta)
  }

  package func compute(_ random: RandomStream) throws -> NetworkAnswer {
    let steady = try SpinNetworkSteadyState(
      of: SpinNetwork(couplings: couplings, fields: fields, beta: beta), tolerance: 1e-9)
    return NetworkAnswer(
      answer: readout.answer(to: steady.magnetisations)[0], sigma: steady.antisymmetricEntropyProductionRate)
  }
}

/// The answer of a network by a simulation.
package struct SampledNetworkAnswer: Cell {
  /// W, N × N.
  @SquareMatrix package var couplings: Matrix

  /// The fields of the spins.
  package var fields: [Double]

  /// The readout, of one number.
  package var readout: RidgeReadout

  /// The inverse temperature β; the times before and of the averages, in units of 1/k0.
  package var beta, burnIn, time: Double

  /// A network in one static field.
  package init(
    couplings: Matrix, fields: [Double], readout: RidgeReadout, beta: Double, burnIn: Double, time: Double
  ) {
    (self.couplings, self.fields, self.readout) = (couplings, fields, readout)
    (self.beta, self.burnIn, self.time) = (beta, burnIn, time)
  }

  package func compute(_ random: RandomStream) throws -> NetworkAnswer {
    let sample = try SpinNetwork(couplings: couplings, fields: fields, beta: beta)
      .sample(burnIn: burnIn, duration: time, random: random)
    return NetworkAnswer(
      answer: readout.answer(to: sample.magnetisations.map(\.value))[0],
      sigma: sample.antisymmetricEntropyProductionRate.value)
  }
}
