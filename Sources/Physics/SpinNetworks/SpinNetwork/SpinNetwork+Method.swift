import Randomness

extension SpinNetwork {
  /// A way to simulate the network. All are exact; they differ in speed.
  ///
  /// A method is described where its kernel is, in `Kernels`, and is listed in ``allCases``. Whatever samples, chooses, tests or
  /// measures goes through that list.
  public struct Method: RawRepresentable, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// All methods; of two that are expected to be equally fast, the first is chosen.
    public static let allCases: [Method] = [.table, .multiplicative, .thinning, .sumTree, .rejection]

    /// Those that follow one trajectory at a time.
    package static let single = allCases.filter { $0.walkers == 1 }

    /// The name, by which a method is encoded.
    public let rawValue: String

    /// How many copies of the network a kernel runs side by side: their trajectories share the time of an observation.
    package let walkers: Int

    /// Whether it is good for sparse couplings only, and not worth a measurement of its speed in dense ones.
    package let isForSparseCouplings: Bool

    /// Whether it is fast enough for the paths of few spins that the choice is not worth the measurement of an acceptance.
    let isForFewSpins: Bool

    /// Whether an observation is worth the preparation, in a network and for k0 times its duration.
    let isWorthwhile: @Sendable (_ network: SpinNetwork, _ attempts: Double) -> Bool

    /// The time of a flip in nanoseconds, where this fraction of tries is accepted: as a fit to measured times on a processor of
    /// 2022 with AVX-512. Only ratios matter. It never falls as the acceptance falls.
    let timePerFlip: @Sendable (_ network: SpinNetwork, _ acceptance: Double) -> Double

    /// The fraction of tries that the method accepts, where that is not the one of thinning.
    let ownAcceptance: @Sendable (_ network: SpinNetwork, _ start: [Double], _ random: RandomStream) -> Double?

    /// Makes a kernel for networks of these couplings, temperature and law.
    let kernel: @Sendable (_ network: SpinNetwork, _ random: RandomStream) -> AnySpinKernel

    private let canSimulate: @Sendable (SpinNetwork) -> Bool

    init(
      _ name: String, walkers: Int = 1, isForSparseCouplings: Bool = false, isForFewSpins: Bool = false,
      appliesTo canSimulate: @escaping @Sendable (SpinNetwork) -> Bool,
      isWorthwhile: @escaping @Sendable (_ network: SpinNetwork, _ attempts: Double) -> Bool = { _, _ in true },
      timePerFlip: @escaping @Sendable (_ network: SpinNetwork, _ acceptance: Double) -> Double,
      kernel: @escaping @Sendable (_ network: SpinNetwork, _ random: RandomStream) -> AnySpinKernel,
      ownAcceptance:
        @escaping @Sendable (_ network: SpinNetwork, _ start: [Double], _ random: RandomStream) -> Double? = {
          _, _, _ in nil
        }
    ) {
      rawValue = name
      self.walkers = walkers
      self.isForSparseCouplings = isForSparseCouplings
      self.isForFewSpins = isForFewSpins
      self.canSimulate = canSimulate
      self.isWorthwhile = isWorthwhile
      self.timePerFlip = timePerFlip
      self.kernel = kernel
      self.ownAcceptance = ownAcceptance
    }

    /// The method of this name; nil if there is none.
    public init?(rawValue: String) {
      guard let method = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
      self = method
    }

    /// The name.
    public var description: String { rawValue }

    /// Whether the method can simulate a network of this size and law.
    ///
    /// Only thinning can where exp(β(Σ_j |W_ij| + |x_i|)) exceeds e³⁰⁰ for a spin i: the others keep rates, which would overflow.
    public func applies(to network: SpinNetwork) -> Bool { canSimulate(network) }
  }

  /// Whether no rate, and no product of a few, can overflow.
  var hasModerateRates: Bool {
    beta * (couplings.largestRow + (fields.lazy.map(abs).max() ?? 0)) <= 300
  }

  /// On how many spins one acts, on average.
  var neighbours: Double { Double(couplings.count) / Double(count) }

  /// The method that ``sample(from:burnIn:duration:observesPairs:method:random:)`` chooses.
  ///
  /// - Up to 10 spins the table, unless the observation is too short to be worth one (2^N/k0).
  /// - Else the method with the least expected time per flip. For thinning and rejection it depends on the acceptance, which is
  ///   measured in a warm-up of fixed length, 8192 tries from the start and 8192 more that count; for rejection in networks of more
  ///   than 8192 spins, which it divides, in one of its own, of 16 384 flips and 16 384 more.
  ///
  /// In dense networks with couplings of the order 1/√N this is, at β = 1, multiplication below about 16 spins and thinning
  /// above; in the cold multiplication up to about 200 spins; in sparse ones rejection, and in the cold the tree of sums; for Glauber
  /// rates thinning, unless hardly a try is accepted. The choice is a function of network, start, duration and stream, never of
  /// the clock, so that results can be repeated.
  public func fastestMethod(from start: [Double]? = nil, duration: Double, random: RandomStream) -> Method {
    fastestMethod(
      among: Method.allCases, from: start ?? Array(repeating: 1, count: count), duration: duration, random: random)
  }

  /// The same choice among some of the methods; thinning if none of them applies.
  func fastestMethod(
    among candidates: [Method], from start: [Double], duration: Double, random: RandomStream
  ) -> Method {
    let methods = candidates.filter { $0.applies(to: self) && $0.isWorthwhile(self, duration * attemptRate) }
    func fastest(_ acceptance: (Method) -> Double) -> Method {
      zip(methods, methods.map { $0.timePerFlip(self, acceptance($0)) }).min { $0.1 < $1.1 }?.0 ?? .thinning
    }
    // A method that is fastest even if all tries are accepted stays so, if its own time does not depend on them.
    let leastAcceptance = 1e-9
    let method = fastest { _ in 1 }
    if method.timePerFlip(self, 1) == method.timePerFlip(self, leastAcceptance) { return method }
    let acceptance = acceptance(from: start, random["method"])
    return fastest { max($0.ownAcceptance(self, start, random["rejection"]) ?? acceptance, leastAcceptance) }
  }
}
