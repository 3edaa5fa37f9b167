import Estimation
import Foundation

/// Online learning of a perceptron rule by N weights: ±1 inputs, jumps at the student's mistakes, and between two examples
/// the exact relaxation and diffusion of every weight.
///
/// Each of the rN examples per unit time adds ν ξσ_T/(r√N) where the student is wrong; in between dw = −kw dt + √2 dW.
struct NaivePerceptron {
  var count = 400
  var stiffness = 1.0, samplingRate = 1.0, learningRate = 1.0

  /// R = w·T/N and Q = w·w/N of 32 students, after a share of the examples for each; teacher and student are drawn from
  /// N(0, 1) and N(0, 1/k).
  func orderParameters(examples: Int, seed: UInt64) -> (overlap: Estimate, norm: Estimate) {
    var random = PlainRandomNumbers(seed: seed)
    var overlap = Average()
    var norm = Average()
    for _ in 0..<32 {
      let student = student(after: examples / 32, &random)
      overlap.add(student.overlap)
      norm.add(student.norm)
    }
    return (overlap.estimate, norm.estimate)
  }

  private func student(after examples: Int, _ random: inout PlainRandomNumbers) -> (overlap: Double, norm: Double) {
    let n = Double(count)
    var teacher = (0..<count).map { _ in random.normal() }
    let length = sqrt(teacher.reduce(0) { $0 + $1 * $1 } / n)
    for i in 0..<count { teacher[i] /= length }
    var weights = (0..<count).map { _ in random.normal() / sqrt(stiffness) }
    var inputs = Array(repeating: 0.0, count: count)
    let decay = exp(-stiffness / (samplingRate * n))
    let noise = sqrt((1 - decay * decay) / stiffness)
    for _ in 0..<examples {
      var (studentField, teacherField) = (0.0, 0.0)
      for i in 0..<count {
        inputs[i] = random.bits() & 1 == 0 ? 1 : -1
        weights[i] = decay * weights[i] + noise * random.normal()
        studentField += weights[i] * inputs[i]
        teacherField += teacher[i] * inputs[i]
      }
      let label: Double = teacherField < 0 ? -1 : 1
      if label * studentField <= 0 {
        let jump = learningRate * label / (samplingRate * sqrt(n))
        for i in 0..<count { weights[i] += jump * inputs[i] }
      }
    }
    return (
      (0..<count).reduce(0) { $0 + weights[$1] * teacher[$1] } / n, weights.reduce(0) { $0 + $1 * $1 } / n
    )
  }
}
