import Randomness
import StochasticThermodynamics
let network = try SpinNetwork(couplings: [[0, -0.7], [0.9, 0]], fields: [0.4, -0.3], beta: 1.5)
let (images, stream) = ([[0.5, 0]], RandomStream(seed: 1))
