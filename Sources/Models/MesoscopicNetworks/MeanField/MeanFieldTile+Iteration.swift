import Validation

/// How a fixed point is looked for: by synchronous sweeps until a sweep changes little.
public struct FixedPointIteration: Sendable, Validated, Hashable {
  /// The fraction of its old value that a state keeps in a sweep, in [0, 1); it helps where a sweep overshoots.
  public var damping: Double

  /// Of a sample, the Euclidean length of the change by an undamped sweep at which it counts as converged.
  public var tolerance: Double

  /// The number of sweeps after which a sample is given up.
  public var limit: Int

  /// A way to iterate.
  ///
  /// - Precondition: 0 ≤ damping < 1, the tolerance is not negative, and there is at least one sweep.
  public init(damping: Double = 0, tolerance: Double = 1e-12, limit: Int = 1000) {
    self.damping = damping
    self.tolerance = tolerance
    self.limit = limit
    requireNoFlaw()
  }
}

/// Whether the samples of a batch have reached their fixed points.
public struct FixedPointConvergence: Sendable, Hashable {
  /// The largest number of sweeps that a sample took.
  public var sweeps = 0

  /// The samples that were given up, since they took too many sweeps or grew without bound.
  public var failures: [Int] = []

  /// Whether all samples have converged.
  public var isComplete: Bool { failures.isEmpty }
}

extension MeanFieldTile {
  /// Sweeps every sample of a batch until it has converged; its place is then taken by the next.
  ///
  /// A sample takes the same sweeps, with the same bits, whatever others are beside it.
  ///
  /// - Parameters:
  ///   - values: the states, row-major: start and result.
  ///   - source: what the map adds, row-major.
  ///   - slope: for adjoints, the factor of the map, row-major.
  ///   - isRelative: whether the tolerance is relative to the first change.
  func iterate(
    _ map: Map, _ couplings: borrowing CouplingPanels, _ values: inout [Double], source batch: [Double],
    slope slopes: [Double]?, _ iteration: FixedPointIteration, isRelative: Bool
  ) -> FixedPointConvergence {
    let rows = values.count / count
    var lanes = Array(repeating: (row: -1, sweeps: 0, scale: 1.0), count: Self.samples)
    var result = FixedPointConvergence()
    var (started, finished, generation) = (0, 0, 0)
    while finished < rows {
      for lane in lanes.indices where lanes[lane].row < 0 && started < rows {
        load(started, of: values, into: states, from: generation * length, lane: lane)
        load(started, of: batch, into: source, from: 0, lane: lane)
        if let slopes { load(started, of: slopes, into: slope, from: 0, lane: lane) }
        lanes[lane] = (started, 0, 1)
        started += 1
      }
      sweep(map, couplings, damping: iteration.damping, from: generation, to: 1 - generation)
      generation = 1 - generation
      for lane in lanes.indices where lanes[lane].row >= 0 {
        lanes[lane].sweeps += 1
        let change = change(of: lane)
        if isRelative && lanes[lane].sweeps == 1 { lanes[lane].scale = change }
        let hasConverged = change <= iteration.tolerance * lanes[lane].scale
        // A change that is not a number has diverged too.
        let isBounded = change <= 1e6 * lanes[lane].scale
        guard hasConverged || !isBounded || lanes[lane].sweeps == iteration.limit else { continue }
        store(lanes[lane].row, of: &values, generation: generation, lane: lane)
        if !hasConverged { result.failures.append(lanes[lane].row) }
        result.sweeps = max(result.sweeps, lanes[lane].sweeps)
        lanes[lane].row = -1
        finished += 1
      }
    }
    result.failures.sort()
    return result
  }
}

extension FixedPointIteration {
  /// Reads an iteration.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    damping = try fields.read(.damping)
    tolerance = try fields.read(.tolerance)
    limit = try fields.read(.limit)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(damping >= 0 && damping < 1) { return "Damping keeps a fraction of the old state, below 1." }
    return tolerance >= 0 && limit > 0 ? nil : "An iteration needs a tolerance and at least one sweep."
  }
}
