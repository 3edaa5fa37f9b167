import Matrices
import StochasticThermodynamics
import Validation

/// Spins s_i = ±1 with symmetric couplings, which are all the energy there is, and any number of contacts through which they flip.
///
///     ε(s) = −½ s·Ws − x·s
///
/// A *contact* is a channel: it flips one spin, has a reservoir and an attempt rate of its own, and may deliver work, by a drive a,
/// the field of an agent or of a reaction that burns fuel: δ = −2 s_i Σ_j a_j s_j, with s before the flip. The heat of a flip is then
/// q = −2 s_i h_i in the field h_i = Σ_j (W_ij + a_j) s_j + x_i. A drive is no energy: it acts on the spin that the contact flips, and
/// nothing acts back on the others.
///
///     try ReservoirSpins.agent(couplings: [[0, -0.3], [0.9, 0]], fields: [0.4, -0.3], beta: 2)       // W_ij ≠ W_ji
///     try ReservoirSpins(couplings: [[0, 1.5], [1.5, 0]], fields: [0, 0], contacts: [
///       .init(flipping: 0, inverseTemperature: 0.2), .init(flipping: 1, inverseTemperature: 2)])  // hot and cold
///
/// A state is a number, whose bit i is 1 where spin i is up. Units as in ``ReservoirProcess``; k0 is an attempt rate of 1.
public struct ReservoirSpins: ReservoirProcess {
  /// One way for a spin to flip.
  public struct Contact: Sendable, Codable, Hashable {
    /// The spin that it flips.
    public var spin: Int
    /// The inverse temperature β of its reservoir, per energy.
    public var inverseTemperature: Double
    /// Attempts per unit time.
    public var attemptRate: Double
    /// How fast a flip is, given the entropy that it releases.
    public var law: RateLaw
    /// The drive a_j, one per spin and 0 for the one that is flipped; empty for none. In the unit of the couplings.
    public var drive: [Double]

    /// A contact.
    public init(
      flipping spin: Int, inverseTemperature: Double, attemptRate: Double = 1, law: RateLaw = .exponential,
      drive: [Double] = []
    ) {
      (self.spin, self.inverseTemperature, self.attemptRate) = (spin, inverseTemperature, attemptRate)
      (self.law, self.drive) = (law, drive)
    }
  }

  /// W: symmetric, with a diagonal of zeros.
  public let couplings: Matrix
  /// x, one per spin.
  public let fields: [Double]
  /// The contacts, one per channel.
  public let contacts: [Contact]

  /// Spins in contact with reservoirs.
  ///
  /// - Throws: `InvalidInput` unless couplings are symmetric with a zero diagonal and fit the fields, at most 62, every contact flips
  ///   a spin that is there, has a drive for each or none, and not for the spin itself, and all numbers are finite, temperatures and
  ///   attempt rates not negative.
  public init(couplings: Matrix, fields: [Double], contacts: [Contact]) throws(InvalidInput) {
    let n = fields.count
    try demand((1...62).contains(n), "There must be 1 to 62 spins, and not \(n).")
    try demand(couplings.rows == n && couplings.columns == n, "\(n) fields need \(n) × \(n) couplings.")
    for i in 0..<n {
      try demand(fields[i].isFinite, "Fields must be finite numbers, and that of spin \(i) is \(fields[i]).")
      for j in 0...i {
        let coupling = couplings[i, j]
        try demand(
          coupling.isFinite && coupling == couplings[j, i] && (i != j || coupling == 0),
          "Couplings of an energy are finite and symmetric, with a diagonal of zeros, and that of spins \(i) and \(j) is not."
        )
      }
    }
    for (channel, contact) in contacts.enumerated() {
      try demand((0..<n).contains(contact.spin), "Contact \(channel) flips spin \(contact.spin), which is not there.")
      try demand(
        contact.inverseTemperature >= 0 && contact.inverseTemperature.isFinite && contact.attemptRate >= 0
          && contact.attemptRate.isFinite,
        "Inverse temperatures and attempt rates are finite and not negative, and those of contact \(channel) are "
          + "\(contact.inverseTemperature) and \(contact.attemptRate).")
      try demand(
        contact.drive.isEmpty || contact.drive.count == n && contact.drive.allSatisfy(\.isFinite),
        "A drive has one finite number per spin, and that of contact \(channel) has not.")
      try demand(
        contact.drive.isEmpty || contact.drive[contact.spin] == 0, "No spin drives itself, as in contact \(channel).")
    }
    (self.couplings, self.fields, self.contacts) = (couplings, fields, contacts)
  }

