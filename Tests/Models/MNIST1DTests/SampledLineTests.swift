import ElementaryFunctions
import MNIST1D
import Testing

/// Interpolation, smoothing and sums against cases by hand and against numpy.
@Suite struct SampledLineTests {
  @Test func pointsIncludeBothEnds() {
    #expect(SampledLine.points(from: 0, to: 1, count: 5) == [0, 0.25, 0.5, 0.75, 1])
    // 71 steps of 1/71 from −0.5 do not add up to 1 in doubles; the end is exact all the same.
    #expect(SampledLine.points(from: -0.5, to: 0.5, count: 72).last == 0.5)
  }

  @Test func interpolation() {
    #expect(SampledLine.resampled([0, 1, 4], to: 5) == [0, 0.5, 1, 2.5, 4])
    #expect(SampledLine.resampled([3, 1, 4, 1, 5], to: 5) == [3, 1, 4, 1, 5])
    #expect(SampledLine.resampled([0, 1, 2, 3, 4, 5, 6], to: 2) == [0, 6])
    // A straight line stays one.
    let line = SampledLine.resampled(SampledLine.points(from: 1, to: 4, count: 53), to: 72)
    for (value, expected) in zip(line, SampledLine.points(from: 1, to: 4, count: 72)) {
      #expect(abs(value - expected) < 1e-14)
    }
  }

  @Test func rotation() {
    #expect(SampledLine.rotated([1, 2, 3, 4], by: 1) == [4, 1, 2, 3])
    #expect(SampledLine.rotated([1, 2, 3, 4], by: 0) == [1, 2, 3, 4])
  }

  @Test func theWindowIsGaussian() {
    let window = SampledLine.gaussianWindow(width: 2)
    #expect(window.count == 9)
    for distance in 0...8 {
      let ratio = Elementary.exp(-0.125 * Double(distance * distance))
      #expect(abs(window[distance] / window[0] - ratio) < 1e-15)
    }
    #expect(abs(window[0] + 2 * window.dropFirst().reduce(0, +) - 1) < 1e-15)
  }

  /// By hand: 2 1 | 1 2 4 | 4 2.
  @Test func endsAreMirrored() {
    let smoothed = SampledLine.smoothed([1, 2, 4], by: [0.4, 0.2, 0.1])
    for (value, expected) in zip(smoothed, [1.6, 2.3, 3.1]) { #expect(abs(value - expected) < 1e-15) }
    // Nothing is lost at the ends: a constant stays one. Zeros beyond the ends would halve the last value.
    let window = SampledLine.gaussianWindow(width: 2)
    for value in SampledLine.smoothed(Array(repeating: 3, count: 20), by: window) { #expect(abs(value - 3) < 1e-14) }
  }

  /// The sums of 1, 1/2, 1/3, … that numpy finds; from left to right the last bits are others.
  @Test func sumsArePairwise() {
    let sums = [(17, 3.439552522640758), (100, 5.187377517639621), (1000, 7.485470860550345)]
    for (count, expected) in sums {
      #expect(pairwiseSum((1...count).map { 1 / Double($0) }[...]) == expected)
    }
    #expect((1...1000).reduce(0) { $0 + 1 / Double($1) } != pairwiseSum((1...1000).map { 1 / Double($0) }[...]))
    // Seven numbers are added one after the other, eight in pairs, in which both ones are rounded away.
    let values = [1e16, 1, -1e16, 1, 0, 0, 0, 0]
    #expect(pairwiseSum(values[..<7]) == 1)
    #expect(pairwiseSum(values[...]) == 0)
    #expect(populationMoments(of: [1, 3]).mean == 2 && populationMoments(of: [1, 3]).deviation == 1)
  }
}
