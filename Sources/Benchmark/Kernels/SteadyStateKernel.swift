import Companion
import Estimation
import SpinNetworks

/// The stationary distribution of all 2^N states of a dense network, to a relative residual of 10⁻¹²; an event is a whole
/// solution.
struct SteadyStateKernel: Kernel {
  let count: Int

  var name: String { "steady state" }
  var variant: String { "matrix-free" }
  var size: String { "N = \(count)" }
  var unit: String { "solution" }
  var eventsForAgreement: Int { 1 }

  func input() throws -> SpinNetwork { try SpinNetworkKernel.network(count, nil, .exponential) }

  func run(_ events: Int, on network: SpinNetwork) throws -> Outcome {
    var rate = 0.0
    for _ in 0..<max(1, events) {
      rate = try SpinNetworkSteadyState(of: network, tolerance: 1e-12).entropyProductionRate
    }
    return Outcome(events: max(1, events), quantities: [Estimate(rate, standardError: 1e-9 * rate)])
  }

  func runNaively(_ events: Int, on network: SpinNetwork) -> Outcome {
    var rate = 0.0
    for _ in 0..<max(1, events) { rate = NaiveSteadyState(of: network).entropyProductionRate(tolerance: 1e-12) }
    return Outcome(events: max(1, events), quantities: [Estimate(rate, standardError: 1e-9 * rate)])
  }

  func comparison(on network: SpinNetwork) -> PythonJob? {
    PythonJob(
      function: "steady_state",
      arguments: ["couplings": .packed(network.couplings.matrix.entries), "fields": .packed(network.fields)])
  }
}
