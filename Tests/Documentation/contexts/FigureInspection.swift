import Foundation
let file = URL(filePath: "parity-gate.svg")
