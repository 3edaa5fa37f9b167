import BitErasure
import CommitteeMachines
import DrivenSystems
import Estimation
import FiniteAutomata
import Inference
import LearningDevices
import LinearComputation
import Matrices
import MesoscopicNetworks
import PerceptronLearning
import PhysicalCouplings
import PrincipalComponents
import Randomness
import SensoryComplexes
import TransportErasure
import SpinAttention
import WatchedComplexes

/// A small cell of every kind that figures compute, with what figures do with its result.
enum SmallCells {
  static let all =
    bitErasure + drivenSystems + finiteAutomata + inference + learningDevices
    + linearComputation + perceptronLearning + sensing + hiddenSpins + transients + patterns
    + lines + physicalCouplings + transportErasure + principalComponents + committees + attention + watching

  private static let erasure = ErasureProtocol(barrier: 5, tilt: 0.2, duration: 1)

  private static let bitErasure = [
    KindOfCell(ExactErasure(erasure: erasure, cycle: .erasing, points: 101, steps: 20)),
    KindOfCell(ErasureWorkDistribution(erasure: erasure, points: 101)) { _ = $0.probability(from: 0, to: 1) },
    KindOfCell(ErasureDensity(erasure: erasure, points: 51, frames: 2, places: [-1, 0, 1])) {
      _ = $0[2][2]
    },
    KindOfCell(
      merging: SampledErasure(
        erasure: erasure, cycle: .erasing, timeStep: 0.01, trajectories: 16, block: 0, works: -2...6)
    ) { sample in
      _ = [sample.work, sample.success, sample.exponential].map(\.estimate.description)
      _ = sample.works.weights.indices.map { sample.works.probability(of: $0).description }
    },
  ]

  private static let gate = StochasticParityGate(angle: 30, sharpness: 5)
  private static let agent = AgentPair(couplings: PairCouplings(j12: -0.3, j21: 0.9), beta: 2)
  private static let messenger = FastMessenger(direct: -0.3, effective: 0.6, binding: 1, beta: 2)

  private static let physicalCouplings = [
    KindOfCell(ExactCoupling(coupling: agent, gate: gate, correlation: 0, step: 1)) { _ = $0.sigma },
    KindOfCell(
      ExactCoupling(coupling: FuelledMessenger(messenger, speed: 3, leak: 0.1), gate: gate, correlation: 0, step: 1)),
    KindOfCell(SampledCoupling(coupling: agent, gate: gate, correlation: 0, step: 1, time: 1)) {
      _ = SampledOutcome(averaging: [$0, $0]).sigma.description
    },
    KindOfCell(
      SampledCoupling(
        coupling: TwoTemperaturePair(coupling: 1, first: 0.2, second: 2), gate: gate, correlation: 0, step: 1, time: 1)
    ),
    KindOfCell(SampledFastMessenger(messenger: messenger, correlation: 0, step: 1, time: 1)),
    KindOfCell(TwoTemperatureOptima(gate: gate, correlation: 0, beta: 2, bound: 2, least: 0.01, step: 1)) {
      _ = $0.tiedPair
    },
    KindOfCell(ColdMessengerOptimum(amplitude: 0.2, beta: 2, bound: 2, correlation: 0, step: 1)) {
      _ = $0.messenger?.frustration
    },
  ]

  private static let watched = WatchedTask(
    gate: gate, correlation: 0,
    complex: WatchedComplex(couplings: PairCouplings(j12: -0.7, j21: 0.7), beta: 2))

  private static let watching = [
    KindOfCell(
      UncoupledInformation(spins: UncoupledSpins(gate: gate, correlation: 0, beta: 2), time: 0.5)),
    KindOfCell(UncoupledTime(spins: UncoupledSpins(gate: gate, correlation: 0, beta: 2), information: 0.05)),
    KindOfCell(SteadyWatching(task: watched)) { _ = $0.longTimeTurns },
    KindOfCell(
      CirculationInformation(circulation: NetCirculation(task: watched, step: 1), time: 0.2)),
    KindOfCell(SampledWatching(task: watched, times: [0.1, 1], paths: 20, arrow: true, slope: true)) { samples in
      for sample in samples + samples.map({ [$0, $0].merged }) {
        _ = "\(sample.bits) \(sample.arrowBits) \(sample.slopeBits) \(sample.mismatch)"
      }
    },
  ]

