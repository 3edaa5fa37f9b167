import Companion
import ElementaryFunctions
import Estimation
import PerceptronLearning
import Randomness

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
    @Parameter("independent replicas of these problems", in: 2...10_000) var replicas = 12
  }

  static let paper = Parameters()
  static let quick = Parameters(
    mapRates: Array(stride(from: 0.5, through: 8, by: 0.5)), mapDecades: Array(stride(from: -2.0, through: 5, by: 0.5)),
    loads: [0.1, 1, 10], sampledRates: [1, 4], weights: 1000, tests: 64, networks: 8, enumerated: 20,
    batchWeights: [1, 2], batchLoads: [1], batchRates: [1], trajectories: 1000, replicas: 8)

  // MARK: - Experiment

  static func simulate(_ p: Parameters, _ run: Run) throws {
    try map(p, run)
    let deviations = try loads(p, run) + problems(p, run)
    run.deviations(deviations)
  }

  /// Panel a: the efficiency of one weight that learns one label.
  private static func map(_ p: Parameters, _ run: Run) throws {
    let sudden = try run.sweep(
      "one-label", over: p.mapRates.map { Enumerate(inputs: [[1]], rate: $0, ramp: 0, readout: p.readout) })
    let grid = zip(p.mapRates, sudden).flatMap { rate, balance in
      p.mapDecades.map { (rate, $0, slowed(balance, to: Elementary.powerOfTen($0))) }
    }
    run.series("map", ["rate": grid.map(\.0), "decade": grid.map(\.1), "efficiency": grid.map(\.2.efficiency)])
    for (rate, balance) in zip(p.mapRates, sudden) where [1, 4].contains(rate) {
      run.number("one-label-information-\(label(rate))", balance.information, unit: "nats")
      run.number("one-label-entropy-\(label(rate))", balance.entropyChange, unit: "nats")
      for ramp in [0.0, 1, 100] {
        run.number("one-label-efficiency-\(label(rate))-\(label(ramp))", slowed(balance, to: ramp).efficiency)
      }
    }
    let best = grid.max { $0.2.efficiency < $1.2.efficiency }
    run.number("one-label-best", best?.2.efficiency ?? 0)
  }

  /// Panels b and c: many weights and labels; returns how far the networks are from the limit.
  private static func loads(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    for load in p.loads {
      let limits = p.rates.map { HebbianLimit(load: load, rate: $0, readout: p.readout) }
      run.series(
        "limit-\(label(load))",
        [
          "rate": p.rates, "information": limits.map(\.information),
          "efficiency": limits.map { $0.efficiency(rampDuration: 0) },
        ])
      let found = try networks(load, p, run)
      deviations += zip(p.sampledRates, found).flatMap { rate, network -> [Double] in
        let limit = HebbianLimit(load: load, rate: rate, readout: p.readout)
        return [
          network.information.deviation(from: limit.information),
          network.efficiency.deviation(from: limit.efficiency(rampDuration: 0)),
        ]
      }
      run.series(
        "sampled-\(label(load))", ["rate": p.sampledRates],
        estimates: ["information": found.map(\.information), "efficiency": found.map(\.efficiency)])
    }
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
    return deviations
  }

  /// Panel d: both sides of the bound; returns how far what was simulated is from what could be solved.
  private static func problems(_ p: Parameters, _ run: Run) throws -> [Double] {
    let hebbian = try enumerate(p, run)
    run.series("hebbian", ["information": hebbian.map(\.information), "cost": hebbian.map(\.cost)])
    run.number("hebbian-best", hebbian.map(\.efficiency).max() ?? 0)
    var deviations: [Double] = []
    for rule in [LearningRule.perceptron, .adatron] {
      let problems = batches(rule, p)
      let found = try sample(problems, p, run)
      run.series(
        "\(rule)", [:], estimates: ["information": found.map(\.information), "cost": found.map(\.cost)])
      let small = problems.indices.filter { problems[$0].inputs[0].count <= 2 }
      let exact = try run.sweep("exact", over: small.map { Solve(learning: problems[$0]) })
      run.series("exact-\(rule)", ["information": exact.map(\.information), "cost": exact.map(\.cost)])
      for (place, balance) in zip(small, exact) {
        deviations += [
          found[place].information.deviation(from: balance.information),
          found[place].entropyChange.deviation(from: balance.entropyChange),
          found[place].heat.deviation(from: balance.heat),
        ]
      }
      let best = found.max { $0.information.value / $0.cost.value < $1.information.value / $1.cost.value }
      run.number("\(rule)-best", (best?.information.value ?? 0) / (best?.cost.value ?? 1))
      run.number("\(rule)-compression", found.map(\.entropyChange.value).max() ?? 0, unit: "nats")
      run.number("\(rule)-margin", found.map(\.margin).min() ?? 0, unit: "standard errors")
    }
    run.series("bound", ["information": [1e-3, 10], "cost": [1e-3, 10]])
    return deviations
  }
}
