package io.heddle.cluster.redis;

import java.util.List;

/**
 * An entry of the stream.
 *
 * @param id as Redis gave it
 * @param fields names and values in turn, as they came
 * @param tries how often it was tried in vain
 */
record StreamEntry(String id, List<byte[]> fields, int tries) {
  /** Bytes of all names and values. */
  int size() {
    int size = 0;
    for (byte[] part : fields) {
      size += part.length;
    }
    return size;
  }
}
