package io.heddle.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Code of others that a node loads: {@code heddle.extensions}.
 *
 * @param folder whose jars are loaded, and has to be there; empty for {@code extensions} in the
 *     data folder, which may be missing
 * @param required whether one that does not load stops the start
 */
public record ExtensionSettings(Optional<Path> folder, boolean required) {}
