import MesoscopicNetworks
import Randomness
import Testing

@Suite struct ParetoFrontTests {
  @Test func dominatedPointsDrop() {
    let front = ParetoFront([(cost: 3, loss: 0.1), (cost: 1, loss: 0.3), (cost: 2, loss: 0.4), (cost: 1, loss: 0.5)])
    #expect(front.points.map(\.cost) == [1, 3] && front.points.map(\.loss) == [0.3, 0.1])
    #expect(front.loss(atCost: 0.5) == nil && front.loss(atCost: 2.5) == 0.3 && front.loss(atCost: 3) == 0.1)
    #expect(ParetoFront([ParetoFront.Point]()).points.isEmpty)
    // Of points that are equally good in one respect the better one in the other stays, and of equal points one.
    let ties = ParetoFront([(cost: 1, loss: 0.2), (cost: 2, loss: 0.2), (cost: 1, loss: 0.2)])
    #expect(ties.points == [ParetoFront.Point(cost: 1, loss: 0.2)])
  }

  /// The definition, point by point: on the front is what no other point beats. Whatever the order.
  @Test func definition() {
    var random = RandomStream(seed: 4)
    let points = (0..<200).map { _ in ParetoFront.Point(cost: random.uniform(), loss: random.uniform()) }
    let front = ParetoFront(points)
    for point in points {
      let isBeaten = points.contains { $0 != point && $0.cost <= point.cost && $0.loss <= point.loss }
      #expect(front.points.contains(point) == !isBeaten)
    }
    #expect(ParetoFront(points.reversed()) == front && ParetoFront(front.points) == front)
    #expect(front.points.count < 30)
  }
}
