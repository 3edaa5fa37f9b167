import ElementaryFunctions
import Validation

/// A decreasing density on x ≥ 0, covered by 2048 layers of equal area: from one random word a number, nearly always by one
/// product.
///
/// Layer i reaches from x = 0 to its width and from one height to the next. A word picks a layer and a place x in it; where the
/// density is above the whole layer, more than 996 times in a thousand, x is the number. Else a second word decides whether the point lies
/// below the density, and if not, all begins anew. The lowest layer stands for the tail beyond its end, too. The method is exact: widths
/// may be a little too large, as long as all areas are the same.
///
/// Source: G. Marsaglia and W. W. Tsang, J. Stat. Softw. 5, 8 (2000). Layer, sign and place are made of different bits of the word (J. A.
/// Doornik, "An improved ziggurat method to generate normal random samples", University of Oxford (2005)).
@usableFromInline
struct Ziggurat: Sendable {
  /// The densities, divided by their value at 0.
  @usableFromInline
  enum Shape: Sendable {
    /// exp(−x²/2), with either sign.
    case normal
    /// exp(−x).
    case exponential
    /// sech²(x/2), with either sign: the density of the logistic distribution.
    case logistic
  }

  @usableFromInline static var layers: Int { 2048 }
  /// The bits of a word that pick a layer.
  @usableFromInline static var layerMask: UInt64 { 2047 }
  /// The last bits of a width: below which part of 4096 every place is under the density.
  @usableFromInline static var thresholdMask: UInt64 { 4095 }

  @usableFromInline let shape: Shape
  /// The widths of the layers, from below: the bits of a number whose last twelve are a whole number k, so that every place of
  /// the layer below k/4096 of its width is under the density.
  @usableFromInline nonisolated(unsafe) let widths: UnsafeMutablePointer<UInt64>
  /// Where the layers begin, and the end of the last.
  nonisolated(unsafe) let heights: UnsafeMutablePointer<Double>
  /// Where the tail begins.
  let end: Double
  /// The bit of the sign, or none.
  @usableFromInline let signMask: UInt64

  @usableFromInline static let normal = Ziggurat(.normal, end: 4.2163704095116525)
  @usableFromInline static let exponential = Ziggurat(.exponential, end: 10.02289706840396)
  @usableFromInline static let logistic = Ziggurat(.logistic, end: 10.78322758860175)

  /// - Parameter end: where the tail begins; such that the last layer ends at the height 1.
  init(_ shape: Shape, end: Double) {
    self.shape = shape
    self.end = end
    signMask = shape == .exponential ? 0 : 1 << 63
    widths = .allocate(capacity: Self.layers)
    heights = .allocate(capacity: Self.layers + 1)
    // The tables live as long as the process.
    let area = end * shape.density(at: end) + shape.tail(beyond: end)
    var (width, height) = (area / shape.density(at: end), 0.0)
    for layer in 0..<Self.layers {
      let (bits, top, certain) = Self.layer(shape, width: width, from: height, area: area, end: layer == 0 ? end : nil)
      widths[layer] = bits
      heights[layer] = height
      (width, height) = (certain, top)
    }
    heights[Self.layers] = height
    require(abs(height - 1) < 2e-13, "The layers of a ziggurat end at the height of its density.")
  }

  /// A layer of some area: its width in the form of ``widths``, its upper end, and the place up to which the density is above it.
  private static func layer(
    _ shape: Shape, width: Double, from height: Double, area: Double, end: Double?
  ) -> (bits: UInt64, top: Double, certain: Double) {
    // Rounded up to a multiple of 4096 units in the last place, to which the twelve bits are added.
    let rounded = (width.bitPattern + 0xFFF) & ~0xFFF
    func top(_ bits: UInt64) -> Double {
      end.map { shape.density(at: $0) } ?? (height + area / Double(bitPattern: bits))
    }
    let certain = end ?? shape.place(ofDensity: min(1, top(rounded)))
    // A little less than would fit, since these bits make the layer wider.
    let threshold = (certain / width * (4096 - 1e-8)).rounded(.down)
    let bits = rounded | UInt64(threshold)
    return (bits, top(bits), end ?? shape.place(ofDensity: min(1, top(bits))))
  }
}

