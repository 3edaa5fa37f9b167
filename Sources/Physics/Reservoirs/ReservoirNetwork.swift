import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// A process in contact with reservoirs, solved exactly: all its states and, channel by channel, every way between them.
///
///     let network = try ReservoirNetwork(enumerating: engine, from: 0)
///     let p = try network.stationary
///     network.flows(p).heat                         // per channel and unit time
///     network.apparentEntropyProductionRate(p) { $0 == 2 }       // from what can be seen of the states
///
/// Its states are numbers, and everything that a jump does stands in a table: `Gillespie` is much faster on the network than on
/// the process from which it was made, and draws the same trajectory.
public struct ReservoirNetwork<Process: ReservoirProcess>: ReservoirProcess {
  /// What was enumerated.
  public let process: Process

  /// The states of the process, by their numbers.
  public let states: [Process.State]

  /// The energies of the states.
  public let energies: [Double]

  /// The master equation: an edge for each way between two states, several where several channels join them.
  public let matrix: RateMatrix

  /// The channels forth and back of each edge of the matrix, with what a jump from → to does.
  private let ways: [(forth: Int, back: Int, heat: Double, work: Double)]

  /// What a jump does, at `state * channelCount + channel`.
  @usableFromInline let jumps: [Jump]
  @usableFromInline let channelCount: Int

  @usableFromInline
  struct Jump: Sendable {
    @usableFromInline var target = -1
    @usableFromInline var rate = 0.0, heat = 0.0, work = 0.0, entropyFlow = 0.0
  }

  /// A process with all states that it can reach from `start`, numbered in order of discovery.
  ///
  /// - Parameters:
  ///   - process: what happens.
  ///   - start: the state with the number 0.
  ///   - limit: how many states there may be.
  /// - Throws: as ``init(_:states:)``.
  public init(
    enumerating process: Process, from start: Process.State, limit: Int = RateMatrix.usualLimit
  ) throws(InvalidInput) {
    try self.init(process, states: RateMatrix.states(of: process, from: start, limit: limit))
  }

  /// A process on states that it does not leave, numbered in this order.
  ///
  /// - Throws: `InvalidInput` where a rate or an energy is negative or not finite; and where the reverse of a channel does not undo
  ///   it, has another temperature, or other heat and work with the opposite sign; and where rates do not obey local detailed balance,
  ///   ln k/k′ = βq, to 1e-9.
  public init(_ process: Process, states: [Process.State]) throws(InvalidInput) {
    let channels = process.channels
    try demand(channels.lowerBound == 0, "The channels of a process with reservoirs are numbered from 0.")
    let number = Dictionary(zip(states, 0...), uniquingKeysWith: { first, _ in first })
    try demand(number.count == states.count, "A state stands in the list twice.")
    var jumps = Array(repeating: Jump(), count: states.count * channels.count)
    for (a, state) in states.enumerated() {
      for channel in channels {
        let rate = process.rate(of: channel, in: state)
        try demand(
          rate >= 0 && rate.isFinite,
          "Jump rates must be finite and not negative, and that of channel \(channel) in the state \(state) is \(rate)."
        )
        guard rate > 0 else { continue }
        var after = state
        process.fire(channel, on: &after)
        guard let b = number[after] else {
          throw InvalidInput("Channel \(channel) leads from the state \(state) to \(after), which is not in the list.")
        }
        let heat = process.heat(of: channel, from: state)
        jumps[a * channels.count + channel] = Jump(
          target: b, rate: rate, heat: heat, work: process.work(of: channel, from: state),
          entropyFlow: process.inverseTemperature(of: channel) * heat)
      }
    }
    let energies = states.map(process.energy)
    try demand(energies.allSatisfy(\.isFinite), "Energies of states must be finite.")
    var edges: [RateMatrix.Edge] = []
    var ways: [(forth: Int, back: Int, heat: Double, work: Double)] = []
    for a in states.indices {
      for forth in channels {
        let jump = jumps[a * channels.count + forth]
        guard jump.target >= 0 else { continue }
        guard let back = process.reverse(of: forth), channels.contains(back) else {
          throw InvalidInput("Channel \(forth) has no reverse, so that its heat is not known.")
        }
        let undoing = jumps[jump.target * channels.count + back]
        try demand(
          undoing.target == a,
          "The reverse of channel \(forth) is said to be \(back), which does not undo it everywhere.")
        try Self.check(
          jump, undoing, gain: energies[jump.target] - energies[a],
          betas: (process.inverseTemperature(of: forth), process.inverseTemperature(of: back)), forth)
        guard a < jump.target else { continue }
        edges.append(RateMatrix.Edge(from: a, to: jump.target, forward: jump.rate, backward: undoing.rate))
        ways.append((forth, back, jump.heat, jump.work))
      }
    }
    (self.process, self.states, self.energies) = (process, states, energies)
    (self.jumps, self.ways, channelCount) = (jumps, ways, channels.count)
    matrix = try RateMatrix(stateCount: states.count, edges: edges)
  }

