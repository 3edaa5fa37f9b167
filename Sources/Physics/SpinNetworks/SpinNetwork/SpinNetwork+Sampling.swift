import Estimation
import Randomness
import Synchronization
import Validation
import Workers

/// What a simulation of a spin network found, each number with its standard error.
public struct SpinSample: Sendable {
  /// ⟨s_i⟩, one per spin.
  public let magnetisations: [Estimate]

  /// ⟨s_i s_j⟩, row-major; nil where they were not asked for.
  public let pairAverages: [Estimate]?

  /// The entropy released to the bath at the flips, Σ −2β s_i h_i, per unit time; in nats.
  public let entropyProductionRate: Estimate

  /// The part of it that the antisymmetric couplings W_A = (W − Wᵀ)/2 release, Σ −2β s_i (W_A s)_i, per unit time; in nats.
  ///
  /// The rest is a change of energy, which does not grow with time: both have the same limit, this one without the boundary
  /// term, and it is exactly 0 for symmetric couplings.
  public let antisymmetricEntropyProductionRate: Estimate

  /// How many spins flipped, and the fraction of tried flips that were accepted.
  public let flips: Int, acceptance: Double

  /// The method that was used.
  public let method: SpinNetwork.Method

  /// How the averages were taken.
  public let estimator: SpinNetwork.Estimator
}

extension SpinNetwork {
  /// Steady-state averages from a simulated trajectory.
  ///
  ///     let sample = try network.sample(burnIn: 20, duration: 1e4, random: stream)
  ///     sample.magnetisations[0]                     // value and standard error
  ///
  /// Errors come from 32 equal pieces of the trajectory; they are right where a piece is much longer than the relaxation
  /// time. The table divides the time among eight trajectories, each of which has pieces an eighth as long.
  ///
  /// Magnetisations are averages over the trajectory, flips are counted: what an observer of the trajectory sees. Whoever wants the
  /// steady state itself has smaller errors for the same time from ``steadyAverages(from:burnIn:duration:estimator:method:random:)``.
  ///
  /// - Parameters:
  ///   - start: the configuration to start from, each spin ±1; by default all spins up.
  ///   - burnIn: the time before the observation, in units of 1/k0.
  ///   - duration: the time of observation, in units of 1/k0.
  ///   - observesPairs: whether ⟨s_i s_j⟩ are averaged too, at a cost of O(N²) per flip.
  ///   - method: how to simulate; by default ``fastestMethod(from:duration:random:)``.
  ///   - random: the stream to draw from.
  /// - Throws: `InvalidInput` unless the start has one spin ±1 per spin, the method applies to the network, the duration is
  ///   positive and the burn-in not negative.
  public func sample(
    from start: [Double]? = nil, burnIn: Double, duration: Double, observesPairs: Bool = false, method: Method? = nil,
    random: RandomStream
  ) throws(InvalidInput) -> SpinSample {
    let start = start ?? Array(repeating: 1, count: count)
    try check(start)
    let observation = try Observation(burnIn: burnIn, duration: duration, observesPairs: observesPairs)
    let method = method ?? fastestMethod(from: start, duration: duration, random: random)
    return try results(of: [Simulation(network: self, start: start, random: random)], observation, method, threads: 1)[
      0]
  }

  /// Steady-state averages of the network in many inputs, each added to the external fields: one sample per input.
  ///
  ///     let answers = try network.samples(reading: images, burnIn: 20, duration: 100, threads: 2, random: stream)
  ///
  /// Input k draws from `random[k]`, so that the samples do not depend on the number of threads nor on each other. The memory
  /// that belongs to the couplings is made once per thread.
  ///
  /// - Parameters:
  ///   - inputs: one array of N numbers per input.
  ///   - start: the states of the spins at the beginning, ±1; by default all 1.
  ///   - burnIn: the time before the observation, in units of 1/k0.
  ///   - duration: how long each is observed, in units of 1/k0.
  ///   - observesPairs: whether ⟨s_i s_j⟩ are observed too.
  ///   - method: the method of all; chosen once, in the first input, if nothing is said.
  ///   - threads: how many threads share the inputs. Leave it at 1 inside the cell of a sweep, which has its threads already.
  ///   - random: the stream whose `random[k]` input k draws from.
  /// - Throws: `InvalidInput` unless every input has one finite number per spin; else as there.
  public func samples(
    reading inputs: [[Double]], from start: [Double]? = nil, burnIn: Double, duration: Double,
    observesPairs: Bool = false, method: Method? = nil, threads: Int = 1, random: RandomStream
  ) throws(InvalidInput) -> [SpinSample] {
    guard !inputs.isEmpty else { return [] }
    let simulations = try simulations(reading: inputs, from: start, random)
    return try results(
      of: simulations, Observation(burnIn: burnIn, duration: duration, observesPairs: observesPairs),
      method ?? fastestMethod(for: simulations, duration: duration, random), threads: threads)
  }

  /// One simulation per input, which is added to the fields.
  func simulations(reading inputs: [[Double]], from start: [Double]?, _ random: RandomStream) throws(InvalidInput)
    -> [Simulation]
  {
    let start = start ?? Array(repeating: 1, count: count)
    return try simulations(reading: inputs, from: inputs.map { _ in start }, random)
  }

