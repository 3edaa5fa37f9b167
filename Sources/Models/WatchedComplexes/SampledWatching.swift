import Cells
import ElementaryFunctions
import Estimation
import PathInformation
import Randomness
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// The information about the answer in sampled paths of one duration.
public struct WatchedSample: Sendable, Validated, Hashable, Mergeable {
  /// I(γ; y) in nats.
  public var information: PathInformationSample

  /// I(γ; y) − I({γ, γᴿ}; y) in nats: the information in the direction of time. Empty if not asked for.
  public var arrow: Average

  /// dI(γ; y)/dT in nats per 1/k0, from filtered rates. Empty where it was not asked for.
  public var slope: Average

  /// The number of flips of both spins during the observation.
  public var flips: Average

  init(prior: [Double], available: Double) {
    information = PathInformationSample(prior: prior, available: available)
    (arrow, slope, flips) = (Average(), Average(), Average())
  }

  /// Reads a sample.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    information = try fields.read(.information)
    arrow = try fields.read(.arrow)
    slope = try fields.read(.slope)
    flips = try fields.read(.flips)
    try decoder.refuseFlaw(of: self)
  }

  private enum CodingKeys: CodingKey {
    case information, arrow, slope, flips
  }

  /// What is wrong; nil where nothing is.
  public var flaw: String? {
    information.flaw ?? (flips.count == information.count ? nil : "The flips of every path are counted.")
  }

  /// I(γ; y) in bits.
  public var bits: Estimate { bitsPerNat * information.information }

  /// What the arrow of time adds, in bits.
  public var arrowBits: Estimate { bitsPerNat * arrow.estimate }

  /// dI(γ; y)/dT in bits per 1/k0.
  public var slopeBits: Estimate { bitsPerNat * slope.estimate }

  /// How far B − A is from 0, in standard errors; see `PathInformationSample`.
  public var mismatch: Double { information.mismatch.deviation(from: 0) }

  /// Adds all paths of another sample.
  public mutating func merge(_ other: WatchedSample) {
    information.merge(other.information)
    arrow.merge(other.arrow)
    slope.merge(other.slope)
    flips.merge(other.flips)
  }
}

extension WatchedTask {
  /// Watches a complex in its steady state along independent paths, each with an input of its own, and reads them off by
  /// the exact posterior at several times.
  ///
  /// Samples at different times are of the same paths, and so are not independent.
  ///
  /// - Parameters:
  ///   - times: of the observation, increasing, in units of 1/k0.
  ///   - paths: how many.
  ///   - arrow: whether to find the information in the direction of time.
  ///   - slope: whether to find dI/dT, by filtered rates.
  ///   - law: of the rates of the spins that are watched. The reader believes in exponential ones: with
  ///     others B − A is not 0.
  ///   - random: the stream to draw from.
  public func watch(
    at times: [Double], paths: Int, arrow: Bool = false, slope: Bool = false, law: RateLaw = .exponential,
    random: RandomStream
  ) -> [WatchedSample] {
    require(
      times.allSatisfy { $0 >= 0 && $0.isFinite } && zip(times, times.dropFirst()).allSatisfy { $0 < $1 },
      "Times of observation are increasing and not negative.")
    let rate = CyclePathReader.largestFlipRate(of: complex)
    let steps = times.map { CyclePathReader.step(for: self, time: $0, flipRate: rate) }
    let readers = Dictionary(uniqueKeysWithValues: Set(steps).map { ($0, CyclePathReader(self, step: $0)) })
    let readings = steps.compactMap { readers[$0] }
    let (available, prior) = available
    var samples = times.map { _ in WatchedSample(prior: [1 - prior, prior], available: available) }
    let spread = (1 - correlation * correlation).squareRoot()
    for number in 0..<paths {
      var random = random[number]
      let z = SIMD2(random.normal(), random.normal())
      let x = SIMD2(z.x, correlation * z.x + spread * z.y)
      let truth = gate.probabilityOfOne(reading: x)
      let process = process(reading: x, law: law)
      let start = Self.draw(process.stationary, random.uniform())
      var path = CyclePath(startingIn: start)
      var trajectory = Gillespie(process, from: start, random: random)
      var flips = 0.0
      for (place, time) in times.enumerated() {
        trajectory.advance(until: time) { sojourn in
          path.add(sojourn)
          if sojourn.exit != nil { flips += 1 }
        }
        let q: Double
        if arrow {
          let (forward, back) = readings[place].evidences(of: path)
          q = forward.posterior
          // Averaged over both directions, given the path without its arrow: never negative, and less noisy than one.
          let whole = forward.whole + back.whole
          let both = binaryEntropy(min(1, (forward.one + back.one) / whole))
          let known =
            (forward.whole * binaryEntropy(forward.posterior) + back.whole * binaryEntropy(back.posterior)) / whole
          samples[place].arrow.add(both - known)
        } else {
          q = readings[place].evidence(of: path).posterior
        }
        if slope { samples[place].slope.add(readings[place].informationRate(after: path)) }
        samples[place].information.add([1 - q, q], truth: [1 - truth, truth])
        samples[place].flips.add(flips)
      }
    }
    return samples
  }

  private func process(reading x: SIMD2<Double>, law: RateLaw) -> CycleProcess {
    guard law != .exponential else { return complex.process(reading: x) }
    return CycleProcess(
      SensoryCycle(SensoryComplex(couplings: complex.couplings, beta: beta, law: law), reading: x))
  }

  private static func draw(_ p: SIMD4<Double>, _ u: Double) -> Int {
    u < p.x ? 0 : u < p.x + p.y ? 1 : u < p.x + p.y + p.z ? 2 : 3
  }
}

/// A complex watched along sampled paths: one replica, to be merged with others.
public struct SampledWatching: Cell {
  /// The complex that is watched, and the question.
  public var task: WatchedTask
  /// The times of observation, increasing, in units of 1/k0.
  public var times: [Double]
  /// How many paths.
  public var paths: Int
  /// Whether to find the information in the direction of time.
  public var arrow: Bool
  /// Whether to find dI/dT, by filtered rates.
  public var slope: Bool

  /// A cell.
  public init(task: WatchedTask, times: [Double], paths: Int, arrow: Bool = false, slope: Bool = false) {
    (self.task, self.times, self.paths, self.arrow, self.slope) = (task, times, paths, arrow, slope)
  }

  /// A sample at each time.
  public func compute(_ random: RandomStream) -> [WatchedSample] {
    task.watch(at: times, paths: paths, arrow: arrow, slope: slope, random: random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  public func flaw(in result: [WatchedSample]) -> String? {
    result.count == times.count && result.allSatisfy { $0.information.prior.count == 2 }
      ? nil : "There is not one sample of the answers 0 and 1 per time."
  }
}
