import Foundation
import Randomness
import ReferenceCases
import Testing

/// The libraries against numbers that others have published.
@Suite struct ReferenceTests {
  /// Every case agrees, and the committed table is what is computed.
  @Test(arguments: ReferenceCase.all.indices)
  func aCaseAgrees(place: Int) throws {
    let reference = ReferenceCase.all[place]
    let finding = try reference.compute(RandomStream(seed: 1)["references"][place])
    #expect(reference.agrees(finding), "\(reference.quantity): \(finding), published \(reference.published)")
    let table = try String(
      contentsOf: URL(filePath: #filePath).appending(path: "../../../data/references.tsv").standardized, encoding: .utf8
    )
    let row = ReferenceTable.row(of: reference, finding).joined(separator: "\t")
    #expect(table.split(separator: "\n").map(String.init)[place + 1] == row)
  }

  /// The control: a value that is off by what is twice allowed is not agreed with.
  @Test(arguments: ReferenceCase.all.indices)
  func anotherValueDoesNotAgree(place: Int) {
    let reference = ReferenceCase.all[place]
    switch reference.tolerance {
    case .relative(let most):
      #expect(!reference.agrees(.init(reference.published * (1 + 2 * most))))
    case .standardErrors(let most):
      #expect(!reference.agrees(.init(reference.published + 2 * most * 0.01, standardError: 0.01)))
    case .rule:
      #expect(!reference.agrees(.init(2 * reference.published)))
    }
  }

  /// What the rules of the test suite of populations notice: deaths that are one per cent too frequent.
  @Test func aBiasIsNoticed() throws {
    let births = try #require(
      ReferenceCase.all.firstIndex { $0.quantity.hasPrefix("births at 0.1 and deaths at 0.11") })
    let wrong = ReferenceCase.birthDeathZ(birth: 0.1, death: 0.1111, asIf: 0.11)
    #expect(try wrong(RandomStream(seed: 1)["references"][births]) > 4)
  }
}
