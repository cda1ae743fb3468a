package io.heddle.actors.cursor;

import io.heddle.actors.protocol.Identity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Names of a user's devices: each has a cursor of its own. */
public final class Devices {
  /** Longest name, in bytes of UTF-8. */
  public static final int MAX_BYTES = 64;

  private static final String CLAIM = "device";

  private Devices() {}

  /** Whether a device may be called so: 1 to 64 bytes without control characters. */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_BYTES
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && name.chars().noneMatch(Character::isISOControl);
  }

  /**
   * The device of a connection: what its credentials say, else the client's {@code connect}, else
   * the address that it opened. What is no name does not count.
   */
  public static Optional<String> of(
      Identity identity, Optional<String> connect, Optional<String> address) {
    return identity.claims().getOrDefault(CLAIM, List.of()).stream()
        .findFirst()
        .or(() -> connect)
        .or(() -> address)
        .filter(Devices::isName);
  }
}
