import Cells
import Matrices
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// The shares of time that three spins spend in each of their eight states, from one trajectory: one replica.
package struct SampledTriad: Cell {
  /// The inverse temperature β.
  package var beta: Double
  /// The network.
  package var network: QueriedNetwork
  /// The time before the observation, and its length, in units of 1/k0.
  package var burnIn, time: Double

  /// A cell.
  package init(beta: Double, network: QueriedNetwork, burnIn: Double, time: Double) {
    (self.beta, self.network, self.burnIn, self.time) = (beta, network, burnIn, time)
  }

  /// The shares, by states that are numbered by bits.
  package func compute(_ random: RandomStream) throws -> [Double] {
    let spins = try network.network(query: 0, beta: beta)
    var trajectory = Gillespie(spins, from: SpinState([1, 1, 1], in: spins), random: random)
    trajectory.relax(until: burnIn)
    var shares = Array(repeating: 0.0, count: 8)
    trajectory.advance(until: burnIn + time) { shares[$0.state.index] += $0.duration / time }
    return shares
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Double]) -> String? {
    result.count == 8 ? nil : "Three spins have eight states."
  }
}
