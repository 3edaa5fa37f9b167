// inspect-figures [file.svg ...]
//
// Draws figures with librsvg and Chromium, as far as they are installed, and prints what a reader would find wrong with them.
// By default all of figures/. A PNG beside the SVG is compared with it.

import FigureInspection
import Foundation

let names = CommandLine.arguments.dropFirst()
let folder = (try? FileManager.default.contentsOfDirectory(atPath: "figures")) ?? []
let files = names.isEmpty ? folder.filter { $0.hasSuffix(".svg") }.sorted().map { "figures/\($0)" } : Array(names)
do {
  let coverage = await GlyphCoverage.isAvailable() ? try await GlyphCoverage() : nil
  var count = 0
  for file in files {
    let svg = URL(fileURLWithPath: file)
    let png = svg.deletingPathExtension().appendingPathExtension("png")
    let hasPNG = FileManager.default.fileExists(atPath: png.path)
    let findings = try await FigureInspection(svg: svg, png: hasPNG ? png : nil)
      .findings(in: Renderer.installed, coverage: coverage)
    findings.forEach { print($0) }
    count += findings.count
  }
  print(
    "\(files.count) figures in \(Renderer.installed.map(\.description).joined(separator: " and ")): \(count) findings")
  exit(count == 0 ? 0 : 1)
} catch {
  print("inspect-figures: \(error)")
  exit(70)
}