extension Ziggurat.Shape {
  /// The density, divided by its value at 0.
  func density(at x: Double) -> Double {
    switch self {
    case .normal: Elementary.exp(-0.5 * x * x)
    case .exponential: Elementary.exp(-x)
    case .logistic:
      // In this form nothing cancels and nothing overflows.
      4 / ((1 + Elementary.exp(-x)) * (1 + Elementary.exp(x)))
    }
  }

  /// Where the density is y, for 0 < y ≤ 1.
  func place(ofDensity y: Double) -> Double {
    switch self {
    case .normal: (-2 * Elementary.log(y)).squareRoot()
    case .exponential: -Elementary.log(y)
    case .logistic: 2 * Elementary.log((1 + (1 - y).squareRoot()) / y.squareRoot())
    }
  }

  /// The integral of the density from x on.
  func tail(beyond x: Double) -> Double {
    switch self {
    case .normal:
      // The continued fraction of Laplace, x + 1/(x + 2/(x + …)): at the end of the table, 60 terms are more than enough.
      density(at: x) / (1...60).reversed().reduce(x) { rest, order in x + Double(order) / rest }
    case .exponential: Elementary.exp(-x)
    case .logistic: 4 / (1 + Elementary.exp(x))
    }
  }
}

extension Ziggurat {
  /// A number made of a random word, and of more where the first does not suffice.
  @inlinable @inline(__always)
  func number(_ word: UInt64, _ generator: inout Xoshiro256PlusPlus) -> Double {
    let width = widths[Int(truncatingIfNeeded: word & Self.layerMask)]
    guard word &>> 52 < width & Self.thresholdMask else { return settled(word, &generator) }
    return signed(Self.fraction(word) * Double(bitPattern: width), word)
  }

  /// Whether the density is above the whole layer at the place of a word.
  func decides(_ word: UInt64) -> Bool {
    word >> 52 < widths[Int(truncatingIfNeeded: word & Self.layerMask)] & Self.thresholdMask
  }

  /// A number uniform in (0, 1), from the upper 52 bits: an odd multiple of 2⁻⁵³.
  @inlinable @inline(__always)
  static func fraction(_ word: UInt64) -> Double {
    Double(bitPattern: (word &>> 12) | 0x3FF0_0000_0000_0000) - (1 - 0x1p-53)
  }

  @inlinable @inline(__always)
  func signed(_ x: Double, _ word: UInt64) -> Double {
    Double(bitPattern: x.bitPattern | ((word &<< 52) & signMask))
  }

  /// The number of a word whose layer and place do not decide.
  @usableFromInline @inline(never)
  func settled(_ first: UInt64, _ generator: inout Xoshiro256PlusPlus) -> Double {
    var word = first
    while true {
      let layer = Int(truncatingIfNeeded: word & Self.layerMask)
      let x = Self.fraction(word) * Double(bitPattern: widths[layer])
      if word &>> 52 < widths[layer] & Self.thresholdMask { return signed(x, word) }
      if layer == 0 { return signed(x < end ? x : beyondEnd(&generator), word) }
      let (low, high) = (heights[layer], heights[layer + 1])
      if low + Self.fraction(generator.next()) * (high - low) < shape.density(at: x) { return signed(x, word) }
      word = generator.next()
    }
  }

  /// A number of the tail.
  private func beyondEnd(_ generator: inout Xoshiro256PlusPlus) -> Double {
    switch shape {
    case .normal:
      // G. Marsaglia, Technometrics 6, 101 (1964).
      while true {
        let step = -Elementary.log(Self.fraction(generator.next())) / end
        if -2 * Elementary.log(Self.fraction(generator.next())) > step * step { return end + step }
      }
    case .exponential:
      return end - Elementary.log(Self.fraction(generator.next()))
    case .logistic:
      // Beyond x lies 1/(1 + eˣ) of the distribution.
      return Elementary.log((1 + Elementary.exp(end)) / Self.fraction(generator.next()) - 1)
    }
  }
}
