import ElementaryFunctions

/// A continuous-time Markov chain, given by what can happen in a state and how fast.
///
/// A *channel* is one kind of event: the flip of spin i, a jump to the right, a jump driven by the second reservoir.
/// Every channel has a reverse, which undoes it; the ratio of the two rates is the entropy released:
///
///     struct Ring: MarkovJumpProcess {              // n states in a circle, driven by the affinity a
///       let n: Int, affinity: Double
///       var channels: Range<Int> { 0..<2 }
///       func rate(of channel: Int, in state: Int) -> Double { Elementary.exp((channel == 0 ? 0.5 : -0.5) * affinity / Double(n)) }
///       func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : n - 1)) % n }
///       func reverse(of channel: Int) -> Int { 1 - channel }
///     }
///
/// Simulate it with ``Gillespie``; solve it exactly with ``RateMatrix``.
public protocol MarkovJumpProcess: Sendable {
  /// A microstate of the coarse-grained system.
  associatedtype State: Sendable

  /// The channels, 0..<n. Those closed in a state have the rate 0 there.
  var channels: Range<Int> { get }

  /// The rate of a channel out of a state, per unit time; finite and not negative.
  func rate(of channel: Int, in state: State) -> Double

  /// Carries a jump out.
  func fire(_ channel: Int, on state: inout State)

  /// The channel that undoes this one, by contact with the same reservoir.
  func reverse(of channel: Int) -> Int

  /// The entropy that a jump through `channel` out of `state` releases to the reservoir, in nats.
  ///
  /// The default is ln k/k′ with k′ the rate of the reverse jump. Give your own where it is known in closed form: that
  /// spares two rates and a logarithm per event. It is infinite where a jump cannot be undone.
  func entropyFlow(of channel: Int, from state: State) -> Double
}

extension MarkovJumpProcess {
  /// ln k/k′: generalised local detailed balance.
  @inlinable @inline(__always)
  public func entropyFlow(of channel: Int, from state: State) -> Double {
    var after = state
    fire(channel, on: &after)
    return Elementary.log(rate(of: channel, in: state) / rate(of: reverse(of: channel), in: after))
  }
}
