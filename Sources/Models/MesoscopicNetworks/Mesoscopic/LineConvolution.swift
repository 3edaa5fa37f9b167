import Validation

/// How a layer on a line reads the layer below: every position a window of it, all with the same weights.
public struct LineConvolution: Sendable, Validated, Hashable {
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
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    requireNoFlaw()
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

extension LineConvolution {
  /// The largest kernel, stride, length or number of channels or classes of a network on a line: their products are numbers yet.
  static let largest = 1_000_000

  /// Reads a convolution.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    kernel = try fields.read(.kernel)
    stride = try fields.read(.stride)
    padding = try fields.read(.padding)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(kernel > 0 && stride > 0 && (0..<kernel).contains(padding)) {
      return "A convolution needs a kernel and a stride of at least 1, and a padding below its kernel."
    }
    return kernel <= Self.largest && stride <= Self.largest
      ? nil : "A convolution reaches over at most a million positions."
  }
}
