import Cells
import DissipationBottlenecks
import Matrices
import Randomness
import Validation

/// The best networks for one regression at each price of another quantity than dissipation, price by price.
package struct RegularisedPatternOptima: Cell {
  /// The regression.
  package var task: MesoscopicTask

  /// The best symmetric network, N × N, at which the search begins at every price.
  @SquareMatrix package var symmetric: Matrix

  /// What the price is on.
  package var regulariser: PatternRegulariser

  /// The inverse temperature β, the ridge per pattern, and the bound on the couplings.
  package var beta, ridge, bound: Double

  /// The prices, in order: of |W|² pure numbers, of k_flip in units of 1/k0.
  package var prices: [Double]

  /// How many random networks the search begins at, at every price.
  package var starts: Int

  /// A search.
  package init(
    task: MesoscopicTask, symmetric: PatternNetwork, price regulariser: PatternRegulariser, beta: Double,
    ridge: Double, bound: Double, prices: [Double], starts: Int
  ) {
    (self.task, self.symmetric, self.regulariser) = (task, symmetric.couplings, regulariser)
    (self.beta, self.ridge, self.bound, self.prices, self.starts) = (beta, ridge, bound, prices, starts)
  }

  package func compute(_ random: RandomStream) -> [PatternNetwork] {
    let regression = PatternRegression(task, spins: symmetric.rows, beta: beta, ridge: ridge)
    let networks = PatternNetworks(regression, symmetricStarts: 0, starts: starts, random: random)
    let search = DissipationBottleneck(RegularisedPatternNetworks(networks, price: regulariser), bound: bound)
    let begin = networks.starts(along: prices, within: bound, from: symmetric)
    return search.optima(along: prices, from: begin).map {
      PatternNetwork(
        DissipationBottleneck<PatternNetworks>.Optimum(couplings: $0.couplings, outcome: $0.outcome.regression),
        regression)
    }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [PatternNetwork]) -> String? {
    if result.count != prices.count { return "There is one network per price." }
    return result.allSatisfy { $0.couplings.rows == symmetric.rows } ? nil : "Networks of N spins have N × N couplings."
  }
}
