// swift-tools-version: 6.2
import PackageDescription

/// A figure is one executable: `Sources/Figures/<Name>`, run as `swift run -c release <slug>`. It names the models
/// whose cells it computes, and the physics that it speaks of besides. The plugin writes the digests of all modules
/// into it.
func figure(_ name: String, models: [String], physics: [String] = []) -> Target {
  .executableTarget(
    name: name,
    dependencies: (models + physics + ["Companion", "ElementaryFunctions", "Estimation"]).map {
      .init(stringLiteral: $0)
    },
    path: "Sources/Figures/\(name)",
    plugins: ["CodeIdentity"])
}

let figures = [
  figure("Attention", models: ["SpinAttention"], physics: ["DissipationBottlenecks", "StochasticThermodynamics"]),
  figure("DeepStudent", models: ["CommitteeMachines"]),
  figure("FluctuationTheorems", models: ["DrivenSystems"], physics: ["StochasticThermodynamics"]),
  figure("HiddenUnits", models: ["SensoryComplexes"]),
  figure("InformationBottleneck", models: ["SensoryComplexes"], physics: ["StochasticThermodynamics"]),
  figure("InformationOptima", models: ["SensoryComplexes"]),
  figure("LabelLearning", models: ["PerceptronLearning"]),
  figure("LandauerErasure", models: ["BitErasure"], physics: ["LangevinDynamics"]),
  figure("LearningCost", models: ["PerceptronLearning"]),
  figure("LearningEfficiency", models: ["PerceptronLearning"]),
  figure("LearningTradeoff", models: ["LearningDevices"]),
  figure("LinearSystem", models: ["LinearComputation"], physics: ["Matrices", "StochasticThermodynamics"]),
  figure("MesoscopicCNN", models: ["MesoscopicNetworks", "MNIST1D"]),
  figure("MismatchCost", models: ["FiniteAutomata"]),
  figure("OptimalErasure", models: ["BitErasure", "TransportErasure"], physics: ["OptimalTransport"]),
  figure(
    "OptimalSensing", models: ["SensoryComplexes"], physics: ["DissipationBottlenecks", "StochasticThermodynamics"]),
  figure("ParityGate", models: ["SensoryComplexes"], physics: ["Optimisation", "StochasticThermodynamics"]),
  figure("RandomPatterns", models: ["MesoscopicNetworks"], physics: ["Matrices", "SpinNetworks"]),
  figure("TransientComputation", models: ["SensoryComplexes"], physics: ["StochasticThermodynamics"]),
  figure(
    "TrajectoryReadout", models: ["SensoryComplexes", "WatchedComplexes"],
    physics: ["PathInformation", "StochasticThermodynamics"]),
  figure("UniversalCost", models: ["Inference"]),
  figure("UnsupervisedLearning", models: ["PrincipalComponents"]),
  figure("WhoPays", models: ["PhysicalCouplings", "SensoryComplexes"]),
]

/// `ParityGate` → `parity-gate`.
func slug(of name: String) -> String {
  var slug = ""
  for (place, letter) in name.enumerated() {
    let last = name.index(name.startIndex, offsetBy: max(0, place - 1))
    if place > 0, letter.isUppercase, !name[last].isUppercase { slug += "-" }
    slug += letter.lowercased()
  }
  return slug
}

