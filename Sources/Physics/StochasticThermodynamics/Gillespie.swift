import Randomness
import Validation

/// A stay in one state: how long it lasted, how it ended, and the entropy that the jump out of it released.
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
///     trajectory.advance(until: 110) { sojourn in
///       occupancy[sojourn.state.index] += sojourn.duration
///       heat += sojourn.entropyFlow
///     }
///     trajectory.states(at: [120, 130, 140])        // the states at these times
///
/// A trajectory is a value: a copy goes on by itself, with the same future. What moves it is `mutating`. Many trajectories
/// are an `Ensemble`, in which each has a stream of its own:
///
///     for trajectory in Ensemble(of: 100, random: random, { Gillespie(ring, from: 0, until: 50, random: $0) }) {
///       for sojourn in trajectory { heat += sojourn.entropyFlow }
///     }
///
/// The durations of a finite trajectory add up to its length: the last sojourn is cut at the end and has no exit. As
/// waiting times have no memory, a trajectory may be cut and continued anywhere. Out of an absorbing state nothing leads: its
/// sojourn lasts until the end.
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
  ///   - process: the jump process.
  ///   - state: where it starts.
  ///   - end: when it ends; by default never.
  ///   - random: the stream to draw from. Two trajectories from one stream are the same trajectory: take `random[i]` for the
  ///     i-th, or an `Ensemble`.
  @inlinable
  public init(_ process: Process, from state: Process.State, until end: Double = .infinity, random: RandomStream) {
    require(!end.isNaN, "A trajectory ends at a time, and not at nan.")
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

  /// Runs on to the time `end`, or to that of the trajectory if it comes before, and shows each sojourn on the way. The next call
  /// goes on from there.
  ///
  /// - Parameters:
  ///   - end: the time to run to. Where it has passed, nothing happens.
  ///   - observe: is called with every sojourn. One that is cut at `end` has no exit.
  @inlinable @inline(__always)
  public mutating func advance<Failure: Error>(
    until end: Double, _ observe: (Sojourn<Process.State>) throws(Failure) -> Void
  ) throws(Failure) {
    require(!end.isNaN, "A trajectory runs on to a time, and not to nan.")
    let finally = self.end
    self.end = Swift.min(end, finally)
    defer { self.end = finally }
    while let sojourn = next() { try observe(sojourn) }
  }

  /// Runs on to the time `end` without looking: the burn-in.
  @inlinable
  public mutating func relax(until end: Double) { advance(until: end) { _ in } }

  /// The states at these times; the trajectory is moved to the last of them.
  ///
  /// - Parameter times: in their order, none before the time that was reached. After the end of the trajectory the state is that at
  ///   the end.
  @inlinable
  public mutating func states(at times: some Sequence<Double>) -> [Process.State] {
    times.map { time in
      require(time >= elapsed || elapsed >= end, "A trajectory does not run backwards: the time \(elapsed) has passed.")
      relax(until: time)
      return state
    }
  }

  /// The next sojourn; nil once the end is reached.
  ///
  /// A jump is carried out only when the sojourn after it is asked for, so that a state of the process is never copied.
  @inlinable @inline(__always)
  public mutating func next() -> Sojourn<Process.State>? {
    guard elapsed < end else { return nil }
    if let channel = leaving {
      process.fire(channel, on: &current)
      require(
        process.contains(current),
        "Channel \(channel) leads to where the process cannot be: its rate must vanish there.")
      leaving = nil
    }
    let channels = process.channels
    // On the stack: an array in the structure would be asked at every access whether somebody else holds it.
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: channels.count) { rates in
      var total = 0.0
      for place in 0..<channels.count {
        let rate = process.rate(of: channels.lowerBound + place, in: current)
        require(
          rate >= 0, "A jump rate is not negative, and that of channel \(channels.lowerBound + place) is \(rate).")
        rates.initializeElement(at: place, to: rate)
        total += rate
      }
      require(total < .infinity, "The sum of the jump rates out of a state must be finite.")
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
