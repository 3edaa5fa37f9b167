import Cells
import Estimation
import KernelMemory
import Randomness
import Validation

/// A large perceptron that has learned random labels of random inputs by Hebb's rule, switched on suddenly and for good: one sample
/// of all its weights.
///
/// Inputs ξ and labels σ_T are independent coins, and so are their products, of which alone the weights and the stabilities of
/// labels consist: one random bit each. Patterns whose stabilities are not asked for need not be kept, and 64 of them are
/// added by counting the ones of a word. Nothing is approximated: the force on a weight is the sum of its P coins, the
/// weight at the beginning a standard normal number, and after a long time, which forgets it, N(νF, 1).
public struct HebbianNetwork: Sendable {
  /// N, the number of weights, and P, that of the patterns.
  public let weights, patterns: Int
  /// The learning rate ν.
  public let rate: Double
  /// How many of the patterns are asked for; a multiple of 64.
  public let tests: Int
  /// How labels are predicted.
  public let readout: LabelReadout

  /// What was found in one network.
  public struct Sample: Sendable, Codable, Hashable {
    /// The mean probability of the true label, over the tested patterns.
    public var agreement: Double
    /// The mean of w², over the weights.
    public var norm: Double
    /// The heat per weight, in k_B T: ∫F ∘ dw = νF(w − w(0)) − (w² − w(0)²)/2.
    public var heat: Double
  }

  /// A network.
  ///
  /// - Precondition: `tests` is a positive multiple of 64, and not larger than `patterns`.
  public init(weights: Int, patterns: Int, rate: Double, tests: Int, readout: LabelReadout = .logistic) {
    require(weights > 0, "A network needs at least one weight.")
    require(
      tests > 0 && tests % 64 == 0 && tests <= patterns, "Tests are patterns, and come in groups of 64.")
    (self.weights, self.patterns, self.rate, self.tests, self.readout) = (weights, patterns, rate, tests, readout)
  }

  /// Draws labels, inputs and weights.
  public func sample(_ random: RandomStream) -> Sample {
    let tested = VectorMemory<SIMD8<UInt64>>(count: (tests + 511) / 512)
    let fields = VectorMemory<SIMD8<Double>>(count: 64 * tested.count)
    var (coins, noise) = (RandomLanes(random["coins"]), random["noise"])
    let root = Double(weights).squareRoot()
    var (square, heat) = (0.0, 0.0)
    for _ in 0..<weights {
      let ones = Self.draw(tested, count: tests, &coins) + Self.ones(among: patterns - tests, &coins)
      let force = rate * Double(2 * ones - patterns) / root
      let (start, end) = (noise.normal(), force + noise.normal())
      square += end * end
      heat += force * (end - start) - 0.5 * (end * end - start * start)
      Self.add(end, to: fields, signs: tested)
    }
    var right = 0.0
    for place in 0..<tests {
      // The test of the bit b of lane l of vector v stands in lane l of the field 64v + b.
      let (vector, lane, bit) = (place / 512, place % 512 / 64, place % 64)
      right += readout.probability(stability: fields[64 * vector + bit][lane] / root)
    }
    return Sample(
      agreement: right / Double(tests), norm: square / Double(weights), heat: heat / Double(weights))
  }

  /// Fills the vectors with `count` random bits, and zeros behind them; returns the number of ones.
  private static func draw(
    _ vectors: borrowing VectorMemory<SIMD8<UInt64>>, count: Int, _ random: inout RandomLanes
  ) -> Int {
    var ones = 0
    for place in 0..<vectors.count {
      var bits = random.next()
      for lane in 0..<8 {
        bits[lane] &= mask(count - 512 * place - 64 * lane)
        ones += bits[lane].nonzeroBitCount
      }
      vectors[place] = bits
    }
    return ones
  }

  /// How many of `count` coins show one.
  private static func ones(among count: Int, _ random: inout RandomLanes) -> Int {
    var ones = 0
    for _ in 0..<count / 512 {
      let bits = random.next()
      for lane in 0..<8 { ones += bits[lane].nonzeroBitCount }
    }
    if count % 512 > 0 {
      let bits = random.next()
      for lane in 0..<8 { ones += (bits[lane] & mask(count % 512 - 64 * lane)).nonzeroBitCount }
    }
    return ones
  }

  /// The lowest `count` bits of a word.
  private static func mask(_ count: Int) -> UInt64 { count >= 64 ? .max : count <= 0 ? 0 : (1 << UInt64(count)) - 1 }

  /// Adds ±w to every field, + where the bit is 1.
  @inline(never)
  private static func add(
    _ weight: Double, to fields: borrowing VectorMemory<SIMD8<Double>>,
    signs: borrowing VectorMemory<SIMD8<UInt64>>
  ) {
    let minus = SIMD8<Double>(repeating: -weight)
    for vector in 0..<signs.count {
      var bits = signs[vector]
      // From the top, as the sign bit is the one that is read.
      for bit in stride(from: 63, through: 0, by: -1) {
        fields[64 * vector + bit] = fields[64 * vector + bit] + minus.times(signs: bits)
        bits = SIMD8<Double>.advanced(bits)
      }
    }
  }
}

/// One large network that has learned random labels by Hebb's rule.
package struct SampledNetwork: Cell {
  /// N, the number of weights, and P, that of the patterns.
  package var weights, patterns: Int
  /// The learning rate ν.
  package var rate: Double
  /// How many of the patterns are asked for; a multiple of 64.
  package var tests: Int
  /// How labels are predicted.
  package var readout: LabelReadout

  /// A network.
  package init(weights: Int, patterns: Int, rate: Double, tests: Int, readout: LabelReadout) {
    (self.weights, self.patterns, self.rate) = (weights, patterns, rate)
    (self.tests, self.readout) = (tests, readout)
  }

  package func compute(_ random: RandomStream) -> HebbianNetwork.Sample {
    HebbianNetwork(weights: weights, patterns: patterns, rate: rate, tests: tests, readout: readout).sample(random)
  }
}

/// Information and efficiency of large networks that have learned random labels by Hebb's rule, from
/// independent networks.
public struct NetworkEstimate: Sendable, Hashable {
  /// I(σ_T : σ) of a label, in nats.
  public let information: Estimate
  /// η̃ = αI/(ΔS + ΔQ).
  public let efficiency: Estimate

  /// From at least two networks of this load α = P/N.
  public init(_ networks: [HebbianNetwork.Sample], load: Double) {
    let rows = networks.map { [$0.agreement, $0.norm, $0.heat] }
    information = Estimate.jackknife(rows) { labelInformation(agreement: $0[0]) }
    efficiency = Estimate.jackknife(rows) { mean in
      // The weights are normal numbers: their entropy is known by their variance.
      let entropyChange = HebbianLimit(load: mean[1] - 1, rate: 1).entropyChange
      return load * labelInformation(agreement: mean[0]) / (entropyChange + mean[2])
    }
  }

  /// How far information and efficiency lie above those of N → ∞ after a sudden start, in standard
  /// errors.
  public func deviations(from limit: HebbianLimit) -> [Double] {
    [
      information.deviation(from: limit.information),
      efficiency.deviation(from: limit.efficiency(rampDuration: 0)),
    ]
  }
}
