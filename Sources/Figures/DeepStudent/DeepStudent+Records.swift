import CommitteeMachines
import Companion
import ElementaryFunctions
import Estimation

extension DeepStudent {
  // MARK: - Records

  private var committee: SymmetricCommittee { SymmetricCommittee(machine(p.units)) }

  /// Panel a: r and s.
  func recordPlateau(_ line: [SymmetricCommittee.Balance]) {
    run.series(
      "plateau",
      [
        "time": p.times, "pair": line.map { committee.pairOverlap(of: $0.point) },
        "cross": line.map { committee.crossOverlap(of: $0.point) },
      ])
  }

  /// Panel a: sampled r and s.
  func recordStudents(_ samples: [StudentSample], _ exact: [SymmetricCommittee.Balance]) -> [Double] {
    run.series(
      "students", ["time": p.sampledTimes],
      estimates: ["pair": samples.map(\.pair.estimate), "cross": samples.map(\.cross.estimate)])
    let heats = zip(samples, exact).map { $0.heat.estimate.deviation(from: $1.total.heat) }
    if let sample = samples.last, let balance = exact.last {
      run.number("sampled-heat", sample.heat.estimate, unit: "kT")
      run.number("sampled-heat-exact", balance.total.heat, unit: "kT")
      run.number("sampled-pair", sample.pair.estimate)
      run.number("sampled-pair-exact", committee.pairOverlap(of: balance.point))
    }
    return heats
      + zip(samples, exact).flatMap { sample, balance in
        [
          sample.pair.estimate.deviation(from: committee.pairOverlap(of: balance.point)),
          sample.cross.estimate.deviation(from: committee.crossOverlap(of: balance.point)),
          sample.error.estimate.deviation(from: committee.error(of: balance.point)),
        ]
      }
  }

  /// Panel b: what each mode has learned and paid. A logarithmic axis shows what is positive.
  func recordBills(
    _ line: [SymmetricCommittee.Balance], plateau: [SymmetricCommittee.Balance], rest: SettledCommittee.Result
  ) {
    for (name, bill) in [
      ("sum", \SymmetricCommittee.Balance.sum), ("difference", \SymmetricCommittee.Balance.difference),
    ] {
      for (column, value) in [
        ("information", \SymmetricCommittee.Bill.information), ("cost", \SymmetricCommittee.Bill.cost),
      ] {
        let rows = zip(p.billTimes, line).filter { $0.1[keyPath: bill][keyPath: value] > 0 }
        run.series(
          "\(column)-\(name)",
          ["time": rows.map(\.0), column: rows.map { $0.1[keyPath: bill][keyPath: value] }])
      }
      let (last, before) = (rest.balance[keyPath: bill], plateau[1][keyPath: bill])
      run.number("\(name)-information", last.information, unit: "nats")
      run.number("\(name)-cost", last.cost, unit: "nats")
      run.number("\(name)-efficiency", last.efficiency)
      run.number("\(name)-plateau-cost", before.cost, unit: "nats")
      run.number("\(name)-plateau-information", before.information, unit: "nats")
    }
    let (last, before) = (rest.balance.difference, plateau[1].difference)
    run.number("specialising-cost", last.cost - before.cost, unit: "nats")
    run.number("specialising-information", last.information - before.information, unit: "nats")
    // Below the transition nothing is bought.
    let gain = last.information - before.information
    run.number("specialising-efficiency", gain > 1e-3 ? gain / (last.cost - before.cost) : 0)
    run.number("plateau-cost", plateau[1].total.cost - plateau[0].total.cost, unit: "nats")
    run.number("rest-information", rest.balance.total.information, unit: "nats")
    run.number("rest-cost", rest.balance.total.cost, unit: "nats")
    run.number("rest-heat", rest.balance.total.heat, unit: "kT")
    run.number("rest-efficiency", rest.balance.total.efficiency)
    run.number("rest-pair", committee.pairOverlap(of: rest.balance.point))
    run.number("rest-cross", committee.crossOverlap(of: rest.balance.point))
    run.number("rest-error", rest.error)
    run.number("squared-distance", committee.squaredDistance(from: committee.start(), to: rest.balance.point))
  }

  /// The plateau, as the state of rest of a student that does not specialise.
  func recordUnspecialised(_ state: SymmetricCommittee.State, _ committee: SymmetricCommittee) {
    run.number("plateau-overlap", committee.pairOverlap(of: state.point))
    run.number("plateau-error", committee.error(of: state.point))
    run.number("plateau-information", committee.information(of: state.point), unit: "nats")
    run.number("plateau-variance", state.point.difference.variance)
    run.number("growth-rate", committee.growthRate(at: state), unit: "mobility")
  }

