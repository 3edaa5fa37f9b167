import Companion

/// A part of a text that is generated as a whole. It stands between its mark and `<!-- -->`, each on a line of its own.
struct WovenPart {
  /// Its name in the mark: `<!--= gallery -->`.
  let name: String
  /// What it is made from, as a complaint says it.
  let origin: String
  /// What stands between the marks.
  let text: String

  /// The line before it.
  var mark: String { "<!--= \(name) -->" }

  /// Puts the part between its marks, and returns what was there instead; nil where nothing had to change.
  ///
  /// - Throws: ``Complaint`` where the text has no such marks.
  func replace(in text: inout String, named file: String) throws -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: mark) else {
      throw Complaint("\(file) has no part '\(name)': put \(mark) and <!-- --> on lines of their own where it belongs.")
    }
    let next = lines[(start + 1)...].firstIndex { $0 == "<!-- -->" || $0.hasPrefix("<!--=") }
    guard let end = next, lines[end] == "<!-- -->" else {
      throw Complaint("\(file):\(start + 1): the part '\(name)' must end with <!-- --> on a line of its own.")
    }
    let old = lines[(start + 1)..<end]
    let new = self.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard Array(old) != new else { return nil }
    let same = zip(old, new).prefix { $0 == $1 }.count
    let (found, expected) = (old.dropFirst(same).first ?? "its end", new.dropFirst(same).first ?? "its end")
    lines.replaceSubrange((start + 1)..<end, with: new)
    text = lines.joined(separator: "\n")
    return "\(file):\(start + 2 + same): the part '\(name)' is not that of \(origin): "
      + "it has '\(found)' instead of '\(expected)'"
  }
}
