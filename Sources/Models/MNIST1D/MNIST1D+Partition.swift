import Validation

extension MNIST1D {
  /// The images by what they may be used for.
  public struct Partition: Sendable, Hashable {
    /// To train on.
    public let training: LabelledImages
    /// To choose by: parameters, architectures, when to stop. They come from the training images, not from the test set.
    public let heldOut: LabelledImages
    /// To be used once per finished network.
    public let test: SealedTest
  }

  /// Holds out the last of the training images, which are in random order; the published set leaves 3500 to train on.
  ///
  /// - Parameter heldOut: how many to hold out.
  /// - Precondition: some are left to train on.
  public func partition(holdingOut heldOut: Int = 500) -> Partition {
    require((0..<training.count).contains(heldOut), "Some images are left to train on.")
    let rest = training.count - heldOut
    return Partition(training: training[0..<rest], heldOut: training[rest..<training.count], test: test)
  }
}
