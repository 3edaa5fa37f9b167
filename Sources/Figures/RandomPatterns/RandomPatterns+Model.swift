import Cells
import Companion
import MesoscopicNetworks
import Randomness

extension RandomPatterns {
  // MARK: - Patterns

  /// One task: more patterns, of more components, than the smallest network needs.
  struct Draw: Cell {
    var number, count, components: Int

    func compute(_ random: RandomStream) -> MesoscopicTask {
      .randomPatterns(count: count, components: components, random: random)
    }
  }

  /// The first patterns of a task, with their first components.
  static func part(of task: MesoscopicTask, count: Int, components: Int) -> MesoscopicTask {
    MesoscopicTask(
      inputs: task.inputs.prefix(count).map { Array($0.prefix(components)) },
      answers: .targets((task.scalarTargets ?? []).prefix(count).map { [$0] }))
  }

  // MARK: - Exact networks

  /// A network with what is known of it exactly.
  struct Network: Codable, Sendable {
    var couplings: [Double], outcome: PatternRegression.Outcome
    /// How long to wait for a simulation, 1/k0; the antisymmetric parts of response and couplings.
    var switching, responseAsymmetry, couplingAsymmetry: Double

    var error: Double { outcome.error }
    var sigma: Double { outcome.sigma }

    init(_ optimum: PatternBottleneck.Optimum, _ regression: PatternRegression) {
      (couplings, outcome) = (optimum.couplings, optimum.outcome)
      switching = regression.switchingTime(of: couplings)
      responseAsymmetry = regression.responseAsymmetry(of: couplings)
      couplingAsymmetry = MesoscopicNetworks.couplingAsymmetry(couplings, spins: regression.spins)
    }
  }

  /// The best networks for one task: symmetric, and at each price of dissipation.
  struct Optimise: Cell {
    var task: MesoscopicTask
    var spins: Int
    var beta, ridge, bound, patience: Double
    var alphas: [Double]
    var symmetricStarts, starts: Int

    init(_ task: MesoscopicTask, spins: Int, alphas: [Double], _ symmetricStarts: Int, _ starts: Int, _ p: Parameters) {
      (self.task, self.spins, self.alphas) = (task, spins, alphas)
      (self.symmetricStarts, self.starts) = (symmetricStarts, starts)
      (beta, ridge, bound, patience) = (p.beta, p.ridge, p.bound, p.patience)
    }

    struct Result: Codable {
      /// The mean squared error without couplings.
      var zero: Double
      var symmetric: Network, path: [Network]

      /// The longest switching time that is allowed, 1/k0.
      var patience: Double

      /// Free networks that do not take too long, at all prices.
      private var candidates: [Network] { path.filter { $0.switching <= patience } }

      /// What can be had for a given entropy production rate; the symmetric network costs nothing.
      var front: ParetoFront {
        ParetoFront(([symmetric] + candidates).map { ParetoFront.Point(cost: $0.sigma, loss: $0.error) })
      }

      /// The best network that pays at most so much.
      func network(within budget: Double) -> Network {
        let loss = front.loss(atCost: budget)
        return candidates.first { $0.sigma <= budget && $0.error == loss } ?? symmetric
      }
    }

    func compute(_ random: RandomStream) -> Result {
      let regression = PatternRegression(task, spins: spins, beta: beta, ridge: ridge)
      let bottleneck = PatternBottleneck(regression, bound: bound)
      let none = Array(repeating: 0.0, count: spins * spins)
      let symmetric = bottleneck.symmetric(starts: symmetricStarts, random: random["symmetric"])
      let path = bottleneck.optima(along: alphas, from: symmetric, starts: starts, random: random["free"])
      return Result(
        zero: regression.outcome(of: none).error, symmetric: Network(symmetric, regression),
        path: path.map { Network($0, regression) }, patience: patience)
    }
  }

  /// The mean squared error of the best symmetric network.
  struct Control: Cell {
    var task: MesoscopicTask
    var spins, starts: Int
    var beta, ridge, bound: Double

    func compute(_ random: RandomStream) -> Double {
      PatternBottleneck(PatternRegression(task, spins: spins, beta: beta, ridge: ridge), bound: bound)
        .symmetric(starts: starts, random: random).outcome.error
    }
  }

  /// The mean squared error of a network that is watched for some times.
  struct Read: Cell {
    var task: MesoscopicTask
    var couplings: [Double]
    var outcome: PatternRegression.Outcome
    var beta, ridge: Double
    var times: [Double]

    func compute(_ random: RandomStream) -> [Double] {
      PatternRegression(task, spins: outcome.readout.features, beta: beta, ridge: ridge)
        .readingVariances(of: couplings, outcome.readout, over: times).map { outcome.error + $0 }
    }
  }
}
