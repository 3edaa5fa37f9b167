import ElementaryFunctions
import Validation

/// A student who infers a hidden bit from data: a particle w on a ladder, pushed by one datum after the other.
///
/// The truth B = ±1 is drawn with equal probabilities, the data y_1, …, y_n independently, y = B with probability (1 + b)/2.
/// The student starts in equilibrium with w ∈ {−m, …, m} in the energy kw²/2. Datum by datum the energy becomes
/// E(w) = kw²/2 − νyw, and the student makes one step of Metropolis' walk: left or right with equal probabilities, accepted
/// with probability min(1, e^{−ΔE}). A step releases the heat q = −ΔE; switching the energy is work. The student does not act on
/// the data, so that for each single course of the data the second law holds at its own entropy.
///
/// Energies are in units of k_B T and entropies in nats.
/// Source: S. Ito and T. Sagawa, Phys. Rev. Lett. 111, 180603 (2013), on such networks of cause and effect.
public struct InferringStudent: Sendable, Validated, Hashable {
  /// n, the number of data.
  public let data: Int
  /// m, the largest weight.
  public let largestWeight: Int
  /// k, the stiffness; in k_B T.
  public let stiffness: Double
  /// b, from 0 (data say nothing on the truth) to 1 (each says all).
  public let bias: Double
  /// ν, the learning rate: how much a datum tilts the energy per unit of weight; in k_B T.
  public let learningRate: Double

  /// A student.
  ///
  /// - Precondition: there are at most 20 data and at least three weights; the stiffness is not negative, the bias in 0...1.
  public init(data: Int, largestWeight: Int, stiffness: Double, bias: Double, learningRate: Double) {
    (self.data, self.largestWeight, self.stiffness) = (data, largestWeight, stiffness)
    (self.bias, self.learningRate) = (bias, learningRate)
    requireNoFlaw()
  }

  /// How many weights there are, 2m + 1.
  public var weightCount: Int { 2 * largestWeight + 1 }

  /// How many courses of the data there are, 2ⁿ. Bit t of a course's number is set if y_{t+1} = 1.
  public var courseCount: Int { 1 << data }

  /// p(w) before the first datum.
  public var start: [Double] {
    let weights = (0..<weightCount).map { Elementary.exp(-energy(of: $0, reading: 0)) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// P(Y | B) of every course of the data.
  public func probabilities(given truth: Int) -> [Double] {
    let (agree, differ) = (0.5 * (1 + bias), 0.5 * (1 - bias))
    return (0..<courseCount).map { course in
      let agreeing = truth > 0 ? course.nonzeroBitCount : data - course.nonzeroBitCount
      return (0..<data).reduce(1) { product, place in product * (place < agreeing ? agree : differ) }
    }
  }

  /// P(Y) of every course of the data.
  public var probabilities: [Double] {
    zip(probabilities(given: 1), probabilities(given: -1)).map { 0.5 * ($0 + $1) }
  }

  /// The energy of the weight number `place` while the datum y is read.
  func energy(of place: Int, reading datum: Int) -> Double {
    let weight = Double(place - largestWeight)
    return 0.5 * stiffness * weight * weight - learningRate * Double(datum) * weight
  }

  /// The heat of the step from a weight to the next one up or down, and the probability of making it; nil at the end of the ladder.
  func step(from place: Int, up: Bool, reading datum: Int) -> (heat: Double, probability: Double)? {
    let next = up ? place + 1 : place - 1
    guard (0..<weightCount).contains(next) else { return nil }
    let heat = energy(of: place, reading: datum) - energy(of: next, reading: datum)
    return (heat, 0.5 * min(1, Elementary.exp(heat)))
  }
}

extension InferringStudent {
  /// Reads a student.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    data = try fields.read(.data)
    largestWeight = try fields.read(.largestWeight)
    stiffness = try fields.read(.stiffness)
    bias = try fields.read(.bias)
    learningRate = try fields.read(.learningRate)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(0...20).contains(data) { return "All courses of more than 20 data are too many." }
    if largestWeight <= 0 { return "A student who can learn has at least three weights." }
    if !(stiffness >= 0 && stiffness.isFinite && learningRate.isFinite) { return "Energies must be finite." }
    return (0...1).contains(bias) ? nil : "The bias lies between 0 and 1."
  }
}
