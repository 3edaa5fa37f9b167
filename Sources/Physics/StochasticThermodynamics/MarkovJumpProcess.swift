import ElementaryFunctions
import Validation

/// A continuous-time Markov chain, given by the jumps out of each state and their rates.
///
/// A *channel* is one kind of event: the flip of spin i, a jump to the right, a jump driven by the second reservoir.
/// A channel has a reverse, which undoes it; the ratio of the two rates is the entropy released:
///
///     struct Ring: MarkovJumpProcess {              // n states in a circle, driven by the affinity a
///       let n: Int, affinity: Double
///       var channels: Range<Int> { 0..<2 }
///       func rate(of channel: Int, in state: Int) -> Double { Elementary.exp((channel == 0 ? 0.5 : -0.5) * affinity / Double(n)) }
///       func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : n - 1)) % n }
///       func reverse(of channel: Int) -> Int? { 1 - channel }
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

  /// The channel that undoes this one, by contact with the same reservoir; nil where nothing does.
  ///
  /// It may be the channel itself, as the flip of a spin is. Where states can be compared, it is looked at whether it does
  /// undo it.
  func reverse(of channel: Int) -> Int?

  /// Whether the process can be in a state. A jump that would lead elsewhere is a mistake in the rates (a death where nobody
  /// lives): it is refused. The default is that it can be in all.
  func contains(_ state: State) -> Bool

  /// The entropy that a jump through `channel` out of `state` releases to the reservoir, in nats.
  ///
  /// The default is ln k/k′ with k′ the rate of the reverse jump. Give your own where it is known in closed form: that
  /// spares two rates and a logarithm per event. It is infinite where a jump cannot be undone.
  func entropyFlow(of channel: Int, from state: State) -> Double
}

extension MarkovJumpProcess {
  /// Every state.
  @inlinable @inline(__always)
  public func contains(_ state: State) -> Bool { true }

  /// ln k/k′: generalised local detailed balance. Infinite without a reverse.
  @inlinable @inline(__always)
  public func entropyFlow(of channel: Int, from state: State) -> Double {
    guard let reverse = reverse(of: channel) else { return .infinity }
    var after = state
    fire(channel, on: &after)
    return Elementary.logRatio(rate(of: channel, in: state), rate(of: reverse, in: after))
  }
}

extension MarkovJumpProcess where State: Equatable {
  /// ln k/k′: generalised local detailed balance. Infinite without a reverse.
  @inlinable @inline(__always)
  public func entropyFlow(of channel: Int, from state: State) -> Double {
    guard let reverse = reverse(of: channel) else { return .infinity }
    var after = state
    fire(channel, on: &after)
    let back = rate(of: reverse, in: after)
    let flow = Elementary.logRatio(rate(of: channel, in: state), back)
    if back > 0 {
      fire(reverse, on: &after)
      require(after == state, "The reverse of channel \(channel) is said to be \(reverse), which does not undo it.")
    }
    return flow
  }
}
