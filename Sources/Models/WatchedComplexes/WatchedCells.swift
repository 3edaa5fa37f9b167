import Cells
import Estimation
import Randomness
import SensoryComplexes
import StochasticThermodynamics

/// Uncoupled spins watched for a time: exact informations; see ``UncoupledSpins``.
public struct UncoupledInformation: Cell {
  /// The spins and the gate.
  public var spins: UncoupledSpins
  /// T in units of 1/k0.
  public var time: Double

  /// A cell.
  public init(spins: UncoupledSpins, time: Double) { (self.spins, self.time) = (spins, time) }

  /// I in bits, in the path, in its residence times, and in its two ends.
  public struct Result: Codable, Sendable {
    /// I in bits.
    public var path, residence, ends: Double
  }

  /// The three informations.
  public func compute(_ random: RandomStream) -> Result {
    Result(
      path: spins.information(in: .path, after: time), residence: spins.information(in: .residence, after: time),
      ends: spins.information(in: .ends, after: time))
  }
}

/// The time at which uncoupled spins have told a given information; see ``UncoupledSpins/time(ofInformation:longest:)``.
public struct UncoupledTime: Cell {
  /// The spins and the gate.
  public var spins: UncoupledSpins
  /// I in bits.
  public var information: Double

  /// A cell.
  public init(spins: UncoupledSpins, information: Double) { (self.spins, self.information) = (spins, information) }

  /// T in units of 1/k0; nil where it is below 10⁻³ or above 10⁴.
  public func compute(_ random: RandomStream) -> Double? { spins.time(ofInformation: information) }
}

/// Exact averages of a complex in its steady states; see ``WatchedTask/steadyState``.
public struct SteadyWatching: Cell {
  /// The gate and the complex.
  public var task: WatchedTask

  /// A cell.
  public init(task: WatchedTask) { self.task = task }

  /// The averages.
  public func compute(_ random: RandomStream) -> WatchedTask.SteadyState { task.steadyState }
}

/// The information in the net circulation after a time; see ``NetCirculation``.
public struct CirculationInformation: Cell {
  /// The circulation of a complex.
  public var circulation: NetCirculation
  /// T in units of 1/k0.
  public var time: Double

  /// A cell.
  public init(circulation: NetCirculation, time: Double) { (self.circulation, self.time) = (circulation, time) }

  /// I(n; y) and I(|n|; y) in bits.
  public func compute(_ random: RandomStream) -> NetCirculation.Informations { circulation.informations(after: time) }
}
