import Randomness

/// A stay in one state: how long it lasted, how it ended, and what the jump out of it released.
public struct Sojourn<State> {
  /// The state in which the system stayed.
  public let state: State

  /// How long it stayed there, in the time unit of the rates.
  public let duration: Double

  /// The channel of the jump that ended the stay; nil where the observation ended first.
  public let exit: Int?

  /// The entropy which that jump released to the reservoir, in nats; 0 without a jump.
  public let entropyFlow: Double

  @inlinable
  init(state: State, duration: Double, exit: Int?, entropyFlow: Double) {
    self.state = state
    self.duration = duration
    self.exit = exit
    self.entropyFlow = entropyFlow
  }
}

/// An exact trajectory of a jump process, as a sequence of sojourns; an observer is the body of the loop.
///
///     var trajectory = Gillespie(network, from: SpinState([1, 1], in: network), random: random)
///     trajectory.relax(until: 10)
///     for sojourn in trajectory.until(110) {
///       occupancy[sojourn.state.index] += sojourn.duration
///       heat += sojourn.entropyFlow
///     }
///
/// The durations of a finite trajectory add up to its length: the last sojourn is cut at the end and has no exit. As
/// waiting times have no memory, a trajectory may be cut and continued anywhere.
///
/// Cost per event: the rates of all channels and one linear scan.
/// Source: D. T. Gillespie, J. Phys. Chem. 81, 2340 (1977), the direct method.
public struct Gillespie<Process: MarkovJumpProcess>: Sequence, IteratorProtocol {
  /// The process.
  public let process: Process

  /// The time reached so far.
  @inlinable public var time: Double { elapsed }

  @usableFromInline var elapsed: Double

  @usableFromInline var current: Process.State
  @usableFromInline var leaving: Int?
  @usableFromInline var random: RandomStream
  @usableFromInline var end: Double

  /// A trajectory from time 0.
  ///
  /// - Parameters:
  ///   - process: what happens.
  ///   - state: where it starts.
  ///   - end: when it ends; by default never.
  ///   - random: the stream to draw from. Two trajectories from one stream are the same trajectory.
  @inlinable
  public init(_ process: Process, from state: Process.State, until end: Double = .infinity, random: RandomStream) {
    self.process = process
    self.current = state
    self.end = end
    self.random = random
    elapsed = 0
  }

  /// The state reached so far.
  @inlinable
  public var state: Process.State {
    guard let leaving else { return current }
    var next = current
    process.fire(leaving, on: &next)
    return next
  }

  /// The trajectory from here on, ending at `end`.
  @inlinable
  public func until(_ end: Double) -> Gillespie {
    var bounded = self
    bounded.end = end
    return bounded
  }

  /// Runs to the time `end` without looking: the burn-in.
  @inlinable
  public mutating func relax(until end: Double) {
    let finally = self.end
    self.end = Swift.min(end, finally)
    while next() != nil {}
    self.end = finally
  }

  /// The next sojourn; nil once the end is reached.
  ///
  /// A jump is carried out only when the sojourn after it is asked for, so that a state of the process is never copied.
  @inlinable @inline(__always)
  public mutating func next() -> Sojourn<Process.State>? {
    guard elapsed < end else { return nil }
    if let channel = leaving {
      process.fire(channel, on: &current)
      leaving = nil
    }
    let channels = process.channels
    // On the stack: an array in the structure would be asked at every access whether somebody else holds it.
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: channels.count) { rates in
      var total = 0.0
      for place in 0..<channels.count {
        let rate = process.rate(of: channels.lowerBound + place, in: current)
        precondition(rate >= 0, "A jump rate must not be negative or not a number.")
        rates.initializeElement(at: place, to: rate)
        total += rate
      }
      precondition(total < .infinity, "The sum of the jump rates out of a state must be finite.")
      let wait = total > 0 ? random.exponential(rate: total) : .infinity
      guard elapsed + wait < end else {
        let rest = end - elapsed
        elapsed = end
        return Sojourn(state: current, duration: rest, exit: nil, entropyFlow: 0)
      }
      elapsed += wait
      let channel = channels.lowerBound + Self.chosen(from: rates, with: random.uniform() * total)
      leaving = channel
      return Sojourn(
        state: current, duration: wait, exit: channel, entropyFlow: process.entropyFlow(of: channel, from: current))
    }
  }

  /// The place of the channel whose share of the total rate holds `target`; the last open one if rounding runs past the
  /// end.
  @inlinable @inline(__always)
  static func chosen(from rates: UnsafeMutableBufferPointer<Double>, with target: Double) -> Int {
    var rest = target
    var last = 0
    for place in 0..<rates.count where rates[place] > 0 {
      last = place
      rest -= rates[place]
      if rest < 0 { break }
    }
    return last
  }
}
