import Companion
import Estimation
import PrincipalComponents

/// Students that learn a direction without labels, from correlations of order d: what it costs, and how long it takes.
@main
struct UnsupervisedLearning: Figure {
  // MARK: - Question

  static let title = "The cost of learning without a teacher"
  static let question =
    "What does it cost to learn a direction from correlations instead of labels, and what does it cost to wait?"
  static let section = "23"
  static let minutes = 1.2

  // MARK: - Parameters

  struct Parameters: Codable, Sendable {
    @Parameter("stiffness k of the trap of every weight", unit: "k_B T", in: 0.01...100) var stiffness = 1.0
    @Parameter("order d of the correlations beyond the second", in: 3...8) var order = 4
    @Parameter("tan²θ_w at rest without a hint, θ_w the angle that is turned, in panels c, d and f", in: 0.5...30)
    var ratio = 3.0
    @Parameter("largest strength Λ of the correlations in panel a", unit: "k_B T", in: 1...10) var largestStrength = 4.0
    @Parameter("strengths Λ of the sampled students in panels a and b", unit: "k_B T", in: 0.05...10)
    var strengths = [0.25, 0.5, 0.75, 1, 1.5, 2, 3]
    @Parameter("weights N of the students in panels a, b and e", in: 10...1000) var weights = 50
    @Parameter("weights N of the students that learn from batches of inputs, in panel a", in: 10...1000)
    var batchWeights = 200
    @Parameter("additional variance of the inputs of batches along the direction", in: 0.5...20) var spike = 4.0
    @Parameter("learning rates ν of the students that learn from batches", unit: "k_B T", in: 0.01...10)
    var rates = [0.4, 0.6, 1, 1.5]
    @Parameter("part of the noise that is due to the choice of the inputs of a batch, at most", in: 1e-4...0.1)
    var batchNoise = 0.002
    @Parameter("strengths 2Λ of the distributions in panel e", in: 0.1...8, count: 1...3)
    var relativeStrengths = [0.5, 1.5, 2]
    @Parameter("weights N of the students in panel c, ascending", in: 10...100_000, count: 1...2)
    var weightsInTime = [100, 10_000]
    @Parameter("times of the lines in panel c", unit: "1/k", in: 0.01...20)
    var times = (1...80).map { Double($0) / 20 }
    @Parameter("times of the sampled points in panel c", unit: "1/k", in: 0.01...20)
    var sampledTimes = [0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4]
    @Parameter("weights N of the lines in panel d", in: 10...1_000_000)
    var lineWeights = [10, 15, 20, 30, 40, 60, 80, 100, 120, 150, 200, 300, 500, 1000, 3000, 10_000, 30_000, 100_000]
    @Parameter("weights N of the sampled students in panel d, of the orders 1 and 2", in: 10...100_000)
    var passageWeights = [30, 100, 1000, 10_000]
    @Parameter("weights N of the sampled students in panel d, of the order beyond the second", in: 10...1000)
    var barrierWeights = [20, 40, 60, 80]
    @Parameter("hints Λ_h in panel f", unit: "k_B T", in: 1e-4...0.5, count: 1...3) var hints = [0.001, 0.01, 0.1]
    @Parameter("durations τ of the ramps of the lines in panel f", unit: "1/k", in: 0.1...10_000)
    var rampTimes = decades(1, 1000, [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8])
    @Parameter("durations τ of the ramps of the sampled points in panel f", unit: "1/k", in: 0.1...1000)
    var sampledRampTimes = [1.0, 10, 100]
    @Parameter("time step of everything that is sampled, in the shortest relaxation time", in: 0.001...0.1)
    var timeStep = 0.03
    @Parameter("students of a sampled point in panels a, b and d, of up to a thousand weights", in: 8...1_000_000)
    var students = 960
    @Parameter("students of a distribution in panel e", in: 8...10_000_000) var manyStudents = 9600
    @Parameter(
      "weights of all students together of a sampled point in panel c and of large students in panel d", in: 1000...1e10
    )
    var weightsInAll = 4e6
    @Parameter("trajectories of single weights of a sampled point in panel f", in: 8...100_000_000)
    var trajectories = 96_000
    @Parameter("independent replicas into which each sample is divided", in: 2...1000) var replicas = 8
  }

