import Estimation
import Randomness
let stream = RandomStream(seed: 1)
let (random, learning) = (stream, OnlineLearning(rule: .hebbian, stiffness: 1, samplingRate: 1))
// MARK: LearnedWeights.swift
let learning = try AveragedLearning(rule: .hebbian, stiffness: 1, rate: .sudden(1))
