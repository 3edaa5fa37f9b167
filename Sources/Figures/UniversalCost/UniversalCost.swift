import Companion
import Estimation
import Inference

/// What a student who infers a model from data must pay for what it learned.
@main
struct UniversalCost: Figure {
  // MARK: - Question

  static let title = "The universal cost of inferring a model from data"
  static let question = "What is the least entropy that inference from data must produce?"
  static let section = "16"
  static let minutes = 0.6

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("number of data n in panels a, c and d", in: 1...14) var data = 8
    @Parameter("largest weight m of the student", in: 1...20) var largestWeight = 3
    @Parameter("stiffness k of the student", unit: "k_B T", in: 0...10) var stiffness = 0.5
    @Parameter("bias b of the data in panels a, b and d", in: 0...1) var bias = 0.6
    @Parameter("learning rate ν in panels b and c", unit: "k_B T", in: 0.01...10) var learningRate = 1.0
    @Parameter("learning rates ν in panel a: of the lines", unit: "k_B T", in: 0.01...10)
    var rates = Array(stride(from: 0.05, through: 4, by: 0.05))
    @Parameter("learning rates ν in panel a: of the sampled points", unit: "k_B T", in: 0.01...10)
    var sampledRates = [0.25, 0.5, 1, 1.5, 2, 3, 4]
    @Parameter("numbers of data n in panel b: of the lines, whole numbers", in: 1...14)
    var lengths = Array(stride(from: 1.0, through: 12, by: 1))
    @Parameter("numbers of data n in panel b: of the sampled points, whole numbers", in: 1...14)
    var sampledLengths = [1.0, 2, 3, 4, 6, 8, 10]
    @Parameter("biases b of the data in panel c: of the lines", in: 0.01...1)
    var biases = Array(stride(from: 0.02, through: 1, by: 0.02))
    @Parameter("biases b of the data in panel c: of the sampled points", in: 0.01...1)
    var sampledBiases = [0.1, 0.2, 0.4, 0.6, 0.8, 1]
    @Parameter("learning rates ν in panel d: of the lines", unit: "k_B T", in: 0.01...10)
    var theoremRates = Array(stride(from: 0.02, through: 1.2, by: 0.02))
    @Parameter("learning rates ν in panel d: of the sampled points", unit: "k_B T", in: 0.01...10)
    var sampledTheoremRates = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2]
    @Parameter("trajectories per repetition and point: in panels a to c", in: 100...100_000_000)
    var trajectories = 500_000
    @Parameter("trajectories per repetition and point: in panel d", in: 100...100_000_000)
    var theoremTrajectories = 250_000
    @Parameter("independent repetitions, from which the errors come, an even number", in: 2...100_000)
    var replicas = 40
    @Parameter(
      "largest variance of an exponential with which a sampled average is drawn", unit: "squared means", in: 1...1e6)
    var largestVariance = 200.0
  }

  static let paper = Parameters()
  static let quick = Parameters(
    rates: Array(stride(from: 0.25, through: 4, by: 0.25)), sampledRates: [0.5, 1, 2, 4], sampledLengths: [1, 2, 4, 8],
    biases: Array(stride(from: 0.1, through: 1, by: 0.1)), sampledBiases: [0.2, 0.6, 1],
    theoremRates: Array(stride(from: 0.1, through: 1.2, by: 0.1)), sampledTheoremRates: [0.2, 0.5, 0.8],
    trajectories: 20_000, theoremTrajectories: 20_000, replicas: 10)

  static func check(_ p: Parameters) throws {
    // The squared exponentials grow not faster than this, and no probability is less than its inverse.
    let (m, rate) = (Double(p.largestWeight), (p.theoremRates + p.sampledTheoremRates).max() ?? 0)
    try Complaint.unless(
      Double(p.data) * (rate + p.stiffness * m) + p.stiffness * m * m <= 300, "stiffness",
      "is too large for averages of exponentials with so many weights and data, or theoremRates are")
    for (name, lengths) in [("lengths", p.lengths), ("sampledLengths", p.sampledLengths)] {
      try Complaint.unless(lengths.allSatisfy { $0 == $0.rounded() }, name, "must list whole numbers")
    }
    try Complaint.unless(
      p.replicas % 2 == 0, "replicas", "must be even, as the bias of informations is seen in two halves")
  }

  let p: Parameters, run: Run

  // MARK: - Experiment

  func simulate() throws {
    var deviations = try costs("rate", line: p.rates, sampled: p.sampledRates) { student(rate: $0) }
    deviations += try costs("length", line: p.lengths, sampled: p.sampledLengths) { student(data: $0) }
    deviations += try costs("bias", line: p.biases, sampled: p.sampledBiases) { student(bias: $0) }
    deviations += try theorem()
    try recordStudent()
    run.deviations(deviations)
  }

  private func student(data: Double? = nil, bias: Double? = nil, rate: Double? = nil) -> InferringStudent {
    InferringStudent(
      data: data.map { Int($0) } ?? p.data, largestWeight: p.largestWeight, stiffness: p.stiffness,
      bias: bias ?? p.bias, learningRate: rate ?? p.learningRate)
  }

  /// Panels a, b and c: what was learned and what it cost, along one parameter.
  private func costs(
    _ name: String, line values: [Double], sampled sampledValues: [Double], of student: (Double) -> InferringStudent
  ) throws -> [Double] {
    let line = try run.sweep("exact-\(name)", over: values.map { EnumeratedInference(student: student($0)) })
    run.series(
      name,
      [
        "value": values, "truth": line.map(\.costs.onTruth), "data": line.map(\.costs.onData),
        "cost": line.map(\.costs.cost), "source": line.map(\.source), "efficiency": line.map(\.costs.efficiency),
      ])
    let students = sampledValues.map(student)
    let exact = try run.sweep("exact-\(name)", over: students.map(EnumeratedInference.init)).map(\.costs)
    let cells = students.map { InferenceTrajectories(student: $0, count: p.trajectories) }
    let found = try zip(students, run.sweep("sampled-\(name)", over: cells, replicas: p.replicas)).map {
      SampledInference($1, of: $0)
    }
    run.series(
      "sampled-\(name)", ["value": sampledValues],
      estimates: ["truth": found.map(\.onTruth), "data": found.map(\.onData), "cost": found.map(\.cost)])
    if name == "rate", let best = line.indices.max(by: { line[$0].costs.efficiency < line[$1].costs.efficiency }) {
      run.number("best-rate", values[best], unit: "k_B T")
      run.number("best-efficiency", line[best].costs.efficiency)
      try recordWeakLimit()
    }
    if name == "length", let best = line.indices.max(by: { line[$0].costs.efficiency < line[$1].costs.efficiency }) {
      run.number("best-length", values[best])
      run.number("best-length-efficiency", line[best].costs.efficiency)
    }
    for (value, (exact, found)) in zip(sampledValues, zip(exact, found)) {
      run.number("\(name)-\(label(value))-efficiency", exact.efficiency)
      run.number("\(name)-\(label(value))-cost", exact.cost, unit: "nats")
      run.number("\(name)-\(label(value))-data", exact.onData, unit: "nats")
      run.number("\(name)-\(label(value))-truth", exact.onTruth, unit: "nats")
      guard name == "rate", value == p.learningRate else { continue }
      run.number("sampled-truth", found.onTruth, unit: "nats")
      run.number("sampled-data", found.onData, unit: "nats")
      run.number("sampled-cost", found.cost, unit: "nats")
    }
    return zip(found, exact).flatMap { $0.deviations(from: $1) }
  }

  /// Panel d: the integral theorem, and what is none.
  private func theorem() throws -> [Double] {
    let students = p.sampledTheoremRates.map { student(rate: $0) }
    let samples = try run.sweep(
      "sampled-theorem", over: students.map { InferenceTrajectories(student: $0, count: p.theoremTrajectories) },
      replicas: p.replicas
    ).map(\.merged)
    return try InferenceExponential.allCases.flatMap { kind in
      let line = try run.sweep(
        "theorem", over: p.theoremRates.map { ExponentialMoments(student: student(rate: $0), kind: kind) })
      run.series("\(kind)", ["rate": p.theoremRates, "average": line.map(\.mean)])
      let exact = try run.sweep("theorem", over: students.map { ExponentialMoments(student: $0, kind: kind) })
      let shown = exact.indices.filter { place in
        isShown(kind, at: place)
          && exact[place].variance <= p.largestVariance * exact[place].mean * exact[place].mean
      }
      let found = shown.map { exact[$0].estimate(kind.average(in: samples[$0])) }
      run.series(
        "sampled-\(kind)", ["rate": shown.map { p.sampledTheoremRates[$0] }], estimates: ["average": found])
      if let last = shown.last {
        run.number("\(kind)-rate", p.sampledTheoremRates[last], unit: "k_B T")
        run.number("\(kind)-sampled", found[found.count - 1])
        run.number("\(kind)-exact", exact[last].mean)
        run.number("\(kind)-variance", exact[last].variance)
      }
      return zip(shown, found).map { $1.deviation(from: exact[$0].mean) }
    }
  }

  /// The theorem with and without i are both 1, and take turns.
  private func isShown(_ kind: InferenceExponential, at place: Int) -> Bool {
    switch kind {
    case .theorem: place % 2 == 1
    case .withoutInformation: place % 2 == 0
    case .withoutHeat, .wrongSign: true
    }
  }

  // MARK: - Records

  /// The efficiency in the limit of a weak learning rate, of which it is an even function.
  private func recordWeakLimit() throws {
    let rate = 0.05 * p.learningRate
    let students = [rate, 0.5 * rate].map { EnumeratedInference(student: student(rate: $0)) }
    let found = try run.sweep("weak", over: students).map(\.costs.efficiency)
    run.number("weak-efficiency", (4 * found[1] - found[0]) / 3)
  }

  /// The student whose costs are quoted.
  private func recordStudent() throws {
    let exact = try run.sweep("quoted", over: [EnumeratedInference(student: student())])[0]
    run.number("truth", exact.costs.onTruth, unit: "nats")
    run.number("data", exact.costs.onData, unit: "nats")
    run.number("source", exact.source, unit: "nats")
    run.number("entropy-change", exact.costs.entropyChange, unit: "nats")
    run.number("heat", exact.costs.heat, unit: "nats")
    run.number("cost", exact.costs.cost, unit: "nats")
    run.number("efficiency", exact.costs.efficiency)
  }
}
