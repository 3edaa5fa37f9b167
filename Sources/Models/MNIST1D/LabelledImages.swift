import Validation

/// One-dimensional images with the class of each.
public struct LabelledImages: Sendable, Hashable {
  /// The images one after the other, `length` numbers each.
  public let values: [Double]
  /// How many numbers an image has.
  public let length: Int
  /// The class of each image, from 0.
  public let labels: [Int]

  /// Images.
  ///
  /// - Precondition: there are `length` values for every label.
  public init(values: [Double], length: Int, labels: [Int]) {
    require(length > 0 && values.count == length * labels.count, "Every label belongs to an image.")
    (self.values, self.length, self.labels) = (values, length, labels)
  }

  /// How many images there are.
  public var count: Int { labels.count }

  /// One of the images.
  public func image(_ index: Int) -> ArraySlice<Double> { values[index * length..<(index + 1) * length] }

  /// Some of the images, in their order.
  public subscript(range: Range<Int>) -> LabelledImages {
    LabelledImages(
      values: Array(values[range.lowerBound * length..<range.upperBound * length]), length: length,
      labels: Array(labels[range]))
  }

  /// Those with these numbers, in this order.
  public func chosen(_ numbers: some Collection<Int>) -> LabelledImages {
    LabelledImages(values: numbers.flatMap { image($0) }, length: length, labels: numbers.map { labels[$0] })
  }
}
