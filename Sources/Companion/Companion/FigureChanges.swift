import Foundation
import Provenance

/// The sources of a run of a figure, or those of a run that would be made now, and the files that it drew.
package struct FigureState: Sendable {
  /// The slug of the figure.
  package var figure: String
  /// The parameters by their names, and the seed.
  package var parameters: [String: JSON], seed: Int
  /// The digest of all code of the program.
  package var code: String
  /// The digests of its modules, each over the module and all that it imports; see ``CodeDigest``.
  package var modules: [String: String]
  /// Whether these are all modules of the program, and not only those which declare its cells.
  package var hasAllModules: Bool
  /// The modules that declare its cells, as far as it is known.
  package var declaring: Set<String>
  /// The compiler.
  package var compiler: String
  /// The flags of the build, and the versions of the libraries.
  package var build: Build
  /// The data that it reads.
  package var inputs: [FileRecord]
  /// Whether these are all, and not only those before the first sweep that lacks cells.
  package var hasAllInputs: Bool
  /// The files that it drew, or those of them that are there now.
  package var files: [FileRecord]

  /// A state.
  package init(
    figure: String, parameters: [String: JSON], seed: Int, code: String, modules: [String: String],
    hasAllModules: Bool = true, declaring: Set<String>, compiler: String, build: Build = Build("unknown"),
    inputs: [FileRecord] = [], hasAllInputs: Bool = true, files: [FileRecord] = []
  ) {
    (self.figure, self.parameters, self.seed, self.code) = (figure, parameters, seed, code)
    (self.modules, self.hasAllModules, self.declaring) = (modules, hasAllModules, declaring)
    (self.compiler, self.build) = (compiler, build)
    (self.inputs, self.hasAllInputs, self.files) = (inputs, hasAllInputs, files)
  }
}

/// One thing that is not as it was when a figure was run.
package struct FigureChange: Sendable, Hashable {
  /// What has changed.
  package enum Kind: String, Sendable {
    /// The figure was never run.
    case neverRun = "never run"
    /// A parameter.
    case parameter
    /// The seed.
    case seed
    /// The sources of a module on which cells depend.
    case module
    /// The sources of a module on which no cell depends, such as the plot of the figure.
    case drawing
    /// The compiler.
    case compiler
    /// The configuration or the flags of the build.
    case flags = "build"
    /// The version of a library of others.
    case library
    /// Data that the figure reads.
    case input = "input data"
    /// A file that the run drew is not there any more.
    case missingFile = "missing file"
    /// A file is not what the run drew.
    case alteredFile = "altered file"
    /// The run drew no file.
    case notDrawn = "not drawn"
    /// Cells of a sweep are not in the store.
    case cells
  }

  /// What has changed, and its name; empty where there is only one of the kind.
  package var kind: Kind, name: String
  /// What it was and what it is, as text or as digest; nil where there was or is none.
  package var old, new: String?
  /// More of it in a few words; empty where there is nothing to add.
  package var note: String

  /// A change.
  package init(_ kind: Kind, _ name: String = "", _ old: String? = nil, _ new: String? = nil, note: String = "") {
    (self.kind, self.name, self.old, self.new, self.note) = (kind, name, old, new, note)
  }
}

/// What has changed since a run of a figure.
package enum FigureChanges {
  /// Compares a run with what a run would be now.
  ///
  /// Of the modules those are named whose own sources changed, as far as digests tell: a changed module none of whose imports
  /// changed. A module that changed together with one that it imports is not told apart from one that did not.
  ///
  /// Where a parameter or the seed changed, that is written in the module of the figure itself, so that this module is not
  /// named for it.
  ///
  /// - Parameter closure: a module and all that it imports, directly or not.
  package static func between(
    _ recorded: FigureState, _ present: FigureState, closure: (String) -> Set<String>
  ) -> [FigureChange] {
    var changes = differences(recorded.parameters.mapValues(text), present.parameters.mapValues(text)).map {
      FigureChange(.parameter, $0, recorded.parameters[$0].map(text), present.parameters[$0].map(text))
    }
    if recorded.seed != present.seed {
      changes.append(FigureChange(.seed, "", String(recorded.seed), String(present.seed)))
    }
    let isSetAnew = !changes.isEmpty
    changes += modules(recorded, present, closure).filter {
      !(isSetAnew && $0.kind == .drawing && kebabCase($0.name) == present.figure)
    }
    if recorded.compiler != present.compiler {
      changes.append(FigureChange(.compiler, "", recorded.compiler, present.compiler))
    }
    if let old = recorded.build.flags, let new = present.build.flags, old != new {
      changes.append(FigureChange(.flags, "", old, new))
    }
    changes += Build.differences(recorded.build.libraries, present.build.libraries).map {
      FigureChange(.library, $0.name, $0.old, $0.new)
    }
    let (before, now) = (byPath(recorded.inputs), byPath(present.inputs))
    changes += differences(before, now).filter { present.hasAllInputs || now[$0] != nil }.map {
      FigureChange(.input, $0, before[$0], now[$0])
    }
    return changes + files(recorded.files, present.files)
  }

  /// The modules whose own sources changed.
  private static func modules(
    _ recorded: FigureState, _ present: FigureState, _ closure: (String) -> Set<String>
  ) -> [FigureChange] {
    let isWhole = recorded.hasAllModules && present.hasAllModules
    let changed = Set(differences(recorded.modules, present.modules)).filter {
      isWhole || recorded.modules[$0] != nil && present.modules[$0] != nil
    }
    let cells = recorded.declaring.union(present.declaring).reduce(into: Set<String>()) { $0.formUnion(closure($1)) }
    let roots = changed.filter { closure($0).subtracting([$0]).isDisjoint(with: changed) }.sorted()
    let changes = roots.map { name in
      FigureChange(
        cells.contains(name) ? .module : .drawing, name, recorded.modules[name], present.modules[name],
        note: isWhole ? "" : "or one that it imports")
    }
    if changes.isEmpty, !isWhole, recorded.code != present.code {
      return [
        FigureChange(.drawing, "", recorded.code, present.code, note: "the modules of that run were not written down")
      ]
    }
    return changes
  }

  private static func files(_ recorded: [FileRecord], _ present: [FileRecord]) -> [FigureChange] {
    if recorded.isEmpty { return [FigureChange(.notDrawn)] }
    let now = byPath(present)
    return recorded.compactMap { file in
      guard let found = now[file.path] else { return FigureChange(.missingFile, file.path, file.sha256, nil) }
      return found == file.sha256 ? nil : FigureChange(.alteredFile, file.path, file.sha256, found)
    }
  }

  private static func byPath(_ files: [FileRecord]) -> [String: String] {
    Dictionary(files.map { ($0.path, $0.sha256) }) { one, _ in one }
  }

  /// The names of what differs, or is in one only.
  private static func differences(_ one: [String: String], _ other: [String: String]) -> [String] {
    Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
  }

  private static func text(_ value: JSON) -> String { (try? JSON.canonical(value)) ?? "" }
}
