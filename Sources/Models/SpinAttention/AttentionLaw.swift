import ElementaryFunctions
import Matrices
import Validation

/// The law of attention in equilibrium: two sensors that are coupled to a readout, and a query that closes the gate of one.
///
/// W_13 = W_23 = J, W_12 = 0; a field 0 on the sensor that is asked for and −F on the other one, and φ(F) on the readout. With
/// φ(u) = (1/2β) ln[cosh β(u + J)/cosh β(u − J)], the field that a sensor in the field u exerts on the readout,
///
///     m = tanh β[φ(x_att) + φ(x_un − F) + φ(F)],    φ′(u) = sinh 2βJ/(cosh 2βu + cosh 2βJ),
///
/// so that at x = 0 the responses have the ratio A_att/A_un = (cosh 2βF + cosh 2βJ)/(1 + cosh 2βJ), which grows as e^{2β(F−J)}. Of
/// n sensors in fields f_i each has the weight φ′(f_i)/Σφ′(f_j), for |f| > J about e^{−2β|f_i|}/Σ e^{−2β|f_j|}: a softmax whose
/// temperature is that of the bath. Derivation: sum over the states of the sensors.
public struct AttentionLaw: Sendable, Codable, Hashable {
  /// The inverse temperature β.
  public var beta: Double
  /// The coupling J of each sensor to the readout.
  public var coupling: Double
  /// The field F that closes a gate.
  public var gate: Double

  /// A law.
  ///
  /// - Precondition: β is positive, and the others are finite.
  public init(beta: Double, coupling: Double, gate: Double) {
    (self.beta, self.coupling, self.gate) = (beta, coupling, gate)
    require(beta > 0 && coupling.isFinite && gate.isFinite, "The law of attention needs finite fields.")
  }

  /// φ(u) = artanh(tanh βJ tanh βu)/β.
  public func effectiveField(of field: Double) -> Double {
    (logCosh(beta * (field + coupling)) - logCosh(beta * (field - coupling))) / (2 * beta)
  }

  /// φ′(u).
  public func weight(of field: Double) -> Double {
    // sinh 2βJ/(cosh 2βu + cosh 2βJ) = ½ [tanh β(u + J) − tanh β(u − J)].
    0.5 * (Elementary.tanh(beta * (field + coupling)) - Elementary.tanh(beta * (field - coupling)))
  }

  /// φ′(f_i)/Σ_j φ′(f_j): the share of each sensor in the response.
  public func shares(of fields: [Double]) -> [Double] {
    let weights = fields.map(weight)
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// ⟨o⟩ with these inputs.
  public func mean(attended: Double, unattended: Double) -> Double {
    Elementary.tanh(
      beta
        * (effectiveField(of: attended) + effectiveField(of: unattended - gate) + effectiveField(of: gate)))
  }

  /// ln(A_att/A_un) at x = 0.
  public var logRatioWithoutInput: Double {
    // ln(cosh a + cosh b) = ln 2 + ln cosh(a + b)/2 + ln cosh(a − b)/2.
    let (f, j) = (beta * gate, beta * coupling)
    return logCosh(f + j) + logCosh(f - j) - 2 * logCosh(j)
  }

  /// 2β(F − J), to which it tends for F > J ≫ 1/β.
  public var asymptoticLogRatio: Double { 2 * beta * (gate - coupling) }

  /// The network.
  public var network: QueriedNetwork {
    let j = coupling
    return QueriedNetwork(
      couplings: Matrix([[0, 0, j], [0, 0, j], [j, j, 0]]), biases: [-gate / 2, -gate / 2, effectiveField(of: gate)],
      gains: [gate / 2, -gate / 2, 0])
  }
}

/// ln cosh x, for large arguments too.
func logCosh(_ x: Double) -> Double {
  abs(x) - Elementary.log(2) + Elementary.log(1 + Elementary.exp(-2 * abs(x)))
}
