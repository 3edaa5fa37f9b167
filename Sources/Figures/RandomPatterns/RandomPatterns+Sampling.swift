import Cells
import Companion
import Estimation
import MesoscopicNetworks
import Randomness
import SpinNetworks

extension RandomPatterns {
  // MARK: - Sampled networks

  /// A network simulated at all inputs, twice, and read.
  struct Simulate: Cell {
    var task: MesoscopicTask
    var couplings: [Double]
    var readout: RidgeReadout
    var beta, burnIn, time: Double
    /// Nil for the fastest method; the noise of short observations is asked of single trajectories.
    var method: SpinNetwork.Method?

    func compute(_ random: RandomStream) -> RegressionSample {
      let fields = Array(repeating: 0.0, count: readout.features)
      return task.regressionSample(
        of: SpinNetwork(couplings: couplings, fields: fields, beta: beta), readout, burnIn: burnIn, duration: time,
        method: method, random: random)
    }
  }

  /// Replicas of a simulated network, averaged.
  struct Sampled {
    var error, noisyError, sigma: Estimate

    init(_ replicas: [RegressionSample]) {
      error = Average(replicas.map(\.error)).estimate
      noisyError = Average(replicas.map(\.noisyError)).estimate
      sigma = Average(replicas.map(\.sigma)).estimate
    }
  }

  /// Networks for tasks, each simulated for some time.
  static func sample(
    _ name: String, _ networks: [(task: MesoscopicTask, network: Network)], for time: Double,
    by method: SpinNetwork.Method? = nil, _ p: Parameters, _ run: Run
  ) throws -> [Sampled] {
    let cells = networks.map { task, network in
      Simulate(
        task: task, couplings: network.couplings, readout: network.outcome.readout, beta: p.beta,
        burnIn: p.burnIn * (1 + network.switching), time: time, method: method)
    }
    return try run.sweep(name, over: cells, replicas: p.replicas).map(Sampled.init)
  }
}
