import Cells
import ElementaryFunctions
import Estimation
import LinearAlgebra
import Matrices
import Randomness
import Validation

/// Trajectories of the weights of single lines in the averaged force of ``CommitteeLearning``, each with its own teachers T_n ~ N(0, 1).
///
/// κ and H are constant during a step, at their values in its middle, and a step is an exact one of the Ornstein–Uhlenbeck process.
/// Heat and densities are exact for this process, so that the theorems hold at any step; averages differ from those of
/// ``CommitteeLearning`` by O(Δ²).
///
/// Source: K. Sekimoto, Prog. Theor. Phys. Suppl. 130, 17 (1998); U. Seifert, Phys. Rev. Lett. 95, 040602 (2005).
public struct CommitteeLines: Sendable {
  /// What one trajectory yields, in nats.
  public struct Outcome: Sendable {
    /// Δs = −ln p(w(t)) + ln p(w(0)) of all K weights, whatever the teacher.
    public var entropy: Double
    /// q: the heat given to the bath.
    public var heat: Double
    /// Δi, the growth of ln p(w|T)/p(w).
    public var information: Double

    /// s_tot = Δs + q − Δi, with ⟨exp(−s_tot)⟩ = 1.
    public var total: Double { entropy + heat - information }
  }

  private struct Step: Sendable {
    var stiffness, pull, decay, shift, noise: [Double]
  }

  private let units, teachers: Int
  private let steps: [Step]
  private let start: CommitteeOverlaps

  /// The moments of the process with steps, exactly.
  public let end: CommitteeOverlaps

  /// exp ∫tr κ dt, by which the flow without noise contracts: what ⟨exp(−Δs + Δi)⟩ is, without the heat.
  public let contraction: Double

  /// Lines that learn up to a time.
  ///
  /// - Precondition: time and number of steps are positive.
  public init(_ learning: CommitteeLearning, until time: Double, steps count: Int) throws {
    require(time > 0 && count > 0, "A trajectory needs time and steps.")
    (units, teachers) = (learning.machine.hiddenUnits, learning.machine.teacherUnits)
    let length = time / Double(count)
    let middles = (0..<count).map { (Double($0) + 0.5) * length }
    start = learning.start
    var (overlap, norm, exponent) = (start.overlap, start.norm, 0.0)
    steps = try zip(middles, try learning.balances(at: middles)).map { middle, balance in
      let force = learning.force(at: balance.overlaps, time: middle)
      let step = LineStep(force, duration: length)
      (overlap, norm) = step.moved(overlap: overlap, norm: norm)
      exponent += length * force.stiffness.trace
      return Step(
        stiffness: force.stiffness.entries, pull: force.pull.entries, decay: step.decay.entries,
        shift: step.shift.entries, noise: try step.noise.entries)
    }
    contraction = Elementary.exp(exponent)
    end = CommitteeOverlaps(
      overlap: overlap, variance: (norm - (overlap * overlap.transpose).symmetricPart).symmetricPart)
  }

  /// Samples trajectories.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - random: where their random numbers come from.
  ///   - body: is given each outcome.
  public func sample(_ count: Int, _ random: RandomStream, _ body: (Outcome) -> Void) throws {
    var random = random
    let before = try Density(start)
    let after = try Density(end)
    let spread = try start.variance.squareRoot.entries
    var teacher = Array(repeating: 0.0, count: teachers)
    var (weights, next, normals) = (
      Array(repeating: 0.0, count: units), Array(repeating: 0.0, count: units), Array(repeating: 0.0, count: units)
    )
    for _ in 0..<count {
      for n in 0..<teachers { teacher[n] = random.normal() }
      for i in 0..<units { normals[i] = random.normal() }
      for i in 0..<units {
        weights[i] = 0
        for j in 0..<units { weights[i] += spread[i * units + j] * normals[j] }
        for n in 0..<teachers { weights[i] += start.overlap.entries[i * teachers + n] * teacher[n] }
      }
      let first = (before.surprise(weights), before.information(weights, teacher))
      var heat = 0.0
      for step in steps {
        for i in 0..<units { normals[i] = random.normal() }
        for i in 0..<units {
          next[i] = 0
          for j in 0..<units {
            next[i] += step.decay[i * units + j] * weights[j] + step.noise[i * units + j] * normals[j]
          }
          for n in 0..<teachers { next[i] += step.shift[i * teachers + n] * teacher[n] }
        }
        // The fall of ½wκw − wHT during the step.
        for i in 0..<units {
          var force = 0.0
          for j in 0..<units { force -= 0.5 * step.stiffness[i * units + j] * (weights[j] + next[j]) }
          for n in 0..<teachers { force += step.pull[i * teachers + n] * teacher[n] }
          heat += force * (next[i] - weights[i])
        }
        swap(&weights, &next)
      }
      body(
        Outcome(
          entropy: after.surprise(weights) - first.0, heat: heat,
          information: after.information(weights, teacher) - first.1))
    }
  }