  /// Looks whether a jump and what undoes it obey the first law and local detailed balance.
  private static func check(
    _ jump: Jump, _ undoing: Jump, gain: Double, betas: (Double, Double), _ channel: Int
  ) throws(InvalidInput) {
    let scale = 1e-9 * (1 + abs(jump.heat) + abs(jump.work) + abs(gain))
    try demand(
      betas.0 == betas.1 && betas.0 >= 0 && betas.0.isFinite,
      "The inverse temperature of channel \(channel) must be finite, not negative, and that of its reverse.")
    try demand(
      abs(jump.heat + undoing.heat) <= scale && abs(jump.work + undoing.work) <= scale,
      "On its way back channel \(channel) must release the opposite heat and receive the opposite work.")
    try demand(
      abs(jump.work - jump.heat - gain) <= scale,
      "The work less the heat of a jump through channel \(channel) must be the change of the energy.")
    try demand(
      abs(Elementary.logRatio(jump.rate, undoing.rate) - jump.entropyFlow) <= 1e-9 * (1 + abs(jump.entropyFlow)),
      "The rates of channel \(channel) must obey local detailed balance: the logarithm of their ratio is βq.")
  }

  // MARK: - Exact averages

  /// The probabilities of the states in the steady state; see `RateMatrix/stationary`.
  public var stationary: [Double] {
    get throws(InvalidInput) { try matrix.stationary }
  }

  /// Heat, work and jumps per unit time of each channel, and the entropy production rate summed over all edges, at the distribution p.
  ///
  /// In a steady state σ = Σβ·heat, and all heat is all work.
  public func flows(_ p: [Double]) -> ReservoirFlows {
    require(p.count == states.count, "The distribution must have one entry per state.")
    var flows = ReservoirFlows(channels: channelCount)
    for (edge, way) in zip(matrix.edges, ways) {
      let (there, here) = (p[edge.from] * edge.forward, p[edge.to] * edge.backward)
      flows.jumps[way.forth] += there
      flows.jumps[way.back] += here
      if way.forth == way.back {
        flows.heat[way.forth] += (there - here) * way.heat
        flows.work[way.forth] += (there - here) * way.work
      } else {
        flows.heat[way.forth] += there * way.heat
        flows.work[way.forth] += there * way.work
        flows.heat[way.back] -= here * way.heat
        flows.work[way.back] -= here * way.work
      }
    }
    flows.entropyProductionRate = matrix.entropyProductionRate(p)
    return flows
  }

  /// The entropy production rate that is computed from labels alone, in nats per unit time: jumps between states of one label are not
  /// seen, and of the channels it is not known which was used.
  ///
  /// Σ (F_ab − F_ba) ln(F_ab/F_ba) over pairs of labels, with F_ab all probability that flows from a to b per unit time. By the log-sum
  /// inequality it is at most that of the process.
  /// Source: M. Esposito, Phys. Rev. E 85, 041125 (2012), on coarse graining.
  public func apparentEntropyProductionRate<Label: Hashable>(
    _ p: [Double], of label: (Process.State) -> Label
  ) -> Double {
    let flows = apparentEntropyFlows(p, of: label)
    var rate = 0.0
    for state in states.indices {
      for channel in 0..<channelCount {
        let place = state * channelCount + channel
        if flows[place] != 0 { rate += p[state] * jumps[place].rate * flows[place] }
      }
    }
    return rate
  }

  /// ln(F_ab/F_ba) of every jump between labels, at `state * channels.count + channel`; 0 where the label stays. Its average over
  /// the jumps of a trajectory, per unit time, is the apparent entropy production rate.
  public func apparentEntropyFlows<Label: Hashable>(_ p: [Double], of label: (Process.State) -> Label) -> [Double] {
    require(p.count == states.count, "The distribution must have one entry per state.")
    var number: [Label: Int] = [:]
    let labels = states.map { state in
      let label = label(state)
      let known = number[label] ?? number.count
      number[label] = known
      return known
    }
    let count = number.count
    var fluxes = Array(repeating: 0.0, count: count * count)
    for edge in matrix.edges {
      fluxes[labels[edge.from] * count + labels[edge.to]] += p[edge.from] * edge.forward
      fluxes[labels[edge.to] * count + labels[edge.from]] += p[edge.to] * edge.backward
    }
    return jumps.enumerated().map { place, jump in
      guard jump.target >= 0 else { return 0 }
      let (a, b) = (labels[place / channelCount], labels[jump.target])
      return a == b ? 0 : Elementary.logRatio(fluxes[a * count + b], fluxes[b * count + a])
    }
  }

  // MARK: - As a process

  /// Those of the process.
  @inlinable public var channels: Range<Int> { 0..<channelCount }

  /// From the table; 0 where the channel is closed.
  @inlinable
  public func rate(of channel: Int, in state: Int) -> Double { jumps[state * channelCount + channel].rate }

  /// Carries a jump out.
  @inlinable
  public func fire(_ channel: Int, on state: inout Int) { state = jumps[state * channelCount + channel].target }

  /// That of the process.
  public func reverse(of channel: Int) -> Int? { process.reverse(of: channel) }

  /// From the table.
  @inlinable
  public func entropyFlow(of channel: Int, from state: Int) -> Double {
    jumps[state * channelCount + channel].entropyFlow
  }

  /// From the table.
  @inlinable
  public func heat(of channel: Int, from state: Int) -> Double { jumps[state * channelCount + channel].heat }

  /// From the table.
  @inlinable
  public func work(of channel: Int, from state: Int) -> Double { jumps[state * channelCount + channel].work }

  /// That of the state with this number.
  public func energy(of state: Int) -> Double { energies[state] }

  /// That of the process.
  public func inverseTemperature(of channel: Int) -> Double { process.inverseTemperature(of: channel) }

  /// That of the process.
  public func attemptRate(of channel: Int, in state: Int) -> Double {
    process.attemptRate(of: channel, in: states[state])
  }

  /// That of the process.
  public func law(of channel: Int) -> RateLaw { process.law(of: channel) }
}
