import Matrices
import Optimisation
import Randomness
import SpinNetworks
let stream = RandomStream(seed: 1)
let (averages, targets, labels): ([[Double]], [[Double]], [Int]) = ([], [], [])
// MARK: MeanField.swift
let network = try SpinNetwork(couplings: [[0, -0.7], [0.9, 0]], fields: [0.4, -0.3], beta: 1.5)
let (batch, x, slopes): (Int, [Double], [Double]) = (8, [], [])
// MARK: SampledTraining.swift
let gains = SimultaneousPerturbation(rate: 2, size: 0.05, stability: 50)
let sample = SteadyStateSampling(burnIn: 10, duration: 100)
let (start, objective) = ([0.0], { () -> MesoscopicObjective in fatalError() }())
// MARK: SpinArchitecture.swift
let (θ, u): ([Double], [Double]) = ([], [])
