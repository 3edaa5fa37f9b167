import Randomness
import StochasticThermodynamics
let random = RandomStream(seed: 1)
let engine = try ReservoirSpins(
  couplings: [[0, 1.5], [1.5, 0]], fields: [0, 0],
  contacts: [.init(flipping: 0, inverseTemperature: 0.2), .init(flipping: 1, inverseTemperature: 2)])
