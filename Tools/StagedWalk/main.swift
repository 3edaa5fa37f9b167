// staged-walk <store> [<stage>]
//
// A run of one staged cell, for the test that kills it: it keeps a checkpoint after each of 200 stages and prints the
// result, or waits in a stage to be killed.

import Cells
import Companion
import Foundation
import PackedNumbers
import Provenance
import Randomness

/// A thousand walkers with momentum.
struct Walk: StagedCell {
  var stages = 200

  struct Stage: Codable {
    var momentum = 0.0
    @Packed var places = Array(repeating: Float(0), count: 1000)
  }

  func begin(_ random: RandomStream) -> Stage { Stage() }

  func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) {
    var random = random
    stage.momentum = 0.9 * stage.momentum + random.normal()
    for walker in stage.places.indices { stage.places[walker] += Float(stage.momentum + random.normal()) }
    while number == lastStage { Thread.sleep(forTimeInterval: 1) }
  }

  func result(of stage: Stage, _ random: RandomStream) -> Packed<Float> { Packed(wrappedValue: stage.places) }
}

let arguments = CommandLine.arguments
let lastStage = arguments.count > 2 ? Int(arguments[2]) : nil
let store = try Store(at: arguments[1])
let record = RunRecord(
  figure: "staged-walk", quality: .quick, parameters: "{}", seed: 1, shard: .whole, jobs: 1, code: "c0de",
  compiler: "unknown")
let run = Run(
  figure: record.figure, seed: record.seed,
  code: CodeDigest(modules: ["staged_walk": record.code], compiler: "unknown"),
  jobs: record.jobs, shard: record.shard, store: store,
  number: try store.begin(record, in: Surroundings()), progress: Progress(figure: record.figure),
  checkpointPeriod: .zero)
print(try JSON.canonical(try run.sweep("walk", over: [Walk()])))
