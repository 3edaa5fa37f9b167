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

  private func normals(_ count: Int, seed: UInt64) -> [Double] {
    var lanes = RandomLanes(RandomStream(seed: seed))
    return (0..<count / 32).flatMap { _ in
      let (first, second) = lanes.floatNormals()
      return (0..<16).map { Double(first[$0]) } + (0..<16).map { Double(second[$0]) }
    }
  }

  /// Moments within 4.5 standard errors of the sample: nine checks.
  @Test func moments() {
    func expect(_ exact: Double, _ sample: [Double], _ what: Comment) {
      #expect(Average(sample).estimate.isConsistent(with: exact, sigmas: 4.5), what)
    }
    let (u, x) = (uniforms(800_000, seed: 21), normals(3_200_000, seed: 22))
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
  @Test func distributions() {
    func distance(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
      let sorted = sample.sorted()
      let n = Double(sorted.count)
      let gaps = sorted.enumerated().map { place, x in
        max(abs(cumulative(x) - Double(place) / n), abs(cumulative(x) - Double(place + 1) / n))
      }
      return n.squareRoot() * (gaps.max() ?? 0)
    }
    let normal = { (x: Double) in 0.5 * erfc(-x / 2.0.squareRoot()) }
    let x = normals(200_000, seed: 23)
    #expect(distance(uniforms(200_000, seed: 24)) { $0 } < 2.2)
    #expect(distance(x, normal) < 2.2)
    // Negative control: a normal number 3 % too wide.
    #expect(distance(x.map { 1.03 * $0 }, normal) > 2.2)
  }

  /// The tails: among 3.2e7 numbers, those beyond 4 and 5 standard deviations are as many as erfc(z/√2) says, within 4.5
  /// standard errors of a Poisson number, and some are beyond 5.3, where the radius made of 2⁻²⁴ steps would be coarse.
  @Test func tails() {
    var lanes = RandomLanes(RandomStream(seed: 25))
    let count = 1_000_000
    var (beyond4, beyond5, largest) = (0, 0, Float(0))
    for _ in 0..<count {
      let (first, second) = lanes.floatNormals()
      for x in [first, second] {
        for lane in 0..<16 {
          let size = abs(x[lane])
          if size > 4 { beyond4 += 1 }
          if size > 5 { beyond5 += 1 }
          if size > largest { largest = size }
        }
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

  /// A stored vector is what the call gives, bit for bit, in both precisions; and what the next call gives follows on.
  @Test func storedNormalsAreTheSame() {
    var (stored, called) = (RandomLanes(RandomStream(seed: 27)), RandomLanes(RandomStream(seed: 27)))
    let doubles = UnsafeMutablePointer<SIMD8<Double>>.allocate(capacity: 30)
    doubles.initialize(repeating: SIMD8(), count: 30)
    let floats = UnsafeMutablePointer<SIMD16<Float>>.allocate(capacity: 30)
    floats.initialize(repeating: SIMD16(), count: 30)
    defer {
      doubles.deallocate()
      floats.deallocate()
    }
    for _ in 0..<2 {
      stored.storeNormals(doubles, stride: 3, pairs: 5)
      stored.storeFloatNormals(floats, stride: 3, pairs: 5)
      for pair in 0..<5 { #expect((doubles[6 * pair], doubles[6 * pair + 3]) == called.normals()) }
      for pair in 0..<5 { #expect((floats[6 * pair], floats[6 * pair + 3]) == called.floatNormals()) }
    }
    #expect(doubles[1] == SIMD8() && floats[1] == SIMD16())
  }
}
