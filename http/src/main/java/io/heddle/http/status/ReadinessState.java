package io.heddle.http.status;

/** How one of the things that a node depends on is doing. */
public sealed interface ReadinessState {
  /** All is well. */
  ReadinessState UP = new Up();

  /** All is well. */
  record Up() implements ReadinessState {}

  /**
   * Something is missing, and the node serves on without.
   *
   * @param detail one line, shown to anybody who asks
   */
  record Degraded(String detail) implements ReadinessState {}

  /**
   * The node should get no traffic.
   *
   * @param detail one line, shown to anybody who asks
   */
  record Down(String detail) implements ReadinessState {}
}
