import Digest
import Foundation
import SourceDigests
import Validation

/// Which code a program was built from, module by module; written by the build.
public struct CodeDigest: Sendable, Hashable {
  /// For every module of the program by its name, the SHA-256 over its sources and those of all modules that it imports. Comments,
  /// line breaks, and the names and order of files are not in it.
  public let modules: [String: String]

  /// Where the sources of these modules lay when the program was built.
  private let places: [SourcePlace]

  /// The version of the compiler.
  public let compiler: String

  /// A digest.
  ///
  /// - Parameters:
  ///   - modules: the digest of each module, by its name.
  ///   - sources: where the sources of each module lie, relative to the root of the project, and what it imports.
  ///   - compiler: the version of the compiler.
  public init(
    modules: [String: String], sources: [(name: String, folder: String, imports: [String])] = [], compiler: String
  ) {
    (self.modules, self.compiler) = (modules, compiler)
    places = sources.map { SourcePlace(name: $0.name, folder: $0.folder, imports: $0.imports) }
  }

  /// The SHA-256 over all modules: which program it is.
  public var sha256: String { Self.combined(modules) }

  /// Whether the sources in a checkout are those that the program was built from.
  ///
  /// - Parameter root: the root of the checkout.
  package func isBuilt(fromSourcesIn root: URL) -> Bool {
    guard !places.isEmpty, let found = try? places.map({ try SourceModule(at: $0, in: root) }) else { return false }
    return SourceModule.digests(found) == modules
  }

  /// One digest of several modules, independent of their names.
  package static func combined(_ modules: [String: String]) -> String {
    let digests = Set(modules.values).sorted()
    return digests.count == 1 ? digests[0] : Digest.sha256(fields: digests)
  }

  /// The modules that the results of a type depend on, with their digests: the one which declares the type, and those which
  /// declare its generic arguments.
  ///
  /// - Precondition: the build digested the module of the type.
  package func modules(declaring type: Any.Type) -> [String: String] {
    // "Models.Search<Models.Gate, Swift.Array<Swift.Double>>": a module is what stands before the first dot of a name;
    // "(extension in Figure):Models.Gate.Cell" is declared in Figure.
    let name = String(reflecting: type)
    let found = name.matches(of: /\(extension in (\w+)\)|(?:^|[^\w.])(\w+)\./).map { String($0.1 ?? $0.2 ?? "") }
    let known = modules.filter { found.contains($0.key) }
    require(found.first.map { known[$0] != nil } ?? false, "The build digested no module of the type \(name).")
    return known
  }
}