  private static let transport = TransportOnGrid(
    bit: TransportedBit(barrier: 6, error: 0.1, duration: 1), points: 31, steps: 20)
  private static let schedule = ScheduledBit(
    barrier: 6, tilt: 0.6, schedule: ErasureSchedule(phases: [0, 0.5, 1], barriers: [1, 0, 1], tilts: [0, 1, 0]),
    duration: 1)

  private static let transportErasure = [
    KindOfCell(ExactTransport(transport)) { _ = $0.meanWork + $0.success },
    KindOfCell(merging: SampledTransport(transport, trajectories: 8, block: 0)) { sample in
      _ = [sample.work, sample.success].map(\.estimate.description)
    },
    KindOfCell(TransportPicture(transport, phases: [0, 1])) { _ = $0.energies[1] + $0.densities[1] },
    KindOfCell(PrescribedSide(barrier: 6, duration: 1, cells: 64)) { _ = $0.work + $0.squaredDistance },
    KindOfCell(SlowErasure(barrier: 13, tilt: 0.2, stretches: 4)) { _ = $0.bestSchedule.control(at: 0.3) },
    KindOfCell(ExactSchedule(schedule, points: 51, steps: 20)) { _ = $0.meanWork + $0.success },
    KindOfCell(merging: SampledSchedule(schedule, timeStep: 0.01, trajectories: 8, block: 0)) { sample in
      _ = [sample.work, sample.success].map(\.estimate.description)
    },
    KindOfCell(SampledTwoStates(TwoStateErasure(error: 0.1, duration: 3), trajectories: 20)) {
      _ = $0.ratio(of: TwoStateErasure(error: 0.1, duration: 3)).description
    },
    KindOfCell(PairTransient(coupling: 0.5, beta: 1, correlation: 0, step: 1, times: [0.1, 1])) {
      _ = $0[1].ratio + $0[1].leastEntropyProduction
    },
  ]

  private static let committee = CommitteeMachine(hiddenUnits: 2, stiffness: 1)

  private static let committees = [
    KindOfCell(CommitteeHistory(machine: committee, course: .sudden(3), seed: 0.1, hint: 0, times: [0.1, 0.2])) {
      _ = $0[1].total.cost + $0[1].point.difference.information
    },
    KindOfCell(
      SettledCommittee(machine: committee, course: .ramp(to: 3, within: 1), seed: 0, hint: 0.01)
    ) { _ = $0.balance.total.efficiency },
    KindOfCell(CommitteeBranches(machine: committee, hint: 0.05, largest: 1.1)) {
      _ = $0.states.map(\.point.difference.overlap)
    },
    KindOfCell(
      OutputKnowledge(
        point: SymmetricCommittee(committee).start(seed: 0.1), stiffness: 1, bins: 4)),
    KindOfCell(UnspecialisedStudent(machine: committee, error: 0.1)) { _ = $0.balance.total.cost },
    KindOfCell(LeastStudent(machine: committee, error: 0.1)) { _ = $0.efficiency },
    KindOfCell(
      SampledCommittee(
        machine: committee, rate: 3, seed: 0.1, inputs: 16, largestStep: 0.01, times: [0.1, 0.2])
    ) { _ = $0.map(\.pair.estimate.description) },
    KindOfCell(
      merging: SampledLines(
        learning: CommitteeLearning(committee, course: .sudden(1)), time: 0.1, steps: 2, count: 5)
    ) { _ = "\($0.heat.estimate) \($0.theorem.mean) \($0.withoutHeat.mean)" },
  ]

  private static let pull = PulledParticle(force: 2, time: 1)
  private static let molecule = TwoStateMolecule(start: -1, end: 2, time: 1)
  private static let ring = StateRing(onwards: [1, 2, 3], back: [1, 1, 1])

