import SensoryComplexes
let parityGateTask = { () -> ParityGateTask in fatalError() }()
