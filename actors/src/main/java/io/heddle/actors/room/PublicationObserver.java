package io.heddle.actors.room;

import io.heddle.actors.protocol.Publication;
import java.util.List;

/** Is told what the rooms of this node have accepted, such as to pass it on outside. */
@FunctionalInterface
public interface PublicationObserver {
  /** Passes nothing on. */
  PublicationObserver NONE = _ -> {};

  /**
   * Publications of one room that are in its log now, in their order, one at least; each is told at
   * most once. Called on the room's thread, before its publishers are answered: must neither block
   * nor throw.
   */
  void accepted(List<Publication> publications);
}
