import Companion
import Estimation
import Learning
import Randomness
import StochasticThermodynamics

extension TransientComputation {
  // MARK: - Model

  static func model(_ p: Parameters) -> ParityGateModel {
    let gate = StochasticParityGate(angle: p.angle, sharpness: p.eta)
    return ParityGateModel(gate: gate, correlation: p.rho, beta: p.beta, law: p.rates)
  }

  /// What a protocol achieves at the end of each segment, exactly.
  struct Perform: Cell {
    var model: ParityGateModel
    var segments: [Segment]
    var step: Double

    func compute(_ random: RandomStream) -> [TransientPerformance] {
      TransientReading(model.task(step: step)).performances(of: segments)
    }
  }

  /// The same, simulated.
  struct Simulate: Cell {
    var model: ParityGateModel
    var segments: [Segment]
    var step: Double
    var trajectories: Int

    func compute(_ random: RandomStream) -> [TransientReplica] {
      TransientReading(model.task(step: step))
        .sampledPerformances(of: segments, trajectories: trajectories, random: random)
    }
  }

  /// Two looks in the steady state, exactly.
  struct Look: Cell {
    var model: ParityGateModel
    var couplings: Couplings
    var delays: [Double]
    var step: Double

    func compute(_ random: RandomStream) -> [Double] {
      TransientReading(model.task(step: step)).twoTimeInformation(of: couplings, after: delays)
    }
  }

  /// The same, simulated.
  struct SimulateLook: Cell {
    var model: ParityGateModel
    var couplings: Couplings
    var delays: [Double]
    var step, burnIn: Double
    var trajectories: Int

    func compute(_ random: RandomStream) -> [TransientReplica] {
      TransientReading(model.task(step: step)).sampledTwoTimes(
        of: couplings, after: delays, burnIn: burnIn, trajectories: trajectories, random: random)
    }
  }

  /// The best protocols at each price, of couplings that are held or switched once.
  struct Optimise: Cell {
    var model: ParityGateModel
    var readingTime: Double
    var isSwitched: Bool
    var alphas: [Double]
    var bound, searchStep, step: Double

    func compute(_ random: RandomStream) -> [TransientBottleneck.Optimum] {
      let bottleneck = TransientBottleneck(
        TransientReading(model.task(step: searchStep)), readingTime: readingTime, bound: bound)
      let fine = TransientReading(model.task(step: step))
      let optima = isSwitched ? bottleneck.switched(along: alphas) : bottleneck.held(along: alphas)
      return optima.map { optimum in
        var finer = optimum
        finer.performance = fine.performance(of: optimum.segments)
        return finer
      }
    }
  }

  // MARK: - Sweeps

  static func perform(
    _ name: String, _ protocols: [[Segment]], _ p: Parameters, _ run: Run
  ) throws -> [[TransientPerformance]] {
    try run.sweep(name, over: protocols.map { Perform(model: model(p), segments: $0, step: p.step) })
  }

  static func sample(
    _ name: String, _ protocols: [[Segment]], _ p: Parameters, _ run: Run
  ) throws -> [[SampledTransient]] {
    let cells = protocols.map {
      Simulate(model: model(p), segments: $0, step: p.samplingStep, trajectories: p.trajectories)
    }
    return try run.sweep(name, over: cells, replicas: p.replicas).map { averaged($0) }
  }

  /// The average over replicas, at each time.
  private static func averaged(_ replicas: [[TransientReplica]]) -> [SampledTransient] {
    replicas[0].indices.map { time in SampledTransient(averaging: replicas.map { $0[time] }) }
  }

  static func look(_ delays: [Double], _ p: Parameters, _ run: Run) throws -> [[Double]] {
    let cells = p.asymmetries.map {
      Look(model: model(p), couplings: Couplings(-$0, $0), delays: delays, step: p.step)
    }
    return try run.sweep("two-times", over: cells)
  }

  static func sampleLook(_ p: Parameters, _ run: Run) throws -> [[Estimate]] {
    let cells = p.asymmetries.map {
      SimulateLook(
        model: model(p), couplings: Couplings(-$0, $0), delays: p.sampledDelays, step: p.samplingStep, burnIn: p.burnIn,
        trajectories: p.trajectories)
    }
    return try run.sweep("sampled-two-times", over: cells, replicas: p.replicas).map { averaged($0).map(\.information) }
  }

  static func optimise(
    _ p: Parameters, _ run: Run
  ) throws -> [(held: [TransientBottleneck.Optimum], switched: [TransientBottleneck.Optimum])] {
    let cells = p.readingTimes.flatMap { time in
      [true, false].map { isSwitched in
        Optimise(
          model: model(p), readingTime: time, isSwitched: isSwitched, alphas: p.alphas, bound: p.bound,
          searchStep: p.searchStep, step: p.step)
      }
    }
    let paths = try run.sweep("optima", over: cells)
    return p.readingTimes.indices.map { (held: paths[2 * $0 + 1], switched: paths[2 * $0]) }
  }
}
