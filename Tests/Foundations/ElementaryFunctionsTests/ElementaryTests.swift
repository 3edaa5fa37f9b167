import ElementaryFunctions
import Foundation
import Testing

@Suite struct ElementaryTests {
  @Test(arguments: ElementaryCase<SIMD8<Double>>.all)
  func valuesInDouble(_ item: ElementaryCase<SIMD8<Double>>) { checkValues(item, count: 20_000) }

  @Test(arguments: ElementaryCase<SIMD16<Float>>.all)
  func valuesInFloat(_ item: ElementaryCase<SIMD16<Float>>) { checkValues(item, count: 20_000) }

  /// Against the exact values within the stated bound; against the library, densely, within that and the library's own
  /// error. One lane of a vector, whichever lane it is, has the bits of the scalar function.
  func checkValues<V: SIMD>(_ item: ElementaryCase<V>, count: Int) {
    #expect(item.worstError(of: item.scalar) <= item.bound)
    let arguments = item.arguments(count)
    var worst = 0.0
    var differing = 0
    var vector = V()
    for start in stride(from: 0, to: arguments.count - V.scalarCount, by: V.scalarCount) {
      for lane in 0..<V.scalarCount { vector[lane] = arguments[start + lane] }
      let values = item.vector(vector)
      for lane in 0..<V.scalarCount {
        let (value, library) = (values[lane], item.library(vector[lane]))
        let scalar = item.scalar(vector[lane])
        if value != scalar || value.sign != scalar.sign { differing += 1 }
        worst = max(worst, Double(abs(value - library) / (item.isAbsolute ? 1 : library.ulp)))
      }
    }
    #expect(worst <= item.bound + item.slack)
    #expect(differing == 0)
  }

  /// The logarithm of normal numbers has the bits of the general one, from the smallest to the largest; negative control: of a
  /// subnormal number it has not.
  @Test func logarithmOfNormalNumbers() {
    for exponent in -1022..<1024 {
      let x = SIMD8<Double>(
        (0..<8).map { Double(sign: .plus, exponent: exponent, significand: 1 + 0.124 * Double($0)) })
      #expect(Elementary.log(ofNormal: x) == Elementary.log(x))
    }
    for exponent in -126..<128 {
      let x = SIMD16<Float>((0..<16).map { Float(sign: .plus, exponent: exponent, significand: 1 + 0.062 * Float($0)) })
      #expect(Elementary.log(ofNormal: x) == Elementary.log(x))
    }
    let tiny = SIMD8<Double>(repeating: 0x1p-1050)
    #expect(Elementary.log(ofNormal: tiny) != Elementary.log(tiny))
  }

  /// Negative control: the same check finds a relative error of 2 to 4 ulp, such as a wrong last bit of a coefficient
  /// near 1 makes.
  @Test func aPerturbedFunctionIsFound() {
    for item in ElementaryCase<SIMD8<Double>>.all {
      let found = item.worstError { item.scalar($0) * (1 + 0x1p-51) }
      #expect(found > item.bound, "\(item.testDescription)")
    }
    for item in ElementaryCase<SIMD16<Float>>.all {
      let found = item.worstError { item.scalar($0) * (1 + 0x1p-22) }
      #expect(found > item.bound, "\(item.testDescription)")
    }
  }

  /// Negative control: dropping the lower part of ln 2, 5e-14, from the reduction is found.
  @Test func aShorterLogarithmOfTwoIsFound() throws {
    let item = try #require(ElementaryCase<SIMD8<Double>>.all.first)
    let wrong = { (x: Double) in Elementary.exp(x + (x / 0x1.62e42fefa38p-1).rounded() * 0x1.ef35793c7673p-45) }
    #expect(item.worstError(of: wrong) > 100)
  }

