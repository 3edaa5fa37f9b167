/// MNIST-1D: ten classes of short one-dimensional images, made by a program instead of collected.
///
///     let data = try MNIST1D.published()
///     data.training.count                           // 4000
///     let partition = data.partition()              // 3500 to train on, 500 to choose by, and the sealed test set
///
/// An image is the pen stroke of a digit, shifted, scaled, sheared and noisy, sampled at 40 places. Simple methods fail on it and
/// convolutional networks do not: published test accuracies are 32 % for logistic regression, 68 % for a perceptron with hidden
/// layers, 94 % for a convolutional network and 96 % for people.
///
/// Source: S. Greydanus, "Scaling down deep learning", arXiv:2011.14439.
public struct MNIST1D: Sendable, Hashable {
  /// The number of classes, the digits 0 to 9.
  public static var classes: Int { 10 }

  /// What the images were drawn with.
  public let generator: Generator

  /// The images to learn from, in the random order of the data set.
  public let training: LabelledImages

  /// The images to examine finished networks with.
  public let test: SealedTest
}
