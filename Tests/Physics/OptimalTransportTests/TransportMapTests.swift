import ElementaryFunctions
import LangevinDynamics
import OptimalTransport
import Testing
import Validation

@Suite struct TransportMapTests {
  static func gaussian(mean: Double, width: Double, on grid: LineGrid) throws -> LineDensity {
    try LineDensity(on: grid) { x in
      let z = (x - mean) / width
      return Elementary.exp(-0.5 * z * z)
    }.normalised
  }

  /// Between two normal distributions the map is linear, W₂² = (Δμ)² + (Δσ)², and the geodesic stays normal.
  @Test(arguments: [(1.0, 2.0), (-0.5, 0.4), (2, 1), (0, 0.25)])
  func normalDistributionsStayNormal(mean: Double, width: Double) throws {
    let grid = try LineGrid(-15...17, points: 12_001)
    let source = try Self.gaussian(mean: 0, width: 1, on: grid)
    let target = try Self.gaussian(mean: mean, width: width, on: grid)
    let map = try TransportMap(from: source, to: target)
    #expect(abs(map.squaredDistance - mean * mean - (width - 1) * (width - 1)) < 2e-6)
    #expect(abs(map.pieces.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
    // The same as by the quantile functions.
    let distance = try QuantileFunction(of: source).distance(to: QuantileFunction(of: target))
    #expect(abs(map.squaredDistance - distance * distance) < 1e-12)
    for x in [-4.0, -1, 0.3, 2] where abs(mean + width * x) < 8 {
      #expect(abs(map.image(of: x) - mean - width * x) < 1e-4)
    }
    for s in [0, 0.3, 0.8, 1.0] {
      let between = try map.density(at: s, on: grid)
      #expect(abs(between.integral() - 1) < 1e-12)
      #expect(abs(between.mean - s * mean) < 1e-6)
      let spread = 1 + s * (width - 1)
      #expect(abs(between.variance - spread * spread) < 1e-5)
    }
    // Negative control: mixing the two densities is not the geodesic: the variance has a term s(1 − s)(Δμ)².
    if mean == 2 {
      let mixed = 1 + 0.3 * 0.7 * mean * mean
      #expect(try abs(map.density(at: 0.3, on: grid).variance - mixed) > 0.5)
    }
  }

  /// Small probabilities in both tails are matched to full relative precision.
  @Test func tailsAreMatched() throws {
    let grid = try LineGrid(-12...12, points: 2401)
    let source = try Self.gaussian(mean: 0, width: 1, on: grid)
    let map = try TransportMap(from: source, to: Self.gaussian(mean: 0, width: 1, on: grid))
    for x in stride(from: -11.0, through: 11, by: 1) { #expect(abs(map.image(of: x) - x) < 1e-9) }
    #expect(map.squaredDistance < 1e-20)
  }

  @Test func whatIsNoDensityIsRefused() throws {
    let grid = try LineGrid(-1...1, points: 11)
    let nothing = try LineDensity(on: grid) { _ in 0 }
    let negative = try LineDensity(on: grid) { $0 }
    let flat = try LineDensity(on: grid) { _ in 0.5 }
    for density in [nothing, negative] {
      #expect(throws: InvalidInput.self) { try TransportMap(from: density, to: flat) }
      #expect(throws: InvalidInput.self) { try TransportMap(from: flat, to: density) }
    }
    let piece = TransportMap.Piece(probability: 0.5, first: 0, last: 1, firstImage: 0, lastImage: 1)
    #expect(throws: InvalidInput.self) { try TransportMap(pieces: [piece, piece]) }
    #expect(throws: InvalidInput.self) { try TransportMap(pieces: []) }
  }
}
