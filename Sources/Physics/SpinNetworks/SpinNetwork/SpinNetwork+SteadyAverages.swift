import Randomness
import Validation

extension SpinNetwork {
  /// How averages of the steady state are taken from a trajectory. Both are unbiased after a burn-in that is long enough; they differ in
  /// the error after the same time.
  public enum Estimator: String, Sendable, Codable, CaseIterable {
    /// Spins are averaged over the time, and the entropy is added up flip by flip: what an observer counts.
    case counting

    /// Control variates: to what is averaged the generator L of the dynamics applied to a function of the state is added, which is
    /// 0 on average and fluctuates against it.
    ///
    /// In the steady state ⟨Lφ⟩ = 0 for every function φ. So A + Lφ has the average of A, and no fluctuations at all where φ
    /// solves Lφ = ⟨A⟩ − A. For the entropy production A is the expected flow Σ_i k_i q_i of a state, for a magnetisation the
    /// spin. A network whose 2^N states are in a table has the φ of twelve sweeps of an iteration of relative values. Others have a
    /// quadratic function of the spins, made of the couplings and fitted in a run of its own before; and for the
    /// magnetisations the linear response to the drifts of the spins. What would fluctuate more is left as it is. A magnetisation
    /// may lie beyond ±1 by a part of its error.
    ///
    /// Source: S. G. Henderson and P. W. Glynn, Math. Oper. Res. 27, 253 (2002); R. Assaraf and M. Caffarel, Phys. Rev. Lett. 83,
    /// 4682 (1999), for the principle; after D. J. White, J. Math. Anal. Appl. 6, 373 (1963), for the iteration.
    case controlled
  }

  /// Averages of the steady state, with control variates where they make errors smaller.
  ///
  ///     let averages = try network.steadyAverages(burnIn: 20, duration: 1e4, random: stream)
  ///     averages.entropyProductionRate                // value and standard error
  ///     averages.estimator                            // .controlled
  ///
  /// The estimator is chosen automatically. Where a table is the fastest method there are control variates if the observation is much longer
  /// than to prepare them. Else they are for networks of up to 8192 spins, or 2048 with dense couplings, and for observations that
  /// are long enough for a run before, with a stream of its own: where in its fit the variance of the entropy production was less than
  /// two thirds of the counted one; the magnetisations likewise. ``SpinSample/estimator`` says `.controlled` where one of the two has
  /// them. The choice is a function of network, start, times and stream.
  ///
  /// They are averages of the steady state, and not of what happened: for finite times, as in a readout that does not wait for
  /// long, there is ``sample(from:burnIn:duration:observesPairs:method:random:)``. As there, errors come from 32 equal pieces, and are
  /// right where these are much longer than the relaxation time. Both entropy production rates have the same limit; with control
  /// variates they are the same, but for symmetric couplings, where ``SpinSample/antisymmetricEntropyProductionRate`` is exactly 0.
  ///
  /// - Parameters:
  ///   - start: the configuration to start from, each spin ±1; by default all spins up.
  ///   - burnIn: the time before the observation, in units of 1/k0.
  ///   - duration: the time of observation, in units of 1/k0.
  ///   - estimator: `.counting` or `.controlled`, even where that gains nothing; by default the one that is expected to be better.
  ///   - method: how to simulate; by default ``fastestMethod(from:duration:random:)``.
  ///   - random: the stream to draw from.
  /// - Throws: `InvalidInput` unless the start has one spin ±1 per spin, the method applies to the network, the duration is
  ///   positive and the burn-in not negative; where control variates are asked for in a network without spins or with too many.
  public func steadyAverages(
    from start: [Double]? = nil, burnIn: Double, duration: Double, estimator: Estimator? = nil, method: Method? = nil,
    random: RandomStream
  ) throws(InvalidInput) -> SpinSample {
    let start = start ?? Array(repeating: 1, count: count)
    try check(start)
    let counting = try Observation(burnIn: burnIn, duration: duration, observesPairs: false)
    let method = method ?? fastestMethod(from: start, duration: duration, random: random)
    let simulation = Simulation(network: self, start: start, random: random)
    let most = couplings.isSparse ? 8192 : 2048
    try demand(
      estimator != .controlled || (1...most).contains(count),
      "Control variates are for networks of 1 to \(most) spins, and this one has \(count): count.")
    if estimator != .counting && method == .table {
      let states = StateObservation(burnIn: burnIn, duration: duration)
      if estimator == .controlled || states.isWorthwhile(for: self) {
        return try results(of: [simulation], states, method, threads: 1)[0]
      }
    } else if estimator != .counting && (1...most).contains(count) {
      func observed<P: CouplingProducts & ~Copyable>(_: P.Type) throws(InvalidInput) -> SpinSample {
        let instants = InstantObservation<P>(
          counting: counting, simulation: simulation, isForced: estimator == .controlled)
        return try results(of: [simulation], instants, method, threads: 1)[0]
      }
      return couplings.isSparse && count > 128
        ? try observed(SparseProducts.self) : try observed(DenseProducts.self)
    }
    return try results(of: [simulation], counting, method, threads: 1)[0]
  }
}
