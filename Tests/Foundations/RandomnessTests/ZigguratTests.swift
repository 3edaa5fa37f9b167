import Estimation
import Foundation
import Randomness
import Testing

/// Normal, exponential and logistic numbers, stored many at once; and the exponential numbers of a stream.
@Suite struct ZigguratTests {
  enum Distribution: CaseIterable {
    case normal, exponential, logistic

    /// The probability of a number below x.
    func probability(below x: Double) -> Double {
      switch self {
      case .normal: 0.5 * erfc(-x / 2.0.squareRoot())
      case .exponential: x > 0 ? -expm1(-x) : 0
      case .logistic: 1 / (1 + exp(-x))
      }
    }

    /// The probability of a number above x: exact in the tail.
    func probability(above x: Double) -> Double {
      switch self {
      case .normal: 0.5 * erfc(x / 2.0.squareRoot())
      case .exponential: exp(-x)
      case .logistic: 1 / (1 + exp(x))
      }
    }

    /// ⟨x⟩ to ⟨x⁴⟩ (N. L. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions", 2nd ed. (Wiley, 1994 and
    /// 1995), chapters 13, 19 and 23).
    var moments: [Double] {
      switch self {
      case .normal: [0, 1, 0, 3]
      case .exponential: [1, 2, 6, 24]
      case .logistic: [0, .pi * .pi / 3, 0, 7 * pow(.pi, 4) / 15]
      }
    }

    /// Where the tail of the table begins.
    var end: Double {
      switch self {
      case .normal: 4.2163704095116525
      case .exponential: 10.02289706840396
      case .logistic: 10.78322758860175
      }
    }
  }

  /// Calls a body with many numbers at a time: an odd number of vectors, so that all lengths of the loops occur.
  private func draw(_ distribution: Distribution, vectors: Int, seed: UInt64, _ body: (Double) -> Void) {
    var lanes = RandomLanes(RandomStream(seed: seed))
    var memory = Array(repeating: SIMD8<Double>(), count: 997)
    var (drawn, length) = (0, 0)
    while drawn < vectors {
      length = length % 997 + 1
      memory.withUnsafeMutableBufferPointer { memory in
        guard let start = memory.baseAddress else { return }
        switch distribution {
        case .normal: lanes.storeNormals(start, count: length)
        case .exponential: lanes.storeExponentials(start, count: length)
        case .logistic: lanes.storeLogisticNumbers(start, count: length)
        }
        for place in 0..<length { for lane in 0..<8 { body(memory[place][lane]) } }
      }
      drawn += length
    }
  }

  /// Moments within 4.5 standard errors of the sample of 4 million numbers, and neighbours in a lane and in a vector are
  /// uncorrelated: 6 checks for each distribution.
  @Test(arguments: Distribution.allCases) func moments(_ distribution: Distribution) {
    var moments = Array(repeating: Average(), count: 4)
    var (neighbours, sequels) = (Average(), Average())
    var wide = Average()
    var before: [Double] = []
    draw(distribution, vectors: 500_000, seed: 41) { x in
      var power = 1.0
      for order in 0..<4 {
        power *= x
        moments[order].add(power)
      }
      wide.add(1.01 * 1.01 * x * x)
      before.append(x - distribution.moments[0])
      if before.count > 8 {
        neighbours.add(before[7] * before[8])
        sequels.add(before[0] * before[8])
        before.removeFirst()
      }
    }
    for (found, exact) in zip(moments, distribution.moments) {
      #expect(found.estimate.isConsistent(with: exact, sigmas: 4.5))
    }
    #expect(neighbours.estimate.isConsistent(with: 0, sigmas: 4.5))
    #expect(sequels.estimate.isConsistent(with: 0, sigmas: 4.5))
    // Negative control: numbers 1 % too wide.
    #expect(!wide.estimate.isConsistent(with: distribution.moments[1], sigmas: 4.5))
  }

