import Companion
import Estimation
import Randomness

/// The theorems of Crooks, Jarzynski and Seifert on three small systems, and what fails when a term is forgotten.
@main
struct FluctuationTheorems: Figure {
  // MARK: - Question

  static let title = "Fluctuation theorems: work, free energy and entropy"
  static let question = "What do the fluctuations of work and entropy reveal about free energies and the arrow of time?"
  static let section = "11"
  static let minutes = 0.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("force L at the end of the ramp on a particle in a trap of stiffness 1", unit: "kT/width", in: 0.1...4)
    var force = 3.0
    @Parameter("durations τ of that ramp in panel a", unit: "relaxation times", in: 0.1...1000, count: 1...6)
    var pullTimes = [0.5, 2, 8]
    @Parameter("energy of the molecule's second state at the beginning", unit: "kT", in: -8...8) var levelStart = 3.0
    @Parameter("energy of the molecule's second state at the end", unit: "kT", in: -8...8) var levelEnd = -5.0
    @Parameter("durations τ of the molecule's ramp in panel b", unit: "1/k0", in: 0.1...1000, count: 1...6)
    var levelTimes = [2.0, 8, 32]
    @Parameter("bins of work in panel a", in: 5...400) var pullBins = 60
    @Parameter("bins of work in panel b", in: 5...400) var levelBins = 41
    @Parameter("works per replica, direction and duration", in: 100...10_000_000) var works = 40_000
    @Parameter("largest time step of the particle", unit: "relaxation times", in: 1e-4...0.5) var timeStep = 0.02
    @Parameter("steps of the exact work distribution of the molecule", in: 10...20_000) var steps = 1640
    @Parameter("durations τ of the lines in panels c and d", unit: "relaxation times", in: 0.01...10_000)
    var lineTimes = decades(0.1, 100, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5])
    @Parameter("durations τ of the sampled points in panels c and d", unit: "relaxation times", in: 0.01...10_000)
    var estimateTimes = decades(0.1, 10, [1, 1.8, 3.2, 5.6]) + [18, 32]
    @Parameter("pulls per estimate of ΔF", in: 4...100_000) var pulls = 100
    @Parameter("estimates of ΔF per replica and duration", in: 2...100_000) var estimates = 250
    @Parameter("rates of the ring of states, onwards", unit: "k0", in: 1e-3...100, count: 3...20, ascending: false)
    var ringOnwards = [2.0, 1, 3]
    @Parameter("rates of the ring of states, back", unit: "k0", in: 1e-3...100, count: 3...20, ascending: false)
    var ringBack = [0.5, 0.7, 0.2]
    @Parameter(
      "probabilities of the states from which the ring relaxes", in: 1e-3...100, count: 3...20, ascending: false)
    var ringStart = [0.8, 0.1, 0.1]
    @Parameter("times of the lines in panel e, up to the first of levelTimes", unit: "1/k0", in: 0...1000)
    var entropyTimes = Array(stride(from: 0.0, through: 1, by: 0.02))
    @Parameter(
      "times of the sampled points in panel e, which the three processes take in turn", unit: "1/k0", in: 1e-3...1000,
      count: 3...100_000)
    var sampledTimes = Array(stride(from: 0.03, through: 0.51, by: 0.03))
    @Parameter("trajectories per replica and point in panel e", in: 10...10_000_000) var trajectories = 50_000
    @Parameter("observation time of the ring in panel f", unit: "1/k0", in: 0.01...100) var tallyTime = 1.0
    @Parameter("trajectories of the ring per replica in panel f", in: 100...10_000_000) var tallied = 100_000
    @Parameter("independent replicas of everything that is sampled", in: 2...100_000) var replicas = 20
  }

  static let paper = Parameters()
  static let quick = Parameters(
    works: 1000, timeStep: 0.05, steps: 328, lineTimes: decades(0.1, 100, [1, 3]), estimateTimes: [0.1, 1, 10],
    estimates: 20, entropyTimes: [0, 0.1, 0.25, 0.5, 1], sampledTimes: [0.1, 0.2, 0.3, 0.4, 0.5], trajectories: 2000,
    tallied: 5000,
    replicas: 5)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    var deviations = try pulls(p, run) + molecules(p, run)
    deviations += try estimates(p, run) + integral(p, run) + detailed(p, run)
    run.deviations(deviations)
    run.number("mean-squared-deviation", Average(deviations.map { $0 * $0 }).mean)
  }

  /// Panel a: a pulled particle, whose work is Gaussian.
  private static func pulls(_ p: Parameters, _ run: Run) throws -> [Double] {
    let pulls = p.pullTimes.map { Pull(force: p.force, time: $0) }
    let range = workRange(of: pulls)
    let sampled = try run.sweep(
      "pulls",
      over: pulls.map {
        SamplePulls(pull: $0, timeStep: p.timeStep, count: p.works, bins: p.pullBins, range: range)
      }, replicas: p.replicas)
    return try zip(pulls, sampled).flatMap { pull, parts in
      let (name, exact) = ("pull-\(label(pull.time))", pull.exactWork)
      let works = (0...240).map { range.lowerBound + Double($0) / 240 * (range.upperBound - range.lowerBound) }
      run.series(
        name,
        [
          "work": works, "forward": works.map { exact.density(at: $0, .forward) },
          "reverse": works.map { exact.density(at: $0, .negatedReverse) },
        ])
      let histograms = parts.merged
      return try record(histograms, as: name, expecting: histograms.coarse.probabilities(of: exact), run)
    }
  }

  /// Panel b: a molecule, whose work is not Gaussian; of the fastest ramp also the detailed theorem, for panel f.
  private static func molecules(_ p: Parameters, _ run: Run) throws -> [Double] {
    let molecules = p.levelTimes.map { Molecule(start: p.levelStart, end: p.levelEnd, time: $0) }
    let exact = try run.sweep(
      "exact-molecules", over: molecules.map { SolveMolecule(molecule: $0, bins: p.levelBins, steps: p.steps) })
    let sampled = try run.sweep(
      "molecules", over: molecules.map { SampleMolecules(molecule: $0, count: p.works, bins: p.levelBins) },
      replicas: p.replicas)
    run.number("molecule-difference", molecules[0].difference, unit: "kT")
    return try molecules.indices.flatMap { place in
      let (name, histograms) = ("molecule-\(label(molecules[place].time))", sampled[place].merged)
      let (works, densities) = histograms.coarse.staircase(of: exact[place])
      run.series(name, ["work": works, "forward": densities.forward, "reverse": densities.reverse])
      if place == 0 {
        let ratios = histograms.coarse.forward.logRatios(to: histograms.coarse.reverse)
        run.series(
          "detailed-molecule", ["entropy": ratios.map { $0.center - molecules[0].difference }],
          estimates: ["ratio": ratios.map(\.logarithm)])
      }
      recordTogether(histograms.coarse, as: name, expecting: exact[place], difference: molecules[place].difference, run)
      return try record(histograms, as: name, expecting: exact[place], run)
    }
  }

  /// Panels c and d: estimates of ΔF from a few pulls, with their bias and their error.
  private static func estimates(_ p: Parameters, _ run: Run) throws -> [Double] {
    let works = p.lineTimes.map { Pull(force: p.force, time: $0).exactWork }
    let lines = works.map { $0.jarzynski(count: p.pulls) }
    run.series(
      "estimates",
      [
        "time": p.lineTimes, "forward": zip(works, lines).map { $0.difference + $1.bias },
        "reverse": zip(works, lines).map { $0.difference - $1.bias }, "jarzynski-error": lines.map(\.error),
        "bennett-error": works.map { $0.bennettError(forward: p.pulls / 2, reverse: p.pulls / 2) },
      ])
    let pulls = p.estimateTimes.map { Pull(force: p.force, time: $0) }
    let sampled = try run.sweep(
      "estimates",
      over: pulls.map { Estimates(pull: $0, timeStep: p.timeStep, works: p.pulls, repetitions: p.estimates) },
      replicas: p.replicas
    ).map(\.merged)
    let exact = pulls.map { $0.exactWork.jarzynski(count: p.pulls) }
    let difference = pulls[0].exactWork.difference
    let offset = Estimate(exact: difference)
    run.series(
      "sampled-estimates", ["time": p.estimateTimes],
      estimates: [
        "forward": sampled.map { offset + $0.forward.bias }, "reverse": sampled.map { offset + $0.reverse.bias },
        "bennett": sampled.map { offset + $0.bennett.bias }, "jarzynski-error": sampled.map(\.forward.error),
        "bennett-error": sampled.map(\.bennett.error),
      ])
    run.number("pull-difference", difference, unit: "kT")
    run.number("dissipation-fast", 0.5 * pulls[0].exactWork.variance, unit: "kT")
    for (name, place) in [("fast", 0), ("slow", pulls.count - 1)] {
      run.number("jarzynski-\(name)", offset + sampled[place].forward.bias, unit: "kT")
      run.number("jarzynski-\(name)-exact", difference + exact[place].bias, unit: "kT")
      run.number("bennett-\(name)", offset + sampled[place].bennett.bias, unit: "kT")
      run.number("jarzynski-\(name)-error", sampled[place].forward.error, unit: "kT")
      run.number("bennett-\(name)-error", sampled[place].bennett.error, unit: "kT")
    }
    return zip(sampled, exact).flatMap { sampled, exact in
      [
        sampled.forward.bias.deviation(from: exact.bias), sampled.reverse.bias.deviation(from: -exact.bias),
        sampled.bennett.bias.deviation(from: 0), sampled.forward.error.deviation(from: exact.error),
      ]
    }
  }
}
