package io.heddle.actors.protocol;

/** What an application's code thinks of a wish about a room. */
public enum RoomVerdict {
  /** It may be, though the policy says no. */
  ALLOW,
  /** It may not be, though the policy says yes. */
  DENY,
  /** Somebody else has to decide: the next one who is asked, in the end the policy. */
  ABSTAIN
}
