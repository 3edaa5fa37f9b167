import ElementaryFunctions
import Validation

/// A jump process on a finite set of states whose energies move in time (*manipulation*) and whose jumps may receive extra
/// energy (*driving*), in contact with one heat bath.
///
///     let levels = try DrivenNetwork<Double>(stateCount: 2, edges: [.init(from: 0, to: 1)]) { x, energy in Double(x) * energy }
///     let raise = try Drive(over: 1) { t in 2 * t }
///     levels.freeEnergy(at: raise(1)) - levels.freeEnergy(at: raise(0))     // 0.566219…
///
/// An edge joins two states x and x′; a jump x → x′ releases the heat q = ε_x − ε_x′ + δ to the bath, and the rates obey
/// k(x → x′)/k(x′ → x) = exp(q): generalised local detailed balance. On the way back the driving is −δ. Energies, work and
/// heat are in units of k_B T, so that heat is also the entropy released, in nats.
///
/// The network knows energies as functions of a control; a ``Drive`` says how the control moves. Simulate it with
/// ``DrivenTrajectory``; solve it exactly with ``evolve(_:under:tolerance:)``,
/// ``generatingFunction(of:at:from:under:tolerance:)`` and ``moments(of:from:under:tolerance:)``.
///
/// Source: U. Seifert, Rep. Prog. Phys. 75, 126001 (2012), on driven jump processes.
public struct DrivenNetwork<Control: Sendable>: Sendable {
  /// A way to go between two states, and back.
  public struct Edge: Sendable {
    /// The states at both ends.
    public let from, to: Int
    /// How fast a jump is, given the heat that it releases.
    public let law: RateLaw
    /// The energy δ that a jump from → to receives besides that of the states, in k_B T; the jump back receives −δ.
    public let driving: @Sendable (Control) -> Double
    /// Attempts per unit time, not negative, which both directions share; 0 closes the edge.
    public let attemptRate: @Sendable (Control) -> Double

    /// An edge whose driving and attempt rate depend on the control.
    public init(
      from: Int, to: Int, law: RateLaw = .exponential, driving: @escaping @Sendable (Control) -> Double,
      attemptRate: @escaping @Sendable (Control) -> Double
    ) {
      (self.from, self.to, self.law) = (from, to, law)
      (self.driving, self.attemptRate) = (driving, attemptRate)
    }

    /// An edge with a constant driving δ, in k_B T, and a constant attempt rate, per unit time.
    public init(from: Int, to: Int, law: RateLaw = .exponential, driving: Double = 0, attemptRate: Double = 1) {
      self.init(from: from, to: to, law: law, driving: { _ in driving }, attemptRate: { _ in attemptRate })
    }
  }

  /// How many states there are.
  public let stateCount: Int

  /// The edges.
  public let edges: [Edge]

  /// The jumps out of each state.
  @usableFromInline let exits: [[Jump]]

  @usableFromInline let energy: @Sendable (Int, Control) -> Double

  /// A network from its edges and the energies of its states.
  ///
  /// - Parameters:
  ///   - stateCount: how many states there are.
  ///   - edges: the pairs of states between which the network jumps. Two states may share several edges.
  ///   - energy: ε of a state, in k_B T, at a control; finite.
  /// - Throws: `InvalidInput` unless edges join different states among 0..<stateCount.
  public init(
    stateCount: Int, edges: [Edge], energy: @escaping @Sendable (_ state: Int, _ control: Control) -> Double
  ) throws(InvalidInput) {
    try demand(stateCount > 0, "A process needs at least one state, and this one has \(stateCount).")
    var exits = Array(repeating: [Jump](), count: stateCount)
    for (number, edge) in edges.enumerated() {
      try demand(
        (0..<stateCount).contains(edge.from) && (0..<stateCount).contains(edge.to) && edge.from != edge.to,
        "An edge must join two different states among 0 to \(stateCount - 1), and not \(edge.from) and \(edge.to).")
      exits[edge.from].append(Jump(edge: number, from: edge.from, to: edge.to))
      exits[edge.to].append(Jump(edge: number, from: edge.to, to: edge.from))
    }
    (self.stateCount, self.edges, self.exits, self.energy) = (stateCount, edges, exits, energy)
  }

