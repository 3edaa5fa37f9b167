/// Test images that trainings do not get: only how many there are can be asked, and how finished networks do on them.
///
/// A test set that helps to choose anything, be it a parameter or the moment to stop, no longer tells how well a network does on
/// images it has never seen. So users of the library never get its images. Whatever examines a finished network within this package reads
/// them by `sealedBlock(_:)`, which no training, choice or figure may call.
public struct SealedTest: Sendable, Hashable {
  let images: LabelledImages

  /// How many images there are.
  public var count: Int { images.count }

  /// How many numbers an image has.
  public var length: Int { images.length }

  /// Some of the images with their classes: for the examination of a finished network, and for nothing else.
  package func sealedBlock(_ range: Range<Int>) -> (images: [[Double]], labels: [Int]) {
    (range.map { Array(images.image($0)) }, Array(images.labels[range]))
  }
}
