import Validation

extension MNIST1D.Generator {
  /// Draws the data set; the published one takes some hundredths of a second.
  ///
  /// - Precondition: ``flaw`` is nil.
  public func generate() -> MNIST1D {
    let drawing = draw()
    let (mean, deviation) = populationMoments(of: drawing.values)
    let all = LabelledImages(
      values: drawing.values.map { ($0 - mean) / deviation }, length: length, labels: drawing.labels)
    return MNIST1D(
      generator: self, training: all[0..<trainingCount], test: SealedTest(images: all[trainingCount..<samples]))
  }

  /// All images in their final order before they are standardised, and how many random words they took.
  package func draw() -> (values: [Double], labels: [Int], wordsDrawn: Int) {
    requireNoFlaw()
    var random = MersenneTwister(seed: UInt32(seed))
    let window = SampledLine.gaussianWindow(width: smoothingWidth)
    var images: [[Double]] = []
    images.reserveCapacity(samples)
    for template in MNIST1D.templates {
      for _ in 0..<samples / MNIST1D.classes {
        images.append(image(of: template, smoothing: window, &random))
      }
    }
    let order = random.permutation(of: samples)
    let labels = order.map { $0 * MNIST1D.classes / samples }
    return (order.flatMap { images[$0] }, labels, random.wordsDrawn)
  }

  /// A template padded, scaled, shifted, with noise, sheared and resampled. The order of the random numbers is part of the data set.
  private func image(of template: [Double], smoothing window: [Double], _ random: inout MersenneTwister) -> [Double] {
    let padding = leastPadding + Int(random.uniform() * Double(largestPadding - leastPadding + 1))
    // A stroke that touches 0 is marked as a stroke, since what is exactly 0 becomes noise.
    let padded = template.map { $0 + 1e-8 } + Array(repeating: 0, count: padding)
    let factor = 1 + scaling * (random.uniform() - 0.5)
    var line = SampledLine.resampled(padded, to: canvas).map { $0 * factor }
    line = SampledLine.rotated(line, by: random.integer(upTo: UInt32(shifts - 1)))
    let rough = (0..<canvas).map { _ in smoothNoise * random.normal() }
    line = zip(line, SampledLine.smoothed(rough, by: window)).map { $0 != 0 ? $0 : $1 }
    line = line.map { $0 + noise * random.normal() }
    let slope = shear * (random.uniform() - 0.5)
    line = zip(line, SampledLine.points(from: -0.5, to: 0.5, count: canvas)).map { $0 - slope * $1 }
    return SampledLine.resampled(line, to: length)
  }
}