  static let paper = Parameters()
  static let quick = Parameters(
    strengths: [0.25, 1, 2], weights: 20, batchWeights: 40, rates: [1], batchNoise: 0.005,
    relativeStrengths: [0.5, 2], weightsInTime: [100], times: (1...20).map { Double($0) / 5 },
    sampledTimes: [0.5, 1, 2, 4], lineWeights: [10, 20, 40, 80, 160, 1000], passageWeights: [30, 300],
    barrierWeights: [20], hints: [0.01, 0.1], rampTimes: decades(1, 100, [1, 3]), sampledRampTimes: [1, 10],
    students: 32, manyStudents: 640, weightsInAll: 1e4, trajectories: 800)

  static func check(_ p: Parameters) throws {
    for (name, list) in [
      ("weightsInTime", p.weightsInTime), ("lineWeights", p.lineWeights), ("passageWeights", p.passageWeights),
      ("barrierWeights", p.barrierWeights),
    ] {
      try Complaint.unless(zip(list, list.dropFirst()).allSatisfy(<), name, "must list its values in ascending order")
    }
    let least = CorrelationLearning(order: p.order).leastRatio
    try Complaint.unless(
      p.ratio > 1.05 * least, "ratio",
      "must exceed \(label(least)) by a twentieth: below, correlations of order \(p.order) hold no student")
    try Complaint.unless(
      p.rates.allSatisfy { $0 * p.spike <= 20 }, "rates", "times 'spike' must not exceed 20")
    let high = Self.learners(p).high
    for weights in p.barrierWeights {
      let time = p.stiffness * high.law(weights).passageTime(to: high.level)
      try Complaint.unless(
        time < 2000, "barrierWeights",
        "lists \(weights) weights, which need a time of more than 2000/k: it must list fewer, or 'ratio' be larger")
    }
  }

  // MARK: - Experiment

  let p: Parameters, run: Run

  /// A way to learn that ends at the chosen angle.
  struct Learner {
    let learning: CorrelationLearning
    let rest: LearnedDirection

    var name: String { "\(learning.order)" }
    var strength: Double { learning.strength(leadingTo: rest) }
    var barrier: (top: LearnedDirection, height: Double)? { learning.barrier(strength: strength) }

    /// The overlap at which a student is said to have learned: half of ρ², counted from the top of the barrier where there is
    /// one.
    var level: Double {
      let top = barrier?.top.overlap ?? 0
      return (0.5 * (top * top + rest.overlap * rest.overlap)).squareRoot()
    }

    func law(_ weights: Int) -> DirectionLaw { DirectionLaw(learning, weights: weights, strength: strength) }
  }

  /// From labels, from second moments, and from moments beyond them.
  static func learners(_ p: Parameters) -> (labels: Learner, oja: Learner, high: Learner) {
    func learner(_ order: Int) -> Learner {
      Learner(
        learning: CorrelationLearning(order: order, stiffness: p.stiffness), rest: LearnedDirection(ratio: p.ratio))
    }
    return (learner(1), learner(2), learner(p.order))
  }

  func simulate() throws {
    let learners = Self.learners(p)
    recordRest()
    try recordClosedForms([learners.labels, learners.oja, learners.high])
    var deviations = try restingStudents() + batches() + distributions()
    deviations += try inTime([learners.labels, learners.oja])
    deviations += try passages(learners)
    deviations += try ramps(learners)
    run.deviations(deviations)
  }

  /// A twentieth or so of the relaxation time 1/κ, κ = k(1 + ncρⁿ), in 1/mobility.
  private func timeStep(_ learning: CorrelationLearning, _ strength: Double) -> Double {
    p.timeStep / (p.stiffness * (1 + Double(learning.order) * strength))
  }

  /// How many of a sample belong to one replica.
  private func share(_ count: Double) -> Int { max(1, Int((count / Double(p.replicas)).rounded(.up))) }

  /// At a transition ρ² relaxes within about √N/k.
  private func settling(_ weights: Int) -> Double { (5 + 2 * Double(weights).squareRoot()) / p.stiffness }

  private func students(
    _ learning: CorrelationLearning, _ strength: Double, count: Int, samples: Int
  ) -> StudentsAtRest {
    StudentsAtRest(
      learning: learning, weights: p.weights, strength: strength, timeStep: timeStep(learning, strength),
      settling: settling(p.weights), interval: 1 / p.stiffness, samples: samples, students: share(Double(count)))
  }

