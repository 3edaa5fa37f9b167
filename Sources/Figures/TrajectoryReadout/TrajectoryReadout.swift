import Companion
import Estimation
import SensoryComplexes
import StochasticThermodynamics
import WatchedComplexes

/// What a reader learns who watches two spins all the time, in and out of equilibrium.
@main
struct TrajectoryReadout: Figure {
  // MARK: - Question

  static let title = "Reading the whole trajectory"
  static let question =
    "What is dissipation good for if the reader watches the spins all the time, and not at a single look?"
  static let section = "25"
  static let minutes = 2.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("inverse temperature β", in: 0.2...4) var beta = 2.0
    @Parameter("sharpness η of the gate", in: 0.1...20) var eta = 5.0
    @Parameter("correlation ρ of the two Gaussian inputs", in: -0.95...0.95) var rho = 0.0
    @Parameter("rotation φ of the gate: in all panels but b", unit: "deg", in: -360...360) var angle = 45.0
    @Parameter("rotations φ of the gate in panel b", unit: "deg", in: -360...360, count: 1...2) var otherAngles = [
      0.0, 30,
    ]
    @Parameter("couplings J in panels a and f, where J12 = −J and J21 = J", in: 0.01...3, count: 1...3)
    var drives = [0.4, 0.7224, 2]
    @Parameter("coupling J in panels b and c", in: 0.01...3) var drive = 0.7224
    @Parameter("times T of the lines in panels a, b and c", unit: "1/k0", in: 0.001...300)
    var lineTimes = decades(0.01, 100, [1, 1.4, 2, 2.8, 4, 5.6, 7.5]) + [140, 200, 300]
    @Parameter("times T of the sampled points in panels a, b and f", unit: "1/k0", in: 0.001...300)
    var times = [0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300]
    @Parameter("times T of the sampled points in panel c", unit: "1/k0", in: 0.001...100)
    var arrowTimes = [0.1, 0.3, 1, 3, 10]
    @Parameter("strength δ with which the input drives the cycle: in the control in panel c", in: 0.1...2)
    var inputDrive = 1.0
    @Parameter("informations whose times are found in panels d and e", unit: "bits", in: 0.001...1, count: 1...5)
    var informations = [0.15, 0.2, 0.3, 0.4, 0.45]
    @Parameter("couplings J of the points in panels d and e", in: 0.01...3)
    var slowDrives = [0.2, 0.4, 0.6, 0.7224, 0.9, 1.1, 1.3, 1.5, 2]
    @Parameter("weak coupling J, of either sign, at the last rotation of panel b", in: 0.01...0.5) var weakDrive = 0.15
    @Parameter("number of couplings J of the line in panel d", in: 5...1000) var lineDrives = 41
    @Parameter(
      "spacing of the quadrature over inputs of the best single look", unit: "standard deviations", in: 0.05...0.4)
    var step = 0.1
    @Parameter(
      "spacing of the quadrature over inputs of the net circulation", unit: "standard deviations", in: 0.1...0.5)
    var circulationStep = 0.2
    @Parameter("times T of the net circulation", unit: "1/k0", in: 0.01...20) var circulationTimes = [1.0, 10]
    @Parameter("trajectories of a point in panels a, b, c and f", in: 100...100_000_000) var paths = 160_000
    @Parameter("trajectories of a point in panels d and e", in: 100...100_000_000) var crossingPaths = 400_000
    @Parameter("trajectories by which times are found roughly, in panels d and e", in: 100...1_000_000)
    var pilotPaths = 4000
    @Parameter("mean number of flips in a trajectory, at most: longer ones are not simulated", in: 10...1e6)
    var mostFlips = 1000.0
    @Parameter("independent replicas into which each sample is divided", in: 1...1000) var replicas = 8

    /// The rotations of panel b that panel a does not show.
    var rotations: [Double] { otherAngles.filter { $0 != angle } }

    /// A complex at the gate with the rotation `angle`, in degrees.
    func task(_ couplings: PairCouplings, angle: Double, inputDrive: Double = 0) -> WatchedTask {
      WatchedTask(
        gate: StochasticParityGate(angle: angle, sharpness: eta), correlation: rho,
        complex: WatchedComplex(couplings: couplings, beta: beta, inputDrive: inputDrive))
    }

    /// The complex with J12 = −a and J21 = a.
    func task(_ a: Double, angle: Double) -> WatchedTask { task(PairCouplings(j12: -a, j21: a), angle: angle) }

