import Estimation
import Foundation
import Randomness
import Testing

@Suite struct RandomLanesFloatTests {
  private func uniforms(_ count: Int, seed: UInt64) -> [Double] {
    var lanes = RandomLanes(RandomStream(seed: seed))
    return (0..<count / 16).flatMap { _ in
      let drawn = lanes.floatUniform()
      return (0..<16).map { Double(drawn[$0]) }
    }
  }

  /// Normal numbers, drawn pair by pair or stored many at once, an odd number of vectors.
  private func normals(_ count: Int, seed: UInt64, stored: Bool) -> [Double] {
    var lanes = RandomLanes(RandomStream(seed: seed))
    var vectors = Array(repeating: SIMD16<Float>(), count: count / 16)
    if stored {
      vectors.withUnsafeMutableBufferPointer { memory in
        for start in stride(from: 0, to: memory.count, by: 125) {
          if let first = memory.baseAddress {
            lanes.storeFloatNormals(first + start, count: min(125, memory.count - start))
          }
        }
      }
    } else {
      for pair in 0..<vectors.count / 2 { (vectors[2 * pair], vectors[2 * pair + 1]) = lanes.floatNormals() }
    }
    return vectors.flatMap { vector in (0..<16).map { Double(vector[$0]) } }
  }

  /// Moments within 4.5 standard errors of the sample: nine checks.
  @Test(arguments: [false, true]) func moments(stored: Bool) {
    func expect(_ exact: Double, _ sample: [Double], _ what: Comment) {
      #expect(Average(sample).estimate.isConsistent(with: exact, sigmas: 4.5), what)
    }
    let (u, x) = (uniforms(800_000, seed: 21), normals(3_200_000, seed: 22, stored: stored))
    expect(1.0 / 2, u, "⟨u⟩")
    expect(1.0 / 3, u.map { $0 * $0 }, "⟨u²⟩")
    expect(0, x, "⟨x⟩")
    expect(1, x.map { $0 * $0 }, "⟨x²⟩")
    expect(0, x.map { $0 * $0 * $0 }, "⟨x³⟩")
    expect(3, x.map { $0 * $0 * $0 * $0 }, "⟨x⁴⟩")
    // The sixteen lanes, and the two numbers of a pair, do not know each other.
    expect(0, zip(u, u.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }, "neighbours of u")
    expect(0, zip(x, x.dropFirst()).map { $0 * $1 }, "neighbours of x")
    expect(0, zip(x, x.dropFirst(16)).map { $0 * $0 * $1 * $1 - 1 }, "pairs of x")
    // Negative control: normal numbers 1 % too wide.
    #expect(!Average(x.map { 1.01 * $0 * 1.01 * $0 }).estimate.isConsistent(with: 1, sigmas: 4.5))
  }

  /// Kolmogorov–Smirnov: √n sup|F_n − F| stays below 2.2 with probability 1 − 1.2e-4 (A. Kolmogorov, 1933).
  @Test(arguments: [false, true]) func distributions(stored: Bool) {
    func distance(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
      let sorted = sample.sorted()
      let n = Double(sorted.count)
      let gaps = sorted.enumerated().map { place, x in
        max(abs(cumulative(x) - Double(place) / n), abs(cumulative(x) - Double(place + 1) / n))
      }
      return n.squareRoot() * (gaps.max() ?? 0)
    }
    let normal = { (x: Double) in 0.5 * erfc(-x / 2.0.squareRoot()) }
    let x = normals(200_000, seed: 23, stored: stored)
    #expect(distance(uniforms(200_000, seed: 24)) { $0 } < 2.2)
    #expect(distance(x, normal) < 2.2)
    // Negative control: a normal number 3 % too wide.
    #expect(distance(x.map { 1.03 * $0 }, normal) > 2.2)
  }

  /// The tails: among 3.2e7 numbers, those beyond 4 and 5 standard deviations are as many as erfc(z/√2) says, within 4.5
  /// standard errors of a Poisson number, and some are beyond 5.3, where the radius made of 2⁻²⁴ steps would be coarse.
  @Test(arguments: [false, true]) func tails(stored: Bool) {
    let count = 1_000_000
    var (beyond4, beyond5, largest) = (0, 0, 0.0)
    for part in 0..<8 {
      for x in normals(4 * count, seed: 2500 + UInt64(part), stored: stored) {
        let size = abs(x)
        if size > 4 { beyond4 += 1 }
        if size > 5 { beyond5 += 1 }
        if size > largest { largest = size }
      }
    }
    for (found, z) in [(beyond4, 4.0), (beyond5, 5)] {
      let expected = 32 * Double(count) * erfc(z / 2.0.squareRoot())
      #expect(abs(Double(found) - expected) < 4.5 * expected.squareRoot())
      // Negative control: the tail of numbers 3 % too wide.
      #expect(abs(Double(found) - 32 * Double(count) * erfc(z / 1.1 / 2.0.squareRoot())) > 4.5 * expected.squareRoot())
    }
    #expect(largest > 5.3 && largest < 6.68)
  }

  /// Uniform numbers are odd multiples of 2⁻²⁴: the extreme bits give 2⁻²⁴ and 1 − 2⁻²⁴.
  @Test func uniformStaysInside() {
    for u in uniforms(160_000, seed: 26) {
      #expect(u > 0 && u < 1 && (u * 0x1p24).truncatingRemainder(dividingBy: 2) == 1)
    }
    let extremes: [UInt32] = [0, 0x7FFFFF]
    #expect(extremes.map { Float(bitPattern: $0 | 0x3F80_0000) - (1 - 0x1p-24) } == [0x1p-24, 1 - 0x1p-24])
  }
}
