import Companion
import Estimation
import Randomness
import StochasticThermodynamics

/// The theorems of Crooks, Jarzynski and Seifert on three small systems, and what fails when a term is forgotten.
@main
struct FluctuationTheorems: Figure {
  // MARK: - Question

  static let title = "Fluctuation theorems: work, free energy and entropy"
  static let question = "What do the fluctuations of work and entropy say of free energies and of the arrow of time?"
  static let section = "11"
  static let minutes = 0.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    /// Force L at the end of the ramp on a particle in a trap of stiffness 1; durations τ of the ramp in panel a.
    var force = 3.0, pullTimes = [0.5, 2, 8]
    /// Energy of the molecule's second state at the beginning and at the end; durations τ of its ramp in panel b.
    var levelStart = 3.0, levelEnd = -5.0, levelTimes = [2.0, 8, 32]
    /// Bins in panels a and b; works per replica, direction and duration.
    var pullBins = 60, levelBins = 41, works = 40_000
    /// Time step of the particle; steps of the exact work distribution of the molecule.
    var timeStep = 0.02, steps = 1640
    /// Durations τ of the exact lines and of the sampled points of panels c and d.
    var lineTimes = decades(0.1, 100, [1, 1.3, 1.8, 2.4, 3.2, 4.2, 5.6, 7.5])
    var estimateTimes = decades(0.1, 10, [1, 1.8, 3.2, 5.6]) + [18, 32]
    /// Pulls per estimate; estimates per replica.
    var pulls = 100, estimates = 250
    /// Rates of the ring of states, onwards and back; where it relaxes from.
    var ringOnwards = [2.0, 1, 3], ringBack = [0.5, 0.7, 0.2], ringStart = [0.8, 0.1, 0.1]
    /// Times of the exact lines and of the sampled points of panel e, which the three processes take in
    /// turn; trajectories per replica and point.
    var entropyTimes = Array(stride(from: 0.0, through: 1, by: 0.02))
    var sampledTimes = Array(stride(from: 0.03, through: 0.51, by: 0.03)), trajectories = 50_000
    /// Observation time of the ring in panel f; trajectories per replica.
    var tallyTime = 1.0, tallied = 100_000
    /// Independent replicas of everything that is sampled.
    var replicas = 20
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

  /// Panel b: a molecule, whose work is not; of the fastest ramp also the detailed theorem, for panel f.
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
