import Companion

extension Weave {
  /// The line before the table of the benchmark; `<!-- -->` on a line of its own stands after it.
  static var benchmarkMark: String { "<!--= benchmark -->" }

  /// The text with the committed measurement of speed between its marks, and what had to be changed.
  static func benchmark(
    in text: String, named name: String, _ project: Project
  ) throws -> (text: String, changes: [String]) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: benchmarkMark) else { return (text, []) }
    guard let end = lines[start...].firstIndex(of: "<!-- -->") else {
      throw Complaint("\(name):\(start + 1): the table of the benchmark must end with <!-- --> on a line of its own.")
    }
    let table = try BenchmarkDocument.committed(in: project).markdown.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    guard Array(lines[(start + 1)..<end]) != table else { return (text, []) }
    lines.replaceSubrange((start + 1)..<end, with: table)
    return (lines.joined(separator: "\n"), ["\(name):\(start + 1): the table is not that of data/benchmark.json"])
  }
}
