import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// The probability distribution of the work in a drive, the exact line under a histogram of sampled works.
///
///     let trap = HarmonicTrap.Control()
///     let line = try FokkerPlanck(HarmonicTrap(), inEquilibriumAt: trap, on: LineGrid(-8...9, points: 801))
///     let works = try line.workDistribution(of: .movingTrap(velocity: 1, over: 1), steps: 400, in: -10...12)
///     works.density(at: 0.5)                // 0.45926, that of the normal distribution N(e⁻¹, 2e⁻¹)
///     works.probability(to: 0)              // 0.33407
///
/// It is kept as its Fourier series on a range of works, ρ(w) = Σ φ(uₖ) e^(−iuₖw)/L with uₖ = 2πk/L, L the width of the range and
/// φ(u) = ⟨e^(iuW)⟩ the characteristic function. Where the density is smooth, the series converges faster than any power; it ends
/// where φ is below 1e-16. A work outside of the range counts as if it were a multiple of L nearer.
public struct WorkDensity: Sendable, Hashable, Validated {
  /// A value of the characteristic function.
  public struct Phase: Sendable, Hashable, Codable {
    /// ⟨cos uW⟩.
    public let cosine: Double
    /// ⟨sin uW⟩.
    public let sine: Double

    @usableFromInline
    init(cosine: Double, sine: Double) { (self.cosine, self.sine) = (cosine, sine) }
  }

  /// The works that are told apart, energies.
  public let range: ClosedRange<Double>
  /// The probability of all works: 1 unless final positions were excluded.
  public let total: Double
  /// The characteristic function at u = 2πk/L for k = 1, 2, …; at k = 0 it is the total.
  public let phases: [Phase]

  /// A distribution with a given characteristic function.
  ///
  /// - Precondition: the range has a positive, finite width.
  @usableFromInline
  init(in range: ClosedRange<Double>, total: Double, phases: [Phase]) {
    (self.range, self.total, self.phases) = (range, total, phases)
    requireNoFlaw()
  }

  /// Reads a distribution.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    range = try fields.read(.range)
    total = try fields.read(.total)
    phases = try fields.read(.phases)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the range; nil where nothing is.
  public var flaw: String? {
    width > 0 && width.isFinite ? nil : "The range of a distribution has a positive, finite width."
  }

  /// The limit of two solutions whose errors are in the ratio of four to one.
  ///
  /// - Precondition: both have the same range and equally many frequencies.
  package init(extrapolating coarse: WorkDensity, to fine: WorkDensity) {
    require(
      coarse.range == fine.range && coarse.phases.count == fine.phases.count,
      "A limit is taken of distributions on one range with equally many frequencies.")
    self.init(
      in: fine.range, total: fine.total + (fine.total - coarse.total) / 3,
      phases: zip(coarse.phases, fine.phases).map { coarse, fine in
        Phase(
          cosine: fine.cosine + (fine.cosine - coarse.cosine) / 3, sine: fine.sine + (fine.sine - coarse.sine) / 3)
      })
  }

  private var width: Double { range.upperBound - range.lowerBound }

  /// The probability density of the work, per unit of energy. Its error is absolute, and where it is below about 1e-15 of the
  /// maximum, it may be negative.
  public func density(at work: Double) -> Double {
    var sum = 0.5 * total
    for (number, phase) in phases.enumerated() {
      let (sine, cosine) = Elementary.sineAndCosine(ofTurns: Double(number + 1) * (work / width))
      sum += phase.cosine * cosine + phase.sine * sine
    }
    return 2 * sum / width
  }

  /// The probability of a work between two values, as far as they lie in the range.
  public func probability(from start: Double = -.infinity, to end: Double = .infinity) -> Double {
    let first = min(max(start, range.lowerBound), range.upperBound)
    let last = min(max(end, first), range.upperBound)
    var sum = 0.5 * total * ((last - first) / width)
    for (number, phase) in phases.enumerated() {
      let k = Double(number + 1)
      let (left, right) = (
        Elementary.sineAndCosine(ofTurns: k * (first / width)), Elementary.sineAndCosine(ofTurns: k * (last / width))
      )
      sum +=
        (phase.cosine * (right.sine - left.sine) - phase.sine * (right.cosine - left.cosine)) / (2 * Double.pi * k)
    }
    return 2 * sum
  }
}

extension FokkerPlanck {
  /// How the work is distributed that a drive does from now on.
  ///
  /// By the equation of Feynman and Kac for ⟨e^(iuW)⟩ restricted to the position, one u after the other: the symmetric splitting
  /// of work and diffusion, and the errors of second order, are those of ``run(_:steps:)``. Large frequencies ask for steps
  /// that are shorter than the relaxation in a well. A drive that begins at another control begins with a jump, whose work is
  /// counted.
  ///
  /// Source: T. Speck and U. Seifert, Phys. Rev. E 70, 066112 (2004), transformed from works to frequencies; with a real exponent
  /// G. Hummer and A. Szabo, Proc. Natl Acad. Sci. USA 98, 3658 (2001).
  ///
  /// - Parameters:
  ///   - drive: the control as a function of time.
  ///   - steps: into how many equal steps it is cut.
  ///   - range: the works to tell apart, energies. What lies outside is folded into it, so that it should hold all but a
  ///     negligible probability: from equilibrium, W < ΔF − x has at most the probability e^(−x/T).
  ///   - ends: the positions where the drive may end. A cell that is cut counts with its share.
  ///   - frequencies: how many values of the characteristic function to compute; by default, as many as are above 1e-16.
  /// - Throws: `InvalidInput` where there is no step or 2¹³ frequencies are not enough. Works of finitely many values need
  ///   infinitely many.
  @inlinable
  public func workDistribution(
    of drive: Drive<Terrain.Control>, steps: Int, in range: ClosedRange<Double>,
    endingIn ends: ClosedRange<Double> = -.infinity ... .infinity, frequencies: Int? = nil
  ) throws(InvalidInput) -> WorkDensity {
    try demand(steps > 0 && (frequencies ?? 1) > 0, "A distribution of work needs a step and a frequency.")
    let width = range.upperBound - range.lowerBound
    let energies = grid.positions.map { landscape.energy(at: $0, control) }
    let shares = (0..<grid.count).map { grid.share(of: $0, in: ends) }
    var phases: [WorkDensity.Phase] = []
    while try WorkDensity.needsMore(phases, frequencies) {
      // From k = 0 on: the first run finds the probability of the ends, too.
      let kernel = WorkPhaseKernel(
        probabilities: probabilities, energies: energies, first: phases.count, width: width)
      advance(kernel, along: drive, steps: steps)
      phases += kernel.averages(shares)
    }
    let kept = phases.dropFirst().prefix(frequencies ?? phases.count)
    return WorkDensity(in: range, total: phases[0].cosine, phases: Array(kept))
  }
}

extension WorkDensity {
  /// Whether there should be more values of the characteristic function: until there are so many, or the last eight vanish.
  @usableFromInline
  static func needsMore(_ phases: [Phase], _ count: Int?) throws(InvalidInput) -> Bool {
    if let count { return phases.count <= count }
    try demand(
      phases.count < 1 << 13,
      "The characteristic function does not decay: the work is too certain for a density, or the steps are too long.")
    return phases.isEmpty
      || phases.suffix(8).contains { $0.cosine * $0.cosine + $0.sine * $0.sine > 1e-32 }
  }
}
