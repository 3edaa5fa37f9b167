import Cells
import Estimation
import KernelMemory
import Matrices
import Randomness
import Validation

/// A committee of finitely many inputs N in the averaged force of its examples.
///
/// All NK weights move, and the force is that of the student's own R and Q, which fluctuate by 1/√N. The weights of the teacher are
/// orthogonal and of length √N, for which the loss is the function of R and Q exactly, and the student begins with just the R and Q of
/// infinitely many inputs, which takes the largest part of the fluctuations from the heat. During a step the force is constant, at the
/// overlaps expected in its middle, and the step is an exact one of the Ornstein–Uhlenbeck process, so that averages differ by O(Δ²).
/// The force has the potential U, and no work is done while ν is constant: the heat of a step is the fall of U. (That of the force in the
/// middle, without its response to the noise of the step, would be off by O(1/N) per unit time, however short the steps.)
public struct CommitteeStudent: ~Copyable {
  private let machine: CommitteeMachine
  private let vectors: Int
  private var weights, moved: VectorMemory<SIMD8<Double>>
  private let teacher: VectorMemory<SIMD8<Double>>
  private let normals: VectorMemory<SIMD8<Double>>
  private var random: RandomLanes
  /// R and Q of this student.
  public private(set) var overlap, norm: Matrix
  /// The heat given to the bath, per line and in k_B T.
  public private(set) var heat = 0.0
  /// The time since the start.
  public private(set) var time = 0.0

  /// Vectors that are moved together.
  private static var block: Int { 64 }

  /// A student before it learns.
  ///
  /// - Parameters:
  ///   - machine: student and teacher.
  ///   - inputs: N, a multiple of 8.
  ///   - seed: the overlap δ of every unit with its own of the teacher in the beginning.
  ///   - random: where weights and noise come from.
  public init(_ machine: CommitteeMachine, inputs: Int, seed: Double, _ random: RandomStream) {
    require(inputs > 0 && inputs % 8 == 0, "The number of inputs is a positive multiple of 8.")
    require(inputs > machine.teacherUnits + machine.hiddenUnits, "There are more inputs than hidden units.")
    self.machine = machine
    vectors = inputs / 8
    let (units, teachers) = (machine.hiddenUnits, machine.teacherUnits)
    weights = VectorMemory(count: units * vectors)
    moved = VectorMemory(count: units * vectors)
    teacher = VectorMemory(count: teachers * vectors)
    normals = VectorMemory(count: units * Self.block)
    overlap = .zeros(units, teachers)
    norm = .zeros(units, units)
    var start = RandomLanes(random["start"])
    self.random = RandomLanes(random["noise"])
    start.storeNormals(teacher.vectors, count: teachers * vectors)
    start.storeNormals(weights.vectors, count: units * vectors)
    // All orthogonal and of length √N, after Gram and Schmidt.
    for n in 0..<teachers {
      for m in 0..<n { Self.separate(teacher, n, from: teacher, m, vectors) }
      Self.normalise(teacher, n, vectors)
    }
    for i in 0..<units {
      for n in 0..<teachers { Self.separate(weights, i, from: teacher, n, vectors) }
      for j in 0..<i { Self.separate(weights, i, from: weights, j, vectors) }
      Self.normalise(weights, i, vectors)
    }
    for i in 0..<units {
      let own = i < teachers ? seed : 0
      let spread = (1 / machine.stiffness - own * own).squareRoot()
      for v in 0..<vectors {
        let shift = i < teachers ? own * teacher[i * vectors + v] : SIMD8()
        weights[i * vectors + v] = spread * weights[i * vectors + v] + shift
      }
    }
    measure()
  }

