import DissipationBottlenecks
import ElementaryFunctions

/// Where optimal sensing changes between equilibrium and a nonequilibrium steady state, as some control is varied.
public struct SensingTransition: Sendable, Codable, Hashable {
  /// The value of the control at the transition.
  public var control: Double

  /// The best complex out of equilibrium there, and the best one in equilibrium, which is as good.
  public var driven, equilibrium: DissipationBottleneck<SensoryInputs>.Optimum

  /// d²L/dδ² of the best equilibrium there; see `DissipationBottleneck.asymmetryCurvature(alpha:)`.
  public var curvature: Double

  /// Whether the couplings jump: the best equilibrium is stable against a small asymmetry, and yet no better than a
  /// complex with a large one. At a continuous transition it is unstable on the driven side, where this
  /// looks; differences tell its curvature to 1e-6.
  public var isDiscontinuous: Bool { curvature < -1e-5 }

  /// The transition between a value of the control at which the optimum is driven and one at which it is not; nil
  /// where the optimum is in equilibrium at the first or driven at the second.
  ///
  /// The driven branch is followed by continuation, also beyond the transition, where it is a local optimum only; the
  /// transition is where the two branches are equally good, or where the driven one ends. It is found by bisection.
  ///
  /// - Parameters:
  ///   - driven: a value of the control at which the optimum is out of equilibrium.
  ///   - quiet: a value at which it is in equilibrium.
  ///   - tolerance: the error of the control that is small enough.
  ///   - member: what is optimised at a value of the control, and the price α of dissipation there.
  public static func between(
    driven: Double, quiet: Double, tolerance: Double,
    _ member: (Double) -> (sensing: DissipationBottleneck<SensoryInputs>, alpha: Double)
  ) -> SensingTransition? {
    func isDriven(_ control: Double) -> DissipationBottleneck<SensoryInputs>.Optimum? {
      let (sensing, alpha) = member(control)
      let best = sensing.optima(along: [alpha])[0]
      return best.isDriven ? best : nil
    }
    guard var branch = isDriven(driven), isDriven(quiet) == nil else { return nil }
    let control = Elementary.bisection(from: driven, to: quiet, tolerance: tolerance) { control in
      let (sensing, alpha) = member(control)
      guard let found = sensing.driven(near: branch.couplings, alpha: alpha),
        found.value(at: alpha) > sensing.equilibrium.value(at: alpha)
      else { return false }
      branch = found
      return true
    }.inside
    let (sensing, alpha) = member(control)
    return SensingTransition(
      control: control, driven: branch, equilibrium: sensing.equilibrium,
      curvature: sensing.asymmetryCurvature(alpha: alpha))
  }
}

extension SensoryModel {
  /// What can be varied to drive optimal sensing out of equilibrium.
  public enum Control: String, Sendable, Codable {
    /// The inverse temperature β, the correlation ρ of the inputs, the price α of dissipation.
    case beta, correlation, price
  }

  /// The transition along a control, the others kept; without a price unless that is the control.
  ///
  /// See ``SensingTransition/between(driven:quiet:tolerance:_:)``.
  public func transition(
    along control: Control, driven: Double, quiet: Double, bound: Double, step: Double, tolerance: Double
  ) -> SensingTransition? {
    SensingTransition.between(driven: driven, quiet: quiet, tolerance: tolerance) { value in
      var model = self
      switch control {
      case .beta: model.beta = value
      case .correlation: model.correlation = value
      case .price: break
      }
      return (DissipationBottleneck(model.inputs(step: step), bound: bound), control == .price ? value : 0)
    }
  }

  /// The β at which the best coupling in equilibrium changes its sign: the zero of
  /// ``SensoryInputs/slopeAtNoCoupling`` between two values of β, by bisection to rounding.
  /// Nil where the slope has the same sign at both.
  public func signChange(between lower: Double, and upper: Double, step: Double) -> Double? {
    func slope(_ beta: Double) -> Double {
      var model = self
      model.beta = beta
      return model.inputs(step: step).slopeAtNoCoupling
    }
    let sign = slope(lower) > 0
    guard sign != (slope(upper) > 0) else { return nil }
    let (below, above) = Elementary.bisection(from: lower, to: upper, halvings: 50) { (slope($0) > 0) == sign }
    return 0.5 * (below + above)
  }
}
