import Estimation

extension Layer {
  /// A horizontal reference line across the panel at a constant of the theory.
  public static func level(
    _ value: Double, _ name: String, _ style: Style = .grey, onTheRight: Bool = false
  ) -> Layer {
    Layer(ReferenceLine(axis: .y, place: .value(value)), title: name, style: style, onTheRight: onTheRight)
  }

  /// A horizontal reference line across the panel at a recorded number, with a pale band of one standard error to either
  /// side.
  public static func level(
    number: String, _ name: String, _ style: Style = .grey, onTheRight: Bool = false
  ) -> Layer {
    Layer(ReferenceLine(axis: .y, place: .number(number)), title: name, style: style, onTheRight: onTheRight)
  }

  /// A vertical reference line across the panel at a constant of the theory.
  public static func vertical(_ value: Double, _ name: String, _ style: Style = .grey) -> Layer {
    Layer(ReferenceLine(axis: .x, place: .value(value)), title: name, style: style)
  }

  /// A vertical reference line across the panel at a recorded number, with a pale band of one standard error to either side.
  public static func vertical(number: String, _ name: String, _ style: Style = .grey) -> Layer {
    Layer(ReferenceLine(axis: .x, place: .number(number)), title: name, style: style)
  }

  /// A straight line from edge to edge, over a band of one standard error.
  private struct ReferenceLine: LayerKind {
    /// The axis at which it has its place: a level stands at a value of y.
    let axis: Direction
    let place: Place

    /// What it stands at.
    enum Place: Sendable, Hashable {
      /// A constant of the theory.
      case value(Double)
      /// A number that the figure recorded.
      case number(String)
    }

    var columns: Columns { Columns() }

    var numbers: [String] { if case .number(let name) = place { [name] } else { [] } }

    private func estimate(_ data: LayerData) -> Estimate {
      switch place {
      case .value(let value): Estimate(exact: value)
      case .number(let name): data.number(name)
      }
    }

    /// The ends of the band; nil where there is no error.
    private func band(_ data: LayerData) -> (low: Double, high: Double)? {
      let estimate = estimate(data)
      guard estimate.standardError > 0 else { return nil }
      return (estimate.value - estimate.standardError, estimate.value + estimate.standardError)
    }

    func values(along direction: Direction, of data: LayerData) -> [Double] {
      direction == axis ? [estimate(data).value] : []
    }

    func lines(in box: PlacedLayer) -> [[Ink.Point]] {
      let value = estimate(box.data).value
      switch axis {
      case .x:
        let x = box.place(x: value)
        return [[Ink.Point(x: x, y: 0), Ink.Point(x: x, y: box.height)]]
      case .y:
        let y = box.place(y: value)
        return [[Ink.Point(x: 0, y: y), Ink.Point(x: box.width, y: y)]]
      }
    }

    func cover(_ ink: inout Ink, in box: PlacedLayer) {
      guard let (low, high) = band(box.data) else { return }
      switch axis {
      case .x: ink.fill(Ink.Rectangle(x: box.place(x: low)...box.place(x: high), y: 0...box.height))
      case .y: ink.fill(Ink.Rectangle(x: 0...box.width, y: box.place(y: low)...box.place(y: high)))
      }
    }

    /// An arrow without a head, from edge to edge whatever the ranges of the axes.
    func objects(_ script: LayerScript) -> String {
      let (value, style) = (estimate(script.data).value, script.style)
      func at(_ along: Int, _ value: Double) -> String {
        let value = script.program.number(value)
        return switch axis {
        case .x: "first \(value),graph \(along)"
        case .y: "graph \(along),\(script.layer.isOnTheRight ? "second" : "first") \(value)"
        }
      }
      let line = "set arrow from \(at(0, value)) to \(at(1, value)) nohead \(style.lineLook)\n"
      guard let (low, high) = band(script.data) else { return line }
      return "set object rectangle from \(at(0, low)) to \(at(1, high)) behind fillcolor rgb "
        + "\"\(style.pale)\" fillstyle solid noborder\n" + line
    }

    func element(_ script: LayerScript) -> GnuplotElement? { nil }
  }
}
