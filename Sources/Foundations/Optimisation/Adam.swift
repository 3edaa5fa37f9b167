import Validation

/// Adaptive steps along noisy gradients: running means of the gradient and of its square, and weights that decay by themselves.
///
///     var adam = Adam<Float>(parameters: weights.count, weightDecay: 0.02)
///     adam.step(&weights, along: gradient, rate: Float(schedule.rate(at: adam.steps)))     // uphill
///
/// Source: D. P. Kingma and J. Ba, arXiv:1412.6980, algorithm 1; decoupled weight decay: I. Loshchilov and F. Hutter,
/// arXiv:1711.05101, algorithm 2.
public struct Adam<Scalar: BinaryFloatingPoint & Sendable & Codable>: Sendable, Validated {
  /// How much of the running means of the gradient and of its square a step keeps.
  public let firstMemory, secondMemory: Scalar

  /// What is added to the root of the mean square, so that nothing is divided by zero.
  public let floor: Scalar

  /// The fraction of the parameters that decays per step, in units of the learning rate.
  public let weightDecay: Scalar

  /// How many steps were made.
  public private(set) var steps = 0

  @usableFromInline var means, squares: [Scalar]
  @usableFromInline var firstPower: Scalar = 1
  @usableFromInline var secondPower: Scalar = 1

  /// The state before the first step.
  public init(
    parameters: Int, firstMemory: Scalar = 0.9, secondMemory: Scalar = 0.999, floor: Scalar = 1e-8,
    weightDecay: Scalar = 0
  ) {
    (self.firstMemory, self.secondMemory, self.floor) = (firstMemory, secondMemory, floor)
    self.weightDecay = weightDecay
    means = Array(repeating: 0, count: parameters)
    squares = means
    requireNoFlaw()
  }

  /// Reads the state between two steps.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (firstMemory, secondMemory) = (try fields.read(.firstMemory), try fields.read(.secondMemory))
    floor = try fields.read(.floor)
    weightDecay = try fields.read(.weightDecay)
    steps = try fields.read(.steps)
    (means, squares) = (try fields.read(.means), try fields.read(.squares))
    firstPower = try fields.read(.firstPower)
    secondPower = try fields.read(.secondPower)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the state; nil where nothing is.
  public var flaw: String? {
    if !(0 <= firstMemory && firstMemory < 1 && 0 <= secondMemory && secondMemory < 1 && floor > 0) {
      return "The memories of Adam lie between 0 and 1, and its floor is positive."
    }
    if means.count != squares.count { return "Adam has a mean and a mean square per parameter." }
    return (0...mostCounted).contains(steps) ? nil : "Adam has made no fewer than 0 and at most 10¹⁵ steps."
  }

  /// How many parameters it steps through.
  package var parameters: Int { means.count }

  @usableFromInline
  mutating func count() {
    steps += 1
    firstPower *= firstMemory
    secondPower *= secondMemory
  }

  /// One step uphill, of the order of `rate` in every direction; a negative rate leads downhill, and the decay goes by its
  /// absolute value.
  ///
  /// - Parameters:
  ///   - parameters: the parameters; moved.
  ///   - gradient: the derivative with respect to each parameter.
  ///   - rate: the length of the step in every direction.
  ///   - decaying: which parameters decay, by their place; by default all.
  /// - Precondition: there is a derivative per parameter.
  @inlinable
  public mutating func step(
    _ parameters: inout [Scalar], along gradient: [Scalar], rate: Scalar, decaying: Range<Int>? = nil
  ) {
    require(
      parameters.count == means.count && gradient.count == means.count, "Adam has one derivative per parameter.")
    count()
    let decaying = decaying ?? 0..<parameters.count
    require(
      decaying.lowerBound >= 0 && decaying.upperBound <= parameters.count, "Only parameters can decay.")
    let keep = 1 - abs(rate) * weightDecay
    let (b, c, floor) = (firstMemory, secondMemory, floor)
    let (length, unbiased) = (rate / (1 - firstPower), 1 / (1 - secondPower))
    parameters.withUnsafeMutableBufferPointer { x in
      if keep != 1 { for n in decaying { x[n] *= keep } }
      gradient.withUnsafeBufferPointer { g in
        means.withUnsafeMutableBufferPointer { m in
          squares.withUnsafeMutableBufferPointer { v in
            Self.advance(x, g, m, v, (b, 1 - b), (c, 1 - c), length, unbiased, floor)
          }
        }
      }
    }
  }

  /// The loop, in a function of its own so that the compiler knows where the numbers are and takes several at a time.
  @inlinable @inline(never)
  static func advance(
    _ x: UnsafeMutableBufferPointer<Scalar>, _ g: UnsafeBufferPointer<Scalar>, _ m: UnsafeMutableBufferPointer<Scalar>,
    _ v: UnsafeMutableBufferPointer<Scalar>, _ first: (old: Scalar, new: Scalar), _ second: (old: Scalar, new: Scalar),
    _ length: Scalar, _ unbiased: Scalar, _ floor: Scalar
  ) {
    for n in 0..<x.count {
      let mean = first.old * m[n] + first.new * g[n]
      let square = second.old * v[n] + second.new * (g[n] * g[n])
      m[n] = mean
      v[n] = square
      // Of a number that may be negative the square root is a call, which stops the vectoriser.
      x[n] += length * mean / (abs(unbiased * square).squareRoot() + floor)
    }
  }
}
