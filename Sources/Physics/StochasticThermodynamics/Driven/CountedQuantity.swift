import ElementaryFunctions
import Validation

/// A quantity that grows with the jumps of a trajectory: A = final(last state) − initial(first state) + Σ_jumps ± c.
///
/// Work, heat, entropy production and integrated currents all are of this form; c is counted with + where an edge is crossed
/// from → to and with − on the way back. Their generating functions and moments are exact:
///
///     let work = CountedQuantity.work(on: network, under: drive)
///     try network.generatingFunction(of: work, at: 1, from: p, under: drive)     // ⟨exp(−W)⟩ = exp(−ΔF) if p is Boltzmann's
///     try network.moments(of: work, from: p, under: drive).mean
///
/// Work needs no derivative of the drive here: by the first law W = Δε + Σ q, and q is paid at the jumps.
public struct CountedQuantity<Control: Sendable>: Sendable {
  /// What is taken off at the beginning and added at the end, one entry per state.
  public let initial, final: [Double]
  /// c of each edge at a control.
  public let increments: @Sendable (Control) -> [Double]

  /// A quantity from its parts.
  @inlinable
  public init(initial: [Double], final: [Double], increments: @escaping @Sendable (Control) -> [Double]) {
    require(initial.count == final.count, "The two ends of a quantity must have one entry per state each.")
    (self.initial, self.final, self.increments) = (initial, final, increments)
  }

  /// An integrated current: each edge counts with its weight, and the ends do not count.
  public static func current(_ weights: [Double], stateCount: Int) -> CountedQuantity {
    let nothing = Array(repeating: 0.0, count: stateCount)
    return CountedQuantity(initial: nothing, final: nothing) { _ in weights }
  }

  /// The same with −ln p at the ends: with the entropy flow this is the total entropy production, in nats.
  ///
  /// A state that is empty at the beginning or at the end counts nothing there: no trajectory starts or ends in it.
  ///
  /// - Parameters:
  ///   - initial: the probabilities at the beginning.
  ///   - final: those at the end, as they follow from the beginning.
  public func addingSystemEntropy(from initial: [Double], to final: [Double]) -> CountedQuantity {
    require(
      initial.count == self.initial.count && final.count == self.final.count,
      "The distribution must have one entry per state.")
    require((initial + final).allSatisfy { $0 >= 0 }, "Probabilities are not negative.")
    let offsets = zip(self.initial, initial).map { $0 - ($1 > 0 ? Elementary.log($1) : 0) }
    return CountedQuantity(
      initial: offsets, final: zip(self.final, final).map { $0 - ($1 > 0 ? Elementary.log($1) : 0) },
      increments: increments)
  }
}

extension CountedQuantity {
  /// The heat Σ q, in k_B T, or the entropy flow to the bath, in nats.
  @inlinable
  public static func heat(of network: DrivenNetwork<Control>) -> CountedQuantity {
    let nothing = Array(repeating: 0.0, count: network.stateCount)
    return CountedQuantity(initial: nothing, final: nothing) { network.heats(at: $0) }
  }

  /// The work of manipulation and driving, in k_B T.
  @inlinable
  public static func work(on network: DrivenNetwork<Control>, under drive: Drive<Control>) -> CountedQuantity {
    let (first, last) = (network.energies(at: drive(0)), network.energies(at: drive(drive.duration)))
    // Energies count from anywhere; from the lowest one no digits are lost.
    let lowest = first.min().flatMap { $0.isFinite ? $0 : nil } ?? 0
    return CountedQuantity(initial: first.map { $0 - lowest }, final: last.map { $0 - lowest }) {
      network.heats(at: $0)
    }
  }
}

extension CountedQuantity<Void> {
  /// The entropy flow Σ ln k/k′ of a process with constant rates, in nats.
  ///
  /// - Throws: `InvalidInput` where an edge cannot be crossed both ways.
  public static func entropyFlow(of matrix: RateMatrix) throws(InvalidInput) -> CountedQuantity {
    try matrix.requireWaysBack()
    let increments = matrix.edges.map { Elementary.log($0.forward) - Elementary.log($0.backward) }
    return current(increments, stateCount: matrix.stateCount)
  }
}

extension DrivenNetwork {
  /// The heat of a jump from → to along each edge.
  @inlinable
  func heats(at control: Control) -> [Double] {
    let energies = energies(at: control)
    return edges.map { energies[$0.from] - energies[$0.to] + $0.driving(control) }
  }
}
