// honest-suites <store> [suites [seed]]
//
// Measures how often `verify --new-seed` raises a false alarm. The store holds runs of all figures with many seeds, as
// `mesoscale run --quick --seed 2 --store <store>` and so on make them. A suite takes of every figure two runs of different seeds,
// drawn at random, one as what is published and one as what is found, and compares them as verify does. As nothing was changed
// between them, every alarm is a false one.
//
// Suites share runs: with n seeds there are n (n - 1) pairs of each figure, and the figures are drawn independently.

import Companion
import Foundation
import Provenance
import Randomness

guard (2...4).contains(CommandLine.arguments.count),
  let suites = Int(CommandLine.arguments.dropFirst(2).first ?? "1000"),
  let seed = UInt64(CommandLine.arguments.dropFirst(3).first ?? "1"), suites > 0
else {
  print("usage: honest-suites <store> [suites [seed]]")
  exit(64)
}
let rate = 0.01

do {
  let store = try Store(existingAt: CommandLine.arguments[1])
  var documents: [String: [FigureDocument]] = [:]
  for run in try store.runs() where run.state == .finished {
    documents[run.figure, default: []].append(try FigureDocument(of: run, title: "", caption: "", in: store))
  }
  documents = documents.mapValues { found in
    // Of one seed the latest run.
    var seen: Set<Int> = []
    return found.filter { seen.insert($0.seed).inserted }
  }.filter { $0.value.count > 1 }
  let figures = documents.keys.sorted()
  for figure in figures { print("\(figure): \(documents[figure]?.count ?? 0) seeds") }
  // Every pair of runs is compared once, however many suites draw it.
  var pairs: [String: Verification] = [:]
  var random = RandomStream(seed: seed)["honest suites"]
  var (alarming, quantities) = (0, 0)
  var alarms: [String: Int] = [:]
  for _ in 0..<suites {
    var suite: [Verification] = []
    for figure in figures {
      let runs = documents[figure] ?? []
      let one = Int(random.uniform() * Double(runs.count))
      let other = (one + 1 + Int(random.uniform() * Double(runs.count - 1))) % runs.count
      let name = "\(figure) \(one) \(other)"
      let verification = pairs[name] ?? Verification(of: runs[other], with: runs[one])
      pairs[name] = verification
      suite.append(verification)
    }
    Verification.judge(&suite, rate: rate)
    quantities = suite.reduce(0) { $0 + $1.comparisons.count { $0.probability != nil } }
    let found = suite.flatMap { verification in
      verification.comparisons.filter { $0.verdict == .differs || $0.verdict == .missing }.map {
        "\(verification.figure) \($0.quantity)"
      }
    }
    if !found.isEmpty { alarming += 1 }
    for quantity in found { alarms[quantity, default: 0] += 1 }
  }
  print(
    "\(suites) suites of about \(quantities) estimates each: \(alarming) with a false alarm, at a stated rate of \(rate)"
  )
  for (quantity, count) in alarms.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(40) {
    print("  \(count)  \(quantity)")
  }
  let verdicts = Verification.Verdict.allCases.map { verdict in
    "\(verdict.rawValue) \(pairs.values.reduce(0) { $0 + $1.count(verdict) } / max(1, pairs.count))"
  }
  print("Before judging, per pair of runs: " + verdicts.joined(separator: ", "))
} catch {
  FileHandle.standardError.write(Data("honest-suites: \(error)\n".utf8))
  exit(1)
}
