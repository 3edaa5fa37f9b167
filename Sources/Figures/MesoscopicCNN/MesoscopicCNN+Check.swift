import Companion
import MNIST1D

extension MesoscopicCNN {
  /// The data set, drawn once per process.
  static let data = Result { try MNIST1D.published() }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.alphas[0] == 0, "alphas", "must begin with 0")
  }
}
