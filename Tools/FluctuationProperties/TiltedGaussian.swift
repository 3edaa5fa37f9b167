import ElementaryFunctions
import LangevinDynamics

/// A Gaussian density times a weight: what ⟨exp(−uA) δ(x − X)⟩ is for a particle in a harmonic trap, where A is a sum of
/// quadratic functions of the positions between exact Ornstein–Uhlenbeck steps.
///
/// It is the tilted generator of the trap. All is exact to rounding for steps of any length.
struct TiltedGaussian {
  /// a + b x + c x²/2.
  struct Quadratic {
    var constant, slope, curvature: Double

    /// The energy of a trap, k (x − c)²/2 − h x.
    init(_ control: HarmonicTrap.Control) {
      let (k, c) = (control.stiffness, control.center)
      (constant, slope, curvature) = (0.5 * k * c * c, -k * c - control.force, k)
    }

    /// −ln of a normal density.
    init(mean: Double, variance: Double) {
      constant = 0.5 * (mean * mean / variance + Elementary.log(variance) + Elementary.log(2 * Double.pi))
      (slope, curvature) = (-mean / variance, 1 / variance)
    }

    /// A constant.
    init(constant: Double) { self.init(constant, 0, 0) }

    private init(_ constant: Double, _ slope: Double, _ curvature: Double) {
      (self.constant, self.slope, self.curvature) = (constant, slope, curvature)
    }

    static func - (left: Quadratic, right: Quadratic) -> Quadratic {
      Quadratic(left.constant - right.constant, left.slope - right.slope, left.curvature - right.curvature)
    }

    static func * (factor: Double, function: Quadratic) -> Quadratic {
      Quadratic(factor * function.constant, factor * function.slope, factor * function.curvature)
    }
  }

  /// The logarithm of the weight; infinite once the weight diverges.
  private(set) var logWeight = 0.0
  private(set) var mean, variance: Double

  init(mean: Double, variance: Double) { (self.mean, self.variance) = (mean, variance) }

  /// The weight.
  var weight: Double { Elementary.exp(logWeight) }

  /// Multiplies by exp(−f(x)).
  mutating func multiply(byExpOfMinus f: Quadratic) {
    let precision = 1 / variance + f.curvature
    guard precision > 0, logWeight < .infinity else {
      logWeight = .infinity
      return
    }
    let center = (mean / variance - f.slope) / precision
    let exponent = 0.5 * (precision * center * center - mean * mean / variance) - f.constant
    logWeight += exponent - 0.5 * Elementary.log(precision * variance)
    (mean, variance) = (center, 1 / precision)
  }

  /// Lets the particle diffuse for the time t in a trap that is held: x' is normal with the mean x* + (x − x*) e^{−μkt} and the
  /// variance T (1 − e^{−2μkt})/k, x* the place of rest.
  mutating func diffuse(in control: HarmonicTrap.Control, for t: Double, temperature: Double, mobility: Double) {
    let rest = control.center + control.force / control.stiffness
    let decay = Elementary.exp(-mobility * control.stiffness * t)
    mean = rest + (mean - rest) * decay
    variance = decay * decay * variance + temperature * (1 - decay * decay) / control.stiffness
  }
}
