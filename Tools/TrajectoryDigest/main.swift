// trajectory-digest [--perturbed | --library]
//
// Prints a line per computation of a fixed set: the SHA-256 of the bits of its results, and its name. They must be the same
// on every processor and for every way to build. `--perturbed` changes one input of each by a relative 1e-9, or the seed,
// so that every digest must be another. `--library` prints the digest of functions of the system's mathematical library
// instead, which does depend on the processor.

import Digest
import Foundation

/// The digest of some numbers by their bits; every NaN counts as the same.
func digest(of values: [Double]) -> String {
  var data = Data()
  for value in values {
    withUnsafeBytes(of: (value.isNaN ? Double.nan : value).bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }
  return sha256(data)
}

let computations =
  try elementary + randomNumbers + jumpProcesses + spinNetworks + driven + langevin + fokkerPlanck + learning
  + parityGate
  + sensing + dataSets + mesoscopic + networksInBlocks + linear
  + reservoirs + optimalTransport + principalComponents + committees + attention + watchedComplexes

switch CommandLine.arguments.dropFirst().first {
case nil:
  for item in computations { print(digest(of: try item.results(0)), item.name) }
case "--perturbed":
  for item in computations { print(digest(of: try item.results(1e-9)), item.name) }
case "--library":
  let arguments = (1...20_000).map { 1e-3 * Double($0) }
  print(
    digest(of: arguments.flatMap { [exp($0), log($0), sin($0), pow($0, 1.7)] }), "exp, log, sin and pow of the library")
default:
  print("usage: trajectory-digest [--perturbed | --library]")
  exit(64)
}
