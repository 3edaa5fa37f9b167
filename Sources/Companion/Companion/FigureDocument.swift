import Digest
import Foundation
import Provenance

/// A run of a figure as one JSON document: what `--json` prints, and what is published.
public struct FigureDocument: Codable, Sendable, Hashable {
  /// The slug, the title and the caption of the figure.
  public var figure, title, caption: String
  /// The digest of what determines the numbers: figure, parameters, seed, and the code of the modules that computed.
  public var run: String
  /// How the parameters compare with the published ones.
  public var quality: RunRecord.Quality
  /// The parameters.
  public var parameters: JSON
  /// The seed.
  public var seed: Int
  /// The digests of the modules that computed it; see ``CodeDigest``.
  public var modules: [String: String]
  /// The commit of the sources.
  public var commit: String
  /// The numbers that the run recorded.
  public var numbers: [NumberRecord]
  /// The plotted and other series.
  public var series: [SeriesRecord]
  /// The digest of the series.
  public var data: String
  /// The files that the run drew; of a published figure those that are committed.
  public var files: [FileRecord]
  /// The last link of the hash chain of the store when this was written: it anchors the store's records.
  public var chain: String
  /// The first link of that chain, which tells the store from all others; nil in a document of an older version.
  public var store: String?

  /// The document of a run in the store.
  public init(of run: StoredRun, title: String, caption: String, in store: Store) throws {
    figure = run.figure
    self.title = title
    self.caption = caption
    self.run = run.identity
    quality = run.quality
    parameters = try JSON.decode(JSON.self, from: run.parameters)
    seed = run.seed
    modules = run.modules
    commit = run.facts.first { $0.name == "git_commit" }?.value ?? "unknown"
    numbers = try store.numbers(of: run.id)
    series = try store.series(of: run.id)
    data = sha256(try JSON.canonical(series))
    files = try store.artefacts(of: run.id)
    chain = try store.chainHead()
    self.store = try store.identity()
  }

  /// What the document quotes of the store it was made from.
  ///
  /// - Parameter source: where the document lies.
  public func anchor(in source: String) -> Anchor { Anchor(source: source, store: store, link: chain) }

  /// What the published documents of a checkout quote of the stores that they were made from.
  ///
  /// - Throws: ``Complaint`` where a document cannot be read.
  public static func anchors(in project: Project) throws -> [Anchor] {
    let folder = project.published("").deletingLastPathComponent()
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return try files.filter { $0.hasSuffix(".json") }.sorted().map { name in
      let file = folder.appending(path: name)
      guard let quoted = try? JSONDecoder().decode(Quoted.self, from: Data(contentsOf: file)) else {
        throw Complaint("\(project.relative(file)) is not a published figure: publish it again.")
      }
      return Anchor(source: project.relative(file), store: quoted.store, link: quoted.chain)
    }
  }

  /// The part of a document that is an anchor.
  private struct Quoted: Decodable {
    let chain: String, store: String?
  }

  /// The published document of a figure; nil if there is none.
  ///
  /// - Throws: ``Complaint`` where the file is there and cannot be read as one.
  public static func published(_ figure: String, in project: Project) throws -> FigureDocument? {
    let file = project.published(figure)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      return try JSONDecoder().decode(FigureDocument.self, from: Data(contentsOf: file))
    } catch {
      throw Complaint("\(project.relative(file)) is not a published figure: publish it again.")
    }
  }

  /// The document as text: an object a line where it is short, a row of a series a line, so that changes can be reviewed.
  public func text() throws -> String {
    func field(_ name: String, _ value: some Encodable) throws -> String {
      "  \"\(name)\": \(try JSON.canonical(value))"
    }
    let numberLines = try numbers.map { "    " + (try JSON.canonical($0)) }
    let seriesBlocks = try series.map { table in
      let rows = try table.rows.map { "      " + (try JSON.canonical($0)) }
      return """
            {"name": \(try JSON.canonical(table.name)), "columns": \(try JSON.canonical(table.columns)), "rows": [
        \(rows.joined(separator: ",\n"))
            ]}
        """
    }
    let fileLines = try files.map { "    " + (try JSON.canonical($0)) }
    let fields =
      try [
        field("figure", figure), field("title", title), field("caption", caption), field("run", run),
        field("quality", quality), field("parameters", parameters), field("seed", seed), field("modules", modules),
        field("commit", commit), "  \"numbers\": [\n\(numberLines.joined(separator: ",\n"))\n  ]",
        "  \"series\": [\n\(seriesBlocks.joined(separator: ",\n"))\n  ]", field("data", data),
        "  \"files\": [\n\(fileLines.joined(separator: ",\n"))\n  ]", field("chain", chain),
      ] + (try store.map { [try field("store", $0)] } ?? [])
    return "{\n\(fields.joined(separator: ",\n"))\n}\n"
  }
}
