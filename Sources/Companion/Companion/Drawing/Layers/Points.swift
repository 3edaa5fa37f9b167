extension Layer {
  /// Points with error bars (one standard error), filled or open.
  public static func points(
    _ series: String, x: String, y: String, xError: String? = nil, yError: String? = nil, _ style: Style,
    _ title: String = "", open: Bool = false, onTheRight: Bool = false
  ) -> Layer {
    Layer(
      Points(x: x, y: y, xError: xError, yError: yError, isOpen: open), series: series, title: title, style: style,
      onTheRight: onTheRight)
  }

  /// Points with error bars.
  private struct Points: LayerKind {
    let x: String, y: String
    let xError: String?, yError: String?
    let isOpen: Bool

    var columns: Columns { Columns(x: [x], y: [y], others: [xError, yError].compactMap(\.self)) }

    func cover(_ ink: inout Ink, in box: PlacedLayer) {
      for case let point? in box.points(x, y) { ink.dot(point, radius: 0.07) }
      let (xs, ys) = (box.data.column(x), box.data.column(y))
      func bar(_ one: (Double, Double), _ other: (Double, Double)) {
        // On a logarithmic axis the bar of an error larger than the value reaches to the end of the box.
        guard let end = box.point(other.0, other.1) else { return }
        ink.draw(from: box.point(one.0, one.1) ?? Ink.Point(x: end.x, y: 0), to: end)
      }
      for (x, (y, error)) in zip(xs, zip(ys, yError.map { box.data.column($0) } ?? [])) {
        bar((x, y - error), (x, y + error))
      }
      for (y, (x, error)) in zip(ys, zip(xs, xError.map { box.data.column($0) } ?? [])) {
        bar((x - error, y), (x + error, y))
      }
    }

    var legendRole: LegendRole { .points }

    func draw(_ sample: LegendSample) -> String { sample.point(sample.style.pointLook(open: isOpen)) }

    func element(_ script: LayerScript) -> GnuplotElement? {
      let look = script.style.pointLook(open: isOpen)
      return switch (xError, yError) {
      case (let xError?, let yError?): script.element(script.using(x, y, xError, yError), with: "xyerrorbars \(look)")
      case (let xError?, nil): script.element(script.using(x, y, xError), with: "xerrorbars \(look)")
      case (nil, let yError?): script.element(script.using(x, y, yError), with: "yerrorbars \(look)")
      case (nil, nil): script.element(script.using(x, y), with: "points \(look)")
      }
    }
  }
}
