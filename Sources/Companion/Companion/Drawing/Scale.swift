import Foundation

/// From the values of an axis to the place along it, 0 at its lower and 1 at its upper end.
package struct Scale: Sendable {
  package let range: ClosedRange<Double>
  let isLogarithmic: Bool

  package func fraction(of value: Double) -> Double {
    guard isLogarithmic else { return (value - range.lowerBound) / (range.upperBound - range.lowerBound) }
    guard value > 0 else { return -1 }
    return log10(value / range.lowerBound) / log10(range.upperBound / range.lowerBound)
  }

  /// How much of the axis a cell takes: of a width, or on a logarithmic axis of a ratio of its ends.
  func fraction(ofCell extent: Double) -> Double {
    isLogarithmic
      ? log10(extent) / log10(range.upperBound / range.lowerBound) : extent / (range.upperBound - range.lowerBound)
  }

  /// The scale of an axis that shows these values, and the cells of a heat map as wholes.
  ///
  /// A range that was asked for grows where the data exceed it: up to the next tenth of its width, or to the next decade; on
  /// a logarithmic axis only upwards.
  package init(_ axis: Axis, showing values: [Double], cells: ClosedRange<Double>? = nil) {
    isLogarithmic = axis.isLogarithmic
    let values = axis.isLogarithmic ? values.filter { $0 > 0 } : values
    var range = axis.range.map { Self.grown($0, to: values, axis.isLogarithmic) } ?? Self.fitted(values, axis)
    if let cells {
      range = min(range.lowerBound, cells.lowerBound)...max(range.upperBound, cells.upperBound)
    }
    self.range = range
  }

  init(_ range: ClosedRange<Double>, isLogarithmic: Bool) {
    self.range = range
    self.isLogarithmic = isLogarithmic
  }

  private static func grown(
    _ range: ClosedRange<Double>, to values: [Double], _ isLogarithmic: Bool
  ) -> ClosedRange<Double> {
    guard let least = values.min(), let most = values.max() else { return range }
    if isLogarithmic {
      let upper = most > range.upperBound ? Ticks.decimal(1, Int(log10(most).rounded(.up))) : range.upperBound
      return range.lowerBound...upper
    }
    let step = (range.upperBound - range.lowerBound) / 10
    // A value that exceeds the range by rounding alone does not make it grow.
    let slack = 1e-9 * step
    let below = max(0, ((range.lowerBound - least - slack) / step).rounded(.up))
    let above = max(0, ((most - range.upperBound - slack) / step).rounded(.up))
    return range.lowerBound - step * below...range.upperBound + step * above
  }

  /// A range around the values that ends on round numbers.
  private static func fitted(_ values: [Double], _ axis: Axis) -> ClosedRange<Double> {
    if !axis.names.isEmpty { return 0.5...Double(axis.names.count) + 0.5 }
    guard let least = values.min(), let most = values.max() else { return axis.isLogarithmic ? 1...10 : 0...1 }
    if axis.isLogarithmic {
      let lower = Int(log10(least).rounded(.down)), upper = Int(log10(most).rounded(.up))
      return Ticks.decimal(1, lower)...Ticks.decimal(1, max(upper, lower + 1))
    }
    let width = most > least ? most - least : max(abs(most), 1)
    let step = Ticks.roundStep(atLeast: width / 6)
    let lower = (least / step + 1e-9).rounded(.down) * step, upper = (most / step - 1e-9).rounded(.up) * step
    return lower...(upper > lower ? upper : lower + step)
  }
}

