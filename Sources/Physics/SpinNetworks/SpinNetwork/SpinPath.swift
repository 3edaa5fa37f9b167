import Randomness
import Validation

/// The trajectory of a spin network, flip by flip: what a path score is made of.
public struct SpinPath: Sendable, Hashable {
  /// The configuration at time 0, each spin ±1.
  public let start: [Double]

  /// Which spin flips, in the order of time.
  public let spins: [Int32]

  /// When, ascending, in units of 1/k0.
  public let times: [Double]

  /// How long the network was watched, in units of 1/k0.
  public let duration: Double

  /// How many spins flipped, those before time 0 included: what the trajectory has cost.
  public let flips: Int

  /// The configuration at the end.
  public var end: [Double] {
    var spins = start
    for spin in self.spins { spins[Int(spin)] = -spins[Int(spin)] }
    return spins
  }
}

/// Writes down every flip of a kernel.
final class FlipRecorder {
  private(set) var spins: [Int32] = []
  private(set) var times: [Double] = []

  @inline(__always)
  func append(_ spin: Int, at time: Double) {
    spins.append(Int32(truncatingIfNeeded: spin))
    times.append(time)
  }
}

extension SpinNetwork {
  /// Trajectories of the network in many inputs, each added to the external fields: one per input.
  ///
  /// Input k draws from `random[k]`, so that the paths depend neither on the number of threads nor on each other.
  ///
  /// - Parameters:
  ///   - inputs: one array of N numbers per input.
  ///   - starts: where the burn-in of each starts, each spin ±1; by default all spins up.
  ///   - burnIn: the time before the path, in units of 1/k0.
  ///   - duration: the time of the path, in units of 1/k0.
  ///   - method: how to simulate; not the table, which runs eight trajectories at a time. By default the fastest one, chosen in
  ///     the first input.
  ///   - threads: how many threads share the inputs.
  ///   - random: the stream to draw from.
  /// - Throws: `InvalidInput` unless every input has one finite number per spin, there is one start per input, the method applies
  ///   to the network, the duration is positive and the burn-in not negative.
  public func paths(
    reading inputs: [[Double]], from starts: [[Double]]? = nil, burnIn: Double, duration: Double,
    method: Method? = nil, threads: Int = 1, random: RandomStream
  ) throws(InvalidInput) -> [SpinPath] {
    try demandTimes(burnIn: burnIn, duration: duration)
    try demand(
      method.map(Method.single.contains) ?? true, "A method that runs many trajectories at a time records none.")
    guard !inputs.isEmpty else { return [] }
    let up = Array(repeating: 1.0, count: count)
    let simulations = try simulations(reading: inputs, from: starts ?? inputs.map { _ in up }, random)
    return try results(
      of: simulations, PathObservation(burnIn: burnIn, duration: duration),
      method ?? fastestPathMethod(for: simulations, duration: duration, random), threads: threads)
  }

  /// The fastest method with one trajectory; few spins are not worth the measurement of an acceptance.
  private func fastestPathMethod(for simulations: [Simulation], duration: Double, _ random: RandomStream) -> Method {
    guard count <= 12 else { return fastestMethod(for: simulations, among: Method.single, duration: duration, random) }
    return Method.single.first { method in
      method.isForFewSpins && simulations.allSatisfy { method.applies(to: $0.network) }
    } ?? .thinning
  }
}

/// The flips along a trajectory.
private struct PathObservation: KernelObservation {
  let burnIn, duration: Double

  func result(_ kernel: AnySpinKernel, of network: SpinNetwork, _ method: SpinNetwork.Method) -> SpinPath {
    let rate = network.attemptRate
    var unseen = SpinTally(spins: network.count, observesPairs: false)
    kernel.run(for: burnIn * rate, into: &unseen)
    let start = kernel.configurations[0]
    let recorder = FlipRecorder()
    var tally = SpinTally(spins: network.count, observesPairs: false, recorder: recorder)
    kernel.run(for: duration * rate, into: &tally)
    let times = rate == 1 ? recorder.times : recorder.times.map { $0 / rate }
    return SpinPath(
      start: start, spins: recorder.spins, times: times, duration: duration, flips: unseen.flips + tally.flips)
  }
}
