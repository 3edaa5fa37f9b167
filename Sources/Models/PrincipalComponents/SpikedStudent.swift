import Cells
import ElementaryFunctions
import Estimation
import KernelMemory
import Randomness
import Validation

/// A student of N weights that learns a direction from mini-batches of inputs, by Oja's rule: in every step the force
/// ν x̂(ξ − x̂w/|w|)√N/√Q averaged over the inputs of that step alone.
///
///     var student = SpikedStudent(spike: 4, weights: 200, batch: 1000, random: stream["student"])
///     for _ in 0..<2000 { student.advance(0.005, rate: 1) }
///     student.overlap                                // near ±√(3/4), as νλ = 4
///
/// Inputs have the covariance 1 + λBBᵀ/N. Only their components along B and w meet the field x̂; all others enter the force as one normal
/// vector, which is drawn in their place: the same law as with whole inputs, at the cost of 2 normal numbers per input and 2 per weight.
/// The step is that of B. Leimkuhler and C. Matthews, Appl. Math. Res. Express 2013, 34: the noise of a step is the mean of two, so that
/// averages at rest are of second order in the step.
public struct SpikedStudent: ~Copyable {
  /// λ and k.
  public let spike: Double, stiffness: Double
  /// N, and how many inputs there are in a step.
  public let count: Int, batch: Int
  /// ρ = w·B/(|w||B|).
  public private(set) var overlap = 0.0
  /// Q = w·w/N.
  public private(set) var norm = 1.0

  private let weights, noise, next, across: WeightMemory
  private let inputs: VectorMemory<SIMD8<Double>>
  private var lanes: RandomLanes

  /// A student that has not learned yet, in equilibrium in its trap.
  ///
  /// - Parameters:
  ///   - spike: λ, not negative.
  ///   - stiffness: k, positive.
  ///   - count: N, at least 3.
  ///   - batch: inputs per step; a multiple of 8.
  ///   - random: where its random numbers come from.
  public init(spike: Double, stiffness: Double = 1, weights count: Int, batch: Int, random: RandomStream) {
    require(spike >= 0 && stiffness > 0 && count > 2, "A student has a trap and three weights, and inputs a variance.")
    require(batch > 0 && batch % 8 == 0, "A batch is a multiple of eight inputs.")
    (self.spike, self.stiffness, self.count, self.batch) = (spike, stiffness, count, batch)
    weights = WeightMemory(count)
    noise = WeightMemory(count)
    next = WeightMemory(count)
    across = WeightMemory(count)
    inputs = VectorMemory(count: batch / 4)
    lanes = RandomLanes(random)
    weights.fill(from: &lanes, deviation: (1 / stiffness).squareRoot())
    noise.fill(from: &lanes, deviation: 1)
    (overlap, norm) = DirectionStudent.orderParameters(weights.sums, count)
  }

  /// Averages over a batch: of x̂(z − ρx̂), and of x̂² over the number of inputs.
  private mutating func meetBatch() -> (along: Double, spread: Double) {
    lanes.storeNormals(inputs.vectors, count: inputs.count)
    let half = inputs.count / 2
    let deviation = (1 + spike).squareRoot()
    let rest = ((1 - overlap) * (1 + overlap)).squareRoot()
    var (along, square) = (SIMD8<Double>(), SIMD8<Double>())
    for place in 0..<half {
      let z = deviation * inputs[place]
      let field = overlap * z + rest * inputs[half + place]
      along += field * (z - overlap * field)
      square += field * field
    }
    let count = Double(batch)
    return (WeightMemory.sum(along) / count, WeightMemory.sum(square) / (count * count))
  }

  /// One step with a new batch.
  ///
  /// - Parameters:
  ///   - timeStep: how long it is, in 1/mobility.
  ///   - rate: ν.
  public mutating func advance(_ timeStep: Double, rate: Double) {
    let n = Double(count)
    let batch = meetBatch()
    // F = (ν/√Q)[a/(1 − ρ²)(B − ρw/√Q) + √(N s) G], with G normal across B and w.
    let room = (1 - overlap) * (1 + overlap)
    let length = norm.squareRoot()
    let turn = rate / length * batch.along / room
    let shake = rate / length * (n * batch.spread).squareRoot()
    across.fill(from: &lanes, deviation: 1)
    let alongDirection = across.sums.along / n
    let alongRest = (across.product(weights) / (n * length) - overlap * alongDirection) / room
    // G less its parts along B and e = (w/√Q − ρB)/√(1 − ρ²).
    let direction = turn - shake * (alongDirection - overlap * alongRest)
    let own = -stiffness - turn * overlap / length - shake * alongRest / length
    next.fill(from: &lanes, deviation: 1)
    let spread = 0.5 * (2 * timeStep).squareRoot()
    var (sum, square) = (SIMD8<Double>(), SIMD8<Double>())
    for place in 0..<weights.memory.count {
      let new = next.memory[place]
      let value =
        (1 + timeStep * own) * weights.memory[place] + timeStep * direction * weights.ones(place)
        + timeStep * shake * across.memory[place] + spread * (noise.memory[place] + new)
      weights.memory[place] = value
      noise.memory[place] = new
      sum += value
      square += value * value
    }
    (overlap, norm) = DirectionStudent.orderParameters((WeightMemory.sum(sum), WeightMemory.sum(square)), count)
  }
}

/// ρ² of students that learn from mini-batches of inputs, when they have come to rest after a sudden start.
package struct SpikedStudents: Cell {
  /// λ, k and ν.
  package var spike, stiffness, rate: Double
  /// N, and how many inputs there are in a step.
  package var weights, batch: Int
  /// The step, and the time before the first sample and between two, in 1/mobility.
  package var timeStep, settling, interval: Double
  /// How many samples there are of a student, and how many students.
  package var samples, students: Int

  /// Students.
  package init(
    spike: Double, stiffness: Double, rate: Double, weights: Int, batch: Int, timeStep: Double, settling: Double,
    interval: Double, samples: Int, students: Int
  ) {
    (self.spike, self.stiffness, self.rate, self.weights) = (spike, stiffness, rate, weights)
    (self.batch, self.timeStep, self.settling) = (batch, timeStep, settling)
    (self.interval, self.samples, self.students) = (interval, samples, students)
  }

  /// The average over the students.
  package func compute(_ random: RandomStream) -> Average {
    var average = Average()
    for number in 0..<students {
      var student = SpikedStudent(
        spike: spike, stiffness: stiffness, weights: weights, batch: batch, random: random[number])
      var sum = 0.0
      for sample in 0..<samples {
        let duration = sample == 0 ? settling : interval
        let steps = max(1, (duration / timeStep).rounded(.up))
        for _ in 0..<Int(steps) { student.advance(duration / steps, rate: rate) }
        sum += student.overlap * student.overlap
      }
      average.add(sum / Double(samples))
    }
    return average
  }
}
