import ElementaryFunctions
import Matrices
import Randomness
import StochasticThermodynamics
let stream = RandomStream(seed: 1)
var (random, heat) = (stream, 0.0)