  /// The densities of the weights of a line, with and without the teacher.
  private struct Density {
    let inverseNorm, inverseVariance, overlap: [Double]
    let halfLogNorm, halfLogVariance: Double

    init(_ overlaps: CommitteeOverlaps) throws {
      inverseNorm = try overlaps.norm.inverse.entries
      inverseVariance = try overlaps.variance.inverse.entries
      overlap = overlaps.overlap.entries
      halfLogNorm = 0.5 * (try overlaps.norm.logDeterminant)
      halfLogVariance = 0.5 * (try overlaps.variance.logDeterminant)
    }

    private func square(_ matrix: [Double], _ x: [Double]) -> Double {
      var sum = 0.0
      for i in x.indices { for j in x.indices { sum += x[i] * matrix[i * x.count + j] * x[j] } }
      return sum
    }

    /// −ln p(w), up to a constant.
    func surprise(_ weights: [Double]) -> Double { halfLogNorm + 0.5 * square(inverseNorm, weights) }

    /// ln p(w|T)/p(w).
    func information(_ weights: [Double], _ teacher: [Double]) -> Double {
      var away = weights
      for i in away.indices {
        for n in teacher.indices { away[i] -= overlap[i * teacher.count + n] * teacher[n] }
      }
      return surprise(weights) - halfLogVariance - 0.5 * square(inverseVariance, away)
    }
  }

  /// Averages over trajectories: the heat, the entropy produced, its fluctuation theorem, and the same without the heat.
  public struct Averages: Sendable, Codable, Hashable, Mergeable {
    /// ⟨q⟩ and ⟨s_tot⟩ per line.
    public private(set) var heat = Average(), total = Average()
    /// ⟨exp(−s_tot)⟩ = 1.
    public private(set) var theorem = ExponentialAverage()
    /// ⟨exp(−Δs + Δi)⟩, which is ``CommitteeLines/contraction``; of finite variance at short times only.
    public private(set) var withoutHeat = ExponentialAverage()

    /// The averages over no trajectories yet.
    public init() {}

    /// Adds a trajectory.
    public mutating func add(_ outcome: Outcome) {
      heat.add(outcome.heat)
      total.add(outcome.total)
      theorem.add(outcome.total)
      withoutHeat.add(outcome.entropy - outcome.information)
    }

    /// Adds all trajectories of other averages.
    public mutating func merge(_ other: Averages) {
      heat.merge(other.heat)
      total.merge(other.total)
      theorem.merge(other.theorem)
      withoutHeat.merge(other.withoutHeat)
    }
  }
}

/// Averages over sampled trajectories of the weights of single lines.
package struct SampledLines: Cell {
  /// How they learn.
  package var learning: CommitteeLearning
  /// How long, in units of the inverse mobility.
  package var time: Double
  /// The steps of a trajectory, and how many trajectories there are.
  package var steps, count: Int

  /// A sample.
  package init(learning: CommitteeLearning, time: Double, steps: Int, count: Int) {
    (self.learning, self.time, self.steps, self.count) = (learning, time, steps, count)
  }

  package func compute(_ random: RandomStream) throws -> CommitteeLines.Averages {
    var averages = CommitteeLines.Averages()
    try CommitteeLines(learning, until: time, steps: steps).sample(count, random) { averages.add($0) }
    return averages
  }
}
