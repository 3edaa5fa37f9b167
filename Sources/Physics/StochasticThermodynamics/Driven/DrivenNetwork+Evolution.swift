import Validation

extension DrivenNetwork {
  /// The distribution at the end of a drive, from `p` at its beginning: the master equation with rates that change.
  ///
  /// - Parameters:
  ///   - p: the probabilities at the beginning.
  ///   - drive: how the control moves; smooth between its breakpoints.
  ///   - tolerance: the error allowed per step; probabilities are right to about ten times that.
  /// - Throws: `InvalidInput` where there is not one probability per state, or a rate is not finite.
  @inlinable
  public func evolve(
    _ p: [Double], under drive: Drive<Control>, tolerance: Double = 1e-12
  ) throws(InvalidInput) -> [Double] {
    try evolve(p, under: drive, at: [drive.duration], tolerance: tolerance)[0]
  }

  /// The distributions at several times of a drive.
  ///
  /// - Parameters:
  ///   - p: the probabilities at the beginning.
  ///   - drive: how the control moves.
  ///   - times: increasing, within the drive.
  ///   - tolerance: the error allowed per step.
  /// - Throws: as ``evolve(_:under:tolerance:)``, and where a time lies outside of the drive.
  @inlinable
  public func evolve(
    _ p: [Double], under drive: Drive<Control>, at times: [Double], tolerance: Double = 1e-12
  ) throws(InvalidInput) -> [[Double]] {
    try check(p)
    let nothing = Array(repeating: 0.0, count: edges.count)
    return try solution(from: p, under: drive, at: times, tolerance) { control, z in
      let generator = generator(at: control, counting: nothing)
      return generator.tilted(z, at: 0, shift: 0, exit: generator.exitRates)
    }
  }

  /// The solution of a differential equation under a drive, from breakpoint to breakpoint.
  ///
  /// - Parameter times: ascending, within the drive.
  @inlinable
  func solution(
    from start: [Double], under drive: Drive<Control>, at times: [Double], _ tolerance: Double,
    isRelative: Bool = false, derivative: (Control, [Double]) -> [Double]
  ) throws(InvalidInput) -> [[Double]] {
    try demand(
      times.allSatisfy { $0 >= 0 && $0 <= drive.duration } && zip(times, times.dropFirst()).allSatisfy(<=),
      "Times lie within the drive, from 0 to \(drive.duration), in their order.")
    let integrator = DormandPrince(tolerance: tolerance, isRelative: isRelative)
    var found: [[Double]] = []
    var value = start
    for stretch in drive.stretches {
      try checkRates(at: drive(stretch.lowerBound, within: stretch))
      let isLast = stretch.upperBound == drive.duration
      let inside = times.dropFirst(found.count).prefix { $0 < stretch.upperBound || isLast }
      let solution = try integrator.solution(
        from: value, at: [stretch.lowerBound] + inside + (isLast ? [] : [stretch.upperBound]),
        largestStep: drive.solverStep
      ) { derivative(drive($0, within: stretch), $1) }
      found += solution.dropFirst().prefix(inside.count)
      value = solution[solution.count - 1]
    }
    return found
  }

  /// The generating function ⟨exp(−u A)⟩ of a quantity at the end of a drive, from `p` at its beginning.
  ///
  /// - Parameters:
  ///   - quantity: the quantity that jumps and the drive add to.
  ///   - u: the tilt. ⟨exp(−W)⟩ of Jarzynski and ⟨exp(−s)⟩ of the integral theorem have u = 1.
  ///   - p: the probabilities at the beginning.
  ///   - drive: how the control moves.
  ///   - tolerance: the error allowed per step, relative to the largest of the tilted probabilities.
  /// - Throws: as ``evolve(_:under:tolerance:)``.
  @inlinable
  public func generatingFunction(
    of quantity: CountedQuantity<Control>, at u: Double, from p: [Double], under drive: Drive<Control>,
    tolerance: Double = 1e-12
  ) throws(InvalidInput) -> Double {
    try check(p)
    try check(quantity, under: drive)
    let ends = quantity.scaled(at: u)
    let z = try solution(
      from: ends.entered(p), under: drive, at: [drive.duration], tolerance, isRelative: true
    ) { control, z in
      let generator = generator(at: control, counting: quantity.increments(control))
      return generator.tilted(z, at: u, shift: 0, exit: generator.exitRates)
    }
    return ends.left(z[0])
  }

  /// The mean and the variance of a quantity at the end of a drive, from `p` at its beginning.
  ///
  /// - Throws: as ``evolve(_:under:tolerance:)``.
  @inlinable
  public func moments(
    of quantity: CountedQuantity<Control>, from p: [Double], under drive: Drive<Control>, tolerance: Double = 1e-12
  ) throws(InvalidInput) -> (mean: Double, variance: Double) {
    try check(p)
    try check(quantity, under: drive)
    let z = try solution(from: quantity.entered(p), under: drive, at: [drive.duration], tolerance) { control, z in
      let generator = generator(at: control, counting: quantity.increments(control))
      return generator.moments(z, shift: 0, exit: generator.exitRates)
    }
    return quantity.left(z[0])
  }

  @inlinable
  func generator(at control: Control, counting increments: [Double]) -> TiltedGenerator {
    TiltedGenerator(stateCount: stateCount, edges: rateEdges(at: control), counting: increments)
  }

  @usableFromInline
  func check(_ p: [Double]) throws(InvalidInput) {
    try demand(
      p.count == stateCount, "A distribution over \(stateCount) states has one entry per state, and not \(p.count).")
    for (state, probability) in p.enumerated() {
      try demand(
        probability >= 0 && probability.isFinite,
        "Probabilities are finite and not negative, and that of state \(state) is \(probability).")
    }
  }

  @usableFromInline
  func check(_ quantity: CountedQuantity<Control>, under drive: Drive<Control>) throws(InvalidInput) {
    let count = quantity.increments(drive(0)).count
    try demand(
      quantity.initial.count == stateCount && count == edges.count,
      "A quantity counts at \(stateCount) states and \(edges.count) edges here, and not at \(quantity.initial.count) and \(count)."
    )
  }

  /// Requires rates that are rates.
  @usableFromInline
  func checkRates(at control: Control) throws(InvalidInput) {
    for edge in rateEdges(at: control) {
      try demand(
        edge.forward >= 0 && edge.backward >= 0 && (edge.forward + edge.backward).isFinite,
        "Jump rates must be finite and not negative, and those between \(edge.from) and \(edge.to) are \(edge.forward) and "
          + "\(edge.backward).")
    }
  }
}
