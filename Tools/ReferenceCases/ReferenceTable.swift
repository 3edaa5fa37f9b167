import Foundation

/// How a comparison with the literature is written down.
public enum ReferenceTable {
  /// Source, quantity, what is published, what was found with its standard error, the deviation, and what is allowed.
  public static func row(of reference: ReferenceCase, _ finding: ReferenceCase.Finding) -> [String] {
    let deviation = reference.deviation(of: finding)
    let (published, off, allowed): (String, String, String) =
      switch reference.tolerance {
      case .relative(let most):
        ("\(reference.published)", String(format: "%.0e", deviation), String(format: "%.0e", most))
      case .standardErrors(let most):
        (
          String(format: "%.6f", reference.published), String(format: "%.1f σ", deviation),
          String(format: "%.0f σ", most)
        )
      // The finding is a deviation already.
      case .rule: ("", String(format: "%.2f", finding.value), String(format: "≤ %g", reference.published))
      }
    let isExact = if case .relative = reference.tolerance { true } else { false }
    let found = isExact ? "\(finding.value)" : reference.tolerance == .rule ? "" : String(format: "%.6f", finding.value)
    let error = finding.standardError > 0 ? String(format: "%.6f", finding.standardError) : ""
    return [reference.source, reference.quantity, published, found, error, off, allowed]
  }
}
