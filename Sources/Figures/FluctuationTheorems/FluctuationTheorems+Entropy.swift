import Companion
import Estimation
import Randomness
import StochasticThermodynamics

extension FluctuationTheorems {
  // MARK: - Model

  /// A ring of states with constant rates: of each edge onwards and back.
  struct Ring: Codable {
    var onwards, back: [Double]

    var matrix: RateMatrix {
      RateMatrix(
        stateCount: onwards.count,
        edges: onwards.indices.map {
          .init(from: $0, to: ($0 + 1) % onwards.count, forward: onwards[$0], backward: back[$0])
        })
    }
  }

  /// A process whose entropy production is sampled up to a time.
  enum Process: Codable {
    /// The steady state of a ring.
    case steady(Ring)
    /// A ring that relaxes from a distribution.
    case relaxing(Ring, from: [Double])
    /// A molecule under its ramp.
    case driven(Molecule)

    var network: DrivenNetwork<Double> {
      switch self {
      case .steady(let ring), .relaxing(let ring, _): DrivenNetwork(ring.matrix)
      case .driven(let molecule): molecule.network
      }
    }

    func drive(until time: Double) -> Drive<Double> {
      if case .driven(let molecule) = self { return molecule.drive.part(from: 0, to: time) }
      return .holding(0, for: time)
    }

    var start: [Double] {
      switch self {
      case .steady(let ring): ring.matrix.stationary
      case .relaxing(_, let p): p
      case .driven(let molecule): molecule.network.equilibrium(at: molecule.start)
      }
    }

    /// ⟨exp(−u s)⟩ of the total entropy s, and of the heat alone.
    func averages(at u: Double, until time: Double) -> (total: Double, heat: Double) {
      let (network, drive, p) = (network, drive(until: time), start)
      let heat = CountedQuantity.heat(of: network)
      let total = heat.addingSystemEntropy(from: p, to: network.evolve(p, under: drive))
      return (
        network.generatingFunction(of: total, at: u, from: p, under: drive),
        network.generatingFunction(of: heat, at: u, from: p, under: drive)
      )
    }

    /// Calls the body with the entropy of each of so many trajectories.
    func sample(_ count: Int, until time: Double, _ random: RandomStream, _ body: (TrajectoryEntropy) -> Void) {
      let (network, drive, p) = (network, drive(until: time), start)
      let end = network.evolve(p, under: drive)
      let bounds = RateBounds(of: network, under: drive)
      for trajectory in 0..<count {
        let sojourns = DrivenTrajectory(
          network, under: drive, within: bounds, startingIn: p, random: random[trajectory])
        body(TrajectoryEntropy(of: sojourns, from: p, to: end))
      }
    }
  }

  // MARK: - Cells

  /// ⟨exp(−s)⟩ over trajectories, with the boundary term and without.
  struct SampleEntropy: Cell {
    var process: Process
    var time: Double
    var count: Int

    struct Result: Codable {
      var total = ExponentialAverage(), heat = ExponentialAverage()

      init() {}

      init(merging parts: [Result]) {
        for part in parts {
          total.merge(part.total)
          heat.merge(part.heat)
        }
      }
    }

    func compute(_ random: RandomStream) -> Result {
      var result = Result()
      process.sample(count, until: time, random) { entropy in
        result.total.add(entropy.total)
        result.heat.add(entropy.reservoir)
      }
      return result
    }
  }

  /// The exact mean and variance of exp(−s), with the boundary term and without.
  struct SolveEntropy: Cell {
    var process: Process
    var time: Double

    struct Result: Codable { var total, heat: Moments }

    struct Moments: Codable {
      var mean, variance: Double

      /// A sampled mean with its exact error, which is not less than rounding.
      func estimate(_ sampled: ExponentialAverage) -> Estimate {
        Estimate(sampled.mean.value, standardError: (max(variance, 1e-16) / Double(sampled.count)).squareRoot())
      }
    }

    func compute(_ random: RandomStream) -> Result {
      guard time > 0 else { return Result(total: Moments(mean: 1, variance: 0), heat: Moments(mean: 1, variance: 0)) }
      let (first, second) = (process.averages(at: 1, until: time), process.averages(at: 2, until: time))
      return Result(
        total: Moments(mean: first.total, variance: second.total - first.total * first.total),
        heat: Moments(mean: first.heat, variance: second.heat - first.heat * first.heat))
    }
  }

