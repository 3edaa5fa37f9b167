import DissipationBottlenecks
import ElementaryFunctions
import Optimisation
import Randomness
import StochasticThermodynamics
import Validation

/// Networks with some number of hidden spins that face the parity gate: L = I((s₁, s₂), y) − αΣ, with the information in
/// nats.
///
///     let networks = HiddenSpinNetworks(model, starts: 10, random: random)
///     let paths = DissipationBottleneck(networks, bound: 1).optima(upTo: 2, along: [0.01, 0.1])
public struct HiddenSpinNetworks: GradientSearchedModel {
  /// The gate, its inputs and the temperature.
  public let model: ParityGateModel

  /// The spacing of the quadrature over the inputs, in standard deviations, and where it ends.
  public let step, cutoff: Double

  /// The task of networks of this size.
  public let task: HiddenSpinTask

  /// The number of random points at which every search begins, and as many near the smaller network.
  public let starts: Int

  /// Where they are drawn from.
  public let random: RandomStream

  /// The task with one hidden spin fewer and the best networks for it, one per price; nil where none are known.
  private let smaller: (task: HiddenSpinTask, path: [[Double]])?

  /// Networks without a hidden spin.
  public init(_ model: ParityGateModel, step: Double = 0.25, cutoff: Double = 6, starts: Int, random: RandomStream) {
    (self.model, self.step, self.cutoff, self.starts, self.random) = (model, step, cutoff, starts, random)
    task = HiddenSpinTask(model, hidden: 0, step: step, cutoff: cutoff)
    smaller = nil
  }

  /// Networks with one hidden spin more than others.
  ///
  /// - Parameters:
  ///   - networks: those with one hidden spin less.
  ///   - path: the best of the others, one per price.
  public init(adding networks: HiddenSpinNetworks, best path: [[Double]]) {
    (model, step, cutoff) = (networks.model, networks.step, networks.cutoff)
    (starts, random) = (networks.starts, networks.random)
    task = HiddenSpinTask(model, hidden: networks.task.hidden + 1, step: step, cutoff: cutoff)
    smaller = (networks.task, path)
  }

  /// What a network achieves.
  public struct Outcome: DissipativeOutcome {
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
    /// I((s₁, s₂), y) in nats.
    public var benefit: Double { information / bitsPerNat }
    /// Σ in nats per unit time of k0.
    public var dissipation: Double { sigma }
  }

  /// N(N − 1).
  public var dimension: Int { task.dimension }

  /// A network is its point; see ``HiddenSpinTask``.
  public func couplings(at point: [Double]) -> [Double] { point }

  /// What a network achieves.
  public func outcome(of couplings: [Double]) -> Outcome {
    Outcome(
      performance: task.performance(of: couplings),
      informationOfAllSpins: task.informationOfAllSpins(of: couplings), memoryTime: task.memoryTime(of: couplings))
  }

  /// L in nats, with its gradient.
  public func slope(at point: [Double], price: Double) -> GlobalMaximum.Slope { task.slope(at: point, price: price) }

  /// At every price the best network with one hidden spin fewer, whose new spin couples to nothing: so L never falls with
  /// the number of hidden spins. That start is a stationary point (a spin must both listen and act before it matters), hence
  /// others lie near it, with small and with large random couplings of the new spin. The rest are random points of the box.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    require(smaller.map { $0.path.count == prices.count } ?? true, "There is a smaller network at every price.")
    var stream = random[task.hidden]
    let points = (0..<starts).map { _ in draw(dimension, within: bound, &stream) }
    guard let smaller else {
      return prices.map { _ in [[0, 0], [-0.7, 0.7], [0.7, -0.7], [-0.9, 0], [0, -0.9]] + points }
    }
    return smaller.path.map { network in
      [task.embedding(network, of: smaller.task)]
        + (0..<starts).map { number in
          let width = number % 2 == 0 ? 0.25 * bound : bound
          return task.embedding(network, of: smaller.task) { draw(1, within: width, &stream)[0] }
        } + points
    }
  }

  private func draw(_ count: Int, within width: Double, _ random: inout RandomStream) -> [Double] {
    (0..<count).map { _ in width * (2 * random.uniform() - 1) }
  }
}

extension DissipationBottleneck<HiddenSpinNetworks> {
  /// The best networks at every price, one path for each number of hidden spins from that of the model to the largest.
  public func optima(upTo hidden: Int, along prices: [Double]) -> [[Optimum]] {
    let path = optima(along: prices)
    guard model.task.hidden < hidden else { return [path] }
    let larger = HiddenSpinNetworks(adding: model, best: path.map(\.couplings))
    return [path] + DissipationBottleneck(larger, bound: bound).optima(upTo: hidden, along: prices)
  }
}

extension [DissipationBottleneck<HiddenSpinNetworks>.Optimum] {
  /// I((s₁, s₂), y) in bits where this path of falling Σ crosses a value of Σ, linear in ln Σ between its points; nil beyond
  /// its ends.
  public func information(at sigma: Double) -> Double? {
    for (cheap, dear) in zip(self, dropFirst()) where dear.sigma > 0 && dear.sigma <= sigma && sigma < cheap.sigma {
      let share = Elementary.log(sigma / dear.sigma) / Elementary.log(cheap.sigma / dear.sigma)
      return (1 - share) * dear.information + share * cheap.information
    }
    return nil
  }
}
