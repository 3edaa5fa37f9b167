import Estimation
import Foundation
import LearningDevices
import Randomness
import Testing

@Suite struct LearningDeviceTests {
  /// (γ, k, a) = (0.1, 1, 2), by hand: towards k₊ = 1/(1 + e⁻²), away k₋ = 1 − k₊; the memory is right with probability
  /// (k₊ + γ)/(k + 2γ), and in each unit of time corrects J = γ(2p − 1) errors more than it makes.
  @Test func bitInClosedForm() throws {
    let device = try LearningDevice.bit(flipRate: 0.1, rate: 1, drive: 2)
    let found = try device.performance
    let match = (1 / (1 + exp(-2)) + 0.1) / 1.2
    let current = 0.1 * (2 * match - 1)
    let joint = try device.joint
    #expect(abs(joint[0][0] + joint[1][1] - match) < 1e-15)
    #expect(abs(found.information - (log(2) + match * log(match) + (1 - match) * log(1 - match))) < 1e-14)
    #expect(abs(found.speed - current * log(match / (1 - match))) < 1e-14)
    #expect(abs(found.entropyProductionRate - current * 2) < 1e-14)
    // Rounded to the digits of the reference.
    #expect(abs(match - 0.817331) < 5e-7 && abs(found.information - 0.217730) < 5e-7)
    #expect(abs(found.speed - 0.095096) < 5e-7 && abs(found.acquired.variance - 0.172020) < 5e-7)
    #expect(abs(found.entropyProductionRate - 0.126932) < 5e-7 && abs(found.efficiency - 0.749184) < 5e-7)
    #expect(abs(1 / found.tightness - 1.207258) < 5e-7)
  }

  /// For a weak drive η → k/(k + 2γ), and the uncertainty relation is saturated.
  @Test func weakDrive() throws {
    let found = try LearningDevice.bit(flipRate: 0.1, rate: 1, drive: 1e-3).performance
    #expect(abs(found.efficiency - 1 / 1.2) < 1e-6 && abs(found.tightness - 1) < 1e-6)
  }

  /// R v² ≤ σ/2 and v ≤ σ for a thousand devices drawn at random, exactly; some come near both bounds.
  @Test func thousandDevicesObeyTheBounds() throws {
    var (tightest, mostEfficient, lopsided) = (0.0, 0.0, 0)
    for number in 0..<500 {
      for family in LearningDevice.Family.allCases {
        let device = try LearningDevice.drawn(from: family, random: RandomStream(seed: 9)[family.rawValue][number])
        let found = try device.performance
        #expect(found.tightness <= 1 + 1e-9 && found.efficiency <= 1 + 1e-9 && found.speed > 0)
        tightest = max(tightest, found.tightness)
        mostEfficient = max(mostEfficient, found.efficiency)
        // Negative control: the size of what each jump tells, without its sign, is no current.
        let sizes = try device.informationPerCrossing.map(abs)
        let size = try device.process.statistics(counting: sizes, back: sizes)
        if size.uncertaintyRatio(entropyProductionRate: found.entropyProductionRate) < 0.5 { lopsided += 1 }
      }
    }
    #expect(tightest > 0.95 && mostEfficient > 0.9)
    #expect(lopsided > 300)
  }

  /// The information that the memory acquires is what the hidden state's jumps destroy.
  @Test(arguments: 0..<5)
  func acquiredIsLost(number: Int) throws {
    let device = try LearningDevice.drawn(from: .driven, random: RandomStream(seed: 10)[number])
    let process = device.process
    let p = try process.stationary
    let marginal = try (0..<device.memoryStates).map { w in try device.joint.reduce(0) { $0 + $1[w] } }
    let hidden = try device.joint.map { $0.reduce(0, +) }
    let weights = process.edges.enumerated().map { place, edge in
      guard place < device.hidden.edges.count * device.memoryStates else { return 0.0 }
      func pointwise(_ state: Int) -> Double {
        log(p[state] / marginal[state % device.memoryStates] / hidden[state / device.memoryStates])
      }
      return pointwise(edge.to) - pointwise(edge.from)
    }
    #expect(try abs(process.statistics(ofCurrent: weights).mean + device.performance.speed) < 1e-13)
  }

  /// Sampled speed, variance and dissipation within 4 standard errors.
  @Test func sampledBit() throws {
    let device = try LearningDevice.bit(flipRate: 0.1, rate: 1, drive: 2)
    let (process, exact) = (device.process, try device.performance)
    let flows = process.edges.map { log($0.forward / $0.backward) }
    let sizes = try device.informationPerCrossing.map(abs)
    var unsigned: [[Double]] = []
    let replicas = try (0..<60).map { replica in
      let crossings = try process.crossings(
        startingIn: process.stationary, windows: 1000, each: 40, random: RandomStream(seed: 3)["bit"][replica])
      let size = crossings.statistics(counting: sizes, back: sizes)
      unsigned.append([size.mean, size.variance])
      let acquired = crossings.statistics(ofCurrent: try device.informationPerCrossing)
      return [acquired.mean, acquired.variance, crossings.statistics(ofCurrent: flows).mean]
    }
    #expect(Estimate.jackknife(replicas) { $0[0] }.isConsistent(with: exact.speed, sigmas: 4))
    #expect(Estimate.jackknife(replicas) { $0[1] }.isConsistent(with: exact.acquired.variance, sigmas: 4))
    #expect(Estimate.jackknife(replicas) { $0[2] }.isConsistent(with: exact.entropyProductionRate, sigmas: 4))
    let tightness = Estimate.jackknife(replicas) { 2 * $0[0] * $0[0] / ($0[1] * $0[2]) }
    #expect(tightness.isConsistent(with: exact.tightness, sigmas: 4))
    // Negative control: the uncertainty relation is not saturated here, and what is counted without its sign breaks it.
    #expect(tightness.deviation(from: 1) < -10)
    let broken = Estimate.jackknife(unsigned) { 2 * $0[0] * $0[0] / ($0[1] * exact.entropyProductionRate) }
    #expect(broken.deviation(from: 1) > 10)
  }
}
