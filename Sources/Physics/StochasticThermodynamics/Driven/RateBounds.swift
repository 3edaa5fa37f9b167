/// Upper bounds of the rates at which states are left, one per state and piece of a drive: what thinning needs.
///
///     let bounds = RateBounds(of: network, under: drive, pieces: 16)
public struct RateBounds: Sendable {
  /// How long the drive lasts.
  public let duration: Double
  /// Into how many equal pieces the time is divided.
  public let pieces: Int
  @usableFromInline let stateCount: Int
  @usableFromInline let bounds: [Double]

  /// Bounds that are known.
  ///
  /// - Parameters:
  ///   - duration: how long the drive lasts.
  ///   - pieces: into how many equal pieces its time is divided.
  ///   - stateCount: how many states there are.
  ///   - bound: a number that the exit rate of the state does not exceed during these times; finite, not negative.
  public init(
    over duration: Double, pieces: Int, stateCount: Int, bound: (_ state: Int, _ times: ClosedRange<Double>) -> Double
  ) {
    precondition(pieces > 0 && duration > 0 && duration.isFinite, "A drive is divided into at least one piece.")
    (self.duration, self.pieces, self.stateCount) = (duration, pieces, stateCount)
    let length = duration / Double(pieces)
    bounds = (0..<pieces * stateCount).map { place in
      let (piece, state) = place.quotientAndRemainder(dividingBy: stateCount)
      let end = piece == pieces - 1 ? duration : Double(piece + 1) * length
      let value = bound(state, Double(piece) * length...end)
      precondition(value >= 0 && value.isFinite, "A bound of a rate must be finite and not negative.")
      return value
    }
  }

  /// Bounds from the rates at both ends of each piece.
  ///
  /// They hold where the rate of each jump is monotone within each piece, as it is if energies and driving rise or fall there,
  /// jumps of the control included. Where the control turns around inside a piece, ask for more pieces or a margin. A rate
  /// above its bound is noticed by ``DrivenTrajectory``, which stops.
  ///
  /// - Parameters:
  ///   - network: the process.
  ///   - drive: how its control moves.
  ///   - pieces: into how many equal pieces the time is divided. More make the bounds tighter.
  ///   - margin: a factor ≥ 1 on all bounds.
  public init<Control>(
    of network: DrivenNetwork<Control>, under drive: Drive<Control>, pieces: Int = 32, margin: Double = 1
  ) {
    precondition(margin >= 1, "A margin below 1 would not leave a bound.")
    self.init(over: drive.duration, pieces: pieces, stateCount: network.stateCount) { state, times in
      let (first, last) = (drive(times.lowerBound), drive(times.upperBound))
      return margin
        * network.exits[state].reduce(0) { sum, jump in
          sum + max(network.rate(of: jump, at: first), network.rate(of: jump, at: last))
        }
    }
  }

  /// The bound for a state in a piece.
  @inlinable
  func bound(of state: Int, in piece: Int) -> Double { bounds[piece * stateCount + state] }

  /// When a piece ends.
  @inlinable
  func end(of piece: Int) -> Double {
    piece >= pieces - 1 ? duration : Double(piece + 1) * (duration / Double(pieces))
  }
}
