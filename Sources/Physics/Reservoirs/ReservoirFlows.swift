import Validation

/// What flows through each channel of a process per unit time.
public struct ReservoirFlows: Sendable, Validated, Hashable {
  /// The heat released to the reservoir of each channel, per unit time; negative where the reservoir gives heat.
  public var heat: [Double]
  /// The work received from outside in the jumps of each channel, per unit time.
  public var work: [Double]
  /// How many jumps there are in each channel, to and fro together, per unit time.
  public var jumps: [Double]
  /// σ, in nats per unit time.
  public var entropyProductionRate: Double

  /// Flows through channels.
  ///
  /// - Precondition: all lists are equally long.
  public init(heat: [Double], work: [Double], jumps: [Double], entropyProductionRate: Double) {
    (self.heat, self.work, self.jumps) = (heat, work, jumps)
    self.entropyProductionRate = entropyProductionRate
    requireNoFlaw()
  }

  /// Reads flows.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    heat = try fields.read(.heat)
    work = try fields.read(.work)
    jumps = try fields.read(.jumps)
    entropyProductionRate = try fields.read(.entropyProductionRate)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the lists; nil where nothing is.
  public var flaw: String? {
    heat.count == work.count && work.count == jumps.count ? nil : "Flows have one entry per channel."
  }

  /// No flows.
  public init(channels: Int) {
    let nothing = Array(repeating: 0.0, count: channels)
    self.init(heat: nothing, work: nothing, jumps: nothing, entropyProductionRate: 0)
  }

  /// Adds other flows with a weight: the average over inputs, say.
  ///
  /// - Precondition: both have as many channels.
  public mutating func add(_ other: ReservoirFlows, weight: Double) {
    require(heat.count == other.heat.count, "Flows that are added have as many channels.")
    for channel in heat.indices {
      heat[channel] += weight * other.heat[channel]
      work[channel] += weight * other.work[channel]
      jumps[channel] += weight * other.jumps[channel]
    }
    entropyProductionRate += weight * other.entropyProductionRate
  }

  /// All work per unit time less all heat: the change of the mean energy, 0 in a steady state.
  public var energyChange: Double { work.reduce(0, +) - heat.reduce(0, +) }
}
