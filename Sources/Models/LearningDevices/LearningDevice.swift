import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// A memory w that jumps at rates which a hidden state y sets, while y jumps by itself and does not feel the memory.
///
/// With p(y, w) the steady state, a jump w → w′ of the memory acquires the information ln p(w′|y)/p(w|y) on the hidden state, up
/// to a term ln p(w)/p(w′) that adds up to nothing in the long run. It changes its sign with the jump: the acquired information
/// I_t is a current, with the speed v = ⟨I_t⟩/t and the reliability R = lim t/Var(I_t). Then
///
///     R v² ≤ σ/2   and   v ≤ σ,
///
/// the thermodynamic uncertainty relation and the second law of a process that learns.
/// Source: A. C. Barato and U. Seifert, Phys. Rev. Lett. 114, 158101 (2015); T. R. Gingrich, J. M. Horowitz, N. Perunov and
/// J. L. England, Phys. Rev. Lett. 116, 120601 (2016); J. M. Horowitz and M. Esposito, Phys. Rev. X 4, 031015 (2014).
public struct LearningDevice: Sendable {
  /// The jumps of the hidden state.
  public let hidden: RateMatrix

  /// The jumps of the memory, for each hidden state.
  public let memory: [RateMatrix]

  /// Both together: state y·(states of the memory) + w. Jumps of the hidden state come first among the edges.
  public let process: RateMatrix

  /// A device from its rates.
  ///
  /// - Precondition: there is one memory per hidden state, all of them have the same states, and every edge can be crossed
  ///   both ways.
  public init(hidden: RateMatrix, memory: [RateMatrix]) throws(InvalidInput) {
    require(hidden.stateCount == memory.count, "A device needs the rates of its memory for every hidden state.")
    let states = memory[0].stateCount
    require(
      memory.allSatisfy { $0.stateCount == states }, "The states of a memory do not depend on what it reads.")
    require(
      ([hidden] + memory).allSatisfy { $0.edges.allSatisfy { $0.forward > 0 && $0.backward > 0 } },
      "A jump that cannot be undone would produce infinite entropy.")
    (self.hidden, self.memory) = (hidden, memory)
    let signals = (0..<states).flatMap { w in hidden.edges.map { $0.moved { $0 * states + w } } }
    let readings = memory.enumerated().flatMap { y, rates in rates.edges.map { $0.moved { y * states + $0 } } }
    process = try RateMatrix(stateCount: hidden.stateCount * states, edges: signals + readings)
  }

  /// How many states the memory has.
  public var memoryStates: Int { memory[0].stateCount }

  /// p(y, w) in the steady state, one row per hidden state.
  public var joint: [[Double]] {
    get throws(InvalidInput) {
      let p = try process.stationary
      return memory.indices.map { y in Array(p[y * memoryStates..<(y + 1) * memoryStates]) }
    }
  }

  /// What each edge of ``process`` adds to the acquired information from → to, in nats: nothing where the hidden state jumps.
  public var informationPerCrossing: [Double] {
    get throws(InvalidInput) {
      let p = try process.stationary
      return process.edges.enumerated().map { place, edge in
        place < hidden.edges.count * memoryStates ? 0 : Elementary.log(p[edge.to] / p[edge.from])
      }
    }
  }

  /// What the device does in its steady state; exact.
  public var performance: LearningPerformance {
    get throws(InvalidInput) {
      let p = try process.stationary
      let acquired = try process.statistics(ofCurrent: informationPerCrossing)
      return LearningPerformance(
        information: mutualInformation(try joint), acquired: acquired,
        entropyProductionRate: process.entropyProductionRate(p))
    }
  }
}

/// What a learning device does in its steady state. In nats, per unit time.
public struct LearningPerformance: Sendable, Codable, Hashable {
  /// I(y : w), what the memory knows at any time.
  public let information: Double
  /// The information that it acquires: its speed, and the growth of its variance.
  public let acquired: CurrentStatistics
  /// σ of memory and hidden state together.
  public let entropyProductionRate: Double

  /// A performance from its parts.
  public init(information: Double, acquired: CurrentStatistics, entropyProductionRate: Double) {
    (self.information, self.acquired) = (information, acquired)
    self.entropyProductionRate = entropyProductionRate
  }

  /// v, the information acquired per unit time.
  public var speed: Double { acquired.mean }
  /// η = v/σ, at most 1.
  public var efficiency: Double { speed / entropyProductionRate }
  /// R v²/(σ/2), at most 1: the precision that is reached over the precision that is paid for.
  public var tightness: Double { 1 / acquired.uncertaintyRatio(entropyProductionRate: entropyProductionRate) }
}

extension RateMatrix.Edge {
  /// The same edge between other states.
  fileprivate func moved(_ place: (Int) -> Int) -> RateMatrix.Edge {
    .init(from: place(from), to: place(to), forward: forward, backward: backward)
  }
}
