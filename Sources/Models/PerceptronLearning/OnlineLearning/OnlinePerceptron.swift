import KernelMemory
import Randomness
import Validation

/// A student with N weights that learns example by example, simulated exactly: every weight relaxes and diffuses between any two
/// examples.
///
///     var student = OnlinePerceptron(learning, weights: 400, random: stream["replica"][3])
///     student.learn(until: 4) { time in min(1, time / 2) }            // a slow ramp of ν
///     student.orderParameters.overlap
///
/// The teacher's weights are drawn from N(0, 1), the student's from equilibrium, N(0, 1/k), unless they are given. Examples come
/// at the times (j + ½)/(rN), j = 0, 1, …, so that sums over them are integrals over time up to (rN)⁻². The bits of a trajectory
/// depend on the address of its random stream and on the times at which it is looked at, as the noise of an interval is then
/// drawn in two parts; its law does not.
///
/// For finite N the averages of R and Q differ from ``OnlineLearning/orderParameters(at:from:tolerance:learningRate:)`` by O(1/N).
/// Cost: one normal number per weight and example.
public struct OnlinePerceptron: ~Copyable {
  /// What the components of an input are: independent, of mean 0 and variance 1.
  public enum Inputs: String, Sendable, Codable, CaseIterable {
    /// ±1 with equal probabilities.
    case signs
    /// Standard normal; about half as fast.
    case gaussian
  }

  /// What a weight is stored in.
  public enum Precision: String, Sendable, Codable, CaseIterable {
    /// 53 bits.
    case double
    /// 24 bits, and twice as fast.
    ///
    /// Constants and normal numbers are then off by relative errors of about 10⁻⁷. The rounding of a weight adds (2⁻²⁴w)²/3 to
    /// the variance of the noise of an interval: less than 10⁻⁸ of it if intervals are longer than 10⁻⁶ and |w| < 4, and without
    /// preferring a sign, since the noise is much larger. So R and Q are biased by less than 10⁻⁶ (1 + Q). The student's field
    /// λ of an example is summed in 16 lanes of `Float`, with an error below (4 + N/16) 2⁻²⁴ Σ|w_n|/√N; R and Q in `Double`.
    case single

    /// Numbers as they are stored.
    func rounded(_ numbers: [Double]) -> [Double] { self == .double ? numbers : numbers.map { Double(Float($0)) } }
  }

  private enum Blocks: ~Copyable {
    case double(WeightBlocks<SIMD8<Double>>)
    case single(WeightBlocks<SIMD16<Float>>)
  }

  /// Rule, stiffness and sampling rate.
  public let learning: OnlineLearning

  /// N.
  public let count: Int

  /// The inputs it learns from.
  public let inputs: Inputs

  /// The time that has passed.
  public private(set) var time = 0.0

  /// How many examples it has seen.
  public private(set) var examples = 0

  /// The work that the examples have done on the student, per weight: the sum of the jumps of kQ/2.
  public private(set) var work = 0.0

  private let blocks: Blocks
  private let teacherNorm, startNorm: Double
  /// √N, and 1/(r√N).
  private let root, stepPerRate: Double
  private let interval: OrnsteinUhlenbeckStep
  private var noise, inputLanes: RandomLanes
  /// The jump still to be made, in units of the last input.
  private var pendingKick = 0.0

  /// A student who has not learned yet.
  ///
  /// - Parameters:
  ///   - learning: how it learns; the sampling rate must be finite.
  ///   - count: N, the number of weights.
  ///   - inputs: how the components of the examples are drawn.
  ///   - precision: the numbers to compute with.
  ///   - teacher: T, if it shall not be drawn from N(0, 1).
  ///   - start: w(0), if it shall not be drawn from N(0, 1/k).
  ///   - random: the stream below which teacher, start, inputs and noise have their own.
  public init(
    _ learning: OnlineLearning, weights count: Int, inputs: Inputs = .signs, precision: Precision = .double,
    teacher: [Double]? = nil, start: [Double]? = nil, random: RandomStream
  ) {
    require(count > 0, "A student needs at least one weight.")
    require(learning.samplingRate.isFinite, "Single examples can be simulated at a finite sampling rate only.")
    let teacher = precision.rounded(teacher ?? Self.normals(count, variance: 1, random["teacher"]))
    let start = precision.rounded(
      start ?? Self.normals(count, variance: 1 / learning.stiffness, random["student"]))
    require(teacher.count == count && start.count == count, "Teacher and student have one number per weight.")
    require(teacher.contains { $0 != 0 }, "A teacher of zeros has no label for anything.")
    self.learning = learning
    self.count = count
    self.inputs = inputs
    let isGaussian = inputs == .gaussian
    switch precision {
    case .double: blocks = .double(WeightBlocks(weights: start, teacher: teacher, areInputsGaussian: isGaussian))
    case .single: blocks = .single(WeightBlocks(weights: start, teacher: teacher, areInputsGaussian: isGaussian))
    }
    teacherNorm = teacher.reduce(0) { $0 + $1 * $1 } / Double(count)
    startNorm = start.reduce(0) { $0 + $1 * $1 } / Double(count)
    root = Double(count).squareRoot()
    stepPerRate = 1 / (learning.samplingRate * root)
    interval = OrnsteinUhlenbeckStep(
      stiffness: learning.stiffness, duration: 1 / (learning.samplingRate * Double(count)))
    noise = RandomLanes(random["noise"])
    inputLanes = RandomLanes(random["inputs"])
  }

