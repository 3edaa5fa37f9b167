import Foundation
import PackagePlugin

/// Writes into every figure the digest of the code that computes its cells: the figure's own sources and those of the
/// libraries below it, without `Companion` and `Provenance`, which only hand the numbers on.
@main
struct CodeIdentity: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let figure = target as? SourceModuleTarget else { return [] }
    let libraries = figure.recursiveTargetDependencies
      .compactMap { $0 as? SwiftSourceModuleTarget }
      .filter { library in
        !["Companion", "Provenance"].contains(library.name)
          && library.directoryURL.path.hasPrefix(context.package.directoryURL.path + "/Sources/")
      }
    let sources = ([figure] + libraries)
      .flatMap { $0.sourceFiles(withSuffix: ".swift").map(\.url) }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "CodeIdentity.swift")
    return [
      .buildCommand(
        displayName: "Digesting the code of \(figure.name)",
        executable: try context.tool(named: "code-identity").url,
        arguments: [figure.name, output.path, context.package.directoryURL.path] + sources.map(\.path),
        inputFiles: sources,
        outputFiles: [output])
    ]
  }
}
