package io.heddle.cluster.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a folder for one process: two logs on one file would not see each other's offsets. The
 * system frees it when the process ends, however it ends.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, which is made where it is missing.
   *
   * @throws LogFileException where another process has it, or it cannot be written in
   */
  static FolderLock take(Path folder) {
    Path file = folder.resolve("rooms.lock");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isTaken(channel)) {
        channel.close();
        throw new LogFileException(
            ("heddle.data-dir: another process keeps its rooms in %s; give this one a folder of its"
                    + " own (HEDDLE_DATA_DIR), or set heddle.log = memory")
                .formatted(folder.toAbsolutePath()));
      }
      return new FolderLock(channel);
    } catch (IOException fault) {
      throw new LogFileException(
          "heddle.data-dir: cannot write " + file + " (" + fault + ")", fault);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException _) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // The system frees it with the process.
    }
  }
}
