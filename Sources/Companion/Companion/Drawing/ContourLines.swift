/// Lines of equal z over a regular grid, by marching squares with linear interpolation along the edges of the cells.
package struct ContourLines: Sendable {
  /// Each line as a list of points; a closed line ends where it begins.
  package private(set) var lines: [[Ink.Point]] = []

  /// - Parameters:
  ///   - xs, ys: the coordinates of the grid, ascending.
  ///   - z: the values, all of the first x first.
  package init(xs: [Double], ys: [Double], z: [Double], level: Double) {
    var crossings: [Edge: Ink.Point] = [:]
    var neighbours: [Edge: [Edge]] = [:]
    func value(_ i: Int, _ j: Int) -> Double { z[i * ys.count + j] }
    func crossing(_ edge: Edge) -> Edge? {
      let (i, j) = (edge.isUpright ? edge.i : edge.i + 1, edge.isUpright ? edge.j + 1 : edge.j)
      let (from, to) = (value(edge.i, edge.j), value(i, j))
      guard (from < level) != (to < level) else { return nil }
      let part = (level - from) / (to - from)
      crossings[edge] = Ink.Point(
        x: xs[edge.i] + part * (xs[i] - xs[edge.i]), y: ys[edge.j] + part * (ys[j] - ys[edge.j]))
      return edge
    }
    func join(_ one: Edge, _ other: Edge) {
      neighbours[one, default: []].append(other)
      neighbours[other, default: []].append(one)
    }
    for i in 0..<max(0, xs.count - 1) {
      for j in 0..<max(0, ys.count - 1) {
        // Below, right, above, left.
        let edges = [
          Edge(i: i, j: j, isUpright: false), Edge(i: i + 1, j: j, isUpright: true),
          Edge(i: i, j: j + 1, isUpright: false), Edge(i: i, j: j, isUpright: true),
        ].compactMap(crossing)
        if edges.count == 2 { join(edges[0], edges[1]) }
        if edges.count == 4 {
          // A saddle: the mean of the corners says which of them belong together.
          let mean = (value(i, j) + value(i + 1, j) + value(i, j + 1) + value(i + 1, j + 1)) / 4
          let isCut = (mean < level) == (value(i, j) < level)
          join(edges[0], edges[isCut ? 1 : 3])
          join(edges[2], edges[isCut ? 3 : 1])
        }
      }
    }
    var isWalked: Set<Edge> = []
    // Open lines first, from their ends; in a fixed order, so that equal data make equal drawings.
    let sorted = crossings.keys.sorted()
    for start in sorted.filter({ neighbours[$0]?.count == 1 }) + sorted where !isWalked.contains(start) {
      var line: [Ink.Point] = []
      var place: Edge? = start
      while let edge = place {
        isWalked.insert(edge)
        if let point = crossings[edge] { line.append(point) }
        place = neighbours[edge]?.first { !isWalked.contains($0) }
      }
      if neighbours[start]?.count == 2, let first = line.first, line.count > 2 { line.append(first) }
      if line.count > 1 { lines.append(line) }
    }
  }

  /// The edge of a cell that begins at a point of the grid.
  private struct Edge: Hashable, Comparable {
    let i: Int, j: Int, isUpright: Bool

    static func < (one: Edge, other: Edge) -> Bool {
      (one.i, one.j, one.isUpright ? 1 : 0) < (other.i, other.j, other.isUpright ? 1 : 0)
    }
  }
}
