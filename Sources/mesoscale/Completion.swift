import ArgumentParser
import Companion
import Foundation
import Provenance

/// `mesoscale completion`: what a shell needs to complete commands, figures and runs.
struct Completion: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a script by which bash or zsh completes commands, figures and runs.",
    usage: "mesoscale completion bash|zsh",
    discussion: """
      For bash: source <(mesoscale completion bash)

      For zsh: mesoscale completion zsh > _mesoscale, in a folder of $fpath.
      """)

  /// The shells that are known.
  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh
  }

  @Argument(help: ArgumentHelp("The shell: bash or zsh.", valueName: "shell"))
  var shell: Shell

  func run() throws {
    try StandardOutput.write(Mesoscale.completionScript(for: shell == .bash ? .bash : .zsh))
  }
}

extension CompletionKind {
  /// Completes the slugs of figures.
  static var slugs: CompletionKind { .custom { _, _, beginning in Names.slugs.filter { $0.hasPrefix(beginning) } } }

  /// Completes the slugs of figures, what is published, and numbers and identities of runs.
  static var runs: CompletionKind {
    .custom { words, _, beginning in
      (Names.slugs + Names.slugs.map { Computation.prefix + $0 } + Names.runs(words)).filter { $0.hasPrefix(beginning) }
    }
  }

  /// Completes what lineage can be asked of.
  static var quantities: CompletionKind {
    .custom { words, _, beginning in
      let slug = beginning.prefix { $0 != "." && $0 != "/" }
      let inside = slug.count < beginning.count ? Names.quantities(of: String(slug)) : []
      return (Names.slugs + Names.runs(words) + inside).filter { $0.hasPrefix(beginning) }
    }
  }
}

/// What can stand on the command line. Completion never complains: what cannot be read completes nothing.
private enum Names {
  static var slugs: [String] { (try? Catalogue.slugs(in: Project.find())) ?? [] }

  static func runs(_ words: [String]) -> [String] {
    guard let project = try? Project.find() else { return [] }
    let given = words.firstIndex(of: "--store").flatMap { words.dropFirst($0 + 1).first }
    let path = given ?? project.store.path
    guard FileManager.default.fileExists(atPath: path), let store = try? Store(existingAt: path) else { return [] }
    return (try? store.latestIdentities()) ?? []
  }

  static func quantities(of slug: String) -> [String] {
    guard let project = try? Project.find(), let document = try? FigureDocument.published(slug, in: project) else {
      return []
    }
    return document.numbers.map { "\(slug).\($0.name)" } + document.series.map { "\(slug)/\($0.name)" }
  }
}
