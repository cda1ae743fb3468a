package io.heddle.cluster.simulation;

import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorPath$;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** Writes and reads references to actors as a node does that has an address. */
final class NodeRefs extends ActorRefResolver {
  private final ExtendedActorSystem system;
  private final Address own;
  private final Network.Link link;

  NodeRefs(ExtendedActorSystem system, Address own, Network.Link link) {
    this.system = system;
    this.own = own;
    this.link = link;
  }

  @Override
  public <T> String toSerializationFormat(ActorRef<T> ref) {
    return ref.path().toSerializationFormatWithAddress(own);
  }

  @Override
  public <T> ActorRef<T> resolveActorRef(String text) {
    ActorPath path = ActorPath$.MODULE$.fromString(text);
    String here = system.provider().rootPath().address().toString();
    return Adapter.toTyped(
        path.address().equals(own)
            ? system.provider().resolveActorRef(text.replace(own.toString(), here))
            : new FarRef(system, path, link));
  }
}
