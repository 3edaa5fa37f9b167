import ElementaryFunctions
import Estimation
import Randomness

/// What one replica of simulated trajectories says.
public struct TransientReplica: Sendable, Codable, Hashable {
  /// I in bits, without the leading bias (`extrapolated(whole:halves:_:)`).
  public var relevantInformation: Double

  /// I in bits as the frequencies give it, biased upwards.
  public var plugInInformation: Double

  /// The mean entropy that a trajectory produces in all, in nats.
  public var entropyProduced: Double

  /// The part of it that the bath receives, in nats.
  public var entropyFlow: Double
}

extension TransientReading {
  /// What simulated trajectories achieve at the end of every segment of a protocol: one replica.
  ///
  /// Trajectories start from uniform spins. To each input goes its share of the trajectories,
  /// rounded up, in each of two halves. The entropy of a trajectory is what its jumps release plus
  /// ln p(s_0) − ln p(s_t, t|x), with the exact distribution: U. Seifert, Phys. Rev. Lett. 95,
  /// 040602 (2005).
  ///
  /// - Parameters:
  ///   - segments: the protocol.
  ///   - trajectories: about how many trajectories there are in each half.
  ///   - random: the stream of this replica.
  public func sampledPerformances(of segments: [ProtocolSegment], trajectories: Int, random: RandomStream)
    -> [TransientReplica]
  {
    let complexes = segments.map { SensoryComplex(couplings: $0.couplings, beta: task.beta, law: task.law) }
    let empty = Array(repeating: TransientTally(), count: segments.count)
    var halves = [empty, empty]
    for (place, input) in inputs.enumerated() {
      let cycles = complexes.map { SensoryCycle($0, reading: input.x) }
      let surprises = surprises(of: zip(cycles, segments.map(\.duration)))
      let share = share(of: input, trajectories)
      for half in 0..<2 {
        var stream = random[place][half]
        for _ in 0..<share {
          var state = stream.index(below: 4)
          var flow = 0.0
          for step in segments.indices {
            flow += cycles[step].run(&state, for: segments[step].duration, &stream)
            let produced = flow + surprises[step][state] - Elementary.log(4.0)
            halves[half][step].add(state, flow: flow, produced: produced, input, share: share)
          }
        }
      }
    }
    return zip(halves[0], halves[1]).map { replica($0, $1) }
  }

  /// −ln p(s, t|x) at the end of every segment.
  private func surprises(of steps: some Sequence<(SensoryCycle, Double)>) -> [SIMD4<Double>] {
    var p = Self.start
    return steps.map { cycle, duration in
      p = SensoryPropagator(cycle, for: duration).evolve(p)
      var surprise = SIMD4<Double>()
      for state in 0..<4 { surprise[state] = -Elementary.log(p[state]) }
      return surprise
    }
  }

  private func share(of input: Input, _ trajectories: Int) -> Int {
    Int((Double(trajectories) * input.weight).rounded(.up))
  }

  private func replica(_ first: TransientTally, _ second: TransientTally) -> TransientReplica {
    let whole = first.merged(with: second)
    let information = whole.joint.information(isFolded: isFolded)
    return TransientReplica(
      relevantInformation: extrapolated(
        whole: information, halves: first.joint.information(isFolded: isFolded),
        second.joint.information(isFolded: isFolded)),
      plugInInformation: information, entropyProduced: whole.produced, entropyFlow: whole.flow)
  }

  /// I((s_0, s_τ), y) of simulated trajectories in the steady state at several delays, in bits: one
  /// replica, without reference to the exact solution; and what the bath receives meanwhile, in
  /// nats.
  ///
  /// - Parameters:
  ///   - couplings: of the complex.
  ///   - delays: the times τ between the looks, increasing, in units of 1/k0.
  ///   - burnIn: how long a trajectory runs from uniform spins before the first look, in units of 1/k0.
  ///   - trajectories: about how many trajectories there are in each half.
  ///   - random: the stream of this replica.
  public func sampledTwoTimes(
    of couplings: PairCouplings, after delays: [Double], burnIn: Double, trajectories: Int, random: RandomStream
  ) -> [TransientReplica] {
    let complex = SensoryComplex(couplings: couplings, beta: task.beta, law: task.law)
    let steps = ProtocolSegment.sequence(of: couplings, until: delays)
    let empty = Array(repeating: Array(repeating: TransientTally(), count: 4), count: steps.count)
    var halves = [empty, empty]
    for (place, input) in inputs.enumerated() {
      let cycle = SensoryCycle(complex, reading: input.x)
      let share = share(of: input, trajectories)
      for half in 0..<2 {
        var stream = random[place][half]
        for _ in 0..<share {
          var state = stream.index(below: 4)
          _ = cycle.run(&state, for: burnIn, &stream)
          let first = state
          var flow = 0.0
          for step in steps.indices {
            flow += cycle.run(&state, for: steps[step].duration, &stream)
            halves[half][step][first].add(state, flow: flow, produced: flow, input, share: share)
          }
        }
      }
    }
    return zip(halves[0], halves[1]).map { replica(twoTimes: $0, $1) }
  }

  private func replica(twoTimes first: [TransientTally], _ second: [TransientTally]) -> TransientReplica {
    let whole = zip(first, second).map { $0.merged(with: $1) }
    let information = information(twoTimes: whole.map(\.joint))
    let flow = whole.reduce(0) { $0 + $1.flow }
    return TransientReplica(
      relevantInformation: extrapolated(
        whole: information, halves: self.information(twoTimes: first.map(\.joint)),
        self.information(twoTimes: second.map(\.joint))),
      plugInInformation: information, entropyProduced: flow, entropyFlow: flow)
  }
}

/// What one half of the trajectories has shown at one time.
private struct TransientTally {
  var joint = JointDistribution()
  var flow = 0.0
  var produced = 0.0

  /// Adds one of `share` trajectories at an input.
  mutating func add(
    _ state: Int, flow: Double, produced: Double, _ input: TransientReading.Input, share: Int
  ) {
    let weight = input.weight / Double(share)
    joint.one[state] += weight * input.answer
    joint.zero[state] += weight * (1 - input.answer)
    self.flow += weight * flow
    self.produced += weight * produced
  }

  /// Both halves as one sample.
  func merged(with other: TransientTally) -> TransientTally {
    var whole = TransientTally()
    whole.joint = joint.merged(with: other.joint)
    whole.flow = 0.5 * (flow + other.flow)
    whole.produced = 0.5 * (produced + other.produced)
    return whole
  }
}

/// The average of several replicas, with its error.
public struct SampledTransient: Sendable, Hashable {
  /// I in bits.
  public let information: Estimate

  /// The entropy produced in all, in nats.
  public let entropyProduced: Estimate

  /// The average of independent replicas.
  public init(averaging replicas: [TransientReplica]) {
    information = Average(replicas.map(\.relevantInformation)).estimate
    entropyProduced = Average(replicas.map(\.entropyProduced)).estimate
  }

  /// The averages at each of several times, from replicas that list them all.
  package static func averages(of replicas: [[TransientReplica]]) -> [SampledTransient] {
    (replicas.first ?? []).indices.map { time in SampledTransient(averaging: replicas.map { $0[time] }) }
  }

  /// The deviations of both estimates, I and the entropy produced, from the exact solution, with
  /// sign, in standard errors.
  public func deviations(from exact: TransientPerformance) -> [Double] {
    [
      information.deviation(from: exact.relevantInformation),
      entropyProduced.deviation(from: exact.entropyProduced),
    ]
  }
}
