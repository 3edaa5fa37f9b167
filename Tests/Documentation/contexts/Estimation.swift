let (works, worksBackwards, series): ([Double], [Double], [Double]) = ([], [], [])
// MARK: Average.swift
func sample() -> Double { 0 }
// MARK: Jackknife.swift
let replicas: [[Double]] = []
