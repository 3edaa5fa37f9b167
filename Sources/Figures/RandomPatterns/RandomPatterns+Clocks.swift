import Companion
import ElementaryFunctions
import Estimation
import MesoscopicNetworks
import SpinNetworks

/// Costs that do not depend on the clock.
extension RandomPatterns {
  /// How long the outputs of the networks of panel a remember, and what one such time costs; what a reading costs that is as good as
  /// that of symmetric networks.
  ///
  /// - Parameter crossings: when the networks within a budget come to be read better than symmetric ones.
  func recordClocks(_ tasks: [MesoscopicTask], _ optima: [PatternOptima.Result], crossings: [Double: Double]) {
    func clock(_ network: (PatternOptima.Result) -> PatternNetwork) -> (memory: Estimate, cost: Estimate) {
      let networks = optima.map(network)
      let memories = zip(tasks, networks).map(memoryTime)
      return (Average(memories).estimate, Average(zip(networks, memories).map { $0.sigma * $1 }).estimate)
    }
    run.number("memory-symmetric", clock(\.symmetric).memory, unit: "1/k0")
    for budget in p.loadBudgets {
      let (memory, cost) = clock { $0.network(within: budget) }
      run.number("memory-\(label(budget))", memory, unit: "1/k0")
      run.number("cost-\(label(budget))", cost, unit: "nats")
      if let crossing = crossings[budget] {
        let sigma = Average(optima.map { $0.network(within: budget).sigma }).mean
        run.number("crossing-cost-\(label(budget))", sigma * crossing, unit: "nats")
      }
    }
  }

  /// The memory time of the output w·s, in units of 1/k0: ∫⟨C(t)⟩dt/⟨C(0)⟩ with its autocorrelation C(t) averaged over the inputs.
  func memoryTime(in task: MesoscopicTask, of network: PatternNetwork) -> Double {
    let weights = network.outcome.readout.weights.entries
    let outputs = (0..<(1 << p.spins)).map { state in
      weights.indices.reduce(0) { $0 + (state >> $1 & 1 == 1 ? weights[$1] : -weights[$1]) }
    }
    var lanes = SteadyStateLanes(spins: p.spins, beta: p.beta, observable: outputs)
    lanes.set(couplings: network.couplings)
    let fields = task.fields(of: p.spins)
    var (integral, variance) = (0.0, 0.0)
    for first in stride(from: 0, to: fields.count, by: 8) {
      let group = fields[first..<min(first + 8, fields.count)]
      var roots = Array(repeating: SIMD8<Double>(repeating: 1), count: p.spins)
      for (lane, input) in group.enumerated() {
        for (i, x) in input.enumerated() { roots[i][lane] = Elementary.exp(-p.beta * x) }
      }
      _ = lanes.solve(roots)
      let memory = lanes.memory()
      for lane in group.indices {
        integral += memory.integral[lane - first]
        variance += memory.variance[lane - first]
      }
    }
    return integral / variance
  }
}