    /// The complex without couplings.
    func uncoupled(_ angle: Double) -> UncoupledSpins {
      UncoupledSpins(gate: StochasticParityGate(angle: angle, sharpness: eta), correlation: rho, beta: beta)
    }
  }

  static let paper = Parameters()
  static let quick = Parameters(
    otherAngles: [30], drives: [0.7224], lineTimes: [0.1, 0.3, 1, 3, 10], times: [0.1, 1, 10], arrowTimes: [0.3, 1],
    informations: [0.15, 0.2], slowDrives: [0.7224], lineDrives: 5, step: 0.3, circulationStep: 0.5,
    circulationTimes: [1], paths: 2000, crossingPaths: 2000, pilotPaths: 500, mostFlips: 50, replicas: 2)

  static func check(_ p: Parameters) throws {
    for (name, drives) in [("drives", p.drives), ("drive", [p.drive]), ("slowDrives", p.slowDrives)] {
      try Complaint.unless(
        drives.allSatisfy { $0 * p.beta <= 8 }, name,
        "must be at most 8/β, or the spins flip too often to be simulated")
    }
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let deviations = try watching() + arrow() + crossings()
    try weak()
    try circulation()
    run.deviations(deviations)
  }

  /// Panels a, b and f: the information after a time.
  private func watching() throws -> [Double] {
    var found: [Double] = []
    for (place, angle) in ([p.angle] + p.rotations).enumerated() {
      let available = bitsPerNat * p.task(0, angle: angle).available.information
      run.number("available-\(label(angle))", available, unit: "bits")
      let lines = try run.sweep(
        "line-\(label(angle))", over: p.lineTimes.map { UncoupledInformation(spins: p.uncoupled(angle), time: $0) })
      let points = try run.sweep(
        "exact-\(label(angle))", over: p.times.map { UncoupledInformation(spins: p.uncoupled(angle), time: $0) })
      recordLines(angle, lines, points)
      for a in [0] + (place == 0 ? p.drives : [p.drive]) {
        let task = p.task(a, angle: angle)
        let limits = try run.sweep("limits-\(label(angle))-\(label(a))", over: [SteadyWatching(task: task)])[0]
        let times = affordable(p.times, limits)
        let samples = try watch("watched-\(label(angle))-\(label(a))", task, times)
        recordWatching(angle, a, available, limits, times, samples)
        if a == p.drive { recordGain(angle, times, samples, points) }
        found +=
          samples.map(\.mismatch)
          + zip(times, samples).map {
            $1.flips.estimate.deviation(from: $0 * limits.flipRates.reduce(0, +))
          }
        guard a == 0 else { continue }
        try bestLook(angle, limits)
        found += zip(samples, points).map { $0.bits.deviation(from: $1.path) }
      }
    }
    return found
  }

  /// The best single look at any couplings, and when uncoupled spins that are watched have told as much.
  private func bestLook(_ angle: Double, _ uncoupled: WatchedTask.SteadyState) throws {
    let model = ParityGateModel(
      gate: StochasticParityGate(angle: angle, sharpness: p.eta), correlation: p.rho, beta: p.beta)
    let best = try run.sweep(
      "best-look-\(label(angle))", over: [SensoryOptima(model: model, alphas: [0], bound: 4, step: p.step)])[0].path[0]
    let time = try run.sweep(
      "best-look-time-\(label(angle))",
      over: [UncoupledTime(spins: p.uncoupled(angle), information: best.information)])[0]
    let sigma = model.task(step: p.step).performance(of: best.couplings).entropyProductionRate
    recordBestLook(angle, best.information, sigma, time, flips: uncoupled.flipRates.reduce(0, +))
  }

  /// Panel c: what the direction of time tells, and a control whose input drives the cycle.
  private func arrow() throws -> [Double] {
    var found: [Double] = []
    let control = p.task(PairCouplings(symmetric: 0), angle: p.angle, inputDrive: p.inputDrive)
    for (name, task) in [("arrow", p.task(p.drive, angle: p.angle)), ("arrow-control", control)] {
      let samples = try watch(name, task, p.arrowTimes, arrow: true)
      recordArrow(name, samples)
      found += samples.map(\.mismatch)
    }
    return found
  }

  /// Panels d and e: the times at which an information is reached. What one look tells without couplings, and what is more than
  /// 98 % of what there is to know, is left out.
  private func crossings() throws -> [Double] {
    let drives = [0] + p.slowDrives
    let limits = try run.sweep("slow-limits", over: drives.map { SteadyWatching(task: p.task($0, angle: p.angle)) })
    let most = 0.98 * bitsPerNat * p.task(0, angle: p.angle).available.information
    let reached = p.informations.map { limits[0].information < $0 && $0 < most }
    let searched = try run.sweep(
      "exact-crossings",
      over: zip(p.informations, reached).filter(\.1).map {
        UncoupledTime(spins: p.uncoupled(p.angle), information: $0.0)
      })
    var next = searched.makeIterator()
    let exact = reached.map { $0 ? next.next() ?? nil : nil }
    var crossings = try zip(drives, limits).map { a, limits in
      try times("crossing-\(label(a))", p.task(a, angle: p.angle), limits, below: most)
    }
    // Without couplings the times are exact; those that are sampled check the others.
    let found = zip(crossings[0], exact).compactMap { sampled, exact in
      exact.flatMap { sampled?.deviation(from: $0) }
    }
    crossings[0] = exact.map { $0.map { Estimate(exact: $0) } }
    recordCrossings(drives, limits, crossings)
    let clock = p.task(0, angle: p.angle).with(.clock(beta: p.beta))
    let clockLimits = try run.sweep("clock-limits", over: [SteadyWatching(task: clock)])[0]
    recordClock(clockLimits, try times("crossing-clock", clock, clockLimits, below: most), crossings)
    let fine = (0..<p.lineDrives).map { Double($0) * (p.slowDrives.last ?? 1) / Double(p.lineDrives - 1) }
    recordSlowing(
      fine, try run.sweep("slow-line", over: fine.map { SteadyWatching(task: p.task($0, angle: p.angle)) }))
    return found
  }

  /// A weak drive of either sign, at the last rotation of panel b.
  private func weak() throws {
    let angle = p.otherAngles[p.otherAngles.count - 1]
    let both = [p.weakDrive, -p.weakDrive]
    let limits = try run.sweep("weak-limits", over: both.map { SteadyWatching(task: p.task($0, angle: angle)) })
    let times = affordable(p.times, limits[0])
    let samples = try zip(["weak-plus", "weak-minus"], both).map { try watch($0, p.task($1, angle: angle), times) }
    recordWeak(limits, times, samples)
  }

  /// What the net circulation tells.
  private func circulation() throws {
    let angle = p.otherAngles[p.otherAngles.count - 1]
    let cells = [PairCouplings(j12: -p.drive, j21: p.drive), PairCouplings(j12: -0.9, j21: 0)].flatMap { couplings in
      p.circulationTimes.map {
        CirculationInformation(
          circulation: NetCirculation(task: p.task(couplings, angle: angle), step: p.circulationStep), time: $0)
      }
    }
    recordCirculation(try run.sweep("circulation", over: cells))
  }

  // MARK: - Sweeps

  /// Times within which the spins do not flip too often.
  private func affordable(_ times: [Double], _ limits: WatchedTask.SteadyState) -> [Double] {
    times.filter { $0 * limits.flipRates.reduce(0, +) <= p.mostFlips }
  }

  /// A sample at each time, of all replicas together.
  private func watch(
    _ name: String, _ task: WatchedTask, _ times: [Double], paths: Int? = nil, arrow: Bool = false
  ) throws -> [WatchedSample] {
    guard !times.isEmpty else { return [] }
    let share = ((paths ?? p.paths) + p.replicas - 1) / p.replicas
    let replicas = try run.sweep(
      name, over: [SampledWatching(task: task, times: times, paths: share, arrow: arrow)], replicas: p.replicas)[0]
    return times.indices.map { place in replicas.map { $0[place] }.merged }
  }

  /// When each information is reached; nil where that was not seen.
  private func times(
    _ name: String, _ task: WatchedTask, _ limits: WatchedTask.SteadyState, below most: Double
  ) throws -> [Estimate?] {
    let grid = affordable(decades(1e-3, 1e3, [1, 1.5, 2.2, 3.3, 4.7, 6.8]), limits)
    guard !grid.isEmpty else { return p.informations.map { _ in nil } }
    let pilot = try run.sweep(
      "\(name)-pilot", over: [SampledWatching(task: task, times: grid, paths: p.pilotPaths)])[0]
    let curve = zip(grid, pilot).map { (time: $0, information: $1.bits.value) }
    return try p.informations.map { information in
      guard information > limits.information, information < most,
        let about = CrossingTime.approximate(reaching: information, in: curve)
      else { return nil }
      let around = [about / CrossingTime.neighbourRatio, about, about * CrossingTime.neighbourRatio]
      let samples = try watch("\(name)-\(label(information))", task, around, paths: p.crossingPaths)
      return CrossingTime.refined(reaching: information, about: about, samples.map(\.bits))
    }
  }
}
