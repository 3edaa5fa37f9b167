import DissipationBottlenecks
import ElementaryFunctions
import Matrices
import Optimisation
import Randomness
import StochasticThermodynamics

/// Networks with symmetric couplings, searched for the largest I(o, y): Σ = 0.
///
/// In equilibrium p(s|x, q) ∝ p₀(s|q) e^{βx·s}, where x meets only the sensors. So the means of the readout in all inputs follow from
/// two numbers for each of the four states a of the sensors, M(a) = Σ p₀(s|q) and O(a) = Σ p₀(s|q) o(s), whatever the number
/// of spins:
///
///     m(x, q) = Σ_a O(a) e^{βx·a} / Σ_a M(a) e^{βx·a}.
///
/// A point is W_ij for i < j row by row, then the biases, if there are any, then the gains, if there is a query.
public struct EquilibriumAttention: GradientSearchedModel {
  /// The task.
  public let task: AttentionTask
  /// The number of random points at which the search begins.
  public let starts: Int
  /// Where they are drawn from.
  public let random: RandomStream
  /// Further networks at which it begins.
  public let known: [QueriedNetwork]

  /// A search.
  public init(_ task: AttentionTask, starts: Int, random: RandomStream, known: [QueriedNetwork] = []) {
    (self.task, self.starts, self.random, self.known) = (task, starts, random, known)
  }

  private var spins: Int { task.model.spins }
  private var layout: AttentionPoint { AttentionPoint(task.model, isSymmetric: true) }

  /// N(N − 1)/2 couplings, N biases and N gains.
  public var dimension: Int { layout.dimension }

  /// The network at a point.
  public func couplings(at point: [Double]) -> QueriedNetwork { layout.network(at: point) }

  /// The network whose readout has the sign of the input.
  public func canonical(_ couplings: QueriedNetwork) -> QueriedNetwork { task.canonical(couplings) }

  /// What a network achieves.
  public func outcome(of couplings: QueriedNetwork) -> AttentionOutcome { task.outcome(of: couplings) }

  /// The networks that are known, that of `AttentionPoint.exchangeable(_:bound:)`, and random ones.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    let points = (known.map(layout.point) + layout.designs(bound: bound)) + layout.random(starts, bound: bound, random)
    return prices.map { _ in points }
  }

  /// I(o, y) in nats, with its gradient; there is no entropy production to pay.
  public func slope(at point: [Double], price: Double) -> GlobalMaximum.Slope {
    let network = couplings(at: point)
    let halves = task.model.queries.map { Half(network, query: $0, task) }
    var sums = AttentionSums(task.model)
    var means: [(mean: SIMD8<Double>, shares: [SIMD8<Double>])] = []
    for group in task.groups {
      let found = halves[group.query < 0 ? 1 : 0].mean(group)
      sums.add(joint: found.mean, group)
      means.append(found)
    }
    let difference = sums.logarithms
    var slopes = halves.map { _ in (mass: [0.0, 0, 0, 0], readout: [0.0, 0, 0, 0]) }
    for (group, found) in zip(task.groups, means) {
      let q = group.query < 0 ? 1 : 0
      let u = 0.5 * group.weight * (difference[1] * group.answer + difference[0] * (1 - group.answer))
      for (a, share) in found.shares.enumerated() {
        let part = u * share
        slopes[q].readout[a] += part.sum()
        slopes[q].mass[a] -= (part * found.mean).sum()
      }
    }
    var couplings = Matrix.zeros(spins, spins)
    var (biases, gains) = (network.biases.map { _ in 0.0 }, network.biases.map { _ in 0.0 })
    for (half, slope) in zip(halves, slopes) {
      for (state, p) in half.probabilities.enumerated() {
        let a = state & (half.classes - 1)
        // d ln p₀ = β d(½ s·Ws + (b + gq)·s); what normalises p₀ cancels in m.
        let share = task.model.beta * p * (task.readout[state] * slope.readout[a] + slope.mass[a])
        for i in 0..<spins {
          let s = state >> i & 1 == 1 ? share : -share
          biases[i] += s
          gains[i] += half.query * s
          for j in 0..<i { couplings[j, i] += state >> j & 1 == 1 ? s : -s }
        }
      }
    }
    let gradient = QueriedNetwork(couplings: couplings, biases: biases, gains: gains)
    return GlobalMaximum.Slope(value: sums.information / bitsPerNat, gradient: layout.point(gradient))
  }

  /// p₀(s|q) and what of it counts.
  private struct Half {
    let query: Double
    let probabilities: [Double]
    let classes: Int
    var mass = [0.0, 0, 0, 0], readout = [0.0, 0, 0, 0]

    init(_ network: QueriedNetwork, query: Double, _ task: AttentionTask) {
      self.query = query
      classes = 1 << task.model.sensors
      let (w, fields) = (network.matrix, network.fields(query: query))
      let exponents = task.readout.indices.map { state -> Double in
        let s = fields.indices.map { state >> $0 & 1 == 1 ? 1.0 : -1 }
        return fields.indices.reduce(0) { sum, i in
          (0..<i).reduce(sum + fields[i] * s[i]) { $0 + w[i, $1] * s[i] * s[$1] }
        }
      }
      let top = exponents.max() ?? 0
      let weights = exponents.map { Elementary.exp(task.model.beta * ($0 - top)) }
      let total = weights.reduce(0, +)
      probabilities = weights.map { $0 / total }
      for (state, p) in probabilities.enumerated() {
        mass[state & (classes - 1)] += p
        readout[state & (classes - 1)] += p * task.readout[state]
      }
    }

    /// m(x, q) in eight inputs, and e^{βx·a}/Σ_a M(a) e^{βx·a} for every state a of the sensors.
    func mean(_ group: AttentionTask.Group) -> (mean: SIMD8<Double>, shares: [SIMD8<Double>]) {
      let factors = (0..<classes).map { a in
        group.roots.enumerated().reduce(SIMD8<Double>(repeating: 1)) { product, sensor in
          a >> sensor.offset & 1 == 1 ? product / sensor.element : product * sensor.element
        }
      }
      var (up, all) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for (a, factor) in factors.enumerated() {
        up += readout[a] * factor
        all += mass[a] * factor
      }
      return (up / all, factors.map { $0 / all })
    }
  }
}
