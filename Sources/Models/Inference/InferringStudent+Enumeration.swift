import Cells
import ElementaryFunctions
import Randomness
import StochasticThermodynamics

/// What a student learned and what it cost, in nats: I(w : B) ≤ I(w : Y) ≤ ΔS + Q.
public struct InferenceCosts: Sendable, Codable, Hashable {
  /// I(w : B), what the student knows about the truth in the end.
  public var onTruth: Double
  /// I(w : Y), what it knows about all the data.
  public var onData: Double
  /// ΔS, the change of the entropy of p(w).
  public var entropyChange: Double
  /// Q, the heat.
  public var heat: Double

  /// Costs from their parts.
  public init(onTruth: Double, onData: Double, entropyChange: Double, heat: Double) {
    (self.onTruth, self.onData, self.entropyChange, self.heat) = (onTruth, onData, entropyChange, heat)
  }

  /// ΔS + Q.
  public var cost: Double { entropyChange + heat }
  /// I(w : B)/(ΔS + Q), at most 1.
  public var efficiency: Double { onTruth / cost }
}

extension InferringStudent {
  /// p(w_n | Y) of every course of the data, one after the other.
  public var conditionals: [Double] { propagated(from: start, heatExponent: 0).table }

  /// What was learned, and what it cost; exact, by enumeration of all courses of the data. Time 2ⁿ⁺¹ · (2m + 1).
  public var costs: InferenceCosts {
    let (table, heat) = propagated(from: start, heatExponent: 0)
    let states = weightCount
    func marginal(_ weights: [Double]) -> [Double] {
      weights.enumerated().reduce(into: Array(repeating: 0, count: states)) { sum, item in
        for place in 0..<states { sum[place] += item.element * table[item.offset * states + place] }
      }
    }
    let weights = probabilities
    let conditional = weights.enumerated().reduce(0) {
      $0 + $1.element * entropy(table[$1.offset * states..<($1.offset + 1) * states])
    }
    let onTruth = mutualInformation([1, -1].map { marginal(probabilities(given: $0)).map { 0.5 * $0 } })
    let end = entropy(marginal(weights))
    return InferenceCosts(
      onTruth: onTruth, onData: end - conditional, entropyChange: end - entropy(start), heat: heat)
  }

  /// I(Y : B), what the data say about the truth.
  public var dataInformation: Double {
    mutualInformation([1, -1].map { probabilities(given: $0).map { 0.5 * $0 } })
  }

  /// What counts in an exponential average along a trajectory, and how much: ⟨exp(−a Δs − c q + g i)⟩.
  public struct Exponents: Sendable, Codable, Hashable {
    /// a, of the change Δs = ln p_0(w_0)/p_n(w_n) of the student's entropy; c, of the heat q; g, of the information
    /// i = ln p(w_n|Y)/p_n(w_n) on the data.
    public var entropyChange, heat, information: Double

    /// Exponents; all of them 1 in the theorem.
    public init(entropyChange: Double = 1, heat: Double = 1, information: Double = 1) {
      (self.entropyChange, self.heat, self.information) = (entropyChange, heat, information)
    }

    /// ⟨exp(−(Δs + q) + i)⟩ = 1, the integral fluctuation theorem.
    public static let theorem = Exponents()
    /// ⟨exp(−(Δs + q))⟩ = 1 holds too, for any reference distribution of w_n would do: it bounds ΔS + Q by 0 only.
    public static let withoutInformation = Exponents(information: 0)
    /// No theorem.
    public static let withoutHeat = Exponents(heat: 0)
    /// No theorem: the information counted with the wrong sign.
    public static let wrongSign = Exponents(information: -1)

    /// Those of the squared exponential.
    public var squared: Exponents {
      Exponents(entropyChange: 2 * entropyChange, heat: 2 * heat, information: 2 * information)
    }
  }

