import ElementaryFunctions
import Estimation
import PathInformation
import Randomness
import StochasticThermodynamics
import Testing
import Validation

/// A switch with two states: channel 0 leads up from state 0, channel 1 down from state 1.
struct Switch: MarkovJumpProcess, Hashable {
  var up, down: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { channel == state ? (channel == 0 ? up : down) : 0 }
  func fire(_ channel: Int, on state: inout Int) { state = 1 - state }
  func reverse(of channel: Int) -> Int? { 1 - channel }
  var stationary: [Double] { [down / (up + down), up / (up + down)] }
}

/// A counter: jumps that nothing undoes, at a rate that is the input. The count modulo 2 is the state.
struct Counter: MarkovJumpProcess {
  var rate: Double
  var channels: Range<Int> { 0..<1 }
  func rate(of channel: Int, in state: Int) -> Double { rate }
  func fire(_ channel: Int, on state: inout Int) { state = 1 - state }
  func reverse(of channel: Int) -> Int? { nil }
}

@Suite struct PathStatisticsTests {
  /// Two ways to write ln p(γ): from the counts, and jump by jump.
  @Test func likelihoodIsThatOfTheJumps() {
    let process = Switch(up: 0.7, down: 2)
    for number in 0..<20 {
      let random = RandomStream(seed: 11)[number]
      var (one, other) = (Gillespie(process, from: 0, random: random), Gillespie(process, from: 0, random: random))
      let path = PathStatistics(of: &one, until: 5, stateCount: 2)
      var logarithm = Elementary.log(0.25)
      other.advance(until: 5) { sojourn in
        let rate = sojourn.state == 0 ? 0.7 : 2
        logarithm -= rate * sojourn.duration
        if sojourn.exit != nil { logarithm += Elementary.log(rate) }
      }
      #expect(abs(path.logLikelihood(under: process, from: [0.25, 0.75]) - logarithm) < 1e-12)
      #expect(abs(path.sojournTimes.reduce(0, +) - 5) < 1e-12)
      #expect(path.end == (path.start + path.jumps.reduce(0, +)) % 2)
    }
  }

  /// ⟨p′(γ)/p(γ)⟩ = 1 over paths of p, for any other process p′ that takes the same paths: 4.5 standard errors. With the jumps left out
  /// it is not.
  @Test func ratiosOfLikelihoodsHaveTheMeanOne() {
    let (process, other) = (Switch(up: 1, down: 1.5), Switch(up: 1.3, down: 1.2))
    var (ratio, wrong) = (Average(), Average())
    for number in 0..<20_000 {
      var trajectory = Gillespie(process, from: 0, random: RandomStream(seed: 12)[number])
      let path = PathStatistics(of: &trajectory, until: 2, stateCount: 2)
      let logRatio =
        path.logLikelihood(under: other, from: [0.5, 0.5]) - path.logLikelihood(under: process, from: [0.5, 0.5])
      ratio.add(Elementary.exp(logRatio))
      wrong.add(Elementary.exp(0.3 * -path.sojournTimes[0] + 0.3 * path.sojournTimes[1]))
    }
    #expect(abs(ratio.estimate.deviation(from: 1)) < 4.5)
    #expect(abs(wrong.estimate.deviation(from: 1)) > 10)
  }

  @Test func pathsBackwards() throws {
    let process = Switch(up: 0.7, down: 2)
    var trajectory = Gillespie(process, from: 0, random: RandomStream(seed: 13)[0])
    let path = PathStatistics(of: &trajectory, until: 4.2, stateCount: 2)
    let back = try path.reversed(in: process)
    #expect(back.start == path.end && back.end == path.start && back.sojournTimes == path.sojournTimes)
    #expect(try back.reversed(in: process) == path)
    // Detailed balance: a path and its reverse are equally likely in the steady state.
    let difference =
      path.logLikelihood(under: process, from: process.stationary)
      - back.logLikelihood(under: process, from: process.stationary)
    #expect(abs(difference) < 1e-12)
    var counter = Gillespie(Counter(rate: 3), from: 0, random: RandomStream(seed: 14)[0])
    let counted = PathStatistics(of: &counter, until: 4, stateCount: 2)
    #expect(throws: InvalidInput.self) { try counted.reversed(in: Counter(rate: 3)) }
  }

