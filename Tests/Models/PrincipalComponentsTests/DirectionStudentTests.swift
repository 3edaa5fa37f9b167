import Estimation
import PrincipalComponents
import Randomness
import Testing

/// Simulated students of finitely many weights over their exact law.
@Suite struct DirectionStudentTests {
  /// ⟨ρ²⟩ and heat at rest within 4.5 standard errors, for several orders, stiffnesses and numbers of weights, also such as are no
  /// multiple of eight; those of a tenth more weights or strength are more than 10 off.
  @Test(arguments: [(1, 50, 1.0, 1.0), (2, 50, 2, 1), (2, 21, 0.75, 4), (3, 20, 1.2, 0.3)]) func rest(
    order: Int, weights: Int, strength: Double, stiffness: Double
  ) {
    let learning = CorrelationLearning(order: order, stiffness: stiffness)
    // Beyond the second order the barrier is passed first.
    let settling = (order > 2 ? 60 : 15) / stiffness
    let sample = StudentsAtRest(
      learning: learning, weights: weights, strength: strength, timeStep: 0.006 / stiffness, settling: settling,
      interval: 1 / stiffness, samples: 10, students: 400
    ).compute(RandomStream(seed: 71)["rest"][order][weights])
    let law = DirectionLaw(learning, weights: weights, strength: strength)
    #expect(sample.square.estimate.isConsistent(with: law.squaredOverlap, sigmas: 4.5))
    #expect(sample.heat.estimate.isConsistent(with: law.heat, sigmas: 4.5))
    let other = DirectionLaw(learning, weights: weights, strength: 1.5 * strength)
    #expect(abs(sample.square.estimate.deviation(from: other.squaredOverlap)) > 10)
    #expect(abs(sample.heat.estimate.deviation(from: other.heat)) > 10)
  }

  /// p(ρ) at the transition and above it.
  @Test(arguments: [0.25, 1.0]) func distribution(strength: Double) {
    let learning = CorrelationLearning(order: 2)
    let overlaps = StudentsAtRest(
      learning: learning, weights: 24, strength: strength, timeStep: 0.01, settling: 12, interval: 1, samples: 1,
      students: 4000
    ).compute(RandomStream(seed: 72)["distribution"]).overlaps
    func deviations(_ strength: Double) -> [Double] {
      let law = DirectionLaw(learning, weights: 24, strength: strength)
      return overlaps.deviations(
        from: overlaps.weights.indices.map {
          law.probability(from: overlaps.range(of: $0).lowerBound, to: overlaps.range(of: $0).upperBound)
        }
      ).compactMap { $0 }
    }
    let found = deviations(strength)
    #expect(found.count > 15 && found.allSatisfy { abs($0) < 4.5 })
    #expect(deviations(4 * strength).contains { abs($0) > 10 })
  }

