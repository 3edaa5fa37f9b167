import Matrices
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// Spin networks: every method and law that go together, dense and sparse, and the exact steady state at its optimum.
var spinNetworks: [Computation] {
  get throws { try trajectories() + [optimum] }
}

/// From this size on the networks are sparse.
private let sparseSize = 40

private func trajectories() throws -> [Computation] {
  try RateLaw.allCases.flatMap { law in
    try [6, 21, sparseSize].flatMap { size in
      try SpinNetwork.Method.allCases.compactMap { method -> Computation? in
        guard method.applies(to: try network(size, law, perturbation: 0)) else { return nil }
        return Computation("\(size) spins, \(law), \(method)") { perturbation in
          let sample = try network(size, law, perturbation: perturbation)
            .sample(burnIn: 5, duration: 300, observesPairs: true, method: method, random: stream())
          let rates = [sample.entropyProductionRate, sample.antisymmetricEntropyProductionRate]
          let estimates = sample.magnetisations + (sample.pairAverages ?? []) + rates
          return estimates.flatMap { [$0.value, $0.standardError] } + [Double(sample.flips), sample.acceptance]
        }
      }
    } + [
      Computation("steady averages of spins by control variates, \(law)") { perturbation in
        try [(8, SpinNetwork.Method.table), (12, .thinning), (136, .thinning)].flatMap { size, method in
          let averages = try network(size, law, perturbation: perturbation).steadyAverages(
            burnIn: 10, duration: 400, estimator: .controlled, method: method, random: stream())
          return (averages.magnetisations + [averages.entropyProductionRate]).flatMap { [$0.value, $0.standardError] }
        }
      },
      Computation("5 spins, \(law), Gillespie") { perturbation in
        let network = try network(5, law, perturbation: perturbation)
        let start = SpinState(Array(repeating: 1, count: 5), in: network)
        return Gillespie(network, from: start, until: 200, random: stream()).flatMap {
          [Double($0.state.index), $0.duration, $0.entropyFlow]
        }
      },
    ]
  }
}

/// A hundred steps up the gradient of ⟨s₀⟩ − 0.2σ.
private let optimum = Computation("optimum of the steady state of 6 spins") { perturbation in
  var network = try network(6, .exponential, perturbation: perturbation)
  let weights = (0..<6).map { $0 == 0 ? 1.0 : 0 }
  for _ in 0..<100 {
    guard let steady = try? SpinNetworkSteadyState(of: network),
      let gradient = try? steady.gradient(of: steady.observable(weighing: weights), dissipationCost: 0.2)
    else { return [] }
    network = try SpinNetwork(
      couplings: network.couplings.matrix + 0.05 * gradient.couplings,
      fields: zip(network.fields, gradient.fields).map { $0 + 0.05 * $1 }, beta: network.beta)
  }
  guard let steady = try? SpinNetworkSteadyState(of: network) else { return [] }
  return network.couplings.matrix.entries + network.fields + steady.probabilities + steady.magnetisations + [
    steady.entropyProductionRate, steady.antisymmetricEntropyProductionRate, steady.flipRate,
  ]
}

private func network(_ spins: Int, _ law: RateLaw, perturbation: Double) throws -> SpinNetwork {
  var random = stream()["network"][spins]
  let scale = 1 / Double(spins).squareRoot()
  let couplings = Matrix(rows: spins, columns: spins) { i, j in
    let place = i * spins + j
    return i == j || (spins >= sparseSize && place % 11 != 5) ? 0 : scale * random.normal() * (1 + perturbation)
  }
  return try SpinNetwork(
    couplings: couplings, fields: (0..<spins).map { _ in 0.3 * random.normal() }, beta: 1.2, law: law, attemptRate: 1.5)
}