  @Test func impossiblePaths() {
    var trajectory = Gillespie(Switch(up: 5, down: 5), from: 0, random: RandomStream(seed: 15)[0])
    let path = PathStatistics(of: &trajectory, until: 4, stateCount: 2)
    #expect(path.logLikelihood(under: Switch(up: 0, down: 1), from: [0.5, 0.5]) == -.infinity)
    #expect(path.logLikelihood(under: Switch(up: 1, down: 1), from: [0, 1]) == -.infinity)
  }
}

@Suite struct PathReaderTests {
  /// Two rates of a counter: the number n of jumps is sufficient and Poissonian, so that I(γ; y) is a sum over n.
  @Test func poissonianCounts() throws {
    let rates = [1.0, 2.5]
    let reader = try PathReader(
      rates.map(Counter.init), startingIn: [[1, 0], [1, 0]], weights: [0.3, 0.7], answers: [[1, 0], [0, 1]])
    for time in [0.5, 2.0, 6] {
      // Σ_n p(n|x) ln p(n|x)/p(n).
      var terms = rates.map { Elementary.exp(-$0 * time) }
      var exact = 0.0
      for n in 0..<200 {
        let whole = 0.3 * terms[0] + 0.7 * terms[1]
        for (weight, term) in zip([0.3, 0.7], terms) where term > 0 {
          exact += weight * term * Elementary.log(term / whole)
        }
        for x in 0..<2 { terms[x] *= rates[x] * time / Double(n + 1) }
      }
      var sample = PathInformationSample(prior: reader.prior, available: reader.availableInformation)
      var slope = Average()
      for number in 0..<8000 {
        let input = Double(number % 10) < 3 ? 0 : 1
        var trajectory = Gillespie(Counter(rate: rates[input]), from: 0, random: RandomStream(seed: 16)[number])
        let path = PathStatistics(of: &trajectory, until: time, stateCount: 2)
        sample.add(reader.reading(of: path).answers, truth: reader.answers[input])
        slope.add(reader.informationRate(after: path))
      }
      #expect(abs(sample.information.deviation(from: exact)) < 4.5, "T = \(time): \(sample.information) \(exact)")
      #expect(abs(sample.plainInformation.deviation(from: exact)) < 4.5)
      #expect(sample.information.standardError < 1.01 * sample.plainInformation.standardError)
      #expect(abs(sample.mismatch.deviation(from: 0)) < 4.5)
      // dI/dT = Σ p(x) E[λ ln(λ/⟨λ⟩)], here by the difference quotient of the sum.
      func information(_ time: Double) -> Double {
        var (terms, sum) = (rates.map { Elementary.exp(-$0 * time) }, 0.0)
        for n in 0..<200 {
          let whole = 0.3 * terms[0] + 0.7 * terms[1]
          for (weight, term) in zip([0.3, 0.7], terms) where term > 0 {
            sum += weight * term * Elementary.log(term / whole)
          }
          for x in 0..<2 { terms[x] *= rates[x] * time / Double(n + 1) }
        }
        return sum
      }
      let derivative = (information(time + 1e-4) - information(time - 1e-4)) / 2e-4
      #expect(abs(slope.estimate.deviation(from: derivative)) < 4.5, "T = \(time): \(slope.estimate) \(derivative)")
    }
  }

  /// Paths of a process that the reader does not believe in: B − A is not 0.
  @Test func wrongBelief() throws {
    let reader = try PathReader(
      [Counter(rate: 1), Counter(rate: 4)], startingIn: [[1, 0], [1, 0]], weights: [1, 1], answers: [[1, 0], [0, 1]])
    var sample = PathInformationSample(prior: reader.prior, available: reader.availableInformation)
    for number in 0..<2000 {
      let input = number % 2
      var trajectory = Gillespie(Counter(rate: [2, 2.5][input]), from: 0, random: RandomStream(seed: 17)[number])
      let path = PathStatistics(of: &trajectory, until: 3, stateCount: 2)
      sample.add(reader.reading(of: path).answers, truth: reader.answers[input])
    }
    #expect(sample.mismatch.value < -10 * sample.mismatch.standardError)
  }

