import Foundation

/// An example of the documentation: code that stands indented in a `///` comment, or between fences in a page.
struct CodeExample: Sendable {
  /// The file and the line of its first line.
  let file: String, line: Int
  /// Its lines, without the indentation of the comment.
  let lines: [String]

  var place: String { "\(file):\(line)" }

  /// Whether it is a formula, which is set off as code is: outside of comments and texts it has signs that are no Swift.
  var isFormula: Bool {
    let signs = Set("∂∫ΣΔ√∝²⁻½≤₀₁₂±·−∗")
    return lines.contains { line in
      let plain = line.replacing(#/"(?:[^"\\]|\\.)*"/#, with: "")
      let code = plain.split(separator: "//", omittingEmptySubsequences: false)[0]
      return !signs.isDisjoint(with: code)
    }
  }

  /// The examples in the comments of a Swift source: lines that are indented by four spaces or more beyond the text, after an empty one.
  static func inComments(of text: String, named file: String) -> [CodeExample] {
    let comments = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String? in
      let words = line.drop { $0 == " " }
      return words.hasPrefix("///") ? String(words.dropFirst(3)) : nil
    }
    return blocks(of: comments, named: file)
  }

  private static func blocks(of comments: [String?], named file: String) -> [CodeExample] {
    let indentation = String(repeating: " ", count: 5)
    var examples: [CodeExample] = []
    var (place, isAfterEmpty) = (0, true)
    while place < comments.count {
      guard let comment = comments[place], isAfterEmpty, comment.hasPrefix(indentation) else {
        isAfterEmpty = comments[place]?.allSatisfy { $0 == " " } ?? true
        place += 1
        continue
      }
      var lines: [String] = []
      var end = place
      while end < comments.count, let line = comments[end], line.isEmpty || line.hasPrefix(indentation) {
        lines.append(String(line.dropFirst(indentation.count)))
        end += 1
      }
      while lines.last?.isEmpty == true { lines.removeLast() }
      examples.append(CodeExample(file: file, line: place + 1, lines: lines))
      (place, isAfterEmpty) = (end, false)
    }
    return examples
  }

  /// The examples of a page: what stands between ```` ```swift ```` and ```` ``` ````.
  static func inFences(of text: String, named file: String) -> [CodeExample] {
    var (examples, lines, start) = ([CodeExample](), [String](), Int?.none)
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let first = start {
        guard line.hasPrefix("```") else {
          lines.append(String(line))
          continue
        }
        examples.append(CodeExample(file: file, line: first, lines: lines))
        (start, lines) = (nil, [])
      } else if line == "```swift" {
        start = number + 2
      }
    }
    return examples
  }
}
