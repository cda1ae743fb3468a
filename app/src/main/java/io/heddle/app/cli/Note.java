package io.heddle.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A small file in the data folder that says something about the node that runs, and goes when it
 * does. Only its owner may read it: a Redis URL may hold a password.
 */
final class Note implements AutoCloseable {
  /** Holds the port that the running node listens on. */
  static final String PORT = "port";

  /** Holds the URL of the Redis that the running development node has joined. */
  static final String REDIS_URL = "redis-url";

  private final Path file;
  private final String text;

  private Note(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /** Writes it whole: whoever sees the file sees all of it. */
  static Note write(Path folder, String name, String text) {
    var file = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      var draft = Files.createTempFile(folder, name, ".new");
      if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(draft, text + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "heddle.data-dir: cannot write %s (%s)".formatted(file, e));
    }
    return new Note(file, text);
  }

  /** In place of one that there is no need to write. */
  static Note absent(Path folder, String name) {
    return new Note(folder.resolve(name), "");
  }

  /** Removes the file, unless another node has written its own by now. */
  @Override
  public void close() {
    try {
      if (Files.exists(file) && Files.readString(file).strip().equals(text)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
