import Companion
import Estimation
import Randomness
import SensoryComplexes
import StochasticThermodynamics

/// The two-spin sensory complex read before it has come to rest, read twice, and with couplings that are switched.
@main
struct TransientComputation: Figure {
  // MARK: - Question

  static let title = "Computing with transients"
  static let question = "What does a fast answer cost, and does it help to switch the couplings on the way?"
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

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    let deviations = try courses(p, run) + twoTimes(p, run) + frontiers(p, run)
    run.deviations(deviations)
    run.number("available", model(p).task(step: p.step).availableInformation, unit: "bits")
  }

  /// Panels a and b: information and entropy produced against the time at which the state is read.
  private static func courses(_ p: Parameters, _ run: Run) throws -> [Double] {
    let end = p.times[p.times.count - 1]
    let held = p.asymmetries.map { [Segment(Couplings(-$0, $0), for: end)] }
    let (all, times) = (Set(p.times + p.sampledTimes).sorted(), Set(p.sampledTimes + [end]).sorted())
    let exact = try perform("courses", held.map { $0.cut(at: all) }, p, run)
    let sampled = try sample("sampled-courses", held.map { $0.cut(at: times) }, p, run)
    var deviations: [Double] = []
    for (place, asymmetry) in p.asymmetries.enumerated() {
      let name = name(asymmetry)
      let rest = model(p).task(step: p.step).performance(of: Couplings(-asymmetry, asymmetry))
      record("course-\(name)", ["time": all], exact[place], run)
      let points = times.compactMap(all.firstIndex(of:)).map { exact[place][$0] }
      deviations += record("sampled-course-\(name)", ["time": times], sampled[place], over: points, run)
      let peak = zip(all, exact[place]).filter { $0.0 < 0.5 }.max {
        $0.1.relevantInformation < $1.1.relevantInformation
      }
      run.number("rest-\(name)", rest.relevantInformation, unit: "bits")
      run.number("sigma-\(name)", rest.entropyProductionRate, unit: "k0")
      if let peak, asymmetry < 0 {
        run.number("peak-\(name)", peak.1.relevantInformation, unit: "bits")
        run.number("peak-time-\(name)", peak.0, unit: "1/k0")
        run.number("peak-ratio-\(name)", peak.1.relevantInformation / rest.relevantInformation)
      }
      for (time, (value, point)) in zip(times, zip(points, sampled[place])) where [0.02, 0.1, 1, 10].contains(time) {
        run.number("information-\(name)-\(label(time))", value.relevantInformation, unit: "bits")
        run.number("entropy-\(name)-\(label(time))", value.entropyProduced, unit: "nats")
        run.number("sampled-information-\(name)-\(label(time))", point.information, unit: "bits")
        run.number("sampled-entropy-\(name)-\(label(time))", point.entropyProduced, unit: "nats")
      }
    }
    return deviations
  }

  /// Panel c: two looks in the steady state.
  private static func twoTimes(_ p: Parameters, _ run: Run) throws -> [Double] {
    let all = Set(p.delays + p.sampledDelays).sorted()
    var deviations: [Double] = []
    let (exact, sampled) = try (look(all, p, run), sampleLook(p, run))
    for (place, asymmetry) in p.asymmetries.enumerated() {
      let name = name(asymmetry)
      run.series("two-times-\(name)", ["delay": all, "information": exact[place]])
      run.series(
        "sampled-two-times-\(name)", ["delay": p.sampledDelays], estimates: ["information": sampled[place]])
      for (delay, estimate) in zip(p.sampledDelays, sampled[place]) {
        let value = all.firstIndex(of: delay).map { exact[place][$0] } ?? .nan
        deviations.append(abs(estimate.deviation(from: value)))
        guard [1, 10].contains(delay) else { continue }
        run.number("two-times-\(name)-\(label(delay))", value, unit: "bits")
        run.number("sampled-two-times-\(name)-\(label(delay))", estimate, unit: "bits")
      }
    }
    return deviations
  }

  /// Panels d, e and f: the bottleneck with couplings that are held, and that are switched once.
  private static func frontiers(_ p: Parameters, _ run: Run) throws -> [Double] {
    let optima = try optimise(p, run)
    try trace(optima, p, run)
    var deviations: [Double] = []
    for (time, pair) in zip(p.readingTimes, optima) {
      for (kind, path) in [("held", pair.held), ("switched", pair.switched)] {
        let name = "\(kind)-\(label(time))"
        recordFrontier(name, path, p, run)
        let exact = p.sampledAlphas.compactMap(p.alphas.firstIndex(of:)).map { path[$0] }
        let sampled = try sample("sampled-\(name)", exact.map(\.segments), p, run)
        deviations += record(
          "sampled-\(name)", ["alpha": p.sampledAlphas], sampled.map { $0[$0.count - 1] },
          over: exact.map(\.performance),
          run)
        if time == p.readingTimes.last, let shown = p.alphas.firstIndex(of: p.shownAlpha) {
          deviations += try show(kind, path[shown].segments, p, run)
        }
      }
      recordGain(label(time), held: pair.held, switched: pair.switched, along: p.alphas, run)
    }
    return deviations
  }
}
