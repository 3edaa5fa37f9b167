import Randomness
import Validation

/// What an observation of a spin network had found at several times, along one trajectory.
public struct RunningAverages: Sendable {
  /// ∫ s_i dt / T over the first part T of the observation: for each of the times one number per spin.
  public let magnetisations: [[Double]]

  /// The part of the entropy production rate that the antisymmetric couplings W_A release, Σ −2β s_i (W_A s)_i over the flips of
  /// the whole observation per unit time; in nats. Exactly 0 for symmetric couplings.
  public let antisymmetricEntropyProductionRate: Double

  /// How many spins flipped during the observation, without the burn-in.
  public let flips: Int
}

extension SpinNetwork {
  /// Averages over growing parts of one observation, for many inputs: what a readout would see if it waited for so long.
  ///
  /// Each input has one trajectory. So the table, which shares the time among eight, is no method here.
  ///
  ///     let answers = try network.runningAverages(reading: images, burnIn: 10, until: [1, 10, 100], random: stream)
  ///     answers[0].magnetisations[2]        // of the first input after the time 100
  ///
  /// - Parameters:
  ///   - inputs: one array of N numbers per input, added to the external fields.
  ///   - start: the configuration before the burn-in, each spin ±1; by default all spins up.
  ///   - burnIn: the time before the observation, in units of 1/k0.
  ///   - times: when to look, counted from the end of the burn-in, in units of 1/k0.
  ///   - method: how to simulate; by default the fastest in the first input.
  ///   - threads: how many threads share the inputs; 1 inside the cell of a sweep.
  ///   - random: input k draws from `random[k]`.
  /// - Throws: `InvalidInput` unless the times ascend and are finite, the first is positive, and the method applies and is not the
  ///   table; else as ``samples(reading:from:burnIn:duration:observesPairs:method:threads:random:)``.
  public func runningAverages(
    reading inputs: [[Double]], from start: [Double]? = nil, burnIn: Double, until times: [Double],
    method: Method? = nil, threads: Int = 1, random: RandomStream
  ) throws(InvalidInput) -> [RunningAverages] {
    try demand(
      !times.isEmpty && times[0] > 0 && zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
        && times[times.count - 1].isFinite && burnIn >= 0 && burnIn.isFinite,
      "A network is observed until times that ascend, after its burn-in.")
    try demand(
      method.map(Method.single.contains) ?? true, "A method that runs many trajectories at a time follows none.")
    guard !inputs.isEmpty else { return [] }
    let simulations = try simulations(reading: inputs, from: start, random)
    let method =
      method ?? fastestMethod(for: simulations, among: Method.single, duration: times[times.count - 1], random)
    return try results(of: simulations, RunningObservation(burnIn: burnIn, times: times), method, threads: threads)
  }
}

private struct RunningObservation: KernelObservation {
  let burnIn: Double
  let times: [Double]

  func result(_ kernel: AnySpinKernel, of network: SpinNetwork, _ method: SpinNetwork.Method) -> RunningAverages {
    let rate = network.attemptRate
    kernel.relax(for: burnIn * rate)
    let before = network.symmetricEnergy(kernel.configurations)
    var tally = SpinTally(spins: network.count, observesPairs: false)
    var found: [[Double]] = []
    var elapsed = 0.0
    for time in times {
      kernel.run(for: (time - elapsed) * rate, into: &tally)
      elapsed = time
      found.append(tally.magnetisation.map { $0 / (time * rate) })
    }
    let released = network.antisymmetricPart(
      of: tally.released, from: before, to: network.symmetricEnergy(kernel.configurations))
    return RunningAverages(
      magnetisations: found, antisymmetricEntropyProductionRate: released / elapsed,
      flips: tally.flips)
  }
}
