import Companion
import Estimation
import Learning
import Randomness
import StochasticThermodynamics

/// The two-spin sensory complex read before it has come to rest, read twice, and with couplings that are switched.
@main
struct TransientComputation: Figure {
  // MARK: - Question

  static let title = "Computing with transients"
  static let question = "What do speed and accuracy cost, and what does it help to switch the couplings on the way?"
  static let section = "8"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Inverse temperature β of the heat bath, per unit of the inputs: 1/β is the noise level of the spins.
    var beta = 2.0
    /// Sharpness η of the gate, its rotation φ in degrees, and correlation ρ of its two Gaussian inputs.
    var eta = 5.0, angle = 30.0, rho = 0.0
    /// Asymmetries a of the couplings J = (−a, a) in panels a, b and c: a wrong sign, none, and the best in the long run.
    var asymmetries = [-0.5, 0, 0.7224]
    /// Times at which the state is read, of the lines and of the sampled points, in 1/k0.
    var times = decades(1e-3, 10, stride(from: 10.0, to: 100, by: 4).map { $0 / 10 })
    var sampledTimes = decades(1e-3, 10, [1, 2, 5])
    /// Delays between two looks in the steady state, of the lines and of the sampled points, in 1/k0.
    var delays = decades(0.01, 10, stride(from: 10.0, to: 100, by: 4).map { $0 / 10 })
    var sampledDelays = decades(0.01, 10, [1, 2, 5])
    /// Reading times T of the bottleneck, in 1/k0, and prices α of the entropy produced, in nats per nat.
    var readingTimes = [0.1, 1], alphas = decades(1e-4, 0.1, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5])
    var sampledAlphas = decades(1e-4, 0.1, [1, 3.2])
    /// The price at which two protocols are compared in time, at the last reading time.
    var shownAlpha = 0.018
    /// Bound on all couplings.
    var bound = 2.0
    /// Rates of the spins: exponential or glauber.
    var rates = RateLaw.exponential
    /// Spacing of the quadrature over inputs for the lines, in the search, and for the sampled points; standard deviations.
    var step = 0.2, searchStep = 0.4, samplingStep = 0.3
    /// Trajectories per half, number of independent replicas, and burn-in before two looks, in 1/k0.
    var trajectories = 50_000, replicas = 40, burnIn = 8.0
  }

  static let paper = Parameters()
  static let quick = Parameters(
    times: decades(1e-3, 10, [1, 2, 3, 5, 7]), sampledTimes: [0.03, 1], delays: decades(0.01, 10, [1, 2, 4]),
    sampledDelays: [0.1, 1], readingTimes: [1], alphas: [0.018, 0.1], sampledAlphas: [0.018], step: 0.4,
    searchStep: 1, samplingStep: 0.4, trajectories: 1000, replicas: 8)

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
