import MesoscopicNetworks
import Randomness
// MARK: Adam.swift
var (weights, gradient): ([Float], [Float]) = ([], [])
let schedule = LearningRateSchedule(peak: 0.01, warmUp: 10, steps: 100)
// MARK: GlobalMaximum.swift
func f(_ x: Double, _ y: Double) -> Double { -x * x - y * y }
// MARK: SimultaneousPerturbation.swift
var θ = [0.0]
let stream = RandomStream(seed: 1)
func L(_ θ: [Double]) -> Double { -θ[0] * θ[0] }
