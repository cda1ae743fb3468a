package io.heddle.cluster.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The forms of all messages that may go to another node. What is not here never leaves its node.
 */
final class WireForms {
  /** Of a message that has several, the newest comes last: it is the one that is written. */
  static final List<WireForm<?>> ALL =
      Stream.of(RoomForms.ALL, NodeForms.ALL, ReplyForms.ALL, EventForms.ALL)
          .<WireForm<?>>flatMap(List::stream)
          .toList();

  private static final Map<Class<?>, WireForm<?>> BY_TYPE = new HashMap<>();
  private static final Map<String, WireForm<?>> BY_MANIFEST = new HashMap<>();

  static {
    for (WireForm<?> form : ALL) {
      BY_TYPE.put(form.type(), form);
      BY_MANIFEST.put(form.manifest(), form);
    }
  }

  private WireForms() {}

  /**
   * How a message is written.
   *
   * @throws IllegalArgumentException where it is one that never leaves its node
   */
  static WireForm<?> of(Object message) {
    WireForm<?> form = BY_TYPE.get(message.getClass());
    if (form == null) {
      throw new IllegalArgumentException(message.getClass().getName() + " never leaves its node");
    }
    return form;
  }

  /** How a message is read; empty where this node is too old to know it. */
  static Optional<WireForm<?>> find(String manifest) {
    return Optional.ofNullable(BY_MANIFEST.get(manifest));
  }
}
