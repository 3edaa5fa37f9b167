import Companion
import SensoryComplexes
import StochasticThermodynamics

/// The two-spin sensory complex read before it has come to rest, read twice, and with couplings
/// that are switched.
@main
struct TransientComputation: Figure {
  // MARK: - Question

  static let title = "Computing with transients"
  static let question = "What does a fast answer cost, and do couplings that are switched once improve it?"
  static let section = "8"
  static let minutes = 1.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("inverse temperature β of the heat bath; 1/β is the noise level of the spins", in: 0.01...10)
    var beta = 2.0
    @Parameter("sharpness η of the gate", in: 0.01...100) var eta = 5.0
    @Parameter("rotation φ of the gate", unit: "deg", in: -360...360) var angle = 30.0
    @Parameter("correlation ρ of the two Gaussian inputs", in: -1...1) var rho = 0.0
    // A wrong sign, none, and the best in the long run.
    @Parameter(
      "asymmetries a of the couplings J = (−a, a) in panels a to c, at most 10/β in absolute value", in: -1000...1000,
      count: 1...6)
    var asymmetries = [-0.5, 0, 0.7224]
    @Parameter("times at which the state is read: along the lines", unit: "1/k0", in: 1e-6...1e3)
    var times = decades(1e-3, 10, stride(from: 10.0, to: 100, by: 4).map { $0 / 10 })
    @Parameter("times at which the state is read: of the sampled points, within times", unit: "1/k0", in: 1e-6...1e3)
    var sampledTimes = decades(1e-3, 10, [1, 2, 5])
    @Parameter("delays between two readings in the steady state: along the lines", unit: "1/k0", in: 1e-6...1e3)
    var delays = decades(0.01, 10, stride(from: 10.0, to: 100, by: 4).map { $0 / 10 })
    @Parameter("delays between two readings in the steady state: of the sampled points", unit: "1/k0", in: 1e-6...1e3)
    var sampledDelays = decades(0.01, 10, [1, 2, 5])
    @Parameter(
      "reading times T in panel d, of which the last is that of panels e and f", unit: "1/k0", in: 1e-3...100,
      count: 1...3)
    var readingTimes = [0.1, 1]
    @Parameter("prices α of the entropy produced at which the best protocols are searched", in: 0...1e6)
    var alphas = decades(1e-4, 0.1, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5])
    @Parameter("prices α of the entropy produced: of the sampled points in panel d, from alphas", in: 0...1e6)
    var sampledAlphas = decades(1e-4, 0.1, [1, 3.2])
    @Parameter("price α of the entropy produced in panels e and f, from alphas", in: 0...1e6) var shownAlpha = 0.018
    @Parameter("rounds in which prices are inserted along the lines in panel d where these are steep", in: 0...8)
    var refinements = 4
    @Parameter("bound on the absolute values of all couplings, at most 10/β", in: 0.1...1000) var bound = 2.0
    @Parameter("rate law of the spins") var rates = RateLaw.exponential
    @Parameter("spacing of the quadrature over inputs: of the lines", unit: "standard deviations", in: 0.05...1)
    var step = 0.2
    @Parameter("spacing of the quadrature over inputs: in the search", unit: "standard deviations", in: 0.05...1)
    var searchStep = 0.4
    @Parameter(
      "spacing of the quadrature over inputs: of the sampled points", unit: "standard deviations", in: 0.05...1)
    var samplingStep = 0.3
    @Parameter("trajectories per half of a sampled point and repetition", in: 10...10_000_000) var trajectories = 50_000
    @Parameter("independent repetitions, from which the errors come", in: 2...100_000) var replicas = 40
    @Parameter("simulated time before the first of two readings", unit: "1/k0", in: 0...1e4) var burnIn = 8.0
  }

  static let paper = Parameters()
  static let quick = Parameters(
    times: decades(1e-3, 10, [1, 2, 3, 5, 7]), sampledTimes: [0.03, 1], delays: decades(0.01, 10, [1, 2, 4]),
    sampledDelays: [0.1, 1], readingTimes: [1], alphas: [0.01, 0.018, 0.1], sampledAlphas: [0.018], refinements: 1,
    step: 0.4, searchStep: 1, samplingStep: 0.4, trajectories: 1000, replicas: 8)

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.asymmetries, in: -10 / p.beta...10 / p.beta, "asymmetries")
    try Complaint.unless(p.sampledTimes, in: 1e-6...p.times[p.times.count - 1], "sampledTimes")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.alphas.contains(p.shownAlpha), "shownAlpha", "must be among alphas")
    try Complaint.unless(p.bound, in: 0.1...10 / p.beta, "bound")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let deviations = try courses() + twoTimes() + frontiers()
    run.deviations(deviations)
    run.number("available", model.task(step: p.step).availableInformation, unit: "bits")
  }

  private var model: ParityGateModel {
    let gate = StochasticParityGate(angle: p.angle, sharpness: p.eta)
    return ParityGateModel(gate: gate, correlation: p.rho, beta: p.beta, law: p.rates)
  }

  /// The exact performances at the end of each segment.
  private func performances(_ sweep: String, of protocols: [[ProtocolSegment]]) throws -> [[TransientPerformance]] {
    try run.sweep(
      sweep, over: protocols.map { ProtocolPerformances(model: model, segments: $0, step: p.step) })
  }

  /// The same from simulated trajectories.
  private func sampledPerformances(_ sweep: String, of protocols: [[ProtocolSegment]]) throws -> [[SampledTransient]] {
    let cells = protocols.map {
      SimulatedProtocol(model: model, segments: $0, step: p.samplingStep, trajectories: p.trajectories)
    }
    return try run.sweep(sweep, over: cells, replicas: p.replicas).map(SampledTransient.averages(of:))
  }

  /// The couplings J = (−a, a) of panels a to c.
  private func couplings(asymmetry a: Double) -> PairCouplings { PairCouplings(j12: -a, j21: a) }

  // MARK: - Panels a and b

  /// Information and entropy produced against the time at which the state is read.
  private func courses() throws -> [Double] {
    let end = p.times[p.times.count - 1]
    let held = p.asymmetries.map { [ProtocolSegment(couplings(asymmetry: $0), for: end)] }
    let (all, times) = (Set(p.times + p.sampledTimes).sorted(), Set(p.sampledTimes + [end]).sorted())
    let exact = try performances("courses", of: held.map { $0.cut(at: all) })
    let sampled = try sampledPerformances("sampled-courses", of: held.map { $0.cut(at: times) })
    var deviations: [Double] = []
    for (place, asymmetry) in p.asymmetries.enumerated() {
      let name = Self.name(asymmetry)
      record("course-\(name)", at: all, exact[place])
      let points = times.compactMap(all.firstIndex(of:)).map { exact[place][$0] }
      deviations += record("sampled-course-\(name)", ["time": times], sampled[place], over: points)
      quoteCourse(of: asymmetry, at: all, exact[place])
      for (time, (value, point)) in zip(times, zip(points, sampled[place])) where [0.02, 0.1, 1, 10].contains(time) {
        run.number("information-\(name)-\(label(time))", value.relevantInformation, unit: "bits")
        run.number("entropy-\(name)-\(label(time))", value.entropyProduced, unit: "nats")
        run.number("sampled-information-\(name)-\(label(time))", point.information, unit: "bits")
        run.number("sampled-entropy-\(name)-\(label(time))", point.entropyProduced, unit: "nats")
      }
    }
    return deviations
  }

  /// Records the steady state in which a course ends, and for a wrong sign of the couplings its
  /// early peak.
  private func quoteCourse(of asymmetry: Double, at times: [Double], _ exact: [TransientPerformance]) {
    let name = Self.name(asymmetry)
    let rest = model.task(step: p.step).performance(of: couplings(asymmetry: asymmetry))
    run.number("rest-\(name)", rest.relevantInformation, unit: "bits")
    run.number("sigma-\(name)", rest.entropyProductionRate, unit: "k0")
    let early = zip(times, exact).filter { $0.0 < 0.5 }
    let peak = early.max { $0.1.relevantInformation < $1.1.relevantInformation }
    guard let peak, asymmetry < 0 else { return }
    run.number("peak-\(name)", peak.1.relevantInformation, unit: "bits")
    run.number("peak-time-\(name)", peak.0, unit: "1/k0")
    run.number("peak-ratio-\(name)", peak.1.relevantInformation / rest.relevantInformation)
  }

  // MARK: - Panel c

  /// Two looks in the steady state.
  private func twoTimes() throws -> [Double] {
    let all = Set(p.delays + p.sampledDelays).sorted()
    let exact = try run.sweep(
      "two-times",
      over: p.asymmetries.map {
        TwoTimeInformation(model: model, couplings: couplings(asymmetry: $0), delays: all, step: p.step)
      })
    let cells = p.asymmetries.map {
      SimulatedTwoTimes(
        model: model, couplings: couplings(asymmetry: $0), delays: p.sampledDelays, step: p.samplingStep,
        burnIn: p.burnIn, trajectories: p.trajectories)
    }
    let sampled = try run.sweep("sampled-two-times", over: cells, replicas: p.replicas)
      .map { SampledTransient.averages(of: $0).map(\.information) }
    var deviations: [Double] = []
    for (place, asymmetry) in p.asymmetries.enumerated() {
      let name = Self.name(asymmetry)
      run.series("two-times-\(name)", ["delay": all, "information": exact[place]])
      run.series(
        "sampled-two-times-\(name)", ["delay": p.sampledDelays], estimates: ["information": sampled[place]])
      for (delay, estimate) in zip(p.sampledDelays, sampled[place]) {
        let value = all.firstIndex(of: delay).map { exact[place][$0] } ?? .nan
        deviations.append(estimate.deviation(from: value))
        guard [1, 10].contains(delay) else { continue }
        run.number("two-times-\(name)-\(label(delay))", value, unit: "bits")
        run.number("sampled-two-times-\(name)-\(label(delay))", estimate, unit: "bits")
      }
    }
    return deviations
  }

  // MARK: - Panels d to f

  /// The best protocols of both kinds for one reading time, one per price.
  private typealias Optima = (
    readingTime: Double, held: [OptimalProtocols.Optimum], switched: [OptimalProtocols.Optimum]
  )

  /// The bottleneck with couplings that are held, and that are switched once.
  private func frontiers() throws -> [Double] {
    let optima = try optima()
    try trace(optima)
    var deviations: [Double] = []
    for pair in optima {
      for (kind, path) in [("held", pair.held), ("switched", pair.switched)] {
        let name = "\(kind)-\(label(pair.readingTime))"
        recordFrontier(name, path)
        let exact = p.sampledAlphas.compactMap(p.alphas.firstIndex(of:)).map { path[$0] }
        let sampled = try sampledPerformances("sampled-\(name)", of: exact.map(\.couplings))
        deviations += record(
          "sampled-\(name)", ["alpha": p.sampledAlphas], sampled.map { $0[$0.count - 1] },
          over: exact.map(\.outcome))
        if pair.readingTime == p.readingTimes.last, let shown = p.alphas.firstIndex(of: p.shownAlpha) {
          deviations += try show(kind, path[shown].couplings)
        }
      }
      recordGain(label(pair.readingTime), held: pair.held, switched: pair.switched)
    }
    return deviations
  }

  private func optima() throws -> [Optima] {
    let cells = p.readingTimes.flatMap { time in
      [true, false].map { isSwitched in
        OptimalProtocols(
          model: model, readingTime: time, isSwitched: isSwitched, alphas: p.alphas, bound: p.bound,
          searchStep: p.searchStep, step: p.step)
      }
    }
    let paths = try run.sweep("optima", over: cells, cost: { $0.isSwitched ? 2 : 1 })
    return p.readingTimes.enumerated().map { place, time in
      (readingTime: time, held: paths[2 * place + 1], switched: paths[2 * place])
    }
  }

  /// How many branches a line of panel d may have.
  static let branches = 6

  /// The lines of panel d, each as `branches` series, of which the last may be empty.
  private func trace(_ optima: [Optima]) throws {
    let lines = optima.flatMap { pair in
      [("held", pair.readingTime, pair.held), ("switched", pair.readingTime, pair.switched)]
    }
    let cells = lines.map { _, time, path in
      ProtocolBranches(
        model: model, readingTime: time, alphas: p.alphas, path: path, refinements: p.refinements, bound: p.bound,
        searchStep: p.searchStep, step: p.step)
    }
    let traces = try run.sweep("traces", over: cells, cost: { Double($0.path.reduce(0) { $0 + $1.couplings.count }) })
    for ((kind, time, _), found) in zip(lines, traces) {
      for branch in 0..<Self.branches {
        let isLast = branch == Self.branches - 1
        let points = isLast ? found.dropFirst(branch).flatMap { $0 } : branch < found.count ? found[branch] : []
        run.series(
          "\(kind)-\(label(time))-branch-\(branch)",
          ["entropy": points.map(\.entropyProduced), "information": points.map(\.relevantInformation)])
      }
    }
  }

  /// Panels e and f: a protocol in time.
  private func show(_ kind: String, _ segments: [ProtocolSegment]) throws -> [Double] {
    let end = segments.ends[segments.count - 1]
    let fine = segments.cut(at: (1..<100).map { end * Double($0) / 100 })
    let coarse = segments.cut(at: (1..<5).map { end * Double($0) / 5 })
    let exact = try performances("\(kind)-in-time", of: [fine, coarse])
    record("\(kind)-in-time", at: fine.ends, exact[0])
    let sampled = try sampledPerformances("sampled-\(kind)-in-time", of: [coarse])[0]
    return record("sampled-\(kind)-in-time", ["time": coarse.ends], sampled, over: exact[1])
  }
}
