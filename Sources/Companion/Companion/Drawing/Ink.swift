/// Which places of a panel's box are drawn on, on a fine grid: so that legends and labels find room. Lengths are in cm from
/// the lower left corner of the box.
package struct Ink: Sendable {
  package let width: Double, height: Double
  private let columns: Int, rows: Int
  private var cells: [Bool]
  private static let spacing = 0.04

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
    columns = Int((width / Self.spacing).rounded(.up))
    rows = Int((height / Self.spacing).rounded(.up))
    cells = Array(repeating: false, count: columns * rows)
  }

  /// A rectangle in the box.
  package struct Rectangle: Sendable, Hashable {
    package var x: ClosedRange<Double>, y: ClosedRange<Double>

    package init(x: ClosedRange<Double>, y: ClosedRange<Double>) { (self.x, self.y) = (x, y) }

    func grown(by margin: Double) -> Rectangle {
      Rectangle(
        x: x.lowerBound - margin...x.upperBound + margin, y: y.lowerBound - margin...y.upperBound + margin)
    }
  }

  /// A place in the box.
  package struct Point: Sendable, Hashable {
    package var x: Double, y: Double

    package init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
  }

  package mutating func fill(_ rectangle: Rectangle) {
    let across = places(rectangle.x, columns), up = places(rectangle.y, rows)
    for row in up { for column in across { cells[row * columns + column] = true } }
  }

  /// A straight line of a finite width.
  package mutating func draw(from start: Point, to end: Point, width: Double = 0.05) {
    // What lies far outside need not be walked along.
    guard let (start, end) = clipped(start, end) else { return }
    let length = max(abs(end.x - start.x), abs(end.y - start.y))
    let steps = max(1, Int(length / (0.7 * Self.spacing)))
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      dot(Point(x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y)), radius: width / 2)
    }
  }

  /// The straight lines from each point to the next.
  mutating func draw(along line: [Point]) {
    for (start, end) in zip(line, line.dropFirst()) { draw(from: start, to: end) }
  }

  mutating func dot(_ point: Point, radius: Double) {
    fill(
      Rectangle(x: point.x - radius...point.x + radius, y: point.y - radius...point.y + radius))
  }

  /// Whether nothing is drawn in a rectangle; false where it reaches out of the box.
  package func isFree(_ rectangle: Rectangle) -> Bool {
    guard rectangle.x.lowerBound >= 0, rectangle.x.upperBound <= width, rectangle.y.lowerBound >= 0,
      rectangle.y.upperBound <= height
    else { return false }
    let across = places(rectangle.x, columns)
    return places(rectangle.y, rows).allSatisfy { row in
      !cells[(row * columns + across.lowerBound)..<(row * columns + across.upperBound)].contains(true)
    }
  }

  private func places(_ range: ClosedRange<Double>, _ count: Int) -> Range<Int> {
    let limit = Double(count)
    let first = Int(min(max(0, (range.lowerBound / Self.spacing).rounded(.down)), limit))
    let last = Int(min(max(0, (range.upperBound / Self.spacing).rounded(.up)), limit))
    return first..<max(first, last)
  }

  /// The part of a line within the box, a little widened; nil where there is none (Liang and Barsky 1984).
  private func clipped(_ start: Point, _ end: Point) -> (Point, Point)? {
    var (enter, leave) = (0.0, 1.0)
    let margin = 0.2
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    for (step, distance) in [
      (-dx, start.x + margin), (dx, width + margin - start.x), (-dy, start.y + margin), (dy, height + margin - start.y),
    ] {
      if step == 0 {
        if distance < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, distance / step)
      } else {
        leave = min(leave, distance / step)
      }
    }
    guard enter <= leave else { return nil }
    func at(_ part: Double) -> Point { Point(x: start.x + part * dx, y: start.y + part * dy) }
    return (at(enter), at(leave))
  }
}
