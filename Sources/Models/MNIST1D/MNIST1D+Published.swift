import Digest
import Foundation

extension MNIST1D {
  /// One of the four arrays of a data set, by what it holds.
  public struct Part: Codable, Sendable, Hashable {
    /// As the published file calls it: x and y are the training images and their labels, x_test and y_test the test images and theirs.
    public let name: String
    /// The SHA-256 digest of its numbers as little-endian integers of 64 bits: of the labels v, and of the values as ⌊10⁶ v + ½⌋, since
    /// the last bits of a value depend on the mathematical library that computed it.
    public let sha256: String
    /// The number of these bytes.
    public let bytes: Int
  }

  /// What the data set holds: x, y, x_test and y_test.
  public var parts: [Part] {
    [
      Part("x", Self.rounded(training.values)), Part("y", training.labels),
      Part("x_test", Self.rounded(test.images.values)), Part("y_test", test.images.labels),
    ]
  }

  /// The parts of the published data set; they are those of the file `mnist1d_data.pkl` in the repository greydanus/mnist1d.
  public static let publishedParts = [
    Part(name: "x", sha256: "a6c5fc4fe7da9f837ae6a6b3f5dffe2eb7a339a90a42d59e4a9cb3bf8c6c045c", bytes: 1_280_000),
    Part(name: "y", sha256: "d97dc7aecec8ad6b5d8f143ba3e9c4bd7e25c420d7dfc2eb990591cfc0ed3e15", bytes: 32_000),
    Part(name: "x_test", sha256: "b03de73455382ecd8a9e74f1fe89d048bbb795086b178ef378cbf66ba1570a3f", bytes: 320_000),
    Part(name: "y_test", sha256: "8de99be3ff9dab15ae0dc072c3d6ced7cf6b33d365888ce4a386fc944489452c", bytes: 8000),
  ]

  /// Whether this is the published data set, to 10⁻⁶ in every value.
  public var isPublished: Bool { parts == Self.publishedParts }

  /// The published data set: drawn when it is first asked for, and compared with what was published.
  ///
  /// - Throws: ``Difference`` where a digest is another one.
  public static func published() throws -> MNIST1D { try drawn.get() }

  private static let drawn = Result { try Generator().generate().verified() }

  /// The same data set, known to be the published one.
  ///
  /// - Throws: ``Difference`` where it is not.
  public func verified() throws -> MNIST1D {
    for (part, published) in zip(parts, Self.publishedParts) where part != published {
      throw Difference(part: part, published: published)
    }
    return self
  }

  /// In what a data set differs from the published one.
  public struct Difference: Error, CustomStringConvertible, Hashable {
    /// The part that differs, as it is and as it was published.
    public let part: Part, published: Part

    /// A sentence to a person.
    public var description: String {
      "This MNIST-1D data set is not the published one: \(part.name) has the SHA-256 \(part.sha256), and not "
        + "\(published.sha256)."
    }
  }

  private static func rounded(_ values: [Double]) -> [Int] { values.map { Int(($0 * 1e6 + 0.5).rounded(.down)) } }
}

extension MNIST1D.Part {
  fileprivate init(_ name: String, _ numbers: [Int]) {
    let data = numbers.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) }
    self.init(name: name, sha256: Digest.sha256(data), bytes: data.count)
  }
}
