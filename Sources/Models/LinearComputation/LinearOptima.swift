import Cells
import DissipationBottlenecks
import Randomness

/// The best linear network in equilibrium, and the best one at each price of dissipation, for a
/// task with independent inputs of variance 1.
package struct LinearOptima: Cell {
  /// w₀, one weight per input, and thereby per unit.
  package var weights: [Double]
  /// σ_s² (squared units of the state per unit time), σ_y² (of the answer), the bound on the couplings, and the slowest decay
  /// rate that is allowed, both per unit time.
  package var noise, answerNoise, bound, margin: Double
  /// The number of random networks from which each optimum is searched.
  package var starts: Int
  /// α, in units of time.
  package var alphas: [Double]

  /// A cell.
  package init(
    weights: [Double], noise: Double, answerNoise: Double, bound: Double, margin: Double, starts: Int,
    alphas: [Double]
  ) {
    (self.weights, self.noise, self.answerNoise) = (weights, noise, answerNoise)
    (self.bound, self.margin, self.starts, self.alphas) = (bound, margin, starts, alphas)
  }

  /// A network and what it achieves.
  package typealias Optimum = DissipationBottleneck<StableLinearNetworks>.Optimum

  /// The networks that are searched.
  package var networks: StableLinearNetworks {
    StableLinearNetworks(
      task: LinearTask(weights: weights, answerNoise: answerNoise), noise: noise, margin: margin, starts: starts)
  }

  /// Searches the optima; the search draws its starts from a seed of its own.
  package func compute(_ random: RandomStream) -> DissipationBottleneck<StableLinearNetworks>.Frontier {
    DissipationBottleneck(networks, bound: bound).frontier(along: alphas)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: DissipationBottleneck<StableLinearNetworks>.Frontier) -> String? {
    if let flaw = result.flaw(along: alphas) { return flaw }
    let units = weights.count
    return ([result.equilibrium] + result.path).allSatisfy {
      $0.couplings.rows == units && $0.couplings.columns == units
    }
      ? nil : "Networks of N units have N × N couplings."
  }
}
