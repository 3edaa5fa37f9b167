import BitErasure
import Companion
import Estimation
import OptimalTransport
import TransportErasure

/// Who reaches the bound on the work of an erasure in finite time, and what restricted control and discrete states lose.
@main
struct OptimalErasure: Figure {
  // MARK: - Question

  static let title = "Optimal erasure and speed limits"
  static let question = "Which protocol erases a bit with the least work, and what do simpler protocols lose?"
  static let section = "21"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("height E of the barrier at rest", unit: "k_B T", in: 6...20) var barrier = 13.0
    @Parameter("largest tilt A of the protocols with two controls", in: 0.05...1) var tilt = 0.2
    @Parameter("cycle time τ in panels a and b", unit: "x0²/D", in: 0.1...50) var pictureTime = 2.0
    @Parameter("cycle times τ of the lines in panel d", unit: "x0²/D", in: 0.01...1000)
    var lineTimes = decades(0.1, 100, [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8])
    @Parameter(
      "cycle times τ of the sampled points in panel d: of the protocols with two controls", unit: "x0²/D", in: 0.5...100
    )
    var protocolTimes = [1.0, 2, 5, 10, 20, 50]
    @Parameter(
      "cycle times τ of the sampled points in panel d: of the drives of the whole landscape", unit: "x0²/D",
      in: 0.1...20)
    var transportTimes = [0.2, 0.5, 1, 2, 5, 10]
    @Parameter("cycle times τ in panel e", unit: "x0²/D", in: 0.1...20, count: 1...3) var errorTimes = [2.0, 10]
    @Parameter("errors ε in panel e: of the lines", in: 0...0.5)
    var errors = Array(stride(from: 0.0, through: 50, by: 1)).map { $0 / 100 }
    @Parameter("errors ε in panel e: of the sampled points", in: 0...0.5) var sampledErrors = [0, 0.1, 0.3]
    @Parameter("points of a landscape that is driven as a whole", in: 51...401) var landscapePoints = 201
    @Parameter("steps of such a drive, with a constant landscape each", in: 500...100_000) var landscapeSteps = 8000
    @Parameter("sampled trajectories of such a drive", in: 100...10_000_000) var trajectories = 8000
    @Parameter("blocks into which these are divided", in: 1...1000) var blocks = 2
    @Parameter(
      "time step of the trajectories of the other protocols in relaxation times 1/(8E) of a well", in: 1e-3...0.2)
    var timeStep = 0.1
    @Parameter("least number of time steps of a sampled point of these protocols in all", in: 1...1e12)
    var samplingSteps = 2e8
    @Parameter("grid points of the lines of these protocols, an odd number", in: 201...4001) var points = 801
    @Parameter("time steps of these lines, an even number", in: 200...100_000) var steps = 2000
    @Parameter("straight stretches of the best path", in: 6...40) var stretches = 32
    @Parameter("error ε of the bit with two states in panel f", in: 1e-6...0.4) var bitError = 0.01
    @Parameter("durations τ of the lines of this bit", unit: "1/k0", in: 0.01...1e5)
    var bitTimes = [3.92, 4, 4.1, 4.3, 4.6, 5, 5.5, 6.3, 8, 10, 16, 25, 40, 63, 100]
    @Parameter("durations τ of its sampled points", unit: "1/k0", in: 0.01...1e4)
    var sampledBitTimes = [4.3, 6.3, 10, 25, 63]
    @Parameter("sampled trajectories of this bit", in: 100...10_000_000) var bitTrajectories = 20_000
    @Parameter("couplings a of the transients of two spins", unit: "field", in: -2...2, count: 1...3)
    var couplings = [-0.5, 0, 0.7224]
    @Parameter("inverse temperature β of the two spins", unit: "1/field", in: 0.1...5) var beta = 2.0
    @Parameter("correlation ρ of their inputs", in: -1...1) var correlation = 0.0
    @Parameter("spacing of the quadrature over the inputs", unit: "field", in: 0.05...1) var inputStep = 0.2
    @Parameter("times t of the transients", unit: "1/k0", in: 1e-4...1e4)
    var transientTimes = decades(0.01, 100, [1, 1.6, 2.5, 4, 6.3])
  }

  static let paper = Parameters()
  static let quick = Parameters(
    lineTimes: [0.2, 1, 10, 100], protocolTimes: [2, 10], transportTimes: [1, 5], errorTimes: [2],
    errors: [0, 0.1, 0.2, 0.3, 0.4, 0.5], sampledErrors: [0, 0.1], landscapePoints: 101, landscapeSteps: 1000,
    trajectories: 400, samplingSteps: 4e6,
    points: 401, steps: 400, stretches: 8, sampledBitTimes: [5, 25], bitTrajectories: 500, inputStep: 0.5,
    transientTimes: [0.01, 0.1, 1, 10])

  static func check(_ p: Parameters) throws {
    let holds = SlowErasure(barrier: p.barrier, tilt: p.tilt).tiltHolds
    try Complaint.unless(
      holds, "tilt",
      "must be so large, at this barrier, that the tilted bit stays on the right: about 2/barrier or more")
    try Complaint.unless(p.points % 2 == 1, "points", "must be odd, so that one point is on the barrier")
    try Complaint.unless(p.steps % 2 == 0, "steps", "must be even")
    let least = 1.001 * TwoStateErasure.leastDuration(error: p.bitError)
    try Complaint.unless(
      p.bitTimes.allSatisfy { $0 >= least }, "bitTimes",
      "must be longer than ln(1/2ε) = \(label(least)) at this bitError")
    try Complaint.unless(
      p.sampledBitTimes.allSatisfy { $0 >= least }, "sampledBitTimes",
      "must be longer than ln(1/2ε) = \(label(least)) at this bitError")
    try Complaint.unless(Set(p.couplings).count == p.couplings.count, "couplings", "must differ from one another")
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  func simulate() throws {
    let slow = try run.sweep(
      "slow", over: [SlowErasure(barrier: p.barrier, tilt: p.tilt, stretches: p.stretches)])[0]
    try picture()
    recordSlow(slow)
    let deviations =
      try smoothProtocol() + schedules(slow) + transports() + partialErasures() + twoStates()
    try transients()
    run.deviations(deviations)
  }

  /// Panels a and b: the landscape and the density at five times.
  private func picture() throws {
    let transport = TransportOnGrid(
      bit: TransportedBit(barrier: p.barrier, duration: p.pictureTime), points: 2 * p.landscapePoints - 1,
      steps: p.landscapeSteps / 2)
    recordPicture(try run.sweep("picture", over: [TransportPicture(transport, phases: Self.phases)])[0])
  }

  static let phases = [0, 0.25, 0.5, 0.75, 1]

  /// Panel d: the protocol in four smooth steps.
  private func smoothProtocol() throws -> [Double] {
    func erasures(_ times: [Double]) -> [ErasureProtocol] {
      times.map { ErasureProtocol(barrier: p.barrier, tilt: p.tilt, duration: $0) }
    }
    func exact(_ times: [Double]) throws -> [ErasureOutcome] {
      try run.sweep(
        "smooth",
        over: erasures(times).map { ExactErasure(erasure: $0, cycle: .erasing, points: p.points, steps: p.steps) })
    }
    recordLine("smooth", p.lineTimes, try exact(p.lineTimes).map(\.meanWork))
    let points = try exact(p.protocolTimes)
    let cells = zip(erasures(p.protocolTimes), points).map { erasure, exact in
      let spread = exact.workVariance.squareRoot()
      return SampledErasure(
        erasure: erasure, cycle: .erasing, timeStep: timeStep, trajectories: count(erasure.duration), block: 0,
        works: exact.meanWork - 12 * spread...exact.meanWork + 6 * spread)
    }
    let samples = try run.sweep("smooth-sampled", over: cells)
    recordPoints(
      "smooth", p.protocolTimes, exact: points.map(\.meanWork), success: points.map(\.success),
      sampled: samples.map(\.work.estimate))
    return zip(samples, points).map { $0.work.estimate.deviation(from: $1.meanWork) }
  }

  private var timeStep: Double { p.timeStep / (8 * p.barrier) }

  /// How many trajectories make up the time steps of a point; at least 1000.
  private func count(_ duration: Double) -> Int { max(1000, Int(p.samplingSteps * timeStep / duration)) }

  /// Panel d: the same path at its best timing, and the best path.
  private func schedules(_ slow: SlowErasure.Result) throws -> [Double] {
    try [("timed", slow.timedSchedule), ("best", slow.bestSchedule)].flatMap { name, schedule -> [Double] in
      func bits(_ times: [Double]) -> [ScheduledBit] {
        times.map { ScheduledBit(barrier: p.barrier, tilt: p.tilt, schedule: schedule, duration: $0) }
      }
      func exact(_ times: [Double]) throws -> [TransportOutcome] {
        try run.sweep("schedule", over: bits(times).map { ExactSchedule($0, points: p.points, steps: p.steps) })
      }
      recordLine(name, p.lineTimes, try exact(p.lineTimes).map(\.meanWork))
      let points = try exact(p.protocolTimes)
      let cells = bits(p.protocolTimes).map {
        SampledSchedule($0, timeStep: timeStep, trajectories: count($0.duration), block: 0)
      }
      let samples = try run.sweep("schedule-sampled", over: cells)
      recordPoints(
        name, p.protocolTimes, exact: points.map(\.meanWork), success: points.map(\.success),
        sampled: samples.map(\.work.estimate))
      return zip(samples, points).flatMap { $0.deviations(from: $1) }
    }
  }

  /// Panel d: drives of the whole landscape, to a prescribed density and to the right side.
  private func transports() throws -> [Double] {
    let bits = p.lineTimes.map { TransportedBit(barrier: p.barrier, duration: $0) }
    recordLine("density", p.lineTimes, try bits.map { try $0.leastWork })
    let sides = try run.sweep("side", over: p.lineTimes.map { PrescribedSide(barrier: p.barrier, duration: $0) })
    recordLine("side", p.lineTimes, sides.map(\.work))
    try recordSides(p.lineTimes, sides)
    let side = try run.sweep("side", over: p.transportTimes.map { PrescribedSide(barrier: p.barrier, duration: $0) })
    let density = try p.transportTimes.map { try TransportedBit(barrier: p.barrier, duration: $0).leastWork }
    return try [("density", TransportGoal.density, density), ("side", .side, side.map(\.work))].flatMap {
      name, goal, least in
      let (exact, samples) = try drive(p.transportTimes.map { (goal, 0, $0) })
      recordPoints(
        name, p.transportTimes, exact: exact.map(\.meanWork), least: least, success: exact.map(\.success),
        sampled: samples.map(\.work.estimate))
      return zip(samples, exact).flatMap { $0.deviations(from: $1) }
    }
  }

  /// Exact and sampled outcomes of drives of the whole landscape.
  private func drive(_ drives: [(goal: TransportGoal, error: Double, time: Double)]) throws -> (
    exact: [TransportOutcome], samples: [TransportSample]
  ) {
    let transports = drives.map {
      TransportOnGrid(
        bit: TransportedBit(barrier: p.barrier, error: $0.error, duration: $0.time), goal: $0.goal,
        points: p.landscapePoints, steps: p.landscapeSteps)
    }
    let blocks = min(p.blocks, p.trajectories)
    let cells = transports.flatMap { transport in
      (0..<blocks).map { SampledTransport(transport, trajectories: (p.trajectories + blocks - 1) / blocks, block: $0) }
    }
    let exact = try run.sweep(
      "transport", over: transports.map { ExactTransport($0) }, cost: { $0.transport.bit.duration })
    let found = try run.sweep("transport-sampled", over: cells, cost: { $0.transport.bit.duration })
    return (exact, drives.indices.map { found[$0 * blocks..<($0 + 1) * blocks].merged })
  }

  /// Panel e: erasures with errors.
  private func partialErasures() throws -> [Double] {
    recordErrors(
      "slow", p.errors, p.errors.map { TransportedBit(barrier: p.barrier, error: $0, duration: 1).relativeEntropy })
    return try p.errorTimes.flatMap { time -> [Double] in
      func least(_ errors: [Double]) throws -> [Double] {
        try errors.map { try TransportedBit(barrier: p.barrier, error: $0, duration: time).leastWork }
      }
      recordErrors(label(time), p.errors, try least(p.errors))
      let (exact, samples) = try drive(p.sampledErrors.map { (.density, $0, time) })
      recordErrorPoints(label(time), exact, least: try least(p.sampledErrors), samples)
      return zip(samples, exact).flatMap { $0.deviations(from: $1) }
    }
  }

  /// Panel f: a bit with two states.
  private func twoStates() throws -> [Double] {
    let erasures = p.sampledBitTimes.map { TwoStateErasure(error: p.bitError, duration: $0) }
    let samples = try run.sweep(
      "two-states", over: erasures.map { SampledTwoStates($0, trajectories: p.bitTrajectories) })
    recordTwoStates(erasures, samples)
    return zip(samples, erasures).flatMap { $0.deviations(from: $1.optimum, of: $1) }
  }

  /// Panel f: two spins after their inputs have been switched on.
  private func transients() throws {
    let cells = p.couplings.map {
      PairTransient(
        coupling: $0, beta: p.beta, correlation: p.correlation, step: p.inputStep, times: p.transientTimes)
    }
    for (number, courses) in try run.sweep("transients", over: cells).enumerated() { recordTransient(number, courses) }
  }
}
