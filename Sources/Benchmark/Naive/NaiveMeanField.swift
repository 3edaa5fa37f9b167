import Foundation

/// Mean-field magnetisations of a batch: M ← tanh(M Wᵀ + X), by three loops.
struct NaiveMeanField {
  /// N, and how many patterns there are.
  let count, batch: Int
  /// W, N × N, and X, batch × N, row by row.
  let couplings, fields: [Double]

  /// M after so many steps from 0; batch × N, row by row.
  func magnetisations(steps: Int) -> [Double] {
    var now = Array(repeating: 0.0, count: batch * count)
    var next = now
    for _ in 0..<steps {
      for pattern in 0..<batch {
        for i in 0..<count {
          var field = fields[pattern * count + i]
          for j in 0..<count { field += couplings[i * count + j] * now[pattern * count + j] }
          next[pattern * count + i] = tanh(field)
        }
      }
      swap(&now, &next)
    }
    return now
  }
}
