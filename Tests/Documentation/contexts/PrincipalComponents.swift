import Estimation
import Randomness
let stream = RandomStream(seed: 1)
let (learning, ramp) = (CorrelationLearning(order: 2), { () -> StrengthRamp in fatalError() }())
