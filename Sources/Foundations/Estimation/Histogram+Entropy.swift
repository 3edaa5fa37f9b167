import ElementaryFunctions
import Validation

extension Histogram {
  /// The entropy −Σ p ln p of which bin a sample falls into, in nats, from n unweighted samples.
  ///
  /// The plug-in estimate is too low by about (bins − 1)/2n. This one counts a bin of m samples with G(m) in place of ln m,
  /// G(1) = −γ − ln 2, G(2) = 2 − γ − ln 2, G(2k + 1) = G(2k), G(2k + 2) = G(2k) + 2/(2k + 1): its bias is at most that of
  /// bins in which less than about one sample is expected, and exponentially small in the others.
  /// Source: P. Grassberger, arXiv:physics/0307138 (2003).
  ///
  /// - Precondition: samples were added with weight 1, and at least one was.
  public var binEntropy: Double {
    let counts = ([below, above] + weights).filter { $0 > 0 }
    let n = total
    require(n > 0, "The entropy of nothing is not known.")
    require(counts.allSatisfy { $0 == $0.rounded() }, "The entropy of a histogram needs whole counts.")
    var table = [-Self.eulerGamma - Elementary.log(2.0)]
    table.append(table[0] + 2)
    let largest = Int(counts.filter { $0 <= 1_048_576 }.max() ?? 0)
    while table.count < largest {
      let m = table.count + 1
      table.append(m % 2 == 1 ? table[m - 2] : table[m - 3] + 2 / Double(m - 1))
    }
    // Beyond the table G(2k) = ln 2k + 1/24k² + O(1/k⁴).
    func weight(_ count: Double) -> Double {
      if count <= 1_048_576 { return table[Int(count) - 1] }
      let half = (0.5 * count).rounded(.down)
      return Elementary.log(2 * half) + 1 / (24 * half * half)
    }
    return Elementary.log(n) - counts.reduce(0) { $0 + $1 * weight($1) } / n
  }

  /// The differential entropy of the density that the samples have, in nats.
  ///
  /// Bins of width h smear the density, which adds (h²/24)∫p′²/p + O(h⁴) to its entropy if p has no jumps. That is taken off by
  /// extrapolation from bins twice as wide, so that the rest is of order h⁴ (h³ with kinks of p).
  ///
  /// - Precondition: samples were added with weight 1, all within the range, and the number of bins is even.
  public var differentialEntropy: Double {
    require(below == 0 && above == 0, "The density is not known outside of the range.")
    func entropy(_ histogram: Histogram) -> Double { histogram.binEntropy + Elementary.log(histogram.binWidth) }
    return (4 * entropy(self) - entropy(coarsened(by: 2))) / 3
  }

  private static let eulerGamma = 0.577_215_664_901_532_86
}
