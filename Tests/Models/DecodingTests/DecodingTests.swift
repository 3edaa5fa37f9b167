import Companion
import Estimation
import Foundation
import LangevinDynamics
import Matrices
import Testing

/// What is read from a store or a file obeys the rules of the initialisers, or is refused with a sentence; nothing traps.
@Suite struct DecodingTests {
  @Test(arguments: try Refusals.all) func badValuesAreRefused(refusal: Refusal) throws {
    #expect(try refusal.readsSound(), "the control, which must be read")
    let error = #expect(throws: DecodingError.self) { try refusal.readBad() }
    guard case .dataCorrupted(let context) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.debugDescription.contains(refusal.sentence), "\(context.debugDescription)")
    #expect(context.debugDescription.hasSuffix("."))
    #expect(context.codingPath.first?.intValue == 1, "the second value is the bad one")
    #expect(JSON.sentence(of: try #require(error)).hasPrefix("At [1]"))
  }

  /// Of every kind of cell the result, the cell itself and, where there are any, its stages: 400 faults in each.
  @Test(arguments: SmallCells.all) func damagedResultsAreRefusedOrSound(kind: KindOfCell) throws {
    let findings = try kind.findings(rounds: 400, seed: 20)
    #expect(findings.faults.isEmpty, "\(Set(findings.faults))")
    #expect(findings.refused > 100 && findings.accepted > 100, "\(findings)")
  }

  /// The initialiser refuses what cannot be read.
  @Test func theInitialisersHaveTheSameRules() async {
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 2, entries: [1, 2, 3]) }
    await #expect(processExitsWith: .failure) { _ = Estimate(1, standardError: -1) }
    await #expect(processExitsWith: .success) { _ = Estimate(1, standardError: 0) }
  }

  /// Infinities cannot stand in JSON, but in property lists, as of checkpoints.
  @Test func infinitiesAreRefused() throws {
    func text(_ force: Double) -> Data {
      var control = HarmonicTrap.Control()
      control.force = force
      return try! PropertyListEncoder().encode(control)
    }
    #expect(try PropertyListDecoder().decode(HarmonicTrap.Control.self, from: text(2)).force == 2)
    #expect(throws: DecodingError.self) {
      try PropertyListDecoder().decode(HarmonicTrap.Control.self, from: text(.infinity))
    }
    #expect(throws: DecodingError.self) { try JSON.decode(Estimate.self, from: #"{"value":1e999,"standardError":0}"#) }
  }
}