  private static let drivenSystems = [
    KindOfCell(merging: SampledPulls(pull: pull, timeStep: 0.1, count: 50, bins: 4, range: -4...4), using: draw),
    KindOfCell(merging: FreeEnergyEstimates(pull: pull, timeStep: 0.1, works: 10, repetitions: 3)) {
      _ = [$0.forward, $0.bennett].map { "\($0.bias) \($0.error)" }
    },
    KindOfCell(merging: SampledMolecules(molecule: molecule, count: 20, bins: 4), using: draw),
    KindOfCell(MoleculeWorkDistribution(molecule: molecule, bins: 4, steps: 40)) { _ = $0.forward[3] + $0.reverse[3] },
    KindOfCell(merging: SampledEntropy(process: .relaxing(ring, from: [1, 0, 0]), time: 1, count: 20)) {
      _ = [$0.total, $0.heat].map { "\($0.mean) \($0.freeEnergy) \($0.effectiveCount) \($0.bias)" }
    },
    KindOfCell(merging: SampledEntropy(process: .driven(molecule), time: 1, count: 5)),
    KindOfCell(ExactEntropy(process: .steady(ring), time: 1)) {
      _ = $0.total.estimate(ExponentialAverage([1, 2])).description
    },
    KindOfCell(merging: SteadyEntropyTally(ring: ring, time: 5, count: 100)) {
      for ratio in $0.total.logRatiosUnderReflection(minimumCount: 1) { _ = ratio.logarithm.description }
    },
  ]

  @Sendable private static func draw(_ works: WorkHistograms) {
    let coarse = works.coarse
    _ = coarse.overlap
    _ = coarse.forward.weights.indices.map { coarse.forward.density(at: $0).description }
    _ = coarse.forward.logRatios(to: coarse.reverse, minimumCount: 1).map(\.logarithm.description)
  }

  private static let collapse = MismatchedCollapse(stepOf: .parity, afterBits: 1, bias: 0.3, gap: 4)

  private static let finiteAutomata = [
    KindOfCell(
      SampledWords(
        device: WordDevice(.parity, designs: [[0.25, 0.25, 0.25, 0.25], [0.1, 0.2, 0.3, 0.4]]), bias: 0.4, words: 20)
    ) { sample in
      for averages in [sample.landauer, sample.mismatch, sample.total] {
        _ = (0..<2).map { averages[$0].estimate.description }
      }
    },
    KindOfCell(CollapseEntropyProduction(collapse: collapse, duration: 2)),
    KindOfCell(merging: SampledCollapse(collapse: collapse, duration: 2, trajectories: 5)) {
      _ = $0.estimate.description
    },
  ]

  private static let student = InferringStudent(data: 2, largestWeight: 2, stiffness: 0.5, bias: 0.6, learningRate: 1)

  private static let inference = [
    KindOfCell(EnumeratedInference(student: student)),
    KindOfCell(ExponentialMoments(student: student, kind: .theorem)),
    KindOfCell(merging: InferenceTrajectories(student: student, count: 50)) { sample in
      _ = sample.costs(of: student)
      _ = InferenceExponential.allCases.map { $0.average(in: sample).estimate.description }
    },
  ]

  private static let processes: [CurrentProcess] = [
    .bit(flipRate: 0.1, rate: 1, drive: 1), .drawn(.driven, number: 1, seed: 3),
    .ring(affinities: [1, 1, 2], attempts: [1, 2, 1]),
  ]

  private static let learningDevices =
    [
      KindOfCell(SolvedCurrents(systems: processes)) { _ = $0[2].sigma },
      KindOfCell(CountingWindow(system: processes[2])),
    ] + processes.map { KindOfCell(SampledCurrent(system: $0, window: 2, windows: 5)) }

  private static let task = LinearTask(weights: [1, 0.5], answerNoise: 1)
  private static let couplings: Matrix = [[-1, 0.5], [-0.4, -1]]