  /// Spins whose nonreciprocal couplings are the work of an agent: the symmetric part of W is energy, and at a flip of spin i the agent
  /// does the work δ_i = −2 s_i Σ_j (W_ij − W_ji) s_j / 2. One contact per spin, all at one temperature.
  ///
  /// The heat of a flip is −2 s_i h_i in the field of all of W, so that these are the rates of a network with the couplings W.
  ///
  /// - Throws: `InvalidInput` unless W is square with a zero diagonal and fits the fields, and all numbers are finite.
  public static func agent(
    couplings w: Matrix, fields: [Double], beta: Double, law: RateLaw = .exponential
  ) throws(InvalidInput) -> ReservoirSpins {
    let n = fields.count
    try demand(w.rows == n && w.columns == n, "\(n) fields need \(n) × \(n) couplings.")
    let symmetric = Matrix(rows: n, columns: n) { i, j in 0.5 * (w[i, j] + w[j, i]) }
    return try ReservoirSpins(
      couplings: symmetric, fields: fields,
      contacts: (0..<n).map { i in
        Contact(
          flipping: i, inverseTemperature: beta, law: law, drive: (0..<n).map { 0.5 * (w[i, $0] - w[$0, i]) })
      })
  }

  /// How many spins there are.
  public var count: Int { fields.count }

  /// All 2^N states in the order of their numbers, solved exactly.
  ///
  /// - Throws: `InvalidInput` beyond 12 spins, and as ``ReservoirNetwork/init(_:states:)``.
  public var network: ReservoirNetwork<ReservoirSpins> {
    get throws(InvalidInput) {
      try demand(count <= 12, "The states of more than 12 spins are too many for an exact solution.")
      return try ReservoirNetwork(self, states: Array(0..<(1 << count)))
    }
  }

  /// Spin i of a state, +1 or −1.
  public static func spin(_ i: Int, of state: Int) -> Double { state >> i & 1 == 1 ? 1 : -1 }

  // MARK: - As a process

  /// One channel per contact.
  public var channels: Range<Int> { 0..<contacts.count }

  /// −½ s·Ws − x·s.
  public func energy(of state: Int) -> Double {
    var energy = 0.0
    for i in 0..<count {
      var field = fields[i]
      for j in 0..<i { field += couplings[i, j] * Self.spin(j, of: state) }
      energy -= Self.spin(i, of: state) * field
    }
    return energy
  }

  /// Flips the spin of the contact.
  public func fire(_ channel: Int, on state: inout Int) { state ^= 1 << contacts[channel].spin }

  /// A flip is undone through the same contact.
  public func reverse(of channel: Int) -> Int? { channel }

  /// That of the contact.
  public func inverseTemperature(of channel: Int) -> Double { contacts[channel].inverseTemperature }

  /// That of the contact.
  public func attemptRate(of channel: Int, in state: Int) -> Double { contacts[channel].attemptRate }

  /// That of the contact.
  public func law(of channel: Int) -> RateLaw { contacts[channel].law }

  /// δ = −2 s_i Σ_j a_j s_j.
  public func work(of channel: Int, from state: Int) -> Double {
    var field = 0.0
    for (j, drive) in contacts[channel].drive.enumerated() { field += drive * Self.spin(j, of: state) }
    return -2 * Self.spin(contacts[channel].spin, of: state) * field
  }

  /// q = −2 s_i h_i.
  public func heat(of channel: Int, from state: Int) -> Double {
    let contact = contacts[channel]
    var field = fields[contact.spin]
    for j in 0..<count {
      field += (couplings[contact.spin, j] + (contact.drive.isEmpty ? 0 : contact.drive[j])) * Self.spin(j, of: state)
    }
    return -2 * Self.spin(contact.spin, of: state) * field
  }
}
