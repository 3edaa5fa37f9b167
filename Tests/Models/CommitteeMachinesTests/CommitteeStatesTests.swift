import CommitteeMachines
import Foundation
import TestSupport
import Testing

private func committee(_ units: Int, _ stiffness: Double = 1) -> SymmetricCommittee {
  SymmetricCommittee(CommitteeMachine(hiddenUnits: units, stiffness: stiffness))
}

/// States of rest, transitions between them, and students of equal error.
@Suite struct CommitteeStatesTests {
  /// K = M = 2, k = 1 after a sudden start: r, s, q, c, ε, I, I₋, ΔS, heat, η.
  @Test(arguments: [
    (20.0, [0.434650, 0.434650, 0.741411, 0.076226, 0.042613, 1.289996, 0.0, -0.304513, 12.739670, 0.103738]),
    (40.0, [0.540121, 0.342120, 0.671498, 0.137529, 0.027480, 1.674235, 0.038128, -0.419670, 25.895974, 0.065717]),
    (80.0, [0.806503, 0.124753, 0.797748, 0.085944, 0.013285, 2.520909, 0.529165, -0.231800, 52.472775, 0.048255]),
    (160.0, [0.902458, 0.059537, 0.884564, 0.049478, 0.006480, 3.294714, 0.951333, -0.124228, 105.745233, 0.031194]),
  ])
  func rest(rate: Double, reference: [Double]) throws {
    let committee = committee(2)
    let rest = try committee.rest(after: .sudden(rate), seed: 1e-6)
    let point = try #require(committee.state(near: rest.point, rate: rate)).point
    // Without the seed in the beginning: the fall of the potential.
    let potentials = [committee.start(), point].map {
      committee.machine.potential(at: committee.overlaps(of: $0), rate: rate)
    }
    let heat = potentials[0] - potentials[1]
    #expect(abs(rest.total.heat - heat) < 1e-6 * rate)
    let efficiency = committee.information(of: point) / (rest.total.entropy + heat)
    let values = [
      committee.pairOverlap(of: point), committee.crossOverlap(of: point), committee.norm(of: point),
      committee.correlation(of: point), committee.error(of: point), committee.information(of: point),
      point.difference.information, rest.total.entropy, heat, efficiency,
    ]
    for (value, expected) in zip(values, reference) {
      #expect(agrees(value, expected, digits: 6), "\(value) \(expected)")
    }
    // Matrices say the same.
    let overlaps = committee.overlaps(of: point)
    #expect(abs(try overlaps.information - committee.information(of: point)) < 1e-11)
    #expect(
      abs(try committee.machine.freeEnergy(at: overlaps, rate: rate) - committee.freeEnergy(of: point, rate: rate))
        < 1e-11)
  }

  /// One unit at ν = 20, and the limits of weak learning.
  @Test func oneUnitAndWeakLearning() throws {
    let one = try committee(1).rest(after: .sudden(20))
    #expect(agrees(one.point.sum.overlap, 0.859973, digits: 6) && agrees(one.point.sum.norm, 0.856002, digits: 6))
    #expect(agrees(one.total.information, 0.997414, digits: 6) && agrees(one.total.heat, 6.244790, digits: 6))
    // To second order in ν, R_in = ν/π, κ_ii = 1 + ν/(π√3) and κ_ik = ν/π for k = 1, so that I, alignment and compression are in the ratio
    // K²/2 : K²/2 : K/12 + K(K − 1)/4.
    for (units, limit) in [(1, 6.0 / 13), (2, 3.0 / 7)] {
      let weak = try [1e-3, 2e-3].map { try committee(units).rest(after: .sudden($0)).total.efficiency }
      #expect(abs(2 * weak[0] - weak[1] - limit) < 2e-6)
    }
  }

  /// ν_s of two units.
  @Test(arguments: [(1, 38.120762), (0.25, 18.834528), (4, 102.163280)])
  func continuousTransition(stiffness: Double, rate: Double) throws {
    let committee = committee(2, stiffness)
    let critical = try #require(try committee.spinodal())
    #expect(agrees(critical.rate, rate, digits: 6))
    #expect(try committee.transition() == nil && committee.coexistence() == nil)
    #expect(try committee.transition(hint: 0.001) == nil)
    if stiffness == 1 {
      #expect(agrees(committee.pairOverlap(of: critical.point), 0.439010, digits: 6))
      #expect(agrees(committee.norm(of: critical.point), 0.661332, digits: 6))
      #expect(agrees(committee.correlation(of: critical.point), 0.141592, digits: 6))
    }
  }

  /// The plateau at ν = 80.
  @Test func plateau() throws {
    let committee = committee(2)
    let state = try committee.unspecialised(rate: 80)
    #expect(agrees(committee.pairOverlap(of: state.point), 0.435684, digits: 6))
    #expect(agrees(committee.norm(of: state.point), 0.572739, digits: 6))
    #expect(agrees(committee.correlation(of: state.point), 0.201250, digits: 6))
    #expect(agrees(committee.error(of: state.point), 0.020284, digits: 6))
    #expect(agrees(committee.growthRate(at: state), 1.674906, digits: 6))
  }

  /// Transitions of first order: where the specialised branch begins, equal f, the spinodal, I before and after, released; and in a hint.
  @Test(arguments: [
    (3, [58.5081, 59.245971, 65.565408, 2.074799, 2.595381, 0.029282], [62.4928, 0.01347]),
    (4, [70.8753, 73.236123, 96.528848, 2.408759, 4.036370, 0.276953], [90.4342, 0.19103]),
    (5, [78.7859, 82.918665, 130.719507, 2.670567, 5.681620, 0.924424], [121.0601, 0.70223]),
  ])
  func jumps(units: Int, reference: [Double], hinted: [Double]) throws {
    let committee = committee(units)
    let transition = try #require(try committee.transition())
    let coexistence = try #require(try committee.coexistence())
    #expect(agrees(transition.first.rate, reference[0], digits: 4), "\(transition.first.rate)")
    #expect(agrees(coexistence.specialised.rate, reference[1], digits: 6), "\(coexistence.specialised.rate)")
    #expect(agrees(transition.spinodal.rate, reference[2], digits: 6))
    #expect(agrees(committee.information(of: transition.spinodal.point), reference[3], digits: 6))
    #expect(agrees(committee.information(of: transition.after.point), reference[4], digits: 6))
    #expect(agrees(transition.released, reference[5], digits: 6), "\(transition.released)")
    #expect(abs(coexistence.specialised.freeEnergy - coexistence.unspecialised.freeEnergy) < 1e-9)
    let inHint = try #require(try committee.transition(hint: 0.001))
    #expect(agrees(inHint.spinodal.rate, hinted[0], digits: 4), "\(inHint.spinodal.rate)")
    #expect(abs(inHint.released - hinted[1]) < 3e-5, "\(inHint.released)")
    // What is released is lost by the slowest ramp.
    #expect(transition.spinodal.point.difference.overlap < 1e-6 && transition.after.point.difference.overlap > 0.3)
  }

  /// A slow ramp follows the branch in its hint, up to its spinodal.
  @Test func slowRampsFollowTheBranch() throws {
    let committee = committee(3)
    for rate in [30.0, 55, 60] {
      let rest = try committee.balances(at: [1e5 * rate / 80], learning: .ramp(to: 80, within: 1e5), hint: 0.001)[0]
      let state = try #require(committee.state(near: rest.point, rate: rate, hint: 0.001))
      #expect(abs(state.point.difference.overlap - rest.point.difference.overlap) < 1e-3)
    }
  }

  /// Students of any size at the error .04 that do not specialise: ν, I, alignment, compression, cost, η.
  @Test(arguments: [
    (1, [54.837075, 1.706348, 15.450354, 7.995941, 25.152643, 0.067840]),
    (2, [22.067955, 1.338831, 6.480375, 5.958085, 13.777291, 0.097177]),
    (3, [27.011643, 1.441107, 8.169663, 11.666835, 21.277605, 0.067729]),
    (4, [32.118689, 1.525528, 9.857989, 19.164856, 30.548373, 0.049938]),
    (6, [42.636157, 1.663961, 13.276567, 39.598766, 54.539294, 0.030509]),
  ])
  func sizes(units: Int, reference: [Double]) throws {
    let committee = SymmetricCommittee(CommitteeMachine(hiddenUnits: units, teacherUnits: 2))
    let rate = try committee.unspecialisedRate(forError: 0.04)
    let bill = try committee.rest(after: .sudden(rate)).total
    for (value, expected) in zip(
      [rate, bill.information, bill.alignment, bill.compression, bill.cost, bill.efficiency], reference)
    { #expect(agrees(value, expected, digits: 6), "\(value) \(expected)") }
    if units == 1 { #expect(throws: (any Error).self) { try committee.unspecialisedRate(forError: 0.03) } }
  }

  /// A lonely unit at ν = 3000 with a teacher of two errs by .030339.
  @Test func oneUnitIsNotEnough() throws {
    let committee = SymmetricCommittee(CommitteeMachine(hiddenUnits: 1, teacherUnits: 2))
    #expect(agrees(committee.error(of: try committee.unspecialised(rate: 3000).point), 0.030339, digits: 6))
  }

  /// The error .02 by states of least free energy, the lowest that were found.
  @Test(arguments: [
    (2, 54.1009, 2.055467, 34.9288), (3, 77.0785, 2.275145, 62.4132), (4, 85.5838, 2.404251, 83.3125),
  ])
  func leastStates(units: Int, rate: Double, information: Double, cost: Double) throws {
    let student = try CommitteeMachine(hiddenUnits: units, teacherUnits: 2).leastStudent(error: 0.02)
    #expect(agrees(student.rate, rate, digits: 4), "\(student.rate)")
    #expect(agrees(student.information, information, digits: 6), "\(student.information)")
    #expect(agrees(student.cost, cost, digits: 4), "\(student.cost)")
  }

  /// The outputs know less than the fields.
  @Test func outputs() throws {
    let committee = committee(2)
    for (point, reference) in [
      (try committee.unspecialised(rate: 80).point, 1.474),
      (try committee.rest(after: .sudden(80), seed: 1e-3).point, 1.634),
      (try committee.unspecialised(rate: 20).point, 1.040),
    ] {
      let information = committee.outputInformation(at: point)
      #expect(abs(information - reference) < 0.002, "\(information)")
      #expect(information < committee.information(of: point))
      #expect(abs(information - committee.outputInformation(at: point, bins: 200)) < 0.002)
    }
  }
}
