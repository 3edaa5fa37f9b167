import MNIST1D
import Testing

/// The generator against words and numbers that are known: of its authors' code and of numpy.
@Suite struct MersenneTwisterTests {
  @Test func wordsOfKnownSeeds() {
    var random = MersenneTwister(seed: 42)
    #expect(
      (0..<5).map { _ in random.word() } == [1_608_637_542, 3_421_126_067, 4_083_286_876, 787_846_414, 3_143_890_026])
    // The 10000th word of this seed is part of the C++ standard (rand.predef).
    var standard = MersenneTwister(seed: 5489)
    #expect(standard.word() == 3_499_211_612)
    for _ in 2..<10_000 { _ = standard.word() }
    #expect(standard.word() == 4_123_659_995)
    #expect(standard.wordsDrawn == 10_000)
  }

  @Test func numbersOfSeed42() {
    var uniform = MersenneTwister(seed: 42)
    #expect((0..<3).map { _ in uniform.uniform() } == [0.3745401188473625, 0.9507143064099162, 0.7319939418114051])
    var normal = MersenneTwister(seed: 42)
    for expected in [0.4967141530112327, -0.13826430117118466, 0.6476885381006925] {
      #expect(abs(normal.normal() - expected) < 1e-15)
    }
    var permuted = MersenneTwister(seed: 42)
    #expect(permuted.permutation(of: 10) == [8, 1, 5, 0, 7, 2, 9, 4, 3, 6])
  }

  /// Three quarters of all tries are accepted for six values of eight: 4 words for 3 numbers on average, each value equally often.
  @Test func wholeNumbersAreUniform() {
    var random = MersenneTwister(seed: 1)
    let count = 60_000
    var frequencies = Array(repeating: 0, count: 6)
    for _ in 0..<count { frequencies[random.integer(upTo: 5)] += 1 }
    let deviation = (Double(count) * 5 / 36).squareRoot()
    #expect(frequencies.allSatisfy { abs(Double($0) - 10_000) < 4.5 * deviation })
    // The number of tries is that of a negative binomial distribution, of variance n (1/4)/(3/4)².
    #expect(abs(Double(random.wordsDrawn) - 80_000) < 4.5 * (Double(count) * 4 / 9).squareRoot())
    // Control: the rest of a division would prefer 0 and 1.
    var plain = MersenneTwister(seed: 1)
    let zeros = (0..<count).count { _ in (plain.word() & 7) % 6 == 0 }
    #expect(Double(zeros) - 10_000 > 10 * deviation)
    // Nothing to choose from takes no word.
    let before = random.wordsDrawn
    #expect(random.integer(upTo: 0) == 0 && random.wordsDrawn == before)
  }
}
