import ElementaryFunctions
import Validation

/// A stream of random numbers found by its name, not by the order in which streams are made.
///
///     let run = RandomStream(seed: 7)
///     var first = run["parity-gate"]["sampled"][0]
///     var second = run["parity-gate"]["sampled"][1]      // independent of `first`
///     let x = first.normal()                             // the same bits on 1 or 64 threads
///
/// A child stream depends on the address of its parent and not on how many numbers the parent has given out. So a cell
/// of a sweep draws the same numbers whichever thread, process or day computes it, and on every processor, as no function of
/// the system's mathematical library is used.
@frozen
public struct RandomStream: RandomNumberGenerator, Sendable {
  /// Where the stream lives.
  public let address: StreamAddress
  @usableFromInline var generator: Xoshiro256PlusPlus
  @usableFromInline var storedNormal: Double?

  /// The stream at an address, from its beginning.
  public init(at address: StreamAddress) {
    self.address = address
    generator = address.generator
  }

  /// The root stream of a run.
  public init(seed: UInt64) {
    self.init(at: StreamAddress(seed: seed))
  }

  /// The stream of that name below this one, from its beginning.
  public subscript(name: String) -> RandomStream { RandomStream(at: address.appending(name)) }

  /// The stream of that number below this one, from its beginning.
  public subscript(index: Int) -> RandomStream { RandomStream(at: address.appending(index)) }

  /// The next 64 random bits.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 { generator.next() }

  /// A number uniform in the open interval (0, 1): an odd multiple of 2⁻⁵³, never 0 and never 1.
  @inlinable @inline(__always)
  public mutating func uniform() -> Double {
    // 52 random bits and a half: the sum is exact, so neither end of the interval is ever reached.
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// A waiting time of a Poisson process: exponential with mean 1/`rate`.
  ///
  /// - Parameter rate: events per unit time, positive.
  @inlinable
  public mutating func exponential(rate: Double = 1) -> Double {
    Ziggurat.exponential.number(next(), &generator) / rate
  }

  /// A standard normal number: mean 0, variance 1.
  ///
  /// Source: G. E. P. Box and M. E. Muller, Ann. Math. Stat. 29, 610 (1958). Each pair of uniforms gives two normals;
  /// the second is kept for the next call.
  @inlinable
  public mutating func normal() -> Double {
    if let second = storedNormal {
      storedNormal = nil
      return second
    }
    let radius = (-2 * Elementary.log(uniform())).squareRoot()
    let (sine, cosine) = Elementary.sineAndCosine(ofTurns: uniform())
    storedNormal = radius * sine
    return radius * cosine
  }

  /// A whole number uniform in 0..<`count`, without bias.
  ///
  /// Source: D. Lemire, ACM Trans. Model. Comput. Simul. 29, 3 (2019).
  ///
  /// - Precondition: `count` is positive.
  @inlinable
  public mutating func index(below count: Int) -> Int {
    require(count > 0, "A random index needs at least one place to point to.")
    let range = UInt64(count)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// +1 or −1, each with probability one half.
  @inlinable
  public mutating func sign() -> Double { next() >> 63 == 0 ? 1 : -1 }
}
