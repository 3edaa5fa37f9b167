import Cells
import Companion
import Estimation
import Optimisation
import Randomness
import SensoryComplexes

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

  /// A line of panel d: the best protocols along the price, with prices inserted where the optimum moves fast, and in
  /// branches where it jumps from one kind of protocol to another.
  struct Trace: Cell {
    var model: ParityGateModel
    var readingTime: Double
    /// Prices and the best protocols there.
    var alphas: [Double], path: [TransientBottleneck.Optimum]
    var refinements: Int
    var bound, searchStep, step: Double

    private typealias Point = (alpha: Double, optimum: TransientBottleneck.Optimum)

    /// Branch by branch, from the lowest price.
    func compute(_ random: RandomStream) -> [[TransientPerformance]] {
      let coarse = TransientReading(model.task(step: searchStep))
      let fine = TransientReading(model.task(step: step))
      var points: [Point] = zip(alphas, path).map { ($0, $1) }
      for _ in 0..<refinements {
        var finer: [Point] = []
        for (low, high) in zip(points, points.dropFirst()) {
          finer.append(low)
          guard isWide(low, high) else { continue }
          for quarter in 1...3 {
            let alpha = low.alpha + (high.alpha - low.alpha) * Double(quarter) / 4
            var optimum = low.optimum
            optimum.segments = best(at: alpha, from: [low, high], coarse)
            optimum.performance = fine.performance(of: optimum.segments)
            finer.append((alpha: alpha, optimum: optimum))
          }
        }
        points = finer + [points[points.count - 1]]
      }
      var branches: [[TransientPerformance]] = []
      for (place, point) in points.enumerated() {
        if place == 0 || jumps(points[place - 1], point) { branches.append([]) }
        branches[branches.count - 1].append(point.optimum.performance)
      }
      return branches
    }

    /// The best protocol at a price that the searches from the neighbours' protocols reach.
    private func best(at alpha: Double, from neighbours: [Point], _ reading: TransientReading) -> [Segment] {
      let isSwitched = path[0].segments.count > 1
      let corner = Array(repeating: bound, count: isSwitched ? 4 : 2)
      let share = isSwitched ? (least: [0.01], most: [0.99]) : (least: [], most: [])
      let search = GlobalMaximum(lower: corner.map { -$0 } + share.least, upper: corner + share.most)
      let starts = neighbours.map { neighbour in
        let segments = neighbour.optimum.segments
        return segments.flatMap { [$0.couplings.j12, $0.couplings.j21] }
          + (isSwitched ? [segments[0].duration / readingTime] : [])
      }
      return segments(search.from(starts) { reading.performance(of: segments($0)).value(at: alpha) }.point)
    }

    private func segments(_ point: [Double]) -> [Segment] {
      guard point.count > 2 else { return [Segment(Couplings(point[0], point[1]), for: readingTime)] }
      let first = readingTime * point[4]
      return [
        Segment(Couplings(point[0], point[1]), for: first),
        Segment(Couplings(point[2], point[3]), for: readingTime - first),
      ]
    }

    /// Whether two optima would lie more than about a millimetre apart in print.
    private func isWide(_ low: Point, _ high: Point) -> Bool {
      let (a, b) = (low.optimum.performance, high.optimum.performance)
      return abs(a.relevantInformation - b.relevantInformation) > 0.002
        || abs(a.entropyProduced - b.entropyProduced) > 0.05 * b.entropyProduced
    }

    /// Whether two optima lie apart although their prices differ by less than a hundredth.
    private func jumps(_ low: Point, _ high: Point) -> Bool {
      isWide(low, high) && high.alpha - low.alpha < 0.01 * high.alpha
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
