package io.heddle.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Code of others that a node loads, and what it gets to run with: {@code heddle.extensions}.
 *
 * @param folder whose jars are loaded, and has to be there; empty for {@code extensions} in the
 *     data folder, which may be missing
 * @param required whether one that does not load stops the start
 * @param timeout for each call of a handler or an authoriser
 * @param threads of each handler and each authoriser
 * @param queue calls of each that may wait for one of its threads
 */
public record ExtensionSettings(
    Optional<Path> folder, boolean required, Duration timeout, int threads, int queue) {}
