import DissipationBottlenecks
import ElementaryFunctions
import Estimation
import Matrices
import MesoscopicNetworks
import Randomness
import SpinNetworks
import Testing

@Suite struct RegularisedPatternNetworksTests {
  private static func networks(
    _ regulariser: PatternRegulariser, spins: Int, components: Int, count: Int = 10, ridge: Double = 1e-3
  ) -> RegularisedPatternNetworks {
    let task = PatternRegressionTests.task(4, count: count, components: components)
    let regression = PatternRegression(task, spins: spins, beta: 1.2, ridge: ridge)
    return RegularisedPatternNetworks(
      PatternNetworks(regression, symmetricStarts: 4, starts: 2, random: RandomStream(seed: 3)), price: regulariser)
  }

  private static func point(_ couplings: Matrix, _ networks: RegularisedPatternNetworks) -> [Double] {
    networks.networks.architecture.ties.map { couplings[$0.on, $0.by] }
  }

  /// The gradient against central differences of sixth order. Negative control: the gradient at another price.
  @Test(arguments: PatternRegulariser.allCases, [2, 5, 6])
  func gradient(regulariser: PatternRegulariser, spins: Int) {
    let networks = Self.networks(regulariser, spins: spins, components: 2)
    let point = Self.point(PatternRegressionTests.couplings(spins, 5), networks)
    let gradient = networks.slope(at: point, price: 0.05).gradient
    let size = gradient.map(abs).max() ?? 0
    let h = 0.01
    for place in point.indices {
      let difference = [(1.0, 45.0), (2, -9), (3, 1)].reduce(0) { sum, term in
        let values = [h, -h].map { step in
          var moved = point
          moved[place] += term.0 * step
          return networks.slope(at: moved, price: 0.05).value
        }
        return sum + term.1 * (values[0] - values[1]) / (60 * h)
      }
      #expect(abs(gradient[place] - difference) < 1e-6 * size)
    }
    let free = networks.slope(at: point, price: 0).gradient
    #expect(zip(free, gradient).contains { abs($0 - $1) > 1e-2 * size })
  }

  /// R and its gradient against one master equation per input: ∂R is the response of p plus the explicit change of the rates,
  /// −β⟨s_i s_j k_i⟩. Negative control: the response alone.
  @Test(arguments: [(5, 5), (4, 3)])
  func flipsOneByOne(spins: Int, components: Int) throws {
    let task = PatternRegressionTests.task(1, count: 11, components: components)
    let couplings = PatternRegressionTests.couplings(spins, 2)
    let found = PatternRegression(task, spins: spins, beta: 1.2, ridge: 1e-3).flipRate(of: couplings)
    let network = try SpinNetwork(couplings: couplings, fields: Array(repeating: 0, count: spins), beta: 1.2)
    var flips = 0.0
    var (response, explicit) = (Matrix.zeros(spins, spins), Matrix.zeros(spins, spins))
    for fields in task.fields(of: spins) {
      let driven = try network.with(fields: fields)
      let steady = try SpinNetworkSteadyState(of: driven)
      flips += steady.flipRate / 11
      let states = (0..<1 << spins).map { c in SpinState((0..<spins).map { c >> $0 & 1 == 1 ? 1 : -1 }, in: driven) }
      let rates = states.map { state in (0..<spins).map { driven.rate(of: $0, in: state) } }
      response = response + (1.0 / 11) * (try steady.gradient(of: rates.map { $0.reduce(0, +) }).couplings)
      for c in states.indices {
        for i in 0..<spins {
          for j in 0..<spins where j != i {
            let sign = (c >> i ^ c >> j) & 1 == 0 ? 1.0 : -1
            explicit[i, j] -= 1.2 * sign * steady.probabilities[c] * rates[c][i] / 11
          }
        }
      }
    }
    #expect(abs(found.value - flips) < 1e-11)
    let size = found.gradient.largestEntry
    #expect((found.gradient - (response + explicit)).largestEntry < 1e-9 * size)
    #expect((found.gradient - response).largestEntry > 0.1 * size)
  }

