import ArgumentParser
import Companion
import Foundation
import Provenance

/// The options of every command that answers a question.
struct QuestionOptions: ParsableArguments {
  @OptionGroup var store: StoreOption

  @Flag(help: "Print the answer as one JSON document.")
  var json = false

  /// Prints an answer in the form that was asked for.
  func print(_ text: @autoclosure () throws -> String, json: @autoclosure () throws -> JSON) throws {
    try StandardOutput.print(self.json ? JSON.pretty(json()) : text())
  }
}

extension JSON {
  /// A number; null where there is none, or where it is infinite or none at all, for which JSON has no form.
  init(_ number: Double?) {
    self = if let number, number.isFinite { .number(number) } else { .null }
  }

  /// A text; null where there is none.
  init(_ text: String?) { self = text.map(JSON.text) ?? .null }
}

/// Something that was computed, under the name that the user gave: a run in the store, or a published document.
enum Computation {
  case run(StoredRun)
  case published(FigureDocument)

  /// The words before the slug of a published document.
  static let prefix = "published:"

  /// How a run can be named, for the help.
  static let naming = """
    A run is named by its number, by its identity or at least six digits with which that begins, or by a figure for the \
    latest run of it that finished; published:<slug> is what data/published holds.
    """

  /// Finds what a name stands for.
  ///
  /// - Throws: ``Complaint`` where there is no such thing.
  init(named name: String, _ options: StoreOption, in project: Project) throws {
    if name.hasPrefix(Self.prefix) {
      let slug = String(name.dropFirst(Self.prefix.count))
      try Catalogue.require(slug, in: project)
      guard let document = try FigureDocument.published(slug, in: project) else {
        throw Complaint("'\(slug)' is not published: there is no \(project.relative(project.published(slug))).")
      }
      self = .published(document)
    } else {
      self = .run(try Self.run(named: name, in: try Store(existingAt: options.path(in: project))))
    }
  }

  /// The run of this name.
  ///
  /// - Throws: ``Complaint`` where there is none.
  static func run(named name: String, in store: Store) throws -> StoredRun {
    if let run = try store.latestRun(of: name, isFinished: true) ?? store.run(named: name) { return run }
    throw Complaint(
      "There is no run '\(name.escapingControls)' in this store: give a number, an identity or its first six digits, or "
        + "a figure; mesoscale runs lists the runs.")
  }

  /// How it is called in a sentence.
  var title: String {
    switch self {
    case .run(let run): "run \(run.id) of \(run.figure)"
    case .published(let document): "published \(document.figure)"
    }
  }

  /// How it is called at the head of a column.
  var shortTitle: String {
    switch self {
    case .run(let run): "run \(run.id)"
    case .published: "published"
    }
  }
}

/// A text that fits into a column: what is too long is cut off, with its length.
func shortened(_ text: String, to length: Int = 48) -> String {
  let text = text.escapingControls
  return text.count <= length ? text : "\(text.prefix(length - 12))… (\(text.count) characters)"
}

/// A count with its noun: `1 cell`, `20 cells`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
