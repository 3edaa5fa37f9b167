import ChildProcesses
import Foundation
import Testing

/// A fixed set of computations gives the same bits however it is built and on whichever processor it runs.
///
/// `Tools/TrajectoryDigest` is the program that computes them and prints their digests. Here it is run as it was built
/// for these tests (by `./reproduce.sh` for this very processor), and as it is built for any processor of the architecture,
/// in `.build/baseline`.
@Suite struct SameBitsTests {
  private let here = Programs.path("trajectory-digest")

  @Test func everyBuildGivesTheCommittedDigests() async throws {
    let file = "Tools/TrajectoryDigest/digests.txt"
    let committed = try String(contentsOf: Programs.repository.appending(path: file), encoding: .utf8)
    let native = try await lines(here)
    #expect(
      native == lines(of: committed),
      """
      Trajectories or exact values have other bits than those committed. If you meant to change how they are computed, run
        .build/release/trajectory-digest > \(file)
      look at the difference, and commit it with the change.
      """)
    let baseline = try await baselineBuild()
    #expect(try await lines(baseline) == native, "The digests depend on the processor that the build is for.")
    // The system's library as it is on a processor without FMA and AVX2: nothing here may call it.
    #expect(
      try await lines(baseline, environment: older) == native,
      "The digests depend on the system's mathematical library: use the functions of Elementary.")
  }

  /// Negative control: an input changed by a relative 1e-9, or another seed, changes every digest.
  @Test func perturbedInputsAreFound() async throws {
    let (exact, perturbed) = try await (lines(here), lines(here, ["--perturbed"]))
    #expect(exact.count == perturbed.count && exact.count > 20)
    for (one, other) in zip(exact, perturbed) { #expect(one != other) }
  }

  /// What computes calls no function of the system's mathematical library. (Estimates use some in print.)
  @Test func elementaryFunctionsAreOurs() throws {
    for folder in ["Foundations/Randomness", "Foundations/Optimisation", "Physics", "Models", "Figures"] {
      let sources = Programs.repository.appending(path: "Sources/\(folder)")
      let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
      try #require(files.contains { $0.hasSuffix(".swift") })
      for file in files where file.hasSuffix(".swift") {
        let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
        #expect(libraryCalls(in: text).isEmpty, "\(folder)/\(file): use the functions of Elementary.")
      }
    }
    // Negative controls.
    #expect(libraryCalls(in: "// exp(x)\nlet a = Elementary.exp(x) + softexp(x)").isEmpty)
    #expect(libraryCalls(in: "let a = 2 * exp(x) + Foundation.log1p(y)").count == 2)
    #expect(libraryCalls(in: #"Axis("average of exp(−s)"), "a \(exp(x))""#).count == 1)
  }

  private func libraryCalls(in source: String) -> [Substring] {
    let call =
      /(^|[^.\w]|Foundation\.|Glibc\.)(exp2?|expm1|log(2|10|1p)?|pow|a?(sin|cos|tan)h?|atan2|erfc?|[tl]gamma|cbrt|hypot)\(/
    // A text without an interpolation calls nothing.
    let text = /"(?:[^"\\]|\\[^(])*"/
    return source.split(separator: "\n").filter { !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
      .flatMap { $0.replacing(/func \w+\(/, with: "").replacing(text, with: "").matches(of: call).map(\.output.2) }
  }

  /// Negative control: the setting for the library does change its functions, on the processors for which it is made.
  @Test(.enabled(if: SameBitsTests.hasFusedLibrary))
  func theLibraryDependsOnTheProcessor() async throws {
    let usual = try await lines(here, ["--library"])
    #expect(try await lines(here, ["--library"], environment: older) != usual)
  }

  /// What makes glibc pass over its code for FMA and AVX2; the second three names are those before version 2.33.
  private let older = [
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX2_Usable,-FMA_Usable,-FMA4_Usable"
  ]

  /// Whether this is glibc on a processor with FMA.
  private static var hasFusedLibrary: Bool {
    #if canImport(Glibc) && arch(x86_64)
      let processor = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      return processor?.contains(" fma ") ?? false
    #else
      return false
    #endif
  }

  /// The program optimised for any processor of the architecture. The first build takes half a minute, the next ones one
  /// second.
  private func baselineBuild() async throws -> String {
    let build = try await Command.run(
      "swift",
      ["build", "-c", "release", "--product", "trajectory-digest", "--scratch-path", ".build/baseline"],
      in: Programs.repository)
    try #require(build.succeeded, "\(build.output)\n\(build.errors)")
    return Programs.repository.appending(path: ".build/baseline/release/trajectory-digest").path
  }

  private func lines(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) async throws -> [Substring] {
    let outcome = try await Command.run(program, arguments, environment: environment)
    try #require(outcome.succeeded, "\(outcome.errors)")
    return lines(of: outcome.output)
  }

  private func lines(of text: String) -> [Substring] { text.split(separator: "\n") }
}
