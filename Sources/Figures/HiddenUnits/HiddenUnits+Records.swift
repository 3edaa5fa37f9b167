import Companion
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
        "memory": places.map { path[$0].memoryTime },
      ])
    for (alpha, optimum) in zip(p.alphas, path) where [1e-3, 0.01, 0.1].contains(alpha) {
      run.number("\(name)-information-\(label(alpha))", optimum.information, unit: "bits")
      run.number("\(name)-all-\(label(alpha))", optimum.informationOfAllSpins, unit: "bits")
      run.number("\(name)-sigma-\(label(alpha))", optimum.sigma, unit: "k0")
      run.number("\(name)-memory-\(label(alpha))", optimum.memoryTime, unit: "1/k0")
      run.number(
        "\(name)-switching-\(label(alpha))", task.switchingTime(of: optimum.couplings), unit: "1/k0")
      run.number("\(name)-cost-\(label(alpha))", optimum.sigma * optimum.memoryTime)
    }
    for sigma in [0.1, 1, 10] {
      if let information = path.information(at: sigma) {
        run.number("\(name)-at-sigma-\(label(sigma))", information, unit: "bits")
      }
    }
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
