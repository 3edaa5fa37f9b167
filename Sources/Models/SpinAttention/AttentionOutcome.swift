import DissipationBottlenecks
import ElementaryFunctions
import StochasticThermodynamics

/// What a network achieves, and what it pays.
public struct AttentionOutcome: DissipativeOutcome {
  /// I(o, y) in bits, for a reader who is ignorant of the query.
  public var information: Double
  /// I(o, y|q) in bits, for a reader who knows it.
  public var conditionalInformation: Double
  /// Σ, the entropy production rate averaged over inputs and queries, in nats per unit time of k0.
  public var sigma: Double
  /// τ = ∫c dt/c(0) of the readout, in units of 1/k0; its autocorrelation c is averaged over inputs and queries.
  public var memoryTime: Double
  /// D = E_x KL(p_q‖p_−q), averaged over q: what a sudden change of the query costs at fixed inputs in equilibrium, in nats.
  public var shiftCost: Double
  /// A_i(q) = E_x ∂⟨o⟩/∂x_i: A₁(+), A₂(+), A₁(−), A₂(−). Without a query A₁, A₂.
  public var responses: [Double]

  /// The mean response to the input that is asked for, averaged over q; A₁ where nothing is asked.
  public var attended: Double { responses.count == 4 ? 0.5 * (responses[0] + responses[3]) : responses[0] }
  /// The mean response to the input that is not asked for, averaged over q; A₂ where nothing is asked.
  public var unattended: Double { responses.count == 4 ? 0.5 * (responses[1] + responses[2]) : responses[1] }

  /// I(o, y) in nats.
  public var benefit: Double { information / bitsPerNat }
  /// Σ in nats per unit time of k0.
  public var dissipation: Double { sigma }
}

/// The joint distribution of readout, answer and query, and the responses, from the means of the readout.
struct AttentionSums {
  private let model: AttentionModel
  /// P(o, y, q): for each query [[P(−, 0), P(−, 1)], [P(+, 0), P(+, 1)]].
  private var joints: [[[Double]]]
  /// A_i(q) = E[⟨o⟩ (C⁻¹x)_i], two for each query.
  private(set) var responses: [Double]

  init(_ model: AttentionModel) {
    self.model = model
    joints = model.queries.map { _ in [[0, 0], [0, 0]] }
    responses = model.queries.flatMap { _ in [0.0, 0.0] }
  }

  /// Adds the means m = ⟨o⟩ in eight inputs to the joint distribution. No entry is a difference, so that none is negative.
  mutating func add(joint mean: SIMD8<Double>, _ group: AttentionTask.Group) {
    let q = group.query < 0 ? 1 : 0
    for (o, sign) in [(0, -1.0), (1, 1)] {
      let share = 0.5 * group.weight * (1 + sign * mean)
      let positive = share.replacing(with: 0, where: share .< 0)
      joints[q][o][1] += (group.answer * positive).sum()
      joints[q][o][0] += ((1 - group.answer) * positive).sum()
    }
  }

  /// Adds them to the responses, too: by Stein's lemma E ∂m/∂x = E[m C⁻¹x] for Gaussian inputs of covariance C.
  mutating func add(_ mean: SIMD8<Double>, _ group: AttentionTask.Group, _ ensemble: InputEnsemble<SIMD2<Double>>) {
    add(joint: mean, group)
    let q = group.query < 0 ? 1 : 0
    for (lane, place) in (group.first..<min(group.first + 8, ensemble.inputs.count)).enumerated() {
      let share = ensemble.weights[place] * mean[lane]
      let c = model.rule == .single ? 0 : model.correlation
      let x = ensemble.inputs[place]
      responses[2 * q] += share * (x.x - c * x.y) / (1 - c * c)
      responses[2 * q + 1] += share * (x.y - c * x.x) / (1 - c * c)
    }
  }

  /// P(o, y).
  private var joint: [[Double]] {
    (0..<2).map { o in (0..<2).map { y in joints.reduce(0) { $0 + $1[o][y] } } }
  }

  /// P(+, 1), P(+), and P(y = 1).
  var averages: (both: Double, up: Double, one: Double) {
    let joint = joint
    return (joint[1][1], joint[1][0] + joint[1][1], joint[0][1] + joint[1][1])
  }

  /// I(o, y) in bits.
  var information: Double { bitsPerNat * mutualInformation(joint) }

  /// I(o, y|q) in bits.
  var conditionalInformation: Double {
    joints.reduce(0) { $0 + bitsPerNat * mutualInformation($1) } / Double(joints.count)
  }

  /// ln[P(+, y)/P(+)] − ln[P(−, y)/P(−)] for y = 0 and 1; 0 where the readout never changes, which tells nothing and has no slope.
  var logarithms: [Double] {
    let joint = joint
    guard joint.joined().allSatisfy({ $0 > 1e-15 }) else { return [0, 0] }
    let marginals = joint.map { $0[0] + $0[1] }
    return (0..<2).map { y in
      Elementary.log(joint[1][y] / marginals[1]) - Elementary.log(joint[0][y] / marginals[0])
    }
  }
}
