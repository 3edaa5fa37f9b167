import Estimation
import Provenance

/// A layer with the data that it draws.
struct LayerData: Sendable {
  let layer: Layer
  /// Its series; nil if it draws none.
  let series: SeriesRecord?
  private let numbers: [NumberRecord]

  /// - Throws: ``Complaint`` where the layer names a series, a column or a number that was not recorded.
  init(_ layer: Layer, series: [SeriesRecord], numbers: [NumberRecord]) throws {
    self.layer = layer
    self.series = series.first { $0.name == layer.series }
    self.numbers = numbers.filter { layer.kind.numbers.contains($0.name) }
    let columns = layer.kind.columns.all
    if !columns.isEmpty {
      guard let table = self.series else {
        throw Complaint("The plot draws the series '\(layer.series)', which the figure did not record.")
      }
      for column in columns where !table.columns.contains(column) {
        throw Complaint("The plot draws the column '\(column)' of '\(layer.series)', which was not recorded.")
      }
    }
    for name in layer.kind.numbers where !numbers.contains(where: { $0.name == name }) {
      throw Complaint("The plot draws a line at the number '\(name)', which the figure did not record.")
    }
  }

  /// Whether it draws a series that has no rows.
  var isEmpty: Bool { !layer.kind.columns.all.isEmpty && series?.rows.isEmpty ?? true }

  /// The place of a column of the series.
  func place(of column: String) -> Int? { series?.columns.firstIndex(of: column) }

  func column(_ name: String) -> [Double] {
    guard let series, let place = place(of: name) else { return [] }
    return series.rows.map { $0[place] }
  }

  /// A recorded number with its standard error.
  func number(_ name: String) -> Estimate {
    guard let number = numbers.first(where: { $0.name == name }) else { return Estimate(exact: 0) }
    return Estimate(number.value, standardError: number.standardError)
  }
}
