import Cells
import Estimation
import Randomness
import StochasticThermodynamics
import Validation

/// A molecule with two states: the energy of one moves at a constant rate while that of the other is 0. The rates are Glauber's,
/// with the sum 1, the unit of rates; energies are in units of k_B T.
package struct TwoStateMolecule: Sendable, Codable, Hashable {
  /// The energy of the second state at the beginning and at the end.
  package var start, end: Double
  /// The duration of the ramp.
  package var time: Double

  /// A ramp.
  package init(start: Double, end: Double, time: Double) { (self.start, self.end, self.time) = (start, end, time) }

  /// The states; the control is the energy of the second one.
  var network: DrivenNetwork<Double> {
    get throws(InvalidInput) {
      try DrivenNetwork(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber)]) { state, energy in
        Double(state) * energy
      }
    }
  }

  /// The ramp.
  var drive: Drive<Double> {
    get throws(InvalidInput) { try Drive(over: time) { [self] in start + (end - start) * ($0 / time) } }
  }

  /// The free energy difference ΔF.
  package var difference: Double {
    get throws(InvalidInput) { try network.freeEnergy(at: end) - network.freeEnergy(at: start) }
  }

  /// The range of works with the first and the last of the bins centred at the two works without a jump.
  func range(bins: Int) -> ClosedRange<Double> {
    let half = 0.5 * abs(end - start) / Double(bins - 1)
    return min(0, end - start) - half...max(0, end - start) + half
  }
}

// MARK: - Cells

/// Sampled works of ramps and of reverse ramps.
package struct SampledMolecules: Cell {
  /// The molecule.
  package var molecule: TwoStateMolecule
  /// How many ramps there are in each direction.
  package var count: Int
  /// How many coarse bins the histograms have.
  package var bins: Int

  /// Ramps in both directions.
  package init(molecule: TwoStateMolecule, count: Int, bins: Int) {
    (self.molecule, self.count, self.bins) = (molecule, count, bins)
  }

  /// The histograms of the works.
  package func compute(_ random: RandomStream) throws -> WorkHistograms {
    var result = WorkHistograms(in: molecule.range(bins: bins), bins: bins)
    for (place, drive) in try [molecule.drive, molecule.drive.reversed].enumerated() {
      let (network, stream) = (try molecule.network, random[place])
      let bounds = try RateBounds(of: network, under: drive)
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

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: WorkHistograms) -> String? {
    result.flaw(in: molecule.range(bins: bins), bins: bins)
  }
}

/// The distribution of the work, by the master equation.
package struct MoleculeWorkDistribution: Cell {
  /// The molecule.
  package var molecule: TwoStateMolecule
  /// How many bins there are; the ends of the range are those of ``SampledMolecules``.
  package var bins: Int
  /// The steps of the solution.
  package var steps: Int

  /// The distribution in bins.
  package init(molecule: TwoStateMolecule, bins: Int, steps: Int) {
    (self.molecule, self.bins, self.steps) = (molecule, bins, steps)
  }

  /// The probabilities of the bins.
  package func compute(_ random: RandomStream) throws -> WorkProbabilities {
    let (network, drive) = try (molecule.network, molecule.drive)
    let frame = Histogram(in: molecule.range(bins: bins), bins: bins)
    let both = try [drive, drive.reversed].map { drive in
      try WorkDistribution(
        on: network, under: drive, from: network.equilibrium(at: drive(0)), steps: steps,
        spacing: abs(molecule.end - molecule.start) / Double(steps))
    }
    return WorkProbabilities(
      forward: (0..<bins).map { both[0].probability(of: frame.range(of: $0)) },
      reverse: (0..<bins).map {
        let range = frame.range(of: $0)
        return both[1].probability(of: -range.upperBound ... -range.lowerBound)
      })
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: WorkProbabilities) -> String? {
    result.forward.count == bins ? nil : "There is not one probability per bin."
  }
}
