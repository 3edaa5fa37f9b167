extension Layer {
  /// A heat map of z over a regular grid of x and y, in viridis, with a colour box.
  public static func heatMap(
    _ series: String, x: String, y: String, z: String, label: String, range: ClosedRange<Double>? = nil
  ) -> Layer {
    Layer(HeatMap(x: x, y: y, box: ColourBox(column: z, label: label, range: range)), series: series)
  }

  /// A map that fills the box.
  private struct HeatMap: LayerKind {
    let x: String, y: String
    let box: ColourBox

    var columns: Columns { Columns(x: [x], y: [y], others: [box.column]) }

    /// Cells reach half a spacing beyond their centres.
    func cells(along direction: Direction, of data: LayerData) -> ClosedRange<Double>? {
      let values = Set(self.values(along: direction, of: data)).sorted()
      guard let first = values.first, let last = values.last, values.count > 1 else { return nil }
      let half = (last - first) / Double(values.count - 1) / 2
      return first - half...last + half
    }

    var colourBox: ColourBox? { box }

    var isMap: Bool { true }

    var legendRole: LegendRole { .none }

    private func grid(_ data: LayerData) -> RegularGrid? {
      RegularGrid(x: data.column(x), y: data.column(y), z: data.column(box.column))
    }

    /// The values as an array, from which the cells are drawn.
    func preparations(_ script: LayerScript) -> String {
      guard let grid = grid(script.data) else { return "" }
      let name = script.name("map")
      return "array \(name)[\(grid.z.count)]\nstats \(script.block) using "
        + "(\(name)[int($0) + 1] = $\(script.column(box.column))) nooutput\n\n"
    }

    func element(_ script: LayerScript) -> GnuplotElement? {
      guard let grid = grid(script.data) else { return script.element(script.using(x, y, box.column), with: "image") }
      var element = script.element(image(of: grid, script), with: "image")
      let parts = Self.points(inCellsOf: grid)
      element.settings = "set samples \(grid.xs.count * parts)\nset isosamples \(grid.ys.count * parts)\n"
      element.isSampled = true
      return element
    }

    /// A map whose cells are many points wide: some viewers smear an image of few points, whatever it asks for.
    private func image(of grid: RegularGrid, _ script: LayerScript) -> String {
      func axis(_ name: String, _ column: String, _ values: [Double]) -> (range: String, index: String) {
        let first = values[0], last = values[values.count - 1]
        let spacing = (last - first) / Double(values.count - 1)
        // From the middle of the first point of the first cell to that of the last point of the last cell.
        let reach = spacing / 2 * (1 - 1 / Double(Self.points(inCellsOf: grid)))
        let range = "[\(name)=\(script.program.number(first - reach)):\(script.program.number(last + reach))]"
        let least = script.program.number(first - spacing / 2)
        return (range, "floor((\(column) - (\(least))) / \(script.program.number(spacing)))")
      }
      let (x, y) = (axis("u", "$1", grid.xs), axis("v", "$2", grid.ys))
      let (slow, fast, count) =
        grid.xIsSlow ? (x.index, y.index, grid.ys.count) : (y.index, x.index, grid.xs.count)
      return "\(x.range) \(y.range) '++' using 1:2:(\(script.name("map"))[1 + \(count) * \(slow) + \(fast)])"
    }

    /// How many points of the image a cell is wide and high.
    private static func points(inCellsOf grid: RegularGrid) -> Int {
      max(2, min(12, 320 / max(grid.xs.count, grid.ys.count)))
    }
  }
}