  /// ⟨ρ²⟩ in time, and passage times, by the student's own clock. By the clock of the laboratory they would be 10 % off at N = 20.
  @Test func inTime() throws {
    let learning = CorrelationLearning(order: 2, stiffness: 2)
    let times = [0.1, 0.25, 0.5, 1]
    let averages = StudentsInTime(
      learning: learning, weights: 30, strength: 2, times: times, timeStep: 0.004, students: 4000
    ).compute(RandomStream(seed: 73)["time"])
    let exact = try DirectionLaw(learning, weights: 30, strength: 2).squaredOverlaps(at: times)
    for (average, square) in zip(averages, exact) { #expect(average.estimate.isConsistent(with: square, sigmas: 4.5)) }
    // Negative control: other strengths.
    let other = try DirectionLaw(learning, weights: 30, strength: 1.5).squaredOverlaps(at: times)
    #expect(abs(averages[2].estimate.deviation(from: other[2])) > 10)
  }

  @Test(arguments: [(1, 30, 3.0, 0.6), (2, 40, 2, 0.6), (3, 16, 1.3, 0.6), (4, 20, 4.0 / 3, 0.7)]) func passages(
    order: Int, weights: Int, strength: Double, level: Double
  ) {
    let learning = CorrelationLearning(order: order)
    let time = StudentPassages(
      learning: learning, weights: weights, strength: strength, level: level, timeStep: 0.005, students: 1000
    ).compute(RandomStream(seed: 74)["passages"][order]).estimate
    let law = DirectionLaw(learning, weights: weights, strength: strength)
    #expect(time.isConsistent(with: law.passageTime(to: level), sigmas: 4.5))
    let weaker = DirectionLaw(learning, weights: weights, strength: 0.7 * strength)
    #expect(abs(time.deviation(from: weaker.passageTime(to: level))) > 10)
  }
}

/// Students that learn from batches of inputs.
@Suite struct SpikedStudentTests {
  /// At rest they lie on the law of the averaged force with 2c = νλ.
  @Test(arguments: [(4.0, 1.0, 1.0, 200), (1, 2.5, 3, 40)]) func rest(
    spike: Double, stiffness: Double, rate: Double, weights: Int
  ) {
    let square = SpikedStudents(
      spike: spike, stiffness: stiffness, rate: rate, weights: weights, batch: 1600,
      timeStep: 0.006 / stiffness, settling: 20 / stiffness, interval: 1 / stiffness, samples: 10,
      students: 24
    ).compute(RandomStream(seed: 75)["batches"][weights]).estimate
    let learning = CorrelationLearning(order: 2, stiffness: stiffness)
    func exact(_ strength: Double) -> Double {
      DirectionLaw(learning, weights: weights, strength: strength).squaredOverlap
    }
    #expect(square.isConsistent(with: exact(0.5 * rate * spike), sigmas: 4.5))
    // Negative control: a strength of νλ, as if the loss were ⟨x̂²⟩ and not half of it.
    #expect(abs(square.deviation(from: exact(rate * spike))) > 10)
  }

  /// Few inputs: the same ⟨ρ²⟩ after a short time as with whole inputs, drawn component by component, within 4.5 standard errors. Four times as many
  /// inputs give another.
  @Test func wholeInputs() {
    let (spike, weights, batch, rate, timeStep, steps) = (3.0, 11, 8, 1.0, 0.1, 20)
    let stream = RandomStream(seed: 76)
    func reduced(_ batch: Int) -> Estimate {
      SpikedStudents(
        spike: spike, stiffness: 1, rate: rate, weights: weights, batch: batch, timeStep: timeStep,
        settling: timeStep * Double(steps), interval: 1, samples: 1, students: 10_000
      ).compute(stream["reduced"][batch]).estimate
    }
    var whole = Average()
    var random = stream["whole"]
    let n = Double(weights)
    for _ in 0..<10_000 {
      var w = (0..<weights).map { _ in random.normal() }
      var noise = (0..<weights).map { _ in random.normal() }
      for _ in 0..<steps {
        let length = w.reduce(0) { $0 + $1 * $1 }.squareRoot()
        var force = w.map { -$0 }
        for _ in 0..<batch {
          // ξ = η + (√(1 + λ) − 1)(η·B)B/N has the covariance 1 + λBBᵀ/N.
          var input = (0..<weights).map { _ in random.normal() }
          let along = input.reduce(0, +) / n * ((1 + spike).squareRoot() - 1)
          for j in 0..<weights { input[j] += along }
          let field = zip(w, input).reduce(0) { $0 + $1.0 * $1.1 } / length
          for j in 0..<weights {
            // √N/√Q = N/|w|.
            force[j] += rate * n / length * field * (input[j] - field * w[j] / length) / Double(batch)
          }
        }
        for j in 0..<weights {
          let next = random.normal()
          w[j] += timeStep * force[j] + 0.5 * (2 * timeStep).squareRoot() * (noise[j] + next)
          noise[j] = next
        }
      }
      let (sum, square) = w.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
      whole.add(sum * sum / (n * square))
    }
    #expect(reduced(batch).isConsistent(with: whole.estimate, sigmas: 4.5))
    #expect(abs(reduced(4 * batch).deviation(from: whole.estimate)) > 10)
  }
}
