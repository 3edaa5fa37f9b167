import Foundation

/// The libraries of others that compute in this program, as they say it themselves. A program that uses none of them says
/// nothing.
enum LoadedLibraries {
  /// Name and version of each; of OpenBLAS also how it was built, and for which processor its kernels are.
  static var versions: [String] { [nlopt, openBLAS, lapack, libcrypto].compactMap(\.self) }

  private static func function<Function>(_ name: String, as type: Function.Type) -> Function? {
    guard let program = dlopen(nil, RTLD_LAZY), let symbol = dlsym(program, name) else { return nil }
    return unsafeBitCast(symbol, to: type)
  }

  private typealias ThreeNumbers =
    @convention(c) (
      UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>
    ) -> Void
  private typealias Text = @convention(c) () -> UnsafePointer<CChar>?

  private static func threeNumbers(_ name: String) -> String? {
    guard let version = function(name, as: ThreeNumbers.self) else { return nil }
    var numbers: (Int32, Int32, Int32) = (0, 0, 0)
    version(&numbers.0, &numbers.1, &numbers.2)
    return "\(numbers.0).\(numbers.1).\(numbers.2)"
  }

  private static func text(_ name: String) -> String? {
    function(name, as: Text.self)?().map { String(cString: $0).trimmingCharacters(in: .whitespaces) }
  }

  private static var nlopt: String? { threeNumbers("nlopt_version").map { "NLopt \($0)" } }

  private static var lapack: String? { threeNumbers("ilaver_").map { "LAPACK \($0)" } }

  private static var openBLAS: String? {
    guard let configuration = text("openblas_get_config") else { return nil }
    let kernel = text("openblas_get_corename").map { ", kernels for \($0)" } ?? ""
    return (configuration.hasPrefix("OpenBLAS") ? configuration : "OpenBLAS \(configuration)") + kernel
  }

  private static var libcrypto: String? {
    typealias Version = @convention(c) (Int32) -> UnsafePointer<CChar>?
    return function("OpenSSL_version", as: Version.self)?(0).map { String(cString: $0) }
  }
}
