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

  /// Flipping one bit of a component flips each bit of the stream's first words with probability one half: over 64 × 256
  /// pairs the mean is ½ with standard deviation 1/(2√16384) = 0.0039, and 5 of them are allowed.
  @Test func everyBitOfAnIndexReachesEveryBitOfTheStream() {
    var flipped = 0
    for bit in 0..<64 {
      var one = RandomStream(at: root.appending(0x1234_5678))
      var other = RandomStream(at: root.appending(0x1234_5678 ^ (1 << bit)))
      for _ in 0..<4 { flipped += (one.next() ^ other.next()).nonzeroBitCount }
    }
    #expect(abs(Double(flipped) / (64 * 256) - 0.5) < 5 * 0.0039)
  }
}
