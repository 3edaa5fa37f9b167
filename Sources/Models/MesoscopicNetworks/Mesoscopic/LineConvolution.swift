/// How a layer on a line reads the layer below: every position a window of it, all with the same weights.
public struct LineConvolution: Sendable, Codable, Hashable {
  /// The width of the window, in positions of the layer below.
  public var kernel: Int

  /// By how many positions of the layer below the windows of neighbours are apart.
  public var stride: Int

  /// By how many positions the first window begins before the first position; what lies outside counts as nothing.
  public var padding: Int

  /// A way to read.
  ///
  /// - Precondition: kernel and stride are at least 1; the padding is less than the kernel and not negative.
  public init(kernel: Int, stride: Int, padding: Int) {
    precondition(
      kernel > 0 && stride > 0 && (0..<kernel).contains(padding),
      "A convolution needs a kernel and a stride of at least 1, and a padding below its kernel.")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// How many positions there are above a layer of so many; none where the window is wider than the padded layer.
  public func length(above source: Int) -> Int {
    source + 2 * padding < kernel ? 0 : (source + 2 * padding - kernel) / stride + 1
  }

  /// The taps of the window of a position that lie inside of the layer below: tap k reads position
  /// `stride * target + k - padding`.
  func taps(of target: Int, within source: Int) -> Range<Int> {
    let start = stride * target - padding
    return max(0, -start)..<min(kernel, source - start)
  }

  /// The position below that a tap reads.
  func source(of target: Int, tap: Int) -> Int { stride * target + tap - padding }
}
