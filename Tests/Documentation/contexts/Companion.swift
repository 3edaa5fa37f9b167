import Cells
import Estimation
import Randomness
import SpinNetworks
import StochasticThermodynamics
// MARK: Figure.swift
extension ParityGate { static var code: CodeDigest { fatalError() } }
struct Optimum: Cell {
  var angle, beta: Double
  func compute(_ random: RandomStream) -> Double { angle * beta }
}
// MARK: Run.swift
let (angles, informations): ([Double], [Estimate]) = ([], [])
let run = { () -> Run in fatalError() }()
