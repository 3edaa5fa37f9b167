import Companion

/// The headings of a text in Markdown, with the anchors that a repository page gives them.
struct Headings {
  private let sections: [Section]
  private let anchors: Set<String>

  private struct Section {
    let number: String, anchor: String
    var text = ""
  }

  /// Reads the headings of a text.
  init(of text: String) {
    var (sections, anchors) = ([Section](), [String]())
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isCode.toggle() }
      if !isCode, let heading = line.wholeMatch(of: /#{1,6} +(.*?)[ #]*/)?.1 {
        anchors.append(Self.anchor(of: String(heading), after: anchors))
        if let number = heading.prefixMatch(of: /([0-9.]+?)\.?[ ]/)?.1 {
          sections.append(Section(number: String(number), anchor: anchors.last ?? ""))
        }
      } else if !sections.isEmpty {
        sections[sections.count - 1].text += line + "\n"
      }
    }
    self.sections = sections
    self.anchors = Set(anchors)
  }

  /// The anchor of the section with this number that shows a figure.
  ///
  /// - Throws: ``Complaint`` where there is no such section, or where it shows another figure.
  func anchor(of number: String, showing slug: String) throws -> String {
    guard let section = sections.first(where: { $0.number == number }) else {
      throw Complaint("PAPER.md has no section \(number), in which the figure '\(slug)' says that it is discussed.")
    }
    guard section.text.contains("](figures/\(slug).svg)") else {
      throw Complaint("Section \(number) of PAPER.md does not show figures/\(slug).svg, as the figure '\(slug)' says.")
    }
    return section.anchor
  }

  /// Throws ``Complaint`` where a link of a text, `file#anchor`, leads to none of these headings.
  ///
  /// - Parameter file: how the text names the file that has these headings: empty for itself.
  func check(linksTo file: String, in text: String, named name: String) throws {
    for link in text.matches(of: /(?:\]\(|href=")([^()"#]*)#([^()"]+)/) where link.1 == file {
      guard anchors.contains(String(link.2)) else {
        throw Complaint("\(name) links to \(file)#\(link.2), and no heading has this anchor.")
      }
    }
  }

  /// The anchor that a repository page gives to a heading: its letters and digits in lower case, with hyphens for spaces,
  /// and a number where an earlier heading has the same one.
  private static func anchor(of heading: String, after earlier: [String]) -> String {
    let kept = heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == " " }
    let anchor = kept.replacing(" ", with: "-")
    guard earlier.contains(anchor) else { return anchor }
    return (1...).lazy.map { "\(anchor)-\($0)" }.first { !earlier.contains($0) } ?? anchor
  }
}
