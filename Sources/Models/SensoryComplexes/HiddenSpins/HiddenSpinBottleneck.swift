import ElementaryFunctions
import StochasticThermodynamics
import Optimisation
import Randomness

/// The computation-dissipation bottleneck with hidden spins: the couplings that maximise L = I((s₁, s₂), y) − αΣ for no, one
/// and more hidden spins, all couplings within a bound.
public struct HiddenSpinBottleneck: Sendable {
  /// The gate, its inputs and the temperature.
  public let model: ParityGateModel

  /// Couplings are searched in −bound...bound.
  public let bound: Double

  /// The spacing of the quadrature over the inputs, in standard deviations, and where it ends.
  public let step, cutoff: Double

  /// A bottleneck.
  public init(model: ParityGateModel, bound: Double, step: Double = 0.25, cutoff: Double = 6) {
    (self.model, self.bound, self.step, self.cutoff) = (model, bound, step, cutoff)
  }

  /// An optimal network and what it achieves.
  public struct Optimum: Sendable, Codable, Hashable {
    /// Its couplings, as a point of its ``HiddenSpinTask``.
    public var couplings: [Double]
    /// I((s₁, s₂), y) in bits and Σ in nats per unit time of k0.
    public var performance: Performance
    /// I(s, y) of all spins in bits.
    public var informationOfAllSpins: Double
    /// How long the parity of the visible spins remembers, in units of 1/k0.
    public var memoryTime: Double

    /// I((s₁, s₂), y) in bits.
    public var information: Double { performance.relevantInformation }
    /// Σ in nats per unit time of k0.
    public var sigma: Double { performance.entropyProductionRate }
  }

  /// The task with some number of hidden spins.
  public func task(hidden: Int) -> HiddenSpinTask {
    HiddenSpinTask(model, hidden: hidden, step: step, cutoff: cutoff)
  }

  /// The best networks at every price, one path for each number of hidden spins from none to the largest.
  ///
  /// At every price the search begins at the best network with one hidden spin fewer, whose new spin couples to nothing: so
  /// L never falls with the number of hidden spins. That start is a stationary point (a spin must both listen and
  /// act before it matters), hence others begin near it, with small and with large random couplings of the new spin. The rest
  /// are random points of the box, and the optima at the neighbouring prices.
  ///
  /// - Parameters:
  ///   - hidden: the largest number of hidden spins.
  ///   - prices: α, in order.
  ///   - starts: how many random points, and as many near the smaller network.
  ///   - random: where they are drawn from.
  public func optima(upTo hidden: Int, along prices: [Double], starts: Int, random: RandomStream) -> [[Optimum]] {
    var paths: [[Optimum]] = []
    for count in 0...hidden {
      let task = task(hidden: count)
      var stream = random[count]
      let points = (0..<starts).map { _ in draw(task.dimension, within: bound, &stream) }
      let first = paths.last.map { path in
        path.map { smaller -> [[Double]] in
          let fewer = self.task(hidden: count - 1)
          return [task.embedding(smaller.couplings, of: fewer)]
            + (0..<starts).map { number in
              let width = number % 2 == 0 ? 0.25 * bound : bound
              return task.embedding(smaller.couplings, of: fewer) { draw(1, within: width, &stream)[0] }
            }
        }
      }
      let two = [[0, 0], [-0.7, 0.7], [0.7, -0.7], [-0.9, 0], [0, -0.9]]
      let search = GlobalMaximum(
        lower: Array(repeating: -bound, count: task.dimension), upper: Array(repeating: bound, count: task.dimension))
      let maxima = search.climbing(along: prices, from: prices.indices.map { (first?[$0] ?? two) + points }) {
        task.slope(at: $0, price: $1)
      }
      paths.append(
        maxima.map {
          Optimum(
            couplings: $0.point, performance: task.performance(of: $0.point),
            informationOfAllSpins: task.informationOfAllSpins(of: $0.point),
            memoryTime: task.memoryTime(of: $0.point))
        })
    }
    return paths
  }

  /// I((s₁, s₂), y) in bits where a path of falling Σ crosses this Σ, linear in ln Σ between its points; nil beyond its ends.
  public static func information(at sigma: Double, along path: [Optimum]) -> Double? {
    for (cheap, dear) in zip(path, path.dropFirst()) where dear.sigma > 0 && dear.sigma <= sigma && sigma < cheap.sigma
    {
      let share = Elementary.log(sigma / dear.sigma) / Elementary.log(cheap.sigma / dear.sigma)
      return (1 - share) * dear.information + share * cheap.information
    }
    return nil
  }

  private func draw(_ count: Int, within width: Double, _ random: inout RandomStream) -> [Double] {
    (0..<count).map { _ in width * (2 * random.uniform() - 1) }
  }
}
