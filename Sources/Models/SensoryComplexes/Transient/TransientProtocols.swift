import DissipationBottlenecks
import Optimisation
import StochasticThermodynamics
import Validation

/// The protocols of a computation that is read at a given time T, with couplings that are held or switched once:
/// L = I(s_T, y) − α S, with I in nats and S the entropy produced in all until T.
///
/// A point is (J₁₂, J₂₁) if the couplings are held; if they are switched, those before and those after, and the fraction of
/// the time until then.
public struct TransientProtocols: ValueSearchedModel {
  /// The task, from the moment when its input is switched on.
  public let reading: TransientReading

  /// When the state is read, in units of 1/k0.
  public let readingTime: Double

  /// Whether the couplings are switched once.
  public let isSwitched: Bool

  /// Protocols of one kind.
  public init(_ reading: TransientReading, readingTime: Double, isSwitched: Bool) {
    require(readingTime > 0, "The state is read after the input is switched on.")
    (self.reading, self.readingTime, self.isSwitched) = (reading, readingTime, isSwitched)
  }

  /// The numbers of a point.
  public var dimension: Int { isSwitched ? 5 : 2 }

  /// All couplings within the bound, and switching after a hundredth of the time and before the last.
  public func box(within bound: Double) -> GlobalMaximum {
    let corner = Array(repeating: bound, count: isSwitched ? 4 : 2)
    return GlobalMaximum(
      lower: corner.map { -$0 } + (isSwitched ? [0.01] : []), upper: corner + (isSwitched ? [0.99] : []))
  }

  /// The protocol at a point: one segment if the couplings are held and two if they are switched.
  public func couplings(at point: [Double]) -> [ProtocolSegment] {
    guard isSwitched else { return [ProtocolSegment(.init(j12: point[0], j21: point[1]), for: readingTime)] }
    let first = readingTime * point[4]
    return [
      ProtocolSegment(.init(j12: point[0], j21: point[1]), for: first),
      ProtocolSegment(.init(j12: point[2], j21: point[3]), for: readingTime - first),
    ]
  }

  /// The point of a protocol of this kind.
  public func point(of segments: [ProtocolSegment]) -> [Double] {
    require(
      segments.count == (isSwitched ? 2 : 1), "A protocol is held in one segment or switched after the first.")
    return segments.flatMap { [$0.couplings.j12, $0.couplings.j21] }
      + (isSwitched ? [segments[0].duration / readingTime] : [])
  }

  /// I(s_T, y) and S.
  public func outcome(of couplings: [ProtocolSegment]) -> TransientPerformance { reading.performance(of: couplings) }

  /// L in nats.
  public func value(at point: [Double], price: Double) -> Double { outcome(of: couplings(at: point)).value(at: price) }

  /// Couplings that are held: (0, 0), (∓0.4, ±0.4), (∓1, ±1), (∓bound, ±bound) and (−1.9, 0.9). Couplings that are
  /// switched: such as grow, that change sign, that are held and end with a short kick.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    let held = [
      [0, 0], [-0.4, 0.4], [0.4, -0.4], [-1, 1], [1, -1], [-bound, bound], [bound, -bound], [-1.9, 0.9],
    ]
    let switched = [
      [-0.1, 0.1, -0.4, 0.4, 0.45], [-0.4, 0.4, -0.8, 0.8, 0.5], [0.8, -0.8, -1.6, 1.6, 0.4],
      [-0.2, -0.4, -bound, -0.5, 0.6], [-0.6, 0.6, -bound, 0, 0.97], [-0.8, 0.8, 0.2, bound, 0.97],
      [-bound, bound, bound, -bound, 0.98],
    ]
    return prices.map { _ in isSwitched ? switched : held }
  }

  /// The names of a stored optimum.
  public static var storedNames: (couplings: String, outcome: String?) { ("segments", "performance") }
}

extension TransientPerformance: DissipativeOutcome {
  /// I(s_t, y) in nats.
  public var benefit: Double { relevantInformation / bitsPerNat }
  /// The entropy produced until then, in nats.
  public var dissipation: Double { entropyProduced }
}

// MARK: - Held or switched

/// The gain in information of switched couplings over held ones, at an equal entropy.
package struct SwitchingGain: Sendable, Hashable {
  /// The place of the optimum among the held ones.
  package var place: Int
  /// The gain at that optimum, in bits.
  package var information: Double

  /// The largest gain: at a held optimum, over the chord between the two switched ones around it.
  /// As the frontier is concave, switching gains at least that. Nil where no two switched optima
  /// lie around a held one.
  package static func largest(
    of switched: [TransientPerformance], over held: [TransientPerformance]
  ) -> SwitchingGain? {
    let frontier = switched.sorted { $0.entropyProduced < $1.entropyProduced }
    return held.enumerated().compactMap { place, point -> SwitchingGain? in
      let s = point.entropyProduced
      guard
        let (low, high) = zip(frontier, frontier.dropFirst()).first(where: {
          $0.entropyProduced <= s && s < $1.entropyProduced
        })
      else { return nil }
      let share = (s - low.entropyProduced) / (high.entropyProduced - low.entropyProduced)
      let best = low.relevantInformation + share * (high.relevantInformation - low.relevantInformation)
      return SwitchingGain(place: place, information: best - point.relevantInformation)
    }
    .max { $0.information < $1.information }
  }
}
