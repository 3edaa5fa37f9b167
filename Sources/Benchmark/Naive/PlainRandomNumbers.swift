import Foundation
import Randomness

/// Random numbers one by one, as one writes them with a good generator and the mathematical library.
struct PlainRandomNumbers {
  private var generator: Xoshiro256PlusPlus
  private var stored: Double?

  init(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    generator = Xoshiro256PlusPlus(state: (stream.next(), stream.next(), stream.next(), stream.next() | 1))
  }

  /// The next 64 random bits.
  mutating func bits() -> UInt64 { generator.next() }

  /// A number uniform in [0, 1).
  mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }

  /// A waiting time of rate 1.
  mutating func exponential() -> Double { -log(1 - uniform()) }

  /// A standard normal number, by Box and Muller.
  mutating func normal() -> Double {
    if let second = stored {
      stored = nil
      return second
    }
    let radius = sqrt(-2 * log(1 - uniform()))
    let angle = 2 * Double.pi * uniform()
    stored = radius * sin(angle)
    return radius * cos(angle)
  }
}