  /// χ² of 8 million numbers in 400 equally likely bins: mean 399, standard deviation √798, and 4.5 of them are allowed. Then the
  /// counts beyond the end of the table, and beyond a place shortly before it, within 4.5 standard errors of Poisson numbers.
  @Test(arguments: Distribution.allCases) func distributions(_ distribution: Distribution) {
    let bins = 400
    var counts = Array(repeating: 0.0, count: bins)
    var stretched = counts
    var (total, beyond, far) = (0.0, 0.0, 0.0)
    let isEven = distribution != .exponential
    draw(distribution, vectors: 1_000_000, seed: 42) { x in
      func bin(_ x: Double) -> Int { min(bins - 1, Int(Double(bins) * distribution.probability(below: x))) }
      counts[bin(x)] += 1
      stretched[bin(1.005 * x)] += 1
      total += 1
      let size = isEven ? abs(x) : x
      if size > distribution.end { beyond += 1 }
      if size > distribution.end - 0.5 { far += 1 }
    }
    func chiSquared(_ counts: [Double]) -> Double {
      let expected = total / Double(bins)
      return counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    }
    let limit = Double(bins - 1) + 4.5 * (2 * Double(bins - 1)).squareRoot()
    #expect(chiSquared(counts) < limit)
    // Negative control: numbers half a percent too wide.
    #expect(chiSquared(stretched) > limit)
    for (found, place) in [(beyond, distribution.end), (far, distribution.end - 0.5)] {
      let expected = total * distribution.probability(above: place) * (isEven ? 2 : 1)
      #expect(expected > 100 && abs(found - expected) < 4.5 * expected.squareRoot())
      // Negative control: twice the tail.
      #expect(abs(2 * found - expected) > 4.5 * expected.squareRoot())
    }
  }

  /// The tail itself, which fewer than one number in ten thousand reaches: of those beyond the end of the table, the mean excess is the
  /// exact one within 4.5 standard errors.
  ///
  /// ∫ (x − e) p dx/∫ p dx from the end e on: φ(e)/Q(e) − e for normal numbers, with Q the probability above e; 1 for exponential ones;
  /// (1 + eᵉ) ln(1 + e⁻ᵉ) for logistic ones.
  @Test(arguments: Distribution.allCases) func tails(_ distribution: Distribution) {
    let end = distribution.end
    let exact: Double =
      switch distribution {
      case .normal:
        exp(-0.5 * end * end) / (2 * Double.pi).squareRoot() / distribution.probability(above: end) - end
      case .exponential: 1
      case .logistic: (1 + exp(end)) * log1p(exp(-end))
      }
    var excess = Average()
    draw(distribution, vectors: 4_000_000, seed: 43) { x in
      let size = distribution == .exponential ? x : abs(x)
      if size > end { excess.add(size - end) }
    }
    #expect(excess.estimate.isConsistent(with: exact, sigmas: 4.5))
    // Negative control: a tail that decays a quarter too fast.
    #expect(!excess.estimate.isConsistent(with: 0.75 * exact, sigmas: 4.5))
  }

  /// A stream makes its exponential numbers by the same table: χ² in 100 equally likely bins.
  @Test func exponentialNumbersOfAStream() {
    var random = RandomStream(seed: 44)
    var counts = Array(repeating: 0.0, count: 100)
    for _ in 0..<1_000_000 { counts[min(99, Int(-100 * expm1(-2 * random.exponential(rate: 2))))] += 1 }
    let chiSquared = counts.reduce(0) { $0 + ($1 - 10_000) * ($1 - 10_000) / 10_000 }
    #expect(chiSquared < 99 + 4.5 * 198.0.squareRoot())
  }

  /// Numbers of a stream and their next word depend on the stream alone, not on what else is drawn elsewhere; and every length up to
  /// two rings is filled to its end and not beyond.
  @Test func everyLengthIsFilled() {
    for length in 0...33 {
      var lanes = RandomLanes(RandomStream(seed: 45))
      var memory = Array(repeating: SIMD8<Double>(repeating: .infinity), count: 40)
      memory.withUnsafeMutableBufferPointer { memory in
        if let start = memory.baseAddress { lanes.storeNormals(start, count: length) }
      }
      for place in 0..<40 {
        for lane in 0..<8 { #expect(memory[place][lane].isFinite == (place < length)) }
      }
    }
  }
}
