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
  let claim: FigureOrigin?
  /// The latest run in this store with the parameters and the seed that are written inside, and with those data if there is one.
  let claimedRun: StoredRun?
  /// Whether the digest of the data that is written inside is that of the run; nil where either is not known.
  let claimedDataFit: Bool?

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
    claim = FigureOrigin(in: bytes)
    (claimedRun, claimedDataFit) = try Self.claimed(claim, store)
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

  /// The run that is written inside, and whether its data are those that are.
  private static func claimed(_ claim: FigureOrigin?, _ store: Store?) throws -> (StoredRun?, Bool?) {
    guard let claim, let store else { return (nil, nil) }
    let runs = try store.finishedRuns(of: claim.figure, seed: claim.seed, parametersBeginning: claim.parameters)
    for run in runs where try FigureDocument.digest(of: store.series(of: run.id)).hasPrefix(claim.data) {
      return (run, true)
    }
    return (runs.first, runs.isEmpty ? nil : false)
  }

  /// Whether the bytes are those that a run wrote.
  var isIntact: Bool { !runs.isEmpty || !published.isEmpty }

  /// Whether it is known at all.
  var isKnown: Bool { isIntact || claim != nil }
}
