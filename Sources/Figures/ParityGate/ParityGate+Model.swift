import Cells
import Companion
import Randomness
import SensoryComplexes

extension ParityGate {
  // MARK: - Model

  static func model(_ angle: Double, _ p: Parameters) -> ParityGateModel {
    let gate = StochasticParityGate(angle: angle, sharpness: p.eta)
    return ParityGateModel(gate: gate, correlation: p.rho, beta: p.beta, law: p.rates)
  }

  /// The best complex in equilibrium, and the best one at each price of dissipation.
  struct Optimise: Cell {
    var model: ParityGateModel
    var alphas: [Double]
    var bound, step: Double

    struct Result: Codable { var equilibrium: Bottleneck.Optimum, path: [Bottleneck.Optimum] }

    func compute(_ random: RandomStream) -> Result {
      let bottleneck = Bottleneck(task: model.task(step: step), bound: bound)
      return Result(equilibrium: bottleneck.equilibrium, path: bottleneck.optima(along: alphas))
    }
  }

  /// The price above which dissipation does not pay.
  struct Threshold: Cell {
    var model: ParityGateModel
    var bound, step: Double

    func compute(_ random: RandomStream) -> Double {
      Bottleneck(task: model.task(step: step), bound: bound).threshold
    }
  }

  /// A complex simulated at all inputs.
  struct Simulate: Cell {
    var model: ParityGateModel
    var couplings: Couplings
    var step, burnIn, time: Double

    func compute(_ random: RandomStream) -> Performance {
      model.task(step: step, cutoff: 5)
        .sampledPerformance(of: couplings, burnIn: burnIn, duration: time, random: random)
    }
  }

  /// Whether the answer is odd under the exchange of the two inputs: at 45° and at every quarter
  /// turn from there.
  ///
  /// A complex in equilibrium is even and has no information on such an answer, and none is the
  /// best. Out of equilibrium there are two optima, which the exchange of the couplings turns into
  /// each other.
  static func isOdd(_ angle: Double) -> Bool {
    (angle - 45).truncatingRemainder(dividingBy: 90) == 0
  }

  /// The best couplings between two angles at which the answer is odd: they jump from one optimum
  /// to the other there.
  struct Branch {
    /// The name of the series.
    var name: String
    /// The angles in degrees, with both ends.
    var angles: ClosedRange<Double>

    /// The couplings that go on the branch: at its ends the optimum that is found may be that of
    /// the next branch.
    func couplings(_ found: Couplings, at angle: Double) -> Couplings {
      let (least, most) = (min(found.j12, found.j21), max(found.j12, found.j21))
      return angle == angles.upperBound
        ? Couplings(least, most) : angle == angles.lowerBound ? Couplings(most, least) : found
    }
  }

  /// The branches that hold at least two of the angles, from which a line can be drawn.
  static func branches(of angles: [Double]) -> [Branch] {
    stride(from: -360.0, through: 360, by: 90)
      .map { Branch(name: "couplings-around-\(label($0))", angles: $0 - 45...$0 + 45) }
      .filter { branch in angles.count(where: branch.angles.contains) > 1 }
  }

  // MARK: - Sweeps

  static func optimise(
    _ name: String, _ angles: [Double], _ alphas: [Double], _ p: Parameters, _ run: Run
  ) throws -> [Optimise.Result] {
    try run.sweep(
      name, over: angles.map { Optimise(model: model($0, p), alphas: alphas, bound: p.bound, step: p.step) })
  }

  static func sample(
    _ name: String, _ angles: [Double], _ optima: [Bottleneck.Optimum], _ p: Parameters, _ run: Run
  ) throws -> [SampledPerformance] {
    let cells = zip(angles, optima).map {
      Simulate(model: model($0, p), couplings: $1.couplings, step: p.samplingStep, burnIn: p.burnIn, time: p.time)
    }
    return try run.sweep(name, over: cells, replicas: p.replicas).map(SampledPerformance.init(averaging:))
  }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(Set(p.angles).isSuperset(of: p.sampledAngles), "sampledAngles", "must be among angles")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
  }
}
