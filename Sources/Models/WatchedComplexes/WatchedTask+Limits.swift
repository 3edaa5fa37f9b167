import ElementaryFunctions
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// Short and long observations, and strong drive, exactly up to the quadrature over the inputs.
extension WatchedTask {
  /// Steady-state averages over the inputs.
  public struct SteadyState: Sendable, Codable, Hashable {
    /// I(s; y) in bits: a single look, T → 0.
    public var information: Double

    /// dI(γ; y)/dT at T = 0, in bits per 1/k0.
    public var slope: Double

    /// c in bits/k0: I(γ; y) → I(x; y) − c/T for T → ∞.
    public var longTimeConstant: Double

    /// Σ in nats per 1/k0; nil of the clock, of which it is infinite.
    public var entropyProductionRate: Double?

    /// The mean flip rates of both spins, in units of k0.
    public var flipRates: [Double]

    /// The mean current A → B → C → D → A, in turns per 1/k0.
    public var turnRate: Double

    /// κ in bits: as many turns as κ over the missing information I(x; y) − I(γ; y) are needed, on average, for T → ∞.
    public var longTimeTurns: Double { longTimeConstant * turnRate }
  }

  /// What is exact about the complex in its steady state, up to the quadrature over the inputs.
  ///
  /// The slope follows from the filtered rates (A. Moor and C. Zechner, Phys. Rev. Research 5, 013032 (2023)):
  /// Σ κ^y p(y|s) ln(κ^y/κ). In the long run the path reveals x: the Fisher information per unit time is β² times the
  /// flip rate r_i(x) of each spin, its activity and not its dissipation, hence
  /// c = (η²/2β²)⟨g(1−g)[(∂₁u)²/r₁ + (∂₂u)²/r₂]⟩ with p(y = 1|x) = g = sigmoid(ηu). The clock has a unit of time of its own.
  ///
  /// - Precondition: the input does not drive the cycle.
  public var steadyState: SteadyState {
    require(complex.inputDrive == 0, "Where the input drives the cycle, the affinity depends on it.")
    let inputs = inputs
    // By state: p(s, y), and the same times the rates onward and back; y = 0 and 1.
    var joint = [SIMD4<Double>(), SIMD4<Double>()]
    var flows = [[SIMD4<Double>(), SIMD4<Double>()], [SIMD4<Double>(), SIMD4<Double>()]]
    var (constant, current, flips) = (0.0, 0.0, SIMD2<Double>())
    for (x, weight) in zip(inputs.inputs, inputs.weights) {
      let (process, one) = (complex.process(reading: x), gate.probabilityOfOne(reading: x))
      let p = process.stationary
      for (y, answer) in [1 - one, one].enumerated() {
        joint[y] += weight * answer * p
        flows[0][y] += weight * answer * p * process.onward
        flows[1][y] += weight * answer * p * process.back
      }
      let (on, back) = (p * process.onward, p * process.back)
      let rates = SIMD2(on.x + on.z + back.y + back.w, on.y + on.w + back.x + back.z)
      let gradient = gateGradient(at: x)
      constant += weight * one * (1 - one) * (gradient * gradient / rates).sum()
      flips += weight * rates
      current += weight * (on.x - back.y)
    }
    let marginal = joint[0] + joint[1]
    var slope = 0.0
    for flow in flows {
      let whole = flow[0] + flow[1]
      for state in 0..<4 where whole[state] > 0 {
        for y in 0..<2 where flow[y][state] > 0 {
          slope +=
            flow[y][state]
            * Elementary.logRatio(flow[y][state], marginal[state], over: whole[state], joint[y][state])
        }
      }
    }
    let scale = gate.sharpness * gate.sharpness / (2 * beta * beta)
    let affinity = 4 * beta * (complex.couplings.j21 - complex.couplings.j12)
    return SteadyState(
      information: bitsPerNat * mutualInformation((0..<4).map { [joint[0][$0], joint[1][$0]] }),
      slope: bitsPerNat * slope, longTimeConstant: bitsPerNat * scale * constant,
      entropyProductionRate: complex.isClock ? nil : affinity == 0 ? 0 : affinity * current,
      flipRates: [flips.x, flips.y], turnRate: current)
  }
}
