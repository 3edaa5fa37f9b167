import ElementaryFunctions
import Testing

@Suite struct BisectionTests {
  /// From both sides down to the neighbours about √2, of which the square root of the processor is one.
  @Test func itEndsAtNeighbours() {
    let rising = Elementary.bisection(from: 1, to: 2) { $0 * $0 < 2 }
    let falling = Elementary.bisection(from: 2, to: 1) { $0 * $0 >= 2 }
    #expect(rising.inside.nextUp == rising.outside && rising.inside * rising.inside < 2)
    #expect(rising.outside * rising.outside >= 2)
    #expect(rising.inside == falling.outside && rising.outside == falling.inside)
    #expect([rising.inside, rising.outside].contains(2.0.squareRoot()))
    // Negative control: a condition that holds nowhere or everywhere leaves an end as it was.
    #expect(Elementary.bisection(from: 1, to: 2) { _ in false } == (1, 1.0.nextUp))
    #expect(Elementary.bisection(from: 1, to: 2) { _ in true } == (2.0.nextDown, 2))
  }

  /// The tolerance and the number of halvings end it before; the ends are not tried.
  @Test func itStopsEarlier() {
    var tried: [Double] = []
    let (inside, outside) = Elementary.bisection(from: 0, to: 1, tolerance: 0.125) {
      tried.append($0)
      return $0 < 0.3
    }
    #expect((inside, outside) == (0.25, 0.375) && tried == [0.5, 0.25, 0.375])
    #expect(Elementary.bisection(from: 0, to: 1, halvings: 2) { $0 < 0.3 } == (0.25, 0.5))
    #expect(Elementary.bisection(from: 0, to: 1, halvings: 0) { $0 < 0.3 } == (0, 1))
    #expect(Elementary.bisection(from: 3, to: 3) { _ in true } == (3, 3))
  }
}
