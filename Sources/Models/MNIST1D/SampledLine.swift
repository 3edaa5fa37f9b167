import ElementaryFunctions
import Validation

/// What is done to a line of equally spaced samples, with the roundings of numpy and scipy.
package enum SampledLine {
  /// `count` equally spaced numbers from `first` to `last`, both included.
  ///
  /// - Precondition: there are at least two.
  package static func points(from first: Double, to last: Double, count: Int) -> [Double] {
    require(count >= 2, "A line has two ends.")
    let step = (last - first) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? last : Double($0) * step + first }
  }

  /// The samples at `count` equally spaced places on the same line, by linear interpolation.
  ///
  /// - Precondition: there are at least two samples, before and after.
  package static func resampled(_ samples: [Double], to count: Int) -> [Double] {
    let places = points(from: 0, to: 1, count: samples.count)
    var left = 0
    return points(from: 0, to: 1, count: count).map { place in
      while left + 1 < places.count, places[left + 1] <= place { left += 1 }
      if places[left] == place { return samples[left] }
      let slope = (samples[left + 1] - samples[left]) / (places[left + 1] - places[left])
      return slope * (place - places[left]) + samples[left]
    }
  }

  /// The samples moved to the right, those that leave at the end coming in at the beginning.
  package static func rotated(_ samples: [Double], by shift: Int) -> [Double] {
    Array(samples.suffix(shift) + samples.dropLast(shift))
  }

  /// Half of a Gaussian window that is cut at four standard deviations: the weight of the centre, of its neighbours, and so on; the
  /// whole window has the sum 1.
  ///
  /// - Parameter width: the standard deviation, in samples.
  package static func gaussianWindow(width: Double) -> [Double] {
    let radius = Int(4 * width + 0.5)
    let factor = -0.5 / (width * width)
    let window = (-radius...radius).map { Elementary.exp(factor * Double($0 * $0)) }
    let sum = pairwiseSum(window[...])
    return window[radius...].map { $0 / sum }
  }

  /// The samples smoothed by a symmetric window; beyond an end the line goes on as its mirror image, c b a | a b c.
  ///
  /// - Parameter window: the weight of the centre, of its neighbours, and so on.
  /// - Precondition: the window reaches at most as far as there are samples.
  package static func smoothed(_ samples: [Double], by window: [Double]) -> [Double] {
    let (count, radius) = (samples.count, window.count - 1)
    require(radius <= count, "A line is mirrored once at each end, not more often.")
    let extended = samples.prefix(radius).reversed() + samples + samples.suffix(radius).reversed()
    return (radius..<radius + count).map { centre in
      var sum = extended[centre] * window[0]
      // From the edge inwards, as scipy adds.
      for distance in stride(from: radius, to: 0, by: -1) {
        sum += (extended[centre - distance] + extended[centre + distance]) * window[distance]
      }
      return sum
    }
  }
}