  @Test func limits() {
    func check<T: BinaryFloatingPoint>(_ name: Comment, _ function: (T) -> T, _ expected: [(T, T)]) {
      for (x, y) in expected {
        let value = function(x)
        #expect(y.isNaN ? value.isNaN : value == y && value.sign == y.sign, name)
      }
    }
    let inf = Double.infinity
    let (tiny, huge) = (Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude)
    check(
      "exp", { (x: Double) in Elementary.exp(x) },
      [
        (inf, inf), (-inf, 0), (.nan, .nan), (0, 1), (-0.0, 1), (tiny, 1), (-tiny, 1), (710, inf), (huge, inf),
        (709.782712893384, 0x1.fffffffffff2ap+1023), (709.7827128933841, inf), (-745.1332191019411, tiny),
        (-745.1332191019412, 0), (-746, 0), (-huge, 0),
      ])
    check(
      "expMinusOne", { (x: Double) in Elementary.expMinusOne(x) },
      [
        (inf, inf), (-inf, -1), (.nan, .nan), (0, 0), (-0.0, -0.0), (tiny, tiny), (-tiny, -tiny), (1e-300, 1e-300),
        (0x1p-60, 0x1p-60), (-38, -1), (-huge, -1), (709.782712893384, 0x1.fffffffffff2ap+1023),
        (709.7827128933841, inf), (710, inf), (huge, inf),
      ])
    check(
      "log", { (x: Double) in Elementary.log(x) },
      [
        (0, -inf), (-0.0, -inf), (-1, .nan), (-inf, .nan), (-tiny, .nan), (.nan, .nan), (inf, inf), (1, 0),
        (tiny, -744.4400719213812), (huge, 709.782712893384),
      ])
    check(
      "tanh", { (x: Double) in Elementary.tanh(x) },
      [
        (0, 0), (-0.0, -0.0), (inf, 1), (-inf, -1), (.nan, .nan), (tiny, tiny), (-tiny, -tiny), (huge, 1), (-huge, -1),
        (1e-300, 1e-300), (22, 1),
      ])
    check(
      "logistic", { (x: Double) in Elementary.logistic(x) },
      [(0, 0.5), (-0.0, 0.5), (inf, 1), (-inf, 0), (.nan, .nan), (huge, 1), (-huge, 0), (-745, tiny), (-746, 0)])
    let quarters: [(Double, Double, Double)] = [(0, 0, 1), (0.25, 1, 0), (0.5, 0, -1), (0.75, -1, 0), (1, 0, 1)]
    for (turns, sine, cosine) in quarters {
      #expect(Elementary.sineAndCosine(ofTurns: turns) == (sine, cosine))
      let single = Elementary.sineAndCosine(ofTurns: Float(turns))
      #expect(single == (Float(sine), Float(cosine)))
    }
  }

  @Test func limitsInFloat() {
    let inf = Float.infinity
    let tiny = Float.leastNonzeroMagnitude
    func values(_ function: (Float) -> Float, _ arguments: [Float]) -> [Float] { arguments.map(function) }
    #expect(values(Elementary.exp, [inf, 0, -inf, 89, -104, tiny]) == [inf, 1, 0, inf, 0, 1])
    #expect(
      values(Elementary.expMinusOne, [inf, 0, -inf, 89, -18, tiny, -tiny]) == [inf, 0, -1, inf, -1, tiny, -tiny])
    #expect(Elementary.expMinusOne(Float(-0.0)).sign == .minus)
    #expect(values(Elementary.log, [inf, 1, 0, -0.0, tiny]) == [inf, 0, -inf, -inf, -103.27893])
    #expect(values(Elementary.tanh, [inf, -inf, tiny, 0]) == [1, -1, tiny, 0])
    #expect(Elementary.tanh(Float(-0.0)).sign == .minus)
    #expect(values(Elementary.logistic, [inf, -inf, 0, 40]) == [1, 0, 0.5, 1])
    let undefined =
      values(Elementary.log, [-1, -inf, -tiny, .nan]) + [Elementary.exp(.nan), Elementary.tanh(.nan)]
      + [Elementary.logistic(.nan), Elementary.expMinusOne(.nan)]
    #expect(undefined.filter(\.isNaN).count == 8)
  }
}
