import BenchmarkRecords
import Companion

extension Weave {
  /// The measurement of speed with all its rows.
  static func benchmark(in project: Project) throws -> WovenPart {
    WovenPart(
      name: "benchmark", origin: project.relative(project.benchmark),
      text: try BenchmarkDocument.committed(in: project).markdown)
  }

  /// Five of its rows, for README.md.
  static func speed(in project: Project) throws -> WovenPart {
    WovenPart(
      name: "speed", origin: project.relative(project.benchmark),
      text: try BenchmarkDocument.committed(in: project).summary())
  }
}
