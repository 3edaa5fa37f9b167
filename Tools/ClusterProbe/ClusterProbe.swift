// cluster-probe: a figure for the tests of job arrays. Its cells take as long as they are told to, and write down in
// the file that PROBE_LOG names when they are computed.

import Cells
import Companion
import Foundation
import Randomness

/// Draws a number, and takes some time for it.
struct Draw: Cell {
  var place: Int
  var milliseconds: Double

  func compute(_ random: RandomStream) throws -> Double {
    var random = random
    let result = random.normal()
    Thread.sleep(forTimeInterval: milliseconds / 1000)
    note("draw \(place)")
    return result
  }
}

/// Adds a line to the log, whole even where several processes write.
private func note(_ line: String) {
  guard let path = ProcessInfo.processInfo.environment["PROBE_LOG"] else { return }
  let file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
  let bytes = Array((line + "\n").utf8)
  _ = write(file, bytes, bytes.count)
  close(file)
}

/// A walk in stages, each of which takes some time.
struct Walk: StagedCell {
  var place: Int
  var stages: Int
  var milliseconds: Double
  /// Where the first walk begins: a result of the sweep before.
  var start: Double

  struct Stage: Codable { var sum = 0.0 }

  func begin(_ random: RandomStream) -> Stage { Stage(sum: start) }

  func advance(_ stage: inout Stage, number: Int, _ random: RandomStream) {
    var random = random
    stage.sum += random.normal()
    Thread.sleep(forTimeInterval: milliseconds / 1000)
    note("walk \(place), stage \(number)")
  }

  func result(of stage: Stage, _ random: RandomStream) -> Double { stage.sum }
}

@main struct ClusterProbe: Figure {
  static let title = "Draws and walks"
  static let question = "Are the numbers the same wherever they are drawn?"
  static let section = "none"
  static let minutes = 1.0

  struct Parameters: Codable, Sendable {
    var draws = 200
    var milliseconds = 10.0
    var walks = 2
    var stages = 20
    var stageMilliseconds = 10.0
  }

  static let paper = Parameters()
  static let quick = Parameters(draws: 10, milliseconds: 1)

  let p: Parameters
  let run: Run

  func simulate() throws {
    let draws = try run.sweep("draws", over: (0..<p.draws).map { Draw(place: $0, milliseconds: p.milliseconds) })
    let walks = try run.sweep(
      "walks",
      over: (0..<p.walks).map {
        Walk(place: $0, stages: p.stages, milliseconds: p.stageMilliseconds, start: draws.reduce(0, +))
      })
    run.series("draws", ["place": draws.indices.map(Double.init), "value": draws])
    run.series("walks", ["place": walks.indices.map(Double.init), "value": walks])
    run.number("sum", (draws + walks).reduce(0, +))
  }

  static func plot(_ p: Parameters) -> Plot {
    Plot(
      caption: "Draws and walks.", headlines: ["sum"],
      panels: [
        Panel(
          "draws", x: Axis("place"), y: Axis("value"),
          layers: [.line("draws", x: "place", y: "value", .blue), .line("walks", x: "place", y: "value", .vermillion)])
      ])
  }
}