  /// Panels a and b: overlap and heat of students at rest, with labels and by Oja's rule.
  private func restingStudents() throws -> [Double] {
    try [1, 2].flatMap { order -> [Double] in
      let learning = CorrelationLearning(order: order, stiffness: p.stiffness)
      let laws = p.strengths.map { DirectionLaw(learning, weights: p.weights, strength: $0) }
      let samples = try run.sweep(
        "rest-\(order)", over: p.strengths.map { students(learning, $0, count: p.students, samples: 10) },
        replicas: p.replicas
      ).map(\.merged)
      let (squares, heats) = (samples.map(\.square.estimate), samples.map(\.heat.estimate))
      run.series(
        "sampled-rest-\(order)",
        ["strength": p.strengths, "information": laws.map { $0.information / Double(p.weights) }],
        estimates: ["square": squares, "heat": heats])
      for (strength, (square, heat)) in zip(p.strengths, zip(squares, heats)) {
        run.number("sampled-square-\(order)-\(label(strength))", square)
        run.number("sampled-heat-\(order)-\(label(strength))", heat, unit: "k_B T")
      }
      return zip(squares, laws).map { $0.deviation(from: $1.squaredOverlap) }
        + zip(heats, laws).map { $0.deviation(from: $1.heat) }
    }
  }

  /// Panel a: students that learn from batches of inputs by Oja's rule.
  private func batches() throws -> [Double] {
    let learning = CorrelationLearning(order: 2, stiffness: p.stiffness)
    let strengths = p.rates.map { 0.5 * $0 * p.spike }
    let cells = zip(p.rates, strengths).map { rate, strength in
      let timeStep = timeStep(learning, strength)
      // Of r inputs per weight and time the choice adds kν²⟨x̂²⟩/(2r) to the noise, with ⟨x̂²⟩ ≤ 1 + λ.
      let inputs = p.stiffness * rate * rate * (1 + p.spike) / (2 * p.batchNoise) * Double(p.batchWeights) * timeStep
      return SpikedStudents(
        spike: p.spike, stiffness: p.stiffness, rate: rate, weights: p.batchWeights,
        batch: 8 * max(2, Int((inputs / 8).rounded(.up))), timeStep: timeStep, settling: settling(p.batchWeights),
        interval: 1 / p.stiffness, samples: 10, students: share(max(16, Double(p.students) / 8)))
    }
    let squares = try run.sweep("batches", over: cells, replicas: p.replicas).map(\.merged.estimate)
    run.series("batches", ["strength": strengths], estimates: ["square": squares])
    return zip(squares, strengths).map { square, strength in
      square.deviation(from: DirectionLaw(learning, weights: p.batchWeights, strength: strength).squaredOverlap)
    }
  }

  /// Panel e: the distribution of the overlap.
  private func distributions() throws -> [Double] {
    let learning = CorrelationLearning(order: 2, stiffness: p.stiffness)
    let samples = try run.sweep(
      "distributions",
      over: p.relativeStrengths.map { students(learning, 0.5 * $0, count: p.manyStudents, samples: 1) },
      replicas: p.replicas
    ).map(\.merged.overlaps)
    return zip(p.relativeStrengths, samples).flatMap { relative, overlaps in
      recordDistribution(
        DirectionLaw(learning, weights: p.weights, strength: 0.5 * relative), relative, overlaps)
    }
  }

  /// Panel c: ⟨ρ²⟩ after a sudden start in a random direction.
  private func inTime(_ learners: [Learner]) throws -> [Double] {
    try learners.flatMap { learner in
      try p.weightsInTime.prefix(learner.learning.order == 1 ? 1 : 2).flatMap { weights -> [Double] in
        let name = "\(learner.name)-\(weights)"
        let law = learner.law(weights)
        func squares(at times: [Double]) throws -> [Double] {
          try law.squaredOverlaps(at: times.map { $0 / p.stiffness })
        }
        run.series("line-time-\(name)", ["time": p.times, "square": try squares(at: p.times)])
        let cell = StudentsInTime(
          learning: learner.learning, weights: weights, strength: learner.strength,
          times: p.sampledTimes.map { $0 / p.stiffness }, timeStep: timeStep(learner.learning, learner.strength),
          students: share(min(p.weightsInAll / Double(weights), 20 * Double(p.students))))
        let replicas = try run.sweep("time", over: [cell], replicas: p.replicas)[0]
        let sampled = p.sampledTimes.indices.map { time in replicas.map { $0[time] }.merged.estimate }
        run.series("sampled-time-\(name)", ["time": p.sampledTimes], estimates: ["square": sampled])
        return zip(sampled, try squares(at: p.sampledTimes)).map { $0.deviation(from: $1) }
      }
    }
  }

