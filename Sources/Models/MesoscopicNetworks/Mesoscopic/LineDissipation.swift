import KernelMemory

/// The entropy production rate of a network on a line from its averages, pair by pair, with its gradient.
///
/// Exactly, σ = β Σ_{i<j} (W_ij − W_ji) J_ij with J_ij = ⟨−2 s_i s_j k_i⟩ = −J_ji, the rate at which flips of s_i change ⟨s_i s_j⟩.
/// Independent spins relax with the rates λ_i = 2k₀/√v_i, v = 1 − m². To first order in the couplings J_ij =
/// λ_i (βv_i v_j W_ij − C_ij) with the covariance C_ij; as J_ij + J_ji = 0, C_ij is the mean of βv_i v_j W_ij and βv_i v_j W_ji,
/// weighted with λ_i and λ_j, and J_ij = βv_i v_j (W_ij − W_ji) λ_i λ_j/(λ_i + λ_j). Hence, to second order in all couplings,
/// symmetric parts too,
///
///     σ = 2β²k₀ Σ_{i<j} (W_ij − W_ji)² v_i v_j/(√v_i + √v_j)
///
/// in nats per unit time of k₀: never negative, zero for symmetric couplings. (The mean field itself has no entropy
/// production: at its fixed point every flip is balanced by its reverse. What dissipates is in the correlations.) For larger
/// couplings it is a guide, not a value: simulate for that. Here β = k₀ = 1.
struct LineDissipation {
  typealias Vector = SIMD16<Float>
  typealias Memory = VectorMemory<Vector>

  /// σ of the sixteen samples.
  private(set) var rate = Vector()

  /// Finds σ, and adds ∂L/∂m to slopes and ∂L/∂W to a gradient, where L contains Σ over samples of `price` times σ.
  init(
    _ field: LineMeanField, generation: Int, price: Vector, slopes: borrowing Memory, gradient: inout [Float]
  ) {
    let state = generation * field.stride
    let roots = Memory(count: field.stride)
    Self.fillRoots(roots, field, state)
    for layer in field.sides.indices.dropFirst() where field.architecture.wiring != .symmetric {
      add(layer, field, state, price, roots, slopes, &gradient)
    }
  }

  /// √v; never 0, so that a pair of frozen spins divides by something.
  private static func fillRoots(_ roots: borrowing Memory, _ field: LineMeanField, _ state: Int) {
    for place in 0..<field.stride {
      let variance = field.variances[state + place]
      var root = Vector()
      for lane in 0..<16 { root[lane] = (abs(variance[lane]) + 1e-12).squareRoot() }
      roots[place] = root
    }
  }

  private mutating func add(
    _ layer: Int, _ field: LineMeanField, _ state: Int, _ price: Vector, _ roots: borrowing Memory,
    _ slopes: borrowing Memory, _ gradient: inout [Float]
  ) {
    let link = field.reading[layer]
    let (above, below) = (field.offsets[layer], field.offsets[layer - 1])
    let weights = field.layout.reading[layer].lowerBound
    let returns = field.layout.returning[layer]?.lowerBound
    for tap in 0..<link.kernel {
      let meetings = link.meetings(tap: tap)
      for c in 0..<link.above.channels {
        for d in 0..<link.below.channels {
          let index = (c * link.kernel + tap) * link.below.channels + d
          let difference = field.parameters[weights + index] - (returns.map { field.parameters[$0 + index] } ?? 0)
          let factor = 2 * difference * difference
          var sum = Vector()
          for meeting in meetings {
            let (i, j) = (above + meeting.left + c, below + meeting.right + d)
            let (a, b) = (roots[i], roots[j])
            let inverse = 1 / (a + b)
            let product = a * b * inverse
            sum += product * (a * b)
            // ∂/∂a of a²b²/(a + b) is ab²(a + 2b)/(a + b)², and ∂a/∂m = −m/a.
            let slope = -factor * price * inverse * inverse
            slopes[i] = slopes[i] + slope * field.averages[state + i] * (b * b) * (a + 2 * b)
            slopes[j] = slopes[j] + slope * field.averages[state + j] * (a * a) * (b + 2 * a)
          }
          rate += factor * sum
          let change = 4 * difference * ConvolutionTile.total(price * sum)
          gradient[weights + index] += change
          if let returns { gradient[returns + index] -= change }
        }
      }
    }
  }
}
