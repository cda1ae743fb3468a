package io.heddle.actors.fabric;

/** Something that was registered, until it is closed; closing twice changes nothing. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  @Override
  void close();
}
