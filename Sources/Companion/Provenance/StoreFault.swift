import Foundation

/// Something in a store that is not as it was written, or that no Mesoscale would have written.
public struct StoreFault: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  /// Where it is, such as `record 3 of numbers`.
  public let place: String
  /// What is wrong there, as the rest of a sentence that begins with the place.
  public let fault: String

  /// A fault.
  public init(_ place: String, _ fault: String) {
    self.place = place.escapingControls
    self.fault = fault.escapingControls
  }

  /// The fault of a record.
  init(record: Int64, of table: String, _ fault: String) { self.init("record \(record) of \(table)", fault) }

  /// The sentence.
  public var description: String { "\(place) \(fault)" }
}

extension String {
  /// The text with its control characters written out, as `\n` or `\u{1b}`: a name or a message out of a file must not
  /// move the cursor, clear the screen or turn the direction of writing.
  public var escapingControls: String {
    guard unicodeScalars.contains(where: Self.isControl) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where Self.isControl(scalar): text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Whether a character is a control character, separates lines, or turns the direction of writing.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
