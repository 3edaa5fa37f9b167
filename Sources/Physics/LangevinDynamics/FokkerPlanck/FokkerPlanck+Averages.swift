import ElementaryFunctions
import Validation

extension FokkerPlanck {
  /// The probability density of the position now.
  public var density: LineDensity { density(lane: 0, times: 1) }

  /// The k-th moment of the work, restricted to the position now, ⟨Wᵏ δ(x − X)⟩: its integral over a region is ⟨Wᵏ; X there⟩.
  ///
  /// - Parameter order: k, from 0 to 2.
  public func workDensity(order: Int = 1) -> LineDensity {
    require((0...2).contains(order), "Moments of the work are known up to the second.")
    return density(lane: order, times: order == 2 ? 2 : 1)
  }

  /// The exponential average of the work, restricted to the position now, ⟨e^(−uW) δ(x − X)⟩: its integral over a region is
  /// ⟨e^(−uW); X there⟩.
  ///
  /// Source: G. Hummer and A. Szabo, Proc. Natl Acad. Sci. USA 98, 3658 (2001), from the Feynman–Kac formula.
  ///
  /// - Parameter number: the place of u in ``tilts``; by default u = 1/T.
  public func tilted(_ number: Int = 0) -> LineDensity {
    require(tilts.indices.contains(number), "There is no tilt of that number.")
    return density(lane: FokkerPlanckKernel.firstTilt + number, times: 1)
  }

  private func density(lane: Int, times factor: Double) -> LineDensity {
    LineDensity(
      unchecked: stride(from: lane, to: fields.count, by: 8).map { factor * fields[$0] / grid.spacing }, on: grid)
  }

  /// The mean work so far.
  public var meanWork: Double { workDensity().integral() }

  /// The variance of the work so far. A variance far below ⟨W⟩² loses digits.
  public var workVariance: Double {
    let mean = meanWork
    return workDensity(order: 2).integral() - mean * mean
  }

  /// The mean energy ⟨U⟩ now.
  public var meanEnergy: Double { meanEnergy(of: density, control) }

  /// The mean heat that has flowed into the bath so far, ⟨W⟩ − Δ⟨U⟩.
  public var meanHeat: Double { meanWork - (meanEnergy - meanEnergy(of: start.density, start.control)) }

  /// The equilibrium density of the control now.
  public var equilibrium: LineDensity { rest(control).density }

  /// The free energy −T ln ∫e^(−U/T) dx of the control now.
  public var freeEnergy: Double { rest(control).freeEnergy }

  /// By how much the free energy of the control has changed since the beginning, ΔF.
  public var freeEnergyChange: Double {
    freeEnergy - rest(start.control).freeEnergy
  }

  /// The equilibrium of a control that was looked at before.
  private func rest(_ control: Terrain.Control) -> (density: LineDensity, freeEnergy: Double) {
    do {
      return try Self.equilibrium(landscape, control, on: grid, temperature)
    } catch {
      fatalError(error.description)
    }
  }

  /// How far from equilibrium the density is now, D(ρ‖ρ_eq), in nats.
  public var relativeEntropyFromEquilibrium: Double { density.relativeEntropy(from: equilibrium) }

  /// The least mean work with which any drive of any landscape could have led from the first density to this one in that time,
  /// between the same energies at the ends: Δ⟨U⟩ − TΔS + W₂²/(μt), W₂ the distance of the two densities; in a cycle from
  /// equilibrium T D(ρ‖ρ_eq) + W₂²/(μt).
  ///
  /// Source: E. Aurell, K. Gawędzki, C. Mejía-Monasterio, R. Mohayaee and P. Muratore-Ginanneschi, J. Stat. Phys. 147, 487
  /// (2012), from J.-D. Benamou and Y. Brenier, Numer. Math. 84, 375 (2000).
  ///
  /// - Throws: `InvalidInput` where no time has passed.
  public var leastWork: Double {
    get throws(InvalidInput) {
      try demand(time > 0, "A bound on the work of a drive needs a drive.")
      let end = density
      let distance = try QuantileFunction(of: start.density).distance(to: QuantileFunction(of: end))
      let energy = meanEnergy(of: end, control) - meanEnergy(of: start.density, start.control)
      return energy - temperature * (end.entropy - start.density.entropy) + distance * distance / (mobility * time)
    }
  }

  private func meanEnergy(of density: LineDensity, _ control: Terrain.Control) -> Double {
    density.average { landscape.energy(at: $0, control) }
  }

  /// The density e^((F − U)/T) and its free energy F.
  static func equilibrium(
    _ landscape: Terrain, _ control: Terrain.Control, on grid: LineGrid, _ temperature: Double
  ) throws(InvalidInput) -> (density: LineDensity, freeEnergy: Double) {
    try demandTemperature(temperature)
    let energies = grid.positions.map { landscape.energy(at: $0, control) }
    try demand(energies.allSatisfy(\.isFinite), "The energies of a landscape are finite on the whole grid.")
    let minimum = energies.min() ?? 0
    let weights = energies.map { Elementary.exp((minimum - $0) / temperature) }
    let sum = weights.reduce(0, +) * grid.spacing
    return (
      LineDensity(unchecked: weights.map { $0 / sum }, on: grid), minimum - temperature * Elementary.log(sum)
    )
  }
}