  /// Panel c: the branches, their transitions, and where free energies are equal.
  func recordBranches(_ branches: CommitteeBranches.Result, _ units: Int) {
    let critical = branches.spinodal.rate
    let (top, bottom) = (
      branches.transitionInHint?.spinodal.point.difference.overlap,
      branches.transitionInHint?.first.point.difference.overlap
    )
    func record(_ name: String, _ isPart: (Double) -> Bool) {
      let states = branches.states.filter { isPart($0.point.difference.overlap) }
      run.series(
        "\(name)-\(units)",
        ["rate": states.map { $0.rate / critical }, "difference": states.map(\.point.difference.overlap)])
    }
    record("before") { $0 <= top ?? .infinity }
    record("unstable") { $0 > top ?? .infinity && $0 < bottom ?? .infinity }
    record("after") { top != nil && $0 >= bottom ?? .infinity }
    run.number("critical-rate-\(units)", critical, unit: "kT")
    run.number("coexistence-\(units)", branches.coexistence ?? critical, unit: "kT")
    run.number("coexistence-ratio-\(units)", (branches.coexistence ?? critical) / critical)
    run.number("first-rate-\(units)", branches.transition?.first.rate ?? critical, unit: "kT")
    run.number("released-plain-\(units)", branches.transition?.released ?? 0, unit: "nats")
    run.number("hinted-rate-\(units)", branches.transitionInHint?.spinodal.rate ?? critical, unit: "kT")
    let committee = SymmetricCommittee(machine(units))
    if let transition = branches.transition {
      run.number("information-before-\(units)", committee.information(of: transition.spinodal.point), unit: "nats")
      run.number("information-after-\(units)", committee.information(of: transition.after.point), unit: "nats")
    }
  }

  /// Panel c: the slow ramps up and down.
  func recordLoop(
    _ loop: [SymmetricCommittee.Balance], rates: [Double], _ branches: CommitteeBranches.Result, _ units: Int
  ) {
    let (ratios, overlaps) = (rates.map { $0 / branches.spinodal.rate }, loop.map(\.point.difference.overlap))
    run.series(
      "up-\(units)",
      ["rate": Array(ratios[...p.rampPoints]), "difference": Array(overlaps[...p.rampPoints])])
    run.series(
      "down-\(units)",
      ["rate": Array(ratios[p.rampPoints...]), "difference": Array(overlaps[p.rampPoints...])])
    let gap = (0...p.rampPoints).map { abs(overlaps[$0] - overlaps[2 * p.rampPoints - $0]) }.max() ?? 0
    run.number("loop-gap-\(units)", gap)
    run.number("loop-losses-\(units)", loop.last?.total.losses ?? 0, unit: "nats")
  }

  /// Panel d: efficiencies at rest. The difference modes have one where they have learned.
  func recordEfficiencies(_ sudden: [SettledCommittee.Result], _ slow: [SettledCommittee.Result]) {
    run.series(
      "efficiencies",
      [
        "rate": p.rates, "total": sudden.map(\.balance.total.efficiency), "sum": sudden.map(\.balance.sum.efficiency),
        "slow": slow.map(\.balance.total.efficiency),
      ])
    let learned = zip(p.rates, sudden).filter { $0.1.balance.difference.information > 1e-3 }
    run.series(
      "difference-efficiency",
      ["rate": learned.map(\.0), "difference": learned.map(\.1.balance.difference.efficiency)])
    for rate in [20.0, 80, 160] {
      guard let place = p.rates.firstIndex(of: rate) else { continue }
      run.number("efficiency-\(label(rate))", sudden[place].balance.total.efficiency)
      run.number("slow-efficiency-\(label(rate))", slow[place].balance.total.efficiency)
    }
    if let first = sudden.first { run.number("weak-efficiency", first.balance.total.efficiency) }
  }

  /// Panel d: ΔS + heat is sampled, the information exact.
  func recordSampledEfficiencies(
    _ samples: [StudentSample], _ exact: [SymmetricCommittee.Balance], at rates: [Double]
  ) -> [Double] {
    let costs = samples.map(\.cost.estimate)
    run.series(
      "sampled-efficiencies", ["rate": rates],
      estimates: [
        "total": zip(costs, exact).map { cost, balance in
          let efficiency = balance.total.information / cost.value
          return Estimate(
            efficiency, standardError: efficiency * cost.standardError / cost.value,
            degreesOfFreedom: cost.degreesOfFreedom)
        }
      ])
    return zip(costs, exact).map { $0.deviation(from: $1.total.cost) }
  }

