import ElementaryFunctions
import Foundation
import Testing

@Suite struct PowerOfTenTests {
  private func error(_ x: Double, _ exact: Double) -> Double { abs(Elementary.powerOfTen(x) / exact - 1) }

  /// Whole powers, of which the decimal literal is the nearest number, and square roots between them; the bound plus the rounding
  /// of the exact value and of the quotient.
  @Test func itIsThePowerWithinItsBound() throws {
    for power in -300...300 {
      let exact = try #require(Double("1e\(power)"))
      let bound = 4.5e-16 + 4.8e-16 * (abs(Double(power)) + 0.5)
      #expect(error(Double(power), exact) <= bound)
      #expect(error(Double(power) + 0.5, exact * 10.0.squareRoot()) <= bound + 2.3e-16)
      // Negative control: an exponent that is off by a relative 2e-14 is found beyond one decade.
      if abs(power) > 1 { #expect(error(Double(power) * (1 + 2e-14), exact) > bound) }
    }
    #expect(Elementary.powerOfTen(0) == 1)
    #expect(Elementary.powerOfTen(-400) == 0 && Elementary.powerOfTen(400) == .infinity)
    #expect(Elementary.powerOfTen(.nan).isNaN)
  }
}
