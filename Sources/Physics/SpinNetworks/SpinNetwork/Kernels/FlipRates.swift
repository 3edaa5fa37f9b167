import KernelMemory

/// The exponential rates k_j = exp(−β s_j h_j) of all spins, their sum and a bound, kept by multiplication: a flip of spin i inverts its
/// rate and turns that of a neighbour j into k_j exp(2β s_j s_i W_ji).
protocol FlipRates: ~Copyable {
  /// Rates for the couplings and the temperature of a network; they are set by ``restart(_:)``.
  init(_ network: SpinNetwork)

  /// Begins anew with these rates.
  mutating func restart(_ rate: (Int) -> Double)

  /// Σ k_j.
  var sum: Double { get }

  /// No k_j is larger.
  var bound: Double { get }

  /// k_j.
  subscript(spin: Int) -> Double { get }

  /// All k_j, on loan.
  var reader: BlockReader { get }

  /// Flips spin i.
  ///
  /// - Parameter signs: the spins before the flip, and a number behind them.
  mutating func flip(_ spin: Int, signs: borrowing Blocks)

  /// Makes the sum exact, and the bound the largest rate.
  mutating func makeExact()
}

/// The sum of numbers in blocks, and the largest of them.
struct BlockSum {
  let total, largest: Double

  // Four blocks at a time, so that no addition waits for the one before.
  @inline(__always)
  init(of values: borrowing Blocks) {
    var (a, b, c, d) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    var (mostA, mostB) = (a, b)
    for block in stride(from: 0, to: values.count, by: 4) {
      let (first, second) = (values[block: block], values[block: block &+ 1])
      let (third, fourth) = (values[block: block &+ 2], values[block: block &+ 3])
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
