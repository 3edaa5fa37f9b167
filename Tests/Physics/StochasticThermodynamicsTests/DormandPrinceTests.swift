import Foundation
import StochasticThermodynamics
import Testing

@Suite struct DormandPrinceTests {
  /// y'' = −y from (0, 1): the sine and the cosine.
  @Test(arguments: [1e-4, 1e-7, 1e-10, 1e-13])
  func errorFollowsTolerance(tolerance: Double) throws {
    let times = [0, 0.1, 2, 2, 10]
    var evaluations = 0
    let solution = try DormandPrince(tolerance: tolerance).solution(from: [0, 1], at: times) { _, y in
      evaluations += 1
      return [y[1], -y[0]]
    }
    for (time, y) in zip(times, solution) {
      // Local errors add up over at most a few hundred steps.
      #expect(abs(y[0] - sin(time)) < 30 * tolerance)
      #expect(abs(y[1] - cos(time)) < 30 * tolerance)
    }
    // Order 5: the number of steps grows as tolerance^(−1/5).
    #expect(Double(evaluations) < 100 * pow(tolerance, -0.2))
  }

  /// y' = 1 + 4θ(t − 1): the step is found without being told.
  @Test func jumpsAreSteppedOver() throws {
    let y = try DormandPrince().solution(from: [0], at: [0, 3]) { time, _ in [time < 1 ? 1 : 5] }
    #expect(abs(y[1][0] - 11) < 1e-8)
    // Control: with a tolerance of 1 the same jump is passed in one stride.
    let rough = try DormandPrince(tolerance: 10).solution(from: [0], at: [0, 3]) { time, _ in [time < 1 ? 1 : 5] }
    #expect(abs(rough[1][0] - 11) > 1e-4)
  }

  @Test func startIsTheFirstTime() throws {
    let y = try DormandPrince().solution(from: [3], at: [7]) { _, _ in [1] }
    #expect(y == [[3]])
  }
}
