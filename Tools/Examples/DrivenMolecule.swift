import Estimation
import Foundation
import Randomness
import StochasticThermodynamics

// [driven-molecule
func drivenMolecule() throws {
  // Two states, the second of which is lifted by 4 k_B T within the time 2, held, and dropped at t = 3.
  let molecule = try DrivenNetwork<Double>(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber)]) {
    state, lift in
    Double(state) * lift
  }
  let drive = try Drive(over: 4, breakpoints: [2, 3]) { t in t < 2 ? 2 * t : t < 3 ? 4.0 : 0 }
  let start = molecule.equilibrium(at: drive(0))

  // Exactly: mean and variance of the work, and Jarzynski's average, which is e^(−ΔF) = 1.
  let work = CountedQuantity.work(on: molecule, under: drive)
  let exact = try molecule.moments(of: work, from: start, under: drive)
  print(exact.mean, exact.variance, try molecule.generatingFunction(of: work, at: 1, from: start, under: drive))

  // Sampled without a time step, jump by jump, with the first law on every trajectory.
  let bounds = try RateBounds(of: molecule, under: drive)
  let balances = Ensemble(of: 20_000, random: RandomStream(seed: 1)) {
    EnergyBalance(DrivenTrajectory(molecule, under: drive, within: bounds, startingIn: start, random: $0))
  }
  print(Average(balances.map(\.work)).estimate, try FreeEnergyDifference.jarzynski(balances.map(\.work)))
}
// driven-molecule]
