import Companion
import ElementaryFunctions
import Estimation
import MesoscopicNetworks

/// Prices of other quantities than dissipation.
extension RandomPatterns {
  /// A network with what is found of it beside error and dissipation.
  private struct Examined {
    var network: PatternNetwork, examination: PatternExamination
    /// Σ times the memory time of the output, in nats.
    var cost: Double
    /// Σ, in nats per unit time of k0.
    var sigma: Double { network.sigma }
  }

  /// The networks for one task at the prices of one quantity, slow ones left out.
  private struct Candidates {
    var symmetric: Examined, networks: [Examined]

    /// The cheapest network among those whose error is at most `error`: by its Σ, or by what it pays in a memory time.
    func cheapest(error: Double, by cost: KeyPath<Examined, Double> = \.sigma) -> Examined? {
      networks.filter { $0.network.error <= error }.min { $0[keyPath: cost] < $1[keyPath: cost] }
    }

    /// The network with the smallest error at disturbed inputs, by disturbances that serve nothing else; the symmetric one where all are slow.
    func best(disturbance: Int) -> Examined {
      networks.min { $0.examination.choosing[disturbance] < $1.examination.choosing[disturbance] } ?? symmetric
    }
  }

  /// Panels g and h: networks found at prices of Σ, of |W|² and of the flip rate.
  func regularisers(_ tasks: [MesoscopicTask], _ optima: [PatternOptima.Result]) throws {
    let found = [
      ("dissipation", optima),
      ("norm", try regularised(.norm, p.normPrices, tasks, optima)),
      ("flips", try regularised(.flips, p.flipPrices, tasks, optima)),
    ]
    recordRegularised(found)
    let examinations = try run.sweep(
      "disturbed",
      over: tasks.indices.map { task in
        ExaminedPatternNetworks(
          task: tasks[task], networks: [optima[task].symmetric] + found.flatMap { $0.1[task].path }, beta: p.beta,
          deviations: p.disturbances, copies: p.copies)
      })
    var first = 1
    let candidates = found.map { name, optima in
      let count = optima[0].path.count
      defer { first += count }
      return (
        name,
        optima.indices.map { task in
          let pairs = zip(optima[task].path, examinations[task][first..<first + count])
          let all = pairs.filter { $0.0.switching <= p.patience }
          func examined(_ network: PatternNetwork, _ examination: PatternExamination) -> Examined {
            let cost = network.sigma * memoryTime(in: tasks[task], of: network)
            return Examined(network: network, examination: examination, cost: cost)
          }
          return Candidates(
            symmetric: examined(optima[task].symmetric, examinations[task][0]), networks: all.map(examined))
        }
      )
    }
    for error in p.matchedErrors { recordMatched(error, optima, candidates) }
    recordTuned(candidates, symmetric: examinations.map { $0[0] })
  }

  /// The optima at the prices of another quantity, in place of those at prices of dissipation.
  private func regularised(
    _ regulariser: PatternRegulariser, _ prices: [Double], _ tasks: [MesoscopicTask], _ optima: [PatternOptima.Result]
  ) throws -> [PatternOptima.Result] {
    let paths = try run.sweep(
      "regularised",
      over: zip(tasks, optima).map {
        RegularisedPatternOptima(
          task: $0, symmetric: $1.symmetric, price: regulariser, beta: p.beta, ridge: p.ridge, bound: p.bound,
          prices: prices, starts: p.starts)
      })
    return zip(optima, paths).map { optimum, path in
      var optimum = optimum
      optimum.path = path
      return optimum
    }
  }

  /// Panel g: means over the tasks of the best networks within what is allowed, by what had a price.
  private func recordRegularised(_ found: [(String, [PatternOptima.Result])]) {
    for (name, optima) in found {
      func errors(_ budget: Double) -> Estimate { Average(optima.map { $0.network(within: budget).error }).estimate }
      run.series("priced-\(name)", ["budget": p.budgets], estimates: ["error": p.budgets.map(errors)])
      // Those of dissipation have names of their own.
      guard name != found[0].0 else { continue }
      run.number("slow-\(name)", Double(optima.reduce(0) { $0 + $1.path.count { $0.switching > p.patience } }))
      run.number("networks-\(name)", Double(optima.reduce(0) { $0 + $1.path.count }))
      for budget in p.loadBudgets { run.number("at-\(label(budget))-\(name)", errors(budget)) }
    }
  }

