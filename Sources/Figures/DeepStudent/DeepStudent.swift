import CommitteeMachines
import Companion
import Estimation

/// A student with a hidden layer: what its plateau, its specialisation, its haste and its size cost.
@main
struct DeepStudent: Figure {
  // MARK: - Question

  static let title = "The cost of a hidden layer"
  static let question = "What does a student with hidden units pay for its plateau, for specialising, and for its size?"
  static let section = "22"
  static let minutes = 0.5

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("stiffness k of the trap of every weight", unit: "kT", in: 0.2...5) var stiffness = 1.0
    @Parameter("hidden units of student and of teacher in panels a, b and d", in: 2...6) var units = 2
    @Parameter("learning rate ν in panels a and b", unit: "kT", in: 1...400) var rate = 80.0
    @Parameter("overlap R_0 of paired units in the beginning, in panel a", in: 0.05...0.4)
    var sampledSeed = 0.1
    @Parameter("the same in panel b and of the lines in panel d", in: 1e-4...0.4) var seed = 0.01
    @Parameter("times of the lines in panel a", unit: "1/mobility", in: 0...1000)
    var times = (0...100).map { Double($0) / 20 }
    @Parameter("times of the sampled points in panel a", unit: "1/mobility", in: 0.001...100)
    var sampledTimes = [0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5]
    @Parameter("times of the lines in panel b", unit: "1/mobility", in: 1e-6...1000)
    var billTimes = decades(1e-3, 10, [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8])
    @Parameter("two times on the plateau", unit: "1/mobility", in: 0.001...1000, count: 2...2)
    var plateauTimes = [0.5, 1.0]
    @Parameter("inputs N of a sampled student, a multiple of 8", in: 1000...1_000_000) var inputs = 16_000
    @Parameter("largest time step of a sampled student", unit: "1/mobility", in: 1e-5...0.02) var timeStep = 0.01
    @Parameter("sampled students per point", in: 2...10_000) var replicas = 24
    @Parameter(
      "hint b_h, the pull of every unit towards its own of the teacher, in panels c to e", unit: "kT", in: 1e-5...0.1)
    var hint = 0.001
    @Parameter("hidden units of student and of teacher in panel c, ascending", in: 2...6, count: 2...2)
    var branchUnits = [2, 5]
    @Parameter("largest learning rate in panel c, in units of the one that ends the unspecialised state", in: 1.05...3)
    var largestRatio = 1.3
    @Parameter("points of a ramp up or down in panel c", in: 4...1000) var rampPoints = 40
    @Parameter("duration τ of the slow ramps in panels c and d", unit: "1/mobility", in: 1...1e6) var slowTime = 1e4
    @Parameter("learning rates ν of the lines in panel d", unit: "kT", in: 0.01...1000)
    var rates = decades(1, 100, [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8]) + [125, 160, 200, 250, 300]
    @Parameter("learning rates ν of the sampled points in panel d", unit: "kT", in: 0.01...300)
    var sampledRates = [5.0, 10, 20, 80, 160]
    @Parameter("time at which they are looked at", unit: "1/mobility", in: 1...100) var sampledEnd = 12.0
    @Parameter("hidden units of student and of teacher in panel e, ascending", in: 1...6, count: 1...5) var sizes = [
      1, 2, 3, 5,
    ]
    @Parameter("learning rate ν at the end of the ramps in panel e", unit: "kT", in: 1...400) var finalRate = 150.0
    @Parameter("durations τ of the ramps in panel e", unit: "1/mobility", in: 0.001...1e7)
    var rampTimes = decades(0.1, 1e6, [1, 1.8, 3.2, 5.6])
    @Parameter("hidden units of the teacher in panel f", in: 1...3) var teacherUnits = 2
    @Parameter("hidden units K_h of the students in panel f, ascending", in: 1...6, count: 1...6)
    var studentUnits = [1, 2, 3, 4, 5, 6]
    @Parameter("generalisation error ε_g of the students that do not specialise, in panel f", in: 0.005...0.2)
    var error = 0.04
    @Parameter("generalisation error ε_g of those that do", in: 0.005...0.2) var lowError = 0.02
    @Parameter("learning rate ν of the single lines", unit: "kT", in: 0.1...2) var theoremRate = 1.0
    @Parameter("time of the theorem, and of the control without heat", unit: "1/mobility", in: 0.001...2, count: 2...2)
    var theoremTimes = [0.02, 1]
    @Parameter("steps of a single line", in: 2...10_000) var theoremSteps = 50
    @Parameter("single lines in all", in: 100...100_000_000) var theoremLines = 200_000
    @Parameter("bins of the outputs, whose information is computed for two units each", in: 50...2000) var bins = 400
  }

  static let paper = Parameters()
  static let quick = Parameters(
    sampledSeed: 0.2, times: (0...20).map { Double($0) / 4 }, sampledTimes: [0.5, 1, 2],
    billTimes: decades(0.01, 10, [1, 3]),
    inputs: 2000, replicas: 16, branchUnits: [2, 3], rampPoints: 8, rates: [5, 20, 50, 100],
    sampledRates: [20], sampledEnd: 3, sizes: [1, 2, 3], rampTimes: decades(0.1, 1e5, [1]), studentUnits: [1, 2, 3],
    theoremLines: 2000, bins: 100)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.inputs % 8 == 0, "inputs", "must be a multiple of 8")
    for (name, seed) in [("seed", p.seed), ("sampledSeed", p.sampledSeed)] {
      try Complaint.unless(
        seed * seed * p.stiffness < 0.5, name, "must be small beside the weights: its square is below 1/(2k)")
    }
    for (name, values) in [("sizes", p.sizes), ("studentUnits", p.studentUnits), ("branchUnits", p.branchUnits)] {
      try Complaint.unless(zip(values, values.dropFirst()).allSatisfy(<), name, "must ascend")
    }
    try Complaint.unless(
      p.plateauTimes[1] <= p.billTimes[p.billTimes.count - 1], "plateauTimes", "must lie within billTimes")
  }

  let p: Parameters, run: Run

  // MARK: - Experiment

  func machine(_ units: Int) -> CommitteeMachine { CommitteeMachine(hiddenUnits: units, stiffness: p.stiffness) }

  func simulate() throws {
    let deviations = try plateau() + efficiencies() + theorem()
    try bills()
    try branches()
    try ramps()
    try sizes()
    run.deviations(deviations)
  }

  /// Panel a: the plateau, and how it is left.
  private func plateau() throws -> [Double] {
    let machine = machine(p.units)
    func history(_ times: [Double]) throws -> [SymmetricCommittee.Balance] {
      try run.sweep(
        "plateau",
        over: [
          CommitteeHistory(machine: machine, course: .sudden(p.rate), seed: p.sampledSeed, hint: 0, times: times)
        ])[0]
    }
    recordPlateau(try history(p.times))
    let exact = try history(p.sampledTimes)
    let cell = SampledCommittee(
      machine: machine, rate: p.rate, seed: p.sampledSeed, inputs: p.inputs, largestStep: p.timeStep,
      times: p.sampledTimes)
    let students = try run.sweep("students", over: [cell], replicas: p.replicas)[0]
    let samples = p.sampledTimes.indices.map { time in students.map { $0[time] }.merged }
    return recordStudents(samples, exact)
  }

  /// Panel b: the two bills.
  private func bills() throws {
    let committee = SymmetricCommittee(machine(p.units))
    func history(_ seed: Double, _ times: [Double]) throws -> [SymmetricCommittee.Balance] {
      try run.sweep(
        "bills",
        over: [
          CommitteeHistory(
            machine: committee.machine, course: .sudden(p.rate), seed: seed, hint: 0, times: times)
        ])[0]
    }
    let rest = try run.sweep(
      "rest",
      over: [SettledCommittee(machine: committee.machine, course: .sudden(p.rate), seed: p.seed, hint: 0)])[0]
    recordBills(try history(p.seed, p.billTimes), plateau: try history(p.seed, p.plateauTimes), rest: rest)
    let wait = try history(0.1 * p.seed, p.plateauTimes)
    run.number("plateau-cost-small-seed", wait[1].total.cost - wait[0].total.cost, unit: "nats")
    let plain = try committee.unspecialised(rate: p.rate)
    recordUnspecialised(plain, committee)
    guard p.units == 2 else { return }
    let knowledge = try run.sweep(
      "outputs",
      over: [plain.point, rest.balance.point].map {
        OutputKnowledge(point: $0, stiffness: p.stiffness, bins: p.bins)
      })
    run.number("useful-plateau", knowledge[0], unit: "nats")
    run.number("useful-rest", knowledge[1], unit: "nats")
  }

  /// Panel c: states of rest in the hint, and slow ramps up and down.
  private func branches() throws {
    for units in p.branchUnits {
      let branches = try run.sweep(
        "branches", over: [CommitteeBranches(machine: machine(units), hint: p.hint, largest: p.largestRatio)])[0]
      recordBranches(branches, units)
      let top = p.largestRatio * branches.spinodal.rate
      let course = LearningCourse(times: [0, p.slowTime, 2 * p.slowTime], rates: [0, top, 0])
      let times = (0...2 * p.rampPoints).map { p.slowTime * Double($0) / Double(p.rampPoints) }
      let loop = try run.sweep(
        "loops",
        over: [CommitteeHistory(machine: machine(units), course: course, seed: 0, hint: p.hint, times: times)])[0]
      recordLoop(loop, rates: times.map { course($0) }, branches, units)
    }
  }

  /// Panel d: the efficiency at rest, of all and of each mode.
  private func efficiencies() throws -> [Double] {
    let machine = machine(p.units)
    let sudden = try run.sweep(
      "sudden",
      over: p.rates.map { SettledCommittee(machine: machine, course: .sudden($0), seed: p.seed, hint: 0) })
    let slow = try run.sweep(
      "slow",
      over: p.rates.map {
        SettledCommittee(machine: machine, course: .ramp(to: $0, within: p.slowTime), seed: 0, hint: p.hint)
      })
    recordEfficiencies(sudden, slow)
    // A student that specialises does so when fluctuations let it: only what is over by then, with a smaller seed, too, has a cost that does
    // not depend on them.
    let settled = try p.sampledRates.compactMap { rate -> (rate: Double, exact: SymmetricCommittee.Balance)? in
      let histories = try run.sweep(
        "sampled-rates-exact",
        over: [p.seed, 0.1 * p.seed].map {
          CommitteeHistory(
            machine: machine, course: .sudden(rate), seed: $0, hint: 0, times: [p.sampledEnd, 2 * p.sampledEnd])
        })
      let isSettled = histories.allSatisfy { $0[1].total.cost - $0[0].total.cost < 1e-4 * $0[0].total.cost }
      return isSettled ? (rate, histories[0][0]) : nil
    }
    let students = try run.sweep(
      "sampled-rates",
      over: settled.map {
        SampledCommittee(
          machine: machine, rate: $0.rate, seed: p.seed, inputs: p.inputs, largestStep: p.timeStep,
          times: [p.sampledEnd])
      }, replicas: p.replicas)
    return recordSampledEfficiencies(
      students.map { $0.map { $0[0] }.merged }, settled.map(\.exact), at: settled.map(\.rate))
  }

  /// Panel e: what is lost, against the duration of a ramp.
  private func ramps() throws {
    for units in p.sizes {
      let line = try run.sweep(
        "ramps",
        over: p.rampTimes.map {
          SettledCommittee(
            machine: machine(units), course: .ramp(to: p.finalRate, within: $0), seed: 0, hint: p.hint)
        })
      let transition =
        units > 1
        ? try run.sweep(
          "branches", over: [CommitteeBranches(machine: machine(units), hint: p.hint, largest: p.largestRatio)])[0]
          .transitionInHint : nil
      recordRamps(line, transition, units)
    }
    let haste = try run.sweep(
      "haste",
      over: p.sizes.map {
        SettledCommittee(machine: machine($0), course: .sudden(p.finalRate), seed: 0, hint: p.hint)
      })
    for (units, result) in zip(p.sizes, haste) {
      run.number("sudden-loss-\(units)", result.balance.total.losses, unit: "nats")
      run.number("sudden-information-\(units)", result.balance.total.information, unit: "nats")
    }
  }

  /// Panel f: students of all sizes at an equal error.
  private func sizes() throws {
    func machine(_ units: Int) -> CommitteeMachine {
      CommitteeMachine(hiddenUnits: units, teacherUnits: p.teacherUnits, stiffness: p.stiffness)
    }
    let plain = try run.sweep(
      "sizes", over: p.studentUnits.map { UnspecialisedStudent(machine: machine($0), error: p.error) })
    let specialists = p.studentUnits.filter { $0 >= p.teacherUnits }
    let least = try run.sweep("least", over: specialists.map { LeastStudent(machine: machine($0), error: p.lowError) })
    recordSizes(plain, least, specialists)
  }

  /// The fluctuation theorem on single lines, with the control that leaves the heat out.
  private func theorem() throws -> [Double] {
    let blocks = 8
    let learning = CommitteeLearning(machine(p.units), course: .sudden(p.theoremRate))
    let cells = p.theoremTimes.flatMap { time in
      [SampledLines(learning: learning, time: time, steps: p.theoremSteps, count: max(2, p.theoremLines / blocks))]
    }
    let samples = try run.sweep("theorem", over: cells, replicas: blocks).map(\.merged)
    return try recordTheorem(samples, learning)
  }
}