  private static let linearComputation = [
    KindOfCell(
      LinearOptima(weights: [1, 0.5], noise: 1, answerNoise: 1, bound: 2, margin: 0.1, starts: 1, alphas: [0.01, 0.1])
    ) { frontier in
      _ = (0..<2).map { frontier.path[$0].couplings[1, 0] + frontier.path[$0].information }
      for optimum in [frontier.equilibrium] + frontier.path { _ = optimum.couplings.transpose * optimum.couplings }
    },
    KindOfCell(
      SimulatedLinearNetwork(
        task: task, couplings: couplings, noise: 1, draws: 200, relaxation: 2, relaxationSteps: 2, paths: 4,
        pathTime: 1,
        interval: 0.1)
    ) { _ = "\($0.information) \($0.sigma)" },
    KindOfCell(
      EntropyPeriodogram(
        couplings: couplings, noise: 1, frequencies: [0.1, 1], segments: 4, segmentTime: 2, segmentInterval: 0.1)
    ) { _ = $0[1] },
    KindOfCell(
      SimulatedInformationGain(
        task: task, couplings: couplings, symmetric: [[-1, 0.1], [0.1, -1]], noise: 1, relaxation: 4, draws: 200)),
  ]

  private static let inputs = [[1.0, -1], [-1, -1], [1, 1]]

  private static let perceptronLearning = [
    KindOfCell(SettledStudent(rule: .perceptron, error: 0.2, stiffness: 1, duration: 2)) { _ = $0.excess },
    KindOfCell(RestingEfficiencies(rule: .hebbian, logStiffness: 0, logRates: [-1, 0], duration: 2)) { _ = $0[1] },
    KindOfCell(
      merging: SampledWeights(
        learning: AveragedLearning(rule: .adatron, stiffness: 1, rate: LearningRateRamp(to: 1, within: 1)), time: 2,
        steps: 20, count: 16)
    ) { _ = "\($0.total.estimate) \($0.theorem.mean) \($0.withoutHeat.freeEnergy)" },
    KindOfCell(
      SampledStudents(
        learning: OnlineLearning(rule: .perceptron, stiffness: 1), rate: 1, weights: 8, count: 4, times: [0.5, 1])
    ) { averages in
      _ = (0..<2).map { "\([averages[$0], averages[$0]].merged.cost.estimate)" }
    },
    KindOfCell(SampledLabels(learning: BatchLearning(inputs: inputs, rule: .perceptron, rate: 1), trajectories: 16)) {
      _ = $0.efficiency
    },
    KindOfCell(SolvedLabels(learning: BatchLearning(inputs: [[1, -1]], rule: .hebbian, rate: 1))),
    KindOfCell(EnumeratedLabels.drawn(number: 1, mostWeights: 3, mostLabels: 3, readout: .sign)),
    KindOfCell(SampledNetwork(weights: 8, patterns: 64, rate: 1, tests: 64, readout: .logistic)),
  ]

  private static let oja = CorrelationLearning(order: 2)

  private static let principalComponents = [
    KindOfCell(
      merging: StudentsAtRest(
        learning: oja, weights: 10, strength: 1, timeStep: 0.1, settling: 1, interval: 0.5, samples: 2, students: 3)
    ) { sample in
      _ = "\(sample.square.estimate) \(sample.heat.estimate)"
      _ = sample.overlaps.weights.indices.map { sample.overlaps.density(at: $0).description }
    },
    KindOfCell(
      StudentsInTime(learning: oja, weights: 10, strength: 1, times: [0.5, 1], timeStep: 0.1, students: 3)
    ) { averages in
      _ = (0..<2).map { "\([averages[$0], averages[$0]].merged.estimate)" }
    },
    KindOfCell(
      merging: StudentPassages(learning: oja, weights: 10, strength: 2, level: 0.5, timeStep: 0.1, students: 3)
    ) { _ = "\($0.estimate)" },
    KindOfCell(
      merging: SpikedStudents(
        spike: 1, stiffness: 1, rate: 1, weights: 10, batch: 16, timeStep: 0.1, settling: 1, interval: 0.5, samples: 2,
        students: 3)
    ) { _ = "\($0.estimate)" },
    KindOfCell(
      merging: SampledDirectedWeights(
        learning: oja, ramp: StrengthRamp(to: 1, within: 1, hint: 0.1), time: 2, steps: 20, count: 16)
    ) { _ = "\($0.estimate)" },
  ]

