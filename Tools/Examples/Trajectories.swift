import Foundation
import Randomness
import StochasticThermodynamics

// [trajectories
/// Trajectories of a driven ring as CSV, whose entropy production rate is known: for those who test estimators of it.
func trajectories(to file: URL) throws {
  let ring = try RateMatrix(
    stateCount: 4, edges: (0..<4).map { .init(from: $0, to: ($0 + 1) % 4, forward: 2, backward: 0.5) })
  print("entropy production rate in nats per unit time:", try ring.entropyProductionRate(ring.stationary))  // 2.079…

  let network = try DrivenNetwork<Void>(ring)
  let drive = try Drive.holding((), for: 100)
  let bounds = try RateBounds(of: network, under: drive)
  var lines = ["trajectory,time,state"]
  let ensemble = Ensemble(of: 10, random: RandomStream(seed: 1)) { random in
    DrivenTrajectory(network, under: drive, within: bounds, startingIn: [0.25, 0.25, 0.25, 0.25], random: random)
  }
  for (number, trajectory) in ensemble.enumerated() {
    for sojourn in trajectory { lines.append("\(number),\(sojourn.start),\(sojourn.state)") }
  }
  try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
}
// trajectories]
