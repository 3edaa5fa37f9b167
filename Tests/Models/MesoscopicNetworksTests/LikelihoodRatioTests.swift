import Estimation
import Matrices
import MesoscopicNetworks
import Optimisation
import Randomness
import SpinNetworks
import Testing

@Suite struct LikelihoodRatioTests {
  /// One input of a small network, with slopes g: the exact derivatives of g·m − ασ and estimates of them.
  struct OneInput {
    let objective: MesoscopicObjective, parameters: [Double]
    let network: SpinNetwork, fields: [Double]
    let slopes = [0.3, -0.1, -0.5, 0.9], price = 0.2

    init(_ kind: SmallMesoscopicTask.Kind) throws {
      let small = SmallMesoscopicTask(kind)
      (objective, parameters) = (small.objective, small.parameters)
      fields = objective.architecture.fields(parameters, reading: objective.task.inputs[0])
      network = try objective.architecture.network(parameters, beta: objective.beta).with(fields: fields)
    }

    /// One number per tie and one per spin, from the adjoint master equation.
    func exact(price: Double? = nil) throws -> [Double] {
      let steady = try SpinNetworkSteadyState(of: network)
      let gradient = try steady.gradient(
        of: steady.observable(weighing: slopes), dissipationCost: price ?? self.price)
      return objective.architecture.ties.map { gradient.couplings[$0.on, $0.by] } + gradient.fields
    }

    /// Averages over many pairs of independent paths.
    func estimates(
      _ settings: LikelihoodRatio.Settings, repetitions: Int = 1200, price: Double? = nil,
      measuresDissipation: Bool = true
    ) throws -> [Average] {
      var score = LikelihoodRatio(
        objective.architecture, beta: objective.beta, measuresDissipation: measuresDissipation)
      score.set(parameters)
      let zero = Array(repeating: 0.0, count: 4)
      let paths = try network.paths(
        reading: Array(repeating: zero, count: 2 * repetitions), burnIn: 10, duration: 40 + settings.window,
        random: RandomStream(seed: 17)["likelihood ratio"])
      var averages = (0..<objective.architecture.ties.count + 4).map { _ in Average() }
      for repetition in 0..<repetitions {
        let other = score.averages(along: paths[2 * repetition], fields: fields)
        let found = score.gradient(
          along: paths[2 * repetition + 1], fields: fields, slopes: slopes, dissipationCost: price ?? self.price,
          other: other, settings)
        for (place, value) in (found.couplings + found.fields).enumerated() { averages[place].add(value) }
      }
      return averages
    }
  }

  static func deviations(_ averages: [Average], from exact: [Double]) -> [Double] {
    zip(averages, exact).map { $0.estimate.deviation(from: $1) }
  }

  static func largest(_ deviations: [Double]) -> Double { deviations.reduce(0) { max($0, abs($1)) } }

  /// Of three networks with 12, 8 and 16 derivatives, with critic and without, none is off by 4.5 standard errors: by Bonferroni
  /// one false alarm in 2000 seeds. Windows of 8 relax to exp(−8) or less.
  @Test(arguments: SmallMesoscopicTask.Kind.allCases, [false, true])
  func everyDerivativeIsUnbiased(kind: SmallMesoscopicTask.Kind, usesCritic: Bool) throws {
    let one = try OneInput(kind)
    let exact = try one.exact()
    let deviations = Self.deviations(try one.estimates(.init(window: 8, usesCritic: usesCritic)), from: exact)
    #expect(Self.largest(deviations) < 4.5)
    // Controls: the other sign, and a window shorter than the memory.
    let wrong = Self.deviations(try one.estimates(.init(window: 8, usesCritic: usesCritic)), from: exact.map { -$0 })
    #expect(Self.largest(wrong) > 20)
    let short = Self.deviations(try one.estimates(.init(window: 0.3, usesCritic: usesCritic)), from: exact)
    #expect(Self.largest(short) > 20)
  }

