import ElementaryFunctions
import Matrices
import Validation

/// A committee whose hidden units are alike but for the unit of the teacher that each is paired with: two kinds of modes, each with a balance of
/// its own.
///
///     let committee = SymmetricCommittee(CommitteeMachine(hiddenUnits: 2))
///     let rest = try committee.rest(after: .sudden(80), seed: 0.01)
///     committee.pairOverlap(of: rest.point)                     // r = 0.8065
///
/// The overlaps of K = M units are R_in = r for i = n and s else, Q_ik = q for i = k and c else. All matrices then commute, and a line has one
/// sum mode, Σ w_i/√K, and K − 1 difference modes. Each is a single weight in dR±/dt = h± − κ±R±, dV±/dt = 2 − 2κ±V±, with
/// R₊ = r + (K − 1)s and R₋ = r − s, and likewise for Q, κ and H, and pays
///
///     ΔS± + Q± = ΔI± + ∫Ṙ±² dt + ∫V̇±²/(4V±) dt.
///
/// The unspecialised student has R₋ = 0. For K ≠ M units all overlaps with the teacher are equal, R₊ = r√(KM) and R₋ = 0.
public struct SymmetricCommittee: Sendable, Hashable {
  /// Student and teacher.
  public let machine: CommitteeMachine

  /// A committee.
  public init(_ machine: CommitteeMachine) { self.machine = machine }

  /// One mode: a weight and what it is aligned with.
  public struct Mode: Sendable, Hashable, Codable {
    /// R±, the mean product with the mode of the teacher.
    public var overlap: Double
    /// V±, the variance at given teacher.
    public var variance: Double

    /// Q± = V± + R±².
    public var norm: Double { variance + overlap * overlap }

    /// I± = ½ ln(Q±/V±), in nats.
    public var information: Double { halfLogarithm(ofOnePlus: overlap * overlap / variance) }
  }

  /// Both modes.
  public struct Point: Sendable, Hashable, Codable {
    /// The sum mode.
    public var sum: Mode
    /// Each of the K − 1 difference modes; of no meaning for K = 1.
    public var difference: Mode

    var values: [Double] { [sum.overlap, sum.variance, difference.overlap, difference.variance] }

    init(sum: Mode, difference: Mode) { (self.sum, self.difference) = (sum, difference) }

    init(_ values: [Double]) {
      sum = Mode(overlap: values[0], variance: values[1])
      difference = Mode(overlap: values[2], variance: values[3])
    }
  }

  private var units: Double { Double(machine.hiddenUnits) }
  private var teachers: Double { Double(machine.teacherUnits) }

  /// K − 1, the number of difference modes.
  public var differenceModes: Double { units - 1 }

  /// Whether units can be paired with those of the teacher: K = M > 1.
  var canSpecialise: Bool { machine.hiddenUnits == machine.teacherUnits && machine.hiddenUnits > 1 }

  // MARK: - Overlaps

  /// r, the overlap of a unit with its own of the teacher.
  public func pairOverlap(of point: Point) -> Double { crossOverlap(of: point) + point.difference.overlap }

  /// s, the overlap of a unit with the others of the teacher.
  public func crossOverlap(of point: Point) -> Double {
    point.sum.overlap / (units * teachers).squareRoot() - point.difference.overlap / units
  }

  /// q = ⟨w_i²⟩.
  public func norm(of point: Point) -> Double { (point.sum.norm + differenceModes * point.difference.norm) / units }

  /// c = ⟨w_iw_k⟩ of two units.
  public func correlation(of point: Point) -> Double {
    units > 1 ? (point.sum.norm - point.difference.norm) / units : 0
  }

  /// The same as matrices.
  public func overlaps(of point: Point) -> CommitteeOverlaps {
    let (r, s) = (pairOverlap(of: point), crossOverlap(of: point))
    let v = (point.sum.variance + differenceModes * point.difference.variance) / units
    let c = units > 1 ? (point.sum.variance - point.difference.variance) / units : 0
    return CommitteeOverlaps(
      overlap: Matrix(rows: machine.hiddenUnits, columns: machine.teacherUnits) {
        machine.hiddenUnits == machine.teacherUnits && $0 != $1 ? s : r
      },
      variance: Matrix(rows: machine.hiddenUnits, columns: machine.hiddenUnits) { $0 == $1 ? v : c })
  }

  /// ½ ln(det Q/det V) of a line.
  public func information(of point: Point) -> Double {
    point.sum.information + (units > 1 ? differenceModes * point.difference.information : 0)
  }

  /// The student before it learns; see ``CommitteeMachine/start(seed:hint:)``. Without seed and hint for K ≠ M.
  public func start(seed: Double = 0, hint: Double = 0) -> Point {
    let k = machine.stiffness
    require(seed * seed * k < 1, "A seed is smaller than the weights.")
    let isPaired = machine.hiddenUnits == machine.teacherUnits
    require(isPaired || seed == 0 && hint == 0, "Only as many units as those of the teacher can be paired with them.")
    let mode = Mode(overlap: seed + hint / k, variance: 1 / k - seed * seed)
    return Point(sum: mode, difference: mode)
  }

