import ElementaryFunctions
import Estimation

/// When a growing information reaches a value, from samples at a few times.
public enum CrossingTime {
  /// The ratio of neighbouring times between which an information is taken to be linear in ln T.
  public static let neighbourRatio = 1.2

  /// About the time at which an information reaches a value: linear in ln T between the samples around it, nil where there are none.
  ///
  /// - Parameters:
  ///   - value: the information that is reached, in the unit of the samples.
  ///   - samples: by increasing times.
  public static func approximate(reaching value: Double, in samples: [(time: Double, information: Double)]) -> Double? {
    for (before, after) in zip(samples, samples.dropFirst())
    where before.information <= value && after.information > value {
      let share = (value - before.information) / (after.information - before.information)
      let (a, b) = (Elementary.log(before.time), Elementary.log(after.time))
      return Elementary.exp(a + share * (b - a))
    }
    return nil
  }

  /// The time at which an information reaches a value, with its error, from samples of the same paths at T/r, T and rT with
  /// r = ``neighbourRatio`` and T close to that time.
  ///
  /// The parabola in ln T through the three is followed to the value. The error is that of the information at T over the
  /// slope: samples of the same paths err together, so that of the slope matters little as long as the value is near.
  ///
  /// - Parameters:
  ///   - value: the information that is reached, in the unit of the samples.
  ///   - time: T.
  ///   - samples: the three informations.
  /// - Returns: nil where the information does not grow, or does not come near the value.
  public static func refined(reaching value: Double, about time: Double, _ samples: [Estimate]) -> Estimate? {
    let width = Elementary.log(neighbourRatio)
    let (before, middle, after) = (samples[0].value, samples[1].value, samples[2].value)
    let slope = (after - before) / (2 * width)
    let curvature = (after - 2 * middle + before) / (width * width)
    guard slope > 0 else { return nil }
    // Two steps of Newton's method from the linear guess.
    var distance = (value - middle) / slope
    for _ in 0..<2 {
      let local = slope + curvature * distance
      guard local > 0 else { return nil }
      distance -= (middle + slope * distance + 0.5 * curvature * distance * distance - value) / local
    }
    guard abs(distance) < 2 * width else { return nil }
    let found = time * Elementary.exp(distance)
    return Estimate(
      found, standardError: found * samples[1].standardError / (slope + curvature * distance),
      degreesOfFreedom: samples[1].degreesOfFreedom)
  }
}
