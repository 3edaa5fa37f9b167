import ElementaryFunctions
import SensoryComplexes
import StochasticThermodynamics

/// The information in the net circulation of the cycle alone.
///
/// n is the number of quarter turns onward minus those back. Its distribution comes from the tilted generator:
/// p(n|x) = ∫dχ/2π e^(−iχn) 1ᵀ e^(T L(χ)) p_ss, where jumps onward are multiplied by e^(iχ).
///
/// With J = (−a, a) and uncorrelated inputs it says exactly nothing about the answer: its law is the same at (x₂, −x₁), where
/// the answer is the opposite.
public struct NetCirculation: Sendable, Codable, Hashable {
  /// The task and the complex.
  public var task: WatchedTask

  /// The spacing of the quadrature over the inputs, in standard deviations.
  public var step: Double

  /// A reading of the circulation.
  public init(task: WatchedTask, step: Double = 0.2) { (self.task, self.step) = (task, step) }

  /// Informations in bits.
  public struct Informations: Sendable, Codable, Hashable {
    /// I(n; y) and I(|n|; y).
    public var net, size: Double
  }

  /// I(n; y) and I(|n|; y) after a time T, in bits.
  public func informations(after time: Double) -> Informations {
    let inputs = InputEnsemble.gaussian(correlation: task.correlation, step: step, cutoff: 5)
    // p(n, y), by n: y = 0 and 1.
    var joint: [Int: SIMD2<Double>] = [:]
    for (x, weight) in zip(inputs.inputs, inputs.weights) {
      let one = task.gate.probabilityOfOne(reading: x)
      for (n, p) in Self.distribution(of: task.complex.process(reading: x), after: time) {
        joint[n, default: SIMD2()] += weight * p * SIMD2(1 - one, one)
      }
    }
    var sizes: [Int: SIMD2<Double>] = [:]
    for (n, p) in joint { sizes[abs(n), default: SIMD2()] += p }
    func information(_ table: [Int: SIMD2<Double>]) -> Double {
      let rows = table.keys.sorted().map { [max(0, table[$0]?.x ?? 0), max(0, table[$0]?.y ?? 0)] }
      return bitsPerNat * mutualInformation(rows)
    }
    return Informations(net: information(joint), size: information(sizes))
  }

  /// p(n) in the steady state of a process after a time: by a discrete Fourier transform over so many χ that less than 1e-9
  /// lies in the middle of the period, where positive and negative n meet.
  package static func distribution(of process: CycleProcess, after time: Double) -> [(n: Int, p: Double)] {
    var period = 16
    while true {
      // 1ᵀ e^(T L(χ)) p of half of the χ; the others are complex conjugates.
      let values = (0...period / 2).map { k -> SIMD2<Double> in
        let (sine, cosine) = Elementary.sineAndCosine(ofTurns: Double(k) / Double(period))
        return generatingFunction(of: process, phase: SIMD2(cosine, sine), after: time)
      }
      let half = period / 2
      let distribution = (-half..<half).map { n -> (n: Int, p: Double) in
        var sum = values[0].x
        for k in 1...half {
          let place = ((k * n) % period + period) % period
          let (sine, cosine) = Elementary.sineAndCosine(ofTurns: Double(place) / Double(period))
          sum += (k == half ? 1 : 2) * (values[k].x * cosine + values[k].y * sine)
        }
        return (n, sum / Double(period))
      }
      let far = distribution.filter { abs($0.n) > half / 2 }.reduce(0) { $0 + abs($1.p) }
      if far < 1e-9 || period >= 1 << 14 { return distribution }
      period *= 2
    }
  }

  /// Σ_n p(n) e^(iχn).
  ///
  /// The exponential is the 2^k-th power of a power series of the order 12, at a time within which at most a quarter of a
  /// jump is expected.
  private static func generatingFunction(
    of process: CycleProcess, phase: SIMD2<Double>, after time: Double
  ) -> SIMD2<Double> {
    let exit = process.onward + process.back
    var (squarings, piece) = (0, time)
    while piece * exit.max() > 0.25 {
      piece *= 0.5
      squarings += 1
    }
    var generator = ComplexMatrix4()
    for state in 0..<4 {
      generator[state, state] += SIMD2(-piece * exit[state], 0)
      generator[(state + 1) & 3, state] += piece * process.onward[state] * phase
      generator[(state + 3) & 3, state] += piece * process.back[state] * SIMD2(phase.x, -phase.y)
    }
    var power = ComplexMatrix4.identity
    var sum = ComplexMatrix4.identity
    for order in 1...12 {
      power = (power * generator).scaled(by: 1 / Double(order))
      sum = sum + power
    }
    for _ in 0..<squarings { sum = sum * sum }
    let p = process.stationary
    var value = SIMD2<Double>()
    for to in 0..<4 {
      for from in 0..<4 { value += p[from] * sum[to, from] }
    }
    return value
  }
}

/// A complex matrix of order 4: real and imaginary parts, row by row.
private struct ComplexMatrix4 {
  private var real = SIMD16<Double>(), imaginary = SIMD16<Double>()

  static var identity: ComplexMatrix4 {
    var matrix = ComplexMatrix4()
    for i in 0..<4 { matrix[i, i] = SIMD2(1, 0) }
    return matrix
  }

  subscript(i: Int, j: Int) -> SIMD2<Double> {
    get { SIMD2(real[4 * i + j], imaginary[4 * i + j]) }
    set { (real[4 * i + j], imaginary[4 * i + j]) = (newValue.x, newValue.y) }
  }

  static func + (left: ComplexMatrix4, right: ComplexMatrix4) -> ComplexMatrix4 {
    var sum = left
    sum.real += right.real
    sum.imaginary += right.imaginary
    return sum
  }

  static func * (left: ComplexMatrix4, right: ComplexMatrix4) -> ComplexMatrix4 {
    var product = ComplexMatrix4()
    for i in 0..<4 {
      for j in 0..<4 {
        var sum = SIMD2<Double>()
        for k in 0..<4 {
          let (a, b) = (left[i, k], right[k, j])
          sum += SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
        }
        product[i, j] = sum
      }
    }
    return product
  }

  func scaled(by factor: Double) -> ComplexMatrix4 {
    var matrix = self
    matrix.real *= factor
    matrix.imaginary *= factor
    return matrix
  }
}
