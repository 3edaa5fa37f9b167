import Companion
import Foundation

/// A sound value, one field of its JSON made bad, and the sentence that refuses it.
struct Refusal: Sendable, CustomStringConvertible {
  let description: String
  /// What the sentence says.
  let sentence: String
  /// Whether the sound value is read as it was written.
  let readsSound: @Sendable () throws -> Bool
  /// Reads the bad value, as the second element of a list, to see where it is said to stand.
  let readBad: @Sendable () throws -> Void

  /// - Parameters:
  ///   - sound: a value that can be read.
  ///   - field: the names of the fields that lead to the bad one, with points between; a number is a place in a list.
  ///   - bad: what stands there.
  init<Value: Codable & Sendable>(_ sound: Value, _ field: String, _ bad: JSON, _ sentence: String) {
    description = "\(Value.self).\(field)"
    self.sentence = sentence
    readsSound = {
      let text = try JSON.canonical(sound)
      return try JSON.canonical(JSON.decode(Value.self, from: text)) == text
    }
    readBad = {
      let good = try JSON.decode(JSON.self, from: JSON.canonical(sound))
      let changed = good.with(bad, at: field.split(separator: ".").map(String.init)[...])
      guard changed != good else { throw Unchanged() }
      _ = try JSON.decode([Value].self, from: JSON.canonical(JSON.list([good, changed])))
    }
  }

  /// A field that is not there, or was bad before.
  struct Unchanged: Error {}
}

extension JSON {
  /// The value with another one in a field.
  fileprivate func with(_ value: JSON, at path: ArraySlice<String>) -> JSON {
    guard let name = path.first else { return value }
    switch self {
    case .object(var fields):
      fields[name] = (fields[name] ?? .null).with(value, at: path.dropFirst())
      return .object(fields)
    case .list(var list):
      guard let place = Int(name), list.indices.contains(place) else { return self }
      list[place] = list[place].with(value, at: path.dropFirst())
      return .list(list)
    default: return self
    }
  }
}
