import Foundation

/// A parameter of a figure as `--help` and `--describe` show it.
public struct ParameterDescription: Codable, Sendable, Hashable {
  /// Its name, and its published value as it would be set.
  public var name, value: String
  /// What it is, its unit, and the accepted values in words; each is empty where there is none.
  public var meaning, unit, range: String
}

/// The `--set name=value` of the command line, applied to the parameters of any figure.
package enum Settings {
  /// The parameters with the settings applied, in order. A name may bear the figure's before it, `figure.name`, as the
  /// tool wants it.
  ///
  /// - Throws: ``Complaint`` for what is not `name=value`, for a name that the figure does not have (with the names it
  ///   has) and for a value of the wrong kind.
  package static func apply<Parameters: Codable>(
    _ settings: [String], to parameters: Parameters, of figure: String
  ) throws -> Parameters {
    let own = settings.map { $0.hasPrefix(figure + ".") ? String($0.dropFirst(figure.count + 1)) : $0 }
    return try own.reduce(parameters) { try apply($1, to: $0) }
  }

  /// The parameters in the order of their declaration, with their values as they would be set; a long
  /// list is shown by its ends.
  package static func describe(_ parameters: some Any) -> [ParameterDescription] {
    fields(of: parameters).map { field in
      let values = text(field.value).split(separator: ",")
      let isLong = field.value is [Any] && values.count > 1 && (values.count > 8 || text(field.value).count > 50)
      let short = values.prefix(3).joined(separator: ",") + ",…," + (values.last ?? "") + "  (\(values.count) values)"
      let choices =
        (field.value as? any CaseIterable).map { "one of " + cases(of: $0).joined(separator: ", ") }
        ?? (field.value is Bool ? "true or false" : nil)
      return ParameterDescription(
        name: field.name, value: isLong ? short : text(field.value), meaning: field.explained?.meaning ?? "",
        unit: field.explained?.unit ?? "", range: choices ?? field.explained?.range ?? "")
    }
  }

  /// A parameter by its name; `explained` is nil where it is declared without ``Parameter``.
  private struct Field {
    let name: String
    let value: Any
    let explained: (any ExplainedParameter)?
  }

  private static func fields(of parameters: some Any) -> [Field] {
    Mirror(reflecting: parameters).children.compactMap { child in
      guard let label = child.label else { return nil }
      guard let parameter = child.value as? any ExplainedParameter else {
        return Field(name: label, value: child.value, explained: nil)
      }
      return Field(name: String(label.dropFirst()), value: parameter.value, explained: parameter)
    }
  }

  /// Throws ``Complaint`` where a value lies outside of the range that the declaration of its parameter gives.
  ///
  /// - Parameter declared: parameters as they were initialised, not decoded.
  package static func check(_ parameters: some Any, against declared: some Any) throws {
    let values = fields(of: parameters)
    for field in fields(of: declared) {
      guard let explained = field.explained, let value = values.first(where: { $0.name == field.name }) else {
        continue
      }
      try explained.check(value.value, named: field.name)
    }
  }

  /// For every parameter its name and value, its meaning with the unit, and the accepted range, as lines for `--help`.
  ///
  /// - Parameter width: how many columns a line may fill.
  package static func help(_ parameters: some Any, width: Int) -> String {
    describe(parameters).map { parameter in
      let unit = parameter.unit.isEmpty ? "" : " (\(parameter.unit))"
      let explanation = [parameter.meaning + unit, parameter.range].filter { !$0.isEmpty }.joined(separator: "; ")
      return (["  \(parameter.name)=\(parameter.value)"] + wrapped(explanation, to: width - 6).map { "      " + $0 })
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String, to width: Int) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
  }

  private static func apply<Parameters: Codable>(_ setting: String, to parameters: Parameters) throws -> Parameters {
    let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw Complaint("--set wants name=value, and '\(setting)' is not of that form.")
    }
    let (name, text) = (parts[0], parts[1])
    let fields = fields(of: parameters)
    guard let field = fields.first(where: { $0.name == name }) else {
      throw Complaint(
        "There is no parameter '\(name)'; the parameters are " + fields.map(\.name).joined(separator: ", ") + ".")
    }
    let (value, kind) = parse(text, like: field.value)
    let given = text.isEmpty ? "it was given nothing" : "'\(text)' is not that"
    let complaint = Complaint("The parameter '\(name)' wants \(kind), and \(given).")
    guard let value else { throw complaint }
    let encoded = try JSON.canonical(parameters)
    guard case .object(var object) = try JSON.decode(JSON.self, from: encoded) else { throw complaint }
    object[name] = value
    do {
      return try JSON.decode(Parameters.self, from: JSON.canonical(JSON.object(object)))
    } catch DecodingError.dataCorrupted(let context) where context.debugDescription.hasSuffix(".") {
      // Parameters that refuse a value say why.
      throw Complaint(context.debugDescription)
    } catch {
      throw complaint
    }
  }

  /// A text read as a value of the same type as `example`, and what that type is called.
  private static func parse(_ text: String, like example: Any) -> (value: JSON?, kind: String) {
    switch example {
    case is Double: return (number(text), "a finite number")
    case is Int: return (Int(text).map(JSON.integer), "a whole number")
    case is Bool: return (Bool(text).map(JSON.bool), "true or false")
    case is String: return (.text(text), "a text")
    case is [Double]: return (list(text, number), "finite numbers separated by commas")
    case is [Int]: return (list(text) { Int($0).map(JSON.integer) }, "whole numbers separated by commas")
    case let choice as any CaseIterable:
      let choices = cases(of: choice)
      return (choices.contains(text) ? .text(text) : nil, "one of " + choices.joined(separator: ", "))
    default: return (nil, "a value that cannot be given on the command line")
    }
  }

  private static func number(_ text: String) -> JSON? {
    Double(text).flatMap { $0.isFinite ? .number($0) : nil }
  }

  private static func list(_ text: String, _ element: (String) -> JSON?) -> JSON? {
    let elements = text.split(separator: ",", omittingEmptySubsequences: false).map {
      element($0.trimmingCharacters(in: .whitespaces))
    }
    return elements.contains(nil) ? nil : .list(elements.compactMap { $0 })
  }

  private static func cases(of example: some CaseIterable) -> [String] {
    type(of: example).allCases.map(text)
  }

  private static func text(_ value: Any) -> String {
    switch value {
    case let list as [Any]: list.map(text).joined(separator: ",")
    case let choice as any RawRepresentable: text(choice.rawValue)
    case let number as Double where number == number.rounded() && abs(number) < 1e15: String(Int(number))
    default: String(describing: value)
    }
  }
}
