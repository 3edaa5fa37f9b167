import ElementaryFunctions
import Estimation
import PathInformation
import Randomness
import SensoryComplexes
import StochasticThermodynamics
import Testing

import WatchedComplexes

/// Sampled paths read off by the exact posterior.
@Suite struct WatchingTests {
  func sample(
    _ task: WatchedTask, _ times: [Double], _ paths: Int, arrow: Bool = false, slope: Bool = false,
    law: RateLaw = .exponential, seed: UInt64 = 7
  ) -> [WatchedSample] {
    task.watch(at: times, paths: paths, arrow: arrow, slope: slope, law: law, random: RandomStream(seed: seed))
  }

  /// Uncoupled spins against the exact line, at several gates, temperatures and correlations: 4.5 standard errors.
  @Test func uncoupledSpins() {
    for (angle, eta, rho, beta) in [(45.0, 5.0, 0.0, 2.0), (30, 5, 0, 2), (20, 3, 0.5, 1.2), (0, 8, -0.3, 3)] {
      let times = [0.1, 1, 5, 30]
      let spins = uncoupled(angle, eta: eta, rho: rho, beta: beta)
      let samples = sample(
        watched(angle, PairCouplings(symmetric: 0), eta: eta, rho: rho, beta: beta), times, 20_000)
      for (time, found) in zip(times, samples) {
        let exact = spins.information(in: .path, after: time)
        #expect(abs(found.bits.deviation(from: exact)) < 4.5, "T = \(time): \(found.bits) \(exact)")
        #expect(abs(found.mismatch) < 4.5)
        #expect(found.bits.standardError < 0.002)
      }
    }
  }

  /// A single look: the path of no duration. And the flips are those of the steady state.
  @Test func coupledSpins() {
    let rows: [(angle: Double, values: [(time: Double, bits: Double, error: Double)])] = [
      (
        30,
        [
          (0, 0.110464, 0), (0.1, 0.13156, 5e-5), (0.3, 0.16433, 1e-4), (1, 0.23404, 6e-5), (3, 0.31872, 1.3e-4),
          (10, 0.39620, 1.4e-4), (30, 0.43620, 1.3e-4), (100, 0.45667, 1.1e-4),
        ]
      ),
      (
        45,
        [
          (0, 0.062067, 0), (0.1, 0.07587, 3e-5), (0.3, 0.09963, 5e-5), (1, 0.16056, 6e-5), (3, 0.25503, 1.6e-4),
          (10, 0.35617, 9e-5), (30, 0.41376, 2.2e-4), (100, 0.44662, 1.7e-4),
        ]
      ),
    ]
    for (angle, values) in rows {
      let task = watched(angle, driven(0.7224))
      let samples = sample(task, values.map(\.time), 20_000)
      let rates = task.steadyState.flipRates.reduce(0, +)
      for ((time, bits, error), found) in zip(values, samples) {
        let both = (found.bits.standardError * found.bits.standardError + error * error).squareRoot()
        #expect(abs(found.bits.value - bits) < 4.5 * both + 1e-6, "T = \(time): \(found.bits), \(bits)")
        #expect(abs(found.mismatch) < 4.5)
        if time > 0 { #expect(abs(found.flips.estimate.deviation(from: rates * time)) < 4.5) }
      }
    }
  }

  @Test func strongDrive() {
    let values = [(0.01, 0.12157, 8e-5), (0.1, 0.2252, 3e-4), (1, 0.3978, 3e-4), (3, 0.4406, 2e-4)]
    for ((time, bits, error), found) in zip(values, sample(watched(45, driven(2)), values.map(\.0), 10_000)) {
      let both = (found.bits.standardError * found.bits.standardError + error * error).squareRoot()
      #expect(abs(found.bits.value - bits) < 4.5 * both, "T = \(time): \(found.bits), \(bits)")
    }
  }

  /// dI/dT from filtered rates: exact at T → 0, the difference quotient of the exact line without couplings, and that of the
  /// samples with them.
  @Test func filteredRates() {
    let task = watched(45, driven(0.7224))
    let begin = sample(task, [0], 4000, slope: true)[0]
    // All first states are alike here: what is left is the difference of two quadratures.
    #expect(abs(begin.slopeBits.value - task.steadyState.slope) < 2e-5, "\(begin.slopeBits) \(task.steadyState.slope)")
    let (uncoupledTask, spins) = (watched(45, PairCouplings(symmetric: 0)), uncoupled(45))
    for time in [0.5, 2, 10] {
      let h = 0.02 * time
      let exact =
        (spins.information(in: .path, after: time + h) - spins.information(in: .path, after: time - h)) / (2 * h)
      let found = sample(uncoupledTask, [time], 8000, slope: true)[0].slopeBits
      #expect(abs(found.deviation(from: exact)) < 4.5, "T = \(time): \(found) \(exact)")
    }
    for (angle, time, slope, error) in [(30.0, 1.0, 0.0722, 1e-4), (45, 2.5, 0.0375, 2e-4)] {
      let found = sample(watched(angle, driven(0.7224)), [time], 10_000, slope: true)[0].slopeBits
      let both = (found.standardError * found.standardError + error * error).squareRoot()
      #expect(abs(found.value - slope) < 4.5 * both, "\(found)")
    }
  }

  /// The direction of time tells nothing in equilibrium, little in a conservative field, and much where the input drives
  /// the cycle; never more than ΣT/4.
  @Test func arrowOfTime() throws {
    for symmetric in [0, 0.4] {
      let found = sample(watched(45, PairCouplings(symmetric: symmetric)), [0.3, 1], 1000, arrow: true)
      for one in found { #expect(abs(one.arrowBits.value) < 1e-12) }
    }
    let (task, times) = (watched(45, driven(0.7224)), [0.1, 0.3, 1.0, 3, 10])
    let values = [(0.00053, 2e-5), (0.00096, 6e-5), (0.00123, 9e-5), (0.00030, 5e-5), (0.00003, 2e-5)]
    let sigma = try #require(task.steadyState.entropyProductionRate)
    for ((time, (bits, error)), found) in zip(zip(times, values), sample(task, times, 20_000, arrow: true)) {
      let both = (found.arrowBits.standardError * found.arrowBits.standardError + error * error).squareRoot()
      #expect(abs(found.arrowBits.value - bits) < 4.5 * both, "T = \(time): \(found.arrowBits)")
      #expect(found.arrowBits.value < bitsPerNat * sigma * time / 4)
      #expect(found.arrowBits.value >= 0)
    }
    // Negative control: δ = 1.
    let control = sample(watched(45, PairCouplings(symmetric: 0), inputDrive: 1), [0.3, 1, 3], 20_000, arrow: true)
    let expected = [(0.0241, 4e-4, 0.0067, 2e-4), (0.0752, 1.1e-3, 0.0168, 4e-4), (0.1747, 7e-4, 0.0287, 3e-4)]
    for ((bits, error, arrow, arrowError), found) in zip(expected, control) {
      #expect(
        abs(found.bits.value - bits) < 4.5
          * (found.bits.standardError * found.bits.standardError + error * error).squareRoot(),
        "\(found.bits)")
      #expect(
        abs(found.arrowBits.value - arrow)
          < 4.5
          * (found.arrowBits.standardError * found.arrowBits.standardError + arrowError * arrowError).squareRoot(),
        "\(found.arrowBits)")
      #expect(abs(found.mismatch) < 4.5)
      #expect(found.arrowBits.value > 10 * found.arrowBits.standardError)
    }
  }