  // MARK: - Force and energies

  /// κ± and h± of both modes.
  struct Force {
    var sumStiffness, sumPull, differenceStiffness, differencePull: Double
  }

  func force(at point: Point, rate: Double, hint: Double) -> Force {
    let (r, s) = (pairOverlap(of: point), crossOverlap(of: point))
    let c = correlation(of: point)
    let (width, factor) = (1 + norm(of: point), 2 * rate / .pi)
    let own = (2 * width - r * r).squareRoot()
    let other = (2 * width - s * s).squareRoot()
    let depth = (width * width - c * c).squareRoot()
    let sides = (teachers - 1) * s / other - differenceModes * c / depth
    let diagonal = machine.stiffness + factor / width * (1 / (2 * width - 1).squareRoot() + r / own + sides)
    let pulls = (1 / own + (teachers - 1) / other) * (units / teachers).squareRoot()
    // 1/D_r − 1/D_s = (r² − s²)/(D_rD_s(D_r + D_s)) does not cancel for small R₋ = r − s.
    let split = point.difference.overlap * (r + s) / (own * other * (own + other))
    return Force(
      sumStiffness: diagonal + (units > 1 ? differenceModes * factor / depth : 0), sumPull: factor * pulls + hint,
      differenceStiffness: diagonal - factor / depth, differencePull: factor * split + hint)
  }

  /// ε = ½⟨(σ − τ)²⟩.
  public func error(of point: Point) -> Double {
    let (r, s, width) = (pairOverlap(of: point), crossOverlap(of: point), 1 + norm(of: point))
    let root = (2 * width).squareRoot()
    let own = arcsine((width - 1) / width) + differenceModes * arcsine(correlation(of: point) / width)
    let common = arcsine(r / root) + (teachers - 1) * arcsine(s / root)
    return (units * own + teachers * Double.pi / 6 - 2 * units * common) / .pi
  }

  /// f = U − ½ ln det V, the free energy of a line at given teacher, up to a constant; see ``CommitteeMachine/freeEnergy(at:rate:hint:)``.
  public func freeEnergy(of point: Point, rate: Double, hint: Double = 0) -> Double {
    let norms = units * norm(of: point)
    let logarithms =
      Elementary.log(point.sum.variance)
      + (units > 1 ? differenceModes * Elementary.log(point.difference.variance) : 0)
    let paired = machine.hiddenUnits == machine.teacherUnits ? units * pairOverlap(of: point) : 0
    return 0.5 * machine.stiffness * norms + rate * error(of: point) - hint * paired - 0.5 * logarithms
  }

  // MARK: - Learning

  /// What a mode has paid, in nats per mode of a line.
  public struct Bill: Sendable, Hashable, Codable {
    /// ΔI±: the information about the teacher gained.
    public var information: Double
    /// ΔS±: the growth of the entropy.
    public var entropy: Double
    /// Q±: the heat given to the bath, in k_B T.
    public var heat: Double
    /// ∫Ṙ±² dt: lost by turning towards the teacher too fast.
    public var alignment: Double
    /// ∫V̇±²/(4V±) dt: lost by changing the variance at given teacher too fast.
    public var compression: Double

    /// ΔS± + Q±.
    public var cost: Double { entropy + heat }

    /// ΔS± + Q± − ΔI±: what was lost, as the sum of both integrals.
    public var losses: Double { alignment + compression }

    /// η± = ΔI±/(ΔS± + Q±).
    public var efficiency: Double { information / cost }

    /// ΔS± + Q± − ΔI± − losses: zero but for errors of integration.
    public var excess: Double { cost - information - losses }

    /// The bills of two modes together.
    public static func + (left: Bill, right: Bill) -> Bill {
      Bill(
        information: left.information + right.information, entropy: left.entropy + right.entropy,
        heat: left.heat + right.heat, alignment: left.alignment + right.alignment,
        compression: left.compression + right.compression)
    }

    /// The bill of several modes.
    public static func * (factor: Double, bill: Bill) -> Bill {
      Bill(
        information: factor * bill.information, entropy: factor * bill.entropy, heat: factor * bill.heat,
        alignment: factor * bill.alignment, compression: factor * bill.compression)
    }
  }

  /// Where a student is, and what it has paid.
  public struct Balance: Sendable, Hashable, Codable {
    /// Both modes.
    public var point: Point
    /// The bill of the sum mode, and that of each difference mode.
    public var sum, difference: Bill
    /// The bill of the whole line: that of the sum mode and K − 1 times that of a difference mode.
    public var total: Bill
  }

