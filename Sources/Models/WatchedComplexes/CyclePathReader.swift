import ElementaryFunctions
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// The exact posterior of the gate's answer after a path of a ``WatchedComplex``.
///
/// p(γ, y) = v₁ᵀ M v₂, where v_i holds f_i on a grid of x_i, and M = p(x)p_ss(s₀|x)p(y|x), one matrix per first state and answer,
/// is shared by all paths. Only places where f_i exceeds 10⁻²⁰ of its largest value are multiplied: the longer the path,
/// the fewer these are.
package struct CyclePathReader: Sendable {
  /// The grid of each input: |x| ≤ 5.
  let nodeCount: Int

  private let complex: WatchedComplex
  /// x, and exp(βx e) for the four exponents e = −1 + δ, 1 + δ, 1 − δ, −1 − δ, eight places at a time.
  private let places: [SIMD8<Double>]
  private let powers: [[SIMD8<Double>]]
  /// By first state: the matrices of y = 1 and of both answers together, entry (block of x₂, x₁) of both side by side.
  private let matrices: [[SIMD8<Double>]]

  private static let cutoff = 5.0

  /// ln 10⁻²⁰.
  private static let least = -46.0

  /// The largest flip rate of a spin at any input within the cutoff, which says how narrow a posterior becomes.
  package static func largestFlipRate(of complex: WatchedComplex) -> Double {
    var largest = 0.0
    for i in -20...20 {
      for j in -20...20 {
        let process = complex.process(reading: SIMD2(0.25 * Double(i), 0.25 * Double(j)))
        let (on, back) = (process.stationary * process.onward, process.stationary * process.back)
        largest = max(largest, on.x + on.z + back.y + back.w, on.y + on.w + back.x + back.z)
      }
    }
    return largest
  }

  /// The spacing of the grid that a time of observation needs, one of 0.2, 0.1, 0.05, …
  ///
  /// The posterior is about 1/(β√(rT)) wide, and the gate changes over 1/η.
  package static func step(for task: WatchedTask, time: Double, flipRate: Double) -> Double {
    let drive = 1 + abs(task.complex.inputDrive)
    let most = min(1 / task.gate.sharpness, 1.6 / (task.beta * drive * (flipRate * time).squareRoot()))
    var step = 0.2
    while step > most { step *= 0.5 }
    return step
  }

  package init(_ task: WatchedTask, step: Double) {
    complex = task.complex
    let grid = InputGrid(gate: task.gate, correlation: task.correlation, cutoff: Self.cutoff, step: step)
    let nodes = grid.nodes
    nodeCount = nodes.count
    let blocks = (nodes.count + 7) / 8
    // The last block is filled up with inputs of no weight.
    func lanes(_ value: (Double) -> Double) -> [SIMD8<Double>] {
      (0..<blocks).map { block in
        var lanes = SIMD8<Double>()
        for lane in 0..<8 { lanes[lane] = value(nodes[min(8 * block + lane, nodes.count - 1)]) }
        return lanes
      }
    }
    places = lanes { $0 }
    let (beta, delta) = (task.beta, task.complex.inputDrive)
    powers = [-1 + delta, 1 + delta, 1 - delta, -1 - delta].map { e in lanes { Elementary.exp(beta * $0 * e) } }
    let (one, zero) = (grid.joint(answer: 1), grid.joint(answer: 0))
    let size = 2 * nodes.count * blocks
    matrices = withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: 4 * size) { memory in
      memory.initialize(repeating: SIMD8())
      for (i, x1) in nodes.enumerated() {
        for (j, x2) in nodes.enumerated() {
          let p = task.complex.process(reading: SIMD2(x1, x2)).stationary
          let place = 2 * ((j / 8) * nodes.count + i)
          for state in 0..<4 {
            memory[state * size + place][j % 8] = one[i][j] * p[state]
            memory[state * size + place + 1][j % 8] = (one[i][j] + zero[i][j]) * p[state]
          }
        }
      }
      return (0..<4).map { Array(memory[$0 * size..<($0 + 1) * size]) }
    }
  }

  /// p(γ, y = 1) and p(γ), both up to the factor exp(−`logarithm`), which does not depend on y.
  package struct Evidence {
    package var one, whole, logarithm: Double

    /// p(y = 1|γ).
    package var posterior: Double { min(1, max(0, one / whole)) }
  }

  /// The evidence of a path, without the factors that do not depend on the input.
  ///
  /// - Parameter weight: w, where the likelihood is multiplied by exp(βw·x).
  package func evidence(of path: CyclePath, weight: SIMD2<Double> = SIMD2()) -> Evidence {
    let blocks = places.count
    return withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: 2 * blocks) { memory in
      let second = UnsafeMutableBufferPointer(rebasing: memory[blocks...])
      let first = UnsafeMutableBufferPointer(rebasing: memory[..<blocks])
      let (c, t) = (complex.factors, path.times)
      let change = complex.beta * (path.change + complex.inputDrive * path.turns + weight)
      let on = t * c.onward
      let back = t * c.back
      let (rows, top1) = fill(first, change.x, SIMD4(on.x, on.z, back.y, back.w))
      let (columns, top2) = fill(second, change.y, SIMD4(on.y, on.w, back.z, back.x))
      var (one, whole) = (SIMD8<Double>(), SIMD8<Double>())
      let count = nodeCount
      let from = 8 * rows.lowerBound
      let to = min(8 * rows.upperBound, count)
      let v1 = UnsafeRawPointer(first.baseAddress.unsafelyUnwrapped).assumingMemoryBound(to: Double.self)
      matrices[path.start].withUnsafeBufferPointer { matrix in
        for block in columns {
          var (a, b) = (SIMD8<Double>(), SIMD8<Double>())
          let base = 2 &* block &* count
          for i in from..<to {
            let f = v1[i]
            a += f * matrix[base &+ 2 &* i]
            b += f * matrix[base &+ 2 &* i &+ 1]
          }
          one += a * second[block]
          whole += b * second[block]
        }
      }
      return Evidence(one: one.sum(), whole: whole.sum(), logarithm: top1 + top2)
    }
  }

  /// Stores exp(change · x − Σ rates · powers) divided by its largest value.
  ///
  /// - Returns: the blocks where it is not negligible, and the logarithm of the largest value.
  @inline(__always)
  private func fill(
    _ values: UnsafeMutableBufferPointer<SIMD8<Double>>, _ change: Double, _ rates: SIMD4<Double>
  ) -> (blocks: Range<Int>, logarithm: Double) {
    var top = SIMD8<Double>(repeating: -.infinity)
    for block in places.indices {
      let value =
        change * places[block] - rates.x * powers[0][block] - rates.y * powers[1][block]
        - rates.z * powers[2][block] - rates.w * powers[3][block]
      values[block] = value
      top = pointwiseMax(top, value)
    }
    let largest = top.max()
    var (first, last) = (0, places.count)
    while first < last - 1, values[first].max() - largest < Self.least { first += 1 }
    while last - 1 > first, values[last - 1].max() - largest < Self.least { last -= 1 }
    for block in first..<last {
      let exponents = values[block] - largest
      values[block] = Elementary.exp(exponents.replacing(with: -700, where: exponents .< -700))
    }
    return (first..<last, largest)
  }

  /// dI/dT in nats per 1/k0, given the path: the rates onward and back out of its last state, averaged over the posterior
  /// and over that of either answer; see `PathReader.informationRate(after:)`.
  package func informationRate(after path: CyclePath) -> Double {
    let plain = evidence(of: path)
    let (factors, exponents) = (complex.factors, complex.exponents)
    let isFirstOnward = path.end & 1 == 0
    var sum = 0.0
    for (factor, exponent, isFirst) in [
      (factors.onward[path.end], exponents.onward[path.end], isFirstOnward),
      (factors.back[path.end], exponents.back[path.end], !isFirstOnward),
    ] where factor > 0 {
      let flow = evidence(of: path, weight: isFirst ? SIMD2(exponent, 0) : SIMD2(0, exponent))
      let scale = factor * Elementary.exp(flow.logarithm - plain.logarithm) / plain.whole
      for (part, known) in [(flow.one, plain.one), (flow.whole - flow.one, plain.whole - plain.one)]
      where part > 0 && known > 0 {
        sum += scale * part * Elementary.logRatio(part, plain.whole, over: flow.whole, known)
      }
    }
    return sum
  }

  /// The evidence of a path and of the same run backwards, with a common factor.
  package func evidences(of path: CyclePath) -> (path: Evidence, reversed: Evidence) {
    var (one, other) = (evidence(of: path), evidence(of: path.reversed))
    other.logarithm -= complex.released(by: path)
    let largest = max(one.logarithm, other.logarithm)
    for pass in 0..<2 {
      var evidence = pass == 0 ? one : other
      let factor = Elementary.exp(evidence.logarithm - largest)
      evidence = Evidence(one: factor * evidence.one, whole: factor * evidence.whole, logarithm: largest)
      if pass == 0 { one = evidence } else { other = evidence }
    }
    return (one, other)
  }
}
