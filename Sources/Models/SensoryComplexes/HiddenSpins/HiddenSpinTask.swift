import ElementaryFunctions
import Matrices
import Optimisation
import SpinNetworks
import StochasticThermodynamics
import Validation

/// The stochastic parity gate as a task for two visible spins that read its inputs and a few hidden spins that do not.
///
/// Spins 0 and 1 read x₁ and x₂, the others have no field; all may act on all. What counts is what the visible spins
/// tell, I((s₁, s₂), y). Nothing changes when all signs do, p(−s|−x) = p(s|x), so that this is the information I(s₁s₂, y) of
/// their parity, and half of the inputs are enough.
///
/// A network is a point: its couplings W_ij with i ≠ j row by row, N(N − 1) in all; for two spins (J₁₂, J₂₁).
/// Rates are exponential.
public struct HiddenSpinTask: Sendable {
  /// The gate, its inputs and the temperature.
  public let model: ParityGateModel

  /// How many hidden spins there are.
  public let hidden: Int

  /// How many spins there are in all, N.
  public var spins: Int { hidden + 2 }

  /// How many couplings there are, N(N − 1).
  public var dimension: Int { Self.dimension(hidden: hidden) }

  /// How many couplings a network with so many hidden spins has.
  static func dimension(hidden: Int) -> Int { (hidden + 2) * (hidden + 1) }

  /// Half of the inputs, one of each pair x and −x.
  public let ensemble: InputEnsemble<SIMD2<Double>>

  /// The inputs, eight at a time: probabilities, p(y = 1|x), exp(−βx₁) and exp(−βx₂).
  private let groups: [(weight: SIMD8<Double>, answer: SIMD8<Double>, roots: [SIMD8<Double>])]

  /// A task on a quadrature over the inputs; see `InputEnsemble.gaussian(correlation:step:cutoff:)`.
  ///
  /// - Precondition: at most 6 hidden spins; exponential rates.
  public init(_ model: ParityGateModel, hidden: Int, step: Double = 0.25, cutoff: Double = 6) {
    require((0...6).contains(hidden), "A network of this kind has at most 6 hidden spins.")
    require(model.law == .exponential, "Networks with hidden spins have exponential rates.")
    self.model = model
    self.hidden = hidden
    let all = InputEnsemble.gaussian(correlation: model.correlation, step: step, cutoff: cutoff)
    // Of x and −x the one whose first coordinate that is not zero is positive, for both.
    let chosen = all.inputs.indices.filter { all.inputs[$0].x > 0 || (all.inputs[$0].x == 0 && all.inputs[$0].y >= 0) }
    let ensemble = InputEnsemble(
      chosen.map { all.inputs[$0] }, weights: chosen.map { (all.inputs[$0] == .zero ? 1 : 2) * all.weights[$0] })
    var groups: [(weight: SIMD8<Double>, answer: SIMD8<Double>, roots: [SIMD8<Double>])] = []
    for (number, x) in ensemble.inputs.enumerated() {
      let lane = number % 8
      if lane == 0 { groups.append((.zero, .zero, [SIMD8(repeating: 1), SIMD8(repeating: 1)])) }
      groups[number / 8].weight[lane] = ensemble.weights[number]
      groups[number / 8].answer[lane] = model.gate.probabilityOfOne(reading: x)
      groups[number / 8].roots[0][lane] = Elementary.exp(-model.beta * x.x)
      groups[number / 8].roots[1][lane] = Elementary.exp(-model.beta * x.y)
    }
    (self.ensemble, self.groups) = (ensemble, groups)
  }

  /// I((s₁, s₂), y) and Σ of a network, exact up to the quadrature.
  public func performance(of couplings: [Double]) -> Performance {
    var lanes = lanes()
    lanes.set(couplings: matrix(couplings))
    let (joint, sigma) = sums(&lanes)
    return Performance(relevantInformation: bitsPerNat * mutualInformation(joint), entropyProductionRate: sigma)
  }

  /// L = I((s₁, s₂), y) − αΣ in nats, and its gradient by the couplings.
  ///
  /// With P(π, y) the joint distribution of parity and answer, dI = Σ dP(π, y) ln[P(π, y)/(P(π)P(y))]: at input x, ⟨s₁s₂⟩
  /// counts with half the average over p(y|x) of the difference of that logarithm between even and odd parity.
  public func slope(at couplings: [Double], price: Double) -> GlobalMaximum.Slope {
    var lanes = lanes()
    lanes.set(couplings: matrix(couplings))
    let (joint, sigma) = sums(&lanes)
    let value = mutualInformation(joint) - price * sigma
    // The marginals of y cancel in the difference.
    let marginals = joint.map { $0[0] + $0[1] }
    let difference = (0..<2).map { y in
      Elementary.log(joint[0][y] / marginals[0]) - Elementary.log(joint[1][y] / marginals[1])
    }
    for group in groups {
      _ = lanes.solve(group.roots)
      let slope = 0.5 * (difference[1] * group.answer + difference[0] * (1 - group.answer))
      lanes.addGradient(slope: slope, price: price, weight: group.weight)
    }
    return GlobalMaximum.Slope(value: value, gradient: self.couplings(of: lanes.gradient))
  }