  /// The gradient of the simulated entropy production alone, of six spins in two layers that act on each other: of 18 couplings and 6
  /// fields none is off by 4 standard errors of 1200 pairs of paths from central differences of the exact σ, whose own error is of the
  /// order of 10⁻⁸. By Bonferroni one false alarm in 600 seeds. Controls: the other sign; and without measuring, no gradient at all.
  @Test(arguments: [false, true])
  func theEntropyProductionHasAnUnbiasedGradient(usesCritic: Bool) throws {
    let architecture = SpinArchitecture.layered(inputs: 2, layers: [3, 3], feedback: .free)
    var random = RandomStream(seed: 61)
    let parameters = (0..<architecture.parameters).map { _ in 0.6 * random.normal() }
    let fields = architecture.fields(parameters, reading: [0.7, -0.4])
    let network = try architecture.network(parameters, beta: 1).with(fields: fields)
    func sigma(_ couplings: Matrix, _ fields: [Double]) throws -> Double {
      try SpinNetworkSteadyState(of: SpinNetwork(couplings: couplings, fields: fields, beta: 1))
        .antisymmetricEntropyProductionRate
    }
    let (couplings, step) = (network.couplings.matrix, 1e-4)
    var exact = try architecture.ties.map { tie in
      let sides = try [-step, step].map { step in
        var moved = couplings
        moved[tie.on, tie.by] += step
        return try sigma(moved, fields)
      }
      return (sides[1] - sides[0]) / (2 * step)
    }
    exact += try (0..<6).map { spin in
      let sides = try [-step, step].map { step in
        var moved = fields
        moved[spin] += step
        return try sigma(couplings, moved)
      }
      return (sides[1] - sides[0]) / (2 * step)
    }
    var score = LikelihoodRatio(architecture, beta: 1, measuresDissipation: true)
    score.set(parameters)
    let settings = LikelihoodRatio.Settings(window: 8, usesCritic: usesCritic)
    let repetitions = 1200
    let paths = try network.paths(
      reading: Array(repeating: Array(repeating: 0, count: 6), count: 2 * repetitions), burnIn: 10,
      duration: 40 + settings.window, random: random["paths"])
    var averages = exact.map { _ in Average() }
    for repetition in 0..<repetitions {
      let other = score.averages(along: paths[2 * repetition], fields: fields)
      let found = score.gradient(
        along: paths[2 * repetition + 1], fields: fields, slopes: Array(repeating: 0, count: 6), dissipationCost: 1,
        other: other, settings)
      for (place, value) in (found.couplings + found.fields).enumerated() { averages[place].add(value) }
    }
    // What is maximised contains −σ.
    #expect(Self.largest(Self.deviations(averages, from: exact.map { -$0 })) < 4)
    #expect(Self.largest(Self.deviations(averages, from: exact)) > 20)
    #expect(Self.largest(Self.deviations(averages, from: exact.map { _ in 0 })) > 20)
  }

  /// The response of an equilibrium is β times its covariance, ∂⟨s_i⟩/∂x_j = β (⟨s_i s_j⟩ − m_i m_j).
  @Test func equilibriumObeysTheFluctuationDissipationTheorem() throws {
    let one = try OneInput(.symmetric)
    let steady = try SpinNetworkSteadyState(of: one.network)
    let (m, pairs) = (steady.magnetisations, steady.pairAverages)
    let exact = (0..<4).map { j in
      (0..<4).reduce(0) { $0 + one.slopes[$1] * one.network.beta * (pairs[$1, j] - m[$1] * m[j]) }
    }
    let averages = try one.estimates(.init(window: 8), price: 0)
    let fields = Array(averages.suffix(4))
    #expect(Self.largest(Self.deviations(fields, from: exact)) < 4.5)
    // A control: the static response of uncoupled spins.
    let uncoupled = (0..<4).map { one.slopes[$0] * one.network.beta * (1 - m[$0] * m[$0]) }
    #expect(Self.largest(Self.deviations(fields, from: uncoupled)) > 15)
  }

  @Test func criticSavesVariance() throws {
    let one = try OneInput(.squares)
    func variance(_ usesCritic: Bool) throws -> Double {
      try one.estimates(.init(window: 8, usesCritic: usesCritic), repetitions: 400).reduce(0) { $0 + $1.variance }
    }
    #expect(try variance(false) > 4 * variance(true))
  }

