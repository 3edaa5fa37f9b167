import Foundation
import Optimisation
import Testing

@Suite struct InteriorMaximumTests {
  /// −(x − 2)² − (y − ½)² − xy/10 in the unit disc, whose edge no box describes: the slope and the radius are parallel
  /// there.
  @Test func aMaximumOnTheEdge() throws {
    func disc(_ p: [Double]) -> InteriorMaximum.Evaluation? {
      let room = 1 - p[0] * p[0] - p[1] * p[1]
      guard room > 0 else { return nil }
      return InteriorMaximum.Evaluation(
        value: -pow(p[0] - 2, 2) - pow(p[1] - 0.5, 2) - 0.1 * p[0] * p[1],
        gradient: [-2 * (p[0] - 2) - 0.1 * p[1], -2 * (p[1] - 0.5) - 0.1 * p[0]], barrier: -log(room),
        barrierGradient: [2 * p[0] / room, 2 * p[1] / room])
    }
    let best = try #require(InteriorMaximum().climb(from: [-0.5, 0.5], disc))
    let slope = disc(best.point)?.gradient ?? []
    #expect(abs(slope[0] * best.point[1] - slope[1] * best.point[0]) < 1e-5)
    #expect(abs(1 - best.point[0] * best.point[0] - best.point[1] * best.point[1]) < 1e-8)
    #expect(InteriorMaximum().climb(from: [2, 0], disc) == nil)
  }
}
