import ChildProcesses
import Foundation
import Provenance

/// Slurm: job arrays by `sbatch`, `squeue`, `scontrol` and `scancel`, all found in PATH.
package struct Slurm: Scheduler {
  package init() {}

  package var name: String { "slurm" }

  /// Runs one of Slurm's commands. Ctrl-C ends none of them: whether an array was submitted must be known, to cancel it.
  ///
  /// - Throws: ``Complaint`` where it is not installed, fails, or does not end within a minute.
  private func run(_ command: String, _ arguments: [String]) throws -> String {
    let outcome: Command.Outcome
    do {
      outcome = try waiting {
        try await Command.run(
          command, arguments, inheriting: { Self.passesOn($0) }, apart: true, limit: .seconds(60))
      }
    } catch let error as Command.TimeLimitExceeded {
      throw Complaint("Slurm does not answer: \(error).")
    } catch {
      throw Complaint(
        "\(command) cannot be run: call this on a machine of the cluster, where Slurm's commands are installed, or leave out --on slurm."
      )
    }
    guard outcome.succeeded else {
      let lines = outcome.errors.split(separator: "\n").map { String($0).escapingControls }
      throw Complaint("Slurm refuses. \(lines.last ?? "\(command) failed without a word.")")
    }
    return outcome.output
  }

  /// Whoever calls this may be a job, whose size is no business of the jobs that it submits. What begins with SBATCH_ is the
  /// user's own wish.
  private static func passesOn(_ variable: String) -> Bool {
    variable == "SLURM_CONF" || !variable.hasPrefix("SLURM_")
  }

  package func largestArray() throws -> Int {
    let answer = try run("scontrol", ["show", "config"])
    let found = answer.firstMatch(of: /MaxArraySize\s*=\s*(\d+)/).flatMap { Int($0.1) }
    // Indices begin with 1 here, and the largest must be smaller than this.
    return max(1, (found ?? 1001) - 1)
  }

  package func submit(_ array: ArrayFolder, _ plan: ArrayPlan, _ request: ArrayRequest) throws -> String {
    try Data(Self.script(array, plan, request).utf8).write(to: array.script)
    let pattern = array.url.path.replacing("%", with: "%%") + "/%a.log"
    var arguments = [
      "--parsable", "--array=1-\(plan.tasks)", "--job-name=\(plan.name)", "--comment=\(plan.name)", "--ntasks=1",
      "--cpus-per-task=\(request.processors)", "--output=\(pattern)", "--error=\(pattern)", "--open-mode=append",
      "--requeue",
    ]
    if let minutes = request.minutes { arguments.append("--time=\(minutes)") }
    if let partition = request.partition { arguments.append("--partition=\(partition)") }
    let answer = try run("sbatch", arguments + [array.script.path])
    // The number, and the cluster behind a semicolon where there are several.
    let job = answer.split(separator: "\n").last?.split(separator: ";").first.map(String.init) ?? ""
    guard !job.isEmpty, job.allSatisfy(\.isNumber) else {
      throw Complaint("Slurm answers '\(answer.escapingControls)' in place of the number of a job.")
    }
    return job
  }

  package func tasks() throws -> [String: [ScheduledTask]] {
    let answer = try run(
      "squeue", ["--noheader", "--array", "--states=all", "--me", "--format=%F|%K|%T|%r|%k"])
    return Self.tasks(in: answer)
  }

  /// The tasks in what squeue prints: array, task, state, reason and comment.
  package static func tasks(in answer: String) -> [String: [ScheduledTask]] {
    var tasks: [String: [ScheduledTask]] = [:]
    for line in answer.split(separator: "\n") {
      let parts = line.split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard parts.count == 5, let number = Int(parts[1]) else { continue }
      let task = ScheduledTask(
        job: parts[0], number: number, state: state(parts[2], reason: parts[3]), word: parts[2], reason: parts[3])
      tasks[parts[4], default: []].append(task)
    }
    return tasks
  }

  private static func state(_ word: String, reason: String) -> ScheduledTask.State {
    switch word {
    case "RUNNING", "COMPLETING", "SIGNALING", "STAGE_OUT", "STOPPED", "SUSPENDED": .running
    case "COMPLETED": .finished
    case "PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "RESIZING", "RESV_DEL_HOLD":
      // What could not be started stays in the queue for ever unless somebody looks after it.
      reason.lowercased().contains("launch") && reason.lowercased().contains("held") ? .stuck : .waiting
    case "REQUEUE_HOLD", "SPECIAL_EXIT": .stuck
    default: .failed
    }
  }

  package func ending(of task: Int, ofJob job: String) -> String {
    guard let answer = try? run("scontrol", ["--oneliner", "show", "job", "\(job)_\(task)"]) else { return "" }
    func value(_ name: String) -> String? {
      answer.split(separator: " ").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
    var text = (value("JobState") ?? "unknown").escapingControls
    if let code = value("ExitCode") { text += ", exit code \(code)" }
    if let host = value("BatchHost") { text += ", on \(host)" }
    return text
  }

  package func cancel(arrayNamed name: String) {
    _ = try? run("scancel", ["--user=\(NSUserName())", "--name=\(name)"])
  }

  package func cancel(task: Int, ofJob job: String) { _ = try? run("scancel", ["\(job)_\(task)"]) }

  // MARK: - The script

  /// What a task runs: the figure, if the processor can.
  private static func script(_ array: ArrayFolder, _ plan: ArrayPlan, _ request: ArrayRequest) -> String {
    let build = ProcessInfo.processInfo.environment["MESOSCALE_BUILD"] ?? "unknown"
    let processor = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    return script(
      array, plan, request, build: build,
      needed: build.contains("-target-cpu native") ? instructionSets(of: processor) : [])
  }

  /// - Parameters:
  ///   - build: how the program was built.
  ///   - needed: the instruction sets without which it does not run.
  package static func script(
    _ array: ArrayFolder, _ plan: ArrayPlan, _ request: ArrayRequest, build: String, needed: [String]
  ) -> String {
    let options = request.options.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") } ?? ""
    return """
      #!/bin/sh
      \(options.isEmpty ? "# " : "#SBATCH \(options)\n# ")A task of the job array \(plan.name): computes its part of the cells of one sweep.

      # The program was built for a processor with these instruction sets; on another it would end without a word.
      needed='\(needed.joined(separator: " "))'
      found=" $(sed -n -E 's/^(flags|Features)[[:space:]]*: //p' "${MESOSCALE_CPUINFO:-/proc/cpuinfo}" 2>/dev/null | head -n 1) "
      for set in $needed; do
        case "$found" in
          *" $set "*) ;;
          *)
            echo "The processor of $(uname -n) lacks '$set', and the program was built for one that has it: submit with --portable." >&2
            exit 3
            ;;
        esac
      done

      export OPENBLAS_NUM_THREADS=1
      export MESOSCALE_BUILD=\(quoted(build))
      exec \(quoted(program)) --task \(quoted(array.url.path)) --number "$SLURM_ARRAY_TASK_ID"

      """
  }

  private static var program: String {
    (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])).resolvingSymlinksInPath().path
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

  /// The instruction sets of a processor that a compiler makes use of, from what Linux says of it.
  package static func instructionSets(of text: String?) -> [String] {
    let line = text?.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
    let words = line?.split(separator: ":").last?.split(separator: " ") ?? []
    let sets =
      /(pni|ssse3|sse4\w*|avx\w*|fma\w*|f16c|bmi[12]|abm|popcnt|movbe|aes|pclmulqdq|sha\w*|vaes|vpclmulqdq|gfni|adx|rdrand|rdseed|amx\w*|asimd\w*|sve\w*|atomics|crc32|fphp)/
    return words.filter { $0.wholeMatch(of: sets) != nil }.map(String.init)
  }
}
