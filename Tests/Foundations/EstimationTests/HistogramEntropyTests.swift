import Estimation
import Foundation
import Randomness
import Testing

@Suite struct HistogramEntropyTests {
  private func estimates(_ name: String, count: Int, _ draw: (inout RandomStream) -> Double) -> [Histogram] {
    (0..<20).map { replica in
      var random = RandomStream(seed: 3)[name][replica]
      var histogram = Histogram(in: -16...16, bins: 640)
      for _ in 0..<count { histogram.add(draw(&random)) }
      return histogram
    }
  }

  /// ½ ln 2πe of a normal number, 1 + ln 2 of a number with density e^(−|x|)/2, ½ ln 2πe + ln 2 of two normal numbers far apart.
  @Test func knownDensities() {
    let normal = 0.5 * log(2 * Double.pi * M_E)
    let cases: [(String, Double, (inout RandomStream) -> Double)] = [
      ("normal", normal, { $0.normal() }), ("laplace", 1 + log(2), { $0.exponential() * $0.sign() }),
      ("mixture", normal + log(2), { 6 * $0.sign() + $0.normal() }),
    ]
    for (name, exact, draw) in cases {
      let histograms = estimates(name, count: 5000, draw)
      #expect(Average(histograms.map(\.differentialEntropy)).estimate.isConsistent(with: exact, sigmas: 4))
      // Control: the plug-in estimate is too low by about (bins − 1)/2n.
      let plugIn = histograms.map { histogram in
        histogram.weights.reduce(log(histogram.binWidth)) { $1 > 0 ? $0 - $1 / 5000 * log($1 / 5000) : $0 }
      }
      #expect(Average(plugIn).estimate.deviation(from: exact) < -4)
    }
  }

  /// Wide bins smear: h²/24 of the entropy of a normal number, as its ∫p′²/p is 1; the extrapolation takes it off.
  @Test func wideBins() {
    let histograms = estimates("wide", count: 20_000) { $0.normal() }.map { $0.coarsened(by: 20) }
    let exact = 0.5 * log(2 * Double.pi * M_E)
    let smeared = Average(histograms.map { $0.binEntropy + log($0.binWidth) }).estimate
    #expect(smeared.deviation(from: exact) > 10)
    #expect(abs(smeared.value - exact - 1.0 / 24) < 0.005)
    #expect(abs(Average(histograms.map(\.differentialEntropy)).estimate.value - exact) < 0.006)
  }
}
