import KernelMemory

/// Of every stretch of spins the sum of the rates and a bound: to draw a stretch in proportion to its sum, and to know how high the
/// rates in it are.
///
/// The largest of many rates is far above most of the others; the largest of a few is not. And many rates have nearly the same sum everywhere,
/// so that a stretch is drawn by rejection, too.
struct StretchRates: ~Copyable {
  /// The number of stretches.
  let count: Int
  /// The sums, and what no rate exceeds. Bounds can only rise until they are set again.
  private let sums, bounds: Blocks
  /// No sum is larger.
  private var highestSum = 0.0
  /// The sum of all.
  private(set) var total = 0.0

  init(count: Int) {
    self.count = count
    sums = Blocks(capacity: (count + 31) / 32 * 32)
    bounds = Blocks(capacity: count)
  }

  /// No rate of a stretch is larger.
  @inline(__always)
  func bound(of stretch: Int) -> Double { bounds[stretch] }

  /// A stretch, drawn in proportion to its sum.
  ///
  /// - Parameter uniform: gives numbers uniform in (0, 1).
  @inline(__always)
  func draw(_ uniform: () -> Double) -> Int {
    let scale = Double(count)
    while true {
      let place = uniform() * scale
      let stretch = Int(place)
      if (place - Double(stretch)) * highestSum < sums[stretch] { return stretch }
    }
  }

  /// Adds what a flip has changed to the sum of all: once, as a sum is known late.
  @inline(__always)
  mutating func add(_ change: Double) { total += change }

  /// Accounts for rates that have changed in a stretch, but for the sum of all; see ``add(_:)``.
  ///
  /// - Parameters:
  ///   - change: the sum of the changes.
  ///   - highest: the highest of the new rates.
  /// - Returns: whether the sum has become so small beside the bound that it must be made exact: a much larger rate has been taken away from it.
  @inline(__always)
  mutating func account(for stretch: Int, _ change: Double, _ highest: Double) -> Bool {
    let sum = sums[stretch] + change
    sums[stretch] = sum
    if sum > highestSum { raiseSum(to: sum) }
    if highest > bounds[stretch] { raise(stretch, to: highest) }
    return sum < 0x1p-8 * bounds[stretch]
  }

  // Seldom: a branch that is predicted spares the next draws the wait for a maximum.

  @inline(never)
  private mutating func raiseSum(to sum: Double) { highestSum = sum }

  @inline(never)
  private func raise(_ stretch: Int, to rate: Double) { bounds[stretch] = rate }

  /// Sets what a stretch adds up to; to be followed by ``finish()``.
  func set(_ stretch: Int, _ exact: BlockSum) {
    sums[stretch] = exact.total
    bounds[stretch] = exact.largest
  }

  /// Makes the sum of all and the highest sum exact.
  mutating func finish() {
    let exact = BlockSum(of: sums)
    (total, highestSum) = (exact.total, exact.largest)
  }
}
