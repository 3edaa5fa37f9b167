import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// What the likelihood of a trajectory depends on: where it starts, how long it stays in each state, and how often it leaves
/// a state through each channel.
///
///     var trajectory = Gillespie(process, from: 0, random: random)
///     let path = PathStatistics(of: &trajectory, until: 10, stateCount: 2)
///     path.logLikelihood(under: process, from: [0.5, 0.5])
///
/// Of a process on the states 0..<n whose rates are constant in time these numbers are sufficient: the order of the
/// jumps does not matter.
public struct PathStatistics: Sendable, Hashable {
  /// The state at the beginning.
  public let start: Int

  /// The state at the end.
  public private(set) var end: Int

  /// The time spent in each state, in the time unit of the rates.
  public private(set) var sojournTimes: [Double]

  /// How often each channel was taken out of each state: channel c out of state s stands at `s * channelCount + c`.
  public private(set) var jumps: [Int]

  /// How many channels there are.
  public let channelCount: Int

  /// A trajectory that has not begun.
  ///
  /// - Precondition: there is at least one channel, and `start` is among the states.
  public init(startingIn start: Int, stateCount: Int, channelCount: Int) {
    require((0..<stateCount).contains(start), "A trajectory starts in one of its states.")
    require(channelCount > 0, "A jump process has at least one channel.")
    (self.start, end, self.channelCount) = (start, start, channelCount)
    sojournTimes = Array(repeating: 0, count: stateCount)
    jumps = Array(repeating: 0, count: stateCount * channelCount)
  }

  /// Observes a trajectory from now on until the time `end`.
  ///
  /// - Precondition: the states are 0..<stateCount, and the channels are numbered from 0.
  public init<Process: MarkovJumpProcess>(
    of trajectory: inout Gillespie<Process>, until end: Double, stateCount: Int
  ) where Process.State == Int {
    self.init(
      startingIn: trajectory.state, stateCount: stateCount, channelCount: trajectory.process.channels.upperBound)
    trajectory.advance(until: end) { add($0) }
    self.end = trajectory.state
  }

  /// Adds a sojourn and the jump that ends it, if one does.
  mutating func add(_ sojourn: Sojourn<Int>) {
    sojournTimes[sojourn.state] += sojourn.duration
    if let channel = sojourn.exit { jumps[sojourn.state * channelCount + channel] += 1 }
  }

  /// The same trajectory run backwards: every jump has become its reverse, out of the state that it led to.
  ///
  /// - Throws: `InvalidInput` where a jump was taken that nothing undoes.
  public func reversed<Process: MarkovJumpProcess>(
    in process: Process
  ) throws(InvalidInput) -> PathStatistics where Process.State == Int {
    var path = PathStatistics(startingIn: end, stateCount: sojournTimes.count, channelCount: channelCount)
    path.end = start
    path.sojournTimes = sojournTimes
    for (place, count) in jumps.enumerated() where count > 0 {
      var (state, channel) = (place / channelCount, place % channelCount)
      guard let reverse = process.reverse(of: channel) else {
        throw InvalidInput("Nothing undoes channel \(channel), so that the trajectory cannot be run backwards.")
      }
      process.fire(channel, on: &state)
      channel = reverse
      path.jumps[state * channelCount + channel] += count
    }
    return path
  }

  /// ln p(γ) under a process: ln p₀(start) + Σ jumps · ln rate − Σ sojourn time · exit rate, in nats, with
  /// respect to the measure Πdt of the jump times. Minus infinity where the process cannot take this path.
  ///
  /// Source: M. Reinhardt, G. Tkačik and P. R. ten Wolde, Phys. Rev. X 13, 041017 (2023), where path probabilities are
  /// averaged.
  ///
  /// - Parameters:
  ///   - process: the process that may have made the trajectory.
  ///   - initial: p₀, one probability per state.
  public func logLikelihood<Process: MarkovJumpProcess>(
    under process: Process, from initial: [Double]
  ) -> Double where Process.State == Int {
    PathRates(process, from: initial, channelCount: channelCount).logLikelihood(of: self)
  }
}

/// Rates and initial distribution of a process in the form in which a likelihood needs them.
struct PathRates: Sendable {
  private let logInitial: [Double]
  private let logRates: [Double]
  let rates: [Double]
  private let exitRates: [Double]
  private let channelCount: Int

  init<Process: MarkovJumpProcess>(
    _ process: Process, from initial: [Double], channelCount: Int
  ) where Process.State == Int {
    let rates = initial.indices.flatMap { state in
      (0..<channelCount).map { process.channels.contains($0) ? process.rate(of: $0, in: state) : 0 }
    }
    self.rates = rates
    self.channelCount = channelCount
    logRates = rates.map { Elementary.log($0) }
    logInitial = initial.map { Elementary.log($0) }
    exitRates = initial.indices.map { state in
      rates[state * channelCount..<(state + 1) * channelCount].reduce(0, +)
    }
  }

  func logLikelihood(of path: PathStatistics) -> Double {
    require(
      path.sojournTimes.count == exitRates.count && path.channelCount == channelCount,
      "A path and the process that may have made it have the same states and channels.")
    var sum = logInitial[path.start]
    for (state, time) in path.sojournTimes.enumerated() { sum -= time * exitRates[state] }
    // A channel that was not taken says nothing here, even where its rate is 0.
    for (place, count) in path.jumps.enumerated() where count > 0 { sum += Double(count) * logRates[place] }
    return sum
  }
}
