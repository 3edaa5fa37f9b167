extension RateMatrix {
  /// The generating function ⟨exp(−u A)⟩ of a quantity after the time `t`, from `p` at time 0; exact to rounding.
  ///
  ///     let entropy = CountedQuantity.entropyFlow(of: matrix).addingSystemEntropy(from: p, to: matrix.evolve(p, for: 2))
  ///     matrix.generatingFunction(of: entropy, at: 1, from: p, for: 2)      // 1: the integral fluctuation theorem
  ///
  /// Time grows with t · (the largest tilted rate) · edges.
  public func generatingFunction(
    of quantity: CountedQuantity<Void>, at u: Double, from p: [Double], for t: Double
  ) -> Double {
    check(quantity, p, t)
    let generator = TiltedGenerator(stateCount: stateCount, edges: edges, counting: quantity.increments(()))
    let exit = generator.exitRates
    let shift = exit.max() ?? 0
    let z = TiltedGenerator.exponential(
      t, of: quantity.entered(p, at: u), shift: shift, norm: generator.norm(at: u, exit: exit)
    ) { generator.tilted($0, at: u, shift: shift, exit: exit) }
    return quantity.left(z, at: u)
  }

  /// The mean and the variance of a quantity after the time `t`, from `p` at time 0; exact to rounding.
  ///
  ///     let turns = CountedQuantity<Void>.current([1, 0, 0], stateCount: 3)
  ///     matrix.moments(of: turns, from: matrix.stationary, for: 10).variance
  public func moments(
    of quantity: CountedQuantity<Void>, from p: [Double], for t: Double
  ) -> (mean: Double, variance: Double) {
    check(quantity, p, t)
    let generator = TiltedGenerator(stateCount: stateCount, edges: edges, counting: quantity.increments(()))
    let exit = generator.exitRates
    let shift = exit.max() ?? 0
    let z = TiltedGenerator.exponential(
      t, of: quantity.entered(p), shift: shift, norm: generator.norm(at: 0, exit: exit)
    ) { generator.moments($0, shift: shift, exit: exit) }
    return quantity.left(z)
  }

  private func check(_ quantity: CountedQuantity<Void>, _ p: [Double], _ t: Double) {
    precondition(
      p.count == stateCount && quantity.final.count == stateCount, "The distribution must have one entry per state.")
    precondition(t >= 0 && t.isFinite, "A process evolves for a finite time that is not negative.")
  }
}
