package io.heddle.cluster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNotices;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.cluster.sharding.LocalCluster;
import io.heddle.config.ClusterSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What goes from node to node. A message that is new gets its fixture by {@code
 * -Dheddle.fixtures.write=true}; a fixture that is there is never written again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireFormsTest {
  private static final Path FIXTURES =
      Path.of("src/test/resources/io/heddle/cluster/codec/fixtures");

  private static final List<Class<?>> ROOTS =
      List.of(
          ToRoom.class,
          ToLocalRoom.class,
          ToLocalRooms.class,
          ToNode.class,
          ToNotices.class,
          PublishReply.class,
          PresenceReply.class,
          ClientReply.class,
          RoomReply.class,
          Event.class,
          ToNode.NodeLoad.class,
          ToNode.NodeReport.class);

  /** What the log or a timer tells a room, and what its own shard does. */
  private static final Set<Class<?>> OF_THE_ROOM_ITSELF =
      Set.of(
          ToRoom.Loaded.class,
          ToRoom.Appended.class,
          ToRoom.Fenced.class,
          ToRoom.AppendFailed.class,
          ToRoom.StayedAway.class,
          ToRoom.AppendAgain.class,
          ToRoom.NodeGone.class,
          ToRoom.Remind.class,
          ToRoom.Renewed.class,
          ToRoom.CaughtUp.class,
          ToRoom.LogFailed.class,
          ToRoom.Tick.class,
          ToRoom.Stop.class);

  /** What a local room is told by its keeper, its members, the log and its timers. */
  private static final Set<Class<?>> WITHIN_A_LOCAL_ROOM =
      Set.of(
          ToLocalRoom.Join.class,
          ToLocalRoom.ReadPresence.class,
          ToLocalRoom.PresenceTold.class,
          ToLocalRoom.Report.class,
          ToLocalRoom.Enter.class,
          ToLocalRoom.Taken.class,
          ToLocalRoom.Recent.class,
          ToLocalRoom.Behind.class,
          ToLocalRoom.Unread.class,
          ToLocalRoom.Leave.class,
          ToLocalRoom.Drain.class,
          ToLocalRoom.Exit.class,
          ToLocalRoom.Flush.class,
          ToLocalRoom.Notify.class,
          ToLocalRoom.Place.class,
          ToLocalRoom.Opened.class,
          ToLocalRoom.TellSeats.class,
          ToLocalRoom.Reminded.class,
          ToLocalRoom.NodesLeft.class,
          ToLocalRoom.RoomGone.class,
          ToLocalRoom.Tick.class,
          ToLocalRoom.Fold.class,
          ToLocalRoom.Count.class,
          ToLocalRoom.Disconnect.class);

  /** What the keeper of rooms is told by connections and local rooms of its node. */
  private static final Set<Class<?>> WITHIN_A_KEEPER_OF_ROOMS =
      Set.of(
          ToLocalRooms.Subscribe.class,
          ToLocalRooms.ReadPresence.class,
          ToLocalRooms.Leave.class,
          ToLocalRooms.Enter.class,
          ToLocalRooms.ReadHistory.class,
          ToLocalRooms.Drain.class,
          ToLocalRooms.Exit.class,
          ToLocalRooms.Reminded.class,
          ToLocalRooms.NodesLeft.class,
          ToLocalRooms.Idle.class,
          ToLocalRooms.Folded.class,
          ToLocalRooms.StillUsed.class,
          ToLocalRooms.Settled.class,
          ToLocalRooms.CountRooms.class);

  /** What a node is told by its sockets, its connections, its shutdown and its timers. */
  private static final Set<Class<?>> WITHIN_A_NODE =
      Set.of(
          ToNode.Open.class,
          ToNode.Ended.class,
          ToNode.WakeAt.class,
          ToNode.Sweep.class,
          ToNode.Leaving.class,
          ToNode.Drain.class,
          ToNode.DrainOn.class,
          ToNode.Elsewhere.class);

  /** What the keeper of notices is told by rooms and local rooms of its node. */
  private static final Set<Class<?>> WITHIN_A_KEEPER_OF_NOTICES =
      Set.of(
          ToNotices.Unfollow.class,
          ToNotices.Tell.class,
          ToNotices.Confirm.class,
          ToNotices.Flush.class);

  /** What rooms tell connections of their own node. */
  private static final Set<Class<?>> WITHIN_A_CONNECTION =
      Set.of(
          RoomReply.Joined.class,
          RoomReply.JoinRefused.class,
          RoomReply.Ousted.class,
          RoomReply.HistoryRead.class,
          RoomReply.HistoryFailed.class,
          RoomReply.Settle.class,
          RoomReply.PresenceRead.class,
          RoomReply.PresenceFailed.class,
          RoomReply.Entered.class,
          RoomReply.Drained.class);

  /** What is made for a client on the node that it is connected to. */
  private static final Set<Class<?>> MADE_FOR_A_CLIENT =
      Set.of(
          Event.Published.class,
          Event.Connected.class,
          Event.AuthRequired.class,
          Event.AuthSuccess.class,
          Event.AuthFailed.class,
          Event.Subscribed.class,
          Event.History.class,
          Event.Unsubscribed.class,
          Event.PublishAccepted.class,
          Event.DirectAccepted.class,
          Event.Request.class,
          Event.HandlerReply.class,
          Event.RoomUpdate.class,
          Event.Refreshed.class,
          Event.Pong.class,
          Event.PresenceState.class,
          Event.TokenExpiring.class,
          Event.Reconnect.class,
          Event.Failed.class);

  private static final Set<Class<?>> STAY =
      Set.copyOf(
          Stream.of(
                  OF_THE_ROOM_ITSELF,
                  WITHIN_A_LOCAL_ROOM,
                  WITHIN_A_KEEPER_OF_ROOMS,
                  WITHIN_A_NODE,
                  WITHIN_A_KEEPER_OF_NOTICES,
                  WITHIN_A_CONNECTION,
                  MADE_FOR_A_CLIENT)
              .flatMap(Set::stream)
              .toList());

  private ActorSystem<Void> system;
  private WireSamples samples;
  private FabricSerializer serializer;

  @BeforeAll
  void start() {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "heddle",
            LocalCluster.config(new ClusterSettings(20), ConfigFactory.empty()));
    samples = new WireSamples(ActorRefResolver.get(system));
    serializer = new FabricSerializer((ExtendedActorSystem) Adapter.toClassic(system));
  }

  @AfterAll
  void stop() {
    system.terminate();
  }

  @Test
  void eachMessageEitherHasAFormOrStaysOnItsNodeForAReason() {
    List<Class<?>> known = new ArrayList<>(STAY);
    WireForms.ALL.forEach(form -> known.add(form.type()));

    assertThat(known)
        .containsExactlyInAnyOrderElementsOf(ROOTS.stream().flatMap(this::messages).toList());
  }

  private Stream<Class<?>> messages(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(this::messages)
        : Stream.of(type);
  }

  @Test
  void eachFormHasAFixtureThatIsReadAndWrittenAsItEverWas() throws IOException {
    assertThat(samples.all()).hasSameSizeAs(WireForms.ALL);
    for (Object sample : samples.all()) {
      WireForm<?> form = WireForms.of(sample);
      Path fixture = fixture(form.manifest());
      if (Boolean.getBoolean("heddle.fixtures.write") && !Files.exists(fixture)) {
        Files.write(fixture, serializer.toBinary(sample));
      }
      byte[] bytes = Files.readAllBytes(fixture);

      assertThat(serializer.fromBinary(bytes, form.manifest()))
          .as(form.manifest())
          .isEqualTo(sample);
      assertThat(serializer.toBinary(sample)).as(form.manifest()).isEqualTo(bytes);
    }
  }

  @Test
  void fixturesOfAllVersionsAreRead() throws IOException {
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String manifest = manifest(file);
        WireForm<?> form = WireForms.find(manifest).orElseThrow();

        assertThat(serializer.fromBinary(Files.readAllBytes(file), manifest))
            .isInstanceOf(form.type());
      }
    }
  }

  private static Path fixture(String manifest) {
    String[] parts = manifest.split("/", -1);
    return FIXTURES.resolve("v" + parts[1]).resolve(parts[0] + ".bin");
  }

  private static String manifest(Path fixture) {
    Path path = FIXTURES.relativize(fixture);
    String name = path.getName(1).toString().replace(".bin", "");
    return name + "/" + path.getName(0).toString().substring(1);
  }

  @Test
  void theFormDoesNotDependOnTheBuffersByteOrder() throws NotSerializableException {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (Object sample : samples.all()) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096).order(order);

        serializer.toBinary(sample, buffer);

        assertThat(buffer.order()).isEqualTo(order);
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.duplicate().get(bytes);
        assertThat(bytes).isEqualTo(serializer.toBinary(sample));
        assertThat(serializer.fromBinary(buffer, serializer.manifest(sample))).isEqualTo(sample);
      }
    }
  }

  @Test
  void pekkoFindsTheSerializerOfWhatGoesByItself() {
    var serialization = SerializationExtension.get(Adapter.toClassic(system));
    for (Object sample : samples.all()) {
      boolean goesWithinAnother =
          sample instanceof ToLocalRooms
              || sample instanceof ToNotices
              || sample instanceof RoomReply
              || sample instanceof Event;
      if (!goesWithinAnother) {
        assertThat(serialization.findSerializerFor(sample)).isInstanceOf(FabricSerializer.class);
      }
    }
  }

  @Test
  void aMessageOfANewerVersionIsRefusedAndCounted() {
    double before = dropped("unknown");

    assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1}, "publish/99"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("publish/99");
    assertThatThrownBy(() -> serializer.fromBinary(nested("closed/99"), "for-rooms/1"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("closed/99");
    assertThat(dropped("unknown")).isEqualTo(before + 2);
  }

  private static byte[] nested(String manifest) {
    byte[] text = manifest.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + text.length).put((byte) text.length).put(text).array();
  }

  @Test
  void bytesThatAreCutOffOrTooManyAreRefusedAndNeverAnythingElse() {
    double before = dropped("malformed");
    int tried = 0;
    for (Object sample : samples.all()) {
      byte[] bytes = serializer.toBinary(sample);
      String manifest = serializer.manifest(sample);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> serializer.fromBinary(cut, manifest))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(manifest);
        tried++;
      }
      assertThatThrownBy(
              () -> serializer.fromBinary(Arrays.copyOf(bytes, bytes.length + 1), manifest))
          .isInstanceOf(IllegalArgumentException.class);
      tried++;
    }
    assertThat(dropped("malformed")).isEqualTo(before + tried);
  }

  @Test
  void whatNeverLeavesItsNodeIsNotWritten() {
    double before = dropped("unwritable");

    assertThatThrownBy(() -> serializer.manifest(new ToRoom.Stop()))
        .hasMessageContaining("never leaves its node");
    RoomReply within = new RoomReply.Drained(1);
    assertThatThrownBy(
            () ->
                serializer.toBinary(
                    new ToNode.ForRooms(
                        new ToLocalRooms.Notify(WireSamples.ROOM, within, Optional.empty()))))
        .hasMessageContaining("never leaves its node");
    assertThat(dropped("unwritable")).isEqualTo(before + 2);
  }

  private double dropped(String reason) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    WireFaults.of(system).bind(registry);
    return registry
        .get("heddle.cluster.messages.dropped")
        .tag("reason", reason)
        .functionCounter()
        .count();
  }
}
