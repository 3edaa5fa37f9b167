import Cells
import DissipationBottlenecks
import Randomness

/// The best network in equilibrium, and the best at each price of dissipation, as far as they are found.
package struct AttentionOptima: Cell {
  /// The question and the size of the networks.
  package var model: AttentionModel
  /// The prices α of dissipation, in units of 1/k0; none for the equilibrium alone.
  package var alphas: [Double]
  /// The bound on the absolute values of couplings, biases and gains.
  package var bound: Double
  /// The number of random starts of the search in equilibrium, and out of equilibrium, where as many begin near
  /// what is known.
  package var equilibriumStarts, starts: Int
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A cell.
  package init(
    model: AttentionModel, alphas: [Double], bound: Double, equilibriumStarts: Int, starts: Int, step: Double
  ) {
    (self.model, self.alphas, self.bound) = (model, alphas, bound)
    (self.equilibriumStarts, self.starts, self.step) = (equilibriumStarts, starts, step)
  }

  /// A network and what it achieves.
  package typealias Optimum = DissipationBottleneck<DrivenAttention>.Optimum

  /// The optima.
  package struct Result: Codable, Sendable {
    /// The best in equilibrium.
    package var equilibrium: Optimum
    /// The best at each price.
    package var path: [Optimum]
  }

  /// Searches the optima.
  package func compute(_ random: RandomStream) -> Result {
    let task = AttentionTask(model, step: step)
    let still = DissipationBottleneck(
      EquilibriumAttention(task, starts: equilibriumStarts, random: random[0]), bound: bound
    ).optima(along: [0])[0]
    let equilibrium = Optimum(couplings: still.couplings, outcome: still.outcome)
    guard !alphas.isEmpty else { return Result(equilibrium: equilibrium, path: []) }
    // Networks in equilibrium stay so in the eyes of a gradient along symmetric couplings: noise leads away from them.
    let driven = DrivenAttention(task, starts: starts, random: random[1], known: [equilibrium.couplings])
    return Result(equilibrium: equilibrium, path: DissipationBottleneck(driven, bound: bound).optima(along: alphas))
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    result.path.count == alphas.count
      && ([result.equilibrium] + result.path).allSatisfy {
        $0.couplings.spins == model.spins
          && $0.outcome.responses.count == 2 * model.queries.count
      } ? nil : "There is not one network of \(model.spins) spins per price."
  }
}

/// Three spins with the largest connected information of third order, at each price of dissipation; see ``ConnectedTriad``.
package struct ConnectedOptima: Cell {
  /// The inverse temperature β.
  package var beta: Double
  /// The prices α of dissipation, in units of 1/k0.
  package var alphas: [Double]
  /// The bound on the absolute values of couplings and biases.
  package var bound: Double
  /// The number of random starts.
  package var starts: Int

  /// A cell.
  package init(beta: Double, alphas: [Double], bound: Double, starts: Int) {
    (self.beta, self.alphas, self.bound, self.starts) = (beta, alphas, bound, starts)
  }

  /// Searches the optima.
  package func compute(_ random: RandomStream) -> [DissipationBottleneck<ConnectedTriad>.Optimum] {
    DissipationBottleneck(ConnectedTriad(beta: beta, starts: starts, random: random), bound: bound).optima(
      along: alphas)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [DissipationBottleneck<ConnectedTriad>.Optimum]) -> String? {
    result.count == alphas.count && result.allSatisfy { $0.couplings.spins == 3 }
      ? nil : "There are not three spins per price."
  }
}
