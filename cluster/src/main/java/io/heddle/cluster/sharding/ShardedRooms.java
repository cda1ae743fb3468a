package io.heddle.cluster.sharding;

import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.Passivation;
import io.heddle.actors.room.RoomRegion;
import io.heddle.config.ClusterSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Rooms as entities of Pekko's cluster sharding: each lives on one node, is started by its first
 * message, and is named by its room's name as it is (sharding escapes it for the actor's path).
 * Rooms are neither remembered over restarts nor put to rest by sharding, which counts only what
 * comes through the region and so would end a room that its subscribers keep busy.
 */
public final class ShardedRooms implements RoomRegion {
  private static final EntityTypeKey<ToRoom> ROOM = EntityTypeKey.create(ToRoom.class, "room");

  /** Entity that {@link #ready} asks; a control character keeps it apart from every room's name. */
  private static final String PROBE = "\u0000ready";

  private final ActorRef<ShardingEnvelope<ToRoom>> region;
  private final Scheduler scheduler;

  private ShardedRooms(ActorRef<ShardingEnvelope<ToRoom>> region, Scheduler scheduler) {
    this.region = region;
    this.scheduler = scheduler;
  }

  /**
   * Starts this node's part of the rooms; to be called once an actor system. Messages may be told
   * at once and wait until this node is a member of the cluster.
   */
  public static ShardedRooms start(
      ActorSystem<?> system, ClusterSettings settings, RoomFactory factory) {
    var shardingSettings =
        ClusterShardingSettings.create(system)
            .withRememberEntities(false)
            .withNoPassivationStrategy();
    var rooms =
        Entity.of(ROOM, context -> entity(context, factory))
            .withSettings(shardingSettings)
            .withMessageExtractor(new HashCodeMessageExtractor<ToRoom>(settings.shards()))
            .withStopMessage(new ToRoom.Stop());
    return new ShardedRooms(ClusterSharding.get(system).init(rooms), system.scheduler());
  }

  @Override
  public void tell(RoomName room, ToRoom message) {
    region.tell(new ShardingEnvelope<>(room.value(), message));
  }

  /**
   * Completes when a room can be started and answers: this node is a member, the coordinator is
   * known and has placed a shard. Fails with a {@code TimeoutException} after {@code timeout}.
   * Completed on a thread of the actor system.
   */
  public CompletionStage<Done> ready(Duration timeout) {
    return AskPattern.<ShardingEnvelope<ToRoom>, PublishReply>ask(
            region,
            replyTo ->
                new ShardingEnvelope<>(PROBE, new ToRoom.Publish(0, List.of(), false, replyTo)),
            timeout,
            scheduler)
        .thenApply(_ -> Done.getInstance());
  }

  private static Behavior<ToRoom> entity(EntityContext<ToRoom> context, RoomFactory factory) {
    String id = context.getEntityId();
    Passivation passivation =
        room -> context.getShard().tell(new ClusterSharding.Passivate<>(room));
    return id.equals(PROBE) ? probe(passivation) : factory.create(new RoomName(id), passivation);
  }

  private static Behavior<ToRoom> probe(Passivation passivation) {
    return Behaviors.receive(
        (context, message) ->
            switch (message) {
              case ToRoom.Publish(var batch, _, _, var replyTo) -> {
                var accepted = new PublishReply.Accepted(List.of());
                replyTo.tell(new PublishReply(RoomName.SYSTEM, batch, accepted));
                passivation.request(context.getSelf());
                yield Behaviors.same();
              }
              case ToRoom.Stop() -> Behaviors.stopped();
              default -> Behaviors.unhandled();
            });
  }
}
