import ElementaryFunctions
import Estimation
import PathInformation
import Randomness
import StochasticThermodynamics

// [receptor
/// A receptor that is free in state 0 and bound in state 1.
struct Receptor: MarkovJumpProcess {
  let concentration: Double
  var channels: Range<Int> { 0..<2 }
  // Channel 0 binds, at a rate that is proportional to the concentration; channel 1 releases.
  func rate(of channel: Int, in state: Int) -> Double { channel == state ? [concentration, 1][channel] : 0 }
  func fire(_ channel: Int, on state: inout Int) { state = 1 - state }
  func reverse(of channel: Int) -> Int? { 1 - channel }
  var stationary: [Double] { [1 / (1 + concentration), concentration / (1 + concentration)] }
}

func receptor() throws {
  // Three concentrations, and the question: is it the largest?
  let receptors = [0.25, 1, 4].map(Receptor.init)
  let reader = try PathReader(
    receptors, startingIn: receptors.map(\.stationary), weights: [0.25, 0.25, 0.5],
    answers: [[1, 0], [1, 0], [0, 1]])
  print("to be known:", reader.availableInformation)  // ln 2

  for time in [0, 1, 10, 100.0] {
    var sample = PathInformationSample(prior: reader.prior, available: reader.availableInformation)
    var rate = Average()
    for number in 0..<4000 {
      var random = RandomStream(seed: 1)[number]
      let input = [0, 1, 2, 2][random.index(below: 4)]
      let start = random.uniform() < receptors[input].stationary[0] ? 0 : 1
      var trajectory = Gillespie(receptors[input], from: start, random: random)
      let path = PathStatistics(of: &trajectory, until: time, stateCount: 2)
      sample.add(reader.reading(of: path).answers, truth: reader.answers[input])
      rate.add(reader.informationRate(after: path))
    }
    // I(γ; y) in nats and its growth per unit time, with standard errors; the mismatch is 0 within its error.
    print(time, sample.information, rate.estimate, sample.mismatch)
  }
}
// receptor]

// [direction-of-time
/// Three states in a ring, driven one way or the other with the affinity 3 · ln(onward/back).
struct Ring: MarkovJumpProcess {
  let onward: Double, back: Double
  var channels: Range<Int> { 0..<2 }
  func rate(of channel: Int, in state: Int) -> Double { channel == 0 ? onward : back }
  func fire(_ channel: Int, on state: inout Int) { state = (state + 1 + channel) % 3 }
  func reverse(of channel: Int) -> Int? { 1 - channel }
}

func directionOfTime() throws {
  // The question is which way it is driven. A film that is run backwards cannot tell.
  let rings = [Ring(onward: 1.5, back: 1), Ring(onward: 1, back: 1.5)]
  let uniform = [1.0 / 3, 1.0 / 3, 1.0 / 3]
  let reader = try PathReader(
    rings, startingIn: [uniform, uniform], weights: [0.5, 0.5], answers: [[1, 0], [0, 1]])
  let sigma = (1.5 - 1) * Elementary.log(1.5)

  for time in [0.3, 3, 30.0] {
    var arrow = Average()
    for number in 0..<4000 {
      var random = RandomStream(seed: 2)[number]
      let ring = rings[number % 2]
      var trajectory = Gillespie(ring, from: random.index(below: 3), random: random)
      let path = PathStatistics(of: &trajectory, until: time, stateCount: 3)
      let (with, without) = (reader.reading(of: path), try reader.readingWithoutArrow(of: path))
      arrow.add(entropy(without.answers) - entropy(with.answers))
    }
    // All that is known sits in the arrow: no more than ΣT/4, and no more than ln 2.
    print(time, arrow.estimate, "of at most", min(Elementary.log(2), sigma * time / 4))
  }
}
// direction-of-time]
