import Foundation
import Optimisation
import Testing

@Suite struct GlobalMaximumTests {
  /// Two hills of different height and a start at the foot of the lower one.
  @Test func theHigherHillWins() {
    func hills(_ p: [Double]) -> Double {
      exp(-4 * (pow(p[0] - 1, 2) + pow(p[1] + 1, 2))) + 0.9 * exp(-4 * (pow(p[0] + 1, 2) + pow(p[1] - 1, 2)))
    }
    let search = GlobalMaximum(lower: [-2, -2], upper: [2, 2])
    let best = search.from([[-1.2, 1.1], [0.6, -0.8]], of: hills)
    #expect(abs(best.point[0] - 1) < 1e-7 && abs(best.point[1] + 1) < 1e-7)
    // Negative control: from one side only, the lower hill is all there is.
    #expect(search.from([[-1.2, 1.1]], of: hills).value < 0.91)
  }

  @Test func aMaximumMayLieOnTheEdge() {
    let best = GlobalMaximum(lower: [-1], upper: [2]).from([[0]]) { $0[0] }
    #expect(abs(best.point[0] - 2) < 1e-9)
    let corner = GlobalMaximum(lower: [-1, -1], upper: [2, 3]).from([[0, 0]]) { $0[0] + 0.1 * $0[1] }
    #expect(abs(corner.point[0] - 2) < 1e-9 && abs(corner.point[1] - 3) < 1e-9)
  }

  /// x + 2y is largest on the unit circle at (1, 2)/√5, where it is √5; the start is not on the circle.
  @Test func onASurface() throws {
    let box = GlobalMaximum(lower: [-2, -2], upper: [2, 2])
    func slope(_ p: [Double]) -> GlobalMaximum.Slope { .init(value: p[0] + 2 * p[1], gradient: [1, 2]) }
    func circle(_ radius: Double) -> ([Double]) -> [GlobalMaximum.Slope] {
      { p in [.init(value: p[0] * p[0] + p[1] * p[1] - radius, gradient: [2 * p[0], 2 * p[1]])] }
    }
    let best = try #require(box.climbing(from: [-0.3, 0.4], count: 1, tolerance: 1e-12, where: circle(1), slope))
    #expect(abs(best.value - 5.0.squareRoot()) < 1e-12)
    #expect(abs(best.point[0] - 1 / 5.0.squareRoot()) < 1e-7 && abs(best.point[1] - 2 / 5.0.squareRoot()) < 1e-7)
    // A circle that does not exist is not reached; without the constraint the corner of the box is the maximum.
    #expect(box.climbing(from: [-0.3, 0.4], count: 1, tolerance: 1e-12, where: circle(-1), slope) == nil)
    #expect(abs(box.climbing(from: [[-0.3, 0.4]], slope).value - 6) < 1e-9)
  }

  /// On flat ground the search stays where it starts.
  @Test func flatGround() {
    #expect(GlobalMaximum(lower: [-1, -1], upper: [1, 1]).from([[0.25, -0.5]]) { _ in 3 }.point == [0.25, -0.5])
  }

  /// A plateau with curvature 1e-5 in one direction: the point is found to six digits all the same.
  @Test func plateau() {
    let best = GlobalMaximum(lower: [-4, -4], upper: [4, 4]).from([[0, 0]]) { p in
      -pow(p[0] + p[1], 2) + 1e-5 * cos(p[0] - p[1] - 3)
    }
    #expect(abs(best.point[0] - 1.5) < 1e-6 && abs(best.point[1] + 1.5) < 1e-6)
  }

  /// Along a path the better branch is taken at every value, across a first-order jump at 0: two hills whose heights
  /// cross, and starts on one side only.
  @Test func branchesAreFollowedAcrossAJump() {
    let controls = [-0.2, -0.1, 0.1, 0.2]
    let search = GlobalMaximum(lower: [-3], upper: [3])
    let maxima = search.along(controls, from: [[-1.5], [1.5]]) { p, control in
      exp(-pow(p[0] - 1.5, 2)) * (1 + control) + exp(-pow(p[0] + 1.5, 2)) * (1 - control)
    }
    #expect(maxima.map { $0.point[0] > 0 } == [false, false, true, true])
  }
}
