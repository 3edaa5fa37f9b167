/// The code of a file of Swift: its text without comments, and with white space that does not depend on how lines are broken.
struct Code {
  private let text: [UInt8]
  private var place = 0
  private(set) var bytes: [UInt8] = []

  /// What stands between the last byte that was kept and the next.
  private enum Gap: Int { case none, space, newline }
  private var gap = Gap.none

  /// The code; of a file with a text that does not end, all of it as it stands.
  init(_ text: String) {
    self.text = Array(text.utf8)
    bytes.reserveCapacity(self.text.count)
    while place < self.text.count {
      if !step() {
        bytes = self.text
        return
      }
    }
  }

  private func byte(_ offset: Int) -> UInt8 { place + offset < text.count ? text[place + offset] : 0 }

  private func starts(_ word: StaticString, at offset: Int = 0) -> Bool {
    word.withUTF8Buffer { word in word.indices.allSatisfy { byte(offset + $0) == word[$0] } }
  }

  /// Takes one piece of the text; false where a text does not end.
  private mutating func step() -> Bool {
    switch text[place] {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      widen(.newline)
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      widen(.space)
    case UInt8(ascii: "/") where starts("//"):
      while place < text.count, !Self.endsLine(text[place]) { place += 1 }
      return true
    case UInt8(ascii: "/") where starts("/*"):
      return skipComment()
    case UInt8(ascii: "/"):
      close(before: UInt8(ascii: "/"))
      copy(lengthOfExpression() ?? 1)
      return true
    case UInt8(ascii: "\""), UInt8(ascii: "#"):
      var hashes = 0
      while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
      if byte(hashes) == UInt8(ascii: "\"") {
        close(before: UInt8(ascii: "\""))
        return copyText(hashes)
      }
      // An extended regular expression may hold anything: the file counts as it stands.
      if hashes > 0, byte(hashes) == UInt8(ascii: "/") { return false }
      keep()
    default:
      keep()
    }
    place += 1
    return true
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

  /// How long a regular expression is that may begin here, which is kept as it stands: up to the next slash of the line. Two
  /// divisions in a line look the same, and lose nothing.
  private func lengthOfExpression() -> Int? {
    var length = 1
    while place + length < text.count, !Self.endsLine(byte(length)) {
      switch byte(length) {
      case UInt8(ascii: "\\"): length += 2
      case UInt8(ascii: "/"):
        return starts("//", at: length) || starts("/*", at: length) ? nil : length + 1
      default: length += 1
      }
    }
    return nil
  }

  private mutating func widen(_ other: Gap) { if other.rawValue > gap.rawValue { gap = other } }

  private mutating func keep() {
    close(before: text[place])
    bytes.append(text[place])
  }

  /// Writes what of a gap has a meaning. A bracket at the beginning of a line opens something new; a dot there goes on with
  /// the line before, as if it stood in it.
  private mutating func close(before next: UInt8) {
    defer { gap = .none }
    guard gap != .none, let last = bytes.last else { return }
    if "([{,;".utf8.contains(last) || ")]},;:".utf8.contains(next) { return }
    if gap == .newline, next == UInt8(ascii: "."), byte(1) != UInt8(ascii: ".") { return }
    let isNew = gap == .newline && "([".utf8.contains(next)
    bytes.append(isNew ? UInt8(ascii: "\n") : UInt8(ascii: " "))
  }

  /// Leaves out a comment, and those within it; false where it does not end.
  private mutating func skipComment() -> Bool {
    var depth = 0
    repeat {
      if starts("/*") {
        (depth, place) = (depth + 1, place + 2)
      } else if starts("*/") {
        (depth, place) = (depth - 1, place + 2)
      } else {
        if Self.endsLine(text[place]) { widen(.newline) }
        place += 1
      }
    } while depth > 0 && place < text.count
    widen(.space)
    return depth == 0
  }

  private mutating func copy(_ count: Int) {
    for _ in 0..<count where place < text.count {
      bytes.append(text[place])
      place += 1
    }
  }

  /// Copies a text as it stands, with what is interpolated into it; false where it does not end.
  private mutating func copyText(_ hashes: Int) -> Bool {
    copy(hashes)
    let quotes = starts("\"\"\"") ? 3 : 1
    copy(quotes)
    func isHashed(_ offset: Int) -> Bool { (0..<hashes).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") } }
    while place < text.count {
      if byte(0) == UInt8(ascii: "\\"), isHashed(1) {
        copy(1 + hashes)
        if byte(0) == UInt8(ascii: "(") {
          guard copyInterpolation() else { return false }
        } else {
          copy(1)
        }
      } else if (0..<quotes).allSatisfy({ byte($0) == UInt8(ascii: "\"") }), isHashed(quotes) {
        copy(quotes + hashes)
        return true
      } else if quotes == 1, byte(0) == UInt8(ascii: "\n") {
        return false
      } else {
        copy(1)
      }
    }
    return false
  }

  private mutating func copyInterpolation() -> Bool {
    var depth = 0
    repeat {
      switch byte(0) {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "\""):
        guard copyText(0) else { return false }
        continue
      // Raw texts and comments within a text: the file counts as it stands.
      case UInt8(ascii: "#") where byte(1) == UInt8(ascii: "\"") || byte(1) == UInt8(ascii: "#"): return false
      case UInt8(ascii: "/") where starts("/*"): return false
      default: break
      }
      copy(1)
    } while depth > 0 && place < text.count
    return depth == 0
  }
}