  /// The arrow of time: nothing in equilibrium; of a cycle that turns one way or the other, everything.
  @Test func arrowOfTime() throws {
    let switches = [Switch(up: 1, down: 2), Switch(up: 3, down: 0.5)]
    let reader = try PathReader(
      switches, startingIn: switches.map(\.stationary), weights: [1, 1], answers: [[1, 0], [0, 1]])
    var trajectory = Gillespie(switches[1], from: 0, random: RandomStream(seed: 18)[0])
    let path = PathStatistics(of: &trajectory, until: 3, stateCount: 2)
    let (with, without) = (reader.reading(of: path), try reader.readingWithoutArrow(of: path))
    #expect(abs(with.answers[0] - without.answers[0]) < 1e-12)
    let rings = [Ring(onward: 2, back: 0.2), Ring(onward: 0.2, back: 2)]
    let turns = try PathReader(
      rings, startingIn: Array(repeating: [1.0 / 3, 1.0 / 3, 1.0 / 3], count: 2), weights: [1, 1],
      answers: [[1, 0], [0, 1]])
    var turning = Gillespie(rings[0], from: 0, random: RandomStream(seed: 19)[0])
    let turned = PathStatistics(of: &turning, until: 20, stateCount: 3)
    #expect(turns.reading(of: turned).answers[0] > 0.999)
    #expect(abs(try turns.readingWithoutArrow(of: turned).answers[0] - 0.5) < 1e-9)
  }

  @Test func badInput() {
    let one = [Switch(up: 1, down: 1)]
    func message(
      _ initial: [[Double]], _ weights: [Double], _ answers: [[Double]], _ processes: [Switch] = one
    ) -> String {
      do throws(InvalidInput) {
        _ = try PathReader(processes, startingIn: initial, weights: weights, answers: answers)
        return ""
      } catch { return error.description }
    }
    #expect(message([[0.5, 0.5]], [1], [[1]]) == "")
    #expect(message([], [], [], []).contains("at least one input"))
    #expect(message([[0.5, 0.5]], [1, 1], [[1]]).contains("for each input"))
    #expect(message([[0.5, 0.4]], [1], [[1]]).contains("add up to 1"))
    #expect(message([[0.5, 0.5]], [.nan], [[1]]).contains("finite"))
    #expect(message([[0.5, 0.5]], [0], [[1]]).contains("positive"))
    #expect(message([[0.5, 0.5]], [1], [[1.5, -0.5]]).contains("not negative"))
  }
}

/// Three states in a ring.
struct Ring: MarkovJumpProcess {
  var onward, back: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? onward : back }
  func fire(_ channel: Int, on state: inout Int) { state = (state + (channel == 0 ? 1 : 2)) % 3 }
  func reverse(of channel: Int) -> Int? { 1 - channel }
}

@Suite struct ControlledAverageTests {
  /// Y = 2 + 3C₁ + noise: the mean with the regression taken off scatters as the noise, and merged parts are the whole.
  @Test func regression() {
    let random = RandomStream(seed: 20)
    var whole = ControlledAverage(controls: 3)
    var parts = [ControlledAverage(controls: 3), ControlledAverage(controls: 3)]
    for number in 0..<5000 {
      var random = random[number]
      let (c, noise) = (random.normal(), 0.1 * random.normal())
      // The third control repeats the first, and the second does not vary.
      let sample = [2 + 3 * c + noise, c, 0, -2 * c]
      whole.add(sample)
      parts[number % 2].add(sample)
    }
    #expect(abs(whole.estimate.standardError * 5000.0.squareRoot() / 0.1 - 1) < 0.05)
    #expect(abs(whole.estimate.deviation(from: 2)) < 4.5)
    #expect(abs(whole.plain.standardError * 5000.0.squareRoot() / 3.0017 - 1) < 0.05)
    #expect(abs(whole.control(0).deviation(from: 0)) < 4.5)
    parts[0].merge(parts[1])
    #expect(parts[0].count == 5000)
    #expect(abs(parts[0].estimate.value - whole.estimate.value) < 1e-12)
    #expect(abs(parts[0].estimate.standardError / whole.estimate.standardError - 1) < 1e-9)
  }

  @Test func fewSamples() {
    var mean = ControlledAverage(controls: 1)
    mean.add([1, 2])
    #expect(mean.estimate.standardError.isNaN && mean.plain.value == 1)
    mean.add([3, 2])
    #expect(mean.estimate.value == 2 && mean.estimate.standardError == 1)
    var other = mean
    other.merge(ControlledAverage(controls: 1))
    #expect(other == mean)
  }
}