  /// Without a price it does not matter whether dissipation is measured: fewer neighbours are visited.
  @Test(arguments: SmallMesoscopicTask.Kind.allCases)
  func measuringChangesNothing(kind: SmallMesoscopicTask.Kind) throws {
    let one = try OneInput(kind)
    let with = try one.estimates(.init(window: 2), repetitions: 10, price: 0)
    let without = try one.estimates(.init(window: 2), repetitions: 10, price: 0, measuresDissipation: false)
    for (a, b) in zip(with, without) { #expect(abs(a.mean - b.mean) < 1e-9) }
  }

  /// Slopes of squares are linear in the averages: with a readout that is given the gradient of the whole objective is unbiased.
  /// Cross-entropy leaves a bias of the order of 1/T in the slopes, small beside the errors here.
  @Test(arguments: [SmallMesoscopicTask.Kind.squares, .classes])
  func objectivesAreUnbiased(kind: SmallMesoscopicTask.Kind) throws {
    let small = SmallMesoscopicTask(kind)
    let objective = small.objectiveWithReadout
    let exact = try objective.exact(small.parameters).gradient
    var score = LikelihoodRatio(objective.architecture, beta: objective.beta)
    var averages = exact.map { _ in Average() }
    for repetition in 0..<(kind == .squares ? 500 : 150) {
      let found = try objective.likelihoodRatio(
        &score, at: small.parameters, SteadyStateSampling(burnIn: 10, duration: kind == .squares ? 30 : 200),
        .init(window: 8), random: RandomStream(seed: 23)[repetition])
      for place in exact.indices { averages[place].add(found.gradient[place]) }
    }
    #expect(Self.largest(Self.deviations(averages, from: exact)) < 4.5)
    #expect(Self.largest(Self.deviations(averages, from: exact.map { -$0 })) > 20)
  }

  @Test func pathsAreTrajectories() throws {
    let one = try OneInput(.squares)
    let path = try one.network.paths(
      reading: [[0, 0, 0, 0]], burnIn: 10, duration: 4000, random: RandomStream(seed: 2))[0]
    #expect(zip(path.times, path.times.dropFirst()).allSatisfy { $0 <= $1 } && path.times.allSatisfy { $0 < 4000 })
    #expect(path.spins.count == path.times.count && path.flips > path.spins.count)
    var score = LikelihoodRatio(one.objective.architecture, beta: one.objective.beta)
    score.set(one.parameters)
    let averages = score.averages(along: path, fields: one.fields)
    let steady = try SpinNetworkSteadyState(of: one.network)
    // The standard error of a spin with a memory of about 1/k0 is at most √(2/4000).
    for (a, b) in zip(averages.magnetisations, steady.magnetisations) { #expect(abs(a - b) < 5 * 0.0224) }
    let rate = steady.antisymmetricEntropyProductionRate
    #expect(abs(averages.entropyProductionRate - rate) < 0.1 * rate)
    let flipRate = Double(path.spins.count) / 4000
    #expect(abs(averages.rates.reduce(0, +) - steady.flipRate) < 0.05 * steady.flipRate)
    #expect(abs(flipRate - steady.flipRate) < 0.05 * steady.flipRate)
    for spin in 0..<4 {
      let isOdd = path.spins.count { Int($0) == spin } % 2 == 1
      #expect(path.end[spin] == (isOdd ? -1 : 1) * path.start[spin])
    }
  }

  /// A network of 526 parameters: with the same number of flips the error of the score is less than a twentieth, in squares, of that of
  /// simultaneous perturbation, whose estimate has one direction.
  @Test func scoreTellsMoreThanPerturbation() throws {
    var random = RandomStream(seed: 47)["efficiency"]
    let architecture = SpinArchitecture.layered(inputs: 8, layers: [12, 10, 8], feedback: .free)
    let inputs = (0..<8).map { _ in (0..<8).map { _ in random.normal() } }
    var softmax = SoftmaxReadout(features: 8, classes: 4)
    softmax.weights = Matrix(rows: 4, columns: 8) { _, _ in random.normal() }
    let objective = MesoscopicObjective(
      architecture: architecture,
      task: MesoscopicTask(inputs: inputs, answers: .labels([0, 1, 2, 3, 0, 1, 2, 3], classes: 4)),
      read: 22..<30, dissipationCost: 0.002, readout: .softmax(softmax))
    let θ = (0..<architecture.parameters).map { _ in 0.15 * random.normal() }
    var score = LikelihoodRatio(architecture, beta: 1)
    var averages = θ.map { _ in Average() }
    var (scoreFlips, pairFlips, squares) = (0, 0, Average())
    let size = 0.1
    for repetition in 0..<40 {
      let found = try objective.likelihoodRatio(
        &score, at: θ, SteadyStateSampling(burnIn: 3, duration: 20), .init(window: 2), random: random[repetition])
      scoreFlips += found.value.flips
      for place in θ.indices { averages[place].add(found.gradient[place]) }
      let directions = SimultaneousPerturbation.directions(θ.count, random: random["directions"][repetition])
      let pair = try objective.sampledPair(
        zip(θ, directions).map { $0 + size * $1 }, zip(θ, directions).map { $0 - size * $1 }, burnIn: 3, duration: 20,
        random: random["pair"][repetition])
      pairFlips += pair.first.flips + pair.second.flips
      let slope = (pair.first.objective - pair.second.objective) / (2 * size)
      squares.add(slope * slope)
    }
    let gradient = averages.reduce(0) { $0 + $1.mean * $1.mean }
    let scoreError = averages.reduce(0) { $0 + $1.variance } * Double(scoreFlips)
    let pairError = (Double(θ.count) * squares.mean - gradient) * Double(pairFlips)
    #expect(pairError > 20 * scoreError)
  }
}
