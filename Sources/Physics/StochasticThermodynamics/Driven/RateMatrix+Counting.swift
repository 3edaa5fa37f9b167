import Validation

extension RateMatrix {
  /// The generating function ⟨exp(−u A)⟩ of a quantity after the time `t`, from `p` at time 0; exact to rounding.
  ///
  ///     let entropy = try CountedQuantity.entropyFlow(of: matrix).addingSystemEntropy(from: p, to: matrix.evolve(p, for: 2))
  ///     try matrix.generatingFunction(of: entropy, at: 1, from: p, for: 2)      // 1: the integral fluctuation theorem
  ///
  /// Time grows with t · (the largest tilted rate) · edges.
  ///
  /// - Throws: `InvalidInput` where sizes do not fit, `t` is negative or not finite, or the time would be hours.
  public func generatingFunction(
    of quantity: CountedQuantity<Void>, at u: Double, from p: [Double], for t: Double
  ) throws(InvalidInput) -> Double {
    try check(quantity, p, t)
    let generator = TiltedGenerator(stateCount: stateCount, edges: edges, counting: quantity.increments(()))
    let exit = generator.exitRates
    let shift = exit.max() ?? 0
    let norm = generator.norm(at: u, exit: exit)
    try checkWork(norm * t)
    let ends = quantity.scaled(at: u)
    let z = TiltedGenerator.exponential(t, of: ends.entered(p), shift: shift, norm: norm) {
      generator.tilted($0, at: u, shift: shift, exit: exit)
    }
    return ends.left(z)
  }

  /// The mean and the variance of a quantity after the time `t`, from `p` at time 0; exact to rounding.
  ///
  ///     let turns = CountedQuantity<Void>.current([1, 0, 0], stateCount: 3)
  ///     try matrix.moments(of: turns, from: matrix.stationary, for: 10).variance
  ///
  /// - Throws: as ``generatingFunction(of:at:from:for:)``.
  public func moments(
    of quantity: CountedQuantity<Void>, from p: [Double], for t: Double
  ) throws(InvalidInput) -> (mean: Double, variance: Double) {
    try check(quantity, p, t)
    let generator = TiltedGenerator(stateCount: stateCount, edges: edges, counting: quantity.increments(()))
    let exit = generator.exitRates
    let shift = exit.max() ?? 0
    let norm = generator.norm(at: 0, exit: exit)
    try checkWork(norm * t)
    let z = TiltedGenerator.exponential(t, of: quantity.entered(p), shift: shift, norm: norm) {
      generator.moments($0, shift: shift, exit: exit)
    }
    return quantity.left(z)
  }

  /// - Parameter jumps: about how many terms are summed.
  private func checkWork(_ jumps: Double) throws(InvalidInput) {
    try demand(
      jumps * Double(edges.count + stateCount) < 1e11,
      "Rates, tilt and time are too large: about \(jumps) jumps along \(edges.count) edges would have to be followed.")
  }

  private func check(_ quantity: CountedQuantity<Void>, _ p: [Double], _ t: Double) throws(InvalidInput) {
    try check(p, t)
    try demand(
      quantity.final.count == stateCount && quantity.increments(()).count == edges.count,
      "A quantity counts every state and every edge of the process.")
  }
}
