import Randomness
import Testing

@Suite struct StreamAddressTests {
  let root = StreamAddress(seed: 1)

  /// Computed with an independent implementation in Python. The bits of every stored result depend on these numbers: they
  /// must never change.
  @Test func knownAnswers() {
    var stream = RandomStream(seed: 1)["parity-gate"]["sampled"][3]
    #expect((0..<4).map { _ in stream.next() } == Self.known)
    var root = RandomStream(seed: 0)
    #expect((0..<2).map { _ in root.next() } == Self.knownRoot)
  }

  static let known: [UInt64] = [
    16_422_240_718_431_355_973, 3_994_849_050_139_840_531, 10_013_959_131_146_280_798, 5_884_844_548_770_155_214,
  ]
  static let knownRoot: [UInt64] = [10_828_272_126_308_220_707, 15_405_724_289_921_329_417]

  @Test func componentsDoNotRunTogether() {
    let addresses = [
      root.appending("ab").appending("c"), root.appending("a").appending("bc"), root.appending("abc"),
      root.appending("1"), root.appending(1), root.appending("1").appending(""), root.appending(""), root,
      root.appending(0), StreamAddress(seed: 0), StreamAddress(seed: 2), root.appending("ab\u{0}"),
      root.appending("ab"),
    ]
    #expect(Set(addresses).count == addresses.count)
  }

  @Test func aChildDoesNotDependOnWhatItsParentHasDrawn() {
    var parent = RandomStream(seed: 5)
    var before = parent["x"]
    for _ in 0..<100 { _ = parent.next() }
    var after = parent["x"]
    #expect((0..<10).allSatisfy { _ in before.next() == after.next() })
  }

  @Test func millionNeighboursAreDifferent() {
    let figures = ["a", "b"].map(root.appending)
    let addresses = figures.flatMap { figure in
      (0..<1000).flatMap { i in (0..<500).map { figure.appending(i).appending($0) } }
    }
    #expect(Set(addresses).count == 1_000_000)
  }

  /// Flipping one bit of an index flips each bit of the stream's first four words with probability one half. Over 400
  /// addresses each output bit is looked at 25 600 times (standard deviation 0.0031) and each input bit 102 400 times
  /// (0.0016); the 320 fractions may lie 5 of them away from one half.
  @Test func everyBitOfAnIndexReachesEveryBitOfTheStream() {
    var byInput = Array(repeating: 0.0, count: 64)
    var byOutput = Array(repeating: 0.0, count: 256)
    for index in 0..<400 {
      for bit in 0..<64 {
        var one = RandomStream(at: root.appending(index))
        var other = RandomStream(at: root.appending(index ^ (1 << bit)))
        for word in 0..<4 {
          let flipped = one.next() ^ other.next()
          byInput[bit] += Double(flipped.nonzeroBitCount)
          for place in 0..<64 { byOutput[64 * word + place] += Double(flipped >> UInt64(place) & 1) }
        }
      }
    }
    #expect(byInput.allSatisfy { abs($0 / (400 * 256) - 0.5) < 5 * 0.0016 })
    #expect(byOutput.allSatisfy { abs($0 / (400 * 64) - 0.5) < 5 * 0.0031 })
  }
}
