import MesoscopicNetworks
import SpinNetworks
import StochasticThermodynamics
import Testing

@Suite struct ExactObjectiveTests {
  /// L from the stationary distribution of the full rate matrix, which knows nothing of adjoints.
  static func value(_ objective: MesoscopicObjective, _ θ: [Double]) throws -> Double {
    var (averages, rates): ([[Double]], [Double]) = ([], [])
    for input in objective.task.inputs {
      let network = try objective.architecture.network(θ, reading: input, beta: objective.beta, law: objective.law)
      let start = SpinState(Array(repeating: 1, count: network.count), in: network)
      let states = try RateMatrix.states(of: network, from: start)
      let stationary = try RateMatrix(enumerating: network, from: start).stationary
      averages.append((0..<network.count).map { i in zip(states, stationary).reduce(0) { $0 + $1.0[i] * $1.1 } })
      rates.append(
        zip(states, stationary).reduce(0) { sum, entry in
          network.channels.reduce(sum) {
            $0 + entry.1 * network.rate(of: $1, in: entry.0) * network.entropyFlow(of: $1, from: entry.0)
          }
        })
    }
    return objective.value(averages: averages, entropyProductionRates: rates, flips: 0).objective
  }

  @Test(arguments: SmallMesoscopicTask.Kind.allCases)
  func gradientIsTheDifferenceOfTheMasterEquation(kind: SmallMesoscopicTask.Kind) throws {
    let small = SmallMesoscopicTask(kind)
    let (value, gradient) = try small.objective.exact(small.parameters)
    #expect(try abs(value.objective - Self.value(small.objective, small.parameters)) < 1e-9)
    #expect((value.entropyProductionRate == 0) == (kind == .symmetric))
    let h = 1e-4
    for place in gradient.indices {
      func at(_ step: Double) throws -> Double {
        var θ = small.parameters
        θ[place] += step
        return try Self.value(small.objective, θ)
      }
      let difference = (8 * (try at(h) - at(-h)) - (try at(2 * h) - at(-2 * h))) / (12 * h)
      #expect(abs(gradient[place] - difference) < 1e-6)
    }
    // A control: without the price of entropy production it is another gradient, unless there is none.
    let free = try SmallMesoscopicTask(kind, dissipationCost: 0).objective.exact(small.parameters).gradient
    let distance = zip(gradient, free).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(kind == .symmetric ? distance < 1e-10 : distance > 1e-3)
  }
}
