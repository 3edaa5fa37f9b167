import Companion
import Foundation
import Manuscripts
import Synchronization

extension Weave {
  /// What the rules of the paper need to know: published parameters, the tests that there are, and the numbers that may be typed.
  ///
  /// - Throws: ``Complaint`` where the list of typed numbers cannot be read.
  static func surroundings(
    in project: Project, _ documents: PublishedDocuments
  ) throws -> Manuscript.Surroundings {
    let tests = tests(in: project)
    return Manuscript.Surroundings(
      parameters: { figure in
        guard let document = try? documents.document(of: figure) else { return [] }
        return numbers(in: document.parameters)
      },
      hasTest: { tests.contains($0) }, allowed: try allowedNumbers(in: project))
  }

  private static func numbers(in value: JSON) -> [Double] {
    switch value {
    case .integer(let number): [Double(number)]
    case .number(let number): [number]
    case .list(let list): list.flatMap(numbers)
    case .object(let object): object.values.flatMap(numbers)
    case .null, .bool, .text: []
    }
  }

  /// The numbers that may be typed: `data/typed-numbers.tsv`, a line each with the figure of the section, the number and the reason.
  private static func allowedNumbers(in project: Project) throws -> [Manuscript.AllowedNumber] {
    let name = "data/typed-numbers.tsv"
    guard let text = try? String(contentsOf: project.root.appending(path: name), encoding: .utf8) else { return [] }
    return try text.split(separator: "\n").enumerated().filter { !$0.element.hasPrefix("#") }.map { place, line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3, fields.allSatisfy({ !$0.isEmpty }) else {
        throw Complaint(
          "\(name):\(place + 1): a line is the figure of the section, a number and the reason, with tabs between them.")
      }
      return Manuscript.AllowedNumber(figure: fields[0], text: fields[1], reason: fields[2])
    }
  }

  /// All tests, as `SuiteTests.function`.
  private static func tests(in project: Project) -> Set<String> {
    let folder = project.root.appending(path: "Tests")
    guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return [] }
    var tests: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
      var suite = ""
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        for (word, next) in zip(words, words.dropFirst()) {
          let name = String(next.prefix { $0.isLetter || $0.isNumber })
          switch word {
          case "struct", "extension", "class": suite = name.hasSuffix("Tests") ? name : suite
          case "func": tests.insert("\(suite).\(name)")
          default: break
          }
        }
      }
    }
    return tests
  }
}