/// The ticks of an axis: where they stand, and the texts beside them.
package struct Ticks: Sendable {
  /// A tick; `label` is empty where there is no room for one, and nil at a short tick.
  package struct Tick: Sendable { package let value: Double, label: String? }

  package var ticks: [Tick]
  /// The power of ten that all labels leave out, such as `×10^{−3}`; empty where they leave out none.
  package var factor = ""

  var labels: [Markup] { ticks.compactMap { $0.label.map { Markup($0) } } }

  /// - Parameters:
  ///   - length: of the axis, in units of the font size.
  ///   - isUpright: whether the labels stand above one another.
  package init(_ axis: Axis, on scale: Scale, length: Double, isUpright: Bool) {
    if !axis.names.isEmpty {
      ticks = axis.names.enumerated().map { Tick(value: Double($0 + 1), label: $1) }
    } else if scale.isLogarithmic {
      ticks = Self.logarithmic(on: scale, length: length, isUpright: isUpright)
    } else {
      (ticks, factor) = Self.linear(on: scale, step: axis.ticks, length: length, isUpright: isUpright)
    }
  }

  /// The smallest of 1, 2, 5 times a power of ten that is not below `least`.
  static func roundStep(atLeast least: Double) -> Double {
    let exponent = Int(log10(least).rounded(.down))
    for mantissa in [1.0, 2, 5] where mantissa * pow(10, Double(exponent)) >= least * (1 - 1e-9) {
      return decimal(mantissa, exponent)
    }
    return decimal(1, exponent + 1)
  }

  /// The double nearest to a decimal.
  static func decimal(_ mantissa: Double, _ exponent: Int) -> Double {
    Double("\(Int(mantissa))e\(exponent)") ?? mantissa * pow(10, Double(exponent))
  }

  private static func linear(
    on scale: Scale, step asked: Double?, length: Double, isUpright: Bool
  ) -> ([Tick], factor: String) {
    let width = scale.range.upperBound - scale.range.lowerBound
    // A distance that the data have outgrown is left aside.
    let asked = asked.flatMap { width / $0 > 50 ? nil : $0 }
    var step = asked ?? roundStep(atLeast: width / (isUpright ? length / 2.5 : 9))
    while true {
      let (ticks, factor) = linear(on: scale, step: step)
      let room = length * step / width
      let widest = ticks.compactMap { $0.label.map { Markup($0).width } }.max() ?? 0
      if ticks.count <= 2 || room >= (isUpright ? 1.7 : widest + 0.9) { return (ticks, factor) }
      step = asked == nil ? roundStep(atLeast: step * 1.5) : step * 2
    }
  }

  private static func linear(on scale: Scale, step: Double) -> ([Tick], factor: String) {
    let first = Int((scale.range.lowerBound / step - 1e-6).rounded(.up))
    let last = Int((scale.range.upperBound / step + 1e-6).rounded(.down))
    guard first <= last, last - first < 1000 else { return ([], "") }
    let values = (first...last).map { Double($0) * step }
    let largest = values.map(abs).max() ?? 0
    var exponent = largest > 0 ? Int(log10(largest * (1 + 1e-9)).rounded(.down)) : 0
    if (-3..<5).contains(exponent) { exponent = 0 }
    let unit = pow(10, Double(exponent))
    let digits = decimals(of: step / unit)
    let ticks = values.map { Tick(value: $0, label: fixed($0 / unit, digits)) }
    return (ticks, exponent == 0 ? "" : "×10^{\(exponent)}")
  }

  /// How many decimals the multiples of a step need.
  private static func decimals(of step: Double) -> Int {
    (0...8).first { digits in
      let scaled = step * pow(10, Double(digits))
      return abs(scaled - scaled.rounded()) < 1e-6 * max(1, scaled)
    } ?? 8
  }

  /// A number with so many decimals, 0 without; thousands stand apart by a narrow blank from five digits on.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    if abs(value) < 0.5 * pow(10, -Double(digits)) { return "0" }
    let text = String(format: "%.\(digits)f", abs(value))
    let whole = text.prefix { $0 != "." }
    let sign = value < 0 ? "-" : ""
    guard whole.count > 4 else { return sign + text }
    return sign + whole.dropLast(3) + "{/*0.5  }" + text.dropFirst(whole.count - 3)
  }

  private static func logarithmic(on scale: Scale, length: Double, isUpright: Bool) -> [Tick] {
    let lower = log10(scale.range.lowerBound), upper = log10(scale.range.upperBound)
    let first = Int((lower - 1e-9).rounded(.up)), last = Int((upper + 1e-9).rounded(.down))
    let decade = length / (upper - lower)
    guard last > first else { return withinADecade(on: scale) }
    let arePlain = first >= -2 && last <= 3 && last - first <= 4
    func label(_ exponent: Int) -> String {
      guard arePlain else { return exponent == 0 ? "1" : exponent == 1 ? "10" : "10^{\(exponent)}" }
      return fixed(pow(10, Double(exponent)), max(0, -exponent))
    }
    let widest = (first...last).map { Markup(label($0)).width }.max() ?? 0
    let every = (1...100).first { Double($0) * decade >= (isUpright ? 1.9 : widest + 0.7) } ?? 100
    var ticks: [Tick] = []
    for exponent in (first - 1)...last {
      // The labels count from 10^0, so that it has one where it is shown.
      let isNamed = exponent % every == 0
      if exponent >= first {
        ticks.append(Tick(value: decimal(1, exponent), label: isNamed ? label(exponent) : nil))
      }
      guard every == 1, decade > 1.5 else { continue }
      for mantissa in 2...9 {
        let value = decimal(Double(mantissa), exponent)
        guard scale.range.contains(value) else { continue }
        ticks.append(Tick(value: value, label: nil))
      }
    }
    return ticks
  }

  /// The ticks of a logarithmic axis that shows less than two powers of ten.
  private static func withinADecade(on scale: Scale) -> [Tick] {
    let exponents = Int(log10(scale.range.lowerBound).rounded(.down))...Int(log10(scale.range.upperBound).rounded(.up))
    return exponents.flatMap { exponent in
      (1...9).compactMap { mantissa in
        let value = decimal(Double(mantissa), exponent)
        guard scale.range.lowerBound * (1 - 1e-9) <= value, value <= scale.range.upperBound * (1 + 1e-9) else {
          return nil
        }
        return Tick(value: value, label: [1, 2, 5].contains(mantissa) ? fixed(value, max(0, -exponent)) : nil)
      }
    }
  }
}
