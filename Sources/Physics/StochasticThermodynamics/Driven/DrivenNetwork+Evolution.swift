extension DrivenNetwork {
  /// The distribution at the end of a drive, from `p` at its beginning: the master equation with rates that change.
  ///
  /// - Parameters:
  ///   - p: the probabilities at the beginning.
  ///   - drive: how the control moves; smooth but for a few kinks.
  ///   - tolerance: the error allowed per step; probabilities are right to about ten times that.
  @inlinable
  public func evolve(_ p: [Double], under drive: Drive<Control>, tolerance: Double = 1e-12) -> [Double] {
    evolve(p, under: drive, at: [drive.duration], tolerance: tolerance)[0]
  }

  /// The distributions at several times of a drive.
  ///
  /// - Parameters:
  ///   - p: the probabilities at the beginning.
  ///   - drive: how the control moves.
  ///   - times: increasing, within the drive.
  ///   - tolerance: the error allowed per step.
  @inlinable
  public func evolve(
    _ p: [Double], under drive: Drive<Control>, at times: [Double], tolerance: Double = 1e-12
  ) -> [[Double]] {
    check(p)
    let nothing = Array(repeating: 0.0, count: edges.count)
    let solution = DormandPrince(tolerance: tolerance).solution(from: p, at: [0] + times) { t, z in
      let generator = generator(at: drive(t), counting: nothing)
      return generator.tilted(z, at: 0, shift: 0, exit: generator.exitRates)
    }
    return Array(solution.dropFirst())
  }

  /// The generating function ⟨exp(−u A)⟩ of a quantity at the end of a drive, from `p` at its beginning.
  ///
  /// - Parameters:
  ///   - quantity: what is counted.
  ///   - u: the tilt. ⟨exp(−W)⟩ of Jarzynski and ⟨exp(−s)⟩ of the integral theorem have u = 1.
  ///   - p: the probabilities at the beginning.
  ///   - drive: how the control moves.
  ///   - tolerance: the error allowed per step, relative to the size of the tilted probabilities and 1.
  @inlinable
  public func generatingFunction(
    of quantity: CountedQuantity<Control>, at u: Double, from p: [Double], under drive: Drive<Control>,
    tolerance: Double = 1e-12
  ) -> Double {
    check(p)
    let z = DormandPrince(tolerance: tolerance).solution(
      from: quantity.entered(p, at: u), at: [0, drive.duration]
    ) { t, z in
      let control = drive(t)
      let generator = generator(at: control, counting: quantity.increments(control))
      return generator.tilted(z, at: u, shift: 0, exit: generator.exitRates)
    }
    return quantity.left(z[1], at: u)
  }

  /// The mean and the variance of a quantity at the end of a drive, from `p` at its beginning.
  @inlinable
  public func moments(
    of quantity: CountedQuantity<Control>, from p: [Double], under drive: Drive<Control>, tolerance: Double = 1e-12
  ) -> (mean: Double, variance: Double) {
    check(p)
    let z = DormandPrince(tolerance: tolerance).solution(
      from: quantity.entered(p), at: [0, drive.duration]
    ) { t, z in
      let control = drive(t)
      let generator = generator(at: control, counting: quantity.increments(control))
      return generator.moments(z, shift: 0, exit: generator.exitRates)
    }
    return quantity.left(z[1])
  }

  @inlinable
  func generator(at control: Control, counting increments: [Double]) -> TiltedGenerator {
    TiltedGenerator(stateCount: stateCount, edges: rateEdges(at: control), counting: increments)
  }

  @inlinable
  func check(_ p: [Double]) {
    precondition(p.count == stateCount, "The distribution must have one entry per state.")
  }
}
