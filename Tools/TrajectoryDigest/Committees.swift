import CommitteeMachines

/// Committees that learn: the closure, states of rest and a student of finitely many inputs.
let committees = [
  Computation("committee of three units, in a ramp and at rest") { perturbation in
    let committee = SymmetricCommittee(CommitteeMachine(hiddenUnits: 3, stiffness: 1 + perturbation))
    let balance = try committee.balances(at: [2], learning: .ramp(to: 80, within: 1), seed: 0.1)[0]
    let transition = try committee.transition(hint: 0.001)
    return [
      balance.point.sum.overlap, balance.point.difference.overlap, balance.total.cost, balance.total.alignment,
      balance.total.compression, committee.error(of: balance.point), transition?.spinodal.rate ?? 0,
      transition?.released ?? 0, try committee.coexistence()?.specialised.rate ?? 0,
    ]
  },
  Computation("committee of two units, as matrices and in its outputs") { perturbation in
    let machine = CommitteeMachine(hiddenUnits: 2, teacherUnits: 3, stiffness: 1 + perturbation)
    let balance = try CommitteeLearning(machine, course: .sudden(10)).balances(at: [1])[0]
    let committee = SymmetricCommittee(CommitteeMachine(hiddenUnits: 2, stiffness: 1 + perturbation))
    let rest = try committee.unspecialised(rate: 20)
    return balance.overlaps.overlap.entries + balance.overlaps.variance.entries + [
      balance.cost, balance.compression, committee.outputInformation(at: rest.point, bins: 40, nodes: 8),
    ]
  },
  Computation("committee of 64 inputs") { perturbation in
    let machine = CommitteeMachine(hiddenUnits: 3, teacherUnits: 2)
    var student = CommitteeStudent(machine, inputs: 64, seed: 0.1 * (1 + perturbation), stream())
    try student.learn(until: 0.5, rate: 20, largestStep: 0.02)
    return student.overlap.entries + student.norm.entries + [student.heat]
  },
]
