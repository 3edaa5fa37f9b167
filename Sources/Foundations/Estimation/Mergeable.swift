/// What takes up samples, and whose parts, made apart from each other, can be put together: averages, histograms, tallies, and
/// structures of them.
public protocol Mergeable {
  /// Adds all samples of another part.
  mutating func merge(_ other: Self)
}

extension Sequence where Element: Mergeable {
  /// All parts together.
  ///
  /// - Precondition: there is at least one part.
  public var merged: Element {
    var parts = makeIterator()
    guard var whole = parts.next() else { fatalError("Nothing was given to be merged.") }
    while let part = parts.next() { whole.merge(part) }
    return whole
  }
}

extension Average: Mergeable {}
extension ExponentialAverage: Mergeable {}
extension Histogram: Mergeable {}
extension Tally: Mergeable {}
