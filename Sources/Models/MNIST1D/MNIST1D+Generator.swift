import Validation

extension MNIST1D {
  /// What the images are drawn with; the default values are those of the published set.
  ///
  ///     MNIST1D.Generator(seed: 7, samples: 1000).generate()
  ///
  /// Images are distorted on a line of 12 + `largestPadding` samples. Amplitudes are in units of the raw images, in which a template has
  /// the standard deviation 1/6.
  public struct Generator: Validated, Sendable, Hashable {
    /// The seed, a number of 32 bits.
    public var seed = 42
    /// How many images are drawn, equally many of each class; and the part of them that is for training.
    public var samples = 5000, trainingShare = 0.8
    /// The range of the number of samples that are appended to the twelve of a template; more of them make the digit narrower.
    public var leastPadding = 36, largestPadding = 60
    /// The range of the factor of the height: 1 ± half of it.
    public var scaling = 0.4
    /// How many shifts there are: by 0 samples, by 1, and so on.
    public var shifts = 48
    /// The noise in place of the padding: its standard deviation before it is smoothed, and the width of the Gaussian window, in samples.
    public var smoothNoise = 0.25, smoothingWidth = 2.0
    /// The standard deviation of the noise that is added everywhere.
    public var noise = 0.02
    /// The range of the slope, by which the right end is raised against the left one: ± half of it.
    public var shear = 0.75
    /// The number of samples of a finished image.
    public var length = 40

    /// The generator of the published set, unless told otherwise.
    public init(seed: Int = 42, samples: Int = 5000) { (self.seed, self.samples) = (seed, samples) }

    /// How many of the images are for training; the others are the test set.
    public var trainingCount: Int { Int(Double(samples) * trainingShare) }

    /// The number of samples of the line on which images are distorted.
    package var canvas: Int { 12 + largestPadding }

    /// What is wrong with the values, as a sentence; nil where nothing is.
    public var flaw: String? {
      if !(0...Int(UInt32.max)).contains(seed) { return "The seed must be a whole number from 0 to \(UInt32.max)." }
      if !(10...1_000_000).contains(samples) || samples % 10 != 0 {
        return "The number of samples must be a multiple of 10, for ten classes, from 10 to 1000000."
      }
      if !(0...1).contains(trainingShare) || !(1..<samples).contains(trainingCount) {
        return "The training share must leave an image to train on and one to test with."
      }
      if leastPadding < 0 || leastPadding > largestPadding || largestPadding > 10_000 {
        return "The padding must reach from 0 or more to at most 10000, and the largest is not smaller than the least."
      }
      if !(1...canvas).contains(shifts) { return "The number of shifts must lie between 1 and \(canvas)." }
      if !(0...2).contains(scaling) { return "The scaling must lie between 0 and 2." }
      if !(0...100).contains(smoothNoise) || !(0...100).contains(noise) {
        return "The standard deviation of a noise must lie between 0 and 100."
      }
      if !(0.125...Double(canvas) / 5).contains(smoothingWidth) {
        return "The smoothing width must lie between 0.125 and a fifth of the \(canvas) samples of the line."
      }
      if !(0...100).contains(shear) { return "The shear must lie between 0 and 100." }
      return (2...10_000).contains(length) ? nil : "The length of an image must lie between 2 and 10000."
    }
  }
}

extension MNIST1D.Generator {
  /// Reads what the images are drawn with.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    seed = try fields.read(.seed)
    (samples, trainingShare) = (try fields.read(.samples), try fields.read(.trainingShare))
    (leastPadding, largestPadding) = (try fields.read(.leastPadding), try fields.read(.largestPadding))
    scaling = try fields.read(.scaling)
    shifts = try fields.read(.shifts)
    (smoothNoise, smoothingWidth) = (try fields.read(.smoothNoise), try fields.read(.smoothingWidth))
    noise = try fields.read(.noise)
    shear = try fields.read(.shear)
    length = try fields.read(.length)
    try decoder.refuseFlaw(of: self)
  }
}
