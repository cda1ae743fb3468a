package io.heddle.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How nodes prove to each other who they are: {@code heddle.cluster.tls}. PEM files; both sides of
 * a link show a certificate of the authority, and the certificates of all nodes share a subject or
 * an alternative name.
 *
 * @param certificate of this node
 * @param key of the certificate
 * @param authority that certificates of nodes must come from
 * @param reload how long files are used until they are read again, for new links
 */
public record ClusterTlsSettings(Path certificate, Path key, Path authority, Duration reload) {
  /** Whether all three files are named. */
  public boolean isComplete() {
    return Stream.of(certificate, key, authority).noneMatch(file -> file.toString().isEmpty());
  }
}
