import Estimation
import LinearAlgebra
import Matrices
import Randomness
import Validation

extension LinearStep {
  /// I(s, y) in nats from simulated inputs, states and answers: the Gaussian formula with their sampled covariance.
  ///
  /// Every draw holds an input from s = 0 over so many steps and looks at the last state. The draws are cut into
  /// `batches`; leaving out one at a time (the jackknife) removes the bias of order 1/draws and gives the standard
  /// error.
  /// Source: B. Efron and C. Stein, Ann. Stat. 9, 586 (1981).
  ///
  /// - Parameters:
  ///   - task: where inputs and answers come from; one input per unit.
  ///   - draws: how many, in all; at least (units + 2) per batch.
  ///   - steps: how many steps the network has before it is looked at: the steady state needs some relaxation times.
  ///   - batches: into how many parts the draws are cut, at least two.
  ///   - random: batch b draws from its child stream b.
  /// - Throws: `MatrixError` where C_x, or a sampled covariance, is not positive definite.
  public func sampledInformation(
    at task: LinearTask, draws: Int, steps: Int, batches: Int = 50, random: RandomStream
  ) throws(MatrixError) -> Estimate {
    require(task.weights.count == network.count, "A linear network reads one input per unit.")
    require(batches > 1 && draws >= batches * (network.count + 2), "There are too few draws for the batches.")
    let inputFactor = try task.inputCovariance.choleskyFactor
    let each = draws / batches
    var parts: [Matrix] = []
    for batch in 0..<batches {
      var stream = random[batch]
      parts.append(secondMoments(at: task, inputFactor, draws: each, steps: steps, random: &stream))
    }
    let order = network.count + 1
    let moments = parts.map { part in
      (0..<order * order).map { part[$0 / order, $0 % order] / Double(each) }
    }
    return try Estimate.jackknife(moments) { (entries: [Double]) throws(MatrixError) -> Double in
      let joint = Matrix(rows: order, columns: order) { entries[$0 * order + $1] }
      return try gaussianInformation(ofLastVariableIn: joint)
    }
  }

  /// Σ (s, y)(s, y)ᵀ over some draws; all means are 0 and known.
  private func secondMoments(
    at task: LinearTask, _ inputFactor: Matrix, draws: Int, steps: Int, random: inout RandomStream
  ) -> Matrix {
    let n = network.count
    var sum = Matrix.zeros(n + 1, n + 1)
    for _ in 0..<draws {
      let x = inputFactor * (0..<n).map { _ in random.normal() }
      let mean = network.mean(reading: x)
      var deviation = mean.map { -$0 }
      for _ in 0..<steps { deviation = next(after: deviation, random: &random) }
      let clean = zip(task.weights, x).reduce(0) { $0 + $1.0 * $1.1 }
      let answer = clean + task.answerNoise.squareRoot() * random.normal()
      let both = zip(mean, deviation).map { $0 + $1 } + [answer]
      for i in 0...n { for j in 0...n { sum[i, j] += both[i] * both[j] } }
    }
    return sum
  }
}
