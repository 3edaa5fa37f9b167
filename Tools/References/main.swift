// references [--check]
//
// Computes what the page docs/references.md compares with the literature, and writes data/references.tsv, from which the page is
// woven. With --check nothing is written, and a case that does not agree, or a table that is another one, is an error.

import Foundation
import Randomness
import ReferenceCases

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.isEmpty || arguments == ["--check"] else {
  print("usage: references [--check]")
  exit(64)
}

do {
  var lines = ["# source\tquantity\tpublished\tfound\tstandard error\tdeviation\tallowed"]
  var wrong = 0
  for (place, reference) in ReferenceCase.all.enumerated() {
    let finding = try reference.compute(RandomStream(seed: 1)["references"][place])
    let agrees = reference.agrees(finding)
    if !agrees { wrong += 1 }
    let row = ReferenceTable.row(of: reference, finding)
    lines.append(row.joined(separator: "\t"))
    print((agrees ? "agrees  " : "DIFFERS ") + row.dropFirst().joined(separator: "  "))
  }
  let text = lines.joined(separator: "\n") + "\n"
  let file = URL(filePath: "data/references.tsv")
  if arguments.isEmpty {
    try text.write(to: file, atomically: true, encoding: .utf8)
  } else if try String(contentsOf: file, encoding: .utf8) != text {
    print("data/references.tsv is not what is computed: run references.")
    exit(1)
  }
  exit(wrong == 0 ? 0 : 1)
} catch {
  FileHandle.standardError.write(Data("references: \(error)\n".utf8))
  exit(1)
}
