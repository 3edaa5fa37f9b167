import Validation

/// Inputs with their right answers, for a network of spins to learn.
public struct MesoscopicTask: Sendable, Validated, Hashable {
  /// What is to be told of each input.
  public enum Answers: Sendable, Codable, Hashable {
    /// A class, by a softmax readout; performance is the mean of ln p.
    case labels([Int], classes: Int)
    /// Numbers, by a linear readout; performance is minus half the mean squared error.
    case targets([[Double]])

    /// How many inputs are answered.
    fileprivate var count: Int {
      switch self {
      case .labels(let labels, _): labels.count
      case .targets(let targets): targets.count
      }
    }
  }

  /// The inputs u, one array each.
  public let inputs: [[Double]]

  /// The answers, in the order of the inputs.
  public let answers: Answers

  /// A task.
  ///
  /// - Precondition: there is an answer per input, and at least one.
  public init(inputs: [[Double]], answers: Answers) {
    self.inputs = inputs
    self.answers = answers
    requireNoFlaw()
  }

  /// How well a readout answers from some averages.
  public struct Reading: Sendable {
    /// G: the mean over the inputs of ln p_y or of −½ |y − ŷ|², less ½ λ Σ w².
    public let value: Double
    /// ∂G/∂m, input by input, at this readout. Where it is the best one G is largest, and its change does not count.
    public let slopes: [[Double]]
    /// The readout.
    public let readout: Readout
  }

  /// A readout of averages.
  public enum Readout: Sendable, Codable, Hashable {
    /// Of numbers.
    case ridge(RidgeReadout)
    /// Of classes.
    case softmax(SoftmaxReadout)
  }

  /// The best readout of averages, one array per input.
  ///
  /// - Parameters:
  ///   - averages: what is read, input by input.
  ///   - penalty: λ.
  ///   - start: where to begin the search for a softmax readout; by default at zero.
  public func readout(fittedTo averages: [[Double]], penalty: Double, from start: Readout? = nil) -> Readout {
    switch answers {
    case .targets(let targets):
      return .ridge(RidgeReadout.fitted(to: averages, targets: targets, penalty: penalty))
    case .labels(let labels, let classes):
      var old: SoftmaxReadout?
      if case .softmax(let softmax) = start { old = softmax }
      return .softmax(
        SoftmaxReadout.fitted(to: averages, labels: labels, classes: classes, penalty: penalty, from: old))
    }
  }

  /// How well a readout does on averages, one array per input.
  ///
  /// - Parameters:
  ///   - averages: what is read, input by input.
  ///   - readout: the readout, of the kind that the answers need.
  ///   - penalty: λ.
  public func reading(of averages: [[Double]], by readout: Readout, penalty: Double) -> Reading {
    require(averages.count == inputs.count, "There are averages for every input.")
    let share = 1 / Double(inputs.count)
    var (value, slopes): (Double, [[Double]]) = (0, [])
    let weights: [Double]
    switch (answers, readout) {
    case (.targets(let targets), .ridge(let ridge)):
      for (m, y) in zip(averages, targets) {
        let performance = ridge.performance(of: m, target: y)
        value += share * performance.value
        slopes.append(performance.slopes.map { share * $0 })
      }
      weights = ridge.weights.entries
    case (.labels(let labels, _), .softmax(let softmax)):
      for (m, y) in zip(averages, labels) {
        let performance = softmax.performance(of: m, label: y)
        value += share * performance.value
        slopes.append(performance.slopes.map { share * $0 })
      }
      weights = softmax.weights.entries
    default: fatalError("Numbers are read by a linear readout, classes by a softmax.")
    }
    return Reading(value: value - 0.5 * penalty * weights.reduce(0) { $0 + $1 * $1 }, slopes: slopes, readout: readout)
  }
}

extension MesoscopicTask {
  /// Reads a task.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    inputs = try fields.read(.inputs)
    answers = try fields.read(.answers)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if inputs.isEmpty || inputs.count != answers.count { return "A task has an answer for every input." }
    switch answers {
    case .labels(let labels, let classes):
      return labels.allSatisfy { 0 <= $0 && $0 < classes } ? nil : "A label is one of the classes, counted from 0."
    case .targets(let targets):
      return targets.allSatisfy { $0.count == targets[0].count } ? nil : "All targets have equally many numbers."
    }
  }
}
