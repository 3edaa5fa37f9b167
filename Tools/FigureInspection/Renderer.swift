import ChildProcesses
import Foundation

/// A program that draws an SVG, as readers have it.
public enum Renderer: String, Sendable, CaseIterable, CustomStringConvertible {
  /// GNOME's library, which draws for Wikipedia, file managers and converters.
  case librsvg
  /// The browser.
  case chromium

  /// How many pixels the inspection has for one of the picture.
  static let scale = 2

  /// Its name in a sentence.
  public var description: String { self == .librsvg ? "librsvg" : "Chromium" }

  private var programs: [String] {
    self == .librsvg ? ["rsvg-convert"] : ["chromium", "chromium-browser", "google-chrome"]
  }

  /// The program that is installed, if one is.
  public var program: String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return programs.first { name in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
  }

  /// Those that are installed.
  public static var installed: [Renderer] { allCases.filter { $0.program != nil } }

  /// What a picture looks like, and its sheet of parts.
  struct Drawing {
    let whole, marks, forward, reverse: Raster
  }

  /// Draws a picture and its parts.
  ///
  /// - Throws: ``InspectionError`` where the renderer fails or takes more than two minutes.
  func draw(_ picture: VectorPicture, in scratch: URL) async throws -> Drawing {
    let sheetFile = scratch.appending(path: "sheet.svg")
    try picture.sheet.write(to: sheetFile, atomically: true, encoding: .utf8)
    let (width, height) = (Int(VectorPicture.whole(picture.width)), Int(VectorPicture.whole(picture.height)))
    let whole: Raster, sheet: Raster
    switch self {
    case .librsvg:
      whole = try await convert(picture.file, width: picture.width, height: picture.height, in: scratch)
        .part(x: 0, y: 0, width: Self.scale * width, height: Self.scale * height)
      sheet = try await convert(sheetFile, width: Double(width), height: Double(3 * height), in: scratch)
    case .chromium:
      // As on a page of a repository: the SVG is an image, which loads nothing else.
      let page = """
        <!DOCTYPE html><html><head><meta charset="utf-8"><style>
        html, body { margin: 0; background: white; overflow: hidden }
        img { position: absolute; left: 0 }
        </style></head><body>
        <img src="\(picture.file.absoluteURL.absoluteString)" \
        style="top: 0; width: \(picture.width)px; height: \(picture.height)px">
        <img src="sheet.svg" style="top: \(height)px; width: \(width)px; height: \(3 * height)px">
        </body></html>
        """
      try page.write(to: scratch.appending(path: "page.html"), atomically: true, encoding: .utf8)
      let all = try await photograph(width: width, height: 4 * height, in: scratch)
      whole = all.part(x: 0, y: 0, width: Self.scale * width, height: Self.scale * height)
      sheet = all.part(
        x: 0, y: Self.scale * height, width: Self.scale * width, height: Self.scale * 3 * height)
    }
    func part(_ place: Int) -> Raster {
      sheet.part(
        x: 0, y: place * Self.scale * height, width: Self.scale * width, height: Self.scale * height)
    }
    return Drawing(whole: whole, marks: part(0), forward: part(1), reverse: part(2))
  }

  private func convert(_ file: URL, width: Double, height: Double, in scratch: URL) async throws -> Raster {
    let output = scratch.appending(path: "converted.png")
    let size = [width, height].map { String(Int(VectorPicture.whole($0 * Double(Self.scale)))) }
    try await run(["--width", size[0], "--height", size[1], "--output", output.path, file.path], to: output)
    return try Raster(pngAt: output)
  }

  private func photograph(width: Int, height: Int, in scratch: URL) async throws -> Raster {
    let output = scratch.appending(path: "photograph.png")
    try await run(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
        "--disable-extensions",
        "--disable-background-networking", "--disable-sync", "--disable-lcd-text", "--force-color-profile=srgb",
        "--font-render-hinting=none", "--user-data-dir=\(scratch.appending(path: "browser").path)",
        "--force-device-scale-factor=\(Self.scale)", "--window-size=\(width),\(height)",
        "--screenshot=\(output.path)", scratch.appending(path: "page.html").absoluteURL.absoluteString,
      ], to: output)
    return try Raster(pngAt: output)
  }

  /// Runs the renderer, a second time where it fails: a browser that starts on a busy machine sometimes does.
  private func run(_ arguments: [String], to output: URL) async throws {
    guard let program else { throw InspectionError("\(self) is not installed.") }
    try? FileManager.default.removeItem(at: output)
    var reason = ""
    for _ in 1...2 {
      let outcome = try await withThrowingTaskGroup(of: Command.Outcome?.self) { group in
        group.addTask { try await Command.run(program, arguments) }
        group.addTask {
          try await Task.sleep(for: .seconds(120))
          return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
      }
      if outcome?.succeeded == true, FileManager.default.fileExists(atPath: output.path) { return }
      reason = outcome.map { String($0.errors.suffix(400)) } ?? "nothing in two minutes"
    }
    throw InspectionError("\(self) could not draw: \(reason)")
  }
}
