/// Fields on a line that are changed by work and carried by diffusion: what ``FokkerPlanck`` drives.
@usableFromInline
protocol LineKernel: AnyObject {
  /// The energies at the points after the change of the control that ``changeControl()`` makes.
  var newEnergies: UnsafeMutableBufferPointer<Double> { get }

  /// Does the work of changing the energies to those that were set.
  func changeControl()

  /// Prepares steps at the present energies.
  ///
  /// - Parameters:
  ///   - halfStep: D/h² times half the time step, h the spacing.
  ///   - inverseTemperature: 1/T.
  func prepare(halfStep: Double, inverseTemperature: Double)

  /// Diffuses for one step: by Crank and Nicolson, or by what damps rough fields.
  func step(damping: Bool)
}
