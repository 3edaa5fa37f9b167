import Companion
import Foundation
import Provenance

/// Whether a published figure was computed again, and with which result: from this store, and from the published documents.
struct Verdicts {
  /// What is known, the first that holds.
  enum Standing: String {
    case unpublished = "not published"
    case differs = "DIFFERS with this code"
    case verified = "with this code"
    case inPart = "in part, with this code"
    case older = "with an older one"
    case unverified = "no"
  }

  let standing: Standing
  /// The latest verdict by today's code in this store.
  let latest: VerdictRecord?

  init(on figure: FigureDescription, in store: Store?, _ project: Project) throws {
    guard let document = try FigureDocument.published(figure.slug, in: project) else {
      (standing, latest) = (.unpublished, nil)
      return
    }
    let verdicts = try (store?.verdicts(on: figure.slug) ?? []).filter {
      $0.published == document.run && $0.data == document.data && $0.seed == document.seed
    }
    let ofToday = verdicts.filter { $0.code == figure.code }
    latest = ofToday.first
    let isVerifiedElsewhere = document.verified?.code == figure.code
    standing =
      if let latest, !latest.holds {
        .differs
      } else if isVerifiedElsewhere || ofToday.contains(where: { $0.scope != .part }) {
        .verified
      } else if !ofToday.isEmpty {
        .inPart
      } else if document.verified != nil || verdicts.contains(where: \.holds) {
        .older
      } else {
        .unverified
      }
  }

  /// In a column.
  var text: String { standing.rawValue }
}
