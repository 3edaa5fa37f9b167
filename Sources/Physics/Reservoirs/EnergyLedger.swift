import StochasticThermodynamics
import Validation

/// The work and the heat of every channel along a trajectory, in the unit of the energies.
///
///     var ledger = EnergyLedger(channels: engine.channels.count)
///     for sojourn in Gillespie(engine, from: 0, until: 100, random: random) { ledger.add(sojourn, of: engine) }
///     ledger.heat[0] / ledger.duration              // the heat given to the first reservoir, per unit time
///     ledger.energyChange                           // ε of the last state − ε of the first, on every trajectory
public struct EnergyLedger: Sendable, Hashable {
  /// The heat released to the reservoir of each channel.
  public private(set) var heat: [Double]
  /// The work received from outside in the jumps of each channel.
  public private(set) var work: [Double]
  /// How many jumps there were in each channel.
  public private(set) var jumps: [Int]
  /// The entropy that all reservoirs gained, Σβq, in nats.
  public private(set) var entropyFlow = 0.0
  /// How long the trajectory lasted.
  public private(set) var duration = 0.0

  /// The ledger of nothing yet.
  public init(channels: Int) {
    heat = Array(repeating: 0, count: channels)
    work = heat
    jumps = Array(repeating: 0, count: channels)
  }

  /// Adds a sojourn, and the jump that ended it.
  ///
  /// - Precondition: the process has as many channels as the ledger, numbered from 0.
  public mutating func add<Process: ReservoirProcess>(_ sojourn: Sojourn<Process.State>, of process: Process) {
    duration += sojourn.duration
    guard let channel = sojourn.exit else { return }
    require(heat.indices.contains(channel), "A ledger has a column per channel, and none for channel \(channel).")
    heat[channel] += process.heat(of: channel, from: sojourn.state)
    work[channel] += process.work(of: channel, from: sojourn.state)
    jumps[channel] += 1
    entropyFlow += sojourn.entropyFlow
  }

  /// How much the energy of the system changed, by the first law: all work less all heat.
  public var energyChange: Double { work.reduce(0, +) - heat.reduce(0, +) }

  /// All of it per unit time; entropy production is the entropy flow, which in a steady state has the same mean.
  ///
  /// - Precondition: the trajectory lasted some time.
  public var flows: ReservoirFlows {
    require(duration > 0, "Nothing is known per unit time of a trajectory that lasts no time.")
    return ReservoirFlows(
      heat: heat.map { $0 / duration }, work: work.map { $0 / duration }, jumps: jumps.map { Double($0) / duration },
      entropyProductionRate: entropyFlow / duration)
  }
}
