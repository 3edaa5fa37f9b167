/// Something drawn in a panel.
///
/// Each kind of layer is a file in the folder `Layers`: its description (`LayerKind`), and the function that makes it.
public struct Layer: Sendable, Hashable {
  private let held: Held
  /// The series that it draws; empty if it draws none.
  let series: String
  /// Its name in the legend, or the text at its place.
  let title: String
  let style: Style
  /// Whether its vertical axis is that on the right.
  let isOnTheRight: Bool

  init(
    _ kind: some LayerKind, series: String = "", title: String = "", style: Style = .black, onTheRight: Bool = false
  ) {
    held = Held(kind: kind)
    self.series = series
    self.title = title
    self.style = style
    isOnTheRight = onTheRight
  }

  var kind: any LayerKind { held.kind }

  /// A kind of layer, which equals another if the types and all properties do.
  private struct Held: Sendable, Hashable {
    let kind: any LayerKind

    static func == (one: Held, other: Held) -> Bool { AnyHashable(one.kind) == AnyHashable(other.kind) }

    func hash(into hasher: inout Hasher) { kind.hash(into: &hasher) }
  }

  /// The direction of an axis.
  enum Direction: Sendable, Hashable {
    /// From left to right, and upwards.
    case x, y
  }

  /// The columns of a series that a layer reads: those that lie along the axes, and others.
  struct Columns: Sendable, Hashable {
    var x: [String] = [], y: [String] = [], others: [String] = []

    var all: [String] { x + y + others }
  }
}
