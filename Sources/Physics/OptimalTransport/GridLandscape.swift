import LangevinDynamics
import Validation

/// A landscape whose energies are given at the points of a grid, linear between them: what an experimenter sets who controls
/// the whole landscape.
public struct GridLandscape: Landscape {
  /// The energies at the points of the grid: a row of a table, so that no array is copied from step to step.
  public struct Control: Sendable {
    let table: [Double]
    let start: Int

    /// The energies of a row.
    ///
    /// - Parameters:
    ///   - table: the energies, in k_B T, one row after the other.
    ///   - start: where the row begins.
    public init(_ table: [Double], startingAt start: Int = 0) { (self.table, self.start) = (table, start) }
  }

  /// The points.
  public let grid: LineGrid

  /// A landscape on a grid.
  public init(on grid: LineGrid) { self.grid = grid }

  /// The energies at the two points around a position, and where it lies between them.
  private func neighbours(_ x: Double, _ control: Control) -> (left: Double, right: Double, share: Double) {
    let place = (x - grid.range.lowerBound) / grid.spacing
    // A point of the grid is met to rounding.
    let nearest = place.rounded()
    let exact = abs(place - nearest) < 1e-9 ? nearest : place
    let left = Int(max(0, min(Double(grid.count - 2), exact.rounded(.down))))
    return (control.table[control.start + left], control.table[control.start + left + 1], exact - Double(left))
  }

  /// The energy, in k_B T; beyond the grid it goes on linearly.
  public func energy<R: RealNumber>(at x: R, _ control: Control) -> R {
    let (left, right, share) = neighbours(x.inDouble, control)
    if share == 0 { return R(constant: left) }
    return R(constant: share == 1 ? right : left + share * (right - left))
  }

  /// The force between two points of the grid, the same everywhere between them.
  public func force<R: RealNumber>(at x: R, _ control: Control) -> R {
    let (left, right, _) = neighbours(x.inDouble, control)
    return R(constant: (left - right) / grid.spacing)
  }
}
