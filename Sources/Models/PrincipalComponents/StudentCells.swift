import Cells
import ElementaryFunctions
import Estimation
import Randomness
import Validation

// MARK: - At rest

/// Students in the averaged force when they have come to rest after a sudden start.
package struct StudentsAtRest: Cell {
  /// n and k.
  package var learning: CorrelationLearning
  /// N.
  package var weights: Int
  /// c.
  package var strength: Double
  /// The step, and the time before the first sample and between two, in 1/mobility.
  package var timeStep, settling, interval: Double
  /// How many samples there are of a student, and how many students.
  package var samples, students: Int

  /// Students.
  package init(
    learning: CorrelationLearning, weights: Int, strength: Double, timeStep: Double, settling: Double, interval: Double,
    samples: Int, students: Int
  ) {
    (self.learning, self.weights, self.strength, self.timeStep) = (learning, weights, strength, timeStep)
    (self.settling, self.interval, self.samples, self.students) = (settling, interval, samples, students)
  }

  /// The averages over the students.
  package func compute(_ random: RandomStream) -> RestSample {
    var result = RestSample()
    for number in 0..<students {
      var student = DirectionStudent(learning, weights: weights, random: random[number])
      let start = power(student.overlap, learning.order)
      var (squares, heats) = (0.0, 0.0)
      for sample in 0..<samples {
        let duration = sample == 0 ? settling : interval
        let steps = max(1, (duration / timeStep).rounded(.up))
        for _ in 0..<Int(steps) { student.advance(duration / steps, strength: strength) }
        squares += student.overlap * student.overlap
        // At constant control the heat is what the potential loses.
        heats += strength * (power(student.overlap, learning.order) - start)
      }
      result.add(
        square: squares / Double(samples), heat: heats / Double(samples), overlap: student.overlap)
    }
    return result
  }
}

/// Averages over students at rest.
package struct RestSample: Sendable, Validated, Hashable, Mergeable {
  /// ρ², averaged over the samples of a student.
  package private(set) var square = Average()
  /// The heat per weight, in k_B T, averaged over the samples of a student.
  package private(set) var heat = Average()
  /// ρ of the last sample of every student.
  package private(set) var overlaps = Histogram(in: -1...1, bins: 50)

  /// No students yet.
  init() {}

  /// Adds a student.
  mutating func add(square: Double, heat: Double, overlap: Double) {
    self.square.add(square)
    self.heat.add(heat)
    overlaps.add(overlap)
  }

  /// Adds the students of another sample.
  package mutating func merge(_ other: RestSample) {
    square.merge(other.square)
    heat.merge(other.heat)
    overlaps.merge(other.overlaps)
  }

  /// Reads a sample.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (square, heat) = (try fields.read(.square), try fields.read(.heat))
    overlaps = try fields.read(.overlaps)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    if !overlaps.hasBins(of: RestSample().overlaps) { return "Overlaps are counted in 50 bins from −1 to 1." }
    return square.count == heat.count ? nil : "All averages of a sample are over the same students."
  }
}

// MARK: - In time

/// ρ² of students in the averaged force at some times of their own clock after a sudden start in a random direction.
package struct StudentsInTime: Cell {
  /// n and k.
  package var learning: CorrelationLearning
  /// N.
  package var weights: Int
  /// c.
  package var strength: Double
  /// Times, ascending, and the step, in 1/mobility.
  package var times: [Double], timeStep: Double
  /// How many students there are.
  package var students: Int

  /// Students.
  package init(
    learning: CorrelationLearning, weights: Int, strength: Double, times: [Double], timeStep: Double, students: Int
  ) {
    (self.learning, self.weights, self.strength) = (learning, weights, strength)
    (self.times, self.timeStep, self.students) = (times, timeStep, students)
  }

  /// One average per time.
  package func compute(_ random: RandomStream) -> [Average] {
    var averages = times.map { _ in Average() }
    for number in 0..<students {
      var student = DirectionStudent(learning, weights: weights, random: random[number])
      var next = 0
      while next < times.count {
        let (before, square) = (student.clock, student.overlap * student.overlap)
        student.advance(timeStep, strength: strength)
        // Linear between two steps, as the average of ρ² is but for the second order.
        while next < times.count, times[next] <= student.clock {
          let part = (times[next] - before) / (student.clock - before)
          averages[next].add(square + part * (student.overlap * student.overlap - square))
          next += 1
        }
      }
    }
    return averages
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Average]) -> String? {
    result.count == times.count ? nil : "There is not one average per time."
  }
}

/// The times, by their own clocks, at which students in the averaged force pass an overlap after a sudden start in a random direction.
package struct StudentPassages: Cell {
  /// n and k.
  package var learning: CorrelationLearning
  /// N.
  package var weights: Int
  /// c.
  package var strength: Double
  /// The overlap to be passed: |ρ|, and for odd n ρ.
  package var level: Double
  /// The step, in 1/mobility.
  package var timeStep: Double
  /// How many students there are.
  package var students: Int

  /// Students.
  package init(
    learning: CorrelationLearning, weights: Int, strength: Double, level: Double, timeStep: Double, students: Int
  ) {
    (self.learning, self.weights, self.strength) = (learning, weights, strength)
    (self.level, self.timeStep, self.students) = (level, timeStep, students)
  }

  /// The average time, in 1/mobility.
  package func compute(_ random: RandomStream) -> Average {
    var average = Average()
    var luck = random["passages"]
    let isFolded = learning.order % 2 == 0
    for number in 0..<students {
      var student = DirectionStudent(learning, weights: weights, random: random[number])
      func distance(_ overlap: Double) -> Double { level - (isFolded ? abs(overlap) : overlap) }
      var left = distance(student.overlap)
      while left > 0 {
        let (before, clock, overlap) = (left, student.clock, student.overlap)
        student.advance(timeStep, strength: strength)
        left = distance(student.overlap)
        if left <= 0 {
          average.add(clock + (student.clock - clock) * before / (before - left))
          continue
        }
        // Between two steps the overlap is a Brownian bridge, which passes with the probability exp(−2 d₁d₂/variance).
        let variance =
          2 * learning.stiffness * (student.clock - clock) * (1 - overlap * overlap) / Double(weights)
        let exponent = 2 * before * left / variance
        if exponent < 40, luck.uniform() < Elementary.exp(-exponent) {
          average.add(0.5 * (clock + student.clock))
          left = 0
        }
      }
      if student.clock == 0 { average.add(0) }
    }
    return average
  }
}
