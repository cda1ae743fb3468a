package io.heddle.actors.node;

import org.apache.pekko.actor.CoordinatedShutdown;

/** Why a node's actor system ends: an operator has asked for it. */
public final class DrainAsked implements CoordinatedShutdown.Reason {
  @Override
  public String toString() {
    return "an operator asked the node to drain";
  }
}
