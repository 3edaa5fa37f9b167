import Companion
import Estimation
import Foundation
import Provenance
import Randomness
import TestSupport
import Testing

@Suite struct VerificationTests {
  /// A figure with an exact number, sampled ones and a line of three points, some of them sampled.
  private func document(
    seed: Int = 1, exact: Double = 2, sampled: [Double], error: Double = 0.1, degreesOfFreedom: Double? = nil,
    line: [Double] = [0, 1, 2], others: [SeriesRecord] = []
  ) throws -> FigureDocument {
    let scratch = try Scratch()
    let store = try Store(at: scratch.store)
    let record = RunRecord(
      figure: "test", quality: .paper, parameters: "{}", seed: seed, shard: .whole, jobs: 1, code: "c0de", compiler: "")
    let run = try store.begin(record, in: Surroundings())
    let names = sampled.indices.map { "sampled-\($0)" }
    let numbers =
      [NumberRecord(name: "exact", value: exact, standardError: 0, unit: "")]
      + zip(names, sampled).map { NumberRecord(name: $0, value: $1, standardError: error, unit: "") }
    let degrees = degreesOfFreedom.map { degrees in
      Dictionary(uniqueKeysWithValues: (names + ["line.y"]).map { ($0, degrees) })
    }
    let series = SeriesRecord(
      name: "line", columns: ["x", "y", "y.error"], rows: line.enumerated().map { [Double($0), $1, error] })
    try store.record(series: [series] + others, numbers: numbers, degreesOfFreedom: degrees ?? [:], of: run)
    try store.end(run, cellsComputed: 0, cellsReused: 0, seconds: 1)
    return try FigureDocument(of: try #require(try store.run(run)), title: "t", caption: "c", in: store)
  }

  private func verdicts(_ verification: Verification) -> [String: Verification.Verdict] {
    Dictionary(verification.comparisons.map { ($0.quantity, $0.verdict) }) { first, _ in first }
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    let published = try document(sampled: [1])
    let same = Verification(of: try document(sampled: [1]), with: published)
    #expect(same.holds && same.comparisons.count == 2 + 6 && same.count(.identical) == 8)
    let rounded = Verification(of: try document(exact: 2 + 4e-16, sampled: [1]), with: published)
    #expect(rounded.holds && verdicts(rounded)["exact"] == .rounding)
    // The control: one part in a thousand, far within the error, is a difference; so is another error, and a lost
    // number.
    let other = Verification(of: try document(sampled: [1.001]), with: published)
    #expect(!other.holds && verdicts(other)["sampled-0"] == .differs && other.count(.differs) == 1)
    #expect(other.worstFirst.first?.quantity == "sampled-0")
    let error = Verification(of: try document(sampled: [1], error: 0.11), with: published)
    #expect(!error.holds && error.count(.differs) == 4)
    let lost = Verification(of: try document(sampled: []), with: published)
    #expect(!lost.holds && verdicts(lost)["sampled-0"] == .missing)
    let point = Verification(of: try document(sampled: [1], line: [0, 1, 2.01]), with: published)
    #expect(point.worstFirst.first?.quantity == "line[3].y" && point.count(.differs) == 1)
  }

  /// Bins with few counts are left out, other ones with each seed: points are compared with those at the same place, and what
  /// has no partner there is not tested. A column that is lost altogether is missing.
  @Test func rowsArePairedByTheirPlace() throws {
    func bins(_ places: [Double], height: Double = 1) -> [SeriesRecord] {
      [SeriesRecord(name: "bins", columns: ["x", "y", "y.error"], rows: places.map { [$0, height * $0, 0.1] })]
    }
    let published = try document(sampled: [0], others: bins([1, 2, 3, 4]))
    let other = Verification(of: try document(seed: 2, sampled: [0], others: bins([2, 3, 5])), with: published)
    #expect(other.holds, "\(other.worstFirst.prefix(3))")
    let found = verdicts(other)
    // The place 5 is new, and stands in the row of 1, the first that is left; 4 has no partner.
    #expect(found["bins[1].y"] == .untested && found["bins[4].y"] == .untested && other.comparisons.count == 16)
    #expect(found["bins[2].y"] == .identical && found["bins[3].y"] == .identical)
    // The control: another height is an alarm at the places that both have, though rows have moved.
    var wrong = [
      Verification(of: try document(seed: 2, sampled: [0], others: bins([2, 3, 5], height: 1.5)), with: published)
    ]
    Verification.judge(&wrong, rate: 0.01)
    #expect(verdicts(wrong[0])["bins[3].y"] == .differs && !wrong[0].holds)
    let lost = Verification(of: try document(seed: 2, sampled: [0], others: bins([])), with: published)
    #expect(verdicts(lost)["bins[1].y"] == .missing && !lost.holds)
    // With the same seed the rows are the same, too.
    #expect(!Verification(of: try document(sampled: [0], others: bins([2, 3, 5])), with: published).holds)
  }

  /// With another seed sampled numbers may differ by chance: 100 of them at 2.5 standard errors raise no alarm, one at
  /// 8 does, and not where its error comes from three samples.
  @Test func anotherSeedAgreesWithinTheErrors() throws {
    let published = try document(sampled: Array(repeating: 0, count: 100))
    func judged(_ found: [Double], degreesOfFreedom: Double? = nil) throws -> Verification {
      let document = try document(seed: 2, sampled: found, degreesOfFreedom: degreesOfFreedom)
      let reference =
        try degreesOfFreedom == nil
        ? published
        : self.document(sampled: published.numbers.dropFirst().map(\.value), degreesOfFreedom: degreesOfFreedom)
      var all = [Verification(of: document, with: reference)]
      Verification.judge(&all, rate: 0.01)
      return all[0]
    }
    let honest = try judged(Array(repeating: 2.5 * 0.1 * 2.0.squareRoot(), count: 100))
    #expect(honest.holds && honest.count(.consistent) == 100)
    #expect(abs((honest.worstFirst[0].deviation ?? 0) - 2.5) < 1e-12)
    // All of them differ from what is published, if only a little: what is the same is no test.
    var found = Array(repeating: 0.01, count: 100)
    found[7] = 8 * 0.1 * 2.0.squareRoot()
    let biased = try judged(found)
    #expect(!biased.holds && biased.worstFirst[0].quantity == "sampled-7" && biased.count(.differs) == 1)
    #expect(try judged(found, degreesOfFreedom: 2).holds)
    // An exact number that differs is no alarm by chance: it is said to be untested.
    let exact = Verification(of: try document(seed: 2, exact: 3, sampled: []), with: try document(sampled: []))
    #expect(verdicts(exact)["exact"] == .untested && exact.holds)
  }

  /// A seed may draw other cases: random networks, random tasks. A point whose exact neighbours changed is not tested,
  /// one whose line changed by its deviation from the line; the same deviation without the line, the negative control,
  /// is an alarm.
  @Test func whatTheSeedDraws() throws {
    func judged(_ series: (_ seed: Int) -> [SeriesRecord]) throws -> Verification {
      var all = [
        Verification(
          of: try document(seed: 2, sampled: [], others: series(2)), with: try document(sampled: [], others: series(1)))
      ]
      Verification.judge(&all, rate: 0.01)
      return all[0]
    }
    func networks(_ coupling: Double, _ information: Double) -> SeriesRecord {
      SeriesRecord(name: "networks", columns: ["coupling", "y", "y.error"], rows: [[coupling, information, 0.1]])
    }
    let drawn = try judged { $0 == 1 ? [networks(0.3, 1)] : [networks(-0.7, 5)] }
    #expect(drawn.holds && verdicts(drawn)["networks[1].y"] == .untested)
    let same = try judged { [networks(0.3, $0 == 1 ? 1 : 5)] }
    #expect(!same.holds && verdicts(same)["networks[1].y"] == .differs)

    func tasks(_ exact: Double?, _ sampled: Double) -> [SeriesRecord] {
      let points = SeriesRecord(name: "sampled-tasks", columns: ["time", "e", "e.error"], rows: [[3, sampled, 0.1]])
      let line = exact.map { SeriesRecord(name: "tasks", columns: ["time", "e"], rows: [[1, 7], [3, $0]]) }
      return [points] + (line.map { [$0] } ?? [])
    }
    let followed = try judged { $0 == 1 ? tasks(2, 2.05) : tasks(5, 4.9) }
    #expect(followed.holds && verdicts(followed)["sampled-tasks[1].e"] == .consistent)
    let deviation = followed.comparisons.first { $0.quantity == "sampled-tasks[1].e" }?.deviation ?? .nan
    #expect(abs(deviation + 0.15 / (0.1 * 2.0.squareRoot())) < 1e-9)
    let biased = try judged { $0 == 1 ? tasks(2, 2.05) : tasks(5, 6) }
    #expect(!biased.holds && verdicts(biased)["sampled-tasks[1].e"] == .differs)
    let alone = try judged { $0 == 1 ? tasks(nil, 2.05) : tasks(nil, 4.9) }
    #expect(!alone.holds)

    // A drawn case that has an exact line of its own is tested by its deviation from it.
    func fronts(_ cost: Double, _ exact: Double, _ sampled: Double) -> [SeriesRecord] {
      [
        SeriesRecord(
          name: "sampled-front", columns: ["alpha", "cost", "y", "y.error"], rows: [[1, cost, sampled, 0.1]]),
        SeriesRecord(name: "front", columns: ["alpha", "cost", "y"], rows: [[1, cost, exact]]),
      ]
    }
    let drawnOnALine = try judged { $0 == 1 ? fronts(0.3, 2, 2.05) : fronts(0.7, 5, 4.9) }
    #expect(drawnOnALine.holds && verdicts(drawnOnALine)["sampled-front[1].y"] == .consistent)
    let drawnAndBiased = try judged { $0 == 1 ? fronts(0.3, 2, 2.05) : fronts(0.7, 5, 6) }
    #expect(verdicts(drawnAndBiased)["sampled-front[1].y"] == .differs)

    // Whether there is a number without an error may depend on the seed; one with an error has to be there.
    let optional = Verification(
      of: try document(seed: 2, sampled: []), with: try document(sampled: [1]))
    #expect(!optional.holds && verdicts(optional)["sampled-0"] == .missing)
    let crossing = Verification(
      of: try document(seed: 2, sampled: []), with: try document(sampled: [1], error: 0))
    #expect(crossing.holds && verdicts(crossing)["sampled-0"] == .untested)
  }

  /// Of 400 honest suites of 50 estimates with five degrees of freedom each, those with an alarm are as many as the
  /// stated rate of 5 % allows, within 4 standard errors; with infinitely many in place of five there are far more: the
  /// negative control.
  @Test func honestSuitesRaiseFewAlarms() throws {
    var random = RandomStream(seed: 5)["honest suites"]
    func sample(_ degrees: Double) -> Estimate {
      let average = Average((0..<6).map { _ in random.normal() }).estimate
      return Estimate(average.value, standardError: average.standardError, degreesOfFreedom: degrees)
    }
    func alarming(_ degrees: Double) -> Int {
      (0..<400).count { _ in
        let probabilities = (0..<50).map { _ in sample(degrees).probabilityOfDeviation(from: sample(degrees)) }
        return !alarms(among: probabilities, rate: 0.05).isEmpty
      }
    }
    let (stated, error) = (400 * 0.05, (400 * 0.05 * 0.95).squareRoot())
    #expect(Double(alarming(5)) < stated + 4 * error)
    #expect(Double(alarming(.infinity)) > stated + 4 * error)
  }

  @Test func documentsKeepWhatIsKnownOfErrors() throws {
    var document = try document(sampled: [1], degreesOfFreedom: 7)
    #expect(document.degreesOfFreedom == ["sampled-0": 7, "line.y": 7])
    document.verified = Verification.Code(commit: "c", code: "d")
    let read = try JSON.decode(FigureDocument.self, from: document.text())
    #expect(read == document)
    document.degreesOfFreedom["sampled-0"] = 0
    let bad = try document.text()
    #expect(throws: (any Error).self) { try JSON.decode(FigureDocument.self, from: bad) }
  }
}
