import Matrices
import StochasticThermodynamics
// MARK: InvalidInput.swift
let edges: [RateMatrix.Edge] = []
// MARK: Require.swift
let couplings: Matrix = [[0]]
