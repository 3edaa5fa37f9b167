import CommitteeMachines
import Foundation
import Matrices
import Randomness
import StochasticThermodynamics
import TestSupport
import Testing

private func committee(_ units: Int, _ stiffness: Double = 1) -> SymmetricCommittee {
  SymmetricCommittee(CommitteeMachine(hiddenUnits: units, stiffness: stiffness))
}

/// Learning in time: the closure, its balance, and the two bills.
@Suite struct SymmetricCommitteeTests {
  /// ν = 80, δ = .01, by an independent integration of order 8.
  @Test(arguments: [
    (0.5 as Double, [0.020470, 0.87457, 0.01690, 1.981652, 49.898110, 0.000368, 1.107160]),
    (1.0, [0.020259, 0.87163, 0.03860, 1.981647, 49.898141, 0.002002, 1.110478]),
    (2.0, [0.019530, 0.87594, 0.19554, 1.982479, 49.899006, 0.050623, 1.188405]),
    (3.0, [0.015123, 0.90975, 0.55402, 1.988426, 49.906209, 0.368861, 1.641695]),
    (10.0, [0.013285, 0.93126, 0.68175, 1.991744, 49.910014, 0.529165, 1.821663]),
  ])
  func twoBills(time: Double, reference: [Double]) throws {
    let committee = committee(2)
    let balance = try committee.balances(at: [time], learning: .sudden(80), seed: 0.01)[0]
    let start = committee.start(seed: 0.01).sum.information
    #expect(agrees(committee.error(of: balance.point), reference[0], digits: 6))
    #expect(agrees(balance.point.sum.overlap, reference[1], digits: 5))
    #expect(agrees(balance.point.difference.overlap, reference[2], digits: 5))
    // The reference counts the information from nothing on, and the cost with it.
    let (sum, difference) = (balance.sum, balance.difference)
    #expect(min(abs(sum.information - reference[3]), abs(sum.information + start - reference[3])) < 6e-7)
    #expect(agrees(sum.cost, reference[4], digits: 6))
    #expect(min(abs(difference.information - reference[5]), abs(difference.information + start - reference[5])) < 6e-7)
    #expect(agrees(difference.cost, reference[6], digits: 6))
    #expect(abs(sum.excess) < 1e-8 && abs(difference.excess) < 1e-8)
  }

