import Cells
import Companion
import Estimation
import LangevinDynamics
import Randomness
import StochasticThermodynamics

extension FluctuationTheorems {
  // MARK: - Model

  /// A particle in a trap of stiffness 1, pulled by a force that grows from 0.
  struct Pull: Codable {
    var force, time: Double

    var drive: Drive<HarmonicTrap.Control> { .forceRamp(to: force, over: time) }

    var exactWork: GaussianWork {
      GaussianWork(
        difference: -0.5 * force * force, variance: 2 * HarmonicTrap.forceRampDissipation(to: force, over: time))
    }

    /// The works of particles that start in equilibrium; of the reverse ramp with their own sign.
    func works(
      _ count: Int, _ direction: GaussianWork.Direction, timeStep: Double, _ random: RandomStream
    ) throws -> [Double] {
      let drive = direction == .forward ? drive : drive.reversed
      var ensemble = LangevinEnsemble(
        HarmonicTrap(), inEquilibriumAt: drive(0), count: count, random: random[direction.rawValue])
      try ensemble.run(drive, timeStep: timeStep, integrator: .exactOrnsteinUhlenbeck)
      return ensemble.works
    }
  }

  /// A molecule with two states: the energy of one moves while that of the other is 0. Glauber rates of total 1.
  struct Molecule: Codable {
    var start, end, time: Double

    var network: DrivenNetwork<Double> {
      DrivenNetwork(stateCount: 2, edges: [.init(from: 0, to: 1)]) { state, energy in Double(state) * energy }
    }

    var drive: Drive<Double> { Drive(over: time) { [self] in start + (end - start) * ($0 / time) } }

    var difference: Double { network.freeEnergy(at: end) - network.freeEnergy(at: start) }

    /// The range of works with the first and the last of the bins centred at the two works without a jump.
    func range(bins: Int) -> ClosedRange<Double> {
      let half = 0.5 * abs(end - start) / Double(bins - 1)
      return min(0, end - start) - half...max(0, end - start) + half
    }
  }

  // MARK: - Cells

  /// Works of the pulled particle.
  struct SamplePulls: Cell {
    var pull: Pull
    var timeStep: Double
    var count, bins: Int
    var range: ClosedRange<Double>

    func compute(_ random: RandomStream) throws -> Histograms {
      var result = Histograms(in: range, bins: bins)
      for work in try pull.works(count, .forward, timeStep: timeStep, random) { result.forward.add(work) }
      for work in try pull.works(count, .negatedReverse, timeStep: timeStep, random) { result.reverse.add(-work) }
      return result
    }
  }

  /// Works of the molecule.
  struct SampleMolecules: Cell {
    var molecule: Molecule
    var count, bins: Int

    func compute(_ random: RandomStream) -> Histograms {
      var result = Histograms(in: molecule.range(bins: bins), bins: bins)
      for (place, drive) in [molecule.drive, molecule.drive.reversed].enumerated() {
        let (network, stream) = (molecule.network, random[place])
        let bounds = RateBounds(of: network, under: drive)
        let p = network.equilibrium(at: drive(0))
        for trajectory in 0..<count {
          let sojourns = DrivenTrajectory(
            network, under: drive, within: bounds, startingIn: p, random: stream[trajectory])
          let work = EnergyBalance(sojourns).work
          if place == 0 { result.forward.add(work) } else { result.reverse.add(-work) }
        }
      }
      return result
    }
  }

  /// The exact probabilities of the bins of the molecule.
  struct SolveMolecule: Cell {
    var molecule: Molecule
    var bins, steps: Int

    func compute(_ random: RandomStream) -> Bins {
      let (network, drive) = (molecule.network, molecule.drive)
      let frame = Histogram(in: molecule.range(bins: bins), bins: bins)
      let both = [drive, drive.reversed].map { drive in
        WorkDistribution(
          on: network, under: drive, from: network.equilibrium(at: drive(0)), steps: steps,
          spacing: abs(molecule.end - molecule.start) / Double(steps))
      }
      return Bins(
        forward: (0..<bins).map { both[0].probability(of: frame.range(of: $0)) },
        reverse: (0..<bins).map {
          let range = frame.range(of: $0)
          return both[1].probability(of: -range.upperBound ... -range.lowerBound)
        })
    }
  }
}
