import Companion
import Synchronization

/// The published documents of a checkout, each read once: that takes a tenth of a second, and a text asks for the same ones many times.
final class PublishedDocuments: Sendable {
  private let project: Project
  private let documents = Mutex<[String: FigureDocument]>([:])

  init(in project: Project) { self.project = project }

  /// The document of a figure; nil if it is not published.
  ///
  /// - Throws: ``Complaint`` where the file is there and is not the published document of this figure.
  func document(of figure: String) throws -> FigureDocument? {
    try documents.withLock { documents in
      if let known = documents[figure] { return known }
      let document = try FigureDocument.published(figure, in: project)
      documents[figure] = document
      return document
    }
  }
}