let package = Package(
  name: "Mesoscale",
  platforms: [.macOS(.v15)],
  products: [
    "Cells", "ElementaryFunctions", "Estimation", "LinearAlgebra", "Matrices", "Optimisation", "PackedNumbers",
    "Randomness", "Validation",
    "DissipationBottlenecks", "LangevinDynamics", "SpinNetworks", "StochasticThermodynamics",
    "OptimalTransport", "PathInformation", "Reservoirs", "SpinsInFields",
    "BitErasure", "DrivenSystems", "FiniteAutomata", "Inference", "LearningDevices", "LinearComputation", "MNIST1D",
    "MesoscopicNetworks", "PerceptronLearning", "SensoryComplexes",
    "CommitteeMachines", "PhysicalCouplings", "PrincipalComponents", "SpinAttention", "TransportErasure",
    "WatchedComplexes",
    "Companion", "Provenance",
  ].map { .library(name: $0, targets: [$0]) }
    + [
      .executable(name: "mesoscale", targets: ["mesoscale"]),
      .executable(name: "benchmark", targets: ["Benchmark"]),
    ] + figures.map { .executable(name: slug(of: $0.name), targets: [$0.name]) },
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Foundations: numbers, estimates, encodings, system libraries.
    .target(name: "Cells", dependencies: ["Randomness"], path: "Sources/Foundations/Cells"),
    .target(
      name: "ChildProcesses", dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
      path: "Sources/Foundations/ChildProcesses"),
    .target(name: "Digest", dependencies: ["CCrypto", "Validation"], path: "Sources/Foundations/Digest"),
    .target(name: "ElementaryFunctions", dependencies: ["Validation"], path: "Sources/Foundations/ElementaryFunctions"),
    .target(
      name: "Estimation", dependencies: ["ElementaryFunctions", "Validation"], path: "Sources/Foundations/Estimation"),
    .target(name: "KernelMemory", path: "Sources/Foundations/KernelMemory"),
    .target(
      name: "LinearAlgebra", dependencies: ["CLAPACK", "ElementaryFunctions", "Matrices", "Validation"],
      path: "Sources/Foundations/LinearAlgebra"),
    .target(name: "Matrices", dependencies: ["Validation"], path: "Sources/Foundations/Matrices"),
    .target(
      name: "Optimisation", dependencies: ["CNLopt", "ElementaryFunctions", "Matrices", "Randomness", "Validation"],
      path: "Sources/Foundations/Optimisation"),
    .target(name: "PackedNumbers", dependencies: ["Validation"], path: "Sources/Foundations/PackedNumbers"),
    .target(
      name: "Randomness", dependencies: ["ElementaryFunctions", "Validation"], path: "Sources/Foundations/Randomness"),
    .target(name: "Validation", path: "Sources/Foundations/Validation"),
    .target(name: "Workers", dependencies: ["Validation"], path: "Sources/Foundations/Workers"),
    .target(name: "CCounters", path: "Sources/Foundations/CCounters"),
    .target(name: "CPrefetch", path: "Sources/Foundations/CPrefetch"),
    .systemLibrary(
      name: "CCrypto", path: "Sources/Foundations/CCrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .systemLibrary(
      name: "CLAPACK", path: "Sources/Foundations/CLAPACK",
      providers: [.apt(["liblapacke-dev", "libopenblas-dev"]), .brew(["lapack", "openblas"])]),
    .systemLibrary(
      name: "CNLopt", path: "Sources/Foundations/CNLopt", providers: [.apt(["libnlopt-dev"]), .brew(["nlopt"])]),
    .systemLibrary(
      name: "CPNG", path: "Sources/Foundations/CPNG", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),

    // Physics: what holds for any system.
    .target(
      name: "StochasticThermodynamics",
      dependencies: ["ElementaryFunctions", "Matrices", "Randomness", "Validation"],
      path: "Sources/Physics/StochasticThermodynamics"),
    .target(
      name: "DissipationBottlenecks", dependencies: ["Optimisation", "StochasticThermodynamics"],
      path: "Sources/Physics/DissipationBottlenecks"),
    .target(
      name: "SpinNetworks",
      dependencies: [
        "CPrefetch", "ElementaryFunctions", "Estimation", "KernelMemory", "Matrices", "Randomness",
        "StochasticThermodynamics", "Workers", "Validation",
      ], path: "Sources/Physics/SpinNetworks"),
    .target(
      name: "OptimalTransport",
      dependencies: [
        "ElementaryFunctions", "LangevinDynamics", "Randomness", "StochasticThermodynamics", "Validation",
      ],
      path: "Sources/Physics/OptimalTransport"),
    .target(
      name: "PathInformation",
      dependencies: ["ElementaryFunctions", "Estimation", "StochasticThermodynamics", "Validation"],
      path: "Sources/Physics/PathInformation"),
    .target(
      name: "Reservoirs", dependencies: ["ElementaryFunctions", "Matrices", "StochasticThermodynamics", "Validation"],
      path: "Sources/Physics/Reservoirs"),
    .target(
      name: "SpinsInFields", dependencies: ["ElementaryFunctions", "KernelMemory", "Matrices", "Validation"],
      path: "Sources/Physics/SpinsInFields"),
    .target(
      name: "LangevinDynamics",
      dependencies: [
        "ElementaryFunctions", "Estimation", "KernelMemory", "LinearAlgebra", "Matrices", "Randomness",
        "StochasticThermodynamics", "Validation",
      ], path: "Sources/Physics/LangevinDynamics"),

    // Models: the systems that figures ask about, and the cells that compute them. Each stands on physics, and few on
    // each other.
    .target(
      name: "BitErasure",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "LangevinDynamics", "Randomness", "StochasticThermodynamics",
        "Validation",
      ], path: "Sources/Models/BitErasure"),
    .target(
      name: "DrivenSystems",
      dependencies: [
        "Cells", "Estimation", "LangevinDynamics", "Randomness", "StochasticThermodynamics", "Validation",
      ],
      path: "Sources/Models/DrivenSystems"),
    .target(
      name: "FiniteAutomata",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "Randomness", "StochasticThermodynamics", "Validation",
      ],
      path: "Sources/Models/FiniteAutomata"),
    .target(
      name: "Inference",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "Randomness", "StochasticThermodynamics", "Validation",
      ],
      path: "Sources/Models/Inference"),
    .target(
      name: "LearningDevices",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "Randomness", "StochasticThermodynamics", "Validation",
      ],
      path: "Sources/Models/LearningDevices"),
    .target(
      name: "LinearComputation",
      dependencies: [
        "Cells", "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "LinearAlgebra", "Matrices",
        "Optimisation",
        "Randomness", "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/LinearComputation"),
    .target(
      name: "MNIST1D", dependencies: ["Digest", "ElementaryFunctions", "Validation"], path: "Sources/Models/MNIST1D"),
    .target(
      name: "MesoscopicNetworks",
      dependencies: [
        "Cells", "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "KernelMemory", "LinearAlgebra",
        "Matrices",
        "MNIST1D",
        "Optimisation", "PackedNumbers", "Randomness", "SpinNetworks", "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/MesoscopicNetworks"),
    .target(
      name: "PerceptronLearning",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "KernelMemory", "Randomness", "StochasticThermodynamics",
        "Validation",
      ], path: "Sources/Models/PerceptronLearning"),
    .target(
      name: "SensoryComplexes",
      dependencies: [
        "Cells", "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "Matrices", "Optimisation",
        "Randomness", "SpinNetworks", "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/SensoryComplexes"),
    .target(
      name: "CommitteeMachines",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "KernelMemory", "LinearAlgebra", "Matrices", "Optimisation",
        "Randomness", "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/CommitteeMachines"),
    .target(
      name: "PhysicalCouplings",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "Matrices", "Optimisation", "Randomness", "Reservoirs",
        "SensoryComplexes", "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/PhysicalCouplings"),
    .target(
      name: "WatchedComplexes",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "Matrices", "PathInformation", "Randomness", "SensoryComplexes",
        "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/WatchedComplexes"),
    .target(
      name: "PrincipalComponents",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "KernelMemory", "LangevinDynamics", "Randomness",
        "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/PrincipalComponents"),
    .target(
      name: "SpinAttention",
      dependencies: [
        "Cells", "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "Matrices", "Optimisation",
        "Randomness",
        "SpinNetworks", "SpinsInFields", "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/SpinAttention"),
    .target(
      name: "TransportErasure",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "LangevinDynamics", "OptimalTransport",
        "Optimisation", "Randomness", "StochasticThermodynamics", "Validation",
      ], path: "Sources/Models/TransportErasure"),

    // Companion: the store, what every figure is and is given, and which code a program was built from.
    .target(
      name: "Provenance",
      dependencies: [
        "ChildProcesses", "Digest", "Validation", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Sources/Companion/Provenance"),
    .target(name: "SourceDigests", dependencies: ["Digest"], path: "Sources/Companion/SourceDigests"),
    .target(name: "Manuscripts", path: "Sources/Companion/Manuscripts"),
    .target(
      name: "Companion",
      dependencies: [
        "Cells", "ChildProcesses", "Digest", "Estimation", "Provenance", "Randomness", "SourceDigests", "Workers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"), "Validation",
      ],
      path: "Sources/Companion/Companion"),
    .executableTarget(
      name: "code-identity", dependencies: ["SourceDigests"], path: "Sources/Companion/CodeIdentity/Tool"),
    .plugin(
      name: "CodeIdentity", capability: .buildTool(), dependencies: ["code-identity"],
      path: "Sources/Companion/CodeIdentity/Plugin"),

    // The tool and the benchmark; the figures are added below.
    .executableTarget(
      name: "mesoscale",
      dependencies: [
        "BenchmarkRecords", "ChildProcesses", "Companion", "Digest", "Estimation", "MNIST1D", "Manuscripts",
        "MesoscopicNetworks", "Provenance", "Randomness", "SpinNetworks", "Workers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      plugins: ["CodeIdentity"]),
    .target(name: "BenchmarkRecords", dependencies: ["Companion"]),
    .executableTarget(
      name: "Benchmark",
      dependencies: [
        "BenchmarkRecords", "ChildProcesses",
        "CCounters", "Companion", "ElementaryFunctions", "Estimation", "LangevinDynamics", "Matrices",
        "MesoscopicNetworks", "PerceptronLearning", "Provenance", "Randomness", "SpinNetworks",
        "StochasticThermodynamics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("comparison.py")]),

    // Tools: programs and libraries for the tests, and for whoever changes the core.
    .executableTarget(
      name: "trajectory-digest",
      dependencies: [
        "BitErasure", "CommitteeMachines", "Digest", "DissipationBottlenecks", "ElementaryFunctions",
        "FiniteAutomata", "Inference", "LangevinDynamics", "LinearAlgebra", "LinearComputation", "MNIST1D",
        "Matrices", "MesoscopicNetworks", "OptimalTransport", "Optimisation", "PathInformation", "PerceptronLearning",
        "PhysicalCouplings", "PrincipalComponents", "Randomness", "Reservoirs", "SensoryComplexes",
        "SpinAttention", "SpinNetworks", "StochasticThermodynamics", "TransportErasure", "WatchedComplexes",
      ], path: "Tools/TrajectoryDigest", exclude: ["digests.txt"]),
    .target(
      name: "FluctuationProperties",
      dependencies: [
        "ElementaryFunctions", "Estimation", "LangevinDynamics", "Matrices", "Randomness", "SpinNetworks",
        "StochasticThermodynamics",
      ], path: "Tools/FluctuationProperties"),
    .executableTarget(
      name: "false-alarms", dependencies: ["FluctuationProperties", "Workers"], path: "Tools/FalseAlarms"),
    .target(
      name: "ReferenceCases",
      dependencies: [
        "Estimation", "LangevinDynamics", "Matrices", "MesoscopicNetworks", "MNIST1D", "PerceptronLearning",
        "Randomness", "SpinNetworks", "StochasticThermodynamics",
      ], path: "Tools/ReferenceCases"),
    .executableTarget(
      name: "references", dependencies: ["Randomness", "ReferenceCases"], path: "Tools/References"),
    .executableTarget(
      name: "examples",
      dependencies: [
        "ElementaryFunctions", "Estimation", "Matrices", "PathInformation", "Randomness", "Reservoirs", "SpinNetworks",
        "StochasticThermodynamics", "Validation",
      ], path: "Tools/Examples"),
    .executableTarget(
      name: "honest-suites", dependencies: ["Companion", "Provenance", "Randomness"], path: "Tools/HonestSuites"),
    .executableTarget(
      name: "ClusterProbe", dependencies: ["Cells", "Companion", "Randomness"], path: "Tools/ClusterProbe",
      plugins: ["CodeIdentity"]),
    .executableTarget(
      name: "staged-walk", dependencies: ["Cells", "Companion", "PackedNumbers", "Provenance", "Randomness"],
      path: "Tools/StagedWalk"),
    .target(
      name: "FigureInspection", dependencies: ["CPNG", "ChildProcesses"], path: "Tools/FigureInspection"),
    .executableTarget(
      name: "inspect-figures", dependencies: ["FigureInspection"], path: "Tools/InspectFigures"),

    // Tests, in the order of the sources.
    .target(
      name: "TestSupport", dependencies: [], path: "Tests/TestSupport"),
    .target(
      name: "ExampleSystems",
      dependencies: ["Matrices", "Randomness", "SpinNetworks", "StochasticThermodynamics"],
      path: "Tests/ExampleSystems"),
    .testTarget(
      name: "DocumentationTests", dependencies: ["ChildProcesses", "TestSupport", "examples"],
      path: "Tests/Documentation", exclude: ["contexts"]),
    .testTarget(name: "ReferenceTests", dependencies: ["Randomness", "ReferenceCases"], path: "Tests/References"),
    .testTarget(
      name: "ElementaryFunctionsTests", dependencies: ["ElementaryFunctions"],
      path: "Tests/Foundations/ElementaryFunctionsTests"),
    .testTarget(
      name: "EstimationTests", dependencies: ["Estimation", "Randomness", "Validation"],
      path: "Tests/Foundations/EstimationTests"),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "Matrices", "Randomness"],
      path: "Tests/Foundations/LinearAlgebraTests"),
    .testTarget(
      name: "OptimisationTests", dependencies: ["Optimisation"], path: "Tests/Foundations/OptimisationTests"),
    .testTarget(
      name: "PackedNumbersTests", dependencies: ["PackedNumbers"], path: "Tests/Foundations/PackedNumbersTests"),
    .testTarget(
      name: "RandomnessTests", dependencies: ["Estimation", "Randomness"], path: "Tests/Foundations/RandomnessTests"),
    .testTarget(
      name: "DissipationBottlenecksTests", dependencies: ["DissipationBottlenecks", "SensoryComplexes"],
      path: "Tests/Physics/DissipationBottlenecksTests"),
    .testTarget(
      name: "FluctuationPropertyTests", dependencies: ["FluctuationProperties"],
      path: "Tests/Physics/FluctuationPropertyTests"),
    .testTarget(
      name: "LangevinDynamicsTests",
      dependencies: [
        "BitErasure", "ElementaryFunctions", "Estimation", "LangevinDynamics", "Randomness", "StochasticThermodynamics",
        "Validation",
      ], path: "Tests/Physics/LangevinDynamicsTests"),
    .testTarget(
      name: "OptimalTransportTests",
      dependencies: [
        "ElementaryFunctions", "Estimation", "LangevinDynamics", "OptimalTransport", "Randomness",
        "StochasticThermodynamics", "Validation",
      ], path: "Tests/Physics/OptimalTransportTests"),
    .testTarget(
      name: "PathInformationTests",
      dependencies: [
        "ElementaryFunctions", "Estimation", "PathInformation", "Randomness", "StochasticThermodynamics", "Validation",
      ], path: "Tests/Physics/PathInformationTests"),
    .testTarget(
      name: "ReservoirsTests",
      dependencies: [
        "Estimation", "Matrices", "Randomness", "Reservoirs", "SpinNetworks", "StochasticThermodynamics", "Validation",
      ], path: "Tests/Physics/ReservoirsTests"),
    .testTarget(
      name: "SpinsInFieldsTests",
      dependencies: [
        "ElementaryFunctions", "Matrices", "Randomness", "SpinNetworks", "SpinsInFields", "StochasticThermodynamics",
      ], path: "Tests/Physics/SpinsInFieldsTests"),
    .testTarget(
      name: "SpinNetworksTests",
      dependencies: [
        "Estimation", "ExampleSystems", "Matrices", "Randomness", "SpinNetworks", "StochasticThermodynamics",
        "Validation",
      ], path: "Tests/Physics/SpinNetworksTests"),
    .testTarget(
      name: "StochasticThermodynamicsTests",
      dependencies: [
        "ElementaryFunctions", "Estimation", "ExampleSystems", "Randomness", "SpinNetworks", "StochasticThermodynamics",
        "TestSupport", "Validation",
      ], path: "Tests/Physics/StochasticThermodynamicsTests"),
    .testTarget(
      name: "BitErasureTests",
      dependencies: [
        "BitErasure", "ElementaryFunctions", "Estimation", "LangevinDynamics", "Randomness", "StochasticThermodynamics",
      ], path: "Tests/Models/BitErasureTests"),
    .testTarget(
      name: "DecodingTests",
      dependencies: [
        "BitErasure", "Cells", "CommitteeMachines", "Companion", "DissipationBottlenecks", "DrivenSystems",
        "Estimation", "FiniteAutomata", "Inference", "LangevinDynamics", "LearningDevices", "LinearAlgebra",
        "LinearComputation", "MNIST1D", "Matrices", "MesoscopicNetworks", "Optimisation", "PackedNumbers",
        "PerceptronLearning", "PhysicalCouplings", "PrincipalComponents", "Randomness", "SensoryComplexes",
        "PathInformation", "SpinAttention", "SpinNetworks", "StochasticThermodynamics", "TransportErasure",
        "Validation",
        "WatchedComplexes",
      ], path: "Tests/Models/DecodingTests"),
    .testTarget(
      name: "DrivenSystemsTests", dependencies: ["DrivenSystems", "Randomness", "StochasticThermodynamics"],
      path: "Tests/Models/DrivenSystemsTests"),
    .testTarget(
      name: "FiniteAutomataTests",
      dependencies: ["Estimation", "FiniteAutomata", "Randomness", "StochasticThermodynamics", "Validation"],
      path: "Tests/Models/FiniteAutomataTests"),
    .testTarget(
      name: "InferenceTests", dependencies: ["Estimation", "Inference", "Randomness", "StochasticThermodynamics"],
      path: "Tests/Models/InferenceTests"),
    .testTarget(
      name: "LearningDevicesTests", dependencies: ["Estimation", "LearningDevices", "Randomness"],
      path: "Tests/Models/LearningDevicesTests"),
    .testTarget(
      name: "LinearComputationTests",
      dependencies: [
        "DissipationBottlenecks", "Estimation", "LinearAlgebra", "Matrices", "LinearComputation", "Optimisation",
        "Randomness",
        "StochasticThermodynamics",
      ], path: "Tests/Models/LinearComputationTests"),
    .testTarget(
      name: "MNIST1DTests", dependencies: ["Digest", "ElementaryFunctions", "MNIST1D"],
      path: "Tests/Models/MNIST1DTests"),
    .testTarget(
      name: "MesoscopicNetworksTests",
      dependencies: [
        "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "Matrices", "MNIST1D", "MesoscopicNetworks",
        "Optimisation", "Randomness", "SensoryComplexes", "SpinNetworks", "StochasticThermodynamics",
      ], path: "Tests/Models/MesoscopicNetworksTests"),
    .testTarget(
      name: "PerceptronLearningTests",
      dependencies: [
        "ElementaryFunctions", "Estimation", "PerceptronLearning", "Randomness", "StochasticThermodynamics",
        "TestSupport",
      ], path: "Tests/Models/PerceptronLearningTests"),
    .testTarget(
      name: "SensoryComplexesTests",
      dependencies: [
        "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "Matrices", "Optimisation", "Randomness",
        "SensoryComplexes", "SpinNetworks", "StochasticThermodynamics", "TestSupport",
      ], path: "Tests/Models/SensoryComplexesTests"),
    .testTarget(
      name: "CommitteeMachinesTests",
      dependencies: [
        "CommitteeMachines", "ElementaryFunctions", "Estimation", "LinearAlgebra", "Matrices", "Randomness",
        "StochasticThermodynamics", "TestSupport", "Validation",
      ], path: "Tests/Models/CommitteeMachinesTests"),
    .testTarget(
      name: "PhysicalCouplingsTests",
      dependencies: [
        "ElementaryFunctions", "Estimation", "PhysicalCouplings", "Randomness", "Reservoirs", "SensoryComplexes",
        "StochasticThermodynamics",
      ], path: "Tests/Models/PhysicalCouplingsTests"),
    .testTarget(
      name: "WatchedComplexesTests",
      dependencies: [
        "ElementaryFunctions", "Estimation", "PathInformation", "Randomness", "SensoryComplexes",
        "StochasticThermodynamics", "Validation", "WatchedComplexes",
      ], path: "Tests/Models/WatchedComplexesTests"),
    .testTarget(
      name: "PrincipalComponentsTests",
      dependencies: [
        "ElementaryFunctions", "Estimation", "PerceptronLearning", "PrincipalComponents", "Randomness", "TestSupport",
      ], path: "Tests/Models/PrincipalComponentsTests"),
    .testTarget(
      name: "SpinAttentionTests",
      dependencies: [
        "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "Matrices", "Optimisation", "Randomness",
        "SpinAttention", "SpinNetworks", "StochasticThermodynamics",
      ], path: "Tests/Models/SpinAttentionTests"),
    .testTarget(
      name: "TransportErasureTests",
      dependencies: [
        "BitErasure", "ElementaryFunctions", "Estimation", "LangevinDynamics", "OptimalTransport", "Randomness",
        "StochasticThermodynamics", "TransportErasure", "Validation",
      ], path: "Tests/Models/TransportErasureTests"),
    .testTarget(
      name: "ManuscriptsTests", dependencies: ["Manuscripts"], path: "Tests/Companion/ManuscriptsTests"),
    .testTarget(
      name: "CompanionTests",
      dependencies: [
        "Cells", "ChildProcesses", "Companion", "Digest", "Estimation", "PackedNumbers", "Provenance", "Randomness",
        "SourceDigests", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ], path: "Tests/Companion/CompanionTests"),
    .testTarget(
      name: "ProvenanceTests",
      dependencies: [
        "ChildProcesses", "Digest", "Provenance", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ], path: "Tests/Companion/ProvenanceTests", exclude: ["version-1.sql"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "BenchmarkRecords", "ChildProcesses", "Companion", "Digest", "Estimation", "FigureInspection", "MNIST1D",
        "Provenance", "Randomness", "TestSupport", "mesoscale", "Benchmark", "code-identity", "staged-walk",
        "trajectory-digest", "ClusterProbe",
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Subprocess", package: "swift-subprocess"),
      ] + figures.map { .target(name: $0.name) },
      path: "Tests/EndToEndTests", exclude: ["addresses.txt", "slurm.sh"]),
  ] + figures
)
