// examples <folder>
//
// Runs the examples of docs/your-own-system.md, docs/channels-and-reservoirs.md and docs/information-in-trajectories.md, which are
// woven from these files; trajectories.csv is written to the folder.

import Foundation

guard CommandLine.arguments.count == 2 else {
  print("usage: examples <folder>")
  exit(64)
}
do {
  try birthDeath()
  try drivenMolecule()
  try spinsFromFile()
  try threeLevelEngine()
  try hotAndColdSpins()
  try receptor()
  try directionOfTime()
  try trajectories(to: URL(filePath: CommandLine.arguments[1]).appending(path: "trajectories.csv"))
} catch {
  FileHandle.standardError.write(Data("examples: \(error)\n".utf8))
  exit(1)
}