  /// The balances at these times.
  ///
  /// - Parameters:
  ///   - times: ascending; not negative.
  ///   - course: ν(t).
  ///   - seed: the overlap δ of every unit with its own of the teacher in the beginning.
  ///   - hint: b.
  ///   - tolerance: of the integrator.
  public func balances(
    at times: [Double], learning course: LearningCourse, seed: Double = 0, hint: Double = 0, tolerance: Double = 1e-10
  ) throws(InvalidInput) -> [Balance] {
    require(times.allSatisfy { $0 >= 0 }, "Learning starts at time 0.")
    let last = times.max() ?? 0
    let stops = ([0] + course.times.filter { $0 > 0 && $0 < last } + times).sorted()
    let start = start(seed: seed, hint: hint)
    let isLonely = machine.hiddenUnits == 1
    let largest = course.rates.max() ?? 0
    let path = try StiffIntegrator(tolerance: tolerance).solution(
      from: start.values, at: stops, firstStep: 0.001 / (machine.stiffness + largest)
    ) { time, y in
      guard y[1] > 0 && y[3] > 0 else { return [.nan, .nan, .nan, .nan] }
      let point = Point(y)
      let force = force(at: point, rate: course(time), hint: hint)
      let moves = isLonely ? 0.0 : 1
      return [
        force.sumPull - force.sumStiffness * y[0], 2 - 2 * force.sumStiffness * y[1],
        canSpecialise ? force.differencePull - force.differenceStiffness * y[2] : 0,
        moves * (2 - 2 * force.differenceStiffness * y[3]),
      ]
    } integrand: { _, y, slope in
      // κ = (2 − V̇)/2V, and the heat flows at the rate Ṙ² − κV̇/2.
      [0, 2].flatMap { mode -> [Double] in
        let (turn, squeeze, variance) = (slope[mode], slope[mode + 1], y[mode + 1])
        return [
          turn * turn - squeeze * (2 - squeeze) / (4 * variance), turn * turn, squeeze * squeeze / (4 * variance),
        ]
      }
    }
    return times.map { time in
      let there = path[stops.firstIndex(of: time) ?? 0]
      return balance(at: Point(there.value), there.integrals, from: start)
    }
  }

  private func balance(at point: Point, _ integrals: [Double], from start: Point) -> Balance {
    func bill(_ mode: Mode, _ before: Mode, _ place: Int) -> Bill {
      Bill(
        information: mode.information - before.information,
        entropy: 0.5 * Elementary.log(mode.norm / before.norm), heat: integrals[place],
        alignment: integrals[place + 1], compression: integrals[place + 2])
    }
    let sum = bill(point.sum, start.sum, 0)
    var difference = bill(point.difference, start.difference, 3)
    if machine.hiddenUnits == 1 { difference = 0 * difference }
    return Balance(point: point, sum: sum, difference: difference, total: sum + differenceModes * difference)
  }

  /// The balance when the student has come to rest after the course.
  ///
  /// - Throws: `InvalidInput` where it does not within 10⁷ relaxation times 1/k, as right at a transition.
  public func rest(
    after course: LearningCourse, seed: Double = 0, hint: Double = 0, tolerance: Double = 1e-10
  ) throws(InvalidInput) -> Balance {
    // Long waits cost little, as steps grow where nothing happens.
    let times = [50.0, 3e4, 1e7].map { course.duration + $0 / machine.stiffness }
    for end in times {
      let balance = try balances(at: [end], learning: course, seed: seed, hint: hint, tolerance: tolerance)[0]
      let force = force(at: balance.point, rate: course.finalRate, hint: hint)
      let (sum, difference) = (balance.point.sum, balance.point.difference)
      let slopes = [
        force.sumPull - force.sumStiffness * sum.overlap, 1 - force.sumStiffness * sum.variance,
        machine.hiddenUnits > 1 ? 1 - force.differenceStiffness * difference.variance : 0,
      ]
      // A small R₋ may be about to grow, however slowly.
      let turn = canSpecialise ? force.differencePull - force.differenceStiffness * difference.overlap : 0
      let isFading = abs(difference.overlap) < 1e-6 && turn * difference.overlap <= 0
      guard abs(turn) <= 1e-7 * abs(difference.overlap) || isFading else { continue }
      if slopes.allSatisfy({ abs($0) < 1e-7 }) { return balance }
    }
    throw InvalidInput(
      "The student has not come to rest: the learning rate \(course.finalRate) is too near to a transition.")
  }

  /// W₂² per line: Σ (R − R₀)² + (√V − √V₀)² over the modes; see ``CommitteeOverlaps/squaredDistance(from:)``.
  public func squaredDistance(from start: Point, to end: Point) -> Double {
    func distance(_ one: Mode, _ other: Mode) -> Double {
      let (shift, widths) = (
        other.overlap - one.overlap, other.variance.squareRoot() - one.variance.squareRoot()
      )
      return shift * shift + widths * widths
    }
    let differences = units > 1 ? differenceModes * distance(start.difference, end.difference) : 0
    return distance(start.sum, end.sum) + differences
  }
}
