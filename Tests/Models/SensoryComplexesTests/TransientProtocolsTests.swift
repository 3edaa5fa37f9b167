import DissipationBottlenecks
import Foundation
import Randomness
import SensoryComplexes
import Testing

@Suite struct TransientProtocolsTests {
  /// Held couplings at the reading times of the figure against a brute-force grid of step 0.05 over [−2, 2]², on the same
  /// coarse quadrature: nothing on the grid is better, and its best is as good to second order in the step.
  @Test(arguments: [0.1, 1.0])
  func heldOptimaBeatAGrid(time: Double) {
    let reading = transientReading(step: 0.7, cutoff: 5)
    let alphas = [1e-3, 3e-3, 0.01, 0.1]
    let optima = DissipationBottleneck(
      TransientProtocols(reading, readingTime: time, isSwitched: false), bound: 2
    ).optima(along: alphas)
    let nodes = (-40...40).map { 0.05 * Double($0) }
    let grid = nodes.flatMap { j12 in
      nodes.map { j21 in reading.performance(of: [ProtocolSegment(PairCouplings(j12: j12, j21: j21), for: time)]) }
    }
    for (alpha, optimum) in zip(alphas, optima) {
      let best = grid.reduce(-.infinity) { max($0, $1.value(at: alpha)) }
      #expect(optimum.value(at: alpha) >= best - 1e-12)
      #expect(optimum.value(at: alpha) < best + 1e-3)
    }
    // Negative control: the optimum of another price is beaten by the grid.
    #expect(optima[3].value(at: 1e-3) < grid.reduce(-.infinity) { max($0, $1.value(at: 1e-3)) } - 1e-3)
  }

  /// Switching is never worse than holding, gains where it is read at T = 1, and two thousand random protocols find
  /// nothing better.
  @Test func switchedOptimaBeatHeldAndRandomOnes() {
    let reading = transientReading(step: 0.9, cutoff: 5)
    let alphas = [3e-3, 0.02]
    let paths = [false, true].map { isSwitched in
      DissipationBottleneck(TransientProtocols(reading, readingTime: 1, isSwitched: isSwitched), bound: 2)
        .optima(along: alphas)
    }
    let (held, switched) = (paths[0], paths[1])
    for (alpha, (one, two)) in zip(alphas, zip(held, switched)) {
      #expect(two.value(at: alpha) > one.value(at: alpha) + 1e-3)
      #expect(abs(two.couplings.ends[1] - 1) < 1e-12)
      var random = RandomStream(seed: 3)["protocols"]
      for _ in 0..<2000 {
        let j = (0..<4).map { _ in 4 * random.uniform() - 2 }
        let first = random.uniform()
        let tried = reading.performance(of: [
          ProtocolSegment(PairCouplings(j12: j[0], j21: j[1]), for: first),
          ProtocolSegment(PairCouplings(j12: j[2], j21: j[3]), for: 1 - first),
        ])
        #expect(tried.value(at: alpha) < two.value(at: alpha))
      }
    }
  }
}