  /// A process with constant rates: all energies vanish, and each edge is driven by ln k/k′.
  ///
  /// - Throws: `InvalidInput` where an edge cannot be crossed both ways.
  public init(_ matrix: RateMatrix) throws(InvalidInput) {
    try matrix.requireWaysBack()
    let edges = matrix.edges.map { edge in
      Edge(
        from: edge.from, to: edge.to, law: .exponential,
        driving: Elementary.log(edge.forward) - Elementary.log(edge.backward),
        attemptRate: edge.forward.squareRoot() * edge.backward.squareRoot())
    }
    try self.init(stateCount: matrix.stateCount, edges: edges) { _, _ in 0 }
  }

  // MARK: - At one control

  /// The energy of a state, in k_B T.
  @inlinable
  public func energy(of state: Int, at control: Control) -> Double { energy(state, control) }

  /// The energies of all states, in k_B T.
  @inlinable
  public func energies(at control: Control) -> [Double] { (0..<stateCount).map { energy($0, control) } }

  /// The energy that a jump receives from the driving, in k_B T: ±δ.
  @inlinable
  public func driving(of jump: Jump, at control: Control) -> Double {
    let edge = edges[jump.edge]
    return jump.from == edge.from ? edge.driving(control) : -edge.driving(control)
  }

  /// The heat q that a jump releases, in k_B T, which is the entropy that the bath gains, in nats.
  @inlinable
  public func heat(of jump: Jump, at control: Control) -> Double {
    energy(jump.from, control) - energy(jump.to, control) + driving(of: jump, at: control)
  }

  /// The rate of a jump, per unit time.
  @inlinable
  public func rate(of jump: Jump, at control: Control) -> Double {
    let edge = edges[jump.edge]
    return edge.attemptRate(control) * edge.law.rate(entropyFlow: heat(of: jump, at: control))
  }

  /// The rate at which a state is left, per unit time.
  @inlinable
  public func exitRate(of state: Int, at control: Control) -> Double {
    exits[state].reduce(0) { $0 + rate(of: $1, at: control) }
  }

  /// The process that a control would give if it were held. Edges keep their order, those that are closed are left out.
  ///
  /// - Throws: `InvalidInput` where a rate is negative or not finite.
  public func rateMatrix(at control: Control) throws(InvalidInput) -> RateMatrix {
    try RateMatrix(stateCount: stateCount, edges: rateEdges(at: control))
  }

  /// All edges with their rates, closed ones too.
  @inlinable
  func rateEdges(at control: Control) -> [RateMatrix.Edge] {
    let energies = energies(at: control)
    return edges.map { edge in
      let attemptRate = edge.attemptRate(control)
      return RateMatrix.Edge(
        from: edge.from, to: edge.to, entropyFlow: energies[edge.from] - energies[edge.to] + edge.driving(control),
        law: edge.law, attemptRate: attemptRate >= 0 ? attemptRate : .nan)
    }
  }

  /// The free energy F = −ln Σ exp(−ε), in k_B T, of the states without driving.
  public func freeEnergy(at control: Control) -> Double {
    let energies = energies(at: control)
    let lowest = energies.reduce(.infinity, min)
    return lowest - Elementary.log(energies.reduce(0) { $0 + Elementary.exp(lowest - $1) })
  }

  /// The Boltzmann distribution exp(F − ε), which is stationary if nothing is driven.
  public func equilibrium(at control: Control) -> [Double] {
    let free = freeEnergy(at: control)
    return energies(at: control).map { Elementary.exp(free - $0) }
  }
}
