import Randomness
import Validation

/// An exact trajectory of a driven network, as a sequence of sojourns; an observer is the body of the loop.
///
///     let bounds = try RateBounds(of: network, under: drive)
///     var balance = EnergyBalance()
///     for sojourn in DrivenTrajectory(network, under: drive, within: bounds, startingIn: p, random: random) {
///       balance.add(sojourn)
///     }
///     balance.work                                  // in k_B T
///
/// Rates that change in time are sampled without a time step by thinning: jumps are proposed at the constant rate of the
/// bound and carried out with the probability rate/bound. The last sojourn is cut at the end of the drive and has no exit.
///
/// Cost: one proposal needs the rates of all jumps out of a state; there are bound/rate proposals per jump.
/// Source: P. A. W. Lewis and G. S. Shedler, Nav. Res. Logist. Q. 26, 403 (1979).
public struct DrivenTrajectory<Control: Sendable>: Sequence, IteratorProtocol {
  /// The process.
  public let network: DrivenNetwork<Control>
  /// How its control moves.
  public let drive: Drive<Control>
  /// The state reached so far.
  @inlinable public var state: Int { current }
  /// The time reached so far.
  @inlinable public var time: Double { elapsed }

  @usableFromInline var current: Int
  @usableFromInline var elapsed: Double
  @usableFromInline let bounds: RateBounds
  @usableFromInline var piece: Int
  @usableFromInline var random: RandomStream

  /// A trajectory from the beginning of a drive to its end.
  ///
  /// - Parameters:
  ///   - network: the process.
  ///   - drive: how its control moves.
  ///   - bounds: upper bounds of the exit rates.
  ///   - state: where the trajectory starts.
  ///   - random: the stream to draw from.
  /// - Precondition: the bounds are for the states of the network and the duration of the drive.
  @inlinable
  public init(
    _ network: DrivenNetwork<Control>, under drive: Drive<Control>, within bounds: RateBounds, from state: Int,
    random: RandomStream
  ) {
    require(
      bounds.stateCount == network.stateCount && bounds.duration == drive.duration,
      "The bounds must be those of this network and this drive.")
    require((0..<network.stateCount).contains(state), "A trajectory must start in a state of the network.")
    (self.network, self.drive, self.bounds, self.random) = (network, drive, bounds, random)
    (current, elapsed, piece) = (state, 0, 0)
  }

  /// A trajectory whose first state is drawn from a distribution.
  ///
  /// - Parameters:
  ///   - network: the process.
  ///   - drive: how its control moves.
  ///   - bounds: upper bounds of its rates under that drive.
  ///   - distribution: the probabilities of the states at the beginning.
  ///   - random: the stream to draw from.
  @inlinable
  public init(
    _ network: DrivenNetwork<Control>, under drive: Drive<Control>, within bounds: RateBounds,
    startingIn distribution: [Double], random: RandomStream
  ) {
    require(distribution.count == network.stateCount, "The distribution must have one entry per state.")
    let total = distribution.reduce(0, +)
    require(
      distribution.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite,
      "Probabilities are finite and not negative, and one is positive.")
    var random = random
    var rest = random.uniform() * total
    var state = 0
    for (candidate, probability) in distribution.enumerated() where probability > 0 {
      state = candidate
      rest -= probability
      if rest < 0 { break }
    }
    self.init(network, under: drive, within: bounds, from: state, random: random)
  }

  /// The next sojourn; nil once the end of the drive is reached.
  @inlinable
  public mutating func next() -> DrivenSojourn? {
    let duration = drive.duration
    guard elapsed < duration else { return nil }
    let (here, start) = (current, elapsed)
    var exit: Jump?
    while exit == nil, elapsed < duration {
      let bound = bounds.bound(of: here, in: piece)
      let proposal = bound > 0 ? elapsed + random.exponential(rate: bound) : .infinity
      let end = bounds.end(of: piece)
      if proposal < end {
        elapsed = proposal
        exit = jump(outOf: here, at: drive(proposal), within: bound)
      } else {
        // Waiting times have no memory: at the end of a piece the next bound takes over.
        elapsed = end
        piece += 1
      }
    }
    if let exit { current = exit.to }
    return network.sojourn(in: here, from: start, to: elapsed, exit: exit, under: drive)
  }

  /// The jump that a proposal becomes; nil if it is declined.
  @inlinable
  mutating func jump(outOf state: Int, at control: Control, within bound: Double) -> Jump? {
    var rest = random.uniform() * bound
    var total = 0.0
    var chosen: Jump?
    for jump in network.exits[state] {
      let rate = network.rate(of: jump, at: control)
      require(rate >= 0, "A jump rate must not be negative or not a number.")
      total += rate
      rest -= rate
      if chosen == nil, rest < 0 { chosen = jump }
    }
    require(
      total <= bound * (1 + 1e-9),
      "State \(state) is left at the rate \(total), faster than its bound \(bound): name the breakpoints of the drive, or give more "
        + "pieces, a margin or a bound of your own.")
    return chosen
  }
}
