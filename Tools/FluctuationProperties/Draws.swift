import ElementaryFunctions
import Randomness

extension RandomStream {
  /// A number uniform in a range.
  mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A probability distribution on so many states; no two probabilities differ by more than a factor of five.
  mutating func distribution(on states: Int) -> [Double] {
    let weights = (0..<states).map { _ in number(in: 0.2...1) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The pairs of states that have an edge: a circle and, in a network, chords; every pair of a network may share two
  /// edges, one for each of two reservoirs, and the first pair does.
  mutating func edges(among states: Int, isRing: Bool) -> [(from: Int, to: Int)] {
    var pairs = (0..<states).map { (from: $0, to: ($0 + 1) % states) }
    guard !isRing else { return pairs }
    for a in 0..<states {
      for b in (a + 2)..<max(a + 2, states) where !(a == 0 && b == states - 1) && uniform() < 0.5 {
        pairs.append((a, b))
      }
    }
    return pairs + pairs.enumerated().filter { $0.offset == 0 || uniform() < 0.3 }.map(\.element)
  }
}

/// The distribution of a quantity A of which the law says that ⟨exp(−A)⟩ = 1, as far as it matters to a test.
struct ExponentialLaw {
  /// ⟨exp(−A)⟩ and the variance of exp(−A), known exactly; infinite where ⟨exp(−2A)⟩ is.
  let mean, variance: Double

  /// From the generating function u ↦ ⟨exp(−uA)⟩.
  init(_ generatingFunction: (_ u: Double) throws -> Double) rethrows {
    mean = try generatingFunction(1)
    variance = try generatingFunction(2) - mean * mean
  }

  /// The standard error of the mean of exp(−A) over so many samples.
  func error(of count: Int) -> Double { (variance / Double(count)).squareRoot() }

  /// By how many standard errors the mean of so many samples is expected to miss 1.
  func distance(of count: Int) -> Double { abs(mean - 1) / error(of: count) }
}

/// The mean of exp(−A) over samples of A.
func meanExponential(_ samples: some Sequence<Double>) -> Double {
  var (sum, count) = (0.0, 0.0)
  for sample in samples {
    sum += Elementary.exp(-sample)
    count += 1
  }
  return sum / count
}

/// What every system drawn must offer to the tests on it.
enum Power {
  /// The largest variance of exp(−A) under the law, with which the means of some 10⁴ samples are nearly Gaussian up to five
  /// standard errors. For Gaussian work this is Var(W) ≤ 0.69.
  static let largestVariance = 1.0

  /// By how many standard errors a negative control must be expected to miss the law: a fluctuation by five still leaves
  /// more than ten. Systems on which it would miss by less are drawn again.
  static let controlDistance = 16.0
}