  private static let model = ParityGateModel(
    gate: StochasticParityGate(angle: 30, sharpness: 5), correlation: 0.3, beta: 1)
  private static let sensor = SensoryModel(correlation: 0.3, beta: 1)
  private static let pair = PairCouplings(j12: 0.5, j21: -0.4)
  private static let alphas = [0.01, 0.1]

  private static let sensing = [
    KindOfCell(SensoryOptima(model: model, alphas: alphas, bound: 2, step: 0.8)) { _ = $0.path[1].couplings },
    KindOfCell(SensoryOptima(model: sensor, alphas: alphas, bound: 2, step: 0.8)) { _ = $0.path[1].couplings },
    KindOfCell(
      SensingTransitionSearch(
        model: sensor, control: .beta, driven: 3, quiet: 0.5, bound: 2, step: 0.8, tolerance: 0.1)
    ) { _ = $0.first?.isDiscontinuous },
    KindOfCell(ParityGateThreshold(model: model, bound: 2, step: 0.8)),
    KindOfCell(InputAndTaskOptima(model: model, bound: 2, step: 0.8)) { _ = $0.couplings(at: 0.5) },
    KindOfCell(ExactPerformance(model: model, couplings: [pair, pair], step: 0.8)) { _ = $0[1].couplings },
    KindOfCell(InformationPlaneOptima(model: model, alphas: alphas, bound: 2, step: 0.8)) { _ = $0.path[1].sigma },
    KindOfCell(InformationPlaneRow(model: model, j12: 0.1, j21: [0.1, 0.2], step: 0.8)) { _ = $0[1].performance },
    KindOfCell(ParityGateBottleneckCurve(model: model, tradeOffs: [1, 2, 4], clusters: 2, starts: 1, step: 0.8)) {
      curve in
      _ = (0..<3).map { curve.points[$0].tradeOff }
      _ = [0, 0.1, 1, 10].map { curve.value(at: $0) + curve.bits(keeping: $0) }
    },
    KindOfCell(SimulatedComplex(model: model, couplings: pair, step: 1, burnIn: 1, time: 5)),
    KindOfCell(SimulatedComplex(model: sensor, couplings: pair, step: 1, burnIn: 1, time: 5)),
  ]

  private static let asked = AttentionModel(.selection, spins: 3, beta: 2, sharpness: 5)
  private static let attentive = AttentionLaw(beta: 2, coupling: 1, gate: 1).network

  private static let attention = [
    KindOfCell(
      AttentionOptima(model: asked, alphas: alphas, bound: 1, equilibriumStarts: 1, starts: 1, step: 2)
    ) { result in
      _ = result.path[1].outcome.attended + result.equilibrium.outcome.unattended
      _ = result.path[0].couplings.symmetrised.unbiased
    },
    KindOfCell(ConnectedOptima(beta: 2, alphas: alphas, bound: 1, starts: 1)) { _ = $0[1].couplings.matrix },
    KindOfCell(SampledAttention(model: asked, network: attentive, step: 2, burnIn: 1, time: 2)) {
      _ = SampledAttentionAverages(averaging: [$0, $0], probabilityOfOne: 0.5).information.description
    },
    KindOfCell(SampledTriad(beta: 2, network: attentive, burnIn: 1, time: 50)) { _ = $0[7] },
  ]

  private static let six = [0.5, 0.1, -0.2, 0.3, 0.2, -0.1]

  private static let hiddenSpins = [
    KindOfCell(HiddenSpinOptima(model: model, alphas: alphas, hidden: 1, starts: 1, bound: 1, step: 1)) { result in
      _ = (0...1).map { result.paths[$0][1].couplings[1] }
      _ = result.paths[1].information(at: 0.1)
    },
    KindOfCell(SymmetricNetworks(model: model, hidden: 1, networks: 2, couplings: [], bound: 1, step: 1)) {
      _ = $0[1].couplings[5]
    },
    KindOfCell(CoveringNetworks(model: model, hidden: 1, effective: [0.1, 0.2], bound: 1, step: 1)) {
      _ = $0[1].couplings[5]
    },
    KindOfCell(SimulatedHiddenSpins(model: model, hidden: 1, couplings: six, step: 2, burnIn: 1, time: 2)),
    KindOfCell(
      SimulatedParityMemory(model: model, hidden: 1, couplings: six, step: 2, burnIn: 1, window: 1, windows: 3)
    ) { _ = SimulatedParityMemory.memoryTime(averaging: [$0, [1, 2]]).description },
  ]

