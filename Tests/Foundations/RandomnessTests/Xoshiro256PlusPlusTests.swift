import Randomness
import Testing

@Suite struct Xoshiro256PlusPlusTests {
  /// Computed with an independent implementation of the recurrence of Blackman and Vigna (2021) from the state (1, 2, 3, 4);
  /// the test vector of the Rust crate rand_xoshiro is the same.
  @Test func knownAnswers() {
    var generator = Xoshiro256PlusPlus(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205,
      9_973_669_472_204_895_162, 14_011_001_112_246_962_877, 12_406_186_145_184_390_807, 15_849_039_046_786_891_736,
      10_450_023_813_501_588_000,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  /// A copy is a second generator, not the same one.
  @Test func copiesAreIndependent() {
    var generator = Xoshiro256PlusPlus(state: (1, 2, 3, 4))
    var copy = generator
    _ = generator.next()
    _ = generator.next()
    #expect(copy.next() == 41_943_041)
  }
}
