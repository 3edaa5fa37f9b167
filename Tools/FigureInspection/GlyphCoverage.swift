import ChildProcesses
import Foundation

/// The characters that the faces of a font have, as fontconfig reads them from its files.
public struct GlyphCoverage: Sendable {
  /// The family of all figures.
  public static let family = "Liberation Sans"

  private let faces: [String: [ClosedRange<UInt32>]]

  private static func style(isBold: Bool, isItalic: Bool) -> String {
    switch (isBold, isItalic) {
    case (false, false): "Regular"
    case (true, false): "Bold"
    case (false, true): "Italic"
    case (true, true): "Bold Italic"
    }
  }

  /// Whether fontconfig can be asked.
  public static func isAvailable() async -> Bool { await Command.output("fc-match", ["--version"]) != nil }

  /// Reads the four faces of the family.
  ///
  /// - Throws: ``InspectionError`` where the font is not installed.
  public init() async throws {
    var faces: [String: [ClosedRange<UInt32>]] = [:]
    for (isBold, isItalic) in [(false, false), (true, false), (false, true), (true, true)] {
      let style = Self.style(isBold: isBold, isItalic: isItalic)
      let found = await Command.output(
        "fc-match", ["--format", "%{family}|%{file}", "\(Self.family):style=\(style)"])
      let parts = found?.split(separator: "|").map(String.init) ?? []
      guard parts.count == 2, parts[0] == Self.family,
        let ranges = await Command.output("fc-query", ["--format", "%{charset}", parts[1]])
      else { throw InspectionError("The font \(Self.family) \(style) is not installed (package fonts-liberation).") }
      faces[style] = ranges.split(separator: " ").compactMap { range in
        let ends = range.split(separator: "-").compactMap { UInt32($0, radix: 16) }
        return ends.isEmpty ? nil : ends[0]...ends[ends.count - 1]
      }
    }
    self.faces = faces
  }

  /// The faults of a text: characters without a glyph, and other fonts.
  func findings(in text: VectorPicture.Text, of name: String) -> [Finding] {
    text.pieces.flatMap { piece -> [Finding] in
      let first = piece.family.split(separator: ",").first.map {
        $0.trimmingCharacters(in: .init(charactersIn: " '\""))
      }
      guard first == Self.family else {
        return [
          Finding(
            fault: .strangeFont,
            description: "\(name): the text '\(text.name)' is set in '\(piece.family)', not in "
              + "\(Self.family)")
        ]
      }
      let style = Self.style(isBold: piece.isBold, isItalic: piece.isItalic)
      return piece.characters.unicodeScalars.filter { character in
        !character.properties.isWhitespace && !(faces[style] ?? []).contains { $0.contains(character.value) }
          || character.properties.isWhitespace && character != " " && character != "\u{a0}" && character != "\n"
      }.map { character in
        let code = String(character.value, radix: 16, uppercase: true)
        return Finding(
          fault: .missingGlyph,
          description: "\(name): '\(character)' (U+\(code)) in the text '\(text.name)' has no glyph in "
            + "\(Self.family) \(style)")
      }
    }
  }
}