  /// The exponential average, exactly, by enumeration of all courses of the data and a tilted walk.
  public func average(_ exponents: Exponents) -> Double {
    let tilt = 1 - exponents.entropyChange
    let tilted = propagated(
      from: start.map { Elementary.exp(tilt * Elementary.log($0)) }, heatExponent: exponents.heat
    ).table
    let (table, weights, states) = (conditionals, probabilities, weightCount)
    var end = Array(repeating: 0.0, count: states)
    for (course, weight) in weights.enumerated() {
      for place in 0..<states { end[place] += weight * table[course * states + place] }
    }
    let logs = end.map { Elementary.log($0) }
    var sum = 0.0
    for (course, weight) in weights.enumerated() where weight > 0 {
      for place in 0..<states {
        let information = Elementary.log(table[course * states + place]) - logs[place]
        sum +=
          weight * tilted[course * states + place]
          * Elementary.exp(exponents.entropyChange * logs[place] + exponents.information * information)
      }
    }
    return sum
  }

  /// Mean and variance of the exponential along single trajectories.
  public func moments(_ exponents: Exponents) -> (mean: Double, variance: Double) {
    let mean = average(exponents)
    return (mean, average(exponents.squared) - mean * mean)
  }

  /// Carries `first` through all courses of the data, step by step and weighted with exp(−c q); and the mean heat, which has a
  /// meaning only if c = 0 and `first` is the start.
  private func propagated(from first: [Double], heatExponent c: Double) -> (table: [Double], heat: Double) {
    let states = weightCount
    let walks = [-1, 1].map { Walk(of: self, reading: $0, heatExponent: c) }
    var (table, heat) = (first, 0.0)
    for level in 0..<data {
      let count = 1 << level
      let shorter = InferringStudent(
        data: level + 1, largestWeight: largestWeight, stiffness: stiffness, bias: bias, learningRate: learningRate)
      let weights = shorter.probabilities
      var next = Array(repeating: 0.0, count: 2 * count * states)
      for (datum, walk) in walks.enumerated() {
        for course in 0..<count {
          let (from, to) = (course * states, (course + datum * count) * states)
          var released = 0.0
          for place in 0..<states {
            var value = walk.stay[place] * table[from + place]
            if place > 0 { value += walk.up[place - 1] * table[from + place - 1] }
            if place + 1 < states { value += walk.down[place + 1] * table[from + place + 1] }
            next[to + place] = value
            released += walk.heat[place] * table[from + place]
          }
          heat += weights[course + datum * count] * released
        }
      }
      table = next
    }
    return (table, heat)
  }
}

/// One step of the walk while a datum is read: the weighted probabilities of going up, down and nowhere, and the mean heat.
private struct Walk {
  var up, down, stay, heat: [Double]

  init(of student: InferringStudent, reading datum: Int, heatExponent c: Double) {
    let states = student.weightCount
    up = Array(repeating: 0, count: states)
    (down, heat) = (up, up)
    stay = Array(repeating: 1, count: states)
    for place in 0..<states {
      for isUp in [true, false] {
        guard let step = student.step(from: place, up: isUp, reading: datum) else { continue }
        let weighted = step.probability * Elementary.exp(-c * step.heat)
        if isUp { up[place] = weighted } else { down[place] = weighted }
        stay[place] -= step.probability
        heat[place] += step.probability * step.heat
      }
    }
  }
}

/// Costs of a student by enumeration of all data, and I(Y : B), in nats.
package struct EnumeratedInference: Cell {
  /// The student.
  package var student: InferringStudent

  /// A student.
  package init(student: InferringStudent) { self.student = student }

  /// What was found.
  package struct Result: Codable, Sendable {
    /// What the student learned, and what it cost.
    package var costs: InferenceCosts
    /// I(Y : B), what the data say about the truth.
    package var source: Double
  }

  package func compute(_ random: RandomStream) -> Result {
    Result(costs: student.costs, source: student.dataInformation)
  }
}
