import Companion
import Foundation
import Provenance

/// What a drawn file is: by its bytes, and by what is written inside of it.
struct FileIdentity {
  /// The file as it was found.
  let file: FileRecord
  /// The runs that wrote these bytes, the latest first, with the file that each wrote.
  let runs: [(id: Int64, path: String)]
  /// The published files with these bytes.
  let published: [(figure: String, path: String, run: String)]
  /// What is written inside; nil where nothing is.
  let claim: Claim?
  /// The latest run in this store with the identity that is written inside.
  let claimedRun: StoredRun?
  /// Whether the digest of the data that is written inside is that of the run; nil where either is not known.
  let claimedDataFit: Bool?

  /// What a drawn file says of itself.
  struct Claim: Equatable {
    let figure: String, run: String, data: String

    /// Looks for the words that the gnuplot program and the SVG have: `figure parity-gate, run 0123…, data 4567….`, or in
    /// a program `# run 0123…, data 4567…` and the file that it redraws.
    init?(in bytes: Data) {
      var place = bytes.startIndex
      while let word = bytes.range(of: Data("Mesoscale,".utf8), in: place..<bytes.endIndex) {
        let text = String(decoding: bytes[word.lowerBound...].prefix(300), as: UTF8.self)
        if let found = text.prefixMatch(
          of: /Mesoscale,\s+figure\s+([a-z0-9-]+),\s+run\s+([0-9a-f]{12}),\s+data\s+([0-9a-f]{16})/)
        {
          (figure, run, data) = (String(found.1), String(found.2), String(found.3))
          return
        }
        place = word.upperBound
      }
      let head = String(decoding: bytes.prefix(2000), as: UTF8.self)
      guard let found = head.firstMatch(of: /#\s*run ([0-9a-f]{12}), data ([0-9a-f]{16})/),
        let slug = head.firstMatch(of: /Redraw with: gnuplot (?:\S*\/)?([a-z0-9-]+)\.gp/)
      else { return nil }
      (figure, run, data) = (String(slug.1), String(found.1), String(found.2))
    }
  }

  /// - Parameter store: nil where nothing was run yet.
  /// - Throws: ``Complaint`` where the file cannot be read.
  init(of path: String, in project: Project, _ store: Store?) throws {
    var isFolder: ObjCBool = false
    let shown = path.escapingControls
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Complaint("There is no file '\(shown)'.")
    }
    let kind = try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    guard !isFolder.boolValue, kind?[.type] as? FileAttributeType == .typeRegular else {
      throw Complaint("'\(shown)' is no regular file: name an SVG, a PDF, a PNG or a gnuplot program.")
    }
    guard (kind?[.size] as? Int ?? 0) < 1 << 26 else {
      throw Complaint("'\(shown)' is larger than any figure: name an SVG, a PDF, a PNG or a gnuplot program.")
    }
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)),
      let file = try? FileRecord(of: URL(fileURLWithPath: path), as: path)
    else { throw Complaint("The file '\(shown)' cannot be read.") }
    self.file = file
    runs = try store?.artefacts(withDigest: file.sha256).map { ($0.run, $0.file.path) } ?? []
    published = try Self.published(file.sha256, in: project)
    claim = Claim(in: bytes)
    claimedRun = try claim.flatMap { try store?.run(named: $0.run) }
    claimedDataFit = try Self.dataFit(claim, claimedRun, store)
  }

  /// The published files with this digest. Only documents that have it are read as a whole.
  private static func published(_ digest: String, in project: Project) throws -> [(String, String, String)] {
    try Catalogue.slugs(in: project).flatMap { slug -> [(String, String, String)] in
      guard let bytes = try? Data(contentsOf: project.published(slug)), bytes.range(of: Data(digest.utf8)) != nil,
        let document = try FigureDocument.published(slug, in: project)
      else { return [] }
      return document.files.filter { $0.sha256 == digest }.map { (slug, $0.path, document.run) }
    }
  }

  private static func dataFit(_ claim: Claim?, _ run: StoredRun?, _ store: Store?) throws -> Bool? {
    guard let claim, let run, let store else { return nil }
    return try FigureDocument(of: run, title: "", caption: "", in: store).data.hasPrefix(claim.data)
  }

  /// Whether the bytes are those that a run wrote.
  var isIntact: Bool { !runs.isEmpty || !published.isEmpty }

  /// Whether it is known at all.
  var isKnown: Bool { isIntact || claim != nil }
}
