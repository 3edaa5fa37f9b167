import CommitteeMachines
import ElementaryFunctions
import Estimation
import Matrices
import Randomness
import Testing

/// What is sampled: students of finitely many inputs, and single lines.
@Suite struct CommitteeSampleTests {
  /// N = 4000, four students, ν = 20: overlaps and heat lie on the closure within 4.5 standard errors.
  @Test(arguments: [(2, 1.0), (3, 0.5)])
  func students(units: Int, stiffness: Double) throws {
    let machine = CommitteeMachine(hiddenUnits: units, stiffness: stiffness)
    let cell = SampledCommittee(
      machine: machine, rate: 20, seed: 0.2, inputs: 4000, largestStep: 0.01, times: [0.1, 1])
    let samples = try (0..<16).map { try cell.compute(RandomStream(seed: 4)[$0]) }
    let committee = SymmetricCommittee(machine)
    let exact = try committee.balances(at: [0.1, 1], learning: .sudden(20), seed: 0.2)
    for (time, balance) in exact.enumerated() {
      let sample = samples.map { $0[time] }.merged
      #expect(sample.pair.estimate.isConsistent(with: committee.pairOverlap(of: balance.point), sigmas: 4.5))
      #expect(sample.cross.estimate.isConsistent(with: committee.crossOverlap(of: balance.point), sigmas: 4.5))
      #expect(sample.error.estimate.isConsistent(with: committee.error(of: balance.point), sigmas: 4.5))
      #expect(sample.heat.estimate.isConsistent(with: balance.total.heat, sigmas: 4.5))
      #expect(sample.cost.estimate.isConsistent(with: balance.total.cost, sigmas: 4.5))
      // Control: the closure of another stiffness.
      let other = SymmetricCommittee(CommitteeMachine(hiddenUnits: units, stiffness: 1.2 * stiffness))
      let wrong = try other.balances(at: [0.1, 1], learning: .sudden(20), seed: 0.2)[time]
      #expect(abs(sample.heat.estimate.deviation(from: wrong.total.heat)) > 10)
    }
  }

  /// ⟨exp(−s_tot)⟩ = 1 of single lines; without the heat it is exp ∫tr κ dt.
  @Test(arguments: [2, 3])
  func theorem(units: Int) throws {
    let learning = CommitteeLearning(CommitteeMachine(hiddenUnits: units), course: .sudden(1), seed: 0.1)
    let lines = try CommitteeLines(learning, until: 1, steps: 40)
    var averages = CommitteeLines.Averages()
    try lines.sample(60_000, RandomStream(seed: 6)[units]) { averages.add($0) }
    #expect(averages.theorem.mean.isConsistent(with: 1, sigmas: 4.5))
    let balance = try learning.balances(at: [1])[0]
    #expect(averages.heat.estimate.isConsistent(with: balance.heat, sigmas: 4.5))
    #expect(averages.total.estimate.isConsistent(with: balance.alignment + balance.compression, sigmas: 4.5))
    #expect((lines.end.overlap - balance.overlaps.overlap).largestEntry < 1e-4)

    let short = try CommitteeLines(learning, until: 0.02, steps: 20)
    var control = CommitteeLines.Averages()
    try short.sample(60_000, RandomStream(seed: 7)[units]) { control.add($0) }
    #expect(control.withoutHeat.mean.isConsistent(with: short.contraction, sigmas: 4.5))
    #expect(control.withoutHeat.mean.deviation(from: 1) > 10)
  }

  /// Two units, ν = 1, δ = .1: the heat at t = 1 is .32298, and the control at t = .02 is 1.0493.
  @Test func references() throws {
    let learning = CommitteeLearning(CommitteeMachine(hiddenUnits: 2), course: .sudden(1), seed: 0.1)
    #expect(abs(try learning.balances(at: [1])[0].heat - 0.32298) < 6e-6)
    #expect(abs(try CommitteeLines(learning, until: 0.02, steps: 20).contraction - 1.0493) < 6e-5)
  }
}
