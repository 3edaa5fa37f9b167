import Randomness

/// A number that others have published or derived, and what the libraries find for it: what says that they are right without resting
/// on an oracle of their own.
public struct ReferenceCase: Sendable {
  /// Who published it: author, journal, equation or table.
  public let source: String
  /// What it is.
  public let quantity: String
  /// What is published.
  public let published: Double
  /// How far off it may be.
  public let tolerance: Tolerance
  /// Finds it with the libraries, from a stream of random numbers where it is sampled.
  public let compute: @Sendable (RandomStream) throws -> Finding

  /// How far off a finding may be.
  public enum Tolerance: Sendable, Hashable {
    /// As a part of the published value: rounding, or the digits in which it is printed.
    case relative(Double)
    /// In standard errors of the finding.
    case standardErrors(Double)
    /// The finding is itself a deviation by a rule of the source, which says up to where it is in order.
    case rule
  }

  /// What was found.
  public struct Finding: Sendable, Hashable {
    /// The value, and its standard error: 0 where it is exact.
    public var value, standardError: Double

    /// A finding.
    public init(_ value: Double, standardError: Double = 0) {
      (self.value, self.standardError) = (value, standardError)
    }
  }

  init(
    _ source: String, _ quantity: String, _ published: Double, _ tolerance: Tolerance,
    _ compute: @escaping @Sendable (RandomStream) throws -> Finding
  ) {
    (self.source, self.quantity, self.published) = (source, quantity, published)
    (self.tolerance, self.compute) = (tolerance, compute)
  }

  /// All of them, in the order of the page.
  public static let all: [ReferenceCase] = populations + magnets + chains + learning

  /// By how much a finding is off, in the measure of the tolerance.
  public func deviation(of finding: Finding) -> Double {
    switch tolerance {
    case .relative: published == 0 ? abs(finding.value) : abs(finding.value / published - 1)
    case .standardErrors: (finding.value - published) / finding.standardError
    case .rule: finding.value
    }
  }

  /// Whether a finding agrees with what is published.
  public func agrees(_ finding: Finding) -> Bool {
    switch tolerance {
    case .relative(let most), .standardErrors(let most): abs(deviation(of: finding)) <= most
    case .rule: finding.value <= published
    }
  }
}
