import Companion
import Estimation
import FiniteAutomata

extension MismatchCost {
  // MARK: - Records

  func recordSteps(_ name: String, exact: [WordDevice.StepCost], sampled: WordDevice.Sample) -> [Double] {
    let places = (1...p.steps).map(Double.init)
    let (landauer, mismatch) = (sampled.landauer.map(\.estimate), sampled.mismatch.map(\.estimate))
    run.series("steps-\(name)", ["step": places, "landauer": exact.map(\.landauer), "mismatch": exact.map(\.mismatch)])
    run.series("sampled-steps-\(name)", ["step": places], estimates: ["landauer": landauer, "mismatch": mismatch])
    run.number("\(name)-first-heat", exact[0].heat, unit: "nats")
    run.number("\(name)-last-landauer", exact[p.steps - 1].landauer, unit: "nats")
    run.number("\(name)-last-heat", exact[p.steps - 1].heat, unit: "nats")
    run.number("\(name)-last-mismatch", exact[p.steps - 1].mismatch, unit: "nats")
    return deviations(of: landauer, from: exact.map(\.landauer))
      + deviations(of: mismatch, from: exact.map(\.mismatch))
  }

  func recordKeeping(_ cost: WordDevice.StepCost) {
    run.number("kept-late-heat", cost.heat, unit: "nats")
    run.number("kept-late-mismatch", cost.mismatch, unit: "nats")
  }

  /// The divergence of the words alone, per bit.
  func recordSources() {
    func divergence(_ bias: Double) -> Double { FiniteAutomaton.divergencePerBit(bias: bias, from: p.builtFor) }
    run.series("word", ["bias": p.biases, "mismatch": p.biases.map(divergence)])
    run.number("source-divergence-\(label(p.bias))", divergence(p.bias), unit: "nats")
  }

  func recordReader(_ name: String, _ device: WordDevice, sampled: [WordDevice.Sample]) -> [Double] {
    let length = device.designs.count
    func perBit(_ bias: Double) -> Double { device.costs(bias: bias).reduce(0) { $0 + $1.mismatch } / Double(length) }
    let found = sampled.map { 1 / Double(length) * $0.total[length - 1].estimate }
    run.series("bias-\(name)", ["bias": p.biases, "mismatch": p.biases.map(perBit)])
    run.series("sampled-bias-\(name)", ["bias": p.sampledBiases], estimates: ["mismatch": found])
    run.number("bias-\(name)-\(label(p.bias))", perBit(p.bias), unit: "nats")
    run.number("bias-\(name)-built-for", perBit(p.builtFor), unit: "nats")
    return deviations(of: found, from: p.sampledBiases.map(perBit))
  }

  /// - Parameters:
  ///   - limit: the entropy production of a slow protocol on the words, in nats.
  ///   - line: at the durations of the lines.
  ///   - exact: at the durations of the sampled points.
  func recordProtocol(
    _ name: String, limit: Double, line: [CollapseEntropyProduction.Result],
    exact: [CollapseEntropyProduction.Result], sampled: [Estimate]
  ) -> [Double] {
    run.series(
      "protocol-\(name)",
      ["duration": p.durations, "source": line.map(\.source), "design": line.map(\.design)])
    run.series("sampled-protocol-\(name)", ["duration": p.sampledDurations], estimates: ["source": sampled])
    run.number("protocol-\(name)-limit", limit, unit: "nats")
    let (slowest, last) = (line.count - 1, exact.count - 1)
    run.number("protocol-\(name)-slowest", line[slowest].source, unit: "nats")
    run.number("protocol-\(name)-slowest-design", line[slowest].design, unit: "nats")
    run.number("protocol-\(name)-sampled", sampled[last], unit: "nats")
    run.number("protocol-\(name)-sampled-exact", exact[last].source, unit: "nats")
    let coefficient = p.durations[slowest] * (line[slowest].source - limit)
    run.number("protocol-\(name)-coefficient", coefficient, unit: "nats × attempt time")
    return deviations(of: sampled, from: exact.map(\.source))
  }

  /// The lengths of the words of panel d.
  private var lengths: [Double] { (0...p.wordLength).map(Double.init) }

  /// The divergence of the words alone.
  func recordWords() {
    let perBit = FiniteAutomaton.divergencePerBit(bias: p.bias, from: p.designBias)
    run.series("chain", ["length": lengths, "total": lengths.map { $0 * perBit }])
    run.number("word-divergence", Double(p.wordLength) * perBit, unit: "nats")
  }

  func recordWordDevice(_ name: String, exact: [WordDevice.StepCost], sampled: WordDevice.Sample) -> [Double] {
    let totals = exact.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1.mismatch) }
    let shown = Array(stride(from: p.every, through: p.wordLength, by: p.every))
    let found = shown.map { sampled.total[$0 - 1].estimate }
    run.series("words-\(name)", ["length": lengths, "total": totals])
    run.series("sampled-words-\(name)", ["length": shown.map(Double.init)], estimates: ["total": found])
    run.number("words-\(name)", totals[p.wordLength], unit: "nats")
    run.number("words-\(name)-sampled", found[found.count - 1], unit: "nats")
    return deviations(of: found, from: shown.map { totals[$0] })
  }

  func recordParts(_ parts: WordMismatchParts) {
    run.number("words-final-divergence", parts.finalDivergence, unit: "nats")
    run.number("words-one-device-source", parts.source, unit: "nats")
    run.number("words-one-device-steps", parts.steps, unit: "nats")
  }

  /// How far estimates are from exact numbers, in standard errors. A word may have the same cost whatever its letters, but for
  /// rounding: then there is nothing to compare.
  private func deviations(of found: [Estimate], from exact: [Double]) -> [Double] {
    zip(found, exact).compactMap { $0.standardError > 1e-9 ? $0.deviation(from: $1) : nil }
  }
}
