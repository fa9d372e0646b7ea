/**
 * The command line: one class per command, which parses, calls and prints. Exit codes are in {@link
 * perrin.cli.ExitCode}, complaints in {@link perrin.cli.ErrorMessages}, and nowhere else.
 */
package perrin.cli;
