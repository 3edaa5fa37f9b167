import ElementaryFunctions
import KernelMemory

/// The working memory of ``FokkerPlanck``, and what a change of the control does to it.
///
/// Eight fields lie side by side at each point, and are diffused by the same matrix: lane 0 is the probability p, lanes 1 and 2
/// are ⟨W⟩ and ⟨W²⟩/2 restricted to the point, the others ⟨e^(−uW)⟩ restricted to the point, one u each.
@usableFromInline
final class FokkerPlanckKernel: LineKernel {
  /// In which lane the tilts begin.
  static let firstTilt = 3
  /// How many tilts there is room for.
  static let tiltCount = 5

  private let points: Int
  private let tilts: [Double]
  private let diffusion: LineDiffusion
  // The fields, a block per point.
  private let fields: Blocks
  // What an added work multiplies the fields by, a block per point.
  private let weights: Blocks
  @usableFromInline let newEnergies: UnsafeMutableBufferPointer<Double>
  // The energies before, and the difference.
  private let oldEnergies, works: Blocks

  /// - Precondition: there are at most ``tiltCount`` tilts.
  @usableFromInline
  init(points: Int, fields values: [Double], energies: [Double], tilts: [Double]) {
    (self.points, self.tilts) = (points, tilts)
    diffusion = LineDiffusion(points: points)
    fields = Blocks(capacity: 8 * points)
    weights = Blocks(capacity: 8 * points, repeating: 1)
    // Loads from the next point on read one number past the end.
    oldEnergies = Blocks(capacity: points + 8)
    newEnergies = .allocate(capacity: points)
    newEnergies.initialize(repeating: 0)
    works = Blocks(capacity: points)
    fields.copy(values)
    oldEnergies.copy(energies)
  }

  deinit { newEnergies.deallocate() }

  /// The fields, eight per point.
  @usableFromInline
  var values: [Double] { (0..<8 * points).map { fields[$0] } }

  /// Does the work of changing the energies to those that were set: with w = U' − U, the fields of the moments become
  /// e^(wN) times themselves, N the matrix that takes p to ⟨W⟩ and ⟨W⟩ to ⟨W²⟩/2, and each tilted field e^(−uw) times itself.
  @usableFromInline
  func changeControl() {
    for point in 0..<points {
      works[point] = newEnergies[point] - oldEnergies[point]
      oldEnergies[point] = newEnergies[point]
    }
    for (number, tilt) in tilts.enumerated() {
      let lane = Self.firstTilt + number
      for block in 0..<works.count {
        let factors = Elementary.exp(works[block: block] * -tilt)
        for point in 8 * block..<min(8 * block + 8, points) { weights[8 * point + lane] = factors[point - 8 * block] }
      }
    }
    for point in 0..<points {
      let work = works[point]
      let old = fields[block: point]
      let once = SIMD8(0, old[0], old[1], 0, 0, 0, 0, 0)
      let twice = SIMD8(0, 0, old[0], 0, 0, 0, 0, 0)
      fields[block: point] = weights[block: point] * old + work * once + (0.5 * (work * work)) * twice
    }
  }

  @usableFromInline
  func prepare(halfStep: Double, inverseTemperature: Double) {
    diffusion.prepare(at: oldEnergies, halfStep: halfStep, inverseTemperature: inverseTemperature)
  }

  @usableFromInline
  func step(damping: Bool) {
    if damping { diffusion.stepImplicitEuler(fields) } else { diffusion.stepCrankNicolson(fields) }
  }
}
