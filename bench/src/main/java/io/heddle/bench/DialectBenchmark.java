package io.heddle.bench;

import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.http.dialect.Dialect;
import io.heddle.http.dialect.DialectLimits;
import io.heddle.http.dialect.Dialects;
import io.heddle.http.dialect.HeddleV1;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one publication costs in each dialect: the publish read once, the frame for all receivers
 * written once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DialectBenchmark {
  private static final RoomName ROOM = new RoomName("bench:room-1");
  private static final int OVERHEAD = "{\"seq\":1234567890,\"text\":\"\"}".length();

  /** Length of the published data in bytes. */
  @Param({"128", "4096"})
  public int size;

  /** Whose frames. */
  @Param({"heddle.v1", "gateway", "rooms", "flat"})
  public String name = "";

  private final Dialects dialects = Dialects.load(new DialectLimits(200, 1_000), Clock.systemUTC());
  private Dialect dialect = dialects.find(HeddleV1.NAME).orElseThrow();
  private byte[] publish = {};
  private Event published = new Event.AuthRequired();
  private Event accepted = new Event.AuthRequired();

  /** Lays out a publish as a client sends it, and what becomes of it. */
  @Setup
  public void layOut() throws MalformedJsonException {
    dialect = dialects.find(name).orElseThrow();
    String data = "{\"seq\":1234567890,\"text\":\"" + "x".repeat(size - OVERHEAD) + "\"}";
    publish =
        ("{\"type\":\"publish\",\"id\":17,\"room\":\"" + ROOM + "\",\"data\":" + data + "}")
            .getBytes(StandardCharsets.UTF_8);
    Sender sender = new Sender(Optional.of("user-1234"), Optional.of(ClientId.random()));
    Position position = new Position("k3f9a7c2", 123_456);
    Draft draft = Draft.of("message", Payload.parse(data), ClientId.random().toString(), sender);
    published =
        new Event.Published(new Publication(ROOM, position, System.currentTimeMillis(), draft));
    accepted = new Event.PublishAccepted(ROOM, position, false, Optional.empty());
  }

  /** A client's publish, from the message's bytes to the command. */
  @Benchmark
  public void decodePublish(Blackhole hole) {
    Consumer<ClientCommand> sink = hole::consume;
    dialect.decode(publish, 0, publish.length, sink);
  }

  /** A publication, from the event to the frame that all receivers share. */
  @Benchmark
  public Frame encodePublication() {
    return dialect.encoder().encode(published);
  }

  /** The publisher's answer, which has a fresh message id and the time of day. */
  @Benchmark
  public Frame encodeAccepted() {
    return dialect.encoder().encode(accepted);
  }
}
