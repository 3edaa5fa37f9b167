import Validation

/// The scale from numbers to colours, which is drawn beside the panel.
struct ColourBox: Sendable, Hashable {
  /// The column of the numbers.
  let column: String
  let label: String
  /// The range of the colours; nil to fit the data.
  let range: ClosedRange<Double>?
  let isLogarithmic: Bool

  init(column: String, label: String, range: ClosedRange<Double>?, isLogarithmic: Bool = false) {
    require(!isLogarithmic || (range?.lowerBound ?? 0) > 0, "A logarithmic colour box needs a positive range.")
    self.column = column
    self.label = label
    self.range = range
    self.isLogarithmic = isLogarithmic
  }

  func scale(showing values: [Double]) -> Scale {
    let (smallest, most) = (values.min() ?? 0, values.max() ?? 1)
    // A bar that all but begins at 0 begins there.
    let least = smallest > 0 && smallest < 1e-3 * most ? 0 : smallest
    return Scale(range ?? (least...(most > least ? most : least + 1)), isLogarithmic: isLogarithmic)
  }
}
