/// Values at every point of a regular grid.
struct RegularGrid {
  /// The coordinates of the grid, ascending.
  let xs: [Double], ys: [Double]
  /// The values, all of the first x first.
  let z: [Double]
  /// Whether the rows of the series stand in this order, or those of the first y first.
  let xIsSlow: Bool

  /// The grid that the rows of a series are; nil where they are in no order or some are missing.
  init?(x: [Double], y: [Double], z: [Double]) {
    let (xs, ys) = (Set(x).sorted(), Set(y).sorted())
    guard xs.count > 1, ys.count > 1, xs.count * ys.count == z.count else { return nil }
    func isOrdered(_ slow: [Double], _ slows: [Double], _ fast: [Double], _ fasts: [Double]) -> Bool {
      z.indices.allSatisfy { slow[$0] == slows[$0 / fasts.count] && fast[$0] == fasts[$0 % fasts.count] }
    }
    (self.xs, self.ys) = (xs, ys)
    xIsSlow = isOrdered(x, xs, y, ys)
    if xIsSlow {
      self.z = z
    } else {
      guard isOrdered(y, ys, x, xs) else { return nil }
      self.z = xs.indices.flatMap { i in ys.indices.map { z[$0 * xs.count + i] } }
    }
  }
}
