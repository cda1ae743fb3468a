package io.heddle.app.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment all variables of the process
 * @param out for what was asked for
 * @param err for what went wrong
 * @param program how the launcher was called, for lines that are to be pasted
 */
record Surroundings(
    Map<String, String> environment,
    PrintWriter out,
    PrintWriter err,
    Clock clock,
    String program) {}