  /// I(s, y) in bits of all spins, hidden ones included.
  public func informationOfAllSpins(of couplings: [Double]) -> Double {
    var lanes = lanes()
    lanes.set(couplings: matrix(couplings))
    let states = 1 << spins
    var joint = Array(repeating: [0.0, 0], count: states)
    for group in groups {
      _ = lanes.solve(group.roots)
      for state in 0..<states {
        let p = group.weight * lanes.probability(of: state)
        joint[state][0] += ((1 - group.answer) * p).sum()
        joint[state][1] += (group.answer * p).sum()
      }
    }
    // The other half of the inputs: all spins the other way round.
    let both = (0..<states).map { state in (0..<2).map { joint[state][$0] + joint[states - 1 - state][$0] } }
    return bitsPerNat * mutualInformation(both)
  }

  /// How long the parity s₁s₂ remembers, in units of 1/k0: ∫⟨C(t)⟩dt/⟨C(0)⟩ with its autocorrelation C(t) averaged over the
  /// inputs.
  public func memoryTime(of couplings: [Double]) -> Double {
    var lanes = lanes()
    lanes.set(couplings: matrix(couplings))
    var (integral, variance) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for group in groups {
      _ = lanes.solve(group.roots)
      let memory = lanes.memory()
      integral += group.weight * memory.integral
      variance += group.weight * memory.variance
    }
    return integral.sum() / variance.sum()
  }

  /// How long a simulation has to wait, in units of 1/k0: the largest ∫C(t)dt of any spin at any input, with its
  /// autocorrelation C(t). A spin that hardly ever switches from its better side to the other one does not count much.
  ///
  /// The longest times belong to inputs that hold one spin fast and leave the others two configurations of about equal
  /// weight, which can be much longer than those without an input.
  public func switchingTime(of couplings: [Double]) -> Double {
    (0..<spins).flatMap { spin -> [Double] in
      var lanes = SteadyStateLanes(
        spins: spins, beta: model.beta, observable: (0..<(1 << spins)).map { $0 >> spin & 1 == 1 ? 1 : -1 })
      lanes.set(couplings: matrix(couplings))
      return groups.map { group in
        _ = lanes.solve(group.roots)
        return lanes.memory().integral.max()
      }
    }.max() ?? 0
  }

  private func lanes() -> SteadyStateLanes {
    let parity = (0..<(1 << spins)).map { ($0 ^ $0 >> 1) & 1 == 0 ? 1.0 : -1 }
    return SteadyStateLanes(spins: spins, beta: model.beta, observable: parity)
  }

  /// P(π, y) for even and odd parity, and Σ.
  private func sums(_ lanes: inout SteadyStateLanes) -> (joint: [[Double]], sigma: Double) {
    var (evenZero, evenOne, oddZero, oddOne) = (
      SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero
    )
    var sigma = SIMD8<Double>.zero
    for group in groups {
      let averages = lanes.solve(group.roots)
      let even = 0.5 * group.weight * (1 + averages.observable)
      let odd = group.weight - even
      evenOne += group.answer * even
      evenZero += (1 - group.answer) * even
      oddOne += group.answer * odd
      oddZero += (1 - group.answer) * odd
      sigma += group.weight * averages.entropyProductionRate
    }
    return ([[evenZero.sum(), evenOne.sum()], [oddZero.sum(), oddOne.sum()]], sigma.sum())
  }

  // MARK: - Points and matrices

  /// The couplings as a matrix, with zeros on the diagonal.
  public func matrix(_ couplings: [Double]) -> Matrix {
    require(couplings.count == dimension, "A network of N spins has N(N − 1) couplings.")
    return Matrix(rows: spins, columns: spins) { i, j in
      i == j ? 0 : couplings[i * (spins - 1) + (j < i ? j : j - 1)]
    }
  }

  /// The couplings of a matrix.
  public func couplings(of matrix: Matrix) -> [Double] {
    (0..<spins).flatMap { i in (0..<spins).filter { $0 != i }.map { matrix[i, $0] } }
  }

  /// The couplings of a network with fewer hidden spins, completed by couplings of the new ones.
  ///
  /// - Parameters:
  ///   - smaller: the couplings of the smaller network.
  ///   - task: the task of that network.
  ///   - new: W_ij of the entries that the smaller network does not have; by default zero, which leaves the
  ///     visible spins as they were.
  public func embedding(_ smaller: [Double], of task: HiddenSpinTask, new: () -> Double = { 0 }) -> [Double] {
    let inner = task.matrix(smaller)
    return couplings(
      of: Matrix(rows: spins, columns: spins) { i, j in max(i, j) < task.spins ? inner[i, j] : new() })
  }
}
