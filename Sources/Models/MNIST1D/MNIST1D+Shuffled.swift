extension MNIST1D {
  /// The same images with their samples in another order, one for all images: as informative as before, but without neighbours.
  ///
  /// A method that ignores positions does equally well on both; a convolution loses its advantage. Only the images
  /// change, not the generator: the digests are others. Source: S. Greydanus, arXiv:2011.14439.
  ///
  /// - Parameter seed: chooses the order, all orders being equally likely.
  public func shuffled(_ seed: UInt32) -> MNIST1D {
    var random = MersenneTwister(seed: seed)
    let order = random.permutation(of: training.length)
    return MNIST1D(
      generator: generator, training: training.reordered(order), test: SealedTest(images: test.images.reordered(order)))
  }
}

extension LabelledImages {
  /// Images whose sample k is the sample `order[k]` of these.
  func reordered(_ order: [Int]) -> LabelledImages {
    LabelledImages(
      values: (0..<count).flatMap { number in
        let image = image(number)
        return order.map { image[image.startIndex + $0] }
      }, length: length, labels: labels)
  }
}
