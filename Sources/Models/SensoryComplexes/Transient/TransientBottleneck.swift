import Optimisation
import StochasticThermodynamics

/// The computation-dissipation bottleneck of a computation that is read at a given time T: the couplings, held or switched
/// once, that maximise L = I(s_T, y) − α S, with I in nats and S the entropy produced in all until T.
public struct TransientBottleneck: Sendable {
  /// The task, from the moment when its input is switched on.
  public let computation: TransientReading

  /// When the state is read, in units of 1/k0.
  public let readingTime: Double

  /// The couplings are searched in −bound...bound.
  public let bound: Double

  /// A bottleneck.
  public init(_ computation: TransientReading, readingTime: Double, bound: Double) {
    precondition(readingTime > 0, "The state is read after the input is switched on.")
    self.computation = computation
    self.readingTime = readingTime
    self.bound = bound
  }

  /// An optimal protocol and what it achieves.
  public struct Optimum: Sendable, Codable, Hashable {
    /// The couplings, one segment if they are held and two if they are switched.
    public var segments: [Segment]
    /// I(s_T, y) in bits and the entropy produced in nats.
    public var performance: TransientPerformance
  }

  /// The best couplings at each α, held from the beginning to the end.
  ///
  /// Every α is searched from (0, 0), (∓0.4, ±0.4), (∓1, ±1), (∓bound, ±bound) and (−1.9, 0.9), and from the optima at
  /// the neighbouring α.
  public func held(along alphas: [Double]) -> [Optimum] {
    let search = GlobalMaximum(lower: [-bound, -bound], upper: [bound, bound])
    let starts = [
      [0, 0], [-0.4, 0.4], [0.4, -0.4], [-1, 1], [1, -1], [-bound, bound], [bound, -bound], [-1.9, 0.9],
    ]
    return optima(search, along: alphas, from: starts) { [Segment(Couplings($0[0], $0[1]), for: readingTime)] }
  }

  /// The best pair of couplings at each α, and the best time to switch from one to the other.
  ///
  /// Every α is searched from couplings that grow, that change sign, that are held and end with a short kick, and from the
  /// optima at the neighbouring α.
  public func switched(along alphas: [Double]) -> [Optimum] {
    let corner = Array(repeating: bound, count: 4)
    let search = GlobalMaximum(lower: corner.map { -$0 } + [0.01], upper: corner + [0.99])
    let starts = [
      [-0.1, 0.1, -0.4, 0.4, 0.45], [-0.4, 0.4, -0.8, 0.8, 0.5], [0.8, -0.8, -1.6, 1.6, 0.4],
      [-0.2, -0.4, -bound, -0.5, 0.6], [-0.6, 0.6, -bound, 0, 0.97], [-0.8, 0.8, 0.2, bound, 0.97],
      [-bound, bound, bound, -bound, 0.98],
    ]
    return optima(search, along: alphas, from: starts) { point in
      let first = readingTime * point[4]
      return [
        Segment(Couplings(point[0], point[1]), for: first),
        Segment(Couplings(point[2], point[3]), for: readingTime - first),
      ]
    }
  }

  private func optima(
    _ search: GlobalMaximum, along alphas: [Double], from starts: [[Double]], _ segments: ([Double]) -> [Segment]
  ) -> [Optimum] {
    search.along(alphas, from: starts) { point, alpha in
      computation.performance(of: segments(point)).value(at: alpha)
    }
    .map { Optimum(segments: segments($0.point), performance: computation.performance(of: segments($0.point))) }
  }
}

extension TransientPerformance {
  /// L = I − α S, in nats.
  public func value(at alpha: Double) -> Double { relevantInformation / bitsPerNat - alpha * entropyProduced }
}
