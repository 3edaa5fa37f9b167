import Dispatch
import Estimation
import Foundation
import Randomness
import Synchronization
import Testing

@Suite struct RandomStreamTests {
  static let count = 400_000

  /// Moments against their exact values, each within 4.5 standard errors, which the sample itself provides. Eleven checks
  /// at 4.5: a false alarm once in 13 000 seeds; the seed is fixed.
  @Test func moments() {
    var random = RandomStream(seed: 11)
    func expect(_ exact: Double, _ value: (inout RandomStream) -> Double, _ what: Comment) {
      let found = Average((0..<Self.count).map { _ in value(&random) }).estimate
      #expect(found.isConsistent(with: exact, sigmas: 4.5), what)
    }
    expect(1.0 / 2, { $0.uniform() }, "⟨u⟩")
    expect(
      1.0 / 3,
      {
        let u = $0.uniform(); return u * u
      }, "⟨u²⟩")
    expect(1.0 / 4, { pow($0.uniform(), 3) }, "⟨u³⟩")
    expect(1.0 / 3, { $0.exponential(rate: 3) }, "⟨t⟩")
    expect(2.0 / 9, { pow($0.exponential(rate: 3), 2) }, "⟨t²⟩")
    expect(0, { $0.normal() }, "⟨x⟩")
    expect(1, { pow($0.normal(), 2) }, "⟨x²⟩")
    expect(0, { pow($0.normal(), 3) }, "⟨x³⟩")
    expect(3, { pow($0.normal(), 4) }, "⟨x⁴⟩")
    expect(0, { $0.sign() }, "⟨±1⟩")
    expect(3, { Double($0.index(below: 7)) }, "⟨index⟩")
  }

  /// Negative control: the same test finds a uniform number that is 1 % too large.
  @Test func aWrongMomentIsFound() {
    var random = RandomStream(seed: 11)
    let found = Average((0..<Self.count).map { _ in 1.01 * random.uniform() }).estimate
    #expect(!found.isConsistent(with: 0.5, sigmas: 4.5))
  }

  /// Kolmogorov–Smirnov: √n sup|F_n − F| stays below 2.2 with probability 1 − 1.2e-4 (A. Kolmogorov, 1933).
  @Test func distributions() {
    var random = RandomStream(seed: 12)
    func distance(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
      let sorted = sample.sorted()
      let n = Double(sorted.count)
      let gaps = sorted.enumerated().map { place, x in
        max(abs(cumulative(x) - Double(place) / n), abs(cumulative(x) - Double(place + 1) / n))
      }
      return n.squareRoot() * (gaps.max() ?? 0)
    }
    let normal = { (x: Double) in 0.5 * erfc(-x / 2.0.squareRoot()) }
    #expect(distance((0..<100_000).map { _ in random.uniform() }) { $0 } < 2.2)
    #expect(distance((0..<100_000).map { _ in random.exponential() }) { 1 - exp(-$0) } < 2.2)
    let normals = (0..<100_000).map { _ in random.normal() }
    #expect(distance(normals, normal) < 2.2)
    // Negative control: a normal number 4 % too wide.
    #expect(distance(normals.map { 1.04 * $0 }, normal) > 2.2)
  }

  /// The correlation of neighbouring streams, and of neighbours within a stream, is 0 within 4.5 standard errors.
  @Test func neighboursAreIndependent() {
    let streams = (0..<200).map { replica in
      var stream = RandomStream(seed: 3)["figure"]["sweep"]["cell"][replica]
      return (0..<2000).map { _ in stream.uniform() - 0.5 }
    }
    var across = Average()
    var within = Average()
    for (one, next) in zip(streams, streams.dropFirst()) {
      for (a, b) in zip(one, next) { across.add(a * b) }
      for (a, b) in zip(one, one.dropFirst()) { within.add(a * b) }
    }
    #expect(across.estimate.isConsistent(with: 0, sigmas: 4.5))
    #expect(within.estimate.isConsistent(with: 0, sigmas: 4.5))
    // Negative control: a stream is perfectly correlated with itself.
    let itself = Average(streams[0].map { $0 * $0 }).estimate
    #expect(!itself.isConsistent(with: 0, sigmas: 4.5))
  }

  /// A lane is the stream of its number, draw by draw; words stored at once are those drawn one by one.
  @Test func lanesAreStreams() {
    let root = RandomStream(seed: 3)["lanes"]
    var lanes = RandomLanes(root)
    var stored = lanes
    var streams = (0..<8).map { root[$0] }
    var words = Array(repeating: SIMD8<UInt64>(), count: 101)
    words.withUnsafeMutableBufferPointer { memory in
      if let start = memory.baseAddress { stored.storeWords(start, count: 101) }
    }
    for place in 0..<101 {
      var other = lanes
      let (uniform, word) = (lanes.uniform(), other.next())
      #expect(word == words[place])
      for lane in 0..<8 { #expect(uniform[lane] == streams[lane].uniform()) }
    }
    #expect(stored.next() == lanes.next())
  }

  /// Neither end of (0, 1) is reached, whatever the bits: the extreme draws are 2⁻⁵³ and 1 − 2⁻⁵³.
  @Test func uniformStaysInside() {
    var random = RandomStream(seed: 1)
    let draws = (0..<100_000).map { _ in random.uniform() }
    #expect(draws.allSatisfy { $0 > 0 && $0 < 1 })
    #expect((Double(UInt64.max >> 12) + 0.5) * 0x1p-52 < 1)
  }

  /// χ² of 7 equally likely indices: mean 6, standard deviation √12; 5 of them are allowed.
  @Test func indicesAreEquallyLikely() {
    var random = RandomStream(seed: 8)
    var counts = Array(repeating: 0.0, count: 7)
    for _ in 0..<70_000 { counts[random.index(below: 7)] += 1 }
    let chiSquared = counts.reduce(0) { $0 + ($1 - 10_000) * ($1 - 10_000) / 10_000 }
    #expect(chiSquared < 6 + 5 * 12.0.squareRoot())
    #expect(random.index(below: 1) == 0)
  }

  /// The same bits on any number of threads: what a replica draws does not depend on who draws before it.
  @Test func threadsDoNotMatter() {
    let root = RandomStream(seed: 99)["figure"]
    @Sendable func draw(_ replica: Int) -> UInt64 {
      var stream = root[replica]
      return (0..<1000).reduce(0) { sum, _ in sum &+ stream.normal().bitPattern &+ stream.exponential().bitPattern }
    }
    let alone = (0..<64).map(draw)
    let together = Mutex(Array(repeating: UInt64(0), count: 64))
    DispatchQueue.concurrentPerform(iterations: 64) { replica in
      let sum = draw(replica)
      together.withLock { $0[replica] = sum }
    }
    #expect(together.withLock { $0 } == alone)
  }
}
