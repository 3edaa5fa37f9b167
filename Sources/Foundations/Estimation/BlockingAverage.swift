/// The mean of a correlated series, with an error that knows of the correlations.
///
///     var m = BlockingAverage()
///     for x in series { m.add(x) }                  // equally spaced in time
///     m.estimate                                    // error larger than s/√n by √(2τ)
///
/// Neighbouring samples are averaged in pairs, again and again; the apparent error of the mean rises with the block
/// length B until blocks are independent. The block length taken is the shortest with B³ > 2n(σ_B/σ_1)⁴, with
/// σ_B the error of the mean that blocks of length B suggest, at which the remaining bias and the noise of the error balance. Memory and time per sample are O(log n) and O(1).
///
/// Source: H. Flyvbjerg and H. G. Petersen, J. Chem. Phys. 91, 461 (1989); the criterion: U. Wolff,
/// Comput. Phys. Commun. 156, 143 (2004), and R. M. Lee et al., Phys. Rev. E 83, 066706 (2011).
public struct BlockingAverage: Sendable {
  private struct Level: Sendable {
    var average = Average()
    var waiting: Double?
  }
  private var levels: [Level] = [Level()]

  /// The average of no samples yet.
  public init() {}

  /// The average of this series.
  public init(_ series: some Sequence<Double>) {
    for sample in series { add(sample) }
  }

  /// How many samples were added.
  public var count: Int { levels[0].average.count }

  /// Adds the next sample of the series.
  public mutating func add(_ sample: Double) {
    var sample = sample
    var depth = 0
    while true {
      if depth == levels.count { levels.append(Level()) }
      levels[depth].average.add(sample)
      guard let partner = levels[depth].waiting else {
        levels[depth].waiting = sample
        return
      }
      levels[depth].waiting = nil
      sample = 0.5 * (partner + sample)
      depth += 1
    }
  }

  /// The block length in samples at which the error is read off, a power of two; nil where the series is too short to
  /// tell (no block length meets the criterion with at least two blocks).
  public var blockLength: Int? { chosenDepth.map { 1 << $0 } }

  /// The mean of all samples with its standard error.
  ///
  /// The error is not a number where the series is too short for its correlations: run longer.
  public var estimate: Estimate {
    guard let depth = chosenDepth else { return Estimate(levels[0].average.mean, standardError: .nan) }
    var estimate = levels[depth].average.estimate
    estimate.value = levels[0].average.mean
    return estimate
  }

  private var chosenDepth: Int? {
    let naive = levels[0].average.estimate.standardError
    guard count > 1 else { return nil }
    if naive == 0 { return 0 }
    for (depth, level) in levels.enumerated() where level.average.count > 1 {
      let ratio = level.average.estimate.standardError / naive
      let length = Double(1 << depth)
      if length * length * length > 2 * Double(count) * ratio * ratio * ratio * ratio { return depth }
    }
    return nil
  }
}
