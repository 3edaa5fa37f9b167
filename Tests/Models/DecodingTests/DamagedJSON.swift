import Companion
import Randomness

/// One fault in a JSON value: in a node that is drawn at random something is dropped, doubled, negated, made huge or replaced by a
/// value of another type.
struct Damage {
  private var random: RandomStream

  /// Faults that are drawn from a stream.
  init(_ random: RandomStream) { self.random = random }

  /// The value with one more fault.
  mutating func damaged(_ value: JSON) -> JSON {
    var place = random.index(below: nodes(in: value))
    return damaged(value, at: &place)
  }

  private func nodes(in value: JSON) -> Int {
    switch value {
    case .list(let list): list.reduce(1) { $0 + nodes(in: $1) }
    case .object(let fields): fields.values.reduce(1) { $0 + nodes(in: $1) }
    default: 1
    }
  }

  /// Counts down to the node in which something is wrong, from the root in a fixed order.
  private mutating func damaged(_ value: JSON, at place: inout Int) -> JSON {
    if place == 0 {
      place = -1
      return replaced(value)
    }
    place -= 1
    switch value {
    case .list(var list):
      for index in list.indices where place >= 0 { list[index] = damaged(list[index], at: &place) }
      return .list(list)
    case .object(var fields):
      for (name, field) in fields.sorted(by: { $0.key < $1.key }) where place >= 0 {
        fields[name] = damaged(field, at: &place)
      }
      return .object(fields)
    default: return value
    }
  }

  private mutating func replaced(_ value: JSON) -> JSON {
    // One fault in five changes the type.
    if random.index(below: 5) == 0 { return another() }
    switch value {
    case .list(var list) where !list.isEmpty:
      let index = random.index(below: list.count)
      switch random.index(below: 4) {
      case 0: list.remove(at: index)
      case 1: list.insert(list[index], at: index)
      case 2: list.swapAt(0, index)
      default: list = []
      }
      return .list(list)
    case .object(var fields) where !fields.isEmpty:
      let names = fields.keys.sorted()
      let name = names[random.index(below: names.count)]
      if random.index(below: 2) == 0 { fields[name] = nil } else { fields[name] = fields[names[0]] }
      return .object(fields)
    case .integer(let number):
      return [
        .integer(number == .min ? .max : -number), .integer(.max), .integer(.min), .integer(1_000_000_000_000),
        .integer(number &+ 1), .integer(number &- 1), .integer(0), .number(0.5),
      ][random.index(below: 8)]
    case .number(let number):
      return [
        .number(-number), .number(1e308), .number(-1e308), .number(.leastNonzeroMagnitude), .integer(0), .integer(2),
      ][random.index(below: 6)]
    case .text(let text): return .text(random.index(below: 2) == 0 ? "" : String(text.dropLast()))
    case .bool(let isTrue): return .bool(!isTrue)
    default: return another()
    }
  }

  private mutating func another() -> JSON {
    [.null, .bool(true), .integer(-1), .number(0.25), .text("x"), .list([]), .list([.integer(1)]), .object([:])][
      random.index(below: 8)]
  }
}