  private static let segments = [ProtocolSegment(pair, for: 0.5), ProtocolSegment(pair, for: 1)]
  private static let path = [0.01, 0.1].map { alpha in
    OptimalProtocols.Optimum(
      couplings: [ProtocolSegment(pair, for: 1)],
      outcome: TransientReading(model.task(step: 1)).performance(of: [ProtocolSegment(pair, for: 1 + alpha)]))
  }

  private static let transients = [
    KindOfCell(
      OptimalProtocols(
        model: model, readingTime: 1, isSwitched: true, alphas: [0.1], bound: 0.5, searchStep: 4, step: 4)
    ) { _ = $0[0].couplings[1].duration },
    KindOfCell(
      ProtocolBranches(
        model: model, readingTime: 1, alphas: alphas, path: path, refinements: 0, bound: 1, searchStep: 1.5, step: 1)
    ) { _ = $0[0][0].entropyProduced },
    KindOfCell(ProtocolPerformances(model: model, segments: segments, step: 1)) { _ = $0[1].entropyProduced },
    KindOfCell(SimulatedProtocol(model: model, segments: segments, step: 2, trajectories: 20)) {
      _ = SampledTransient.averages(of: [$0, $0]).map(\.information.description)
      _ = $0[1].entropyFlow
    },
    KindOfCell(TwoTimeInformation(model: model, couplings: pair, delays: [0.5, 1], step: 1)) { _ = $0[1] },
    KindOfCell(
      SimulatedTwoTimes(model: model, couplings: pair, delays: [0.5, 1], step: 2, burnIn: 1, trajectories: 20)
    ) { _ = $0[1].entropyFlow },
  ]

  private static let regression = MesoscopicTask.randomPatterns(
    count: 4, components: 2, random: RandomStream(seed: 5))
  private static let three: Matrix = [[0, 0.3, 0.1], [-0.2, 0, 0.4], [0.2, 0.1, 0]]
  private static let readout = RidgeReadout(weights: [[0.5, -0.2, 0.1]])
  private static let optima = PatternOptima(
    task: regression, spins: 3, beta: 1, ridge: 0.01, bound: 1, patience: 100, alphas: alphas, symmetricStarts: 1,
    starts: 1)

  private static let regularised = RegularisedPatternOptima(
    task: regression, symmetric: optima.compute(RandomStream(seed: 6)).symmetric, price: .flips, beta: 1, ridge: 0.01,
    bound: 1, prices: alphas, starts: 1)

  private static let patterns: [KindOfCell] = [
    KindOfCell(RandomRegression(number: 1, patterns: 4, components: 2)) { _ = $0.scalarTargets?[3] },
    KindOfCell(optima) { result in
      _ = (0..<2).map { result.path[$0].couplings[2, 1] }
      _ = result.network(within: 0.1).outcome.readout.answer(to: [1, 1, 1])
      _ = result.symmetric.couplings.trace
    },
    KindOfCell(regularised) { _ = $0[1].couplings[2, 1] + $0[1].sigma },
    KindOfCell(
      ExaminedPatternNetworks(
        task: regression, networks: regularised.compute(RandomStream(seed: 7)), beta: 1, deviations: [0.1, 0.2],
        copies: 2)
    ) { _ = $0[1].errors[1] + $0[1].norm },
    KindOfCell(SymmetricPatternError(task: regression, spins: 3, starts: 1, beta: 1, ridge: 0.01, bound: 1)),
    KindOfCell(ExactNetworkAnswer(couplings: three, fields: [0.1, 0.2, 0], readout: readout, beta: 1)),
    KindOfCell(
      SampledNetworkAnswer(couplings: three, fields: [0.1, 0.2, 0], readout: readout, beta: 1, burnIn: 1, time: 10)),
    KindOfCell(
      SimulatedRegression(task: regression, couplings: three, readout: readout, beta: 1, burnIn: 1, time: 10)),
    KindOfCell(
      SampledReadout(task: regression, couplings: three, spins: 3, beta: 1, ridge: 0.01, burnIn: 1, time: 10)
    ) { _ = $0.answer(to: [1, 1, 1])[0] },
    KindOfCell(
      RegressionTraining(
        on: .randomPatterns(count: 4, components: 3, random: RandomStream(seed: 5)), spins: 3, prices: [0.01], beta: 1,
        ridge: 0.01, bound: 1, scale: 0.3, rate: 0.05, burnIn: 1,
        time: 8, window: 2, steps: 2, furtherSteps: 2, every: 1)
    ) { _ = $0.free[0][2, 1] + $0.symmetric[2, 1] + $0.beginning[0, 1] + $0.flips[5] + $0.errors[5] },
  ]

