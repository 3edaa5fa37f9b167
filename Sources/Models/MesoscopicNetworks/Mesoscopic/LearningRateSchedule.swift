import ElementaryFunctions
import Validation

/// A learning rate that rises linearly, and then falls along half a cosine.
///
/// Source: I. Loshchilov and F. Hutter, arXiv:1608.03983, equation 5, without restarts.
public struct LearningRateSchedule: Sendable, Validated, Hashable {
  /// The largest rate.
  public var peak: Double

  /// How many steps it takes to get there.
  public var warmUp: Int

  /// How many steps there are in all.
  public var steps: Int

  /// The rate at the end, as a fraction of the largest.
  public var last: Double

  /// A schedule.
  ///
  /// - Precondition: the warm-up is not longer than the whole, and the fraction lies between 0 and 1.
  public init(peak: Double, warmUp: Int = 0, steps: Int, last: Double = 0) {
    (self.peak, self.warmUp, self.steps, self.last) = (peak, warmUp, steps, last)
    requireNoFlaw()
  }

  /// The rate of a step, counted from 0.
  public func rate(at step: Int) -> Double {
    if step < warmUp { return peak * Double(step + 1) / Double(warmUp) }
    let fraction = min(1, Double(step - warmUp) / Double(max(1, steps - warmUp)))
    let cosine = Elementary.sineAndCosine(ofTurns: 0.5 * fraction).cosine
    return peak * (last + (1 - last) * 0.5 * (1 + cosine))
  }
}

extension LearningRateSchedule {
  /// Reads a schedule.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    peak = try fields.read(.peak)
    warmUp = try fields.read(.warmUp)
    steps = try fields.read(.steps)
    last = try fields.read(.last)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(0 <= warmUp && warmUp <= steps) { return "A warm-up is a part of the training." }
    return 0 <= last && last <= 1 ? nil : "The last rate is a fraction of the largest."
  }
}
