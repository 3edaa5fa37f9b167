import ElementaryFunctions
import Foundation
import Testing

@Suite struct AngleTests {
  /// All round and at all distances, against the system's library, whose error is below 1 ulp.
  @Test func itIsTheArctangent() {
    for step in -5000...5000 {
      let turn = Double(step) * 1e-4 * 2 * Double.pi
      for radius in [1e-150, 0.3, 1, 1e150] {
        let (x, y) = (radius * cos(turn), radius * sin(turn))
        #expect(abs(Elementary.angle(x: x, y: y) - atan2(y, x)) < 1e-15)
      }
    }
    #expect(Elementary.angle(x: 1, y: 0) == 0 && Elementary.angle(x: -1, y: 0) == .pi)
    #expect(Elementary.angle(x: 0, y: 1) == .pi / 2 && Elementary.angle(x: 0, y: -1) == -.pi / 2)
    // Relative precision where the angle is small.
    for exponent in 1...100 {
      let small = Foundation.pow(0.5, Double(exponent))
      #expect(abs(Elementary.angle(x: 1, y: small) / atan2(small, 1) - 1) < 1e-14)
    }
  }

  /// Negative control: a point moved by a relative 1e-14 is found.
  @Test func aMovedPointIsFound() {
    for step in 1...1000 {
      let turn = Double(step) * 1.5e-3
      guard abs(sin(2 * turn)) > 0.3 else { continue }
      #expect(abs(Elementary.angle(x: cos(turn), y: (1 + 1e-14) * sin(turn)) - atan2(sin(turn), cos(turn))) > 1e-15)
    }
  }
}