  private static func training(_ epochs: Int, _ wiring: LineArchitecture.Wiring) -> LineTraining {
    let response: LineResponse = wiring == .feedForward ? .rectifier : .corrected(by: [0.9, 0.9, 1])
    var training = LineTraining(.threeLayers(channels: 2, wiring: wiring), response: response)
    (training.epochs, training.warmUp) = (epochs, 0)
    return training
  }

  /// A network as it was before its training.
  private static let network = FinishedLineNetwork(
    training(0, .symmetric).begin(RandomStream(seed: 1)), of: training(0, .symmetric))

  private static let observation = NetworkExamination.Observation(burnIn: 0.5, times: [1, 2])

  private static func imageTraining(_ method: SampledTraining.Method) -> SampledImageTraining {
    SampledImageTraining(
      of: .threeLayers(channels: 1, wiring: .nonreciprocal), start: 1, images: 3, heldOut: 3900, looked: 2, by: method,
      steps: 2,
      looks: 2, sample: SteadyStateSampling(burnIn: 0.1, duration: 0.5), alpha: 0, readoutPenalty: 1e-3,
      lookBurnIn: 0.1,
      lookTime: 0.5)
  }

  private static let lines: [KindOfCell] = [
    KindOfCell(
      imageTraining(.simultaneousPerturbation(rate: 0.1, size: 0.1, stability: 1))
    ) { _ = $0.flips(toReach: 0.1) },
    KindOfCell(
      imageTraining(
        .likelihoodRatio(
          LikelihoodRatio.Settings(window: 0.2), LearningRateSchedule(peak: 0.1, warmUp: 1, steps: 2)))
    ) { _ = $0.losses[1] },
    KindOfCell(FixedPointSurvey(of: network, heldOut: 3900, images: 2, limit: 3, starts: 2)) { _ = $0.plain.found },
    KindOfCell(
      LineFamily(
        [LineFamily.Member(training(1, .feedForward)), LineFamily.Member(training(1, .feedForward), from: 0)],
        heldOut: 3900, currents: LineTraining.CurrentMeasurement(period: 1, images: 2, burnIn: 0.1, time: 0.5))
    ) { _ = $0.map { [$0.network.network.architecture.spins, $0.network.readout.classes] } },
    KindOfCell(ReadoutMemory(of: network, heldOut: 3900, images: 2, burnIn: 0.1, time: 2)),
    KindOfCell(MNIST1DExamination(of: network, images: 0..<2, observation)) { examination in
      _ = examination.accuracies[1] + examination.joined(with: examination).meanFlips
    },
    KindOfCell(
      ObservedLayers(of: network, image: (0..<40).map { Double($0 % 7) - 3 }, burnIn: 0.5, time: 1)
    ) { result in
      for grid in [result.input, result.digits] + result.layers { _ = grid.values[grid.length * grid.channels - 1] }
      _ = result.digits.values[result.digit]
      _ = result.layers[2].values
    },
    KindOfCell(MNIST1DLogisticRegression(heldOut: 3980, penalties: [0.1])),
  ]
}
