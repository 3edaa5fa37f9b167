import Digest
import Foundation
import Provenance

/// What a drawn file says of itself: which figure it shows, with which parameters and seed, and which data. It does not say which
/// code drew it, so that a change of the code that changes no number changes no file.
package struct FigureOrigin: Sendable, Hashable {
  /// The slug of the figure.
  package let figure: String
  /// The first 12 digits of the digest of the parameters, as canonical JSON.
  package let parameters: String
  /// The seed.
  package let seed: Int
  /// The first 16 digits of the digest of the series.
  package let data: String

  /// What a figure of these data says.
  ///
  /// - Parameters:
  ///   - parameters: as canonical JSON.
  ///   - data: the digest of the series.
  package init(figure: String, parameters: String, seed: Int, data: String) {
    (self.figure, self.seed) = (figure, seed)
    self.parameters = String(sha256(parameters).prefix(12))
    self.data = String(data.prefix(16))
  }

  /// The words that stand in the file.
  package var text: String { "figure \(figure), parameters \(parameters), seed \(seed), data \(data)" }

  /// Finds the words in a file; nil where there are none.
  package init?(in bytes: Data) {
    var place = bytes.startIndex
    while let word = bytes.range(of: Data("Mesoscale, ".utf8), in: place..<bytes.endIndex) {
      let text = String(decoding: bytes[word.lowerBound...].prefix(300), as: UTF8.self)
      if let found = text.prefixMatch(
        of: /Mesoscale, figure ([a-z0-9-]+), parameters ([0-9a-f]{12}), seed ([0-9]{1,19}), data ([0-9a-f]{16})/),
        let seed = Int(found.3)
      {
        (figure, parameters, self.seed, data) = (String(found.1), String(found.2), seed, String(found.4))
        return
      }
      place = word.upperBound
    }
    return nil
  }

  /// Whether these are the parameters and the seed of a run.
  package func isOf(_ run: StoredRun) -> Bool {
    run.figure == figure && run.seed == seed && sha256(run.parameters).hasPrefix(parameters)
  }
}
