import Companion
import Testing

@Suite struct InkTests {
  @Test func linesAndRectanglesTakeRoom() {
    var ink = Ink(width: 4, height: 3)
    #expect(ink.isFree(Ink.Rectangle(x: 0...4, y: 0...3)))
    ink.draw(from: Ink.Point(x: -5, y: -5), to: Ink.Point(x: 5, y: 5))
    #expect(!ink.isFree(Ink.Rectangle(x: 0.9...1.1, y: 0.9...1.1)))
    #expect(ink.isFree(Ink.Rectangle(x: 2.5...3.9, y: 0.1...1.5)))
    ink.fill(Ink.Rectangle(x: 3...3.2, y: 0.5...0.7))
    #expect(!ink.isFree(Ink.Rectangle(x: 2.5...3.9, y: 0.1...1.5)))
  }

  @Test func nothingIsFreeOutsideOfTheBox() {
    let ink = Ink(width: 4, height: 3)
    #expect(!ink.isFree(Ink.Rectangle(x: 3...4.1, y: 0...1)))
    #expect(!ink.isFree(Ink.Rectangle(x: -0.1...1, y: 0...1)))
  }

  @Test func farPointsAreNotWalkedTo() {
    var ink = Ink(width: 4, height: 3)
    ink.draw(from: Ink.Point(x: 2, y: -1e300), to: Ink.Point(x: 2, y: 1e300))
    #expect(ink.isFree(Ink.Rectangle(x: 0...1, y: 0...3)))
  }
}

@Suite struct ContourLinesTests {
  private func grid(_ z: (Double, Double) -> Double) -> (xs: [Double], ys: [Double], z: [Double]) {
    let xs = stride(from: -2.0, through: 2, by: 0.1).map { $0 },
      ys = stride(from: -1.5, through: 1.5, by: 0.1).map { $0 }
    return (xs, ys, xs.flatMap { x in ys.map { z(x, $0) } })
  }

  /// On a plane linear interpolation is exact.
  @Test func aPlaneHasOneStraightLine() {
    let (xs, ys, z) = grid { 2 * $0 + $1 }
    let lines = ContourLines(xs: xs, ys: ys, z: z, level: 0.33).lines
    #expect(lines.count == 1)
    for point in lines.flatMap(\.self) { #expect(abs(2 * point.x + point.y - 0.33) < 1e-12) }
    #expect(lines.first?.count ?? 0 > 40)
  }

  /// The contour of a paraboloid is a circle that closes; between grid lines a distance h apart the interpolated radius
  /// is off by less than h²/8 × the second derivative over the slope, here 0.01/8 × 2/2.
  @Test func aBowlHasAClosedCircle() {
    let (xs, ys, z) = grid { $0 * $0 + $1 * $1 }
    let lines = ContourLines(xs: xs, ys: ys, z: z, level: 1).lines
    #expect(lines.count == 1 && lines.first?.first == lines.first?.last)
    for point in lines.flatMap(\.self) {
      #expect(abs((point.x * point.x + point.y * point.y).squareRoot() - 1) < 0.00126)
    }
  }

  @Test func aSaddleHasTwoLines() {
    let (xs, ys, z) = grid { $0 * $1 }
    #expect(ContourLines(xs: xs, ys: ys, z: z, level: 0.013).lines.count == 2)
    #expect(ContourLines(xs: xs, ys: ys, z: z, level: 100).lines.isEmpty)
  }
}
