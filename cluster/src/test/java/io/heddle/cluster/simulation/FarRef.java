package io.heddle.cluster.simulation;

import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.EmptyLocalActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;

/** An actor of another node, as a node knows it: what it is told goes over the network. */
final class FarRef extends EmptyLocalActorRef {
  private static final long serialVersionUID = 1L;

  private final transient Network.Link link;

  FarRef(ExtendedActorSystem system, ActorPath path, Network.Link link) {
    super(system.provider(), path, system.eventStream());
    this.link = link;
  }

  @Override
  public void $bang(Object message, ActorRef sender) {
    link.toActor(path(), message);
  }
}
