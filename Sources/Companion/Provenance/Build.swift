import Foundation

/// How a program was built, taken apart: the configuration with its flags, and the versions of the libraries that it uses.
public struct Build: Sendable, Hashable {
  /// The configuration and the flags; nil where they are not known.
  public let flags: String?
  /// Versions by the names of the libraries, `["NLopt": "2.7.1"]`.
  public let libraries: [String: String]

  /// What was written down of a run, ``Surroundings/build``: flags and libraries with semicolons between them, and the name of a
  /// library before its version.
  public init(_ text: String) {
    let parts = text.components(separatedBy: "; ")
    flags = parts[0] == "unknown" ? nil : parts[0]
    libraries = Dictionary(
      parts.dropFirst().compactMap { part in
        let words = part.split(separator: " ", maxSplits: 1)
        return words.count == 2 ? (String(words[0]), String(words[1])) : nil
      },
      uniquingKeysWith: { one, _ in one })
  }

  /// The libraries that both name with different versions.
  public static func differences(
    _ one: [String: String], _ other: [String: String]
  ) -> [(name: String, old: String, new: String)] {
    one.sorted { $0.key < $1.key }.compactMap { name, old in
      guard let new = other[name], new != old else { return nil }
      return (name, old, new)
    }
  }
}