  /// δ = .1, ν = 80: r and s.
  @Test(arguments: [(0.5, 0.52158, 0.35609), (1, 0.60823, 0.27653), (2, 0.77478, 0.14671), (4, 0.80631, 0.12488)])
  func plateauIsLeft(time: Double, pair: Double, cross: Double) throws {
    let committee = committee(2)
    let balance = try committee.balances(at: [time], learning: .sudden(80), seed: 0.1)[0]
    #expect(agrees(committee.pairOverlap(of: balance.point), pair, digits: 5))
    #expect(agrees(committee.crossOverlap(of: balance.point), cross, digits: 5))
    // The same from the matrices, by another integrator.
    let learning = CommitteeLearning(committee.machine, course: .sudden(80), seed: 0.1)
    let matrices = try learning.balances(at: [time])[0]
    #expect(abs(matrices.overlaps.overlap[0, 0] - committee.pairOverlap(of: balance.point)) < 1e-8)
    if time == 2 { #expect(agrees(balance.total.heat, 47.3553, digits: 4)) }
  }

  /// The plateau waits for free, the less it costs the smaller the seed; before it the difference mode has been compressed for nothing.
  @Test func plateauIsFree() throws {
    func wait(_ seed: Double) throws -> Double {
      let balances = try committee(2).balances(at: [0.5, 1], learning: .sudden(80), seed: seed)
      return balances[1].total.cost - balances[0].total.cost
    }
    #expect(try wait(0.01) < 4e-3 && wait(0.001) < 8e-4 && wait(0.001) > 0)
    // Control: the same time from the start on is not free.
    #expect(try committee(2).balances(at: [0.5], learning: .sudden(80), seed: 0.01)[0].total.cost > 50)
  }

  /// Both integrators agree, and modes add up to matrices, as does the balance.
  @Test(arguments: 0..<25)
  func balancesHold(number: Int) throws {
    var random = RandomStream(seed: 3)[number]
    let (units, teachers) = (1 + random.index(below: 4), 1 + random.index(below: 4))
    let machine = CommitteeMachine(
      hiddenUnits: units, teacherUnits: teachers, stiffness: 0.3 + 2 * random.uniform())
    let (rate, duration) = (15 * random.uniform(), number % 3 == 0 ? 0 : 2 * random.uniform())
    let seed = units == teachers ? 0.3 * random.uniform() : 0
    let course = LearningCourse.ramp(to: rate, within: duration)
    let learning = CommitteeLearning(machine, course: course, seed: seed)
    let balance = try learning.balances(at: [1.5])[0]
    #expect(abs(balance.excess) < 1e-8)
    #expect(balance.efficiency <= 1)
    let haste = try balance.overlaps.squaredDistance(from: learning.start) / 1.5
    #expect(balance.alignment + balance.compression >= haste)
    let modes = SymmetricCommittee(machine)
    let two = try modes.balances(at: [1.5], learning: course, seed: seed)[0]
    let overlaps = modes.overlaps(of: two.point)
    #expect((overlaps.overlap - balance.overlaps.overlap).largestEntry < 1e-8)
    #expect((overlaps.variance - balance.overlaps.variance).largestEntry < 1e-8)
    #expect(abs(two.total.heat - balance.heat) < 1e-8 && abs(two.total.information - balance.information) < 1e-8)
    #expect(abs(two.total.alignment - balance.alignment) < 1e-8)
    #expect(abs(two.total.compression - balance.compression) < 1e-8)
    #expect(abs(modes.squaredDistance(from: modes.start(seed: seed), to: two.point) - 1.5 * haste) < 1e-7)
    #expect(abs(modes.error(of: two.point) - machine.error(at: overlaps)) < 1e-13)
    // Control: modes that are not weighted by their number.
    if units > 2 { #expect(abs((two.sum + two.difference).heat - balance.heat) > 1e-3) }
  }

  /// Control: with the compression of the diagonal alone, Σ V̇_ii²/4V_ii, the balance fails.
  @Test func compressionIsAMatrix() throws {
    let machine = CommitteeMachine(hiddenUnits: 2)
    let learning = CommitteeLearning(machine, course: .sudden(10))
    let times = (0...4000).map { Double($0) / 4000 }
    let balances = try learning.balances(at: times)
    var diagonal = 0.0
    for (one, other) in zip(balances, balances.dropFirst()) {
      for i in 0..<2 {
        let (a, b) = (one.overlaps.variance[i, i], other.overlaps.variance[i, i])
        // Exact for constant slope: ∫V̇²/4V = (√b − √a)²/h·…, to second order.
        diagonal += (b.squareRoot() - a.squareRoot()) * (b.squareRoot() - a.squareRoot()) * 4000
      }
    }
    let last = balances[4000]
    #expect(abs(last.excess) < 1e-8)
    #expect(abs(last.cost - last.information - last.alignment - diagonal) > 0.1)
  }

  /// κ and H are the derivatives of the potential.
  @Test(arguments: 0..<10)
  func forceIsAGradient(number: Int) throws {
    var random = RandomStream(seed: 8)[number]
    let (units, teachers) = (1 + number % 3, 1 + number % 4)
    let machine = CommitteeMachine(hiddenUnits: units, teacherUnits: teachers, stiffness: 0.7)
    let overlap = Matrix(rows: units, columns: teachers) { _, _ in random.normal() * 0.4 }
    let root = Matrix(rows: units, columns: units) { _, _ in random.normal() * 0.5 }
    let variance = (root * root.transpose).symmetricPart + 0.2 * .identity(units)
    let force = machine.force(at: CommitteeOverlaps(overlap: overlap, variance: variance), rate: 5, hint: 0.3)
    func potential(_ overlap: Matrix, _ norm: Matrix) -> Double {
      machine.potential(
        at: CommitteeOverlaps(overlap: overlap, variance: (norm - (overlap * overlap.transpose)).symmetricPart),
        rate: 5, hint: 0.3)
    }
    let norm = CommitteeOverlaps(overlap: overlap, variance: variance).norm
    let h = 1e-5
    for i in 0..<units {
      for n in 0..<teachers {
        var (up, down) = (overlap, overlap)
        up[i, n] += h
        down[i, n] -= h
        #expect(abs((potential(down, norm) - potential(up, norm)) / (2 * h) - force.pull[i, n]) < 1e-8)
      }
      for j in 0...i {
        var (up, down) = (norm, norm)
        up[i, j] += h
        down[i, j] -= h
        if i != j {
          up[j, i] += h
          down[j, i] -= h
        }
        let slope = (potential(overlap, up) - potential(overlap, down)) / (2 * h)
        // U = ½ tr κ₀Q: an entry beside the diagonal counts twice.
        #expect(abs(slope - force.stiffness[i, j] * (i == j ? 0.5 : 1)) < 1e-8)
      }
    }
  }

  /// At a constant rate the losses are the fall of f, and the heat is that of the potential: ν = 80 from equilibrium without a seed loses
  /// 54.333333 − 4.613268.
  @Test func freeEnergyFalls() throws {
    let committee = committee(2)
    let rest = try committee.rest(after: .sudden(80), seed: 1e-4)
    let start = committee.start(seed: 1e-4)
    let fall = committee.freeEnergy(of: start, rate: 80) - committee.freeEnergy(of: rest.point, rate: 80)
    #expect(abs(rest.total.losses - fall) < 1e-7)
    #expect(agrees(committee.freeEnergy(of: committee.start(), rate: 80), 54.333333, digits: 6))
    #expect(agrees(committee.freeEnergy(of: rest.point, rate: 80), 4.613268, digits: 6))
    func potential(_ point: SymmetricCommittee.Point) -> Double {
      committee.machine.potential(at: committee.overlaps(of: point), rate: 80)
    }
    #expect(abs(rest.total.heat - potential(start) + potential(rest.point)) < 1e-7)
    // From equilibrium, ν(K + M)/6 + K/2 less U at rest.
    #expect(abs(potential(committee.start()) - (80.0 * 4 / 6 + 1)) < 1e-12)
  }

  /// W₂², and losses above W₂²/t.
  @Test func hasteIsBounded() throws {
    let committee = committee(2)
    for (rate, reference) in [(80.0, 2.344919), (150, 2.836033)] {
      let rest = try committee.rest(after: .sudden(rate), seed: 1e-3).point
      #expect(agrees(committee.squaredDistance(from: committee.start(), to: rest), reference, digits: 6))
    }
    for duration in [0.1, 1, 10, 1000] {
      let balance = try committee.balances(
        at: [duration], learning: .ramp(to: 150, within: duration), hint: 0.001)[0]
      let distance = committee.squaredDistance(from: committee.start(hint: 0.001), to: balance.point)
      #expect(balance.total.losses >= 1.14 * distance / duration)
    }
  }

  /// Losses of ramps to ν = 150 in a hint .001 which is switched on at the start, by an independent integration; the seed takes
  /// the overlap b/k away that a student at rest in the hint begins with.
  @Test(arguments: [
    (1, [0.201003, 0.023709, 0.002426]), (2, [0.382436, 0.047651, 0.004899, 0.000491, 0.000050]),
    (3, [0.641381, 0.109279, 0.027190, 0.015684, 0.013877]),
    (4, [1.115564, 0.353228, 0.218269, 0.196027, 0.192025]),
    (5, [1.932281, 0.932112, 0.743016, 0.709972, 0.703796]),
  ])
  func rampsLose(units: Int, references: [Double]) throws {
    var duration = 100.0
    for reference in references {
      let rest = try committee(units).rest(
        after: .ramp(to: 150, within: duration), seed: -0.001, hint: 0.001)
      // The seed takes 10⁻⁶ off the variance, too.
      #expect(abs(rest.total.losses - reference) < 3e-6, "\(units), \(duration): \(rest.total.losses)")
      #expect(abs(rest.total.excess) < 1e-6)
      duration *= 10
    }
  }

  /// The same from rest in the hint, which is less by what the hint does in the beginning.
  @Test(arguments: [(1, 0.200640), (2, 0.381861)])
  func rampsInAHint(units: Int, reference: Double) throws {
    let rest = try committee(units).rest(after: .ramp(to: 150, within: 100), hint: 0.001)
    #expect(agrees(rest.total.losses, reference, digits: 6), "\(rest.total.losses)")
  }

  /// A sudden start to ν = 150 in a hint .001, without an overlap.
  @Test(arguments: [
    (1, 47.497307, 2.002497), (2, 95.728399, 3.224895), (3, 144.107180, 4.263545), (5, 241.024830, 6.138625),
  ])
  func suddenStartsLose(units: Int, losses: Double, information: Double) throws {
    let rest = try committee(units).rest(after: .sudden(150), seed: -0.001, hint: 0.001)
    #expect(abs(rest.total.losses - losses) < 1e-4, "\(rest.total.losses)")
    #expect(abs(rest.total.information - information) < 2e-6, "\(rest.total.information)")
    // The fall of the free energy, exactly.
    let committee = committee(units)
    let start = committee.freeEnergy(of: committee.start(), rate: 150, hint: 0.001)
    let end = committee.freeEnergy(of: rest.point, rate: 150, hint: 0.001)
    #expect(agrees(start - end, losses, digits: 6), "\(start - end)")
  }

  /// The loop of two units closes, that of five does not, however slow.
  @Test func hysteresis() throws {
    func gap(_ units: Int, _ top: Double, _ between: Double) throws -> (gap: Double, losses: Double) {
      let course = LearningCourse(times: [0, 1e4, 2e4], rates: [0, top, 0])
      let time = 1e4 * between / top
      let loop = try committee(units).balances(at: [time, 2e4 - time, 2e4], learning: course, hint: 0.001)
      return (loop[1].point.difference.overlap - loop[0].point.difference.overlap, loop[2].total.losses)
    }
    let (two, five) = (try gap(2, 60, 40), try gap(5, 150, 100))
    #expect(abs(two.gap) < 0.01 && two.losses < 0.02)
    #expect(five.gap > 0.5 && five.losses > 0.7)
  }

  /// The integrator against exact solutions, stiff and oscillating, and against DormandPrince where nothing is stiff.
  @Test func stiffIntegrator() throws {
    let points = try StiffIntegrator().solution(from: [0, 1], at: [0, 1, 1e6]) { t, y in
      [-1e4 * (y[0] - 1 / (1 + t)) - 1 / ((1 + t) * (1 + t)), -y[1]]
    } integrand: { _, y, _ in
      [y[1]]
    }
    #expect(abs(points[1].value[0] - 0.5) < 1e-9 && abs(points[1].value[1] - exp(-1)) < 1e-9)
    #expect(abs(points[1].integrals[0] - (1 - exp(-1))) < 1e-9 && abs(points[2].integrals[0] - 1) < 1e-9)
    #expect(abs(points[2].value[0] - 1e-6) < 1e-12)
    let swing: (Double, [Double]) -> [Double] = { _, y in [y[1], -sin(y[0])] }
    let one = try StiffIntegrator().solution(from: [1, 0], at: [0, 5], derivative: swing)[1].value
    let other = try DormandPrince().solution(from: [1, 0], at: [0, 5], derivative: swing)[1]
    #expect(abs(one[0] - other[0]) < 1e-8 && abs(one[1] - other[1]) < 1e-8)
    #expect(throws: (any Error).self) {
      try StiffIntegrator().solution(from: [1], at: [0, 2]) { t, _ in [t < 1 ? 0 : .nan] }
    }
  }
}
