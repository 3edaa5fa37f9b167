import Companion
import DrivenSystems
import Estimation
import StochasticThermodynamics

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
      "times of the sampled points in panel e, which the three processes take in turn; those are left out at which fewer than 25 rare trajectories would tell",
      unit: "1/k0", in: 1e-3...1000,
      count: 3...100_000)
    var sampledTimes = Array(stride(from: 0.02, through: 0.505, by: 0.02))
    @Parameter("trajectories per replica and point in panel e", in: 10...10_000_000) var trajectories = 50_000
    @Parameter("observation time of the ring in panel f", unit: "1/k0", in: 0.01...100) var tallyTime = 1.0
    @Parameter("trajectories of the ring per replica in panel f", in: 100...10_000_000) var tallied = 100_000
    @Parameter("independent replicas of everything that is sampled", in: 2...100_000) var replicas = 20
  }

  static let paper = Parameters()
  static let quick = Parameters(
    works: 1000, timeStep: 0.05, steps: 328, lineTimes: decades(0.1, 100, [1, 3]), estimateTimes: [0.1, 1, 10],
    estimates: 20, entropyTimes: [0, 0.1, 0.25, 0.5, 1], sampledTimes: [0.02, 0.04, 0.05, 0.07, 0.08],
    trajectories: 2000,
    tallied: 5000, replicas: 5)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(abs(p.levelEnd - p.levelStart) >= 0.5, "levelEnd", "must be at least 0.5 from levelStart")
    // Steps of the length 0.1 are right to 10⁻³.
    try Complaint.unless(
      Double(p.steps) >= 10 * (p.levelTimes.last ?? 0), "steps",
      "must be at least 10 per unit of the longest levelTimes")
    // The end bins hold the trajectories without a jump, which a coarser lattice would smear over their neighbours.
    try Complaint.unless(p.steps >= p.levelBins - 1, "steps", "must be at least levelBins − 1")
    try Complaint.unless(
      p.pulls * p.estimates <= 10_000_000, "estimates", "times pulls must be at most 10 000 000")
    try checkRing(p)
    for (name, times) in [("entropyTimes", p.entropyTimes), ("sampledTimes", p.sampledTimes)] {
      let end = p.levelTimes[0]
      try Complaint.unless((times.last ?? 0) <= end, name, "must not go beyond the first of levelTimes, \(end)")
    }
  }

  private static func checkRing(_ p: Parameters) throws {
    for (name, values) in [("ringBack", p.ringBack), ("ringStart", p.ringStart)] {
      try Complaint.unless(
        values.count == p.ringOnwards.count, name,
        "must list as many values as ringOnwards, which lists \(p.ringOnwards.count)")
    }
    try Complaint.unless(
      abs(p.ringStart.reduce(0, +) - 1) < 1e-9, "ringStart", "must list probabilities with the sum 1")
    // The average of exp(−2s), from which the errors come, grows not faster than this.
    let growth = zip(p.ringOnwards, p.ringBack).map { max($0 * $0 / $1, $1 * $1 / $0) }.max() ?? 0
    let last = max(p.entropyTimes.last ?? 0, p.sampledTimes.last ?? 0)
    try Complaint.unless(growth * last <= 300, "ringOnwards", "is too far from ringBack for averages until t = \(last)")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    var deviations = try pulls() + molecules()
    deviations += try estimates() + integral() + detailed()
    run.deviations(deviations)
    run.number("mean-squared-deviation", Average(deviations.map { $0 * $0 }).mean)
  }

  /// Panel a: a pulled particle, whose work is Gaussian.
  private func pulls() throws -> [Double] {
    let pulls = p.pullTimes.map { PulledParticle(force: p.force, time: $0) }
    let range = PulledParticle.workRange(of: pulls)
    let sampled = try run.sweep(
      "pulls",
      over: pulls.map {
        SampledPulls(pull: $0, timeStep: p.timeStep, count: p.works, bins: p.pullBins, range: range)
      }, replicas: p.replicas)
    return try zip(pulls, sampled).flatMap { try record($0, in: range, sampled: $1.merged) }
  }

  /// Panel b: a molecule, whose work is not Gaussian; of the fastest ramp also the detailed theorem, for panel f.
  private func molecules() throws -> [Double] {
    let molecules = p.levelTimes.map { TwoStateMolecule(start: p.levelStart, end: p.levelEnd, time: $0) }
    let exact = try run.sweep(
      "exact-molecules",
      over: molecules.map { MoleculeWorkDistribution(molecule: $0, bins: p.levelBins, steps: p.steps) })
    let sampled = try run.sweep(
      "molecules", over: molecules.map { SampledMolecules(molecule: $0, count: p.works, bins: p.levelBins) },
      replicas: p.replicas
    ).map(\.merged)
    run.number("molecule-difference", try molecules[0].difference, unit: "kT")
    return try molecules.indices.flatMap { place in
      try record(molecules[place], isFastest: place == 0, exact: exact[place], sampled: sampled[place])
    }
  }

  /// Panels c and d: estimates of ΔF from a few pulls, with their bias and their error.
  private func estimates() throws -> [Double] {
    let pulls = p.estimateTimes.map { PulledParticle(force: p.force, time: $0) }
    let sampled = try run.sweep(
      "estimates",
      over: pulls.map {
        FreeEnergyEstimates(pull: $0, timeStep: p.timeStep, works: p.pulls, repetitions: p.estimates)
      }, replicas: p.replicas
    ).map(\.merged)
    recordEstimateLines()
    return recordEstimates(of: pulls.map(\.exactWork), sampled: sampled)
  }

  /// Panel e: ⟨exp(−s)⟩ with and without the boundary term, of a steady state, a relaxation and a driven molecule.
  private func integral() throws -> [Double] {
    let molecule = TwoStateMolecule(start: p.levelStart, end: p.levelEnd, time: p.levelTimes[0])
    let processes: [(String, EntropyProducer)] = [
      ("steady", .steady(ring)), ("relaxing", .relaxing(ring, from: p.ringStart)), ("driven", .driven(molecule)),
    ]
    return try processes.enumerated().flatMap { place, item in
      let (name, process) = item
      func exact(_ times: [Double]) throws -> [ExactEntropy.Result] {
        try run.sweep("exact-\(name)", over: times.map { ExactEntropy(process: process, time: $0) })
      }
      // The processes take the times in turn. Where the mean would rest on fewer than 25 rare trajectories it says nothing.
      let turns = stride(from: place, to: p.sampledTimes.count, by: processes.count).map { p.sampledTimes[$0] }
      let known = try exact(turns)
      let told = turns.indices.filter { known[$0].rareTrajectories(among: p.trajectories * p.replicas) >= 25 }
      let times = told.map { turns[$0] }
      let sampled = try run.sweep(
        "entropy-\(name)", over: times.map { SampledEntropy(process: process, time: $0, count: p.trajectories) },
        replicas: p.replicas
      ).map(\.merged)
      return recordIntegral(
        name, line: try exact(p.entropyTimes), times: times, exact: told.map { known[$0] }, sampled: sampled)
    }
  }

  /// Panel f: the detailed theorem in the steady state, and what the heat alone would say.
  private func detailed() throws -> [Double] {
    let cell = SteadyEntropyTally(ring: ring, time: p.tallyTime, count: p.tallied)
    let tally = try run.sweep("tally", over: [cell], replicas: p.replicas)[0].merged
    let exact = try RingEntropy(of: ring.matrix, within: p.tallyTime)
    run.series("slope", ["entropy": [-4, 8]])
    return recordDetailed("total", tally.total, exact.logRatiosUnderReflection(of: \.total))
      + recordDetailed("heat", tally.heat, exact.logRatiosUnderReflection(of: \.heat))
  }

  private var ring: StateRing { StateRing(onwards: p.ringOnwards, back: p.ringBack) }
}
