import Foundation
import PackagePlugin

/// Writes into every figure the digest of the code that computes its cells: the figure's own sources and those of the
/// libraries below it, without `Companion` and `Provenance`, which only hand the numbers on. Into the tool, which computes
/// nothing, it writes the digest of all its code.
@main
struct CodeIdentity: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let program = target as? SourceModuleTarget else { return [] }
    let isFigure = program.directoryURL.pathComponents.contains("Figures")
    let type = isFigure ? program.name : program.name.prefix(1).uppercased() + program.name.dropFirst()
    let libraries = program.recursiveTargetDependencies
      .compactMap { $0 as? SwiftSourceModuleTarget }
      .filter { library in
        !(isFigure && ["Companion", "Provenance"].contains(library.name))
          && library.directoryURL.path.hasPrefix(context.package.directoryURL.path + "/Sources/")
      }
    let sources = ([program] + libraries)
      .flatMap { $0.sourceFiles(withSuffix: ".swift").map(\.url) }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "CodeIdentity.swift")
    return [
      .buildCommand(
        displayName: "Digesting the code of \(program.name)",
        executable: try context.tool(named: "code-identity").url,
        arguments: [type, output.path, context.package.directoryURL.path] + sources.map(\.path),
        inputFiles: sources,
        outputFiles: [output])
    ]
  }
}
