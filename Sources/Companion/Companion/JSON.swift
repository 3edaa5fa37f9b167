import Foundation

/// A JSON value: how parameters travel between the command line, the store and a published file.
public enum JSON: Codable, Sendable, Hashable {
  /// Nothing.
  case null
  /// A truth value.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// A text.
  case text(String)
  /// A list.
  case list([JSON])
  /// Named values.
  case object([String: JSON])

  /// Reads any JSON value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  /// Writes the value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The one way in which a value is written for a digest: keys sorted, every double by its shortest text that reads
  /// back to the same bits. What is not a finite number is refused.
  public static func canonical(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The value as text for people: keys sorted, one per line.
  public static func pretty(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// What is wrong with JSON that could not be decoded, as one sentence with the place.
  package static func sentence(of error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.reduce("") { place, key in
        key.intValue.map { "\(place)[\($0)]" } ?? (place.isEmpty ? key.stringValue : "\(place).\(key.stringValue)")
      }
    }
    func sentence(_ path: [any CodingKey], _ text: String) -> String {
      path.isEmpty ? text : "At \(place(path)): \(text)"
    }
    switch error {
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty || context.underlyingError == nil:
      let text = context.debugDescription
      return sentence(context.codingPath, text.hasSuffix(".") ? text : "What stands there is not possible.")
    case DecodingError.keyNotFound(let key, let context):
      return sentence(context.codingPath, "There is no '\(key.stringValue)'.")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return sentence(context.codingPath, "What stands there is of another kind, or nothing does.")
    case is DecodingError: return "It is not JSON."
    default: return "\(error)"
    }
  }

  /// Reads a value from JSON text.
  public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
