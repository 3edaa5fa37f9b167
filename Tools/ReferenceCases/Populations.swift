import Estimation
import Foundation
import Randomness
import StochasticThermodynamics

/// Individuals of one kind, whose number changes one by one or two by two.
struct Population: MarkovJumpProcess {
  /// What can happen: at what rate, and by how much the number changes.
  let events: [(rate: @Sendable (Int) -> Double, change: Int)]

  var channels: Range<Int> { events.indices }
  func rate(of channel: Int, in state: Int) -> Double { events[channel].rate(state) }
  func fire(_ channel: Int, on state: inout Int) { state += events[channel].change }
  func reverse(of channel: Int) -> Int? { nil }
  func contains(_ state: Int) -> Bool { state >= 0 }
}

private let suite = "T. W. Evans, C. S. Gillespie and D. J. Wilkinson, Bioinformatics 24, 285 (2008)"

/// The models of the discrete stochastic models test suite, with its own rules.
extension ReferenceCase {
  /// A birth at the rate λ and a death at the rate μ for each of n.
  private static func birthDeath(_ birth: Double, _ death: Double) -> Population {
    Population(events: [({ birth * Double($0) }, 1), ({ death * Double($0) }, -1)])
  }

  /// Births at a constant rate, and deaths at the rate μ for each.
  private static let immigration = Population(events: [({ _ in 1 }, 1), ({ 0.1 * Double($0) }, -1)])

  /// The number of single molecules, of which two make a pair at the rate 0.001 P(P − 1)/2, of 100 in all.
  private static let dimerisation = Population(events: [
    ({ 0.001 * Double($0 * ($0 - 1)) / 2 }, -2), ({ 0.01 * Double(100 - $0) / 2 }, 2),
  ])

  static let populations: [ReferenceCase] =
    rules("001-01", "births at 0.1 and deaths at 0.11 of each of 100", birthDeath(0.1, 0.11), from: 100) { time in
      moments(birth: 0.1, death: 0.11, time)
    }
    + rules("001-03", "births at 1 and deaths at 1.1 of each of 100", birthDeath(1, 1.1), from: 100, spreads: false) {
      time in
      moments(birth: 1, death: 1.1, time)
    } + [heavyTail]
    + rules("002-01", "immigration at 1 and deaths at 0.1 of each", immigration, from: 0) { time in
      let mean = 10 * (1 - exp(-0.1 * time))
      return (mean, mean)
    }
    + dimers

  /// n(0) = 100: mean 100 e^{(λ−μ)t}, variance 100 (λ + μ)/(λ − μ) e^{(λ−μ)t} (e^{(λ−μ)t} − 1).
  private static func moments(birth: Double, death: Double, _ time: Double) -> (mean: Double, variance: Double) {
    let growth = exp((birth - death) * time)
    return (100 * growth, 100 * (birth + death) / (birth - death) * growth * (growth - 1))
  }

  /// The rules of the suite for 10 000 simulations at the times 1 to 50: Z = √n (mean − μ)/σ within ±3 and
  /// Y = √(n/2) (variance/σ² − 1) within ±5. Of 50 times a few may be off by chance: the largest of |Z| and of |Y| is compared.
  private static func rules(
    _ number: String, _ what: String, _ population: Population, from start: Int, spreads: Bool = true,
    _ moments: @escaping @Sendable (Double) -> (mean: Double, variance: Double)
  ) -> [ReferenceCase] {
    @Sendable func samples(_ random: RandomStream) -> [Average] { numbers(of: population, from: start, random) }
    let mean = ReferenceCase("\(suite), model \(number)", "\(what): largest magnitude of Z at 50 times", 4, .rule) {
      random in
      Finding(largestZ(samples(random), moments))
    }
    let spread = ReferenceCase("\(suite), model \(number)", "\(what): largest magnitude of Y at 50 times", 5, .rule) {
      random in
      let largest = samples(random).enumerated().map { place, found in
        abs(found.variance / moments(Double(place + 1)).variance - 1) * (Double(found.count) / 2).squareRoot()
      }.max()
      return Finding(largest ?? .infinity)
    }
    return spreads ? [mean, spread] : [mean]
  }

  /// The numbers at the times 1 to 50 in 10 000 simulations.
  private static func numbers(of population: Population, from start: Int, _ random: RandomStream) -> [Average] {
    var averages = Array(repeating: Average(), count: 50)
    for var trajectory in Ensemble(of: 10_000, random: random, { Gillespie(population, from: start, random: $0) }) {
      for (place, count) in trajectory.states(at: (1...50).map(Double.init)).enumerated() {
        averages[place].add(Double(count))
      }
    }
    return averages
  }

