import Cells
import DissipationBottlenecks
import Randomness

/// The best equilibrium, and the best networks at each price of dissipation for each number of
/// hidden spins; see ``HiddenSpinNetworks``.
package struct HiddenSpinOptima: Cell {
  /// The gate, its inputs and the temperature.
  package var model: ParityGateModel
  /// The prices α of dissipation, in units of 1/k0.
  package var alphas: [Double]
  /// The largest number of hidden spins, and the number of random starts of each search.
  package var hidden, starts: Int
  /// The bound on the absolute values of all couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A cell.
  package init(model: ParityGateModel, alphas: [Double], hidden: Int, starts: Int, bound: Double, step: Double) {
    (self.model, self.alphas, self.hidden) = (model, alphas, hidden)
    (self.starts, self.bound, self.step) = (starts, bound, step)
  }

  /// A network and what it achieves.
  package typealias Optimum = DissipationBottleneck<HiddenSpinNetworks>.Optimum

  /// The optima.
  package struct Result: Codable, Sendable {
    /// I(s, y) of the best equilibrium in bits, the same for any number of hidden spins.
    package var equilibrium: Double
    /// The best network at each price, for no hidden spin, one, and so on.
    package var paths: [[Optimum]]
  }

  /// Searches the optima.
  package func compute(_ random: RandomStream) -> Result {
    let networks = HiddenSpinNetworks(model, step: step, starts: starts, random: random)
    return Result(
      equilibrium: DissipationBottleneck(model.task(step: step), bound: bound).equilibrium.information,
      paths: DissipationBottleneck(networks, bound: bound).optima(upTo: hidden, along: alphas))
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    result.paths.count == hidden + 1
      && result.paths.enumerated().allSatisfy { number, path in
        path.count == alphas.count && path.allSatisfy { HiddenSpinTask.dimension(hidden: number) == $0.couplings.count }
      } ? nil : "There is not one optimum per number of hidden spins and price, with N(N − 1) couplings of N spins."
  }
}
