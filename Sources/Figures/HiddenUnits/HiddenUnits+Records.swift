import Companion
import ElementaryFunctions
import SensoryComplexes

// MARK: - Records

extension HiddenUnits {
  /// A frontier, its couplings and its numbers.
  func record(_ path: [HiddenSpinOptima.Optimum], angle: Double, hidden: Int) {
    let task = task(angle: angle, hidden: hidden, step: p.step)
    let name = "frontier-\(label(angle))-\(hidden)"
    let places = path.indices.filter { path[$0].sigma > 1e-9 }
    run.series(
      name,
      [
        "alpha": places.map { p.alphas[$0] }, "sigma": places.map { path[$0].sigma },
        "information": places.map { path[$0].information }, "all": places.map { path[$0].informationOfAllSpins },
        "memory": places.map { path[$0].memoryTime }, "cost": places.map { path[$0].cost },
      ])
    for (alpha, optimum) in zip(p.alphas, path) where [1e-3, 0.01, 0.1].contains(alpha) {
      run.number("\(name)-information-\(label(alpha))", optimum.information, unit: "bits")
      run.number("\(name)-all-\(label(alpha))", optimum.informationOfAllSpins, unit: "bits")
      run.number("\(name)-sigma-\(label(alpha))", optimum.sigma, unit: "k0")
      run.number("\(name)-memory-\(label(alpha))", optimum.memoryTime, unit: "1/k0")
      let switching = task.switchingTime(of: optimum.couplings)
      run.number("\(name)-switching-\(label(alpha))", switching, unit: "1/k0")
      run.number("\(name)-cost-\(label(alpha))", optimum.cost, unit: "nats")
      run.number("\(name)-switching-cost-\(label(alpha))", optimum.sigma * switching, unit: "nats")
    }
    recordCosts(path, name: name)
    for sigma in [0.1, 1, 10] {
      if let information = path.information(at: sigma) {
        run.number("\(name)-at-sigma-\(label(sigma))", information, unit: "bits")
      }
    }
  }

  /// What one gets for the entropy of a memory time, which cannot be made small by being slow.
  private func recordCosts(_ path: [HiddenSpinOptima.Optimum], name: String) {
    if let memory = Self.interpolated(path, \.memoryTime, at: 0.1, of: \.sigma) {
      run.number("\(name)-memory-at-sigma-0.1", memory, unit: "1/k0")
      run.number("\(name)-cost-at-sigma-0.1", 0.1 * memory, unit: "nats")
    }
    for cost in [0.15, 0.5] {
      if let information = Self.interpolated(path, \.information, at: cost, of: \.cost) {
        run.number("\(name)-at-cost-\(label(cost))", information, unit: "bits")
      }
    }
  }

  /// A property of the optima where another one has a given value, linear in its logarithm between neighbouring prices; nil where it has
  /// it nowhere.
  private static func interpolated(
    _ path: [HiddenSpinOptima.Optimum], _ value: (HiddenSpinOptima.Optimum) -> Double, at wanted: Double,
    of measure: (HiddenSpinOptima.Optimum) -> Double
  ) -> Double? {
    for (one, other) in zip(path, path.dropFirst()) {
      let (low, high) = (measure(one), measure(other))
      guard low > 0, high > 0, low != high, (min(low, high)...max(low, high)).contains(wanted) else { continue }
      let share = Elementary.log(wanted / low) / Elementary.log(high / low)
      return value(one) + share * (value(other) - value(one))
    }
    return nil
  }

  /// The couplings of a network with one hidden spin. The sign of that spin is a convention: it is
  /// such that the visible spin with which it has most to do is coupled to it positively.
  func quote(_ name: String, couplings: [Double]) {
    let (first, second) = (couplings[1] + couplings[4], couplings[3] + couplings[5])
    let sign: Double = (abs(first) > abs(second) ? first : second) < 0 ? -1 : 1
    for (entry, value) in zip(["12", "1h", "21", "2h", "h1", "h2"], couplings) {
      run.number("\(name)-\(entry)", entry.contains("h") ? sign * value : value)
    }
  }
}

extension HiddenSpinOptima.Optimum {
  /// Στ, the entropy that is produced in one memory time of the parity, in nats.
  var cost: Double { outcome.sigma * outcome.memoryTime }
}