  /// A path back at its start tells the same backwards, at any drive; where the input drives the cycle it does not.
  @Test func closedPaths() {
    func difference(_ task: WatchedTask) -> Double {
      let reader = CyclePathReader(task, step: 0.2)
      var (largest, closed) = (0.0, 0)
      for number in 0..<200 {
        let process = task.complex.process(reading: SIMD2(0.3, -0.8))
        var trajectory = Gillespie(process, from: number & 3, random: RandomStream(seed: 3)[number])
        var path = CyclePath(startingIn: number & 3)
        trajectory.advance(until: 10) { path.add($0) }
        guard path.end == path.start else { continue }
        closed += 1
        let (forward, back) = reader.evidences(of: path)
        largest = max(largest, abs(forward.posterior - back.posterior))
      }
      #expect(closed > 20)
      return largest
    }
    #expect(difference(watched(30, driven(0.7224))) < 1e-12)
    #expect(difference(watched(30, driven(0.2), inputDrive: 1)) > 0.01)
  }

  /// Paths of spins with Glauber rates that are read as if they were exponential: the reader claims more than it knows, and
  /// the second estimator finds out.
  @Test func wrongLikelihood() {
    let task = watched(30, driven(0.7224))
    let wrong = sample(task, [1], 20_000, law: .glauber)[0].information
    let claimed = bitsPerNat * wrong.plainInformation
    #expect(abs(claimed.value - 0.295) < 0.005, "\(claimed)")
    let mismatch = bitsPerNat * wrong.mismatch
    #expect(abs(mismatch.value + 0.182) < 0.01 && mismatch.value < -10 * mismatch.standardError, "\(mismatch)")
    let right = bitsPerNat * sample(task, [1], 20_000)[0].information.mismatch
    #expect(abs(right.deviation(from: 0)) < 4.5)
  }

