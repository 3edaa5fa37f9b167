import DissipationBottlenecks
import Randomness
let random = RandomStream(seed: 1)
let model = { () -> ParityGateModel in fatalError() }()
let task = { () -> ParityGateTask in fatalError() }()
let (weak, strong) = (PairCouplings(j12: 0, j21: 0), PairCouplings(j12: -0.7, j21: 0.7))
