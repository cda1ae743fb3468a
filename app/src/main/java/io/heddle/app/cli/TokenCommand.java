package io.heddle.app.cli;

import io.heddle.app.dev.DevSecret;
import io.heddle.app.token.TokenMint;
import io.heddle.app.token.TokenRequest;
import io.heddle.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle token}: a token for anybody, for those who have the secret. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints a token that a node with the same secret takes.")
final class TokenCommand implements Callable<Integer> {
  /** What has an option of its own, or is written by the mint. */
  private static final Set<String> WRITTEN =
      Set.of("sub", "iat", "exp", "iss", "aud", "roles", "groups", "permissions");

  private final Surroundings around;

  @Option(names = "--sub", required = true, paramLabel = "USER", description = "The user.")
  private String user = "";

  @Option(names = "--role", split = ",", paramLabel = "ROLE", description = "May be repeated.")
  private List<String> roles = List.of();

  @Option(names = "--group", split = ",", paramLabel = "GROUP", description = "May be repeated.")
  private List<String> groups = List.of();

  @Option(
      names = "--permission",
      split = ",",
      paramLabel = "PERMISSION",
      description = "May be repeated.")
  private List<String> permissions = List.of();

  @Option(
      names = "--claim",
      paramLabel = "NAME=TEXT",
      description = "A further claim; a name that is repeated makes a list.")
  private List<String> claims = List.of();

  @Option(
      names = "--ttl",
      converter = TtlConverter.class,
      paramLabel = "TIME",
      description = "Time to live, such as 90s, 30m, 12h, 7d. Default: 1h")
  private Duration ttl = Duration.ofHours(1);

  @ArgGroup private GivenSecret given = new GivenSecret();

  @Mixin private final SettingsOption option = new SettingsOption();

  /** At most one of the two. */
  static final class GivenSecret {
    @Option(names = "--secret", description = "Instead of the configured or development secret.")
    private Optional<String> text = Optional.empty();

    @Option(
        names = "--secret-file",
        paramLabel = "FILE",
        description = "Holds the secret; white space around it does not count.")
    private Optional<Path> file = Optional.empty();
  }

  TokenCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    Logging.off();
    var settings = option.load(around.environment()).settings();
    try {
      var request = new TokenRequest(user, roles, groups, permissions, claims(), ttl);
      var token = new TokenMint(secret(settings), settings, around.clock()).mint(request);
      around.out().println(token);
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.misused(String.valueOf(e.getMessage()));
    }
    return ExitCode.OK;
  }

  private Map<String, List<String>> claims() {
    var byName = new LinkedHashMap<String, List<String>>();
    for (var claim : claims) {
      int sign = claim.indexOf('=');
      if (sign < 1) {
        throw new IllegalArgumentException("--claim: '" + claim + "' is not like name=text");
      }
      var name = claim.substring(0, sign);
      if (WRITTEN.contains(name)) {
        throw new IllegalArgumentException("--claim: '" + name + "' is not a further claim");
      }
      byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(claim.substring(sign + 1));
    }
    return byName;
  }

  private String secret(Settings settings) throws IOException {
    if (given.text.isPresent()) {
      return given.text.get();
    }
    if (given.file.isPresent()) {
      return read(given.file.get());
    }
    if (settings.jwt().secret().isPresent()) {
      return settings.jwt().secret().get();
    }
    return new DevSecret(settings.dataDir())
        .read()
        .orElseThrow(
            () ->
                CommandFailedException.failed(
                    "no secret to sign with: give --secret or --secret-file, set heddle.jwt.secret"
                        + " (HEDDLE_JWT_SECRET), or start a development node, which makes one"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw CommandFailedException.failed("--secret-file: cannot read " + file);
    }
  }
}
