package io.heddle.config.load;

import io.heddle.config.Bytes;
import io.heddle.config.ClusterSettings;
import io.heddle.config.ClusterTlsSettings;
import io.heddle.config.NodeAddress;
import io.heddle.config.SplitBrainProfile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The section about the other nodes. */
final class ClusterSection {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\s:/@\\[\\]]+)):(\\d{1,5})");
  private static final Pattern HOST =
      Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*|[^\\s:/@\\[\\]]+");

  private ClusterSection() {}

  static ClusterSettings read(SettingReader reader, Bytes maxMessageSize) {
    var frameSize = reader.bytes("cluster.frame-size", "0B", "1GiB");
    return new ClusterSettings(
        reader.number("cluster.shards", 1, 10_000),
        reader.optional("cluster.host", ClusterSection::host),
        reader.number("cluster.port", 1, 65_535),
        reader.read(
            "cluster.seeds",
            value ->
                Values.elements(value)
                    .then(
                        all ->
                            Values.each(
                                all, one -> Values.text(one).then(ClusterSection::address)))),
        reader.optional("cluster.dns", ClusterSection::host),
        reader.number("cluster.min-nodes", 1, 1000),
        reader.choice("cluster.split-brain", SplitBrainProfile.class),
        frameSize.isZero() ? ClusterSettings.frameFor(maxMessageSize) : frameSize,
        tls(reader));
  }

  private static Optional<ClusterTlsSettings> tls(SettingReader reader) {
    var certificate = file(reader, "cluster.tls.certificate");
    var key = file(reader, "cluster.tls.key");
    var authority = file(reader, "cluster.tls.authority");
    var reload = reader.duration("cluster.tls.reload", "1s", "1d");
    if (certificate.isEmpty() && key.isEmpty() && authority.isEmpty()) {
      return Optional.empty();
    }
    var none = Path.of("");
    return Optional.of(
        new ClusterTlsSettings(
            certificate.orElse(none), key.orElse(none), authority.orElse(none), reload));
  }

  private static Optional<Path> file(SettingReader reader, String key) {
    return reader.optional(key, Formats::path).map(Path::of);
  }

  private static Converted<String> host(String text) {
    return HOST.matcher(text).matches()
        ? new Converted.Ok<>(text)
        : Converted.bad("'" + text + "' is no host; write a name or an address, without a port");
  }

  private static Converted<NodeAddress> address(String text) {
    var parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      return Converted.bad("'" + text + "' is no node; write host:port");
    }
    int port = Integer.parseInt(parts.group(3));
    var host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return port >= 1 && port <= 65_535
        ? new Converted.Ok<>(new NodeAddress(host, port))
        : Converted.bad("'" + text + "' has no port of 1 to 65535");
  }
}
