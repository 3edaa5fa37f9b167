import ChildProcesses
import Companion
import Foundation

/// The same kernels in Python: by numpy, and by numba, JAX and GillesPy2 where they are installed.
enum PythonComparison {
  /// Nanoseconds per event.
  struct Times: Codable {
    var numpy: Double?
    var numba: Double?
    var jax: Double?
    var gillespy: Double?
  }

  /// What Python there was, and a time for each job.
  struct Report: Codable {
    var python: String
    var times: [Times]
  }

  private struct Request: Codable {
    var seconds: Double
    var repetitions: Int
    var jobs: [PythonJob]
  }

  /// Runs `comparison.py`; without Python, nothing but a note.
  static func run(_ jobs: [PythonJob], python: String, seconds: Double, repetitions: Int) async throws -> Report {
    guard let script = Bundle.module.path(forResource: "comparison", ofType: "py") else {
      throw Complaint("comparison.py is missing beside the benchmark: build it again.")
    }
    let request = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: request) }
    let text = try JSON.canonical(Request(seconds: seconds, repetitions: repetitions, jobs: jobs))
    try text.write(to: request, atomically: true, encoding: .utf8)
    let threads = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"].map { ($0, "1") }
    let output = await Command.output(
      python, [script, request.path], environment: Dictionary(uniqueKeysWithValues: threads))
    guard let output, let report = try? JSON.decode(Report.self, from: output) else {
      return Report(python: "no Python that works was found", times: jobs.map { _ in Times() })
    }
    return report
  }
}
