import Matrices
import MesoscopicNetworks
import Randomness
import Testing

@Suite struct ReadoutTests {
  let averages: [[Double]], labels: [Int], targets: [[Double]]

  init() {
    var random = RandomStream(seed: 5)["readout"]
    averages = (0..<30).map { _ in (0..<6).map { _ in 0.7 * random.normal() } }
    labels = averages.map { $0[0] + $0[1] * $0[2] > 0.4 ? 2 : $0[3] > 0 ? 1 : 0 }
    targets = averages.map { [$0[0] * $0[1], $0[2] + 0.1 * random.normal()] }
  }

  func value(softmax readout: SoftmaxReadout, penalty: Double) -> Double {
    zip(averages, labels).reduce(0) { $0 + readout.performance(of: $1.0, label: $1.1).value } / 30
      - 0.5 * penalty * readout.weights.entries.reduce(0) { $0 + $1 * $1 }
  }

  func value(ridge readout: RidgeReadout, penalty: Double) -> Double {
    zip(averages, targets).reduce(0) { $0 + readout.performance(of: $1.0, target: $1.1).value } / 30
      - 0.5 * penalty * readout.weights.entries.reduce(0) { $0 + $1 * $1 }
  }

  /// At the maximum every derivative by a weight vanishes, and a step in any direction leads down; both objectives are concave.
  @Test func fitsAreMaxima() {
    let softmax = SoftmaxReadout.fitted(to: averages, labels: labels, classes: 3, penalty: 1e-2)
    let ridge = RidgeReadout.fitted(to: averages, targets: targets, penalty: 1e-2)
    let (top, ridgeTop) = (value(softmax: softmax, penalty: 1e-2), value(ridge: ridge, penalty: 1e-2))
    for place in 0..<18 {
      var moved = softmax
      moved.weights[place / 6, place % 6] += 1e-3
      let ahead = value(softmax: moved, penalty: 1e-2)
      moved.weights[place / 6, place % 6] -= 2e-3
      let behind = value(softmax: moved, penalty: 1e-2)
      #expect(abs(ahead - behind) / 2e-3 < 1e-6 && ahead < top && behind < top)
    }
    for place in 0..<12 {
      var moved = ridge
      moved.weights[place / 6, place % 6] += 1e-3
      let ahead = value(ridge: moved, penalty: 1e-2)
      moved.weights[place / 6, place % 6] -= 2e-3
      let behind = value(ridge: moved, penalty: 1e-2)
      #expect(abs(ahead - behind) / 2e-3 < 1e-9 && ahead < ridgeTop && behind < ridgeTop)
    }
    // Biases: the mean of [c = y] − p_c vanishes.
    for c in 0..<3 {
      let mean = zip(averages, labels).reduce(0) { $0 + softmax.performance(of: $1.0, label: $1.1).surprise[c] } / 30
      #expect(abs(mean) < 1e-6)
    }
    // A control: with another penalty it is another maximum.
    #expect(value(softmax: .fitted(to: averages, labels: labels, classes: 3, penalty: 1), penalty: 1e-2) < top - 1e-2)
  }

  @Test func slopesAreDifferences() {
    let softmax = SoftmaxReadout.fitted(to: averages, labels: labels, classes: 3, penalty: 1e-2)
    let ridge = RidgeReadout.fitted(to: averages, targets: targets, penalty: 1e-2)
    let (m, h) = (averages[4], 1e-5)
    for i in m.indices {
      var (ahead, behind) = (m, m)
      ahead[i] += h
      behind[i] -= h
      let logarithm =
        softmax.performance(of: ahead, label: 1).value - softmax.performance(of: behind, label: 1).value
      #expect(abs(softmax.performance(of: m, label: 1).slopes[i] - logarithm / (2 * h)) < 1e-8)
      let square =
        ridge.performance(of: ahead, target: [1, 2]).value - ridge.performance(of: behind, target: [1, 2]).value
      #expect(abs(ridge.performance(of: m, target: [1, 2]).slopes[i] - square / (2 * h)) < 1e-8)
    }
    #expect(abs(softmax.probabilities(of: m).reduce(0, +) - 1) < 1e-14)
    let sure = softmax.probabilities(of: m)
    #expect(sure[softmax.classify(m)] == sure.max())
  }

  /// Ten classes fill more than one block of lanes; a start from elsewhere ends at the same maximum.
  @Test func manyClassesAndAnyStart() {
    let labels = averages.indices.map { $0 % 10 }
    let fitted = SoftmaxReadout.fitted(to: averages, labels: labels, classes: 10, penalty: 1e-2)
    var start = fitted
    for c in 0..<10 { for i in 0..<6 { start.weights[c, i] += i % 3 == 0 ? 0.5 : -0.3 } }
    let again = SoftmaxReadout.fitted(to: averages, labels: labels, classes: 10, penalty: 1e-2, from: start)
    #expect((fitted.weights - again.weights).largestEntry < 1e-4)
  }
}