  private static func normals(_ count: Int, variance: Double, _ random: RandomStream) -> [Double] {
    var random = random
    return (0..<count).map { _ in variance.squareRoot() * random.normal() }
  }
}

// MARK: - Learning

extension OnlinePerceptron {
  /// Goes on to a later time.
  ///
  /// - Parameters:
  ///   - end: the time to stop at; nothing happens if it has passed already.
  ///   - learningRate: ν(t), asked at the time of every example.
  public mutating func learn(until end: Double, learningRate: (Double) -> Double) {
    let perUnitTime = learning.samplingRate * Double(count)
    var isAtExample = false
    while true {
      let next = (Double(examples) + 0.5) / perUnitTime
      guard next < end else { break }
      learn(
        after: isAtExample
          ? interval : OrnsteinUhlenbeckStep(stiffness: learning.stiffness, duration: max(0, next - time)),
        learningRate: learningRate(next))
      time = next
      examples += 1
      isAtExample = true
    }
    guard time < end else { return }
    // The inputs drawn at the end of this last interval are never learned from.
    _ = pass(OrnsteinUhlenbeckStep(stiffness: learning.stiffness, duration: end - time))
    pendingKick = 0
    time = end
  }

  /// The next example: its fields, its label, and how strongly the weights will jump along its input.
  @inline(__always)
  private mutating func learn(after interval: OrnsteinUhlenbeckStep, learningRate: Double) {
    let sums = pass(interval)
    let label: Double = sums.teacher < 0 ? -1 : 1
    let strength = learning.rule.strength(label: label, field: sums.student / root)
    pendingKick = learningRate * stepPerRate * label * strength
    // w → w + cξ moves w·w by 2c w·ξ + c² ξ·ξ.
    let jump = pendingKick * (2 * sums.student + pendingKick * sums.input)
    work += 0.5 * learning.stiffness * jump / Double(count)
  }

  private mutating func pass(
    _ interval: OrnsteinUhlenbeckStep
  ) -> (student: Double, teacher: Double, input: Double) {
    switch blocks {
    case .double(let blocks): blocks.pass(interval, kick: pendingKick, noise: &noise, inputs: &inputLanes)
    case .single(let blocks): blocks.pass(interval, kick: pendingKick, noise: &noise, inputs: &inputLanes)
    }
  }
}

// MARK: - Observation

extension OnlinePerceptron {
  /// The weights.
  public var weights: [Double] {
    switch blocks {
    case .double(let blocks): blocks.values
    case .single(let blocks): blocks.values
    }
  }

  private var products: (teacher: Double, own: Double) {
    switch blocks {
    case .double(let blocks): blocks.products
    case .single(let blocks): blocks.products
    }
  }

  /// R = w·T/N and Q = w·w/N.
  ///
  /// For a teacher with T·T ≠ N its length is taken out of R², so that R/√Q is the cosine of the angle to it.
  public var orderParameters: OrderParameters {
    let products = products
    let n = Double(count)
    return OrderParameters(overlap: products.teacher / (n * teacherNorm.squareRoot()), norm: products.own / n)
  }

  /// arccos(w·T/|w||T|)/π: the probability of a wrong label, exact for Gaussian inputs and up to O(1/N) for ±1.
  public var generalisationError: Double { orderParameters.generalisationError }

  /// The heat given to the bath, per weight, where examples move the weights at once: only their relaxation in kw²/2 is heat.
  ///
  /// By the first law it is the work of the examples less the growth of kQ/2. It grows at the mean rate k²Q − k. An example
  /// whose effect depends on w is feedback: ΔS + heat need not exceed what the student learns.
  public var heat: Double {
    work - 0.5 * learning.stiffness * (orderParameters.norm - startNorm)
  }
}
