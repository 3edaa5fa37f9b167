import StochasticThermodynamics

/// p(s, y) of a sensory complex and the answer, summed over inputs.
struct JointDistribution {
  /// p(s, y = 1) and p(s, y = 0) of the states (++), (−+), (−−), (+−).
  var one = SIMD4<Double>(), zero = SIMD4<Double>()

  /// Adds p(s|x) of one input with p(y = 1|x) and p(x).
  @inline(__always)
  mutating func add(_ p: SIMD4<Double>, answer: Double, weight: Double) {
    let weighted = weight * p
    one += answer * weighted
    zero += (1 - answer) * weighted
  }

  /// I(s, y) in bits.
  var information: Double { bitsPerNat * mutualInformation((0..<4).map { [one[$0], zero[$0]] }) }

  /// I(s, y) in bits. Folded inputs stand for their negatives, whose spins are reversed: A ↔ C and B ↔ D.
  func information(isFolded: Bool) -> Double {
    guard isFolded else { return information }
    func unfolded(_ p: SIMD4<Double>) -> SIMD4<Double> { 0.5 * (p + SIMD4(p.z, p.w, p.x, p.y)) }
    return JointDistribution(one: unfolded(one), zero: unfolded(zero)).information
  }

  /// Two halves of a sample as one.
  func merged(with other: JointDistribution) -> JointDistribution {
    JointDistribution(one: 0.5 * (one + other.one), zero: 0.5 * (zero + other.zero))
  }
}