  /// R of two spins against the distribution on their ring of four states, a sum over spanning trees. Negative control: the Boltzmann
  /// distribution of the symmetric couplings.
  @Test func flipsOfTwoSpins() {
    let task = MesoscopicTask(inputs: [[0.4, -0.3]], answers: .targets([[1]]))
    let couplings: Matrix = [[0, -0.7], [0.9, 0]]
    // (−−), (+−), (++), (−+): spin 0 flips between the first two and the last two.
    let ring = [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)]
    let rates = ring.map { s, t in
      [Elementary.exp(-1.5 * s * (-0.7 * t + 0.4)), Elementary.exp(-1.5 * t * (0.9 * s - 0.3))]
    }
    func rate(_ from: Int, onwards: Bool) -> Double { rates[from][(from % 2 == 0) == onwards ? 0 : 1] }
    // Of the trees that lead to a state, one for each edge that is left out.
    let weights = (0..<4).map { root in
      (0..<4).reduce(0) { sum, steps in
        let onwards = (0..<steps).reduce(1) { $0 * rate((root + 3 - $1) % 4, onwards: true) }
        let back = (0..<(3 - steps)).reduce(1) { $0 * rate((root + 1 + $1) % 4, onwards: false) }
        return sum + onwards * back
      }
    }
    let flips = zip(weights, rates).reduce(0) { $0 + $1.0 * ($1.1[0] + $1.1[1]) } / weights.reduce(0, +)
    let regression = PatternRegression(task, spins: 2, beta: 1.5, ridge: 1e-3)
    #expect(abs(regression.flipRate(of: couplings).value - flips) < 1e-12)
    let boltzmann = ring.map { s, t in Elementary.exp(1.5 * (0.1 * s * t + 0.4 * s - 0.3 * t)) }
    let other = zip(boltzmann, rates).reduce(0) { $0 + $1.0 * ($1.1[0] + $1.1[1]) } / boltzmann.reduce(0, +)
    #expect(abs(other - flips) > 0.1)
    // Spins by themselves: 1/cosh(βx) each.
    let alone = [0.4, 0.3].reduce(0) { $0 + 2 / (Elementary.exp(1.5 * $1) + Elementary.exp(-1.5 * $1)) }
    #expect(abs(regression.flipRate(of: .zeros(2, 2)).value - alone) < 1e-14)
  }

  /// Without a price L is the same, whatever the price would be on. Negative control: with one.
  @Test func withoutAPrice() {
    let networks = PatternRegulariser.allCases.map { Self.networks($0, spins: 5, components: 5) }
    let point = Self.point(PatternRegressionTests.couplings(5, 7), networks[0])
    for price in [0, 0.01] {
      let values =
        networks.map { $0.slope(at: point, price: price).value }
        + [networks[0].networks.slope(at: point, price: price).value]
      #expect((Set(values).count == 1) == (price == 0))
    }
    #expect(couplingNorm([[5, 1], [-2, 5]]) == 5)
  }

  /// A price on |W|² beyond measure leaves no couplings; one on R makes strong ones and slow spins, slower than those of panel g may be.
  /// Optima are no worse than their start, L falls with the price, and both costs are those of the couplings.
  @Test func highPrices() {
    for regulariser in PatternRegulariser.allCases {
      let networks = Self.networks(regulariser, spins: 4, components: 4, count: 16)
      let prices = [1e-3, 0.1, 1e4]
      let bottleneck = DissipationBottleneck(networks, bound: 3)
      let optima = bottleneck.optima(along: prices)
      let equilibrium = DissipationBottleneck(networks.networks, bound: 3).equilibrium.couplings
      let values = zip(optima, prices).map { networks.slope(at: Self.point($0.couplings, networks), price: $1).value }
      for (value, price) in zip(values, prices) {
        #expect(value >= networks.slope(at: Self.point(equilibrium, networks), price: price).value - 1e-12)
      }
      #expect(values[0] >= values[1] && values[1] >= values[2])
      let last = optima[2].couplings
      let switching = networks.networks.regression.switchingTime(of: last)
      switch regulariser {
      case .norm:
        #expect(last.largestEntry < 1e-4 && switching < 1)
        #expect(optima[0].couplings.largestEntry > 0.1 && optima[0].cost == couplingNorm(optima[0].couplings))
      case .flips:
        #expect(last.largestEntry > 2.9 && switching > 1000)
        #expect(optima[2].cost < 0.01 && optima[0].cost > 0.1)
      }
    }
  }

  /// At inputs without disturbance the error is that of the network; disturbances of different sizes are multiples of each other, of
  /// the right mean square within 4 standard errors; and the error at disturbed inputs is the one of single steady states. Negative
  /// control: a large disturbance.
  @Test func disturbances() throws {
    let task = PatternRegressionTests.task(6, count: 12, components: 4)
    let networks = RegularisedPatternOptima(
      task: task,
      symmetric: PatternOptima(
        task: task, spins: 4, beta: 1, ridge: 1e-4, bound: 2, patience: 100, alphas: [0.1], symmetricStarts: 2,
        starts: 0
      ).compute(RandomStream(seed: 1)).symmetric, price: .norm, beta: 1, ridge: 1e-4, bound: 2, prices: [1e-4, 1e-2],
      starts: 1
    ).compute(RandomStream(seed: 2))
    #expect(networks[0].error < networks[1].error)
    let random = RandomStream(seed: 8)["disturbances"]
    let found = ExaminedPatternNetworks(task: task, networks: networks, beta: 1, deviations: [0, 0.5], copies: 30)
      .compute(random)
    let disturbed = task.disturbed(by: 0.5, copies: 30, random: random)
    for (network, examination) in zip(networks, found) {
      #expect(abs(examination.errors[0] - network.error) < 1e-12)
      #expect(examination.errors[1] > network.error + 0.01)
      #expect(examination.norm == couplingNorm(network.couplings))
      let spins = try SpinNetwork(couplings: network.couplings, fields: [0, 0, 0, 0], beta: 1)
      let errors = try zip(disturbed.inputs, disturbed.scalarTargets ?? []).map { input, target in
        let averages = try SpinNetworkSteadyState(of: spins.with(fields: input)).magnetisations
        return -2 * network.outcome.readout.performance(of: averages, target: [target]).value
      }
      #expect(abs(examination.errors[1] - Average(errors).mean) < 1e-9)
    }
    let half = task.disturbed(by: 0.25, copies: 30, random: random)
    let shifts = zip(disturbed.inputs, half.inputs).enumerated().flatMap { place, pair in
      zip(zip(pair.0, pair.1), task.inputs[place % 12]).map { (large: $0.0 - $1, small: $0.1 - $1) }
    }
    #expect(shifts.allSatisfy { abs($0.large - 2 * $0.small) < 1e-14 })
    #expect(Average(shifts.map { 4 * $0.large * $0.large }).estimate.isConsistent(with: 1, sigmas: 4))
  }
}