  private static func largestZ(
    _ found: [Average], _ moments: (Double) -> (mean: Double, variance: Double)
  ) -> Double {
    found.enumerated().map { place, found in
      let exact = moments(Double(place + 1))
      return abs(found.mean - exact.mean) * (Double(found.count) / exact.variance).squareRoot()
    }.max() ?? .infinity
  }

  /// The largest |Z| of births and deaths at other rates than those that are expected: a control.
  public static func birthDeathZ(
    birth: Double, death: Double, asIf expected: Double
  ) -> @Sendable (RandomStream) throws -> Double {
    { random in
      largestZ(numbers(of: birthDeath(birth, death), from: 100, random)) { moments(birth: birth, death: expected, $0) }
    }
  }

  /// The variances of 001-03 are dominated by rare large families, so that rule Y says nothing. The whole distribution is known: of one
  /// individual n(t) = 0 with the probability a = μ(g − 1)/(λg − μ), else geometric with b = λ(g − 1)/(λg − μ), g = e^{(λ−μ)t};
  /// 100 of them at t = 20 are compared in ten classes by Pearson's χ².
  private static let heavyTail = ReferenceCase(
    "N. T. J. Bailey, The Elements of Stochastic Processes (Wiley, 1964), Sec. 8.6",
    "births at 1 and deaths at 1.1 of each of 100: χ² of the numbers at t = 20 in ten classes, 9 degrees of freedom",
    27.9, .rule
  ) { random in
    let growth = exp(-0.1 * 20)
    let (a, b) = (1.1 * (growth - 1) / (growth - 1.1), (growth - 1) / (growth - 1.1))
    // Of 100 families k survive: a sum of k geometric numbers, each at least 1.
    var exact = Array(repeating: 0.0, count: 400)
    var survivors = pow(a, 100)
    exact[0] = survivors
    for families in 1...100 {
      survivors *= Double(101 - families) / Double(families) * (1 - a) / a
      var term = survivors * pow(1 - b, Double(families))
      for count in families..<400 {
        exact[count] += term
        term *= b * Double(count) / Double(count - families + 1)
      }
    }
    // Classes of about a tenth each.
    var edges: [Int] = []
    var sum = 0.0
    for (count, probability) in exact.enumerated() {
      sum += probability
      if sum >= Double(edges.count + 1) / 10, edges.count < 9 { edges.append(count) }
    }
    var counts = Array(repeating: 0.0, count: 10)
    for var trajectory in Ensemble(of: 10_000, random: random, { Gillespie(birthDeath(1, 1.1), from: 100, random: $0) })
    {
      trajectory.relax(until: 20)
      let state = trajectory.state
      counts[edges.firstIndex { state <= $0 } ?? 9] += 1
    }
    var square = 0.0
    for place in 0..<10 {
      let first = place == 0 ? 0 : edges[place - 1] + 1
      let expected = 10_000 * (place < 9 ? exact[first...edges[place]].reduce(0, +) : 1 - exact[..<first].reduce(0, +))
      square += (counts[place] - expected) * (counts[place] - expected) / expected
    }
    return Finding(square)
  }

  /// Mean numbers of pairs and their standard deviations by the master equation, solved with SciPy's matrix exponential.
  private static let dimers: [ReferenceCase] = [
    (10.0, 23.892864491423, 2.755879862450), (30, 33.708218148122, 2.444336612432),
    (50, 35.728851106561, 2.394665362379),
  ].flatMap { time, mean, deviation in
    [("mean", mean), ("standard deviation", deviation)].map { name, published in
      ReferenceCase(
        "\(suite), model 003-01, solved with SciPy", "pairs of 100 molecules after \(Int(time)): \(name)", published,
        .relative(1e-11)
      ) { _ in
        let states = try RateMatrix.states(of: dimerisation, from: 100)
        let matrix = try RateMatrix(enumerating: dimerisation, from: 100)
        let p = try matrix.evolve(states.map { $0 == 100 ? 1 : 0 }, for: time)
        let pairs = states.map { Double(100 - $0) / 2 }
        let mean = zip(p, pairs).reduce(0) { $0 + $1.0 * $1.1 }
        let square = zip(p, pairs).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        return Finding(name == "mean" ? mean : square.squareRoot())
      }
    }
  }
}
