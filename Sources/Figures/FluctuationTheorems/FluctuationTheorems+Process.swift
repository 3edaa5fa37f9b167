import Estimation
import Randomness
import StochasticThermodynamics

extension FluctuationTheorems {
  // MARK: - Model

  /// A ring of states with constant rates: of each edge onwards and back.
  struct Ring: Codable {
    var onwards, back: [Double]

    var matrix: RateMatrix {
      RateMatrix(
        stateCount: onwards.count,
        edges: onwards.indices.map {
          .init(from: $0, to: ($0 + 1) % onwards.count, forward: onwards[$0], backward: back[$0])
        })
    }
  }

  /// A process whose entropy production is sampled up to a time.
  enum Process: Codable {
    /// The steady state of a ring.
    case steady(Ring)
    /// A ring that relaxes from a distribution.
    case relaxing(Ring, from: [Double])
    /// A molecule under its ramp.
    case driven(Molecule)

    var network: DrivenNetwork<Double> {
      switch self {
      case .steady(let ring), .relaxing(let ring, _): DrivenNetwork(ring.matrix)
      case .driven(let molecule): molecule.network
      }
    }

    func drive(until time: Double) -> Drive<Double> {
      if case .driven(let molecule) = self { return molecule.drive.part(from: 0, to: time) }
      return .holding(0, for: time)
    }

    var start: [Double] {
      switch self {
      case .steady(let ring): ring.matrix.stationary
      case .relaxing(_, let p): p
      case .driven(let molecule): molecule.network.equilibrium(at: molecule.start)
      }
    }

    /// ⟨exp(−u s)⟩ of the total entropy s, and of the heat alone.
    func averages(at u: Double, until time: Double) -> (total: Double, heat: Double) {
      let (network, drive, p) = (network, drive(until: time), start)
      let heat = CountedQuantity.heat(of: network)
      let total = heat.addingSystemEntropy(from: p, to: network.evolve(p, under: drive))
      return (
        network.generatingFunction(of: total, at: u, from: p, under: drive),
        network.generatingFunction(of: heat, at: u, from: p, under: drive)
      )
    }

    /// What so many trajectories add to an average or a tally, with the boundary term and without.
    func sample<Part: Codable & Mergeable & Sendable>(
      _ count: Int, until time: Double, _ random: RandomStream, into empty: Part,
      _ add: (inout Part, Double) -> Void
    ) -> Entropies<Part> {
      let (network, drive, p) = (network, drive(until: time), start)
      let end = network.evolve(p, under: drive)
      let bounds = RateBounds(of: network, under: drive)
      var entropies = Entropies(total: empty, heat: empty)
      for trajectory in 0..<count {
        let sojourns = DrivenTrajectory(
          network, under: drive, within: bounds, startingIn: p, random: random[trajectory])
        let entropy = TrajectoryEntropy(of: sojourns, from: p, to: end)
        add(&entropies.total, entropy.total)
        add(&entropies.heat, entropy.reservoir)
      }
      return entropies
    }
  }

  /// Of the total entropy, and of the heat alone.
  struct Entropies<Part: Codable & Mergeable & Sendable>: Codable, Mergeable, Sendable {
    var total, heat: Part

    mutating func merge(_ other: Entropies) {
      total.merge(other.total)
      heat.merge(other.heat)
    }
  }
}
