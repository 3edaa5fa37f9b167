import Foundation
import PackagePlugin

/// Writes into every figure and into the tool the digests of all modules of this package that they are made of, and where the
/// sources of these modules lie.
@main
struct CodeIdentity: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let program = target as? SourceModuleTarget else { return [] }
    let type = program.name.prefix(1).uppercased() + program.name.dropFirst()
    let root = context.package.directoryURL.path + "/"
    let sources = root + "Sources/"
    func isOurs(_ target: Target) -> Bool { target.directoryURL.path.hasPrefix(sources) }
    let modules =
      ([program] + program.recursiveTargetDependencies.compactMap { $0 as? SwiftSourceModuleTarget }.filter(isOurs))
      .sorted { $0.name < $1.name }
    var arguments: [String] = []
    var inputs: [URL] = []
    for module in modules {
      let files = module.sourceFiles(withSuffix: ".swift").map(\.url)
        // What this plugin wrote is made from the others.
        .filter { $0.path.hasPrefix(sources) }
        .sorted { $0.path < $1.path }
      let imports = module.dependencies.compactMap { dependency -> String? in
        guard case .target(let target) = dependency else { return nil }
        return target.name
      }
      var folder = String(module.directoryURL.path.dropFirst(root.count))
      while folder.hasSuffix("/") { folder.removeLast() }
      arguments += ["--module", module.name, imports.joined(separator: ","), folder] + files.map(\.path)
      inputs += files
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "CodeIdentity.swift")
    return [
      .buildCommand(
        displayName: "Digesting the code of \(program.name)",
        executable: try context.tool(named: "code-identity").url,
        arguments: [type, output.path] + arguments,
        inputFiles: inputs,
        outputFiles: [output])
    ]
  }
}
