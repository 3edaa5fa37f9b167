import Cells
import Estimation
import Randomness

/// Averages over students who learn example by example, at one time: R, Q, ε_g and the cost.
///
///     let learning = OnlineLearning(rule: .perceptron, stiffness: 1)
///     let averages = learning.studentAverages(of: 10, weights: 400, at: [1, 4], stream) { _ in 2 }
///     averages[1].error.estimate                    // ε_g at t = 4, with its standard error
public struct StudentAverages: Sendable, Codable, Hashable, Mergeable {
  /// R and Q.
  public private(set) var overlap = Average(), norm = Average()

  /// ε_g.
  public private(set) var error = Average()

  /// ΔS(w_n) + Q_n per weight and in nats, where only the relaxation between examples is heat; see ``OnlinePerceptron/heat``.
  public private(set) var cost = Average()

  /// The averages over no students yet.
  public init() {}

  /// Adds a student as it is now.
  public mutating func add(_ student: borrowing OnlinePerceptron) {
    let point = student.orderParameters
    overlap.add(point.overlap)
    norm.add(point.norm)
    error.add(point.generalisationError)
    cost.add(LearningCost(point: point, stiffness: student.learning.stiffness, heat: student.heat).total)
  }

  /// Adds all students of other averages.
  public mutating func merge(_ other: StudentAverages) {
    overlap.merge(other.overlap)
    norm.merge(other.norm)
    error.merge(other.error)
    cost.merge(other.cost)
  }

  /// How far R, Q and ε_g lie above those of a point, in standard errors.
  public func deviations(from point: OrderParameters) -> [Double] {
    [
      overlap.estimate.deviation(from: point.overlap), norm.estimate.deviation(from: point.norm),
      error.estimate.deviation(from: point.generalisationError),
    ]
  }
}

extension OnlineLearning {
  /// Simulates students one after the other and averages over them at several times.
  ///
  /// - Parameters:
  ///   - count: how many students.
  ///   - weights: N, the number of weights of each.
  ///   - inputs: the inputs they learn from.
  ///   - precision: what a weight is stored in.
  ///   - times: when to look at them, increasing.
  ///   - random: the stream below which each student has its own, by its number from 0.
  ///   - learningRate: ν(t).
  /// - Returns: the averages at these times.
  public func studentAverages(
    of count: Int, weights: Int, inputs: OnlinePerceptron.Inputs = .signs,
    precision: OnlinePerceptron.Precision = .single, at times: [Double], _ random: RandomStream,
    learningRate: (Double) -> Double
  ) -> [StudentAverages] {
    var averages = times.map { _ in StudentAverages() }
    for number in 0..<count {
      var student = OnlinePerceptron(
        self, weights: weights, inputs: inputs, precision: precision, random: random[number])
      for (place, time) in times.enumerated() {
        student.learn(until: time, learningRate: learningRate)
        averages[place].add(student)
      }
    }
    return averages
  }
}

/// Averages over students that learn example by example at a constant rate, at several times.
package struct SampledStudents: Cell {
  /// How the students learn.
  package var learning: OnlineLearning
  /// The learning rate ν.
  package var rate: Double
  /// N, the number of weights of a student, and how many students there are.
  package var weights, count: Int
  /// When they are looked at, increasing; in units of the inverse mobility.
  package var times: [Double]

  /// A sample.
  package init(learning: OnlineLearning, rate: Double, weights: Int, count: Int, times: [Double]) {
    (self.learning, self.rate, self.weights) = (learning, rate, weights)
    (self.count, self.times) = (count, times)
  }

  /// The averages at these times.
  package func compute(_ random: RandomStream) -> [StudentAverages] {
    learning.studentAverages(of: count, weights: weights, at: times, random) { _ in rate }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [StudentAverages]) -> String? {
    result.count == times.count ? nil : "There is not one average per time."
  }
}
