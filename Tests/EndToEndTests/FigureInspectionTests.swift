import ChildProcesses
import FigureInspection
import Foundation
import TestSupport
import Testing

/// Every figure, as its readers see it in librsvg, in Chromium and in gnuplot's PNG.
@Suite struct FigureInspectionTests {
  /// The figures to look at: all, or those that MESOSCALE_FIGURES names.
  static let slugs: [String] = {
    let wanted = ProcessInfo.processInfo.environment["MESOSCALE_FIGURES"]?.split(separator: ",").map(String.init)
    return Programs.figures.map(\.slug).filter { wanted?.contains($0) ?? true }
  }()

  /// What must be installed, and not only may be.
  private static let demanded =
    ProcessInfo.processInfo.environment["MESOSCALE_RENDERERS"]?.split(separator: " ").map(String.init) ?? []

  private func expectNoFindings(svg: URL, png: URL) async throws {
    let coverage = await GlyphCoverage.isAvailable() ? try await GlyphCoverage() : nil
    let findings = try await FigureInspection(svg: svg, png: png).findings(in: Renderer.installed, coverage: coverage)
    #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
  }

  @Test(arguments: Renderer.allCases) func theDemandedRenderersAreInstalled(renderer: Renderer) async {
    if Self.demanded.contains(renderer.rawValue) {
      let hasFontconfig = await GlyphCoverage.isAvailable()
      #expect(renderer.program != nil && hasFontconfig, "\(renderer) or fontconfig is missing.")
    }
  }

  /// The committed SVG, and the PNG that its program draws.
  @Test(arguments: slugs) func aCommittedFigure(slug: String) async throws {
    let scratch = try Scratch()
    let file = Programs.repository.appending(path: "figures/\(slug)")
    let png = scratch.folder.appending(path: "\(slug).png")
    let drawn = try await Command.run(
      "gnuplot", ["-e", "format='png'; target='\(png.path)'", file.appendingPathExtension("gp").path])
    #expect(drawn.succeeded, "\(drawn.errors)")
    try await expectNoFindings(svg: file.appendingPathExtension("svg"), png: png)
  }

  /// A figure with small parameters, which has fewer points, other ranges and a note that it is not for quotation; and its
  /// cells have the addresses that were written down.
  @Test(arguments: slugs) func aQuickFigure(slug: String) async throws {
    let scratch = try Scratch()
    try await draw(slug, ["--quick"], in: scratch)
    let lines = try CellAddresses(inStoreAt: scratch.store).lines(of: slug)
    #expect(
      try lines == CellAddresses.committed().lines(of: slug),
      """
      The cells of \(slug) have other addresses than in addresses.txt, hence other random numbers. If that is meant:
      \(lines.joined(separator: "\n"))
      """)
  }

  /// A figure with parameters of one's own.
  @Test(.enabled(if: slugs.contains("parity-gate"))) func aFigureWithOtherParameters() async throws {
    try await draw("parity-gate", Programs.small.filter { $0 != "--quick" }, in: Scratch())
  }

  private func draw(_ slug: String, _ arguments: [String], in scratch: Scratch) async throws {
    let outcome = try await Command.run(Programs.path(slug), arguments + scratch.places, in: scratch.folder)
    #expect(outcome.succeeded, "\(outcome.errors)")
    let file = URL(fileURLWithPath: scratch.figures).appending(path: slug)
    try await expectNoFindings(
      svg: file.appendingPathExtension("svg"), png: file.appendingPathExtension("png"))
  }
}
