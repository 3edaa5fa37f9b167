import ElementaryFunctions
import KernelMemory
import Randomness

/// The exact solution of dw = −k w dt + √2 dW over a time Δ: w → (1 − κ)w + noise.
struct OrnsteinUhlenbeckStep {
  /// κ = 1 − exp(−kΔ).
  let loss: Double

  /// The variance of the noise, (1 − exp(−2kΔ))/k.
  let variance: Double

  init(stiffness: Double, duration: Double) {
    // 1 − exp(−2y) = 2 tanh y/(1 + tanh y), without cancellation and without the system's library.
    let tangent = Elementary.tanh(0.5 * stiffness * duration)
    loss = 2 * tangent / (1 + tangent)
    variance = loss * (2 - loss) / stiffness
  }
}

/// The weights of a student beside those of its teacher, and the example it saw last.
///
/// A pass goes over groups of 512 weights, as many as 512 random bits give inputs ±1, and for each first draws the normal numbers
/// and then moves the weights: two short loops are compiled better than one. What is left over of the last vector is kept at 0.
struct WeightBlocks<Vector: WeightLanes>: ~Copyable {
  /// How many weights there are.
  let count: Int
  private let weights, teacher: VectorMemory<Vector>
  /// The last example: the bits of ±1 inputs by groups, or Gaussian inputs.
  private let signs: VectorMemory<Vector.Bits>
  private let inputs: VectorMemory<Vector>
  private let areInputsGaussian: Bool
  /// Ones, and zeros where no weights are left; for the last vector.
  private let lastOnes: Vector
  /// For one group: the noise and the next Gaussian inputs.
  private let normals, newInputs: VectorMemory<Vector>

  private static var vectorsPerGroup: Int { 512 / Vector.scalarCount }

  init(weights start: [Double], teacher direction: [Double], areInputsGaussian: Bool) {
    count = start.count
    let vectors = (count + Vector.scalarCount - 1) / Vector.scalarCount
    weights = VectorMemory(count: vectors)
    teacher = VectorMemory(count: vectors)
    signs = VectorMemory(count: (vectors + Self.vectorsPerGroup - 1) / Self.vectorsPerGroup)
    inputs = VectorMemory(count: areInputsGaussian ? vectors : 0)
    normals = VectorMemory(count: Self.vectorsPerGroup)
    newInputs = VectorMemory(count: areInputsGaussian ? Self.vectorsPerGroup : 0)
    self.areInputsGaussian = areInputsGaussian
    for n in 0..<count {
      weights[scalar: n] = Vector.Scalar(start[n])
      teacher[scalar: n] = Vector.Scalar(direction[n])
    }
    var ones = Vector()
    for lane in 0..<Vector.scalarCount where (vectors - 1) * Vector.scalarCount + lane < count { ones[lane] = 1 }
    lastOnes = ones
  }

  /// All weights.
  var values: [Double] { (0..<count).map { Double(weights[scalar: $0]) } }

  /// w·T and w·w.
  var products: (teacher: Double, own: Double) {
    var sums = (0.0, 0.0)
    for place in 0..<weights.count {
      sums.0 += weights[place].dot(teacher[place])
      sums.1 += weights[place].dot(weights[place])
    }
    return sums
  }

  /// Numbers that a pass over the weights uses over and over, in all lanes.
  private struct Constants {
    let loss, kick, deviation: Vector

    init(_ step: OrnsteinUhlenbeckStep, kick: Double) {
      loss = Vector(repeating: Vector.Scalar(step.loss))
      self.kick = Vector(repeating: Vector.Scalar((1 - step.loss) * kick))
      deviation = Vector(repeating: Vector.Scalar(step.variance.squareRoot()))
    }
  }

  /// w·ξ, T·ξ and ξ·ξ, lane by lane.
  private struct Sums {
    var student = Vector(), teacher = Vector(), input = Vector()
  }

  /// Normal numbers for the weights of one group.
  @inline(__always)
  private func draw(_ group: Int, into memory: borrowing VectorMemory<Vector>, from random: inout RandomLanes) {
    let vectors = min(weights.count - group * Self.vectorsPerGroup, Self.vectorsPerGroup)
    Vector.fill(memory, count: vectors, from: &random)
  }

  /// Adds `kick` times the last inputs, lets the weights relax for a step, and draws the next inputs ξ.
  ///
  /// Adding the small change of a weight to it, and not multiplying the weight by 1 − κ, keeps k as exact in `Float` as κ is.
  ///
  /// - Returns: w·ξ, T·ξ and ξ·ξ.
  func pass(
    _ step: OrnsteinUhlenbeckStep, kick: Double, noise: inout RandomLanes, inputs: inout RandomLanes
  ) -> (student: Double, teacher: Double, input: Double) {
    areInputsGaussian
      ? passWithNormals(step, kick: kick, noise: &noise, inputs: &inputs)
      : passWithSigns(step, kick: kick, noise: &noise, inputs: &inputs)
  }

  private func passWithSigns(
    _ step: OrnsteinUhlenbeckStep, kick: Double, noise: inout RandomLanes, inputs: inout RandomLanes
  ) -> (student: Double, teacher: Double, input: Double) {
    let constants = Constants(step, kick: kick)
    var sums = Sums()
    for group in 0..<signs.count {
      draw(group, into: normals, from: &noise)
      var old = signs[group]
      var new = Vector.signs(from: &inputs)
      signs[group] = new
      let start = group * Self.vectorsPerGroup
      for place in start..<min(weights.count, start + Self.vectorsPerGroup) {
        let push = constants.kick.times(signs: old) - constants.loss * weights[place]
        var w = weights[place] + (constants.deviation * normals[place - start] + push)
        if place == weights.count - 1 { w = w * lastOnes }
        weights[place] = w
        sums.student = sums.student + w.times(signs: new)
        sums.teacher = sums.teacher + teacher[place].times(signs: new)
        (old, new) = (Vector.advanced(old), Vector.advanced(new))
      }
    }
    return (sums.student.total, sums.teacher.total, Double(count))
  }

  private func passWithNormals(
    _ step: OrnsteinUhlenbeckStep, kick: Double, noise: inout RandomLanes, inputs random: inout RandomLanes
  ) -> (student: Double, teacher: Double, input: Double) {
    let constants = Constants(step, kick: kick)
    var sums = Sums()
    for group in 0..<signs.count {
      draw(group, into: normals, from: &noise)
      draw(group, into: newInputs, from: &random)
      let start = group * Self.vectorsPerGroup
      for place in start..<min(weights.count, start + Self.vectorsPerGroup) {
        let push = constants.kick * inputs[place] - constants.loss * weights[place]
        var w = weights[place] + (constants.deviation * normals[place - start] + push)
        if place == weights.count - 1 { w = w * lastOnes }
        var input = newInputs[place - start]
        if place == weights.count - 1 { input = input * lastOnes }
        weights[place] = w
        inputs[place] = input
        sums.student = sums.student + w * input
        sums.teacher = sums.teacher + teacher[place] * input
        sums.input = sums.input + input * input
      }
    }
    return (sums.student.total, sums.teacher.total, sums.input.total)
  }
}
