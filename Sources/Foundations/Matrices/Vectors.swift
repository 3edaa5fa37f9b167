/// Σ a_n b_n, in eight sums side by side.
package func product(_ a: [Double], _ b: [Double]) -> Double {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      var sums = SIMD8<Double>()
      let whole = a.count & ~7
      for start in stride(from: 0, to: whole, by: 8) {
        for lane in 0..<8 { sums[lane] += a[start &+ lane] * b[start &+ lane] }
      }
      var sum = sums.sum()
      for n in whole..<a.count { sum += a[n] * b[n] }
      return sum
    }
  }
}

/// Adds a multiple of numbers to others.
package func add(_ numbers: [Double], times factor: Double, to sums: inout [Double]) {
  numbers.withUnsafeBufferPointer { numbers in
    sums.withUnsafeMutableBufferPointer { sums in
      for n in 0..<numbers.count { sums[n] += factor * numbers[n] }
    }
  }
}
