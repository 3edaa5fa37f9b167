import Randomness

extension SpinNetwork {
  /// A way to simulate the network. All are exact; they differ in speed.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// All 2^N states in a table; for N ≤ 10, both laws. A flip costs the same for all N.
    case table
    /// Rates of all spins kept by multiplication; exponential rates. No try is in vain, a flip costs O(N).
    case multiplicative
    /// Flips tried at a rate that no spin exceeds and accepted by ratio, both laws: for exponential rates the bound follows
    /// the largest rate, for Glauber rates it is the attempt rate (uniformisation). A flip costs O(neighbours), and
    /// 1/acceptance tries.
    case thinning
    /// Rates in a tree of sums, both laws. No try is in vain, a flip costs O(neighbours · log N).
    case sumTree
    /// Rates of all spins kept by multiplication, the spin drawn by rejection; exponential rates. A flip costs O(neighbours), and
    /// 1/acceptance tries, which are cheaper than those of thinning.
    case rejection

    /// Whether the method can simulate a network of this size and law.
    ///
    /// Only thinning can where exp(β(Σ_j |W_ij| + |x_i|)) exceeds e³⁰⁰ for a spin i: the others keep rates, which would overflow.
    public func applies(to network: SpinNetwork) -> Bool {
      switch self {
      case .table: network.count <= 10 && network.hasModerateRates
      case .multiplicative, .rejection: network.law == .exponential && network.hasModerateRates
      case .sumTree: network.hasModerateRates
      case .thinning: true
      }
    }
  }

  /// Whether no rate, and no product of a few, can overflow.
  private var hasModerateRates: Bool {
    beta * (couplings.largestRow + (fields.lazy.map(abs).max() ?? 0)) <= 300
  }

  /// The method that ``sample(from:burnIn:duration:observesPairs:method:random:)`` chooses.
  ///
  /// - Up to 10 spins the table, unless the observation is too short to be worth one (2^N/k0).
  /// - Else the method with the least expected time per flip. For thinning and rejection it depends on the acceptance, which is
  ///   measured in a warm-up of fixed length, 8192 tries from the start and 8192 more that count.
  ///
  /// In dense networks with couplings of the order 1/√N this is, at β = 1, multiplication below about 16 spins and thinning
  /// above; in the cold multiplication up to about 200 spins; in sparse ones rejection, and in the cold the tree of sums; for Glauber
  /// rates thinning, unless hardly a try is accepted. The choice is a function of network, start, duration and stream, never of
  /// the clock, so that results can be repeated.
  public func fastestMethod(from start: [Double]? = nil, duration: Double, random: RandomStream) -> Method {
    if Method.table.applies(to: self), duration * attemptRate >= Double(1 << count) { return .table }
    let acceptance = acceptance(from: start ?? Array(repeating: 1, count: count), random["method"])
    let methods = [Method.multiplicative, .thinning, .sumTree, .rejection].filter { $0.applies(to: self) }
    let times = methods.map { timePerFlip(of: $0, acceptance: max(acceptance, 1e-9)) }
    return zip(methods, times).min { $0.1 < $1.1 }?.0 ?? .thinning
  }

  /// The time of a flip in nanoseconds, as a fit to measured times on a processor of 2022 with AVX-512; only ratios matter.
  private func timePerFlip(of method: Method, acceptance: Double) -> Double {
    let n = Double(count)
    let neighbours = Double(couplings.count) / n
    switch method {
    case .table: return 7
    case .multiplicative: return 32 + 0.48 * n
    case .thinning: return (couplings.isSparse ? 20 + 2 * neighbours : 25 + 0.17 * n) + 3.2 / acceptance
    case .rejection: return (couplings.liesInBlocks ? 34 + 0.55 * neighbours : 25 + neighbours) + 1.3 / acceptance
    case .sumTree:
      // Every level of the tree holds an eighth of the one below.
      let levels = (Int.bitWidth - max(1, count - 1).leadingZeroBitCount + 2) / 3
      return 30 + 6 * (1 + neighbours) * Double(levels)
    }
  }

  /// The fraction of tries accepted by thinning after a short relaxation.
  private func acceptance(from start: [Double], _ random: RandomStream) -> Double {
    func measured(_ kernel: consuming ThinningKernel<some Stabilities & ~Copyable>) -> Double {
      kernel.restart(self, from: start, random: random)
      _ = kernel.acceptance(inTries: 8192)
      return kernel.acceptance(inTries: 8192)
    }
    return couplings.isSparse
      ? measured(ThinningKernel(self, SparseStabilities(self), random: random))
      : law == .glauber
        ? measured(ThinningKernel(self, DenseFields(self), random: random))
        : measured(ThinningKernel(self, DenseStabilities(self), random: random))
  }
}
