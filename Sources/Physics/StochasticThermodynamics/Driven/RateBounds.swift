import Validation

/// Upper bounds of the rates at which states are left, one per state and piece of a drive, as thinning needs them.
///
///     let bounds = try RateBounds(of: network, under: drive, pieces: 16)
public struct RateBounds: Sendable {
  /// How long the drive lasts.
  public let duration: Double
  /// Into how many pieces the time is divided.
  @inlinable public var pieces: Int { ends.count }
  @usableFromInline let ends: [Double]
  @usableFromInline let stateCount: Int
  @usableFromInline let bounds: [Double]

  /// Bounds that are known.
  ///
  /// - Parameters:
  ///   - duration: how long the drive lasts.
  ///   - pieces: into how many equal pieces its time is divided.
  ///   - stateCount: how many states there are.
  ///   - bound: a number that the exit rate of the state does not exceed during these times; finite, not negative.
  /// - Throws: `InvalidInput` where a bound is negative or not finite, or there is nothing to divide.
  public init(
    over duration: Double, pieces: Int, stateCount: Int, bound: (_ state: Int, _ times: ClosedRange<Double>) -> Double
  ) throws(InvalidInput) {
    try self.init(ends: Self.equal(pieces, of: duration), stateCount: stateCount, bound: bound)
  }

  private init(
    ends: [Double], stateCount: Int, bound: (_ state: Int, _ times: ClosedRange<Double>) -> Double
  ) throws(InvalidInput) {
    try demand(
      stateCount >= 0 && ends.count * stateCount <= 1 << 24,
      "\(ends.count) pieces and \(stateCount) states are too many together: take fewer pieces.")
    (self.ends, self.stateCount, duration) = (ends, stateCount, ends[ends.count - 1])
    var bounds: [Double] = []
    for (start, end) in zip([0] + ends, ends) {
      for state in 0..<stateCount {
        let value = bound(state, start...end)
        try demand(
          value >= 0 && value.isFinite,
          "A bound of a rate must be finite and not negative, and that of state \(state) between \(start) and \(end) is \(value)."
        )
        bounds.append(value)
      }
    }
    self.bounds = bounds
  }

  /// The ends of equal pieces.
  private static func equal(_ pieces: Int, of duration: Double) throws(InvalidInput) -> [Double] {
    try demand(
      (1...1 << 24).contains(pieces) && duration > 0 && duration.isFinite,
      "A drive lasts a positive, finite time and is divided into 1 to 16 million pieces.")
    let length = duration / Double(pieces)
    return (1...pieces).map { $0 == pieces ? duration : Double($0) * length }
  }

  /// Bounds from the rates at both ends of each piece, and a look inside.
  ///
  /// Pieces end at the breakpoints of the drive. The rate of each jump is taken for monotone within a piece, as it is if energies
  /// and driving rise or fall there. Where it is seen at seven times inside that it is not, the bound is one and a half times the
  /// largest rate that was found. A state that seems not to be left is asked now and then all the same. So a rate above its
  /// bound is noticed by ``DrivenTrajectory``, which stops and says so: name the breakpoints of the drive, ask for more pieces or a
  /// margin.
  ///
  /// - Parameters:
  ///   - network: the process.
  ///   - drive: how its control moves.
  ///   - pieces: into how many equal pieces the time is divided, besides the breakpoints. More make the bounds tighter. None is
  ///     longer than the largest step of the drive.
  ///   - margin: a factor ≥ 1 on all bounds.
  /// - Throws: `InvalidInput` where a rate is negative or not finite.
  public init<Control>(
    of network: DrivenNetwork<Control>, under drive: Drive<Control>, pieces: Int = 32, margin: Double = 1
  ) throws(InvalidInput) {
    try demand(margin >= 1 && margin.isFinite, "A margin is a factor of at least 1, and not \(margin).")
    let least = drive.largestStep.map { (drive.duration / $0 * (1 - 1e-12)).rounded(.up) } ?? 1
    try demand(least < 0x1p24, "The largest step of the drive, \(drive.solverStep), is too short for its duration.")
    let equal = try Self.equal(max(pieces, Int(least)), of: drive.duration)
    let breakpoints = drive.breakpoints
    let ends = breakpoints.isEmpty ? equal : Array(Set(equal + breakpoints)).sorted()
    let stretches = drive.stretches
    var place = 0
    try self.init(ends: ends, stateCount: network.stateCount) { state, times in
      while stretches[place].upperBound < times.upperBound { place += 1 }
      let exits = network.exits[state]
      func rates(at time: Double) -> [Double] {
        let control = drive(time, within: stretches[place])
        return exits.map { exit in
          let rate = network.rate(of: exit, at: control)
          return rate >= 0 ? rate : .nan
        }
      }
      // NaN where one is, so that it is not mistaken for the smaller.
      func larger(_ one: Double, _ other: Double) -> Double { one.isNaN || one > other ? one : other }
      let (first, last) = (rates(at: times.lowerBound), rates(at: times.upperBound))
      var bound = zip(first, last).reduce(0) { $0 + larger($1.0, $1.1) }
      let length = times.upperBound - times.lowerBound
      var largest = bound
      for part in Self.probes { largest = larger(largest, rates(at: times.lowerBound + part * length).reduce(0, +)) }
      if !(largest <= bound * (1 + 1e-9)) { bound = 1.5 * largest }
      // At 0 nothing would ever be asked.
      return bound != 0 || exits.isEmpty ? margin * bound : 1 / length
    }
  }

  /// Where in a piece rates are looked at, besides its ends.
  private static let probes = [0.06, 0.21, 0.37, 0.5, 0.66, 0.82, 0.93]

  /// The bound for a state in a piece.
  @inlinable
  func bound(of state: Int, in piece: Int) -> Double { bounds[piece * stateCount + state] }

  /// When a piece ends.
  @inlinable
  func end(of piece: Int) -> Double {
    ends[min(piece, ends.count - 1)]
  }
}
