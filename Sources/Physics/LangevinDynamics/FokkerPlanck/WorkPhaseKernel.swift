import ElementaryFunctions
import KernelMemory

/// The working memory of ``FokkerPlanck/workDistribution(of:steps:in:endingIn:frequencies:)``: ⟨e^(iuW)⟩ restricted to each point, for 32
/// frequencies u.
///
/// Work turns the complex number of a point by the angle uw; diffusion carries its real and its imaginary part alike. So four
/// frequencies fill a block of eight: four real parts and four imaginary parts.
@usableFromInline
final class WorkPhaseKernel: LineKernel {
  /// How many frequencies there are.
  static let count = 32

  private let points: Int
  // The first frequency, in units of the spacing of the frequencies, which is 2π over the width.
  private let first: Int
  private let width: Double
  private let diffusion: LineDiffusion
  // For four frequencies after the other: a block per point.
  private let fields: Blocks
  @usableFromInline let newEnergies: UnsafeMutableBufferPointer<Double>
  private let oldEnergies, works: Blocks

  /// - Parameters:
  ///   - probabilities: at each point at the beginning.
  ///   - energies: at each point at the beginning.
  ///   - first: the first frequency is 2π `first`/`width`.
  ///   - width: of the range of works, an energy.
  @usableFromInline
  init(probabilities: [Double], energies: [Double], first: Int, width: Double) {
    (points, self.first, self.width) = (probabilities.count, first, width)
    diffusion = LineDiffusion(points: points)
    fields = Blocks(capacity: 2 * Self.count * points)
    newEnergies = .allocate(capacity: points)
    newEnergies.initialize(repeating: 0)
    // Loads from the next point on read one number past the end.
    oldEnergies = Blocks(capacity: points + 8)
    works = Blocks(capacity: points + 1)
    oldEnergies.copy(energies)
    for block in 0..<fields.count {
      fields[block: block] = SIMD8(lowHalf: SIMD4(repeating: probabilities[block % points]), highHalf: SIMD4())
    }
  }

  deinit { newEnergies.deallocate() }

  /// ⟨cos uW⟩ and ⟨sin uW⟩ of each frequency, summed over the points with these weights.
  @usableFromInline
  func averages(_ weights: [Double]) -> [WorkDensity.Phase] {
    stride(from: 0, to: fields.count, by: points).flatMap { group in
      var sum = SIMD8<Double>()
      for point in 0..<points { sum += fields[block: group + point] * weights[point] }
      return (0..<4).map { WorkDensity.Phase(cosine: sum[$0], sine: sum[$0 + 4]) }
    }
  }

  @usableFromInline
  func changeControl() {
    for point in 0..<points {
      works[point] = newEnergies[point] - oldEnergies[point]
      oldEnergies[point] = newEnergies[point]
    }
    for group in 0..<Self.count / 4 {
      let number = Double(first + 4 * group)
      let frequencies = SIMD4(number, number + 1, number + 2, number + 3) / width
      // Two points share an evaluation of the functions.
      for point in stride(from: 0, to: points, by: 2) {
        let turns = SIMD8(lowHalf: frequencies * works[point], highHalf: frequencies * works[point + 1])
        let (sine, cosine) = Elementary.sineAndCosine(ofTurns: turns)
        turn(group * points + point, sine.lowHalf, cosine.lowHalf)
        if point + 1 < points { turn(group * points + point + 1, sine.highHalf, cosine.highHalf) }
      }
    }
  }

  /// Turns the four complex numbers of a block.
  @inline(__always)
  private func turn(_ block: Int, _ sine: SIMD4<Double>, _ cosine: SIMD4<Double>) {
    let old = fields[block: block]
    let exchanged = SIMD8(lowHalf: old.highHalf, highHalf: old.lowHalf)
    fields[block: block] =
      SIMD8(lowHalf: cosine, highHalf: cosine) * old + SIMD8(lowHalf: -sine, highHalf: sine) * exchanged
  }

  @usableFromInline
  func prepare(halfStep: Double, inverseTemperature: Double) {
    diffusion.prepare(at: oldEnergies, halfStep: halfStep, inverseTemperature: inverseTemperature)
  }

  @usableFromInline
  func step(damping: Bool) {
    for first in stride(from: 0, to: fields.count, by: points) {
      if damping {
        diffusion.stepImplicitEuler(fields, from: first)
      } else {
        diffusion.stepCrankNicolson(fields, from: first)
      }
    }
  }
}
