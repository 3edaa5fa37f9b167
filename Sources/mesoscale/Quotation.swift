import Companion
import Foundation

/// A place in a text that quotes a published quantity or shows a published figure.
struct Quotation {
  /// The file, relative to the root of the project, and the line from 1.
  let file: String, line: Int
  /// What stands there: `parity-gate.gain-30`, or the figure file that is shown.
  let what: String

  /// The texts that quote.
  static let texts = ["PAPER.md", "README.md", "CHANGELOG.md", "data/benchmark.md"]

  /// Where a figure or one of its numbers is quoted, and where the figure is shown. A text that cannot be read quotes nothing.
  ///
  /// - Parameter number: quotations of this number only; nil for all of the figure.
  static func all(of figure: String, number: String? = nil, in project: Project) -> [Quotation] {
    texts.flatMap { file -> [Quotation] in
      guard let text = try? String(contentsOf: project.root.appending(path: file), encoding: .utf8) else { return [] }
      return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { place, line in
        quoted(in: line, of: figure, number: number).map { Quotation(file: file, line: place + 1, what: $0) }
      }
    }
  }

  private static func quoted(in line: Substring, of figure: String, number: String?) -> [String] {
    guard line.contains(figure) else { return [] }
    let marks = line.matches(of: /<!--= *([a-z0-9-]+)\.([A-Za-z0-9_.-]+)(?: +[0-9]+)? *-->/)
      .filter { $0.1 == figure && (number == nil || $0.2 == number ?? "") }.map { "\($0.1).\($0.2)" }
    let shown = ["](figures/\(figure).svg)", "src=\"figures/\(figure).svg\""].contains { line.contains($0) }
    return marks + (shown && number == nil ? ["figures/\(figure).svg"] : [])
  }
}