  private static func product(
    _ a: borrowing VectorMemory<SIMD8<Double>>, _ i: Int, _ b: borrowing VectorMemory<SIMD8<Double>>, _ j: Int,
    _ count: Int
  ) -> Double {
    var sum = SIMD8<Double>()
    let (left, right) = (a.vectors + i * count, b.vectors + j * count)
    for v in 0..<count { sum += left[v] * right[v] }
    let four = sum.lowHalf + sum.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// Takes from numbers i what they have in common with other numbers j, which have the length √N.
  private static func separate(
    _ a: borrowing VectorMemory<SIMD8<Double>>, _ i: Int, from b: borrowing VectorMemory<SIMD8<Double>>, _ j: Int,
    _ count: Int
  ) {
    let part = product(a, i, b, j, count) / Double(8 * count)
    for v in 0..<count { a[i * count + v] = a[i * count + v] - part * b[j * count + v] }
  }

  /// Gives numbers i the length √N.
  private static func normalise(_ a: borrowing VectorMemory<SIMD8<Double>>, _ i: Int, _ count: Int) {
    let scale = (Double(8 * count) / product(a, i, a, i, count)).squareRoot()
    for v in 0..<count { a[i * count + v] = scale * a[i * count + v] }
  }

  /// Measures R and Q.
  private mutating func measure() {
    let inputs = Double(8 * vectors)
    for i in 0..<machine.hiddenUnits {
      for j in 0...i {
        norm[i, j] = Self.product(weights, i, weights, j, vectors) / inputs
        norm[j, i] = norm[i, j]
      }
      for n in 0..<machine.teacherUnits { overlap[i, n] = Self.product(weights, i, teacher, n, vectors) / inputs }
    }
  }

  /// Learns for a step.
  public mutating func step(_ duration: Double, rate: Double) throws {
    let here = machine.force(overlap: overlap, norm: norm, rate: rate)
    let middle = LineStep(here, duration: 0.5 * duration).moved(overlap: overlap, norm: norm)
    let force = machine.force(overlap: middle.overlap, norm: middle.norm, rate: rate)
    let step = LineStep(force, duration: duration)
    let before = potential(rate: rate)
    move(step, noise: try step.noise)
    measure()
    heat += before - potential(rate: rate)
    time += duration
  }

  /// U = ½ k tr Q + νε of this student, per line.
  private func potential(rate: Double) -> Double {
    0.5 * machine.stiffness * norm.trace + rate * machine.error(overlap: overlap, norm: norm)
  }

  private mutating func move(_ step: LineStep, noise factor: Matrix) {
    let (units, teachers, vectors) = (machine.hiddenUnits, machine.teacherUnits, vectors)
    var start = 0
    while start < vectors {
      let count = min(Self.block, vectors - start)
      random.storeNormals(normals.vectors, count: units * count)
      for i in 0..<units {
        let target = moved.vectors + (i * vectors + start)
        for v in 0..<count { target[v] = SIMD8() }
        for j in 0..<units {
          let (decay, noise) = (step.decay[i, j], factor[i, j])
          let (weight, normal) = (weights.vectors + (j * vectors + start), normals.vectors + j * count)
          for v in 0..<count { target[v] += decay * weight[v] + noise * normal[v] }
        }
        for n in 0..<teachers {
          let (shift, own) = (step.shift[i, n], teacher.vectors + (n * vectors + start))
          for v in 0..<count { target[v] += shift * own[v] }
        }
      }
      start += count
    }
    swap(&weights, &moved)
  }

  /// Learns until a time, in steps that grow with it: from a part of the fastest relaxation time on, a hundredth of the time.
  public mutating func learn(until end: Double, rate: Double, largestStep: Double) throws {
    let first = min(0.02 * largestStep, 0.01 / (machine.stiffness + rate))
    while time < end * (1 - 1e-12) {
      let wanted = min(largestStep, max(first, 0.01 * time))
      let left = (end - time) / wanted
      try step((end - time) / max(1, left.rounded(.up)), rate: rate)
    }
  }
}

/// Averages over students of finitely many inputs, at one time.
package struct StudentSample: Sendable, Codable, Hashable, Mergeable {
  /// r and s, averaged over the units, and ε.
  package private(set) var pair = Average(), cross = Average(), error = Average()
  /// The heat, and ΔS + Q, per line.
  package private(set) var heat = Average(), cost = Average()

  init() {}

  mutating func add(_ student: borrowing CommitteeStudent, _ machine: CommitteeMachine) throws {
    let units = Double(machine.hiddenUnits)
    let diagonal = student.overlap.diagonal.reduce(0, +)
    pair.add(diagonal / Double(min(machine.hiddenUnits, machine.teacherUnits)))
    let others = units * Double(machine.teacherUnits) - units
    if others > 0 { cross.add((student.overlap.entries.reduce(0, +) - diagonal) / others) }
    error.add(machine.error(overlap: student.overlap, norm: student.norm))
    heat.add(student.heat)
    cost.add(student.heat + 0.5 * (try (machine.stiffness * student.norm).logDeterminant))
  }

  package mutating func merge(_ other: StudentSample) {
    pair.merge(other.pair)
    cross.merge(other.cross)
    error.merge(other.error)
    heat.merge(other.heat)
    cost.merge(other.cost)
  }
}

/// A student of finitely many inputs after a sudden start, looked at at several times.
package struct SampledCommittee: Cell {
  /// Student and teacher; K = M.
  package var machine: CommitteeMachine
  /// ν and δ.
  package var rate, seed: Double
  /// N, a multiple of 8.
  package var inputs: Int
  /// The largest time step.
  package var largestStep: Double
  /// When it is looked at, ascending; in units of the inverse mobility.
  package var times: [Double]

  /// A student.
  package init(
    machine: CommitteeMachine, rate: Double, seed: Double, inputs: Int, largestStep: Double, times: [Double]
  ) {
    (self.machine, self.rate, self.seed) = (machine, rate, seed)
    (self.inputs, self.largestStep, self.times) = (inputs, largestStep, times)
  }

  /// One sample per time.
  package func compute(_ random: RandomStream) throws -> [StudentSample] {
    var student = CommitteeStudent(machine, inputs: inputs, seed: seed, random)
    return try times.map { time in
      try student.learn(until: time, rate: rate, largestStep: largestStep)
      var sample = StudentSample()
      try sample.add(student, machine)
      return sample
    }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [StudentSample]) -> String? {
    result.count == times.count ? nil : "There is not one sample per time."
  }
}
