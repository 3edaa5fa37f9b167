import Estimation
import Foundation
import Randomness
import Testing

/// The numbers that only lanes make: indices with what they leave of a uniform number, and pairs of waiting times.
@Suite struct RandomLanesTests {
  private static let draws = 50_000

  /// Every index has the probability 1/n, and what it leaves is uniform and independent of it: 1/2 on average for each index, with
  /// the variance 1/12. 2·6 and 2·7 checks at 4.5 standard errors: a false alarm once in 5700 seeds.
  @Test(arguments: [6, 7]) func indicesAndTheirRests(count: Int) {
    var lanes = RandomLanes(RandomStream(seed: 31)[count])
    var counts = Array(repeating: 0.0, count: count)
    var rests = Array(repeating: Average(), count: count)
    var isInside = true
    for _ in 0..<Self.draws {
      let (index, rest) = lanes.index(below: Double(count))
      for lane in 0..<8 {
        counts[Int(index[lane])] += 1
        rests[Int(index[lane])].add(rest[lane])
        isInside = isInside && (0...1).contains(rest[lane])
      }
    }
    #expect(isInside)
    let total = Double(8 * Self.draws)
    let probability = 1 / Double(count)
    for index in 0..<count {
      let error = (total * probability * (1 - probability)).squareRoot()
      #expect(abs(counts[index] - total * probability) < 4.5 * error)
      #expect(rests[index].estimate.isConsistent(with: 0.5, sigmas: 4.5))
      // Negative control: 4 % too many.
      #expect(abs(1.04 * counts[index] - total * probability) > 4.5 * error)
    }
  }

  /// One index only: always 0, and the rest is the uniform number.
  @Test func oneIndex() {
    var (lanes, same) = (RandomLanes(RandomStream(seed: 33)), RandomLanes(RandomStream(seed: 33)))
    for _ in 0..<1000 {
      let (index, rest) = lanes.index(below: 1)
      let uniform = same.uniform()
      #expect(index == SIMD8())
      for lane in 0..<8 { #expect(abs(rest[lane] - uniform[lane]) < 1e-15) }
    }
  }

  /// Two exponential numbers from one logarithm: means 1, second moments 2, and independent, ⟨xy⟩ = ⟨x²y²⟩/4 = 1. Split at a
  /// fraction that is not uniform they are not. 7 checks at 4.5 standard errors: a false alarm once in 21 000 seeds.
  @Test func pairsOfWaitingTimes() {
    func moments(_ fraction: (inout RandomLanes) -> SIMD8<Double>) -> [Estimate] {
      var lanes = RandomLanes(RandomStream(seed: 32))
      var moments = Array(repeating: Average(), count: 7)
      for _ in 0..<Self.draws {
        let split = fraction(&lanes)
        let (first, second) = lanes.exponentials(splitAt: split)
        for lane in 0..<8 {
          let (x, y) = (first[lane], second[lane])
          for (place, value) in [x, y, x * x / 2, y * y / 2, x * y, x * x * y * y / 4, exp(-x - 2 * y) * 6].enumerated()
          {
            moments[place].add(value)
          }
        }
      }
      return moments.map(\.estimate)
    }
    #expect(moments { $0.uniform() }.allSatisfy { $0.isConsistent(with: 1, sigmas: 4.5) })
    let even = moments { _ in SIMD8(repeating: 0.5) }
    #expect(!even[4].isConsistent(with: 1, sigmas: 20))
  }
}
