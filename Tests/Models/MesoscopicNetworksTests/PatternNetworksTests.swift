import DissipationBottlenecks
import Estimation
import Matrices
import MesoscopicNetworks
import Randomness
import Testing

@Suite struct PatternNetworksTests {
  /// Ten tasks of N = 5 and M = 20 against the prototype's means over four other tasks: no couplings .71, symmetric .352, free
  /// .094 at α = 1e-3, .155 at 1e-2, .198 at 1e-1, .266 at 1. Errors differ from task to task by about .1, so that agreement is
  /// statistical; where a mean is beaten, all the better. The ridge is 1e-4 of the sum over the patterns. Without couplings, five averages of twenty random targets explain a
  /// quarter: 1 − N/M on average.
  @Test func referenceMeans() {
    let prices = [1e-3, 0.01, 0.1, 1]
    var (zero, symmetric) = (Average(), Average())
    var free = prices.map { _ in Average() }
    for seed in 0..<10 as Range<UInt64> {
      let task = PatternRegressionTests.task(seed)
      let regression = PatternRegression(task, spins: 5, ridge: 5e-6)
      let networks = PatternNetworks(
        regression, symmetricStarts: 30, starts: 4, random: RandomStream(seed: seed)["search"])
      let frontier = DissipationBottleneck(networks, bound: 3).frontier(along: prices)
      let (equilibrium, path) = (frontier.equilibrium, frontier.path)
      zero.add(regression.outcome(of: .zeros(5, 5)).error)
      symmetric.add(equilibrium.outcome.error)
      for place in prices.indices { free[place].add(path[place].outcome.error) }
      #expect(equilibrium.outcome.sigma == 0)
      #expect(path.allSatisfy { $0.couplings.largestEntry <= 3 })
      // At α = 1 about a hundredth of a nat per unit time: out of equilibrium is better for every task.
      #expect(path[3].outcome.error < equilibrium.outcome.error && path[3].outcome.sigma < 0.1)
      // L falls with the price, and free networks do no worse than symmetric ones.
      let values = zip(path, prices).map { Self.value($0, price: $1) }
      for (cheap, dear) in zip(values, values.dropFirst()) { #expect(dear <= cheap + 1e-12) }
      #expect(values[3] >= Self.value(equilibrium, price: 1) - 1e-12)
    }
    #expect(zero.estimate.isConsistent(with: 0.75, sigmas: 4))
    #expect(symmetric.estimate.isConsistent(with: 0.352, sigmas: 4))
    for (average, reference) in zip(free, [0.094, 0.155, 0.198, 0.266]) {
      #expect(average.mean < reference + 2 * average.estimate.standardError)
      // A control: far from the symmetric networks.
      #expect(average.mean < symmetric.mean - 0.05)
    }
  }

  /// L of an optimum with the ridge.
  private static func value(_ optimum: DissipationBottleneck<PatternNetworks>.Optimum, price: Double) -> Double {
    let squares = optimum.outcome.readout.weights.entries.reduce(0) { $0 + $1 * $1 }
    return -0.5 * (optimum.outcome.error + 5e-6 * squares) - price * optimum.outcome.sigma
  }
}
