import Cells
import Estimation
import Matrices
import Randomness
import StochasticThermodynamics

/// The information on the answer that a linear network gains over a symmetric one, sampled with the
/// same inputs and noises, so that most of their scatter cancels: one replica.
package struct SimulatedInformationGain: Cell {
  /// The distribution of inputs and answers.
  package var task: LinearTask
  /// W of both networks, per unit time.
  package var couplings, symmetric: Matrix
  /// σ_s², in squared units of the state per unit time, and the time for which an input is held, in the unit of that in W.
  package var noise, relaxation: Double
  /// The number of inputs.
  package var draws: Int

  /// A cell.
  package init(
    task: LinearTask, couplings: Matrix, symmetric: Matrix, noise: Double, relaxation: Double, draws: Int
  ) {
    (self.task, self.couplings, self.symmetric) = (task, couplings, symmetric)
    (self.noise, self.relaxation, self.draws) = (noise, relaxation, draws)
  }

  /// The gain in I(s, y), in bits.
  package func compute(_ random: RandomStream) throws -> Double {
    let informations = try [couplings, symmetric].map { couplings in
      try LinearStep(of: LinearNetwork(couplings: couplings, noise: noise), duration: relaxation)
        .sampledInformation(at: task, draws: draws, steps: 1, random: random).value
    }
    return bitsPerNat * (informations[0] - informations[1])
  }
}
