import Companion
import Foundation

/// What figures say of themselves, remembered beside their programs: to start all of them takes a second.
///
/// A description is that of a program of one size which was written at one time; of another it is asked again. Where the folder of
/// the programs cannot be written, nothing is remembered.
enum RememberedDescriptions {
  /// A description, and the program that gave it.
  private struct Entry: Codable {
    let program: String
    let description: FigureDescription
  }

  /// The descriptions of these figures, in this order.
  ///
  /// - Throws: ``Complaint`` where a figure is not built.
  static func all(of slugs: [String]) async throws -> [FigureDescription] {
    let known = (try? JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: file))) ?? [:]
    let programs = slugs.map { ($0, program(of: $0)) }
    var entries = known.filter { entry in programs.contains { $0.0 == entry.key && $0.1 == entry.value.program } }
    let asked = programs.filter { entries[$0.0] == nil }
    if !asked.isEmpty {
      let found = try await withThrowingTaskGroup(of: (String, Entry).self) { group in
        for (slug, program) in asked {
          group.addTask { (slug, Entry(program: program ?? "", description: try await Catalogue.describe(slug))) }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      entries.merge(found) { $1 }
      // Figures of another checkout may lie here, too.
      let all = known.merging(entries) { $1 }
      try? JSONEncoder().encode(all).write(to: file, options: .atomic)
    }
    return slugs.compactMap { entries[$0]?.description }
  }

  private static var file: URL {
    Catalogue.program("figures").deletingLastPathComponent().appending(path: "figure-descriptions.json")
  }

  /// Which file a program is: its number, size, and time of writing in nanoseconds; nil where there is none.
  private static func program(of slug: String) -> String? {
    var status = stat()
    guard stat(Catalogue.program(slug).path, &status) == 0 else { return nil }
    let time = status.st_mtim
    return "\(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }
}
