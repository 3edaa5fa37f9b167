import Estimation
import Foundation
import Randomness
import Testing

@Suite struct GaussianWorkTests {
  /// Of one sample, −ln exp(−W) is W: bias v/2, standard deviation √v.
  @Test(arguments: [0.01, 1, 4, 9, 25])
  func oneSample(variance v: Double) {
    let expected = GaussianWork(difference: -4.5, variance: v).jarzynski(count: 1)
    #expect(abs(expected.bias - v / 2) < 1e-10 && abs(expected.standardDeviation - v.squareRoot()) < 1e-10)
    #expect(abs(expected.error - (v * v / 4 + v).squareRoot()) < 1e-10)
  }

  /// Of many, the bias is (eᵛ − 1)/2n and the variance (eᵛ − 1)/n, the relative corrections being O(1/n).
  @Test(arguments: [0.5, 1])
  func manySamples(variance v: Double) {
    let n = 10_000_000
    let expected = GaussianWork(difference: 1, variance: v).jarzynski(count: n)
    let leading = (exp(v) - 1) / Double(n)
    #expect(abs(expected.bias / (leading / 2) - 1) < 1e-5)
    #expect(abs(expected.standardDeviation * expected.standardDeviation / leading - 1) < 1e-5)
  }

  /// 20 000 estimates from 20 samples each at 4.5 standard errors. Negative control: the leading order (eᵛ − 1)/2n.
  @Test func fewSamples() {
    let work = GaussianWork(difference: -4.5, variance: 4)
    var (deviation, square) = (Average(), Average())
    var random = RandomStream(seed: 12)["gaussian work"]
    for _ in 0..<20_000 {
      let works = (0..<20).map { _ in work.mean(.forward) + 2 * random.normal() }
      let off = ExponentialAverage(works).freeEnergy.value + 4.5
      deviation.add(off)
      square.add(off * off)
    }
    let expected = work.jarzynski(count: 20)
    #expect(deviation.estimate.isConsistent(with: expected.bias, sigmas: 4.5))
    #expect(square.estimate.isConsistent(with: expected.error * expected.error, sigmas: 4.5))
    #expect(abs(deviation.estimate.deviation(from: (exp(4) - 1) / 40)) > 10)
  }

  /// The integral of M. R. Shirts et al., Phys. Rev. Lett. 91, 140601 (2003), by the trapezoidal rule over the densities.
  @Test(arguments: [(50, 50, 9.0), (2000, 500, 4), (10, 1000, 1)])
  func bennettsErrorIsItsIntegral(n: Int, m: Int, variance: Double) {
    let work = GaussianWork(difference: 1.3, variance: variance)
    let (forward, reverse) = (Double(n), Double(m))
    var information = 0.0
    for w in stride(from: -40.0, through: 40, by: 0.01) {
      let (f, r) = (forward * work.density(at: w, .forward), reverse * work.density(at: w, .negatedReverse))
      if f + r > 0 { information += 0.01 * f * r / (f + r) }
    }
    let exact = (1 / information - 1 / forward - 1 / reverse).squareRoot()
    #expect(abs(work.bennettError(forward: n, reverse: m) / exact - 1) < 1e-9)
  }

  /// The densities cross at ΔF, their ratio is exp(w − ΔF), and bins hold differences of error functions.
  @Test func densitiesObeyCrooks() {
    let work = GaussianWork(difference: -4.5, variance: 7.670207)
    for w in [-12.0, -4.5, 0, 3] {
      let ratio = log(work.density(at: w, .forward) / work.density(at: w, .negatedReverse))
      #expect(abs(ratio - (w + 4.5)) < 1e-12)
    }
    for direction in GaussianWork.Direction.allCases {
      let (mean, scale) = (work.mean(direction), (2 * 7.670207).squareRoot())
      for range in [-9.0 ... -8.5, -2...4, 8...8.1] {
        // Of the tail on the side of the range, so that nothing cancels.
        let sign: Double = range.lowerBound > mean ? 1 : -1
        let tails = (erfc(sign * (range.lowerBound - mean) / scale), erfc(sign * (range.upperBound - mean) / scale))
        let exact = 0.5 * sign * (tails.0 - tails.1)
        #expect(abs(work.probability(of: range, direction) / exact - 1) < 1e-8)
      }
    }
  }
}