  /// The posterior with the factorised likelihood is that of a reader who sums over the same grid of inputs without knowing
  /// that it factorises.
  @Test func bothReadersAgree() throws {
    for (couplings, delta) in [(driven(0.7224), 0.0), (PairCouplings(j12: 0.4, j21: -0.2), 0.5)] {
      let task = watched(30, couplings, inputDrive: delta, rho: 0.3)
      let reader = CyclePathReader(task, step: 0.4)
      let grid = InputGrid(gate: task.gate, correlation: 0.3, cutoff: 5, step: 0.4)
      let inputs = grid.nodes.flatMap { x in grid.nodes.map { SIMD2(x, $0) } }
      let joint = (grid.joint(answer: 0).flatMap { $0 }, grid.joint(answer: 1).flatMap { $0 })
      let processes = inputs.map { task.complex.process(reading: $0) }
      let general = try PathReader(
        processes, startingIn: processes.map { p in (0..<4).map { p.stationary[$0] } },
        weights: zip(joint.0, joint.1).map(+),
        answers: zip(joint.0, joint.1).map { [$0 / ($0 + $1), $1 / ($0 + $1)] })
      for number in 0..<6 {
        let process = task.complex.process(reading: SIMD2(0.7, -0.4))
        let random = RandomStream(seed: 5)[number]
        var (one, other) = (
          Gillespie(process, from: 2, random: random), Gillespie(process, from: 2, random: random)
        )
        var path = CyclePath(startingIn: 2)
        one.advance(until: 3) { path.add($0) }
        let plain = PathStatistics(of: &other, until: 3, stateCount: 4)
        #expect(abs(general.reading(of: plain).answers[1] - reader.evidence(of: path).posterior) < 1e-12)
        #expect(abs(general.informationRate(after: plain) - reader.informationRate(after: path)) < 1e-11)
        let (forward, back) = reader.evidences(of: path)
        let whole = (forward.one + back.one) / (forward.whole + back.whole)
        #expect(abs(try general.readingWithoutArrow(of: plain).answers[1] - whole) < 1e-11)
      }
    }
  }

  /// The clock: N turns for .2 bits at 45°.
  @Test func turnsOfTheClock() throws {
    let clock = watched(45, driven(0)).with(.clock(beta: 2))
    let turns = clock.steadyState.turnRate
    let time = 0.369 / turns
    let found = sample(clock, [time], 20_000)[0].bits
    // The turns are known to 1 %, and dI/d ln T is about 0.1.
    #expect(abs(found.value - 0.2) < 4.5 * found.standardError + 0.001, "\(found)")
  }

  /// Times of a given information: three samples around it against the exact line, and a control that is told the wrong time.
  @Test func crossingTimes() throws {
    let (task, spins) = (watched(45, PairCouplings(symmetric: 0)), uncoupled(45))
    let exact = try #require(spins.time(ofInformation: 0.2))
    let times = [3.6 / CrossingTime.neighbourRatio, 3.6, 3.6 * CrossingTime.neighbourRatio]
    let samples = sample(task, times, 20_000).map(\.bits)
    let found = try #require(CrossingTime.refined(reaching: 0.2, about: 3.6, samples))
    #expect(abs(found.deviation(from: exact)) < 4.5, "\(found) \(exact)")
    #expect(found.standardError < 0.05)
    #expect(CrossingTime.refined(reaching: 0.4, about: 3.6, samples) == nil)
    let table = [0.5, 1, 2, 4, 8].map { (time: $0, information: spins.information(in: .path, after: $0)) }
    let rough = try #require(CrossingTime.approximate(reaching: 0.2, in: table))
    #expect(abs(rough / exact - 1) < 0.02)
    #expect(CrossingTime.approximate(reaching: 0.01, in: table) == nil)
  }
}

/// The grids of the reader: half their spacing, and a wider cutoff, change nothing that can be seen.
@Suite struct ReaderGridTests {
  @Test func gridsAreFineEnough() {
    for (angle, a, times) in [(45.0, 0.0, [0.3, 3, 30.0]), (45, 0.7224, [0.3, 3, 30]), (30, 2, [0.1, 1])] {
      let task = watched(angle, driven(a))
      let rate = CyclePathReader.largestFlipRate(of: task.complex)
      for time in times {
        let step = CyclePathReader.step(for: task, time: time, flipRate: rate)
        let (coarse, fine) = (CyclePathReader(task, step: step), CyclePathReader(task, step: 0.5 * step))
        var difference = Average()
        for number in 0..<1500 {
          var random = RandomStream(seed: 9)[number]
          let x = SIMD2(random.normal(), random.normal())
          let process = task.complex.process(reading: x)
          let u = random.uniform()
          let p = process.stationary
          let start = u < p.x ? 0 : u < p.x + p.y ? 1 : u < p.x + p.y + p.z ? 2 : 3
          var trajectory = Gillespie(process, from: start, random: random)
          var path = CyclePath(startingIn: start)
          trajectory.advance(until: time) { path.add($0) }
          func uncertainty(_ reader: CyclePathReader) -> Double {
            let q = reader.evidence(of: path).posterior
            return entropy([q, 1 - q])
          }
          difference.add(bitsPerNat * (uncertainty(coarse) - uncertainty(fine)))
        }
        #expect(
          abs(difference.mean) < 1e-4 + 4.5 * difference.estimate.standardError,
          "\(angle)°, a = \(a), T = \(time): \(difference.estimate)")
        #expect(abs(difference.mean) < 4e-4, "\(angle)°, a = \(a), T = \(time): \(difference.estimate)")
      }
    }
  }
}
