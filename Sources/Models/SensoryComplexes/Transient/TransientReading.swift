import ElementaryFunctions
import Validation

/// Couplings that are held for a time.
public struct ProtocolSegment: Sendable, Codable, Hashable {
  /// The couplings.
  public var couplings: PairCouplings

  /// For how long, in units of 1/k0.
  public var duration: Double

  /// A segment of a protocol.
  public init(_ couplings: PairCouplings, for duration: Double) {
    self.couplings = couplings
    self.duration = duration
  }
}

/// What a complex has achieved some time after its inputs were switched on, and what it has paid until then.
public struct TransientPerformance: Sendable, Codable, Hashable {
  /// I(s_t, y): what the state at the time tells about the answer, in bits.
  public var relevantInformation: Double

  /// The total entropy produced until then, averaged over the inputs, in nats.
  public var entropyProduced: Double
}

/// A task that is read before the complex has come to rest: from uniformly distributed spins, with the input switched on
/// at t = 0.
///
///     let transient = TransientReading(task)
///     transient.course(of: PairCouplings(j12: -0.7, j21: 0.7), at: [0.1, 1, 10])
///     transient.performance(of: [ProtocolSegment(weak, for: 0.4), ProtocolSegment(strong, for: 0.6)])
///
/// The entropy produced in all is what the bath receives with the jumps plus the change of the Shannon entropy of p(s, t|x),
/// averaged over x. It is the time integral of `RateMatrix.entropyProductionRate(_:)` and never decreases. Switching the
/// couplings moves no spin and produces no entropy by itself; its work, where couplings have an energy, shows up as heat of
/// later jumps.
///
/// Where inputs, weights and answers are even under x → −x only half of the inputs are computed: p(−s|−x) = p(s|x).
public struct TransientReading: Sendable {
  /// The task.
  public let task: ParityGateTask

  /// Whether each input also stands for its negative.
  let isFolded: Bool

  /// The inputs that are computed.
  let inputs: [Input]

  /// One input: x, p(x), p(y = 1|x), exp(−βx).
  struct Input: Sendable {
    let x: SIMD2<Double>
    let weight, answer: Double
    let roots: SIMD2<Double>
  }

  /// The spins before the input is switched on.
  static let start = SIMD4(repeating: 0.25)

  /// A task read in time.
  public init(_ task: ParityGateTask) {
    let ensemble = task.ensemble
    let last = ensemble.inputs.count - 1
    let isFolded = ensemble.inputs.indices.allSatisfy { place in
      ensemble.inputs[place] == -ensemble.inputs[last - place]
        && ensemble.weights[place] == ensemble.weights[last - place]
        && task.answers[place] == task.answers[last - place]
    }
    let kept = isFolded ? 0...(last / 2) : 0...last
    inputs = kept.map { place in
      let x = ensemble.inputs[place]
      let weight = (isFolded && place != last - place ? 2 : 1) * ensemble.weights[place]
      return Input(
        x: x, weight: weight, answer: task.answers[place],
        roots: SIMD2(Elementary.exp(-task.beta * x.x), Elementary.exp(-task.beta * x.y)))
    }
    (self.task, self.isFolded) = (task, isFolded)
  }

  /// The performance at the end of a protocol.
  public func performance(of segments: [ProtocolSegment]) -> TransientPerformance {
    guard let last = performances(of: segments).last else {
      fatalError("A protocol has at least one segment.")
    }
    return last
  }

  /// The performance at several times with constant couplings.
  ///
  /// - Parameters:
  ///   - couplings: of the complex.
  ///   - times: increasing, in units of 1/k0.
  public func course(of couplings: PairCouplings, at times: [Double]) -> [TransientPerformance] {
    performances(of: ProtocolSegment.sequence(of: couplings, until: times))
  }

  /// The performance at the end of every segment of a protocol, exact up to the quadrature over the inputs.
  public func performances(of segments: [ProtocolSegment]) -> [TransientPerformance] {
    var p = Array(repeating: Self.start, count: inputs.count)
    var flow = 0.0
    return segments.map { segment in
      let complex = SensoryComplex(couplings: segment.couplings, beta: task.beta, law: task.law)
      let roots = SensoryComplex.BoltzmannRoots(segment.couplings, beta: task.beta)
      var joint = JointDistribution()
      var entropy = 0.0
      for (place, input) in inputs.enumerated() {
        let cycle = SensoryCycle(complex, roots: roots, reading: input.x, roots: input.roots)
        let propagator = SensoryPropagator(cycle, for: segment.duration)
        flow += input.weight * propagator.entropyFlow(from: p[place])
        let now = propagator.evolve(p[place])
        p[place] = now
        joint.add(now, answer: input.answer, weight: input.weight)
        entropy -= input.weight * Self.sumOfLogarithms(now)
      }
      let system = entropy - Elementary.log(4.0)
      return TransientPerformance(
        relevantInformation: joint.information(isFolded: isFolded), entropyProduced: flow + system)
    }
  }

  /// Σ p ln p.
  @inline(__always)
  private static func sumOfLogarithms(_ p: SIMD4<Double>) -> Double {
    var sum = 0.0
    for state in 0..<4 where p[state] > 0 { sum += p[state] * Elementary.log(p[state]) }
    return sum
  }
}

extension ProtocolSegment {
  /// The same couplings held from 0 to each of the times.
  static func sequence(of couplings: PairCouplings, until times: [Double]) -> [ProtocolSegment] {
    require(zip([0] + times, times).allSatisfy { $0 <= $1 }, "Times must increase from 0.")
    return zip([0] + times, times).map { ProtocolSegment(couplings, for: $1 - $0) }
  }
}

extension [ProtocolSegment] {
  /// The same protocol with boundaries at the given times too, so that its performance is known there.
  ///
  /// - Parameter times: within the protocol, in units of 1/k0; others are ignored.
  public func cut(at times: [Double]) -> [ProtocolSegment] {
    var start = 0.0
    return flatMap { segment -> [ProtocolSegment] in
      let end = start + segment.duration
      let inner = times.filter { start < $0 && $0 < end }.sorted()
      let pieces = zip([start] + inner, inner + [end]).map { ProtocolSegment(segment.couplings, for: $1 - $0) }
      start = end
      return pieces
    }
  }

  /// The times at which its segments end, in units of 1/k0.
  public var ends: [Double] {
    var time = 0.0
    return map {
      time += $0.duration
      return time
    }
  }
}
