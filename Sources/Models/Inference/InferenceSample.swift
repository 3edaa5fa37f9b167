import Cells
import ElementaryFunctions
import Estimation
import Randomness
import StochasticThermodynamics
import Validation

/// What students did with data drawn at random: how often each course of the data and each weight were found, the heat, and the
/// exponentials whose average a theorem knows.
public struct InferenceSample: Sendable, Validated, Mergeable {
  /// The heat of each trajectory.
  public private(set) var heat = Average()
  /// exp(−(Δs + q) + i) of each trajectory.
  public private(set) var theorem = Average()
  /// The same without i.
  public private(set) var withoutInformation = Average()
  /// The same without q.
  public private(set) var withoutHeat = Average()
  /// The same with −i.
  public private(set) var wrongSign = Average()

  // How often a course of the data and the last weight, and the truth and the last weight, were found together.
  private var courses, truths: [Int]

  /// Trajectories of a student.
  ///
  /// Δs and i are taken from the exact distributions.
  ///
  /// - Parameters:
  ///   - student: who infers.
  ///   - count: how many trajectories, each with data of its own.
  ///   - random: the stream to draw from.
  public init(of student: InferringStudent, count: Int, random: RandomStream) {
    let (states, samples) = (student.weightCount, student.data)
    courses = Array(repeating: 0, count: student.courseCount * states)
    truths = Array(repeating: 0, count: 2 * states)
    var random = random
    let (table, start, agree) = (student.conditionals, student.start, 0.5 * (1 + student.bias))
    let end = student.probabilities.enumerated().reduce(into: Array(repeating: 0.0, count: states)) { sum, item in
      for place in 0..<states { sum[place] += item.element * table[item.offset * states + place] }
    }
    let ladder = Ladder(student)
    var released = 0.0
    for _ in 0..<count {
      let truth = random.sign() > 0 ? 1 : 0
      let first = start.place(drawnWith: random.uniform())
      var (place, course, heat) = (first, 0, 0.0)
      for sample in 0..<samples {
        let datum = random.uniform() < agree ? truth : 1 - truth
        course |= datum << sample
        ladder.step(&place, reading: datum, with: random.uniform(), heat: &heat)
      }
      courses[course * states + place] += 1
      truths[truth * states + place] += 1
      self.heat.add(heat)
      released = Elementary.exp(-heat)
      let (known, plain, origin) = (table[course * states + place], end[place], 1 / start[first])
      theorem.add(known * origin * released)
      withoutInformation.add(plain * origin * released)
      withoutHeat.add(known * origin)
      wrongSign.add(plain * plain / known * origin * released)
    }
  }

  /// Adds all trajectories of another sample of the same student.
  public mutating func merge(_ other: InferenceSample) {
    require(courses.count == other.courses.count, "Only samples of one student can be merged.")
    for place in courses.indices { courses[place] += other.courses[place] }
    for place in truths.indices { truths[place] += other.truths[place] }
    heat.merge(other.heat)
    theorem.merge(other.theorem)
    withoutInformation.merge(other.withoutInformation)
    withoutHeat.merge(other.withoutHeat)
    wrongSign.merge(other.wrongSign)
  }

  /// What was learned and what it cost, with frequencies in place of probabilities; biased by O(1/count).
  public func costs(of student: InferringStudent) -> InferenceCosts {
    func joint(_ counts: [Int]) -> [[Double]] {
      let states = student.weightCount
      return (0..<counts.count / states).map { row in counts[row * states..<(row + 1) * states].map(Double.init) }
    }
    let ends = joint(truths).reduce(Array(repeating: 0.0, count: student.weightCount)) { zip($0, $1).map(+) }
    let total = ends.reduce(0, +)
    return InferenceCosts(
      onTruth: mutualInformation(joint(truths)), onData: mutualInformation(joint(courses)),
      entropyChange: entropy(ends.map { $0 / total }) - entropy(student.start), heat: heat.mean)
  }
}

/// Sampled trajectories of a student, each with data of its own.
package struct InferenceTrajectories: Cell {
  /// The student.
  package var student: InferringStudent
  /// How many trajectories.
  package var count: Int

  /// Trajectories.
  package init(student: InferringStudent, count: Int) { (self.student, self.count) = (student, count) }

  package func compute(_ random: RandomStream) -> InferenceSample {
    InferenceSample(of: student, count: count, random: random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: InferenceSample) -> String? {
    result.flaw(of: student)
  }
}

/// The steps of the walk as a table: going up if a uniform number is below `up`, down if it is above `down`.
private struct Ladder {
  // Of datum and weight.
  private var up: [Double] = []
  private var down: [Double] = []
  private var heatUp: [Double] = []
  private var heatDown: [Double] = []
  private let states: Int

  init(_ student: InferringStudent) {
    states = student.weightCount
    for datum in [-1, 1] {
      for place in 0..<student.weightCount {
        let (above, below) = (
          student.step(from: place, up: true, reading: datum), student.step(from: place, up: false, reading: datum)
        )
        up.append(above?.probability ?? 0)
        heatUp.append(above?.heat ?? 0)
        down.append(1 - (below?.probability ?? 0))
        heatDown.append(below?.heat ?? 0)
      }
    }
  }

  @inline(__always)
  func step(_ place: inout Int, reading datum: Int, with uniform: Double, heat: inout Double) {
    let entry = datum * states + place
    if uniform < up[entry] {
      heat += heatUp[entry]
      place += 1
    } else if uniform > down[entry] {
      heat += heatDown[entry]
      place -= 1
    }
  }
}

extension [Double] {
  /// A place drawn with these probabilities from one uniform number.
  fileprivate func place(drawnWith uniform: Double) -> Int {
    var rest = uniform
    for (place, probability) in enumerated() {
      rest -= probability
      if rest < 0 { return place }
    }
    return count - 1
  }
}

extension InferenceSample {
  /// What is wrong with a sample of this student; nil where nothing is.
  func flaw(of student: InferringStudent) -> String? {
    let states = student.weightCount
    return courses.count == student.courseCount * states && truths.count == 2 * states
      ? nil : "The pairs that are counted are not those of the student."
  }

  /// Reads a sample.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    heat = try fields.read(.heat)
    theorem = try fields.read(.theorem)
    withoutInformation = try fields.read(.withoutInformation)
    withoutHeat = try fields.read(.withoutHeat)
    wrongSign = try fields.read(.wrongSign)
    courses = try fields.read(.courses)
    truths = try fields.read(.truths)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(courses + truths).allSatisfy((0...mostCounted).contains) {
      return "A pair was found no fewer than 0 and at most 10¹⁵ times."
    }
    return [theorem, withoutInformation, withoutHeat, wrongSign].allSatisfy { $0.count == heat.count }
      ? nil : "All averages of a sample of students are over the same trajectories."
  }
}
