import ElementaryFunctions

/// A stay in one state under a drive: how long it lasted, how it ended, and the energy that went in and out, in k_B T.
@frozen
public struct DrivenSojourn: Sendable, Hashable {
  /// The state in which the system stayed.
  public let state: Int
  /// When it came and when it left, from the beginning of the drive.
  public let start, end: Double
  /// The jump that ended the stay; nil where the observation ended first.
  public let exit: Jump?
  /// The work of manipulation ∫ ∂_t ε dt while the state was held: a difference of two energies.
  public let manipulation: Double
  /// The work of driving, ±δ, of the jump at the end; 0 without a jump.
  public let driving: Double
  /// The heat that this jump released, which is the entropy that the bath gained, in nats; 0 without a jump.
  public let heat: Double

  @inlinable
  init(state: Int, start: Double, end: Double, exit: Jump?, manipulation: Double, driving: Double, heat: Double) {
    (self.state, self.start, self.end, self.exit) = (state, start, end, exit)
    (self.manipulation, self.driving, self.heat) = (manipulation, driving, heat)
  }

  /// How long the stay lasted.
  public var duration: Double { end - start }

  /// All work: manipulation and driving.
  public var work: Double { manipulation + driving }
}

/// The first law along a trajectory, in k_B T: Δε = work − heat.
///
///     let balance = EnergyBalance(trajectory)
///     balance.work - balance.heat                   // ε of the last state at the end − ε of the first at the beginning
public struct EnergyBalance: Sendable, Hashable {
  /// The work of manipulation, ∫ ∂_t ε_x dt.
  public private(set) var manipulation = 0.0
  /// The work of driving, the sum of ±δ over all jumps.
  public private(set) var driving = 0.0
  /// The heat released to the bath.
  public private(set) var heat = 0.0

  /// The balance of nothing yet.
  public init() {}

  /// The balance of these sojourns.
  public init(_ sojourns: some Sequence<DrivenSojourn>) {
    for sojourn in sojourns { add(sojourn) }
  }

  /// Adds a sojourn.
  public mutating func add(_ sojourn: DrivenSojourn) {
    manipulation += sojourn.manipulation
    driving += sojourn.driving
    heat += sojourn.heat
  }

  /// All work: manipulation and driving.
  public var work: Double { manipulation + driving }

  /// How much the energy of the system changed.
  public var energyChange: Double { work - heat }
}

/// The entropy that one trajectory produces, in nats.
///
/// The system has the entropy −ln p(x, t), with p the solution of the master equation; the bath gains the heat. The average
/// of exp(−total) over trajectories that start in p is 1 if the states that p leaves empty at the beginning are never missed.
/// Source: U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
public struct TrajectoryEntropy: Sendable, Hashable {
  /// ln p(first state, beginning) − ln p(last state, end).
  public let system: Double
  /// The heat, or Σ ln k/k′.
  public let reservoir: Double
  /// Both together; it may be negative for a single trajectory.
  public var total: Double { system + reservoir }

  /// The entropy of a trajectory.
  ///
  /// - Parameters:
  ///   - first: the first state, with the distribution at the beginning.
  ///   - initial: the probabilities of the states at the beginning.
  ///   - last: the last state, with the distribution at the end.
  ///   - final: those at the end.
  ///   - reservoir: the entropy released to the bath.
  public init(from first: Int, in initial: [Double], to last: Int, in final: [Double], reservoir: Double) {
    system = Elementary.log(initial[first]) - Elementary.log(final[last])
    self.reservoir = reservoir
  }

  /// The entropy of a trajectory that is given by its sojourns.
  ///
  /// - Parameters:
  ///   - sojourns: at least one.
  ///   - initial: the probabilities of the states at the beginning.
  ///   - final: and at the end.
  public init(of sojourns: some Sequence<DrivenSojourn>, from initial: [Double], to final: [Double]) {
    var heat = 0.0
    var ends: (first: Int, last: Int)?
    for sojourn in sojourns {
      heat += sojourn.heat
      ends = (ends?.first ?? sojourn.state, sojourn.exit?.to ?? sojourn.state)
    }
    guard let ends else { fatalError("A trajectory has at least one sojourn.") }
    self.init(from: ends.first, in: initial, to: ends.last, in: final, reservoir: heat)
  }
}
