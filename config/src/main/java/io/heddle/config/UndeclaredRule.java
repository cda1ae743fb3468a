package io.heddle.config;

/** What becomes of a room whose namespace nobody declared. */
public enum UndeclaredRule {
  /** It has the policy of the namespace {@code default}. */
  DEFAULT,
  /** Its name is refused with {@code invalid_room}. */
  REFUSE
}
