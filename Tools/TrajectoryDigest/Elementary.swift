import ElementaryFunctions

/// The elementary functions, scalar and in lanes, over all magnitudes and at their limits.
let elementary =
  inDouble("exp", { Elementary.exp($0) }, { Elementary.exp($0) })
  + inDouble("expMinusOne", { Elementary.expMinusOne($0) }, { Elementary.expMinusOne($0) })
  + inDouble("log", { Elementary.log($0) }, { Elementary.log($0) })
  + inDouble("tanh", { Elementary.tanh($0) }, { Elementary.tanh($0) })
  + inDouble("logistic", { Elementary.logistic($0) }, { Elementary.logistic($0) })
  + inFloat("exp", { Elementary.exp($0) }, { Elementary.exp($0) })
  + inFloat("expMinusOne", { Elementary.expMinusOne($0) }, { Elementary.expMinusOne($0) })
  + inFloat("log", { Elementary.log($0) }, { Elementary.log($0) })
  + inFloat("tanh", { Elementary.tanh($0) }, { Elementary.tanh($0) })
  + inFloat("logistic", { Elementary.logistic($0) }, { Elementary.logistic($0) })
  + [
    Computation("sine and cosine") { perturbation in
      (0..<4096).flatMap { place -> [Double] in
        let turns = Double(place) / 4097 * (1 + perturbation)
        let (sine, cosine) = Elementary.sineAndCosine(ofTurns: turns)
        let (sines, cosines) = Elementary.sineAndCosine(ofTurns: SIMD8(repeating: turns))
        let (single, other) = Elementary.sineAndCosine(ofTurns: Float(turns))
        let (singles, others) = Elementary.sineAndCosine(ofTurns: SIMD16(repeating: Float(turns)))
        return [
          sine, cosine, sines[place % 8], cosines[place % 8], Double(single), Double(other),
          Double(singles[place % 16]), Double(others[place % 16]),
        ]
      }
    }
  ]

private func inDouble(
  _ name: String, _ scalar: @escaping @Sendable (Double) -> Double,
  _ vector: @escaping @Sendable (SIMD8<Double>) -> SIMD8<Double>
) -> [Computation] {
  [
    Computation("\(name) of Double") { perturbation in
      let moderate = (-4000...4000).map { 0.19 * Double($0) * (1 + perturbation) }
      let extreme = (-1074...1023).flatMap { exponent -> [Double] in
        let x = Double(sign: .plus, exponent: exponent, significand: 1 + 0x1p-52)
        return [x, -x]
      }
      return (moderate + extreme + [.infinity, -.infinity, .nan, 0, -0.0]).enumerated().flatMap { place, x in
        [scalar(x), vector(SIMD8(repeating: x))[place % 8]]
      }
    }
  ]
}

private func inFloat(
  _ name: String, _ scalar: @escaping @Sendable (Float) -> Float,
  _ vector: @escaping @Sendable (SIMD16<Float>) -> SIMD16<Float>
) -> [Computation] {
  [
    Computation("\(name) of Float") { perturbation in
      // A relative 1e-9 is below the precision of a Float: a hundred times as much is not.
      let moderate = (-4000...4000).map { 0.026 * Float($0) * Float(1 + 100 * perturbation) }
      let extreme = (-149...127).flatMap { exponent -> [Float] in
        let x = Float(sign: .plus, exponent: exponent, significand: 1 + 0x1p-23)
        return [x, -x]
      }
      return (moderate + extreme + [.infinity, -.infinity, .nan, 0, -0.0]).enumerated().flatMap { place, x in
        [Double(scalar(x)), Double(vector(SIMD16(repeating: x))[place % 16])]
      }
    }
  ]
}
