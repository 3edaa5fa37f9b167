import KernelMemory
import Randomness
import Validation

/// A student of N weights that learns a direction in the averaged force of its inputs, simulated.
///
///     var student = DirectionStudent(CorrelationLearning(order: 2), weights: 50, random: stream["student"])
///     for _ in 0..<1000 { student.advance(0.01, strength: 2) }
///     student.overlap                                // near ±√(3/4)
///
/// It starts from equilibrium in the trap, w_n ~ N(0, 1/k). The direction is B = (1, …, 1), which costs no generality: start and noise are the
/// same in all directions. Heun's scheme with one noise for both of its stages, of second order in the step for averages.
/// Cost: 4 ns per weight and step.
public struct DirectionStudent: ~Copyable {
  /// n and k.
  public let learning: CorrelationLearning
  /// N.
  public let count: Int
  /// ρ = w·B/(|w||B|).
  public private(set) var overlap = 0.0
  /// Q = w·w/N.
  public private(set) var norm = 1.0
  /// The student's own clock, ∫dt/(kQ), in 1/mobility: by it the angle diffuses as ``DirectionLaw`` says, however long w is.
  public private(set) var clock = 0.0

  private let weights, predicted, noise: WeightMemory
  private var lanes: RandomLanes

  /// A student that has not learned yet.
  ///
  /// - Precondition: there are at least two weights.
  public init(_ learning: CorrelationLearning, weights count: Int, random: RandomStream) {
    require(count > 1, "A direction needs two weights.")
    (self.learning, self.count) = (learning, count)
    weights = WeightMemory(count)
    predicted = WeightMemory(count)
    noise = WeightMemory(count)
    lanes = RandomLanes(random)
    weights.fill(from: &lanes, deviation: (1 / learning.stiffness).squareRoot())
    read(weights.sums)
  }

  private mutating func read(_ sums: (along: Double, square: Double)) {
    (overlap, norm) = Self.orderParameters(sums, count)
  }

  static func orderParameters(_ sums: (along: Double, square: Double), _ count: Int) -> (overlap: Double, norm: Double)
  {
    (sums.along / (Double(count) * sums.square).squareRoot(), sums.square / Double(count))
  }

  /// κ and h of the force −κw + hB.
  private func force(_ overlap: Double, _ norm: Double, _ strength: Double) -> (stiffness: Double, pull: Double) {
    let pull = learning.pull(at: overlap, CorrelationLearning.Control(strength: strength))
    return (learning.stiffness + pull * overlap / norm, pull / norm.squareRoot())
  }

  /// One step.
  ///
  /// - Parameters:
  ///   - timeStep: how long it is, in 1/mobility; well below the relaxation time 1/κ.
  ///   - strength: c.
  public mutating func advance(_ timeStep: Double, strength: Double) {
    noise.fill(from: &lanes, deviation: (2 * timeStep).squareRoot())
    let first = force(overlap, norm, strength)
    let middle = Self.orderParameters(
      predicted.set(weights, times: 1 - timeStep * first.stiffness, plus: noise, shift: timeStep * first.pull), count)
    let second = force(middle.overlap, middle.norm, strength)
    let before = norm
    let sums = weights.correct(
      predicted, own: 1 - 0.5 * timeStep * first.stiffness, other: -0.5 * timeStep * second.stiffness, noise,
      shift: 0.5 * timeStep * (first.pull + second.pull))
    read(sums)
    clock += 0.5 * timeStep / learning.stiffness * (1 / before + 1 / norm)
  }
}

/// N numbers in vectors of eight; what is left over of the last vector stays 0.
struct WeightMemory: ~Copyable {
  let memory: VectorMemory<SIMD8<Double>>
  /// 1 where there is a number of the last vector.
  private let lastOnes: SIMD8<Double>

  init(_ count: Int) {
    memory = VectorMemory(count: (count + 7) / 8)
    var ones = SIMD8<Double>(repeating: 1)
    for lane in 0..<8 where (count - 1) / 8 * 8 + lane >= count { ones[lane] = 0 }
    lastOnes = ones
  }

  /// Ones, but zeros where nothing is left.
  @inline(__always)
  func ones(_ place: Int) -> SIMD8<Double> { place == memory.count &- 1 ? lastOnes : SIMD8(repeating: 1) }

  /// Independent normal numbers.
  func fill(from lanes: inout RandomLanes, deviation: Double) {
    lanes.storeNormals(memory.vectors, count: memory.count)
    for place in 0..<memory.count { memory[place] = deviation * memory[place] }
    let last = memory.count - 1
    memory[last] = memory[last] * lastOnes
  }

  /// The sum of the numbers, and of their squares.
  var sums: (along: Double, square: Double) {
    var (along, square) = (SIMD8<Double>(), SIMD8<Double>())
    for place in 0..<memory.count {
      let value = memory[place]
      along += value
      square += value * value
    }
    return (Self.sum(along), Self.sum(square))
  }

  /// The sum of the lanes, in a fixed order.
  static func sum(_ vector: SIMD8<Double>) -> Double {
    let four = vector.lowHalf + vector.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// Becomes factor · other + noise + shift, and says its sums.
  func set(_ other: borrowing WeightMemory, times factor: Double, plus noise: borrowing WeightMemory, shift: Double)
    -> (along: Double, square: Double)
  {
    var (along, square) = (SIMD8<Double>(), SIMD8<Double>())
    for place in 0..<memory.count {
      let value = factor * other.memory[place] + noise.memory[place] + shift * ones(place)
      memory[place] = value
      along += value
      square += value * value
    }
    return (Self.sum(along), Self.sum(square))
  }

  /// Becomes own · itself + factor · other + noise + shift, and says its sums.
  func correct(
    _ other: borrowing WeightMemory, own: Double, other factor: Double, _ noise: borrowing WeightMemory, shift: Double
  ) -> (along: Double, square: Double) {
    var (along, square) = (SIMD8<Double>(), SIMD8<Double>())
    for place in 0..<memory.count {
      let value = own * memory[place] + factor * other.memory[place] + noise.memory[place] + shift * ones(place)
      memory[place] = value
      along += value
      square += value * value
    }
    return (Self.sum(along), Self.sum(square))
  }

  /// The scalar product with another.
  func product(_ other: borrowing WeightMemory) -> Double {
    var sum = SIMD8<Double>()
    for place in 0..<memory.count { sum += memory[place] * other.memory[place] }
    return Self.sum(sum)
  }
}
