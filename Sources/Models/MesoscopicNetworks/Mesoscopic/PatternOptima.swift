import Cells
import DissipationBottlenecks
import Matrices
import Randomness
import Validation

/// A small network that answers a regression, with what is known of it exactly.
package struct PatternNetwork: Validated, Sendable {
  /// W, N × N.
  @SquareMatrix package var couplings: Matrix

  /// What it achieves.
  package var outcome: PatternRegression.Outcome

  /// How long to wait for a simulation, in units of 1/k0.
  package var switching: Double

  /// The antisymmetric parts of its response and of its couplings, relative to the whole.
  package var responseAsymmetry, couplingAsymmetry: Double

  /// The mean squared error.
  package var error: Double { outcome.error }

  /// Σ, in nats per unit time of k0.
  package var sigma: Double { outcome.sigma }

  init(_ optimum: DissipationBottleneck<PatternNetworks>.Optimum, _ regression: PatternRegression) {
    (couplings, outcome) = (optimum.couplings, optimum.outcome)
    switching = regression.switchingTime(of: optimum.couplings)
    responseAsymmetry = regression.responseAsymmetry(of: optimum.couplings)
    couplingAsymmetry = MesoscopicNetworks.couplingAsymmetry(optimum.couplings)
  }
}

/// The best networks for one regression: symmetric, and free at each price of dissipation.
package struct PatternOptima: Cell {
  /// The regression.
  package var task: MesoscopicTask

  /// How many spins there are, N; the first read the inputs.
  package var spins: Int

  /// The inverse temperature β, the ridge per pattern, the bound on the couplings, and the longest switching time with which a
  /// free network counts, in units of 1/k0.
  package var beta, ridge, bound, patience: Double

  /// The prices α of dissipation, in order, in units of 1/k0.
  package var alphas: [Double]

  /// How many random networks the searches begin at: of symmetric networks, and of free ones at every price.
  package var symmetricStarts, starts: Int

  /// A search.
  package init(
    task: MesoscopicTask, spins: Int, beta: Double, ridge: Double, bound: Double, patience: Double, alphas: [Double],
    symmetricStarts: Int, starts: Int
  ) {
    (self.task, self.spins, self.alphas) = (task, spins, alphas)
    (self.beta, self.ridge, self.bound, self.patience) = (beta, ridge, bound, patience)
    (self.symmetricStarts, self.starts) = (symmetricStarts, starts)
  }

  /// The networks.
  package struct Result: Codable, Sendable {
    /// The mean squared error without couplings.
    package var zero: Double

    /// The best symmetric network, and the best free ones price by price.
    package var symmetric: PatternNetwork, path: [PatternNetwork]

    /// The longest switching time with which a free network counts, in units of 1/k0.
    package var patience: Double

    /// Free networks that do not take too long, at all prices.
    private var candidates: [PatternNetwork] { path.filter { $0.switching <= patience } }

    /// What can be had for a given entropy production rate; the symmetric network costs nothing.
    package var front: ParetoFront {
      ParetoFront(([symmetric] + candidates).map { ParetoFront.Point(cost: $0.sigma, loss: $0.error) })
    }

    /// The best network whose entropy production rate is at most `budget`, in nats per unit time of k0.
    package func network(within budget: Double) -> PatternNetwork {
      let loss = front.loss(atCost: budget)
      return candidates.first { $0.sigma <= budget && $0.error == loss } ?? symmetric
    }
  }

  package func compute(_ random: RandomStream) -> Result {
    let regression = PatternRegression(task, spins: spins, beta: beta, ridge: ridge)
    let networks = PatternNetworks(regression, symmetricStarts: symmetricStarts, starts: starts, random: random)
    let frontier = DissipationBottleneck(networks, bound: bound).frontier(along: alphas)
    let none = Matrix.zeros(spins, spins)
    return Result(
      zero: regression.outcome(of: none).error, symmetric: PatternNetwork(frontier.equilibrium, regression),
      path: frontier.path.map { PatternNetwork($0, regression) }, patience: patience)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    if result.path.count != alphas.count { return "A frontier has one optimum per price." }
    return ([result.symmetric] + result.path).allSatisfy { $0.couplings.rows == spins }
      ? nil : "Networks of N spins have N × N couplings."
  }
}

/// The mean squared error of the best symmetric network for one regression.
package struct SymmetricPatternError: Cell {
  /// The regression.
  package var task: MesoscopicTask

  /// How many spins there are, N; and how many random networks the search begins at.
  package var spins, starts: Int

  /// The inverse temperature β, the ridge per pattern, and the bound on the couplings.
  package var beta, ridge, bound: Double

  /// A search.
  package init(task: MesoscopicTask, spins: Int, starts: Int, beta: Double, ridge: Double, bound: Double) {
    (self.task, self.spins, self.starts) = (task, spins, starts)
    (self.beta, self.ridge, self.bound) = (beta, ridge, bound)
  }

  package func compute(_ random: RandomStream) -> Double {
    let regression = PatternRegression(task, spins: spins, beta: beta, ridge: ridge)
    let networks = SymmetricPatternNetworks(regression, starts: starts, random: random)
    return DissipationBottleneck(networks, bound: bound).optima(along: [0])[0].outcome.error
  }
}

/// The mean squared error of a network that is watched for some times, one number per time: with the noise of the reading.
package struct WatchedPatternErrors: Cell {
  /// The regression.
  package var task: MesoscopicTask

  /// W, N × N.
  @SquareMatrix package var couplings: Matrix

  /// What the network achieves without that noise.
  package var outcome: PatternRegression.Outcome

  /// The inverse temperature β, and the ridge per pattern.
  package var beta, ridge: Double

  /// The observation times, in units of 1/k0.
  package var times: [Double]

  /// A network with its regression.
  package init(task: MesoscopicTask, network: PatternNetwork, beta: Double, ridge: Double, times: [Double]) {
    (self.task, couplings, outcome) = (task, network.couplings, network.outcome)
    (self.beta, self.ridge, self.times) = (beta, ridge, times)
  }

  package func compute(_ random: RandomStream) throws -> [Double] {
    try PatternRegression(task, spins: outcome.readout.features, beta: beta, ridge: ridge)
      .readingVariances(of: couplings, outcome.readout, over: times).map { outcome.error + $0 }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Double]) -> String? {
    result.count == times.count ? nil : "There is not one error per time."
  }
}

extension PatternNetwork {
  /// Reads a network.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    _couplings = try fields.read(.couplings)
    outcome = try fields.read(.outcome)
    switching = try fields.read(.switching)
    responseAsymmetry = try fields.read(.responseAsymmetry)
    couplingAsymmetry = try fields.read(.couplingAsymmetry)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    outcome.readout.features == couplings.rows ? nil : "A readout reads one number per spin."
  }
}