  /// The cheapest networks of every kind with at most one error, over the tasks in which there are such networks of all kinds and the
  /// best symmetric network is not among them.
  private func recordMatched(
    _ error: Double, _ optima: [PatternOptima.Result], _ all: [(String, [Candidates])]
  ) {
    let places = optima.indices.filter { task in
      optima[task].symmetric.error > error && all.allSatisfy { $0.1[task].cheapest(error: error) != nil }
    }
    run.number("matched-tasks-\(label(error))", Double(places.count))
    guard places.count > 1 else { return }
    func matched(_ candidates: [Candidates], by cost: KeyPath<Examined, Double> = \.sigma) -> [Examined] {
      places.compactMap { candidates[$0].cheapest(error: error, by: cost) }
    }
    let disturbance = p.disturbances.firstIndex(of: 0.1)
    /// Networks of a kind beside the cheapest ones at prices of dissipation that are no worse than they are, where there are such.
    func pairs(
      _ candidates: [Candidates], by cost: KeyPath<Examined, Double>
    ) -> [(network: Examined, reference: Examined)] {
      places.compactMap { task in
        guard let network = candidates[task].cheapest(error: error, by: cost),
          let reference = all[0].1[task].cheapest(error: network.network.error, by: cost)
        else { return nil }
        return (network, reference)
      }
    }
    for (name, candidates) in all {
      let networks = matched(candidates)
      func record(_ quantity: String, unit: String = "", _ values: [Double]) {
        run.number("matched-\(quantity)-\(name)-\(label(error))", Average(values).estimate, unit: unit)
      }
      /// The geometric mean of ratios, task by task.
      func record(ratio quantity: String, _ values: [Double], to others: [Double]) {
        guard (values + others).allSatisfy({ $0 > 0 }) else { return }
        let logarithm = Average(zip(values, others).map { Elementary.log($0 / $1) }).estimate
        let ratio = Elementary.exp(logarithm.value)
        run.number(
          "matched-\(quantity)-\(name)-\(label(error))",
          Estimate(
            ratio, standardError: ratio * logarithm.standardError, degreesOfFreedom: logarithm.degreesOfFreedom))
      }
      let costs = matched(candidates, by: \.cost).map(\.cost)
      record("error", networks.map(\.network.error))
      record("sigma", unit: "k0", networks.map(\.sigma))
      record("cost", unit: "nats", costs)
      record("norm", networks.map(\.examination.norm))
      record("flips", unit: "k0", networks.map(\.examination.flips))
      record("couplings", networks.map(\.network.couplingAsymmetry))
      if let disturbance { record("disturbed", networks.map { $0.examination.errors[disturbance] }) }
      guard name != all[0].0 else { continue }
      let (bySigma, byCost) = (pairs(candidates, by: \.sigma), pairs(candidates, by: \.cost))
      run.number("matched-pairs-\(name)-\(label(error))", Double(bySigma.count))
      guard bySigma.count > 1, byCost.count > 1 else { continue }
      run.number(
        "matched-dearer-\(name)-\(label(error))", Double(bySigma.count { $0.network.sigma > $0.reference.sigma }))
      record(ratio: "ratio", bySigma.map(\.network.sigma), to: bySigma.map(\.reference.sigma))
      record(ratio: "cost-ratio", byCost.map(\.network.cost), to: byCost.map(\.reference.cost))
      if let disturbance {
        record(
          "gain",
          bySigma.map {
            $0.reference.examination.errors[disturbance] - $0.network.examination.errors[disturbance]
          })
      }
    }
  }

  /// Panel h: the errors at disturbed inputs at the best price for each disturbance, task by task.
  private func recordTuned(_ all: [(String, [Candidates])], symmetric: [PatternExamination]) {
    func record(_ name: String, _ errors: [Estimate]) {
      run.series("tuned-\(name)", ["deviation": p.disturbances], estimates: ["error": errors])
    }
    record("symmetric", p.disturbances.indices.map { place in Average(symmetric.map { $0.errors[place] }).estimate })
    func best(_ candidates: [Candidates], _ place: Int) -> [Examined] {
      candidates.map { $0.best(disturbance: place) }
    }
    func errors(_ networks: [Examined], _ place: Int) -> [Double] { networks.map { $0.examination.errors[place] } }
    for (name, candidates) in all {
      let networks = p.disturbances.indices.map { best(candidates, $0) }
      record(name, networks.enumerated().map { Average(errors($1, $0)).estimate })
      for (place, deviation) in p.disturbances.enumerated() {
        let suffix = "\(name)-\(label(deviation))"
        let reference = errors(best(all[0].1, place), place)
        let gains = zip(reference, errors(networks[place], place)).map { $0 - $1 }
        run.number("tuned-\(suffix)", Average(errors(networks[place], place)).estimate)
        run.number("tuned-sigma-\(suffix)", Average(networks[place].map(\.network.sigma)).estimate, unit: "k0")
        run.number("tuned-squares-\(suffix)", Average(networks[place].map(\.examination.norm)).estimate)
        if name != all[0].0 { run.number("tuned-gain-\(suffix)", Average(gains).estimate) }
      }
    }
  }
}
