import Companion
import ElementaryFunctions
import PerceptronLearning

/// Learning random labels: what is learned, what it costs, and the bound between both.
@main
struct LabelLearning: Figure {
  // MARK: - Question

  static let title = "Learning random labels"
  static let question = "How much of the heat and entropy that learning produces becomes information about the labels?"
  static let section = "13"
  static let minutes = 1.0

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("learning rates ν in panel a", unit: "kT", in: 0.01...20)
    var mapRates = Array(stride(from: 0.5, through: 8, by: 0.125))
    @Parameter("decimal logarithms of the duration τ of the ramp in panel a, in relaxation times", in: -6...12)
    var mapDecades = Array(stride(from: -20.0, through: 50, by: 1)).map { $0 / 10 }
    @Parameter("prediction of a label") var readout = LabelReadout.logistic
    @Parameter("loads α = P/N in panels b and c", in: 1e-3...100, count: 1...6) var loads = [0.1, 0.5, 1, 2, 5, 10]
    @Parameter("learning rates ν of the lines in panels b and c", unit: "kT", in: 1e-3...100)
    var rates = Array(stride(from: 1.0, through: 160, by: 1)).map { $0 / 20 }
    @Parameter("learning rates ν of the sampled points in panels b and c", unit: "kT", in: 1e-3...100)
    var sampledRates = [0.5, 1, 1.5, 2, 3, 4, 6, 8]
    @Parameter("weights N of a simulated network", in: 10...1_000_000) var weights = 10000
    @Parameter("labels of a network that are asked for, a multiple of 64", in: 64...100_000_000) var tests = 960
    @Parameter("networks per load and rate", in: 2...100_000) var networks = 96
    @Parameter("problems in panel d that are learned by Hebb's rule", in: 1...10_000) var enumerated = 80
    @Parameter("most weights of such a problem", in: 1...100) var mostWeights = 3
    @Parameter("most labels of such a problem", in: 1...12) var mostLabels = 8
    @Parameter("weights of the problems in panel d that are learned with feedback; whole numbers", in: 1...100)
    var batchWeights = [1.0, 2, 4, 8]
    @Parameter("loads of these problems, of which those with 1 to 8 labels are taken", in: 0.01...8)
    var batchLoads = [0.5, 1, 2]
    @Parameter("learning rates ν of these problems", unit: "kT", in: 0.01...10) var batchRates = [0.5, 1, 1.5, 2]
    @Parameter("duration of their simulation", unit: "relaxation times", in: 0.1...100) var duration = 6.0
    @Parameter("time step, of which a rate ν > 1 takes ν² times as many", unit: "relaxation times", in: 1e-4...0.1)
    var timeStep = 0.01
    @Parameter("trajectories per replica and problem", in: 100...1_000_000) var trajectories = 4000
    @Parameter("independent replicas of these problems", in: 2...10_000) var replicas = 24
  }

  static let paper = Parameters()
  static let quick = Parameters(
    mapRates: Array(stride(from: 0.5, through: 8, by: 0.5)), mapDecades: Array(stride(from: -2.0, through: 5, by: 0.5)),
    loads: [0.1, 1, 10], sampledRates: [1, 4], weights: 1000, tests: 64, networks: 8, enumerated: 20,
    batchWeights: [1, 2], batchLoads: [1], batchRates: [1], trajectories: 1000, replicas: 8)

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.tests.isMultiple(of: 64), "tests", "must be a multiple of 64")
    try Complaint.unless(
      Double(p.tests) <= p.loads[0] * Double(p.weights), "tests", "must not exceed the number of patterns")
    try Complaint.unless(p.batchWeights.allSatisfy { $0 == $0.rounded() }, "batchWeights", "must list whole numbers")
  }

  let p: Parameters, run: Run

  // MARK: - Experiment

  func simulate() throws {
    try map()
    let deviations = try loads() + problems()
    run.deviations(deviations)
  }

  /// Panel a: the efficiency of one weight that learns one label.
  private func map() throws {
    let sudden = try run.sweep(
      "one-label", over: p.mapRates.map { EnumeratedLabels(inputs: [[1]], rate: $0, ramp: 0, readout: p.readout) })
    let grid = zip(p.mapRates, sudden).flatMap { rate, balance in
      p.mapDecades.map { (rate, $0, balance.slowed(toRampDuration: Elementary.powerOfTen($0))) }
    }
    run.series("map", ["rate": grid.map(\.0), "decade": grid.map(\.1), "efficiency": grid.map(\.2.efficiency)])
    for (rate, balance) in zip(p.mapRates, sudden) where [1, 4].contains(rate) {
      run.number("one-label-information-\(label(rate))", balance.information, unit: "nats")
      run.number("one-label-entropy-\(label(rate))", balance.entropyChange, unit: "nats")
      for ramp in [0.0, 1, 100] {
        run.number(
          "one-label-efficiency-\(label(rate))-\(label(ramp))", balance.slowed(toRampDuration: ramp).efficiency)
      }
    }
    let best = grid.max { $0.2.efficiency < $1.2.efficiency }
    run.number("one-label-best", best?.2.efficiency ?? 0)
  }

  /// Panels b and c: many weights and labels; returns how far the networks are from the limit.
  private func loads() throws -> [Double] {
    var deviations: [Double] = []
    for load in p.loads {
      func limit(rate: Double) -> HebbianLimit { HebbianLimit(load: load, rate: rate, readout: p.readout) }
      let limits = p.rates.map(limit)
      run.series(
        "limit-\(label(load))",
        [
          "rate": p.rates, "information": limits.map(\.information),
          "efficiency": limits.map { $0.efficiency(rampDuration: 0) },
        ])
      let networks = p.sampledRates.map {
        SampledNetwork(
          weights: p.weights, patterns: Int((load * Double(p.weights)).rounded()), rate: $0, tests: p.tests,
          readout: p.readout)
      }
      let found = try run.sweep("networks", over: networks, replicas: p.networks).map {
        NetworkEstimate($0, load: load)
      }
      deviations += zip(p.sampledRates, found).flatMap { $1.deviations(from: limit(rate: $0)) }
      run.series(
        "sampled-\(label(load))", ["rate": p.sampledRates],
        estimates: ["information": found.map(\.information), "efficiency": found.map(\.efficiency)])
    }
    recordLimits()
    return deviations
  }

  /// Panel d: both sides of the bound; returns how far what was simulated is from what could be solved.
  private func problems() throws -> [Double] {
    let hebbian = try run.sweep(
      "enumerated",
      over: (0..<p.enumerated).map {
        EnumeratedLabels.drawn(
          number: $0, mostWeights: p.mostWeights, mostLabels: p.mostLabels, readout: p.readout)
      })
    run.series("hebbian", ["information": hebbian.map(\.information), "cost": hebbian.map(\.cost)])
    run.number("hebbian-best", hebbian.map(\.efficiency).max() ?? 0)
    var deviations: [Double] = []
    for rule in LearningRule.allCases where rule.isErrorDriven {
      let problems = batches(of: rule)
      let cells = problems.map { SampledLabels(learning: $0, trajectories: p.trajectories) }
      let found = try run.sweep("sampled", over: cells, replicas: p.replicas).map(SampledBalance.init)
      run.series(
        "\(rule)", [:], estimates: ["information": found.map(\.information), "cost": found.map(\.cost)])
      let small = problems.indices.filter { problems[$0].inputs[0].count <= 2 }
      let exact = try run.sweep("exact", over: small.map { SolvedLabels(learning: problems[$0]) })
      run.series("exact-\(rule)", ["information": exact.map(\.information), "cost": exact.map(\.cost)])
      deviations += zip(small, exact).flatMap { found[$0].deviations(from: $1) }
      recordBound(of: rule, found)
    }
    run.series("bound", ["information": [1e-3, 10], "cost": [1e-3, 10]])
    return deviations
  }

  /// Problems of all sizes and rates, with inputs drawn at random. The force jumps by ν or more where a Perceptron turns wrong, which steps
  /// must resolve on the length 1/ν.
  private func batches(of rule: LearningRule) -> [BatchLearning] {
    p.batchWeights.flatMap { weights in
      p.batchLoads.map { $0 * weights }.filter { $0 >= 1 && $0 <= 8 }.flatMap { labels in
        let inputs = BatchLearning.drawnInputs(weights: Int(weights), labels: Int(labels))
        return p.batchRates.map {
          BatchLearning(
            inputs: inputs, rule: rule, rate: $0, duration: p.duration, timeStep: p.timeStep / max(1, $0 * $0),
            readout: p.readout)
        }
      }
    }
  }

  // MARK: - Records

  /// The limit of many weights, and its values for weak learning.
  private func recordLimits() {
    let limit = HebbianLimit(load: 1, rate: 1, readout: p.readout)
    run.number("limit-agreement", limit.agreement)
    run.number("limit-information", limit.information, unit: "nats")
    run.number("limit-efficiency-sudden", limit.efficiency(rampDuration: 0))
    run.number("limit-efficiency-quasistatic", limit.efficiency(rampDuration: .infinity))
    let slow = p.loads.flatMap { load in
      p.rates.map { HebbianLimit(load: load, rate: $0, readout: p.readout).efficiency(rampDuration: .infinity) }
    }
    run.number("limit-best-quasistatic", slow.max() ?? 0)
    let weak = HebbianLimit(load: 1, rate: 1e-3, readout: p.readout)
    run.number("weak-efficiency-sudden", weak.efficiency(rampDuration: 0))
    run.number("weak-efficiency-quasistatic", weak.efficiency(rampDuration: .infinity))
    let sign = HebbianLimit(load: 1, rate: 1e-3, readout: .sign)
    run.number("weak-efficiency-sign", sign.efficiency(rampDuration: .infinity))
  }

  /// How near a rule came to the bound, and how far from it it stayed.
  private func recordBound(of rule: LearningRule, _ found: [SampledBalance]) {
    let best = found.max { $0.information.value / $0.cost.value < $1.information.value / $1.cost.value }
    run.number("\(rule)-best", (best?.information.value ?? 0) / (best?.cost.value ?? 1))
    run.number("\(rule)-compression", found.map(\.entropyChange.value).max() ?? 0, unit: "nats")
    run.number("\(rule)-margin", found.map(\.margin).min() ?? 0, unit: "standard errors")
  }
}