  /// Panel d: the mean time until a student has learned, against the number of its weights.
  private func passages(_ learners: (labels: Learner, oja: Learner, high: Learner)) throws -> [Double] {
    let sizes = [
      (learners.labels, p.passageWeights), (learners.oja, p.passageWeights), (learners.high, p.barrierWeights),
    ]
    return try sizes.flatMap { learner, sampledWeights -> [Double] in
      func exact(_ weights: Int) -> Double { p.stiffness * learner.law(weights).passageTime(to: learner.level) }
      // The barrier is passed in a time that grows exponentially: the line ends at the edge of the panel.
      let line = p.lineWeights.map {
        (weights: Double($0), time: $0 > 3000 && learner.barrier != nil ? .infinity : exact($0))
      }
      .filter { $0.time < 1e5 }
      run.series("line-passage-\(learner.name)", ["weights": line.map(\.weights), "time": line.map(\.time)])
      let cells = sampledWeights.map {
        StudentPassages(
          learning: learner.learning, weights: $0, strength: learner.strength, level: learner.level,
          timeStep: timeStep(learner.learning, learner.strength),
          students: share(min(Double(p.students), max(64, p.weightsInAll / Double($0)))))
      }
      let sampled = try run.sweep("passages", over: cells, replicas: p.replicas).map {
        p.stiffness * $0.merged.estimate
      }
      run.series(
        "sampled-passage-\(learner.name)", ["weights": sampledWeights.map(Double.init)], estimates: ["time": sampled])
      let times = sampledWeights.map(exact)
      for (weights, (estimate, time)) in zip(sampledWeights, zip(sampled, times)) {
        run.number("passage-\(learner.name)-\(weights)", time, unit: "1/k")
        run.number("sampled-passage-\(learner.name)-\(weights)", estimate, unit: "1/k")
      }
      return zip(sampled, times).map { $0.deviation(from: $1) }
    }
  }

  /// Panel f: what is lost along ramps of the strength, by students that rest in a hint before.
  private func ramps(_ learners: (labels: Learner, oja: Learner, high: Learner)) throws -> [Double] {
    recordLeast(learners.labels)
    return try ([(learners.labels, 0.0)] + p.hints.map { (learners.oja, $0) }).flatMap { learner, hint -> [Double] in
      let name = "\(learner.name)-\(label(hint))"
      func ramp(_ time: Double) -> StrengthRamp {
        StrengthRamp(to: learner.strength, within: time / p.stiffness, hint: hint)
      }
      func losses(_ times: [Double]) throws -> [Double] {
        try times.map { try learner.learning.settled(after: ramp($0)).losses }
      }
      let line = try losses(p.rampTimes)
      run.series("line-ramp-\(name)", ["time": p.rampTimes, "losses": line])
      run.number("slowest-losses-\(name)", line.last ?? .nan, unit: "nats")
      if hint > 0 { recordTurn(name, learner, hint) }
      if let slow = learner.learning.slowLosses(to: learner.strength, hint: hint) {
        run.number("slow-losses-\(name)", slow, unit: "nats/k")
      }
      let cells = p.sampledRampTimes.map { time in
        // Until rest to e^(−12), as the losses are squares; in longer steps, of which each is exact.
        let last = (time + 12) / p.stiffness
        let steps = last / (3 * timeStep(learner.learning, learner.strength))
        return SampledDirectedWeights(
          learning: learner.learning, ramp: ramp(time), time: last, steps: Int(steps.rounded(.up)),
          count: share(Double(p.trajectories)))
      }
      let sampled = try run.sweep("ramps", over: cells, replicas: p.replicas).map(\.merged.estimate)
      run.series("sampled-ramp-\(name)", ["time": p.sampledRampTimes], estimates: ["losses": sampled])
      return zip(sampled, try losses(p.sampledRampTimes)).map { $0.deviation(from: $1) }
    }
  }
}
