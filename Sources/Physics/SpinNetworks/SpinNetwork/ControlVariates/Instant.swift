import ElementaryFunctions
import KernelMemory
import StochasticThermodynamics

/// A network at one instant of a trajectory: what control variates are made of.
///
/// The drift of spin i is u_i = L s_i = −2 s_i k_i. Padded places hold the spin 0 and no drift.
struct Instant<Products: CouplingProducts & ~Copyable>: ~Copyable {
  /// The number of instants after which sums that follow the flips are made anew.
  private static var period: Int { 1024 }

  let count: Int
  private let beta: Double
  private let law: RateLaw
  private let externalFields: [Double]
  private(set) var products: Products
  let spins: Blocks
  private let spinsBefore: Blocks
  /// The spins that have flipped since the last instant, and by how much they have changed.
  private let changedSpins, changes: Blocks
  /// h_i.
  let fields: Blocks
  /// k_i, and u_i.
  let rates, drifts: Blocks
  /// F s, where a form is given.
  private let effects: Blocks
  private var form: QuadraticForm?
  private let linear: Blocks
  private var looks = 0

  init(_ network: SpinNetwork) {
    count = network.count
    (beta, law, externalFields) = (network.beta, network.law, network.fields)
    products = Products(network.couplings)
    spins = Blocks(capacity: count)
    spinsBefore = Blocks(capacity: count)
    changedSpins = Blocks(capacity: count + 1)
    changes = Blocks(capacity: count + 1)
    fields = Blocks(capacity: count)
    rates = Blocks(capacity: count)
    drifts = Blocks(capacity: count)
    effects = Blocks(capacity: count)
    linear = Blocks(capacity: count)
    form = nil
  }

  /// From now on ``released`` has Lφ added, of φ = l·s + ½ s·F s.
  mutating func control(by linear: [Double], _ form: consuming QuadraticForm) {
    self.linear.copy(linear)
    products.keep(form)
    self.form = consume form
    looks = 0
  }

  /// A trajectory of another beginning.
  mutating func restart() { looks = 0 }

  /// Looks at a kernel; returns the expected entropy flow Σ_i k_i q_i, with Lφ.
  mutating func look(at kernel: AnySpinKernel) -> Double {
    kernel.copySpins(to: spins)
    if looks % Self.period == 0 { makeAnew() } else { follow() }
    looks += 1
    if form != nil && !Products.keepsForms { form!.apply(to: spins, products, into: effects) }
    return flow()
  }

  private mutating func makeAnew() {
    fields.fill(with: 0)
    fields.copy(externalFields)
    for j in 0..<count { changedSpins[integer: j] = j }
    products.addColumns(changedSpins, times: spins, count: count, to: fields)
    for block in 0..<spins.count { spinsBefore[block: block] = spins[block: block] }
    if form != nil && Products.keepsForms { form!.apply(to: spins, products, into: effects) }
  }

  private func follow() {
    // Without a branch, as nobody can predict which spins have flipped.
    var changed = 0
    for spin in 0..<count {
      let (now, before) = (spins[integer: spin], spinsBefore[integer: spin])
      changes[changed] = 2 * spins[spin]
      changedSpins[integer: changed] = spin
      // The sign of ±1 is its first bit.
      changed &+= Int(truncatingIfNeeded: UInt64(bitPattern: Int64(now ^ before)) &>> 63)
    }
    for block in 0..<spins.count { spinsBefore[block: block] = spins[block: block] }
    products.addColumns(changedSpins, times: changes, count: changed, to: fields)
    if form != nil && Products.keepsForms {
      products.addColumnsOfForm(changedSpins, times: changes, count: changed, to: effects)
    }
  }

  /// Writes rates and drifts; returns the flow.
  ///
  /// Pass by pass: the compiler takes the lanes of one long expression apart.
  private func flow() -> Double {
    for block in 0..<spins.count { rates[block: block] = -beta * spins[block: block] * fields[block: block] }
    var flow = SIMD8<Double>()
    switch law {
    case .exponential:
      for block in 0..<spins.count {
        let half = rates[block: block]
        let rate = Elementary.exp(half)
        rates[block: block] = rate
        flow += half * rate
      }
    case .glauber:
      for block in 0..<spins.count {
        let half = rates[block: block]
        let rate = 1 / (1 + Elementary.exp(-2 * half))
        rates[block: block] = rate
        flow += half * rate
      }
    }
    var drift = SIMD8<Double>()
    for block in 0..<spins.count {
      let u = -2 * spins[block: block] * rates[block: block]
      drifts[block: block] = u
      drift += u * (linear[block: block] + effects[block: block])
    }
    return 2 * total(flow) + total(drift)
  }
}