  /// How often the values of s are found in a steady state, with the boundary term and without.
  struct TallyEntropy: Cell {
    var ring: Ring
    var time: Double
    var count: Int

    struct Result: Codable {
      var total = Tally(), heat = Tally()

      init() {}

      init(merging parts: [Result]) {
        for part in parts {
          total.merge(part.total)
          heat.merge(part.heat)
        }
      }
    }

    func compute(_ random: RandomStream) -> Result {
      var result = Result()
      Process.steady(ring).sample(count, until: time, random) { entropy in
        result.total.add(entropy.total)
        result.heat.add(entropy.reservoir)
      }
      return result
    }
  }

  // MARK: - Panels

  /// Panel e: ⟨exp(−s)⟩ with and without the boundary term, of a steady state, a relaxation and a driven molecule.
  static func integral(_ p: Parameters, _ run: Run) throws -> [Double] {
    let ring = Ring(onwards: p.ringOnwards, back: p.ringBack)
    let molecule = Molecule(start: p.levelStart, end: p.levelEnd, time: p.levelTimes[0])
    let processes = [
      ("steady", Process.steady(ring)), ("relaxing", .relaxing(ring, from: p.ringStart)), ("driven", .driven(molecule)),
    ]
    return try processes.enumerated().flatMap { place, item in
      let (name, process) = item
      let times = stride(from: place, to: p.sampledTimes.count, by: processes.count).map { p.sampledTimes[$0] }
      let line = try run.sweep("exact-\(name)", over: p.entropyTimes.map { SolveEntropy(process: process, time: $0) })
      run.series(
        name, ["time": p.entropyTimes, "total": line.map(\.total.mean), "heat": line.map(\.heat.mean)])
      let exact = try run.sweep("exact-\(name)", over: times.map { SolveEntropy(process: process, time: $0) })
      let sampled = try run.sweep(
        "entropy-\(name)", over: times.map { SampleEntropy(process: process, time: $0, count: p.trajectories) },
        replicas: p.replicas
      ).map(SampleEntropy.Result.init(merging:))
      // The variances are exact: those of the sample would miss rare trajectories.
      let total = zip(sampled, exact).map { $1.total.estimate($0.total) }
      let heat = zip(sampled, exact).map { $1.heat.estimate($0.heat) }
      run.series("sampled-\(name)", ["time": times], estimates: ["total": total, "heat": heat])
      if let last = line.last { run.number("\(name)-variance", last.total.variance) }
      if let last = times.indices.last {
        run.number("\(name)-time", times[last])
        run.number("\(name)-total", total[last])
        run.number("\(name)-heat", heat[last])
        run.number("\(name)-heat-exact", exact[last].heat.mean)
      }
      return zip(total, exact).map { $0.deviation(from: $1.total.mean) }
        + zip(heat, exact).map { $0.deviation(from: $1.heat.mean) }
    }
  }

  /// Panel f: the detailed theorem in the steady state, and what the heat alone would say.
  static func detailed(_ p: Parameters, _ run: Run) throws -> [Double] {
    let ring = Ring(onwards: p.ringOnwards, back: p.ringBack)
    let exact = RingEntropy(of: ring.matrix, within: p.tallyTime)
    let tally = try TallyEntropy.Result(
      merging: run.sweep(
        "tally", over: [TallyEntropy(ring: ring, time: p.tallyTime, count: p.tallied)], replicas: p.replicas)[0])
    run.series("slope", ["entropy": [-4, 8]])
    return [("total", tally.total, \RingEntropy.Outcome.total), ("heat", tally.heat, \.heat)].flatMap {
      name, tally, quantity in
      let ratios = tally.logRatiosUnderReflection()
      let reach = ratios.last?.center ?? 0
      let lines = exact.logRatiosUnderReflection(of: quantity).filter { $0.value <= reach + 1e-5 }
      run.series("detailed-\(name)", ["entropy": lines.map(\.value), "ratio": lines.map(\.logarithm)])
      run.series(
        "sampled-detailed-\(name)", ["entropy": ratios.map(\.center)], estimates: ["ratio": ratios.map(\.logarithm)])
      // A ring in equilibrium produces nothing.
      if !ratios.isEmpty { run.number("slope-\(name)", LogRatio.slope(of: ratios)) }
      return ratios.compactMap { ratio in
        lines.first { abs($0.value - ratio.center) < 1e-5 }.map { ratio.logarithm.deviation(from: $0.logarithm) }
      }
    }
  }
}
