import Foundation

/// Whether a value prints as the reference does, to its last digit: within half a unit of that digit.
package func agrees(_ value: Double, _ reference: Double, digits: Int) -> Bool {
  abs(value - reference) <= 0.5000001 * pow(10, -Double(digits))
}
