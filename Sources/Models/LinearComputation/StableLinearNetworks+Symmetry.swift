import Matrices

extension StableLinearNetworks {
  /// Of all networks that differ by a renaming of units and a choice of their signs that leave the task alone, always
  /// the same: the one whose couplings, row by row, are largest at the first difference. Networks of up to four units.
  public func canonical(_ couplings: Matrix) -> Matrix {
    let n = couplings.rows
    guard n <= 4 else { return couplings }
    var best = couplings
    for order in permutations(n) {
      for signs in 0..<1 << n {
        let turn = Matrix(rows: n, columns: n) { i, j in j == order[i] ? (signs >> i & 1 == 0 ? 1 : -1) : 0 }
        guard leavesAlone(turn) else { continue }
        let turned = turn * couplings * turn.transpose
        let difference = zip(turned.entries, best.entries).map { $0 - $1 }.first { abs($0) > 1e-6 }
        if let difference, difference > 0 { best = turned }
      }
    }
    return best
  }

  private func leavesAlone(_ turn: Matrix) -> Bool {
    let inputs = turn * task.inputCovariance * turn.transpose - task.inputCovariance
    let weights = zip(turn * task.weights, task.weights).map { abs($0 - $1) }
    return inputs.largestEntry < 1e-12 && weights.allSatisfy { $0 < 1e-12 }
  }

  private func permutations(_ n: Int) -> [[Int]] {
    guard n > 0 else { return [[]] }
    return permutations(n - 1).flatMap { shorter in
      (0..<n).map { place in
        var order = shorter
        order.insert(n - 1, at: place)
        return order
      }
    }
  }
}