  /// Panel e: losses, the bound of haste, and what is released whatever the duration.
  func recordRamps(_ line: [SettledCommittee.Result], _ transition: SymmetricCommittee.Transition?, _ units: Int) {
    run.series(
      "ramps-\(units)",
      [
        "time": p.rampTimes, "losses": line.map(\.balance.total.losses),
        "bound": zip(line, p.rampTimes).map { $0.squaredDistance / $1 },
      ])
    let released = transition.flatMap { $0.spinodal.rate < p.finalRate ? $0.released : nil }
    let times = released == nil ? [] : [p.rampTimes[0], p.rampTimes[p.rampTimes.count - 1]]
    run.series("released-\(units)", ["time": times, "released": times.map { _ in released ?? 0 }])
    run.number("released-\(units)", released ?? 0, unit: "nats")
    for (time, result) in zip(p.rampTimes, line) where [1e2, 1e3, 1e4, 1e5, 1e6].contains(time) {
      run.number("loss-\(units)-\(label(time))", result.balance.total.losses, unit: "nats")
    }
    if let last = line.last {
      run.number("last-loss-\(units)", last.balance.total.losses, unit: "nats")
      run.number("ramp-information-\(units)", last.balance.total.information, unit: "nats")
      run.number("ramp-distance-\(units)", last.squaredDistance)
    }
    let ratios = zip(line, p.rampTimes).map { $0.courseLosses * $1 / $0.squaredDistance }
    run.number("least-haste-ratio-\(units)", ratios.min() ?? 1)
  }

  /// Panel f: the parts of the cost, one on top of the other.
  func recordSizes(_ plain: [UnspecialisedStudent.Result], _ least: [StudentOfError], _ specialists: [Int]) {
    let bills = plain.map(\.balance.total)
    run.series(
      "sizes",
      [
        "units": p.studentUnits.map(Double.init), "zero": bills.map { _ in 0 }, "learned": bills.map(\.information),
        "aligned": bills.map { $0.information + $0.alignment }, "cost": bills.map(\.cost),
      ])
    run.series("least", ["units": specialists.map(Double.init), "cost": least.map(\.cost)])
    for (units, result) in zip(p.studentUnits, plain) {
      let bill = result.balance.total
      run.number("size-rate-\(units)", result.rate, unit: "kT")
      run.number("size-information-\(units)", bill.information, unit: "nats")
      run.number("size-alignment-\(units)", bill.alignment, unit: "nats")
      run.number("size-compression-\(units)", bill.compression, unit: "nats")
      run.number("size-cost-\(units)", bill.cost, unit: "nats")
      run.number("size-efficiency-\(units)", bill.efficiency)
    }
    run.number("sizes-not-least", Double(plain.filter { !$0.isLeast }.count))
    for (units, student) in zip(specialists, least) {
      run.number("least-rate-\(units)", student.rate, unit: "kT")
      run.number("least-information-\(units)", student.information, unit: "nats")
      run.number("least-cost-\(units)", student.cost, unit: "nats")
    }
    if plain.count > 2 {
      let (one, other) = (plain.count - 3, plain.count - 1)
      let growth = Elementary.log(bills[other].compression / bills[one].compression)
      let size = Elementary.log(Double(p.studentUnits[other]) / Double(p.studentUnits[one]))
      run.number("compression-exponent", growth / size)
    }
  }

  /// The theorem and its control.
  func recordTheorem(_ samples: [CommitteeLines.Averages], _ learning: CommitteeLearning) throws -> [Double] {
    let lines = try p.theoremTimes.map { try CommitteeLines(learning, until: $0, steps: p.theoremSteps) }
    let balance = try learning.balances(at: [p.theoremTimes[1]])[0]
    run.number("theorem", samples[1].theorem.mean)
    run.number("theorem-heat", samples[1].heat.estimate, unit: "kT")
    run.number("theorem-heat-exact", balance.heat, unit: "kT")
    run.number("without-heat", samples[0].withoutHeat.mean)
    run.number("without-heat-exact", lines[0].contraction)
    run.number(
      "without-heat-deviation", samples[0].withoutHeat.mean.deviation(from: 1), unit: "standard errors")
    return [
      samples[1].theorem.mean.deviation(from: 1), samples[0].theorem.mean.deviation(from: 1),
      samples[1].heat.estimate.deviation(from: balance.heat),
      samples[0].withoutHeat.mean.deviation(from: lines[0].contraction),
    ]
  }
}
