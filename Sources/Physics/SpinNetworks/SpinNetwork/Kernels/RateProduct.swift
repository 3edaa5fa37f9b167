import ElementaryFunctions

/// Adds up the entropy Σ 2 ln k that flips with the exponential rates k release: one logarithm of a product in place of many.
struct RateProduct {
  private var product = 1.0
  private var sum = 0.0

  /// A flip with the rate k.
  @inline(__always)
  mutating func multiply(by rate: Double) {
    // The rates of networks that can be simulated lie between 1e-150 and 1e150; the product stays in the range of doubles.
    product *= rate
    if product > 1e150 || product < 1e-150 { gather() }
  }

  /// The entropy released so far, in nats.
  var released: Double { sum + 2 * Elementary.log(product) }

  @inline(never)
  private mutating func gather() {
    sum += 2 * Elementary.log(product)
    product = 1
  }
}
