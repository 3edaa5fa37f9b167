import KernelMemory

/// The exponential rates k_j = exp(−β s_j h_j) of all spins, their sum and a bound, kept by multiplication: a flip of spin i inverts its
/// rate and turns that of a neighbour j into k_j exp(2β s_j s_i W_ji).
protocol FlipRates: FetchedAhead, ~Copyable {
  /// Rates for the couplings and the temperature of a network; they are set by ``restart(_:)``.
  init(_ network: SpinNetwork)

  /// Begins anew with these rates, for these spins.
  mutating func restart(signs: borrowing Blocks, _ rate: (Int) -> Double)

  /// Σ k_j.
  var sum: Double { get }

  /// k_j.
  subscript(spin: Int) -> Double { get }

  /// How many spins are proposed from at a time.
  var proposed: Int { get }

  /// A stretch of as many spins as are ``proposed``, drawn in proportion to the sum of its rates; the whole network, if it is one stretch.
  ///
  /// - Parameter uniform: gives a number uniform in (0, 1), if one is needed.
  func stretch(_ uniform: () -> Double) -> Int

  /// Whether the rates on loan may have any sign, which does not count.
  static var areSigned: Bool { get }

  /// The k_j of a stretch, on loan, and where it begins.
  func rates(of stretch: Int) -> (start: Int, rates: BlockReader)

  /// No k_j of a stretch is larger.
  func bound(of stretch: Int) -> Double

  /// Flips spin i.
  ///
  /// - Parameter signs: the spins before the flip, and a number behind them.
  mutating func flip(_ spin: Int, signs: borrowing Blocks)

  /// Makes the sum of a stretch exact, and its bound the largest rate.
  mutating func makeExact(_ stretch: Int)
}

/// The sum of the absolute values of numbers in blocks, and the largest of them.
struct BlockSum {
  let total, largest: Double

  init(of values: borrowing Blocks) { self.init(of: values, 0..<values.count) }

  // Four blocks at a time, so that no addition waits for the one before.
  @inline(__always)
  init(of values: borrowing Blocks, _ blocks: Range<Int>) {
    var (a, b, c, d) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    var (mostA, mostB) = (a, b)
    for block in stride(from: blocks.lowerBound, to: blocks.upperBound, by: 4) {
      let (first, second) = (magnitudes(values[block: block]), magnitudes(values[block: block &+ 1]))
      let (third, fourth) = (magnitudes(values[block: block &+ 2]), magnitudes(values[block: block &+ 3]))
      a += first
      b += second
      c += third
      d += fourth
      mostA.replace(with: first, where: first .> mostA)
      mostB.replace(with: second, where: second .> mostB)
      mostA.replace(with: third, where: third .> mostA)
      mostB.replace(with: fourth, where: fourth .> mostB)
    }
    total = KernelMemory.total((a + b) + (c + d))
    largest = larger(KernelMemory.largest(mostA), KernelMemory.largest(mostB))
  }
}