  /// One simulation per input and start; the input is added to the fields.
  func simulations(reading inputs: [[Double]], from starts: [[Double]], _ random: RandomStream) throws(InvalidInput)
    -> [Simulation]
  {
    try demand(
      starts.count == inputs.count, "Every input needs its start: there are \(inputs.count) and \(starts.count).")
    var simulations: [Simulation] = []
    for (place, input) in inputs.enumerated() {
      try demand(
        input.count == count,
        "An input has one number for each of the \(count) spins, and input \(place) has \(input.count).")
      try check(starts[place])
      simulations.append(
        Simulation(
          network: try with(fields: zip(fields, input).map { $0 + $1 }), start: starts[place], random: random[place]))
    }
    return simulations
  }

  func check(_ start: [Double]) throws(InvalidInput) {
    try demand(
      start.count == count && start.allSatisfy { abs($0) == 1 },
      "A configuration has one spin, +1 or −1, for each of the \(count) spins of the network.")
  }

  /// The method that is fastest in the first input, if it applies to all; else thinning, which always does.
  func fastestMethod(
    for simulations: [Simulation], among methods: [Method] = Method.allCases, duration: Double, _ random: RandomStream
  ) -> Method {
    let fastest = simulations[0].network.fastestMethod(
      among: methods, from: simulations[0].start, duration: duration, random: random)
    return simulations.allSatisfy { fastest.applies(to: $0.network) } ? fastest : .thinning
  }

  /// Whether W = Wᵀ to the last bit: a network in equilibrium.
  public var isSymmetric: Bool { couplings.isSymmetric }

  /// Σ over walkers of E = −½ s·W s − x·s. Only the symmetric part of W enters. A flip of spin i changes it by
  /// 2 s_i (W_S s + x)_i, so that the heat −2β s_i (W_S s + x)_i of the symmetric part adds up to −βΔE.
  func symmetricEnergy(_ configurations: [[Double]]) -> Double {
    configurations.reduce(0) { sum, spins in
      let state = SpinState(spins, in: self)
      return (0..<count).reduce(sum) { $0 - 0.5 * spins[$1] * (state.localFields[$1] + fields[$1]) }
    }
  }
}

/// Requires the times of an observation.
func demandTimes(burnIn: Double, duration: Double) throws(InvalidInput) {
  try demand(
    duration > 0 && duration.isFinite && burnIn >= 0 && burnIn.isFinite,
    "A network is observed for a positive, finite time after a burn-in that is not negative, and not for \(duration) after "
      + "\(burnIn).")
}

/// What is simulated, where it starts, and what it draws from.
struct Simulation {
  let network: SpinNetwork
  let start: [Double]
  let random: RandomStream
}

/// What is made of a trajectory.
protocol KernelObservation: Sendable {
  associatedtype Result: Sendable

  /// Observes one trajectory of a kernel that has been started. Kernels count time in attempts.
  func result(_ kernel: AnySpinKernel, of network: SpinNetwork, _ method: SpinNetwork.Method) -> Result
}

/// For how long a network is observed, and what is averaged.
struct Observation: KernelObservation {
  let burnIn, duration: Double
  let observesPairs: Bool

  init(burnIn: Double, duration: Double, observesPairs: Bool) throws(InvalidInput) {
    try demandTimes(burnIn: burnIn, duration: duration)
    self.burnIn = burnIn
    self.duration = duration
    self.observesPairs = observesPairs
  }

  /// The averages along the trajectory.
  func result(_ kernel: AnySpinKernel, of network: SpinNetwork, _ method: SpinNetwork.Method) -> SpinSample {
    kernel.relax(for: burnIn * network.attemptRate)
    var pieces = PieceAverages(of: network, kernel, duration: duration)
    var pairs = Array(repeating: Average(), count: observesPairs ? network.count * network.count : 0)
    for _ in 0..<PieceAverages.pieces {
      var tally = SpinTally(spins: network.count, observesPairs: observesPairs)
      kernel.run(for: pieces.length, into: &tally)
      pieces.add(spins: tally.magnetisation.lazy.map { $0 / pieces.length })
      for pair in pairs.indices { pairs[pair].add(tally.pairs[pair] / pieces.length) }
      pieces.addCounted(tally, kernel)
      pieces.count(tally)
    }
    return pieces.sample(pairAverages: observesPairs ? pairs.map(\.estimate) : nil, by: method, .counting)
  }
}

extension SpinNetwork {
  /// What is observed of simulations that share all but fields, start and stream.
  func results<SomeObservation: KernelObservation>(
    of simulations: [Simulation], _ observation: SomeObservation, _ method: Method, threads: Int
  ) throws(InvalidInput) -> [SomeObservation.Result] {
    try demand(
      simulations.allSatisfy { method.applies(to: $0.network) }, "The method '\(method)' cannot simulate this network.")
    let found = Mutex(Array<SomeObservation.Result?>(repeating: nil, count: simulations.count))
    Workers.share(simulations.count, among: threads) { next in
      let kernel = method.kernel(self, simulations[0].random)
      while let place = next() {
        let simulation = simulations[place]
        kernel.restart(simulation.network, from: simulation.start, random: simulation.random)
        let result = observation.result(kernel, of: simulation.network, method)
        found.withLock { $0[place] = result }
      }
    }
    return found.withLock { $0.compactMap { $0 } }
  }
}
