import Companion
import Estimation
import PerceptronLearning
import Randomness

/// Online learning of the Perceptron rule from ±1 inputs, with thermal noise at every example; an event is one weight through
/// one example. 32 students learn one after the other.
struct PerceptronKernel: Kernel {
  let count: Int
  let precision: OnlinePerceptron.Precision

  var name: String { "online perceptron" }
  var variant: String { precision.rawValue }
  var size: String { "N = \(count)" }
  var unit: String { "weight-step" }
  var eventsForAgreement: Int { 4_000_000 }

  func input() -> NaivePerceptron { NaivePerceptron(count: count) }

  private func examples(_ events: Int) -> Int { 32 * max(1, events / (32 * count)) }

  func run(_ events: Int, on plain: NaivePerceptron) -> Outcome {
    let examples = examples(events)
    let learning = OnlineLearning(
      rule: .perceptron, stiffness: plain.stiffness, samplingRate: plain.samplingRate)
    var (overlap, norm) = (Average(), Average())
    let time = Double(examples / 32) / (plain.samplingRate * Double(count))
    for student in 0..<32 {
      var student = OnlinePerceptron(
        learning, weights: count, precision: precision, random: RandomStream(seed: 6)[student])
      student.learn(until: time) { _ in plain.learningRate }
      let order = student.orderParameters
      overlap.add(order.overlap)
      norm.add(order.norm)
    }
    return Outcome(events: examples * count, quantities: [overlap.estimate, norm.estimate])
  }

  func runNaively(_ events: Int, on plain: NaivePerceptron) -> Outcome {
    let examples = examples(events)
    let order = plain.orderParameters(examples: examples, seed: 7)
    return Outcome(events: examples * count, quantities: [order.overlap, order.norm])
  }

  func comparison(on plain: NaivePerceptron) -> PythonJob? {
    PythonJob(function: "perceptron", arguments: ["count": .integer(count)])
  }
}
