import ElementaryFunctions
import StochasticThermodynamics

/// A jump process whose states have energies and whose channels are each in contact with a reservoir of their own.
///
/// A jump through a channel receives the work δ from outside, from an agent or from fuel, and releases the heat
///
///     q = δ + ε(before) − ε(after)
///
/// to the reservoir of the channel, which has the inverse temperature β: the entropy of that reservoir rises by βq. Rates obey
/// generalised local detailed balance, k/k′ = exp(βq). So a process is given by energies, work and temperatures; its rates, heat and
/// entropy follow:
///
///     struct Engine: ReservoirProcess {                 // three levels; a hot, a cold and a driven way
///       let hot, cold, load: Double
///       var channels: Range<Int> { 0..<3 }
///       func energy(of state: Int) -> Double { [0, 1, 3][state] }
///       func inverseTemperature(of channel: Int) -> Double { channel == 0 ? hot : cold }
///       func ends(_ channel: Int) -> (Int, Int) { [(0, 2), (1, 2), (0, 1)][channel] }
///       func attemptRate(of channel: Int, in state: Int) -> Double { ends(channel).0 == state || ends(channel).1 == state ? 1 : 0 }
///       func fire(_ channel: Int, on state: inout Int) { state = ends(channel).0 + ends(channel).1 - state }
///       func reverse(of channel: Int) -> Int? { channel }
///       func work(of channel: Int, from state: Int) -> Double { channel == 2 ? (state == 0 ? load : -load) : 0 }
///     }
///
/// Energies, work and heat have one unit of energy, in which inverse temperatures are 1/energy. Simulate a process with
/// `Gillespie` and an ``EnergyLedger``, solve it exactly as a ``ReservoirNetwork``.
///
/// Source: M. Esposito and C. Van den Broeck, Phys. Rev. E 82, 011143 (2010), on several reservoirs; U. Seifert, Rep. Prog. Phys. 75,
/// 126001 (2012), on generalised local detailed balance.
public protocol ReservoirProcess: MarkovJumpProcess where State: Hashable {
  /// The energy ε of a state.
  func energy(of state: State) -> Double

  /// The inverse temperature β of the reservoir of a channel; not negative, and that of its reverse. At 0 the reservoir takes any heat
  /// without a change of its entropy.
  func inverseTemperature(of channel: Int) -> Double

  /// Attempts per unit time; the same for a jump and its reverse. 0 closes a channel in this state. The default is 1.
  func attemptRate(of channel: Int, in state: State) -> Double

  /// How fast a jump is, given the entropy that it releases. The default is exponential.
  func law(of channel: Int) -> RateLaw

  /// The work δ that a jump receives from outside; −δ on the way back. The default is 0.
  func work(of channel: Int, from state: State) -> Double

  /// The heat q that a jump releases to the reservoir. The default is δ + ε(before) − ε(after); give your own where that difference is
  /// known in closed form.
  func heat(of channel: Int, from state: State) -> Double
}

extension ReservoirProcess {
  /// 1.
  @inlinable
  public func attemptRate(of channel: Int, in state: State) -> Double { 1 }

  /// Exponential rates.
  @inlinable
  public func law(of channel: Int) -> RateLaw { .exponential }

  /// No work.
  @inlinable
  public func work(of channel: Int, from state: State) -> Double { 0 }

  /// δ + ε(before) − ε(after).
  @inlinable
  public func heat(of channel: Int, from state: State) -> Double {
    var after = state
    fire(channel, on: &after)
    return work(of: channel, from: state) + (energy(of: state) - energy(of: after))
  }

  /// βq, in nats.
  @inlinable
  public func entropyFlow(of channel: Int, from state: State) -> Double {
    inverseTemperature(of: channel) * heat(of: channel, from: state)
  }

  /// The attempt rate times the rate that belongs to βq.
  @inlinable
  public func rate(of channel: Int, in state: State) -> Double {
    let attempts = attemptRate(of: channel, in: state)
    // A closed channel is not fired: it need not make sense in this state.
    return attempts == 0 ? 0 : attempts * law(of: channel).rate(entropyFlow: entropyFlow(of: channel, from: state))
  }
}
