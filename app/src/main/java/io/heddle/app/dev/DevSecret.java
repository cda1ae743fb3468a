package io.heddle.app.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The secret that a development node makes at its first start and keeps, so that tokens outlive a
 * restart: the file {@code dev-secret} in the data folder, readable for its owner only.
 */
public final class DevSecret {
  private static final String NAME = "dev-secret";
  private static final int BYTES = 48;
  private static final int MIN_LENGTH = 32;

  private final Path folder;
  private final Path file;

  /** The secret of a data folder, which may not exist yet. */
  public DevSecret(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
  }

  /**
   * The secret, when there is one.
   *
   * @throws IOException naming the file, where it cannot be read or is too short to be a secret
   */
  public Optional<String> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (!Files.isReadable(file)) {
      throw new IOException("cannot read " + file);
    }
    var secret = Files.readString(file).strip();
    if (secret.length() < MIN_LENGTH) {
      throw new IOException(file + " holds no secret; delete it, and the next start makes one");
    }
    return Optional.of(secret);
  }

  /**
   * The secret, made when there is none. Where two nodes start at once, both come to have the same.
   *
   * @throws IOException naming the file, where it can be neither read nor written
   */
  public String readOrCreate() throws IOException {
    var kept = read();
    return kept.isPresent() ? kept.get() : create();
  }

  private String create() throws IOException {
    Files.createDirectories(folder);
    var draft = Files.createTempFile(folder, NAME, ".new");
    try {
      var random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(draft, secret + "\n", StandardCharsets.US_ASCII);
      Files.createLink(file, draft);
      return secret;
    } catch (FileAlreadyExistsException e) {
      return read().orElseThrow(() -> new IOException(file + " came and went", e));
    } finally {
      Files.delete(draft);
    }
  }
}
