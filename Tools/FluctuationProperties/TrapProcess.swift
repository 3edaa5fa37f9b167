import ElementaryFunctions
import LangevinDynamics
import StochasticThermodynamics

/// A particle in a harmonic trap under a drive that is cut into equal steps; solved exactly.
struct TrapProcess {
  let drive: Drive<HarmonicTrap.Control>
  let temperature, mobility: Double
  let steps: Int

  /// How long a step is.
  var timeStep: Double { drive.duration / Double(steps) }

  /// The control in the middle of each step, which is held during the step.
  var held: [HarmonicTrap.Control] { (0..<steps).map { drive((Double($0) + 0.5) * timeStep) } }

  /// The reverse process.
  var reversed: TrapProcess {
    TrapProcess(drive: drive.reversed, temperature: temperature, mobility: mobility, steps: steps)
  }

  /// F = −h c − h²/(2k) − (T/2) ln(2πT/k).
  func freeEnergy(at control: HarmonicTrap.Control) -> Double {
    let (k, h) = (control.stiffness, control.force)
    return -h * control.center - 0.5 * h * h / k
      - 0.5 * temperature * Elementary.log(2 * Double.pi * temperature / k)
  }

  /// The free energy at the end less that at the beginning.
  var freeEnergyChange: Double { freeEnergy(at: drive(drive.duration)) - freeEnergy(at: drive(0)) }

  /// The equilibrium at a control: normal.
  func equilibrium(at control: HarmonicTrap.Control) -> (mean: Double, variance: Double) {
    (control.center + control.force / control.stiffness, temperature / control.stiffness)
  }

  // MARK: - What is counted

  /// A quantity A = last(x at the end) − first(x at the beginning) + factor · W.
  struct Quantity {
    let first, last: TiltedGaussian.Quadratic
    let factor: Double
  }

  /// (W − shift) · factor.
  func work(times factor: Double, shift: Double) -> Quantity {
    Quantity(first: .init(constant: factor * shift), last: .init(constant: 0), factor: factor)
  }

  /// Heat over temperature, W/T − ΔU/T, with a sign; and with −ln p of two distributions at the ends, if there are.
  func entropy(
    heatSign sign: Double = 1, from start: (mean: Double, variance: Double)? = nil,
    to end: (mean: Double, variance: Double)? = nil
  ) -> Quantity {
    func surprise(_ p: (mean: Double, variance: Double)?) -> TiltedGaussian.Quadratic {
      guard let p else { return .init(constant: 0) }
      return TiltedGaussian.Quadratic(mean: p.mean, variance: p.variance)
    }
    let beta = sign / temperature
    return Quantity(
      first: surprise(start) - beta * .init(drive(0)), last: surprise(end) - beta * .init(drive(drive.duration)),
      factor: beta)
  }

  // MARK: - Exactly

  /// ⟨exp(−uA) δ(x − X)⟩ at the end, from a normal distribution.
  func tilted(_ quantity: Quantity, at u: Double, from start: (mean: Double, variance: Double)) -> TiltedGaussian {
    var state = TiltedGaussian(mean: start.mean, variance: start.variance)
    state.multiply(byExpOfMinus: -u * quantity.first)
    var control = drive(0)
    for next in held {
      state.multiply(byExpOfMinus: u * quantity.factor * (.init(next) - .init(control)))
      state.diffuse(in: next, for: timeStep, temperature: temperature, mobility: mobility)
      control = next
    }
    state.multiply(byExpOfMinus: u * quantity.factor * (.init(drive(drive.duration)) - .init(control)))
    state.multiply(byExpOfMinus: u * quantity.last)
    return state
  }

  /// What is known of exp(−A).
  func distribution(of quantity: Quantity, from start: (mean: Double, variance: Double)) -> ExponentialLaw {
    ExponentialLaw { tilted(quantity, at: $0, from: start).weight }
  }

  /// Mean and variance of A, by differences of the cumulant generating function, whose errors are about 1e-6.
  func moments(of quantity: Quantity, from start: (mean: Double, variance: Double)) -> (mean: Double, variance: Double)
  {
    let h = 1e-3
    let (up, down) = (
      tilted(quantity, at: h, from: start).logWeight, tilted(quantity, at: -h, from: start).logWeight
    )
    return ((down - up) / (2 * h), (up + down) / (h * h))
  }

  /// Mean and variance of exp(−(W − ΔF)/2T) of this process.
  func halfAverage(
    from start: (mean: Double, variance: Double), difference: Double
  ) -> (mean: Double, variance: Double) {
    let law = distribution(of: work(times: 0.5 / temperature, shift: difference), from: start)
    return (law.mean, law.variance)
  }

  /// ln of the density of a path of positions, one more than there are steps, given its beginning.
  func logProbability(of path: [Double]) -> Double {
    var sum = 0.0
    for (step, control) in held.enumerated() {
      var state = TiltedGaussian(mean: path[step], variance: 0)
      state.diffuse(in: control, for: timeStep, temperature: temperature, mobility: mobility)
      let offset = path[step + 1] - state.mean
      sum -= 0.5 * (offset * offset / state.variance + Elementary.log(2 * Double.pi * state.variance))
    }
    return sum
  }
}
