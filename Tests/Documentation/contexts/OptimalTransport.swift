import ElementaryFunctions
import LangevinDynamics
let grid = try LineGrid(-8...8, points: 1601)
let density = try LineDensity(on: grid) { x in Elementary.exp(-0.5 * x * x) }
let shifted = try LineDensity(on: grid) { x in Elementary.exp(-0.5 * (x - 1) * (x - 1)) }
let map = try TransportMap(from: density, to: shifted)
// MARK: ControlPath.swift
let family = { () -> EquilibriumFamily in fatalError() }()
// MARK: TransportDrive.swift
let rest = { () -> GridLandscape.Control in fatalError() }()
