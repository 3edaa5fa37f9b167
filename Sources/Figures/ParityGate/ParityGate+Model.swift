import Companion
import Learning
import Randomness
import StochasticThermodynamics

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

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.beta, in: 0.01...20, "beta")
    try Complaint.unless(p.eta, in: 0.01...100, "eta")
    try Complaint.unless(p.rho, in: -1...1, "rho")
    try Complaint.unless(p.angles, in: -360...360, "angles")
    try Complaint.unless(Set(p.angles).isSuperset(of: p.sampledAngles), "sampledAngles", "must be among angles")
    try Complaint.unless(p.bottleneckAngles, in: -360...360, "bottleneckAngles")
    try Complaint.unless(p.alphas, in: 0...1e6, "alphas")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
    try Complaint.unless(p.step, in: 0.02...1, "step")
    try Complaint.unless(p.samplingStep, in: 0.02...1, "samplingStep")
    try Complaint.unless(p.burnIn, in: 0...1e6, "burnIn")
    try Complaint.unless(p.time, in: 0.01...1e6, "time")
    try Complaint.unless(p.replicas, in: 2...100_000, "replicas")
  }
}
